#include "server/door/narrowing.h"
#include "server/door/ordering.h"
#include "server/door/routes.h"
#include "wire/parse_order.h"
#include "wire/print_order.h"

namespace delivery::door {
namespace {

Shown printOneTicket(Sight& sight, const page::OrderCard& card, share::View view) {
    wire::Scene scene = sight.visit.scene();
    if (auto added = addTexts(sight, scene, wire::textsOf(card, view)); !added) {
        return stop(added.error());
    }
    return hal(wire::printTicket(card, view, scene, sight.visit.naming));
}

/// ?view=open: what still needs somebody; ?state= and ?date= narrow; without any, everything.
void listTickets(Porter& porter, const VisitPtr& visit) {
    const auto wish = pageWish(*visit, {"id"});
    if (!wish) return porter.refuse(visit, wish.error());
    const Actor& actor = visit->actor();
    const std::string store = actor.store ? actor.store->text() : std::string{};
    const std::string whose = actor.role == Role::Admin ? "all" : "store:" + store;
    const auto place = narrowedOrders(*visit, "tickets", whose);
    if (!place) return porter.refuse(visit, place.error());
    const Shelf shelf{"store", place->index, place->partition, *wish};
    porter.ask(visit, [shelf](Sight& sight) {
        return collection(sight, shelf,
                          [](Sight& each, const std::string&,
                             const page::Body& body) -> Cleared<std::optional<std::string>> {
                              const auto* card = std::get_if<page::OrderCard>(&body);
                              const auto seen = card == nullptr
                                                    ? std::nullopt
                                                    : share::viewOf(each.visit.actor(), *card);
                              if (!seen) return std::optional<std::string>{};
                              auto shown = printOneTicket(each, *card, *seen);
                              if (!shown) return stop(shown.error());
                              return std::optional(std::move(shown->body));
                          });
    });
}

void showTicket(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    if (!id) return;
    porter.ask(visit, [id = *id](Sight& sight) -> Shown {
        const auto seen = orderOn(sight, "store", id.value());
        if (!seen) return stop(seen.error());
        // An order that never reached its store is no ticket, not even for an admin.
        if (!seen->card.order.reachedStore) return stop(RefusalCode::UnknownOrder);
        return printOneTicket(sight, seen->card, seen->view);
    });
}

void acceptOrder(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    auto accept = porter.take(visit, wire::parseAcceptOrder(*id, *body));
    if (accept) porter.run(visit, aboutOrder(*id, std::move(*accept), printOneTicket));
}

void changePromise(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    auto promise = porter.take(visit, wire::parseChangePromise(*id, *body));
    if (promise) porter.run(visit, aboutOrder(*id, std::move(*promise), printOneTicket));
}

void rejectOrder(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    auto reject = porter.take(visit, wire::parseRejectOrder(*id, *body));
    if (reject) porter.run(visit, aboutOrder(*id, std::move(*reject), printOneTicket));
}

void cancelTicket(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    auto cancel = porter.take(visit, wire::parseCancelOrder(*id, *body));
    if (cancel) porter.run(visit, aboutOrder(*id, std::move(*cancel), printOneTicket));
}

/// A transition whose body says nothing.
template <class Command>
void plainly(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    if (auto read = wire::parseNothing(*body); !read) return porter.refuse(visit, read.error());
    porter.run(visit, aboutOrder(*id, Command{*id}, printOneTicket));
}

void acknowledge(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    if (auto read = wire::parseNothing(*body); !read) return porter.refuse(visit, read.error());
    Errand errand = aboutOrder(*id, desk::AcknowledgeEnd{*id}, printOneTicket);
    errand.show = [](Sight& sight, const desk::Accepted& accepted) -> Shown {
        auto card = cardIn(accepted);
        if (!card) return stop(card.error());
        card->endAcknowledged = true;
        return printOneTicket(sight, *card, share::View::Store);
    };
    porter.run(visit, std::move(errand));
}

}  // namespace

std::vector<Route> ticketRoutes() {
    const Who readers = stores | admins;
    return routesUnder({{"foodCookings", "foodCooking"}, {"storeOrders", "storeOrder"}},
                       {{"GET", "", readers, listTickets},
                        {"GET", "/{id}", readers, showTicket},
                        {"PUT", "/{id}/accept", stores, acceptOrder},
                        {"PUT", "/{id}/promise", stores, changePromise},
                        {"PUT", "/{id}/reject", stores, rejectOrder},
                        {"PUT", "/{id}/start", stores, plainly<desk::StartCooking>},
                        {"PUT", "/{id}/finish", stores, plainly<desk::FinishCooking>},
                        {"PUT", "/{id}/cancel", stores, cancelTicket},
                        {"PUT", "/{id}/acknowledge", stores, acknowledge}});
}

}  // namespace delivery::door
