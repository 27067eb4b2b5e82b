#include "wire/print_order.h"

#include <algorithm>

#include "wire/parse_account.h"
#include "wire/print_parts.h"

namespace delivery::wire {
namespace {

using order::Order;
using order::Status;
using order::Transition;
using share::Sees;
using share::View;

Won amountOf(const Order& order) { return totalOf(order.placed.lines) + order.placed.deliveryFee; }

std::string_view name(order::CancelReason reason) {
    switch (reason) {
        case order::CancelReason::CustomerAsked:
            return "CustomerAsked";
        case order::CancelReason::StoreAsked:
            return "StoreAsked";
        case order::CancelReason::AdminAsked:
            return "AdminAsked";
        case order::CancelReason::StoreSilent:
            return "StoreSilent";
        case order::CancelReason::NoRider:
            return "NoRider";
        case order::CancelReason::NotOrderable:
            return "NotOrderable";
    }
    return "";
}

std::string_view name(order::RefundState refund) {
    switch (refund) {
        case order::RefundState::None:
            return "none";
        case order::RefundState::Due:
            return "due";
        case order::RefundState::Done:
            return "done";
    }
    return "";
}

/// The public status of the payment alone.
Status paymentStatusOf(const Order& order) {
    if (order::isOver(order) &&
        !std::holds_alternative<order::placement::Confirmed>(order.placement)) {
        return Status::Cancelled;
    }
    if (order::isPaid(order) || order::refundOf(order) != order::RefundState::None) {
        return Status::Paid;
    }
    if (std::holds_alternative<order::payment::Deferred>(order.payment)) {
        return Status::PaymentDeferred;
    }
    if (std::holds_alternative<order::payment::Declined>(order.payment)) {
        return Status::PaymentDeclined;
    }
    return Status::PaymentRequested;
}

std::optional<int> attemptOf(const Order& order) {
    using namespace order::payment;
    if (const auto* now = std::get_if<Requested>(&order.payment)) return now->attempt.number;
    if (const auto* now = std::get_if<Deferred>(&order.payment)) return now->attempt.number;
    if (const auto* now = std::get_if<Declined>(&order.payment)) return now->attempt.number;
    if (const auto* now = std::get_if<Unknown>(&order.payment)) return now->attempt.number;
    return std::nullopt;
}

/// The promise, until whoever it was made to has what was promised.
std::optional<Instant> readyByOf(const Order& order) {
    using namespace order::kitchen;
    if (const auto* accepted = std::get_if<Accepted>(&order.kitchen)) return accepted->readyBy;
    if (const auto* cooking = std::get_if<Cooking>(&order.kitchen)) return cooking->readyBy;
    const auto* cooked = std::get_if<Cooked>(&order.kitchen);
    const bool isThere = std::holds_alternative<order::courier::Delivered>(order.courier);
    if (cooked != nullptr && !isThere && !order::isOver(order)) return cooked->readyBy;
    return std::nullopt;
}

std::optional<RiderId> riderOf(const Order& order) {
    if (auto holder = order::holderOf(order)) return holder;
    const auto* done = std::get_if<order::courier::Delivered>(&order.courier);
    return done == nullptr ? std::nullopt : std::optional(done->riderId);
}

/// Somebody is on the way with it or for it.
bool underWay(const Order& order) {
    return order::holderOf(order).has_value() && !order::isOver(order);
}

std::optional<PersonalRef> endTextOf(const Order& order) {
    if (const auto* end = std::get_if<order::placement::Cancelled>(&order.placement)) {
        return end->text;
    }
    if (const auto* end = std::get_if<order::placement::Rejected>(&order.placement)) {
        return end->reason;
    }
    return std::nullopt;
}

/// Riders know themselves, whatever else they may see.
void addRiderId(Json& item, const Order& order, View view, const Scene& scene) {
    const auto rider = riderOf(order);
    if (!rider) return;
    const bool self = scene.caller.role == Role::Rider && scene.caller.user.text() == rider->text();
    if (self || share::seenBy(view).riderId) item["riderId"] = rider->text();
}

/// In which role a step was done, for those who may not read by whom.
std::string_view roleOf(const page::TimelineEntry& entry, const Order& order) {
    static constexpr std::string_view ofStores[]{"OrderAccepted", "PromiseChanged", "OrderRejected",
                                                 "CookStarted", "CookFinished"};
    static constexpr std::string_view ofRiders[]{"DeliveryPicked", "DeliveryCollected",
                                                 "DeliveryDelivered", "DeliveryReleased"};
    const auto is = [&](std::string_view event) { return event == entry.event; };
    if (entry.actor == systemActor().user.text()) return wire::name(Role::System);
    // Whoever ended the order: that the money goes back follows by itself.
    if (is("RefundRequested")) return wire::name(Role::System);
    if (entry.actor == order.placed.customerId.text()) return wire::name(Role::Customer);
    if (std::any_of(std::begin(ofStores), std::end(ofStores), is)) return wire::name(Role::Store);
    if (std::any_of(std::begin(ofRiders), std::end(ofRiders), is)) return wire::name(Role::Rider);
    const auto* end = std::get_if<order::placement::Cancelled>(&order.placement);
    return wire::name(is("OrderCancelled") && end != nullptr ? end->by : Role::Admin);
}

/// The store delivers nothing to an address any more once the order is over.
bool showsAddress(const Order& order, View view) {
    return share::seenBy(view).fullAddress && !(view == View::Store && order::isOver(order));
}

Json linesOf(const Order& order) {
    Json lines = Json::array();
    for (const order::Line& line : order.placed.lines) {
        Json options = Json::array();
        for (const order::ChosenOption& option : line.options) {
            options.push_back(
                {{"name", option.name}, {"choice", option.choice}, {"price", money(option.price)}});
        }
        lines.push_back({{"foodId", line.foodId.value()},
                         {"foodName", line.foodName},
                         {"qty", line.qty},
                         {"price", money(line.price)},
                         {"options", options}});
    }
    return lines;
}

/// A single dish stands at the top level as well.
void addLines(Json& item, const Order& order) {
    if (order.placed.lines.size() == 1) {
        const order::Line& line = order.placed.lines.front();
        item["foodId"] = line.foodId.value();
        item["foodName"] = line.foodName;
        item["qty"] = line.qty;
        item["price"] = money(line.price);
    }
    item["lines"] = linesOf(order);
}

void addStatus(Json& item, const page::OrderCard& card) {
    const Status status = order::statusOf(card.order);
    item["status"] = koreanLabel(status);
    item["state"] = order::name(status);
    item["version"] = card.version;
    item["placedAt"] = time(card.order.placed.at);
    item["changedAt"] = time(card.changedAt);
}

void addCancel(Json& item, const Order& order) {
    const auto* end = std::get_if<order::placement::Cancelled>(&order.placement);
    if (end == nullptr) return;
    item["cancelReason"] = name(end->reason);
    item["cancelledBy"] = wire::name(end->by);
}

void addEnd(Json& item, const Order& order, const Scene& scene) {
    addCancel(item, order);
    if (const auto text = endTextOf(order)) item["reason"] = textOf(text, scene);
}

/// When the dish was last ready and when it arrived: what a rider hurries by and is paid by.
void addRideTimes(Json& item, const page::OrderCard& card) {
    for (const page::TimelineEntry& entry : card.timeline) {
        if (entry.event == "CookFinished") item["cookedAt"] = time(entry.at);
        if (entry.event == "DeliveryCollected") {
            item["collectedAt"] = time(entry.doneAt.value_or(entry.at));
        }
        if (entry.event == "DeliveryDelivered") {
            item["deliveredAt"] = time(entry.doneAt.value_or(entry.at));
        }
    }
}

void addAddress(Json& item, const Order& order, View view, const Scene& scene) {
    const Json full = showsAddress(order, view) ? textOf(order.placed.address, scene) : Json();
    const bool coarse = full.is_null() && !order.placed.area.empty() && !showsAddress(order, view);
    item["address"] = coarse ? Json(order.placed.area) : full;
    item["area"] = order.placed.area;
    item["pickup"] = order.placed.pickup;
}

/// What a person must look at, and why: for who administers.
void addConcerns(Json& item, const Order& order) {
    const auto concerns = order::concernsOf(order);
    if (concerns.empty()) return;
    Json names = Json::array();
    for (const order::Concern concern : concerns) names.push_back(order::name(concern));
    if (!item.contains("escalation")) item["escalation"] = names.front();
    item["concerns"] = std::move(names);
    if (order.strays.empty()) return;
    Json strays = Json::array();
    for (const order::payment::Stray& stray : order.strays) {
        strays.push_back(
            {{"paymentKey", stray.paymentKey.text()}, {"amount", money(stray.amount)}});
    }
    item["strays"] = std::move(strays);
}

/// Where each transition is asked for, by who sees which room's resource.
std::string pathOf(Transition transition, const Order& order, const Actor& caller) {
    const std::string id = order.placed.orderId.text();
    const std::string verb{order::name(transition)};
    switch (transition) {
        case Transition::Cancel:
            return caller.role == Role::Store ? "foodCookings/" + id + "/cancel" : "orders/" + id;
        case Transition::Confirm:
            return "orders/" + id + "/confirm";
        case Transition::Pay:
        case Transition::Retry:
            return "payments/" + id + "/" + verb;
        case Transition::Accept:
        case Transition::Promise:
        case Transition::Reject:
        case Transition::Start:
        case Transition::Finish:
            return "foodCookings/" + id + "/" + verb;
        case Transition::Pick:
        case Transition::Release:
        case Transition::Collect:
        case Transition::Deliver:
            return "deliveries/" + id + "/" + verb;
    }
    return "";
}

void addTransitions(Json& links, const Order& order, const Scene& scene,
                    std::initializer_list<Transition> shown) {
    for (const Transition open : order::transitionsFor(order, scene.caller)) {
        if (std::find(shown.begin(), shown.end(), open) == shown.end()) continue;
        links[std::string{order::name(open)}] = link(scene, pathOf(open, order, scene.caller));
    }
}

Json timelineOf(const page::OrderCard& card, View view, const Scene& scene) {
    Json timeline = Json::array();
    const bool byName = share::seenBy(view).actors;
    for (const page::TimelineEntry& entry : card.timeline) {
        const std::string by{byName ? entry.actor : roleOf(entry, card.order)};
        Json shown{{"at", time(entry.at)},
                   {"event", entry.event},
                   {"status", koreanLabel(entry.status)},
                   {"state", order::name(entry.status)},
                   {"by", by},
                   {"why", textOf(entry.why, scene)}};
        if (entry.doneAt) shown["doneAt"] = time(*entry.doneAt);
        if (entry.readyBy) shown["readyBy"] = time(*entry.readyBy);
        timeline.push_back(std::move(shown));
    }
    return timeline;
}

constexpr std::initializer_list<Transition> ofOrders{Transition::Cancel, Transition::Confirm,
                                                     Transition::Pay, Transition::Retry};

/// The fields that an order shows under its own path and in my pages.
Json orderFields(const page::OrderCard& card, View view, const Scene& scene) {
    const Order& order = card.order;
    const Sees sees = share::seenBy(view);
    Json item;
    item["id"] = order.placed.orderId.value();
    if (sees.customerId) item["customerId"] = order.placed.customerId.text();
    item["storeId"] = order.placed.storeId.value();
    item["storeName"] = order.placed.storeName;
    addLines(item, order);
    item["amount"] = money(amountOf(order));
    item["deliveryFee"] = money(order.placed.deliveryFee);
    item["pointsSpent"] = money(order.placed.pointsSpent);
    item["payable"] = money(order.placed.payable);
    addAddress(item, order, view, scene);
    if (sees.phone) item["phone"] = textOf(order.placed.phone, scene);
    if (sees.note) item["options"] = textOf(order.placed.note, scene);
    addStatus(item, card);
    item["refund"] = name(order::refundOf(order));
    if (const auto readyBy = readyByOf(order)) item["readyBy"] = time(*readyBy);
    addRiderId(item, order, view, scene);
    addEnd(item, order, scene);
    if (card.stars > 0) item["stars"] = card.stars;
    return item;
}

Json orderLinks(const page::OrderCard& card, const Scene& scene, const Naming& naming) {
    const Order& order = card.order;
    const std::string id = order.placed.orderId.text();
    Json links = linksOf(scene, naming, id);
    addTransitions(links, order, scene, ofOrders);
    const bool own = scene.caller.user.text() == order.placed.customerId.text();
    const bool confirmed = order::statusOf(order) == Status::Confirmed;
    if (own && confirmed && card.stars == 0) links["rate"] = link(scene, "orders/" + id + "/rate");
    return links;
}

}  // namespace

std::vector<PersonalId> textsOf(const page::OrderCard& card, View view) {
    const Sees sees = share::seenBy(view);
    const order::OrderPlaced& placed = card.order.placed;
    std::vector<PersonalId> ids;
    const auto add = [&ids](const std::optional<PersonalRef>& ref) {
        if (ref && !ref->id.empty()) ids.push_back(ref->id);
    };
    if (showsAddress(card.order, view)) add(placed.address);
    if (sees.phone) add(placed.phone);
    if (sees.note) add(placed.note);
    if (sees.payment) {
        add(endTextOf(card.order));
        for (const page::TimelineEntry& entry : card.timeline) add(entry.why);
    }
    return ids;
}

std::string printOrder(const page::OrderCard& card, View view, const Scene& scene,
                       const Naming& naming) {
    Json item = orderFields(card, view, scene);
    item["_links"] = orderLinks(card, scene, naming);
    return printed(item);
}

std::string printMyPage(const page::OrderCard& card, View view, const Scene& scene,
                        const Naming& naming) {
    Json item = orderFields(card, view, scene);
    item["timeline"] = timelineOf(card, view, scene);
    item["_links"] = orderLinks(card, scene, naming);
    return printed(item);
}

std::string printPayment(const page::OrderCard& card, const Scene& scene, const Naming& naming) {
    const Order& order = card.order;
    const Status status = paymentStatusOf(order);
    Json item;
    item["id"] = order.placed.orderId.value();
    item["orderId"] = order.placed.orderId.value();
    item["customerId"] = order.placed.customerId.text();
    item["amount"] = money(order.placed.payable);
    item["status"] = koreanLabel(status);
    item["state"] = order::name(status);
    item["refund"] = name(order::refundOf(order));
    if (const auto attempt = attemptOf(order)) item["attempt"] = *attempt;
    if (const auto* declined = std::get_if<order::payment::Declined>(&order.payment)) {
        item["declineCode"] = declined->code;
    }
    if (const auto* escalated = std::get_if<order::payment::Escalated>(&order.payment)) {
        item["escalation"] = escalated->reason;
    } else if (scene.caller.role == Role::Admin && !order::isOver(order)) {
        const auto* late = std::get_if<order::courier::Collected>(&order.courier);
        if (late != nullptr && late->lateNotices > 0) item["escalation"] = "DeliveryLate";
        const bool unpicked = std::holds_alternative<order::courier::Unassignable>(order.courier);
        if (unpicked) item["escalation"] = "NobodyPicks";
    }
    if (scene.caller.role == Role::Admin) addConcerns(item, order);
    item["version"] = card.version;
    item["changedAt"] = time(card.changedAt);
    Json links = linksOf(scene, naming, order.placed.orderId.text());
    links["order"] = link(scene, "orders/" + order.placed.orderId.text());
    addTransitions(links, order, scene, {Transition::Pay, Transition::Retry});
    item["_links"] = std::move(links);
    return printed(item);
}

std::string printTicket(const page::OrderCard& card, View view, const Scene& scene,
                        const Naming& naming) {
    const Order& order = card.order;
    const std::string id = order.placed.orderId.text();
    const Status payment = paymentStatusOf(order);
    Json item;
    item["id"] = order.placed.orderId.value();
    item["orderId"] = order.placed.orderId.value();
    item["customerId"] = order.placed.customerId.text();
    item["storeId"] = order.placed.storeId.value();
    addLines(item, order);
    // How many dishes there are to cook, whatever they are.
    if (order.placed.lines.size() != 1) {
        int qty = 0;
        for (const order::Line& line : order.placed.lines) qty += line.qty;
        item["qty"] = qty;
    }
    addAddress(item, order, view, scene);
    item["options"] = textOf(order.placed.note, scene);
    addStatus(item, card);
    if (const auto readyBy = readyByOf(order)) item["readyBy"] = time(*readyBy);
    addRiderId(item, order, view, scene);
    addEnd(item, order, scene);
    item["payment"] = {{"amount", money(order.placed.payable)},
                       {"status", koreanLabel(payment)},
                       {"state", order::name(payment)},
                       {"refund", name(order::refundOf(order))}};
    item["acknowledged"] = card.endAcknowledged;
    if (!card.timeline.empty()) item["timeline"] = timelineOf(card, view, scene);
    Json links = linksOf(scene, naming, id);
    addTransitions(links, order, scene,
                   {Transition::Accept, Transition::Promise, Transition::Reject, Transition::Start,
                    Transition::Finish, Transition::Cancel});
    const bool endedBadly = order::isOver(order) && order::statusOf(order) != Status::Confirmed;
    if (endedBadly && !card.endAcknowledged && scene.caller.role == Role::Store) {
        links["acknowledge"] = link(scene, "foodCookings/" + id + "/acknowledge");
    }
    item["_links"] = std::move(links);
    return printed(item);
}

namespace {

/// How wide the circle is within which riders see it, and which of its rounds that is.
void addOffer(Json& item, const Order& order) {
    const auto* offered = std::get_if<order::courier::Offered>(&order.courier);
    if (offered == nullptr || order::isOver(order)) return;
    item["offer"] = {{"round", offered->round}, {"radiusMeters", offered->radiusMeters}};
}

}  // namespace

std::string printDelivery(const page::OrderCard& card, View view, const DeliveryMoment& moment,
                          const Scene& scene, const Naming& naming) {
    const Order& order = card.order;
    const Sees sees = share::seenBy(view);
    Json item;
    item["id"] = order.placed.orderId.value();
    item["orderId"] = order.placed.orderId.value();
    addAddress(item, order, view, scene);
    if (sees.customerId) item["customerId"] = order.placed.customerId.text();
    if (sees.phone) item["phone"] = textOf(order.placed.phone, scene);
    if (sees.note) item["options"] = textOf(order.placed.note, scene);
    item["storeId"] = order.placed.storeId.value();
    item["storeName"] = order.placed.storeName;
    Json store;
    addPlace(store, order.placed.storePlace);
    item["storePlace"] = std::move(store);
    // As coarse as it is kept: the exact pin stands with the address.
    if (sees.fullAddress && order.placed.areaPlace) {
        Json area;
        addPlace(area, *order.placed.areaPlace);
        item["dropOff"] = std::move(area);
    }
    if (sees.chosenLines) addLines(item, order);
    addRiderId(item, order, view, scene);
    if (view != View::Customer && !riderOf(order)) item["riderId"] = nullptr;
    const bool known = view == View::Customer ? underWay(order) : sees.riderId;
    if (known && !moment.riderName.empty()) item["riderName"] = moment.riderName;
    if (moment.riderPlace && underWay(order) && (sees.riderId || view == View::Customer)) {
        Json place;
        addPlace(place, *moment.riderPlace);
        item["riderPlace"] = std::move(place);
    }
    addStatus(item, card);
    addRideTimes(item, card);
    addCancel(item, order);
    item["fee"] = money(order.placed.deliveryFee);
    const bool fenced = view == View::RiderHolding || view == View::Admin;
    const auto fence = fenced ? order::fenceOf(order) : std::nullopt;
    if (fence) item["fence"] = *fence;
    Json distances = Json::object();
    if (moment.toStoreMeters) distances["toStoreMeters"] = *moment.toStoreMeters;
    if (moment.toCustomerMeters) distances["toCustomerMeters"] = *moment.toCustomerMeters;
    item["distances"] = std::move(distances);
    if (view != View::Customer) addOffer(item, order);
    Json links = linksOf(scene, naming, order.placed.orderId.text());
    if (moment.mayPick) addTransitions(links, order, scene, {Transition::Pick});
    addTransitions(links, order, scene,
                   {Transition::Release, Transition::Collect, Transition::Deliver});
    item["_links"] = std::move(links);
    return printed(item);
}

std::string printTombstone(const page::OrderCard& card) {
    Json item;
    item["id"] = card.order.placed.orderId.value();
    item["version"] = card.version;
    item["changedAt"] = time(card.changedAt);
    item["gone"] = true;
    return printed(item);
}

}  // namespace delivery::wire
