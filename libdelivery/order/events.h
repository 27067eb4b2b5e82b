#pragma once
/// What happened to one order. Facts only: no personal data, no secret, and nothing is ever taken
/// back.

#include <cstdint>
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
#include "order/lines.h"

namespace delivery::order {

struct OrderPlaced {
    OrderId orderId;
    Instant at;
    UserId placedBy;
    /// The reply to this command is provisional until the payment's outcome or its deadline.
    CommandId commandId;
    CustomerId customerId;
    StoreId storeId;
    std::string storeName;
    GeoPoint storePlace;
    std::vector<Line> lines;
    Won deliveryFee;
    Won pointsSpent;
    Won payable;
    bool pickup = false;
    bool verified = true;
    std::optional<PersonalRef> address;
    std::optional<PersonalRef> phone;
    std::optional<PersonalRef> note;
    std::string area;
    std::optional<GeoPoint> areaPlace;
    std::optional<CardId> cardId;
};
struct OrderVerified {};
struct OrderCancelled {
    Role by = Role::System;
    CancelReason reason = CancelReason::CustomerAsked;
    std::optional<PersonalRef> text;
};
struct OrderRejected {
    std::optional<PersonalRef> reason;
};
struct OrderExpired {};
struct OrderConfirmed {
    Instant at;
    /// By the customer, or by the system after the deadline.
    Role by = Role::Customer;
};

/// Committed before the call: the attempt's number, its name at the provider and its key.
struct ChargeRequested {
    int attempt = 1;
    std::string providerOrderId;
    ProviderKey key;
    Won amount;
    std::optional<CardId> cardId;
};
struct PaymentApproved {
    int attempt = 1;
    PaymentKey paymentKey;
    Won amount;
    Won pointsEarned;
};
struct PaymentDeclined {
    int attempt = 1;
    std::string code;
};
struct PaymentDeferred {
    int attempt = 1;
};
/// The deferred charge goes out again: same attempt, same key.
struct ChargeRetried {
    int attempt = 1;
};
struct PaymentOutcomeUnknown {
    int attempt = 1;
    Instant since;
};
/// The provider never heard of it and the order still lives: the same POST with the same key.
struct ChargeRepeated {
    int attempt = 1;
};
struct PaymentEscalated {
    std::string reason;
    /// What the provider really took, where that is not what we asked for.
    std::optional<Won> held = std::nullopt;
    /// The provider has answered the refund's key with a no, and would answer it so for ever.
    bool refused = false;
    /// A payment that no attempt of ours accounts for; then held is its amount, and the order's own
    /// payment stays as it is.
    std::optional<PaymentKey> stray = std::nullopt;
};
struct RefundRequested {
    ProviderKey key;
    PaymentKey paymentKey;
    Won amount;
};
struct PaymentRefunded {
    Won amount;
};
/// An admin asked to try an escalated payment again.
struct PaymentRetried {
    UserId by;
    Instant at = {};
    /// For a refund that was refused: under its old key the provider would replay the refusal.
    std::optional<ProviderKey> refundKey = std::nullopt;
};

struct StoreReminded {
    int nth = 1;
};
struct OrderAccepted {
    int cookMinutes = 0;
    Instant readyBy;
};
/// The store promises another time. Whatever was late is late no longer.
struct PromiseChanged {
    int cookMinutes = 0;
    Instant readyBy;
};
struct CookStarted {
    Instant at;
};
struct CookFinished {
    Instant at;
};
struct CookingRanLate {
    int nth = 1;
};

struct DeliveryOffered {
    int round = 1;
    std::int64_t radiusMeters = 0;
};
struct DeliveryPicked {
    RiderId riderId;
    std::int64_t fence = 1;
};
struct DeliveryReleased {
    RiderId riderId;
    /// The fence that is void from now on.
    std::int64_t fence = 1;
    Role by = Role::Rider;
};
/// `at` is the server's time, by which things have their order; `doneAt` the rider's word, where it
/// came later.
struct DeliveryCollected {
    Instant at;
    std::optional<Instant> doneAt = std::nullopt;
};
struct DeliveryDelivered {
    Instant at;
    std::optional<Instant> doneAt = std::nullopt;
};
struct DeliveryRanLate {
    int nth = 1;
};
struct OfferWithdrawn {};
struct DeliveryUnassignable {};

/// Compiled once (ADR 30).
struct Event
    : std::variant<
          OrderPlaced, OrderVerified, OrderCancelled, OrderRejected, OrderExpired, OrderConfirmed,
          ChargeRequested, PaymentApproved, PaymentDeclined, PaymentDeferred, ChargeRetried,
          PaymentOutcomeUnknown, ChargeRepeated, PaymentEscalated, RefundRequested, PaymentRefunded,
          PaymentRetried, StoreReminded, OrderAccepted, PromiseChanged, CookStarted, CookFinished,
          CookingRanLate, DeliveryOffered, DeliveryPicked, DeliveryReleased, DeliveryCollected,
          DeliveryDelivered, DeliveryRanLate, OfferWithdrawn, DeliveryUnassignable> {
    using variant::variant;
    Event();
    Event(const Event&);
    Event(Event&&) noexcept;
    Event& operator=(const Event&);
    Event& operator=(Event&&) noexcept;
    ~Event();
};

using Events = std::vector<Event>;

/// The event's own name ("OrderAccepted").
[[nodiscard]] std::string_view name(const Event& event);

}  // namespace delivery::order
