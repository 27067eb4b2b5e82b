#include "tests/sim/order_model.h"

#include <functional>
#include <string_view>

#include <nlohmann/json.hpp>

namespace delivery::sim {

namespace {

using nlohmann::json;
using Pay = OrderModel::Pay;
using Kitchen = OrderModel::Kitchen;
using Courier = OrderModel::Courier;
using End = OrderModel::End;

/// The first thing wrong with an event, as the name of an invariant and the rule in words.
struct Complaint {
    const char* invariant;
    const char* rule;
};
using Objection = std::optional<Complaint>;

#define EXPECT(condition, invariant, rule) \
    if (!(condition)) return Complaint {   \
            invariant, rule                \
        }

std::int64_t number(const json& body, const char* name) {
    return body.at(name).get<std::int64_t>();
}
std::string text(const json& body, const char* name) {
    const auto found = body.find(name);
    return found == body.end() ? std::string{} : found->get<std::string>();
}

Objection placed(OrderModel& order, const json& body) {
    EXPECT(order.version == 1, "S2", "an order is placed once, first");
    order.customer = text(body, "customerId");
    order.store = number(body, "storeId");
    order.pickup = body.at("pickup").get<bool>();
    order.payable = number(body, "payable");
    order.pointsSpent = number(body, "pointsSpent");
    order.deliveryFee = number(body, "deliveryFee");
    for (const json& line : body.at("lines")) {
        order.dishes[number(line, "foodId")] += number(line, "qty");
        order.dishesTotal += number(line, "qty") * number(line, "price");
    }
    const std::int64_t total = order.dishesTotal + order.deliveryFee;
    EXPECT(order.payable >= 0 && order.payable == total - order.pointsSpent, "S3",
           "payable is the dishes and the delivery less the points");
    order.pay = order.payable == 0 ? Pay::Free : Pay::Requested;
    order.courier = order.pickup ? Courier::NotNeeded : Courier::Nobody;
    order.verified = body.at("verified").get<bool>();
    return {};
}

Objection verified(OrderModel& order, const json&) {
    EXPECT(!order.verified && !order.isOver(), "S2", "an order is verified once, while it lives");
    order.verified = true;
    return {};
}

// --- how it ends

Objection ends(OrderModel& order, End end, const json& body) {
    EXPECT(!order.isOver(), "S9", "an order ends once");
    order.end = end;
    order.endBy = text(body, "by");
    order.endReason = text(body, "reason");
    return {};
}

Objection cancelled(OrderModel& order, const json& body) {
    const std::string by = text(body, "by");
    const std::string reason = text(body, "reason");
    if (by == "Customer") {
        EXPECT(order.kitchen < Kitchen::Cooking, "S8", "a customer cancels before cooking starts");
    }
    if (by == "Store") {
        EXPECT(order.kitchen != Kitchen::Waiting && order.courier < Courier::Collected, "S2",
               "a store cancels between accepting and collection");
    }
    EXPECT(order.courier != Courier::Delivered, "S2", "what was delivered is not cancelled");
    if (reason == "NoRider") {
        EXPECT(order.courier == Courier::Offered || order.courier == Courier::Unassignable, "S2",
               "only an offered delivery can find no rider");
    }
    if (reason == "StoreSilent") {
        EXPECT(order.isTicket(), "S2", "only a waiting ticket can be left unanswered");
    }
    return ends(order, End::Cancelled, body);
}

Objection rejected(OrderModel& order, const json& body) {
    EXPECT(order.isTicket(), "S2", "a store rejects a paid ticket that it has not accepted");
    return ends(order, End::Rejected, {{"reason", "rejected"}, {"by", body.value("by", "Store")}});
}

Objection expired(OrderModel& order, const json& body) {
    EXPECT(!order.isPaid(), "S2", "only an unpaid order expires");
    return ends(order, End::Expired, body);
}

Objection confirmed(OrderModel& order, const json& body) {
    const bool done =
        order.pickup ? order.kitchen == Kitchen::Cooked : order.courier == Courier::Delivered;
    EXPECT(done, "S2", "confirmed only after delivery, or cooked for a pickup");
    EXPECT(order.captured == order.payable && order.refunded == 0, "S3",
           "confirmed means captured in full and nothing refunded");
    return ends(order, End::Confirmed, body);
}

// --- money

Objection chargeRequested(OrderModel& order, const json& body) {
    EXPECT(!order.isOver(), "S9", "nothing is charged after the end");
    const bool first = order.attempt == 0 && order.pay == Pay::Requested;
    EXPECT(first || order.pay == Pay::Declined, "S3",
           "a new attempt only after a certain no to the one before");
    EXPECT(number(body, "attempt") == order.attempt + 1, "S2", "attempts are counted");
    EXPECT(number(body, "amount") == order.payable, "S3", "what is charged is what is payable");
    order.chargeKey = text(body, "key");
    EXPECT(order.chargeKeys.insert(order.chargeKey).second, "S4", "a key serves one attempt");
    order.attempt += 1;
    order.providerOrderId = text(body, "providerOrderId");
    order.pay = Pay::Requested;
    order.doubtful = false;
    return {};
}

Objection approved(OrderModel& order, const json& body) {
    EXPECT(order.mayStillBePaid(), "S3", "an approval needs an open attempt");
    EXPECT(number(body, "attempt") == order.attempt, "S2", "an approval names the attempt");
    EXPECT(order.captured == 0, "S3", "an order is captured once");
    EXPECT(number(body, "amount") == order.payable || order.isOver(), "S3",
           "captured is what is payable, or it was no deal");
    order.captured = number(body, "amount");
    order.paymentKey = text(body, "paymentKey");
    order.pointsEarned = number(body, "pointsEarned");
    EXPECT(!order.isOver() || order.pointsEarned == 0, "S6", "an ended order earns nothing");
    order.pay = Pay::Paid;
    return {};
}

Objection declined(OrderModel& order, const json& body) {
    EXPECT(order.mayStillBePaid() && order.pay != Pay::Declined, "S2",
           "a decline answers an open attempt");
    EXPECT(number(body, "attempt") == order.attempt, "S2", "a decline names the attempt");
    order.pay = Pay::Declined;
    return {};
}

Objection deferred(OrderModel& order, const json&) {
    EXPECT(order.pay == Pay::Requested, "S2", "a charge that is on its way is put off");
    order.pay = Pay::Deferred;
    return {};
}

Objection retried(OrderModel& order, const json&) {
    EXPECT(order.pay == Pay::Deferred && !order.isOver(), "S9", "a deferred charge is tried again");
    order.pay = Pay::Requested;
    return {};
}

Objection unknown(OrderModel& order, const json&) {
    EXPECT(order.pay == Pay::Requested || order.pay == Pay::Deferred, "S2",
           "what was sent may be unknown");
    order.pay = Pay::Unknown;
    order.doubtful = true;
    return {};
}

Objection repeated(OrderModel& order, const json&) {
    EXPECT(order.pay == Pay::Unknown && !order.isOver(), "S9",
           "an unknown charge is repeated while the order lives");
    order.pay = Pay::Requested;
    return {};
}

Objection escalated(OrderModel& order, const json& event) {
    // Money beside the order's own payment changes nothing of that.
    if (event.contains("stray")) return std::nullopt;
    if (order.pay == Pay::RefundDue) order.pay = Pay::RefundEscalated;
    if (order.mayStillBePaid()) order.pay = Pay::ChargeEscalated;
    return {};
}

Objection refundRequested(OrderModel& order, const json& body) {
    EXPECT(order.isOver() && order.end != End::Confirmed, "S3", "money goes back after a bad end");
    EXPECT(order.pay == Pay::Paid && number(body, "amount") == order.captured, "S3",
           "what goes back is what was captured");
    EXPECT(text(body, "paymentKey") == order.paymentKey, "S3", "a refund names the payment");
    order.refundKey = text(body, "key");
    EXPECT(!order.chargeKeys.contains(order.refundKey), "S4", "a refund has a key of its own");
    order.pay = Pay::RefundDue;
    return {};
}

Objection refunded(OrderModel& order, const json& body) {
    EXPECT(order.pay == Pay::RefundDue || order.pay == Pay::RefundEscalated, "S3",
           "a refund was asked for");
    order.refunded += number(body, "amount");
    EXPECT(order.refunded == order.captured, "S3", "refunded is what was captured, once");
    order.pay = Pay::Refunded;
    return {};
}

Objection looked(OrderModel& order, const json& body) {
    EXPECT(order.pay == Pay::ChargeEscalated || order.pay == Pay::RefundEscalated, "S2",
           "a person looks at what was escalated");
    if (order.pay == Pay::RefundEscalated) {
        order.pay = Pay::RefundDue;
        if (body.contains("refundKey")) order.refundKey = text(body, "refundKey");
        EXPECT(!order.chargeKeys.contains(order.refundKey), "S4", "a refund has a key of its own");
    } else if (!order.isOver()) {
        order.pay = Pay::Unknown;
        order.doubtful = true;
    }
    return {};
}

// --- kitchen

Objection reminded(OrderModel& order, const json& body) {
    EXPECT(order.isTicket() && !order.isOver(), "S2", "a store is reminded of a waiting ticket");
    EXPECT(number(body, "nth") == ++order.reminders && order.reminders <= 2, "S2",
           "a store is reminded twice at most");
    return {};
}

Objection accepted(OrderModel& order, const json&) {
    EXPECT(order.isPaid(), "S5", "no acceptance without an earlier capture");
    EXPECT(order.kitchen == Kitchen::Waiting && !order.isOver(), "S2", "accepted once");
    order.kitchen = Kitchen::Accepted;
    return {};
}

Objection promisedAnew(OrderModel& order, const json&) {
    const bool busy = order.kitchen == Kitchen::Accepted || order.kitchen == Kitchen::Cooking;
    EXPECT(busy && !order.isOver(), "S2", "promised anew between accepting and cooked");
    order.lateNotices = 0;
    return {};
}

Objection started(OrderModel& order, const json&) {
    EXPECT(order.isPaid(), "S5", "no cooking without an earlier capture");
    EXPECT(!order.isOver(), "S8", "no cooking after the end");
    EXPECT(order.kitchen == Kitchen::Accepted, "S2", "cooking starts after accepting");
    order.kitchen = Kitchen::Cooking;
    return {};
}

Objection finished(OrderModel& order, const json&) {
    EXPECT(order.kitchen == Kitchen::Cooking && !order.isOver(), "S2", "finished after starting");
    order.kitchen = Kitchen::Cooked;
    return {};
}

Objection ranLate(OrderModel& order, const json& body) {
    const bool busy = order.kitchen == Kitchen::Accepted || order.kitchen == Kitchen::Cooking;
    EXPECT(busy && !order.isOver(), "S2", "only what is promised runs late");
    EXPECT(number(body, "nth") == ++order.lateNotices, "S2", "late notices are counted");
    return {};
}

// --- courier

Objection offered(OrderModel& order, const json& body) {
    EXPECT(order.kitchen == Kitchen::Cooked && !order.isOver(), "S2", "cooked food is offered");
    const auto round = static_cast<int>(number(body, "round"));
    const bool first = order.courier == Courier::Nobody && round == 1;
    const bool next = order.courier == Courier::Offered && round == order.round + 1;
    EXPECT(first || next, "S2", "offers widen round by round");
    order.courier = Courier::Offered;
    order.round = round;
    return {};
}

Objection picked(OrderModel& order, const json& body) {
    const bool open = order.courier == Courier::Offered || order.courier == Courier::Unassignable;
    EXPECT(open && !order.isOver(), "S7", "one rider holds a delivery");
    EXPECT(number(body, "fence") > order.fence, "S7", "the fence grows");
    order.fence = number(body, "fence");
    order.rider = text(body, "riderId");
    order.courier = Courier::Picked;
    return {};
}

Objection released(OrderModel& order, const json& body) {
    const bool ended = order.isOver() && order.courier == Courier::Collected;
    EXPECT(order.courier == Courier::Picked || ended, "S7", "what is held is released");
    EXPECT(text(body, "riderId") == order.rider && number(body, "fence") == order.fence, "S7",
           "a release names the holding");
    order.courier = Courier::Nobody;
    order.rider.clear();
    return {};
}

Objection collected(OrderModel& order, const json&) {
    EXPECT(order.courier == Courier::Picked && !order.isOver(), "S7", "who picked it collects it");
    order.courier = Courier::Collected;
    order.lateNotices = 0;
    return {};
}

Objection delivered(OrderModel& order, const json&) {
    EXPECT(order.courier == Courier::Collected && !order.isOver(), "S7",
           "who collected it delivers it");
    order.courier = Courier::Delivered;
    return {};
}

Objection deliveryRanLate(OrderModel& order, const json& body) {
    EXPECT(order.courier == Courier::Collected && !order.isOver(), "S2",
           "only what is under way runs late");
    EXPECT(number(body, "nth") == ++order.lateNotices, "S2", "late notices are counted");
    return {};
}

Objection withdrawn(OrderModel& order, const json&) {
    const bool open = order.courier == Courier::Offered || order.courier == Courier::Unassignable;
    EXPECT(open && order.isOver(), "S2", "an offer is withdrawn when the order ends");
    order.courier = Courier::Nobody;
    return {};
}

Objection unassignable(OrderModel& order, const json&) {
    EXPECT(
        order.courier == Courier::Offered && order.round == order.offerRoundsMax && !order.isOver(),
        "S2", "twenty rounds, then an alert");
    order.courier = Courier::Unassignable;
    return {};
}

#undef EXPECT

using Follow = Objection (*)(OrderModel&, const json&);
const std::map<std::string_view, Follow>& follows() {
    static const std::map<std::string_view, Follow> table{
        {"OrderPlaced", placed},
        {"OrderVerified", verified},
        {"OrderCancelled", cancelled},
        {"OrderRejected", rejected},
        {"OrderExpired", expired},
        {"OrderConfirmed", confirmed},
        {"ChargeRequested", chargeRequested},
        {"PaymentApproved", approved},
        {"PaymentDeclined", declined},
        {"PaymentDeferred", deferred},
        {"ChargeRetried", retried},
        {"PaymentOutcomeUnknown", unknown},
        {"ChargeRepeated", repeated},
        {"PaymentEscalated", escalated},
        {"RefundRequested", refundRequested},
        {"PaymentRefunded", refunded},
        {"PaymentRetried", looked},
        {"StoreReminded", reminded},
        {"OrderAccepted", accepted},
        {"PromiseChanged", promisedAnew},
        {"CookStarted", started},
        {"CookFinished", finished},
        {"CookingRanLate", ranLate},
        {"DeliveryOffered", offered},
        {"DeliveryPicked", picked},
        {"DeliveryReleased", released},
        {"DeliveryCollected", collected},
        {"DeliveryDelivered", delivered},
        {"DeliveryRanLate", deliveryRanLate},
        {"OfferWithdrawn", withdrawn},
        {"DeliveryUnassignable", unassignable},
    };
    return table;
}

/// What may still happen to an order that is over: its money is settled, its rider let go.
bool settles(std::string_view type) {
    static const std::set<std::string_view> settling{
        "PaymentApproved",  "PaymentDeclined", "PaymentDeferred", "PaymentOutcomeUnknown",
        "PaymentEscalated", "PaymentRetried",  "RefundRequested", "PaymentRefunded",
        "DeliveryReleased", "OfferWithdrawn"};
    return settling.contains(type);
}

}  // namespace

bool OrderModel::mayStillBePaid() const {
    return pay == Pay::Requested || pay == Pay::Deferred || pay == Pay::Declined ||
           pay == Pay::Unknown || pay == Pay::ChargeEscalated;
}

std::optional<Violation> follow(OrderModel& order, const desk::EventRow& event) {
    order.version = event.version;
    order.position = event.position;
    const auto complain = [&](const Complaint& complaint) {
        return Violation{complaint.invariant, event.type + ": " + complaint.rule, order.id};
    };
    const auto known = follows().find(event.type);
    if (known == follows().end()) return complain({"S2", "no such event is known"});
    if (order.isOver() && !settles(event.type)) {
        return complain({"S9", "after the end only settling events"});
    }
    const json body = json::parse(event.body, nullptr, false);
    if (!body.is_object()) return complain({"S2", "its body is not an object"});
    try {
        if (const Objection wrong = known->second(order, body)) return complain(*wrong);
    } catch (const json::exception&) {
        return complain({"S2", "its body lacks what it must hold"});
    }
    if (!order.isOver() && order.isPaid() && order.verified) order.reachedStore = true;
    return std::nullopt;
}

}  // namespace delivery::sim
