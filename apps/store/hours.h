#pragma once
/// Opening hours as a shopkeeper writes them: "11:00-15:00, 17:00-21:00", nothing for a day off.

#include <QString>
#include <QVector>
#include <optional>

#include "apps/kit/body.h"
#include "apps/kit/representation.h"

namespace delivery::store {

struct Hours {
    QString opens;
    QString closes;
    bool operator==(const Hours&) const = default;
};

/// Nothing: it cannot be read. An empty text is a day off.
[[nodiscard]] std::optional<QVector<Hours>> hoursIn(const QString& typed);
[[nodiscard]] QString hoursText(const QVector<Hours>& hours);

/// Monday is 0.
[[nodiscard]] QString weekdayName(int weekday);
/// Of one weekday, as the store has them.
[[nodiscard]] QVector<Hours> hoursOn(const kit::Representation& store, int weekday);
/// One list for each weekday, as the server takes them.
[[nodiscard]] std::vector<kit::Body> weekBody(const QVector<QVector<Hours>>& week);
[[nodiscard]] std::vector<kit::Body> rangesBody(const QVector<Hours>& hours);

}  // namespace delivery::store
