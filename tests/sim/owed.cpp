#include "tests/sim/owed.h"

namespace delivery::sim {

using Pay = OrderModel::Pay;
using Kitchen = OrderModel::Kitchen;
using Courier = OrderModel::Courier;

std::string owedEffect(const OrderModel& order) {
    const std::string id = std::to_string(order.id);
    const std::string ofAttempt = id + "/" + std::to_string(order.attempt);
    switch (order.pay) {
        case Pay::Requested:
        case Pay::Deferred:
            return (order.isOver() ? "query/" : "charge/") + ofAttempt;
        case Pay::Unknown:
        case Pay::ChargeEscalated:
            return "query/" + ofAttempt;
        case Pay::RefundDue:
            return "refund/" + id;
        case Pay::Free:
        case Pay::Declined:
        case Pay::Paid:
        case Pay::Refunded:
        case Pay::RefundEscalated:
            break;
    }
    return {};
}

std::set<std::string> owedTimers(const OrderModel& order) {
    std::set<std::string> owed;
    const bool underWay = order.pay == Pay::Requested && (order.doubtful || order.isOver());
    if (order.pay == Pay::Unknown || underWay) owed.insert("PaymentEscalation");
    if (order.isOver()) return owed;
    if (order.mayStillBePaid()) owed.insert("PaymentDeadline");
    if (!order.verified) owed.insert("Verification");
    if (order.isTicket()) {
        owed.insert("StoreAnswer");
        if (order.reminders < 2) owed.insert("StoreReminder");
    }
    if (order.kitchen == Kitchen::Accepted || order.kitchen == Kitchen::Cooking) {
        owed.insert("CookingOverdue");
    }
    const bool cooked = order.kitchen == Kitchen::Cooked;
    switch (order.courier) {
        case Courier::NotNeeded:
            if (cooked) owed.insert("ConfirmDeadline");
            break;
        case Courier::Nobody:
            break;
        case Courier::Offered:
            owed.insert({"OfferRound", "AssignDeadline"});
            break;
        case Courier::Unassignable:
            owed.insert("AssignDeadline");
            break;
        case Courier::Picked:
            owed.insert({"CollectDeadline", "AssignDeadline"});
            break;
        case Courier::Collected:
            owed.insert("DeliveryOverdue");
            break;
        case Courier::Delivered:
            owed.insert("ConfirmDeadline");
            break;
    }
    return owed;
}

}  // namespace delivery::sim
