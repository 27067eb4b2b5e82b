#pragma once
/// Everything that can be asked of one order. Each command carries its time and whatever randomness
/// it needs.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/actor.h"
#include "core/geo.h"
#include "core/ids.h"
#include "core/instant.h"
#include "core/personal.h"
#include "core/won.h"
#include "order/limits.h"
#include "order/lines.h"

namespace delivery::order {

/// Places an order whose lines were quoted, whose stock is taken and whose points are spent in the
/// same commit.
struct PlaceOrder {
    OrderId orderId;
    Actor by;
    Instant at;
    CommandId commandId;
    CustomerId customerId;
    StoreId storeId;
    std::string storeName;
    GeoPoint storePlace;
    std::vector<Line> lines;
    Won deliveryFee;
    Won pointsSpent;
    bool pickup = false;
    /// False when the menu context was paused: charged, hidden from the store until VerifyOrder.
    bool verified = true;
    std::optional<PersonalRef> address;
    std::optional<PersonalRef> phone;
    std::optional<PersonalRef> note;
    /// The address only as far as 동, and a point about as coarse: what riders near by may see.
    std::string area;
    std::optional<GeoPoint> areaPlace;
    std::optional<CardId> cardId;
    /// Names the first attempt's charge at the provider.
    std::string install;
    ProviderKey chargeKey;
};

/// The menu is back: stock was taken in the same commit.
struct VerifyOrder {
    OrderId orderId;
    Instant at;
};

/// By the customer before cooking starts, by the store before collection, by an admin before
/// delivery, by the system.
struct CancelOrder {
    OrderId orderId;
    Actor by;
    Instant at;
    CancelReason reason = CancelReason::CustomerAsked;
    std::optional<PersonalRef> text;
    ProviderKey refundKey;
};

struct ConfirmOrder {
    OrderId orderId;
    Actor by;
    Instant at;
};

/// "지금 결제": tries a deferred charge at once, or a declined one as a new attempt, perhaps with
/// another card.
struct PayNow {
    OrderId orderId;
    Actor by;
    Instant at;
    std::optional<CardId> cardId;
    std::string install;
    ProviderKey chargeKey;
};

/// What became of a charge, as the provider told it or as it stayed silent.
struct RecordCharge {
    struct Approved {
        PaymentKey paymentKey;
        Won amount;
        std::string providerOrderId;
    };
    struct Declined {
        std::string code;
    };
    /// A refused connection or an open breaker: certainly not sent.
    struct NotSent {};
    struct Unknown {};
    /// The provider, asked by order id, knows no such payment.
    struct NotFound {};
    /// The provider will never take this call as it is (our fault): a person must look.
    struct Unacceptable {
        std::string code;
    };
    using Outcome = std::variant<Approved, Declined, NotSent, Unknown, NotFound, Unacceptable>;

    OrderId orderId;
    Instant at;
    int attempt = 1;
    Outcome outcome;
    ProviderKey refundKey;
};

/// What became of a refund.
struct RecordRefund {
    struct Refunded {
        Won amount;
    };
    struct Unacceptable {
        std::string code;
        /// False when only a question about the refund was answered so: whether it was done is not
        /// known.
        bool refused = true;
    };
    using Outcome = std::variant<Refunded, Unacceptable>;

    OrderId orderId;
    Instant at;
    Outcome outcome;
};

/// An admin has looked at an escalated payment: asks the provider, or refunds, once more.
struct RetryPayment {
    OrderId orderId;
    Actor by;
    Instant at;
    ProviderKey refundKey = {};
};

struct AcceptOrder {
    OrderId orderId;
    Actor by;
    Instant at;
    int cookMinutes = 0;
};
/// Another promise for what was accepted and is not cooked yet: so many minutes from now.
struct ChangePromise {
    OrderId orderId;
    Actor by;
    Instant at;
    int cookMinutes = 0;
};
struct RejectOrder {
    OrderId orderId;
    Actor by;
    Instant at;
    std::optional<PersonalRef> reason;
    ProviderKey refundKey;
};
struct StartCooking {
    OrderId orderId;
    Actor by;
    Instant at;
};
struct FinishCooking {
    OrderId orderId;
    Actor by;
    Instant at;
};

struct PickDelivery {
    OrderId orderId;
    Actor by;
    Instant at;
    RiderId riderId;
};
/// By the rider who holds it, or by the pick-up timer. The fence, where given, must be the current
/// one.
struct ReleaseDelivery {
    OrderId orderId;
    Actor by;
    Instant at;
    RiderId riderId;
    std::optional<std::int64_t> fence;
};
struct CollectDelivery {
    OrderId orderId;
    Actor by;
    Instant at;
    RiderId riderId;
    std::optional<std::int64_t> fence;
    /// When it was done, where the rider's device could not say so at once.
    std::optional<Instant> doneAt = std::nullopt;
};
struct DeliverOrder {
    OrderId orderId;
    Actor by;
    Instant at;
    RiderId riderId;
    std::optional<std::int64_t> fence;
    std::optional<Instant> doneAt = std::nullopt;
};

enum class TimerKind {
    ReplyDeadline,      ///< the answer to "place order" waits no longer
    PaymentDeadline,    ///< unpaid: expired
    PaymentEscalation,  ///< outcome still unknown: a person must see it
    StoreReminder,      ///< the store has not answered yet
    StoreAnswer,        ///< the store did not answer: cancelled, refunded
    CookingOverdue,     ///< promised time passed
    OfferRound,         ///< nobody picked: widen
    AssignDeadline,     ///< nobody picked for too long: cancelled, refunded, the store is paid
    CollectDeadline,    ///< picked, not collected: released
    DeliveryOverdue,    ///< collected, not delivered: alert
    ConfirmDeadline,    ///< delivered, not confirmed: confirmed by itself
    Verification,       ///< placed while the menu was away: looked at as soon as it is back
};

/// A timer that react armed came due. A timer that no longer fits the state decides nothing.
struct FireTimer {
    OrderId orderId;
    Instant at;
    TimerKind kind = TimerKind::ReplyDeadline;
    ProviderKey refundKey;
    /// After so many rounds of offers people are alerted.
    int offerRoundsMax = Times{}.offerRoundsMax;
};

/// Compiled once (ADR 30).
struct Command : std::variant<PlaceOrder, VerifyOrder, CancelOrder, ConfirmOrder, PayNow,
                              RecordCharge, RecordRefund, RetryPayment, AcceptOrder, ChangePromise,
                              RejectOrder, StartCooking, FinishCooking, PickDelivery,
                              ReleaseDelivery, CollectDelivery, DeliverOrder, FireTimer> {
    using variant::variant;
    Command();
    Command(const Command&);
    Command(Command&&) noexcept;
    Command& operator=(const Command&);
    Command& operator=(Command&&) noexcept;
    ~Command();
};

}  // namespace delivery::order
