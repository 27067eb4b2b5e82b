#pragma once
/// One order: what was agreed, and its four parts. Each part is a small variant that holds only
/// what is true in it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/actor.h"
#include "core/refusal.h"
#include "core/result.h"
#include "order/commands.h"
#include "order/events.h"

namespace delivery::order {

namespace placement {
struct Unverified {};
struct Verified {};
struct Confirmed {
    Instant at;
    Role by = Role::Customer;
};
struct Cancelled {
    Role by = Role::System;
    CancelReason reason = CancelReason::CustomerAsked;
    std::optional<PersonalRef> text;
};
struct Rejected {
    std::optional<PersonalRef> reason;
};
struct Expired {};
}  // namespace placement
using Placement = std::variant<placement::Unverified, placement::Verified, placement::Confirmed,
                               placement::Cancelled, placement::Rejected, placement::Expired>;

namespace payment {
struct Attempt {
    int number = 1;
    std::string providerOrderId;
    ProviderKey key;
    Won amount;
    std::optional<CardId> cardId;
};
struct Capture {
    PaymentKey paymentKey;
    Won amount;
    Won pointsEarned;
};
/// Points paid all of it.
struct NoneNeeded {};
struct Requested {
    Attempt attempt;
    /// Set when this is a repeat after an unknown outcome: "not sent" then says nothing about the
    /// first call.
    std::optional<Instant> unknownSince = std::nullopt;
};
struct Deferred {
    Attempt attempt;
};
struct Declined {
    Attempt attempt;
    std::string code;
};
struct Unknown {
    Attempt attempt;
    Instant since;
};
struct Approved {
    Capture capture;
};
struct RefundDue {
    Capture capture;
    ProviderKey refundKey;
};
struct Refunded {
    Won amount;
    PaymentKey paymentKey = {};
};
/// A person must look: a charge whose outcome stayed unknown or contradicted us (attempt), or a
/// refund that was refused (refund).
struct Escalated {
    std::string reason;
    std::optional<Attempt> attempt;
    std::optional<RefundDue> refund;
    /// Since when the attempt's outcome is unknown; a retry does not start it anew.
    std::optional<Instant> unknownSince = std::nullopt;
    /// What the provider really took for the attempt, where that is not what we asked for.
    std::optional<Won> held = std::nullopt;
    /// The refund's key was answered with a no.
    bool refused = false;
};
/// Money that the provider took for this order and that no attempt of ours accounts for. It is not
/// touched by anything: a person must see it.
struct Stray {
    PaymentKey paymentKey;
    Won amount;
};
}  // namespace payment
using Payment = std::variant<payment::NoneNeeded, payment::Requested, payment::Deferred,
                             payment::Declined, payment::Unknown, payment::Approved,
                             payment::RefundDue, payment::Refunded, payment::Escalated>;

namespace kitchen {
struct Waiting {
    int reminders = 0;
};
struct Accepted {
    Instant readyBy;
    int lateNotices = 0;
};
struct Cooking {
    Instant readyBy;
    Instant startedAt;
    int lateNotices = 0;
};
struct Cooked {
    Instant startedAt;
    Instant at;
    /// What was promised stays promised; nothing where it was not kept then.
    std::optional<Instant> readyBy = std::nullopt;
};
}  // namespace kitchen
using Kitchen =
    std::variant<kitchen::Waiting, kitchen::Accepted, kitchen::Cooking, kitchen::Cooked>;

namespace courier {
/// Pickup: the customer comes.
struct NotNeeded {};
/// Nothing offered: not cooked yet, just released, or withdrawn.
struct None {
    std::int64_t nextFence = 1;
};
struct Offered {
    int round = 1;
    std::int64_t radiusMeters = 0;
    std::int64_t nextFence = 1;
};
struct Picked {
    RiderId riderId;
    std::int64_t fence = 1;
};
struct Collected {
    RiderId riderId;
    std::int64_t fence = 1;
    Instant at;
    int lateNotices = 0;
};
struct Delivered {
    RiderId riderId;
    Instant at;
};
/// Nobody picked in all the rounds: people are alerted, and riders may still pick until the assign
/// deadline.
struct Unassignable {
    std::int64_t nextFence = 1;
};
}  // namespace courier
using Courier = std::variant<courier::NotNeeded, courier::None, courier::Offered, courier::Picked,
                             courier::Collected, courier::Delivered, courier::Unassignable>;

struct Order {
    OrderPlaced placed;
    Placement placement;
    Payment payment;
    Kitchen kitchen;
    Courier courier;
    /// It was paid and verified at some moment while it lived, whatever came later: what a store
    /// may see of an order goes by this.
    bool reachedStore = false;
    /// Beside the payment, which they leave as it is. Each once.
    std::vector<payment::Stray> strays = {};
};

/// Which order a name at the provider ("ds-k3f9-17-2") speaks of; nothing for one that cannot be
/// ours.
[[nodiscard]] std::optional<OrderId> orderNamedAtProvider(std::string_view providerOrderId);

struct NotPlaced {};
using State = std::variant<NotPlaced, Order>;

/// Decides one command. Checks identity, ownership, the order's state, then what the part says.
/// Pure.
[[nodiscard]] Decided<Events> decide(const State& state, const Command& command);

/// Applies one fact to a state; for events just decided a misfit is our mistake (assert).
[[nodiscard]] State evolve(const State& state, const Event& event);
[[nodiscard]] State evolve(State&& state, const Event& event);
/// The same for an event read from disk: a misfit is a Fault and quarantines the stream.
[[nodiscard]] Expected<State> evolveRecorded(const State& state, const Event& event);

/// The public status, derived from the four parts and from nothing else.
enum class Status {
    PaymentRequested,
    PaymentDeferred,
    PaymentDeclined,
    Paid,
    Accepted,
    Cooking,
    Cooked,
    PickedUp,
    Delivered,
    Confirmed,
    Cancelled,
    Rejected,
    Expired,
};
[[nodiscard]] Status statusOf(const Order& order);
/// "PickedUp"; stable, on the wire.
[[nodiscard]] std::string_view name(Status status);
/// "배송시작됨".
[[nodiscard]] std::string_view koreanLabel(Status status);

[[nodiscard]] bool isOver(const Order& order);  ///< confirmed, cancelled, rejected or expired
[[nodiscard]] bool isPaid(const Order& order);  ///< approved, or nothing to pay
[[nodiscard]] bool isVerified(const Order& order);
/// Paid and verified: a store may see it.
[[nodiscard]] bool isVisibleToStore(const Order& order);
/// A rider may pick it now; also when nobody did for long.
[[nodiscard]] bool isOffered(const Order& order);
/// How far from the store riders are told of it, while they may pick it.
[[nodiscard]] std::optional<std::int64_t> offerReachMeters(const Order& order);
/// What a person must look at, because nothing goes on by itself or something went wrong.
enum class Concern { OpenPayment, StrayPayment, NobodyRides, DeliveryLate };
[[nodiscard]] std::vector<Concern> concernsOf(const Order& order);
[[nodiscard]] std::string_view name(Concern concern);  ///< "NobodyRides"
/// The rider who holds it now (picked or collected), if any.
[[nodiscard]] std::optional<RiderId> holderOf(const Order& order);
[[nodiscard]] std::optional<std::int64_t> fenceOf(const Order& order);
/// Refund as the customer sees it: none, due, done.
enum class RefundState { None, Due, Done };
[[nodiscard]] RefundState refundOf(const Order& order);

/// The transitions that a caller may make now, by asking decide itself: nobody duplicates the
/// rules.
enum class Transition {
    Cancel,
    Confirm,
    Pay,
    Accept,
    Promise,
    Reject,
    Start,
    Finish,
    Pick,
    Release,
    Collect,
    Deliver,
    Retry,
};
[[nodiscard]] std::vector<Transition> transitionsFor(const Order& order, const Actor& actor);
[[nodiscard]] std::string_view name(Transition transition);  ///< "accept"

}  // namespace delivery::order
