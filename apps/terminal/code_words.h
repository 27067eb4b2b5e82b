#pragma once
/// What the server's codes are called where people read them: events, roles, causes.

#include <QString>

#include "apps/terminal/wording.h"

namespace delivery::terminal {

/// "OrderPlaced": "주문함", "order placed". A code that nobody has named is shown as it is.
[[nodiscard]] QString eventText(const QString& event, Language language);
/// "system": "자동", "by itself". A user's id stays what it is.
[[nodiscard]] QString actorText(const QString& actor, Language language);
/// "points", "earned": what followed from an event by itself, as "points earned".
[[nodiscard]] QString followText(const QString& kind, const QString& what, Language language);
/// "StoreSilent": why an order was cancelled, as a sentence for whoever reads it.
[[nodiscard]] QString cancelReasonText(const QString& reason, Language language);

}  // namespace delivery::terminal
