#include "wire/print_why.h"

#include <type_traits>

#include "order/order.h"
#include "wire/print_parts.h"

namespace delivery::wire {
namespace {

/// {"kind":"command","id":"…"}; ids of other people's commands are theirs.
Json causeOf(const saga::Logged& logged, bool byName, const Scene& scene) {
    const std::size_t colon = logged.cause.find(':');
    Json cause{{"kind", logged.cause.substr(0, colon)}};
    const bool own = logged.actor == scene.caller.user.text();
    const bool isCommand = logged.cause.starts_with("command:");
    if (colon != std::string::npos && (byName || own || !isCommand)) {
        cause["id"] = logged.cause.substr(colon + 1);
    }
    return cause;
}

Json points(const char* what, Won amount) {
    return {{"kind", "points"}, {"what", what}, {"amount", money(amount)}};
}
Json ticket(const char* what) { return {{"kind", "store"}, {"what", what}}; }

Json followOf(const saga::OweCall& owed) {
    return {{"kind", "effect"}, {"id", saga::effectId(owed.call)}, {"due", time(owed.due)}};
}
Json followOf(const saga::DropCall& dropped) {
    return {{"kind", "effect"}, {"id", dropped.effectId}, {"dropped", true}};
}
Json followOf(const saga::ArmTimer& armed) {
    return {{"kind", "timer"}, {"id", saga::name(armed.kind)}, {"due", time(armed.due)}};
}
Json followOf(const saga::DisarmTimer& disarmed) {
    return {{"kind", "timer"}, {"id", saga::name(disarmed.kind)}, {"dropped", true}};
}
Json followOf(const saga::EarnPoints& earned) { return points("earned", earned.amount); }
Json followOf(const saga::RevokePoints& revoked) { return points("revoked", revoked.amount); }
Json followOf(const saga::ReturnPoints& returned) { return points("returned", returned.amount); }
Json followOf(const saga::ReturnStock& returned) {
    return {{"kind", "stock"},
            {"what", "returned"},
            {"foodId", returned.foodId.value()},
            {"qty", returned.qty}};
}
Json followOf(const saga::LetGoRider&) { return {{"kind", "rider"}, {"what", "letGo"}}; }
Json followOf(const saga::PauseSilentStore&) { return ticket("paused"); }
Json followOf(const saga::ReachStore&) { return ticket("reached"); }
Json followOf(const saga::TakeTicket&) { return ticket("took"); }
Json followOf(const saga::LeaveTicket&) { return ticket("left"); }
Json followOf(const saga::FinaliseReply&) { return {{"kind", "reply"}, {"what", "final"}}; }

/// Under whose name a step stands for those who may not read names: that of its cause.
std::string byOf(const saga::Logged& logged, const page::OrderCard& card, bool byName) {
    if (byName) return logged.actor;
    if (logged.actor == card.order.placed.customerId.text()) return logged.actor;
    return logged.actor == systemActor().user.text() ? logged.actor : std::string{};
}

Json pendingOf(const WhyView& why) {
    Json pending = Json::array();
    for (const PendingCall& call : why.calls) {
        pending.push_back({{"kind", "effect"},
                           {"id", call.effectId},
                           {"due", time(call.due)},
                           {"tries", call.tries}});
    }
    for (const PendingTimer& timer : why.timers) {
        Json item{{"kind", "timer"}, {"id", saga::name(timer.kind)}, {"due", time(timer.due)}};
        if (!timer.waitsFor.empty()) item["waitsFor"] = timer.waitsFor;
        pending.push_back(std::move(item));
    }
    return pending;
}

}  // namespace

std::string printWhy(const WhyView& why, const page::OrderCard& card, share::View view,
                     const Scene& scene, const Naming& naming) {
    const bool byName = share::seenBy(view).actors;
    Json chain = Json::array();
    for (const saga::Link& link : why.chain.links) {
        Json follows = Json::array();
        for (const saga::FollowUp& follow : link.followed) {
            follows.push_back(std::visit([](const auto& one) { return followOf(one); }, follow));
        }
        const std::string by = byOf(link.logged, card, byName);
        chain.push_back({{"version", link.logged.version},
                         {"at", time(link.logged.at)},
                         {"event", order::name(link.logged.event)},
                         {"by", by.empty() ? Json(nullptr) : Json(by)},
                         {"cause", causeOf(link.logged, byName, scene)},
                         {"follows", std::move(follows)}});
    }
    const std::string id = card.order.placed.orderId.text();
    Json item;
    item["id"] = card.order.placed.orderId.value();
    item["status"] = order::koreanLabel(order::statusOf(card.order));
    item["state"] = order::name(order::statusOf(card.order));
    item["chain"] = std::move(chain);
    item["pending"] = pendingOf(why);
    item["_links"] = Json{{"self", link(scene, naming.plural + "/" + id + "/why")},
                          {naming.singular, link(scene, naming.plural + "/" + id)}};
    return printed(item);
}

std::string printRounds(const RoundsView& rounds, const page::OrderCard& card, const Scene& scene,
                        const Naming& naming) {
    Json item;
    item["id"] = card.order.placed.orderId.value();
    Json all = Json::array();
    Json visibleSince = nullptr;
    for (const saga::Logged& logged : rounds.offers) {
        const auto& offer = std::get<order::DeliveryOffered>(logged.event);
        // After a release the circle is small again, and so begins what they saw.
        if (offer.round == 1) visibleSince = nullptr;
        const bool within = rounds.toStoreMeters && *rounds.toStoreMeters <= offer.radiusMeters;
        if (within && visibleSince.is_null()) visibleSince = time(logged.at);
        all.push_back({{"round", offer.round},
                       {"radiusMeters", offer.radiusMeters},
                       {"at", time(logged.at)}});
    }
    item["rounds"] = std::move(all);
    Json distances = Json::object();
    if (rounds.toStoreMeters) distances["toStoreMeters"] = *rounds.toStoreMeters;
    if (rounds.toCustomerMeters) distances["toCustomerMeters"] = *rounds.toCustomerMeters;
    item["distances"] = std::move(distances);
    item["withinSince"] = std::move(visibleSince);
    const std::string id = card.order.placed.orderId.text();
    item["_links"] = Json{{"self", link(scene, naming.plural + "/" + id + "/why")},
                          {naming.singular, link(scene, naming.plural + "/" + id)}};
    return printed(item);
}

}  // namespace delivery::wire
