#include <algorithm>

#include "order/limits.h"
#include "server/door/delivering.h"
#include "server/door/nearby.h"
#include "server/door/ordering.h"
#include "server/door/routes.h"
#include "server/door/why.h"
#include "server/shift/showing.h"
#include "wire/parse_order.h"
#include "wire/print_order.h"

namespace delivery::door {
namespace {

/// A rider holds few; the rest is never looked through.
constexpr std::int64_t heldMax = 1'000;
/// A radius up to this is in kilometres, above it in metres.
constexpr std::int64_t radiusKilometresMax = 100;

Cleared<std::optional<std::int64_t>> radiusAsked(const Visit& visit) {
    const auto radius = numberAsked(visit, "radius");
    if (!radius || !*radius) return radius;
    if (**radius < 0) return stop(badQuery("radius"));
    return std::optional(**radius <= radiusKilometresMax ? **radius * 1'000 : **radius);
}

/// As the caller is: where they stand as they ask, or as the rider last said.
Cleared<share::Standing> standingNow(Sight& sight) {
    const auto asked = placeAsked(sight.visit);
    if (!asked) return stop(asked.error());
    const auto radius = radiusAsked(sight.visit);
    if (!radius) return stop(radius.error());
    share::Standing standing;
    if (sight.ledger != nullptr) {
        auto known = shift::standingOf(*sight.ledger, sight.visit.actor(), sight.holdMax);
        if (!known) return stop(known.error());
        standing = std::move(*known);
    }
    if (*asked) standing.place = *asked;
    standing.radiusMeters = *radius;
    return standing;
}

Shown printHere(Sight& sight, const page::OrderCard& card, share::View view) {
    const auto standing = standingNow(sight);
    if (!standing) return stop(standing.error());
    return printOneDelivery(sight, card, view, *standing);
}

/// Adds the rows of a rider's index, each as that view.
Cleared<void> addRows(Sight& sight, const desk::ScanRequest& wanted,
                      const share::Standing& standing, share::View view,
                      std::vector<std::string>& items) {
    const auto rows = sight.ledger->scan(wanted);
    if (!rows) return stop(rows.error());
    for (const desk::PageRow& row : *rows) {
        const auto body = record::decodeBody(row.body);
        if (!body) return stop(body.error());
        const auto* card = std::get_if<page::OrderCard>(&*body);
        if (card == nullptr) continue;
        auto item = printOneDelivery(sight, *card, view, standing);
        if (!item) return stop(item.error());
        items.push_back(std::move(item->body));
    }
    return {};
}

/// What the rider holds and what they may pick: all of it, for it fits into a head.
Cleared<std::vector<std::string>> presentFor(Sight& sight, const share::Standing& standing) {
    std::vector<std::string> items;
    const std::string own = "rider:" + sight.visit.actor().user.text();
    auto held = addRows(sight, {"rider", "held", own, false, 0, heldMax}, standing,
                        share::View::RiderHolding, items);
    if (!held) return stop(held.error());
    if (!standing.rider || !standing.rider->onDuty) return items;
    auto offers = offersFor(sight, standing);
    if (!offers) return stop(offers.error());
    for (const Offer& offer : *offers) {
        auto item = printOneDelivery(sight, offer.card, share::View::RiderOffered, standing);
        if (!item) return stop(item.error());
        items.push_back(std::move(item->body));
    }
    return items;
}

/// Who asks for what is near, or for now, does not want what was.
bool asksForNow(const Visit& visit) {
    for (const char* name : {"lat", "lng", "radius", "view"}) {
        if (visit.request.queryValue(name)) return true;
    }
    return false;
}

/// What the rider holds, then what they may pick, then what they held once, the latest first.
Shown listForRider(Sight& sight, const PageWish& wish) {
    const auto standing = standingNow(sight);
    if (!standing) return stop(standing.error());
    const auto present = presentFor(sight, *standing);
    if (!present) return stop(present.error());
    if (asksForNow(sight.visit)) return collection(sight.visit, wish, *present);
    const std::string own = "rider:" + sight.visit.actor().user.text();
    const auto past = sight.ledger->partitionSize("rider", "past", own);
    if (!past) return stop(past.error());
    const auto here = static_cast<std::int64_t>(present->size());
    const std::int64_t begin = std::min(here, wish.number * wish.size);
    const std::int64_t end = std::min(here, begin + wish.size);
    std::vector<std::string> items(present->begin() + begin, present->begin() + end);
    const std::int64_t room = wish.size - (end - begin);
    const std::int64_t skipped = std::max<std::int64_t>(0, wish.number * wish.size - here);
    if (room > 0) {
        auto added = addRows(sight, {"rider", "past", own, true, skipped, room}, *standing,
                             share::View::RiderPast, items);
        if (!added) return stop(added.error());
    }
    return collection(sight.visit, wish, here + *past, std::move(items));
}

std::string partitionOf(const Actor& actor) {
    switch (actor.role) {
        case Role::Customer:
            return "customer:" + actor.user.text();
        case Role::Store:
            return "store:" + (actor.store ? actor.store->text() : std::string{});
        case Role::Rider:
            return "rider:" + actor.user.text();
        case Role::Admin:
        case Role::System:
            break;
    }
    return "all";
}

/// For riders ?view=now lists what they hold and may pick, ?view=past what they took; without it
/// both, the present first.
void listDeliveries(Porter& porter, const VisitPtr& visit) {
    const auto wish = pageWish(*visit, {"id"});
    if (!wish) return porter.refuse(visit, wish.error());
    const bool rider = visit->actor().role == Role::Rider;
    const auto view = visit->request.queryValue("view");
    const bool past = view && *view == "past" && rider;
    const bool now = view && *view == "now" && rider;
    if (view && !past && !now) return porter.refuse(visit, badQuery("view"));
    if (rider && !past) {
        return porter.ask(visit,
                          [wish = *wish](Sight& sight) { return listForRider(sight, wish); });
    }
    const Shelf shelf{"rider", past ? "history" : "deliveries", partitionOf(visit->actor()), *wish};
    porter.ask(visit, [shelf](Sight& sight) {
        return collection(sight, shelf,
                          [](Sight& each, const std::string&,
                             const page::Body& body) -> Cleared<std::optional<std::string>> {
                              const auto* card = std::get_if<page::OrderCard>(&body);
                              const auto seen = card == nullptr
                                                    ? std::nullopt
                                                    : share::viewOf(each.visit.actor(), *card);
                              if (!seen) return std::optional<std::string>{};
                              auto shown = printHere(each, *card, *seen);
                              if (!shown) return stop(shown.error());
                              return std::optional(std::move(shown->body));
                          });
    });
}

void showDelivery(Porter& porter, const VisitPtr& visit) {
    showOrder(porter, visit, "rider", printHere);
}

/// Before it is cooked there is nothing for a rider to see. From then on visibility is not asked
/// again: two riders may reach for the same, and the slower one has to hear who was faster.
Cleared<void> mustBeADelivery(Sight& sight, OrderId id) {
    const auto order = orderNow(sight, id);
    if (!order) return stop(order.error());
    const bool cooked = std::holds_alternative<order::kitchen::Cooked>(order->kitchen);
    if (order->placed.pickup || !cooked) return stop(RefusalCode::UnknownOrder);
    return {};
}

void pick(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    if (auto read = wire::parseNothing(*body); !read) return porter.refuse(visit, read.error());
    Errand errand = aboutOrder(*id, desk::PickDelivery{*id}, printHere);
    errand.prepare = [id = *id](Sight& sight, desk::Command&) {
        return mustBeADelivery(sight, id);
    };
    porter.run(visit, std::move(errand));
}

void release(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    const auto fence = porter.take(visit, wire::parseFence(*body));
    if (fence) porter.run(visit, aboutOrder(*id, desk::ReleaseDelivery{*id, *fence}, printHere));
}

template <class Command>
void step(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    const auto wish = porter.take(visit, wire::parseStep(*body));
    if (!wish) return;
    porter.run(visit, aboutOrder(*id, Command{*id, wish->fence, wish->doneAt}, printHere));
}

}  // namespace

Cleared<std::optional<record::PositionRow>> positionOf(Sight& sight, const RiderId& rider) {
    if (sight.ledger == nullptr) return std::optional<record::PositionRow>{};
    const auto position = shift::positionOf(*sight.ledger, rider);
    if (!position) return stop(position.error());
    return *position;
}

Shown printOneDelivery(Sight& sight, const page::OrderCard& card, share::View view,
                       const share::Standing& standing) {
    wire::Scene scene = sight.visit.scene();
    if (auto added = addTexts(sight, scene, wire::textsOf(card, view)); !added) {
        return stop(added.error());
    }
    wire::DeliveryMoment moment;
    if (sight.ledger != nullptr) {
        auto looked = shift::momentOf(*sight.ledger, card, standing);
        if (!looked) return stop(looked.error());
        moment = std::move(*looked);
    }
    return hal(wire::printDelivery(card, view, moment, scene, sight.visit.naming));
}

std::vector<Route> deliveryRoutes() {
    return routesUnder({{"deliveries", "delivery"}, {"deliveryLists", "deliveryList"}},
                       {{"GET", "", signedIn, listDeliveries},
                        {"GET", "/{id}", signedIn, showDelivery},
                        {"GET", "/{id}/why", riders | admins, showRounds},
                        {"PUT", "/{id}/pick", riders, pick},
                        {"PUT", "/{id}/release", riders, release},
                        {"PUT", "/{id}/collect", riders, step<desk::CollectDelivery>},
                        {"PUT", "/{id}/deliver", riders, step<desk::DeliverOrder>}});
}

}  // namespace delivery::door
