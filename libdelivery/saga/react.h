#pragma once
/// What follows from what: the calls, timers and follow-up commands that an order's events make
/// due. Pure.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/ids.h"
#include "core/instant.h"
#include "order/limits.h"
#include "order/order.h"

namespace delivery::saga {

/// A call to the payment provider that is owed. Its id is unique in the outbox; a newer one
/// replaces it.
struct Call {
    enum class Kind { Charge, Query, Refund };
    Kind kind = Kind::Charge;
    OrderId orderId;
    CustomerId customerId;
    /// Charge and query: the attempt, its name at the provider and its key.
    int attempt = 0;
    std::string providerOrderId;
    ProviderKey key;
    Won amount;
    std::optional<CardId> cardId;
    std::string orderName;
    /// Refund, and a query about a refund.
    PaymentKey paymentKey;
    /// The order has ended: never POST the charge again, only ask.
    bool orderOver = false;
    /// Since when it is unknown whether the attempt has taken money; nothing where it is not.
    std::optional<Instant> unknownSince = std::nullopt;
};
/// "charge/17/1", "query/17/1", "refund/17".
[[nodiscard]] std::string effectId(const Call& call);

struct OweCall {
    Call call;
    Instant due;
};
struct DropCall {
    std::string effectId;
};
struct ArmTimer {
    order::TimerKind kind = order::TimerKind::ReplyDeadline;
    Instant due;
};
struct DisarmTimer {
    order::TimerKind kind = order::TimerKind::ReplyDeadline;
};
struct EarnPoints {
    CustomerId customerId;
    OrderId orderId;
    Won amount;
};
struct RevokePoints {
    CustomerId customerId;
    OrderId orderId;
    Won amount;
};
struct ReturnPoints {
    CustomerId customerId;
    OrderId orderId;
    Won amount;
};
struct ReturnStock {
    FoodId foodId;
    OrderId orderId;
    int qty = 1;
};
struct LetGoRider {
    RiderId riderId;
    OrderId orderId;
};
/// The store did not answer: no new orders until somebody there says so.
struct PauseSilentStore {
    StoreId storeId;
    Instant placedAt;
};
/// The order is the store's ticket from now on: a store that accepts automatically does so.
struct ReachStore {
    StoreId storeId;
};
/// The store has it to cook; the store has it no longer.
struct TakeTicket {
    StoreId storeId;
    OrderId orderId;
};
struct LeaveTicket {
    StoreId storeId;
    OrderId orderId;
};
/// The reply to the placing becomes final now.
struct FinaliseReply {
    UserId actor;
    CommandId commandId;
};

/// Compiled once (ADR 30).
struct FollowUp : std::variant<OweCall, DropCall, ArmTimer, DisarmTimer, EarnPoints, RevokePoints,
                               ReturnPoints, ReturnStock, LetGoRider, PauseSilentStore, ReachStore,
                               TakeTicket, LeaveTicket, FinaliseReply> {
    using variant::variant;
    FollowUp();
    FollowUp(const FollowUp&);
    FollowUp(FollowUp&&) noexcept;
    FollowUp& operator=(const FollowUp&);
    FollowUp& operator=(FollowUp&&) noexcept;
    ~FollowUp();
};

/// What one event makes due. before and after are the order's states around it; at is the event's
/// time.
[[nodiscard]] std::vector<FollowUp> react(const order::State& before, const order::Event& event,
                                          const order::Order& after, Instant at,
                                          const order::Times& times);

/// When a timer of a kind that the order owes falls due if it is armed now.
[[nodiscard]] Instant dueOf(order::TimerKind kind, const order::Order& order, Instant at,
                            const order::Times& times);

/// What a state still owes, whatever its history: the calls and the kinds of timers. After a crash,
/// and in the invariant that no order is an orphan, this equals what reactions left in outbox and
/// timers.
struct Owed {
    std::vector<Call> calls;
    std::vector<order::TimerKind> timers;
};
[[nodiscard]] Owed resume(const order::Order& order);

/// "StoreAnswer"; stable, in the ledger.
[[nodiscard]] std::string name(order::TimerKind kind);
[[nodiscard]] std::optional<order::TimerKind> timerKindNamed(const std::string& name);

/// The context whose return or whose people a timer waits for: it counts by that context's clock,
/// which stands still while the context is paused. Empty for machines, which are never paused.
[[nodiscard]] std::string waitsFor(order::TimerKind kind);
/// How long people have for an answer without which something ends or moves; nothing where a timer
/// only reminds, tells or tries again.
[[nodiscard]] std::optional<Span> answerTime(order::TimerKind kind, const order::Times& times);

}  // namespace delivery::saga
