#pragma once
/// The four parts of an order as its root sees them: each decides its own commands and applies its
/// own events. Internal to this room.

#include <initializer_list>
#include <optional>

#include "order/order.h"

namespace delivery::order {

/// Why not; nothing when there is no objection.
using Objection = std::optional<Refusal>;

/// A refusal that tells the order's public status, in both languages.
[[nodiscard]] Refusal refusal(RefusalCode code, const Order& order);
[[nodiscard]] inline tl::unexpected<Refusal> refused(RefusalCode code, const Order& order) {
    return tl::unexpected<Refusal>{refusal(code, order)};
}
[[nodiscard]] inline Objection firstOf(std::initializer_list<Objection> objections) {
    for (const Objection& objection : objections) {
        if (objection) return objection;
    }
    return std::nullopt;
}

/// What the parts say to a cancel by this role, once the placement has nothing against it.
[[nodiscard]] Objection objectsToCancel(const Order& order, Role by);

/// Decides about an order that exists; spares the copy into a State.
[[nodiscard]] Decided<Events> decidePlaced(const Order& order, const Command& command);

namespace placement {
[[nodiscard]] Decided<Events> decide(const PlaceOrder& command);
[[nodiscard]] Decided<Events> decide(const Order& order, const VerifyOrder& command);
[[nodiscard]] Decided<Events> decide(const Order& order, const CancelOrder& command);
[[nodiscard]] Decided<Events> decide(const Order& order, const RejectOrder& command);
[[nodiscard]] Decided<Events> decide(const Order& order, const ConfirmOrder& command);
/// The order is confirmed, cancelled, rejected or expired.
[[nodiscard]] Objection objectsAsOver(const Order& order);
[[nodiscard]] Objection objectsAsUnverified(const Order& order);

[[nodiscard]] Placement initial(const OrderPlaced& event);
[[nodiscard]] bool apply(Placement& part, const OrderVerified& event);
[[nodiscard]] bool apply(Placement& part, const OrderCancelled& event);
[[nodiscard]] bool apply(Placement& part, const OrderRejected& event);
[[nodiscard]] bool apply(Placement& part, const OrderExpired& event);
[[nodiscard]] bool apply(Placement& part, const OrderConfirmed& event);
}  // namespace placement

namespace payment {
[[nodiscard]] Decided<Events> decide(const Order& order, const PayNow& command);
[[nodiscard]] Decided<Events> decide(const Order& order, const RecordCharge& command);
[[nodiscard]] Decided<Events> decide(const Order& order, const RecordRefund& command);
[[nodiscard]] Decided<Events> decide(const Order& order, const RetryPayment& command);
/// The outcome has stayed unknown for too long.
[[nodiscard]] Events escalateUnknown(const Order& order);
/// What an end of the order owes the customer.
[[nodiscard]] Events settle(const Order& order, const ProviderKey& refundKey);
/// The first attempt of a new order, or the next of one that certainly was not charged.
[[nodiscard]] ChargeRequested chargeOf(OrderId orderId, int attempt, const std::string& install,
                                       const ProviderKey& key, Won amount,
                                       const std::optional<CardId>& cardId);
[[nodiscard]] Objection objectsAsUnpaid(const Order& order);
[[nodiscard]] bool isKnownStray(const Order& order, const PaymentKey& paymentKey);

[[nodiscard]] Payment initial(const OrderPlaced& event);
[[nodiscard]] bool apply(Payment& part, const ChargeRequested& event);
[[nodiscard]] bool apply(Payment& part, const PaymentApproved& event, bool over);
[[nodiscard]] bool apply(Payment& part, const PaymentDeclined& event);
[[nodiscard]] bool apply(Payment& part, const PaymentDeferred& event);
[[nodiscard]] bool apply(Payment& part, const ChargeRetried& event);
[[nodiscard]] bool apply(Payment& part, const PaymentOutcomeUnknown& event);
[[nodiscard]] bool apply(Payment& part, const ChargeRepeated& event);
[[nodiscard]] bool apply(Payment& part, const PaymentEscalated& event);
[[nodiscard]] bool apply(Payment& part, const RefundRequested& event);
[[nodiscard]] bool apply(Payment& part, const PaymentRefunded& event);
[[nodiscard]] bool apply(Payment& part, const PaymentRetried& event, bool over);
}  // namespace payment

namespace kitchen {
[[nodiscard]] Decided<Events> decide(const Order& order, const AcceptOrder& command);
[[nodiscard]] Decided<Events> decide(const Order& order, const ChangePromise& command);
[[nodiscard]] Decided<Events> decide(const Order& order, const StartCooking& command);
[[nodiscard]] Decided<Events> decide(const Order& order, const FinishCooking& command);
[[nodiscard]] Events remindStore(const Order& order);
[[nodiscard]] Events noticeLate(const Order& order);
[[nodiscard]] Objection objectsToReject(const Order& order);
[[nodiscard]] Objection objectsToCustomersCancel(const Order& order);
[[nodiscard]] Objection objectsToStoresCancel(const Order& order);
[[nodiscard]] Objection objectsAsUncooked(const Order& order);

[[nodiscard]] bool apply(Kitchen& part, const StoreReminded& event);
[[nodiscard]] bool apply(Kitchen& part, const OrderAccepted& event);
[[nodiscard]] bool apply(Kitchen& part, const PromiseChanged& event);
[[nodiscard]] bool apply(Kitchen& part, const CookStarted& event);
[[nodiscard]] bool apply(Kitchen& part, const CookFinished& event);
[[nodiscard]] bool apply(Kitchen& part, const CookingRanLate& event);
}  // namespace kitchen

namespace courier {
[[nodiscard]] Decided<Events> decide(const Order& order, const PickDelivery& command);
[[nodiscard]] Decided<Events> decide(const Order& order, const ReleaseDelivery& command);
[[nodiscard]] Decided<Events> decide(const Order& order, const CollectDelivery& command);
[[nodiscard]] Decided<Events> decide(const Order& order, const DeliverOrder& command);
/// The dish is ready: the first offer, unless the customer comes.
[[nodiscard]] Events offer(const Order& order);
[[nodiscard]] Events widenOffer(const Order& order, int roundsMax);
/// A rider picked and did not come.
[[nodiscard]] Events takeBack(const Order& order);
[[nodiscard]] Events noticeLate(const Order& order);
/// The order has ended: nobody needs to come any more.
[[nodiscard]] Events callOff(const Order& order);
/// Somebody may still pick it, and nobody has.
[[nodiscard]] bool isUnpicked(const Order& order);
[[nodiscard]] Objection objectsToStoresCancel(const Order& order);
[[nodiscard]] Objection objectsToAdminsCancel(const Order& order);
/// Delivered, or cooked where the customer comes.
[[nodiscard]] Objection objectsToConfirm(const Order& order);

[[nodiscard]] Courier initial(const OrderPlaced& event);
[[nodiscard]] bool apply(Courier& part, const DeliveryOffered& event);
[[nodiscard]] bool apply(Courier& part, const DeliveryPicked& event);
[[nodiscard]] bool apply(Courier& part, const DeliveryReleased& event);
[[nodiscard]] bool apply(Courier& part, const DeliveryCollected& event);
[[nodiscard]] bool apply(Courier& part, const DeliveryDelivered& event);
[[nodiscard]] bool apply(Courier& part, const DeliveryRanLate& event);
[[nodiscard]] bool apply(Courier& part, const OfferWithdrawn& event);
[[nodiscard]] bool apply(Courier& part, const DeliveryUnassignable& event);
}  // namespace courier

}  // namespace delivery::order
