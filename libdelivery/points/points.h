#pragma once
/// One customer's points account: earned when paid, spent on orders, revoked and returned when an
/// order ends badly.

#include <variant>
#include <vector>

#include "core/ids.h"
#include "core/instant.h"
#include "core/result.h"
#include "core/won.h"

namespace delivery::points {

// --- events
struct PointsEarned {
    OrderId orderId;
    Won amount;
};
struct PointsSpent {
    OrderId orderId;
    Won amount;
};
struct PointsRevoked {
    OrderId orderId;
    Won amount;
};
struct PointsReturned {
    OrderId orderId;
    Won amount;
};
using Event = std::variant<PointsEarned, PointsSpent, PointsRevoked, PointsReturned>;

/// Below zero when earned points were revoked after being spent; then none can be spent.
struct Account {
    Won balance;
    Won earned;
    Won spent;
    Won revoked;
    Won returned;
    bool operator==(const Account&) const = default;
};

// --- commands
struct EarnPoints {
    OrderId orderId;
    Won amount;
};
/// NotEnoughPoints (facts: balance, wanted).
struct SpendPoints {
    OrderId orderId;
    Won amount;
};
struct RevokePoints {
    OrderId orderId;
    Won amount;
};
struct ReturnPoints {
    OrderId orderId;
    Won amount;
};
using Command = std::variant<EarnPoints, SpendPoints, RevokePoints, ReturnPoints>;

/// An amount of zero is nothing to do. Amounts are never negative.
[[nodiscard]] Decided<std::vector<Event>> decide(const Account& account, const Command& command);
[[nodiscard]] Account evolve(const Account& account, const Event& event);
/// An amount below zero, or a sum out of range, is a Misfit.
[[nodiscard]] Expected<Account> evolveRecorded(const Account& account, const Event& event);

}  // namespace delivery::points
