#include "points/points.h"

#include <cassert>
#include <optional>

namespace delivery::points {

namespace {

using Events = std::vector<Event>;
using Decision = Decided<Events>;

template <class Made, class Asked>
Decision unlessZero(const Asked& asked) {
    assert(asked.amount >= Won{0});
    if (asked.amount.isZero()) return Events{};
    return Events{Made{asked.orderId, asked.amount}};
}

struct Decider {
    const Account& account;

    Decision operator()(const EarnPoints& earn) const { return unlessZero<PointsEarned>(earn); }
    Decision operator()(const SpendPoints& spend) const {
        if (!spend.amount.isZero() && spend.amount > account.balance) {
            return tl::unexpected(Refusal{RefusalCode::NotEnoughPoints,
                                          {{"balance", std::to_string(account.balance.amount())},
                                           {"wanted", std::to_string(spend.amount.amount())}}});
        }
        return unlessZero<PointsSpent>(spend);
    }
    /// Never refused: what was earned and already spent leaves the balance below zero.
    Decision operator()(const RevokePoints& revoke) const {
        return unlessZero<PointsRevoked>(revoke);
    }
    Decision operator()(const ReturnPoints& giveBack) const {
        return unlessZero<PointsReturned>(giveBack);
    }
};

using Next = std::optional<Account>;

std::optional<Won> sum(Won left, Won right) {
    std::int64_t total = 0;
    if (__builtin_add_overflow(left.amount(), right.amount(), &total)) return std::nullopt;
    return Won{total};
}

/// Adds the amount to one of the account's totals and to the balance, or takes it off there.
Next moved(const Account& account, Won Account::*total, Won amount, bool intoBalance) {
    if (amount < Won{0}) return std::nullopt;
    const std::optional<Won> newTotal = sum(account.*total, amount);
    const std::optional<Won> newBalance = sum(account.balance, intoBalance ? amount : -amount);
    if (!newTotal || !newBalance) return std::nullopt;
    Account next = account;
    next.*total = *newTotal;
    next.balance = *newBalance;
    return next;
}

struct Evolver {
    const Account& account;

    Next operator()(const PointsEarned& event) const {
        return moved(account, &Account::earned, event.amount, true);
    }
    Next operator()(const PointsSpent& event) const {
        return moved(account, &Account::spent, event.amount, false);
    }
    Next operator()(const PointsRevoked& event) const {
        return moved(account, &Account::revoked, event.amount, false);
    }
    Next operator()(const PointsReturned& event) const {
        return moved(account, &Account::returned, event.amount, true);
    }
};

}  // namespace

Decided<std::vector<Event>> decide(const Account& account, const Command& command) {
    return std::visit(Decider{account}, command);
}

Account evolve(const Account& account, const Event& event) {
    const Next next = std::visit(Evolver{account}, event);
    assert(next);
    return *next;
}

Expected<Account> evolveRecorded(const Account& account, const Event& event) {
    const Next next = std::visit(Evolver{account}, event);
    if (!next) return tl::unexpected(Fault{FaultCode::Misfit, "a points event does not fit"});
    return *next;
}

}  // namespace delivery::points
