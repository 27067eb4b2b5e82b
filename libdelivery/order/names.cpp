#include "order/events.h"

// The names of events, one overload each: a new one does not compile until it is named.

namespace delivery::order {

namespace {

constexpr std::string_view nameOf(const OrderPlaced&) { return "OrderPlaced"; }
constexpr std::string_view nameOf(const OrderVerified&) { return "OrderVerified"; }
constexpr std::string_view nameOf(const OrderCancelled&) { return "OrderCancelled"; }
constexpr std::string_view nameOf(const OrderRejected&) { return "OrderRejected"; }
constexpr std::string_view nameOf(const OrderExpired&) { return "OrderExpired"; }
constexpr std::string_view nameOf(const OrderConfirmed&) { return "OrderConfirmed"; }
constexpr std::string_view nameOf(const ChargeRequested&) { return "ChargeRequested"; }
constexpr std::string_view nameOf(const PaymentApproved&) { return "PaymentApproved"; }
constexpr std::string_view nameOf(const PaymentDeclined&) { return "PaymentDeclined"; }
constexpr std::string_view nameOf(const PaymentDeferred&) { return "PaymentDeferred"; }
constexpr std::string_view nameOf(const ChargeRetried&) { return "ChargeRetried"; }
constexpr std::string_view nameOf(const PaymentOutcomeUnknown&) { return "PaymentOutcomeUnknown"; }
constexpr std::string_view nameOf(const ChargeRepeated&) { return "ChargeRepeated"; }
constexpr std::string_view nameOf(const PaymentEscalated&) { return "PaymentEscalated"; }
constexpr std::string_view nameOf(const RefundRequested&) { return "RefundRequested"; }
constexpr std::string_view nameOf(const PaymentRefunded&) { return "PaymentRefunded"; }
constexpr std::string_view nameOf(const PaymentRetried&) { return "PaymentRetried"; }
constexpr std::string_view nameOf(const StoreReminded&) { return "StoreReminded"; }
constexpr std::string_view nameOf(const OrderAccepted&) { return "OrderAccepted"; }
constexpr std::string_view nameOf(const PromiseChanged&) { return "PromiseChanged"; }
constexpr std::string_view nameOf(const CookStarted&) { return "CookStarted"; }
constexpr std::string_view nameOf(const CookFinished&) { return "CookFinished"; }
constexpr std::string_view nameOf(const CookingRanLate&) { return "CookingRanLate"; }
constexpr std::string_view nameOf(const DeliveryOffered&) { return "DeliveryOffered"; }
constexpr std::string_view nameOf(const DeliveryPicked&) { return "DeliveryPicked"; }
constexpr std::string_view nameOf(const DeliveryReleased&) { return "DeliveryReleased"; }
constexpr std::string_view nameOf(const DeliveryCollected&) { return "DeliveryCollected"; }
constexpr std::string_view nameOf(const DeliveryDelivered&) { return "DeliveryDelivered"; }
constexpr std::string_view nameOf(const DeliveryRanLate&) { return "DeliveryRanLate"; }
constexpr std::string_view nameOf(const OfferWithdrawn&) { return "OfferWithdrawn"; }
constexpr std::string_view nameOf(const DeliveryUnassignable&) { return "DeliveryUnassignable"; }

}  // namespace

std::string_view name(const Event& event) {
    return std::visit([](const auto& fact) { return nameOf(fact); }, event);
}

}  // namespace delivery::order
