#pragma once
/// The store has seen that an order ended without being cooked through: a stream of its own beside
/// the order.

#include <variant>
#include <vector>

#include "core/ids.h"
#include "core/instant.h"
#include "core/result.h"

namespace delivery::shop {

struct EndAcknowledged {
    OrderId orderId;
    UserId by;
    Instant at;
};
using AcknowledgementEvent = std::variant<EndAcknowledged>;

struct NotAcknowledged {};
struct Acknowledged {
    UserId by;
    Instant at;
};
using AcknowledgementState = std::variant<NotAcknowledged, Acknowledged>;

/// cancelled says whether the order's stream holds an end that needs to be seen.
struct AcknowledgeEnd {
    OrderId orderId;
    UserId by;
    Instant at;
    bool cancelled = false;
};
using AcknowledgementCommand = std::variant<AcknowledgeEnd>;

/// NothingToAcknowledge; a repeat is nothing to do.
[[nodiscard]] Decided<std::vector<AcknowledgementEvent>> decide(
    const AcknowledgementState& state, const AcknowledgementCommand& command);
[[nodiscard]] AcknowledgementState evolve(const AcknowledgementState& state,
                                          const AcknowledgementEvent& event);
[[nodiscard]] Expected<AcknowledgementState> evolveRecorded(const AcknowledgementState& state,
                                                            const AcknowledgementEvent& event);

}  // namespace delivery::shop
