#pragma once
/// One day of a shop, read off its sales and its tickets: what the charts show.

#include <QString>
#include <QVector>
#include <optional>
#include <vector>

#include "apps/kit/representation.h"
#include "apps/store/chart.h"

namespace delivery::store {

/// From the first to the last hour in which something happened, empty hours between them too.
[[nodiscard]] QVector<Bar> loadByHour(const kit::Representation& sales);
/// How many of each dish, the most first; at most so many.
[[nodiscard]] QVector<Bar> countByDish(const kit::Representation& sales, int most = 10);
/// From acceptance to cooked, by the hour of the acceptance: minutes on average.
[[nodiscard]] QVector<Bar> cookingByHour(const std::vector<kit::Representation>& tickets,
                                         const QString& day);
/// Seconds from acceptance to cooked; nothing where it was not cooked.
[[nodiscard]] std::optional<qint64> cookSeconds(const kit::Representation& ticket);

}  // namespace delivery::store
