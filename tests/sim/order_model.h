#pragma once
/// One order as the auditor sees it: a small model of its own over the raw events, sharing nothing
/// with the code that decided them.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "desk/ledger.h"
#include "tests/sim/violation.h"

namespace delivery::sim {

struct OrderModel {
    enum class Pay {
        Free,
        Requested,
        Deferred,
        Declined,
        Unknown,
        Paid,
        RefundDue,
        Refunded,
        ChargeEscalated,
        RefundEscalated,
    };
    enum class Kitchen { Waiting, Accepted, Cooking, Cooked };
    enum class Courier {
        NotNeeded,
        Nobody,
        Offered,
        Unassignable,
        Picked,
        Collected,
        Delivered,
    };
    enum class End { None, Confirmed, Cancelled, Rejected, Expired };

    /// After so many rounds of offers people are alerted.
    int offerRoundsMax = 20;
    std::int64_t id = 0;
    std::int64_t version = 0;
    std::int64_t position = 0;
    std::string customer;
    std::int64_t store = 0;
    std::map<std::int64_t, std::int64_t> dishes;
    std::int64_t dishesTotal = 0;
    std::int64_t deliveryFee = 0;
    std::int64_t payable = 0;
    std::int64_t pointsSpent = 0;
    std::int64_t pointsEarned = 0;
    bool pickup = false;
    /// The menu has looked at it and given what it wants.
    bool verified = true;
    /// It was paid for and verified while it lived, whatever came later.
    bool reachedStore = false;

    Pay pay = Pay::Free;
    /// An earlier try of the attempt may have taken money.
    bool doubtful = false;
    int attempt = 0;
    std::string providerOrderId;
    std::set<std::string> chargeKeys;
    std::string chargeKey;
    std::string paymentKey;
    std::string refundKey;
    std::int64_t captured = 0;
    std::int64_t refunded = 0;

    Kitchen kitchen = Kitchen::Waiting;
    int reminders = 0;
    int lateNotices = 0;
    Courier courier = Courier::Nobody;
    int round = 0;
    std::string rider;
    std::int64_t fence = 0;

    End end = End::None;
    std::string endBy;
    std::string endReason;

    [[nodiscard]] bool isOver() const { return end != End::None; }
    [[nodiscard]] bool isPaid() const { return payable == 0 || captured == payable; }
    /// Paid and verified, and the store has not answered.
    [[nodiscard]] bool isTicket() const {
        return kitchen == Kitchen::Waiting && isPaid() && verified;
    }
    [[nodiscard]] bool mayStillBePaid() const;
    [[nodiscard]] bool isHeld() const {
        return courier == Courier::Picked || courier == Courier::Collected;
    }
};

/// Takes one more event of the order's stream into the model, or says which invariant it breaks.
[[nodiscard]] std::optional<Violation> follow(OrderModel& order, const desk::EventRow& event);

}  // namespace delivery::sim
