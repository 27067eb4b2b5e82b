#pragma once
/// What the board knows of a ticket: its column, how urgent it is, what is to be done next.

#include <QDateTime>
#include <QString>
#include <QVector>
#include <optional>

#include "apps/kit/gateway.h"
#include "apps/kit/representation.h"

namespace delivery::store {

enum class Column { New, Accepted, Cooking, Cooked, Leaving };
constexpr int columnCount = 5;

/// Nothing: it does not stand on the board. A cancelled one stays where it was until somebody has
/// seen it.
[[nodiscard]] std::optional<Column> columnOf(const kit::Representation& ticket);
[[nodiscard]] QString columnTitle(Column column);

/// Ended by somebody else, and nobody here has said that they saw it.
[[nodiscard]] bool isTakenBack(const kit::Representation& ticket);
/// It rings until somebody does something about it: new, or taken back.
[[nodiscard]] bool needsSomebody(const kit::Representation& ticket);
/// The verbs that answer that need.
[[nodiscard]] bool answersNeed(const QString& verb);

enum class Urgency { Calm, Soon, Late };
/// Soon comes before late: a card changes its colour while there is still time.
[[nodiscard]] Urgency urgencyOf(const kit::Representation& ticket, const QDateTime& now);
/// "12분 남음", "3분 지남", "방금", by what the column waits for.
[[nodiscard]] QString clockText(const kit::Representation& ticket, const QDateTime& now);

struct Dish {
    qlonglong foodId = 0;
    QString name;
    qlonglong qty = 0;
    /// One per chosen option: "맵기: 매운맛".
    QStringList options;
    qlonglong price = 0;  ///< of one, options included
};
[[nodiscard]] QVector<Dish> dishesOn(const kit::Representation& ticket);

/// "accept", "start", "finish", "acknowledge", or nothing: what the server allows and the kitchen
/// does next.
[[nodiscard]] QString nextStep(const kit::Representation& ticket);
/// The request of a step that the ticket's links offer; an empty path where it is not offered.
[[nodiscard]] kit::Request stepOf(const kit::Representation& ticket, const QString& verb,
                                  const QByteArray& body = "{}");
/// Of an acceptance, and of another promise.
[[nodiscard]] QByteArray minutesBody(int cookMinutes);
[[nodiscard]] QByteArray reasonBody(const QString& reason);

/// The step that changes the promise, offered from acceptance until the dish is cooked.
[[nodiscard]] bool mayPromise(const kit::Representation& ticket);
/// What is left until the promised time, as a new promise would begin from it.
[[nodiscard]] int minutesToPromise(const kit::Representation& ticket, const QDateTime& now);

/// In steps of five, from 5 to 180.
[[nodiscard]] int steppedMinutes(int minutes);

}  // namespace delivery::store
