#pragma once
/// When to ask the provider about a charge whose outcome nobody knows, and for how long.

#include <optional>

#include "core/instant.h"

namespace delivery::effect {

/// Somebody must be woken: the outcome has been unknown for this long.
constexpr Span unknownAlarmAfter = hours(20);
/// The life of the provider's idempotency key (Toss Payments docs): after it asking tells nothing.
constexpr Span unknownGiveUpAfter = days(15);

/// How long to wait before the next question: 1, 2, 4, 8, 15, 30, 60 s, then every minute; after 10
/// minutes every 10, after a day every 6 hours. The last question falls on the end of the 15 days;
/// then nothing. unknownFor is the time since the outcome became unknown, asked how often was asked
/// since.
[[nodiscard]] std::optional<Span> untilNextQuestion(Span unknownFor, int asked);
[[nodiscard]] bool isAlarming(Span unknownFor);

}  // namespace delivery::effect
