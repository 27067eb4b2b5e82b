#include "server/door/delivering.h"
#include "server/door/ordering.h"
#include "server/door/people.h"
#include "server/door/routes.h"

namespace delivery::door {
namespace {

/// A day has fewer deliveries than this.
constexpr std::int64_t deliveriesPerDayMax = 500;

/// Adds up what the rider delivered since midnight in Korea.
Cleared<void> addToday(Sight& sight, wire::RiderView& rider) {
    const std::string& id = rider.card.riderId.text();
    const auto rows =
        sight.ledger->scan({"rider", "history", "rider:" + id, true, 0, deliveriesPerDayMax});
    if (!rows) return stop(rows.error());
    for (const desk::PageRow& row : *rows) {
        const auto body = record::decodeBody(row.body);
        if (!body) return stop(body.error());
        const auto* card = std::get_if<page::OrderCard>(&*body);
        const auto* done = card == nullptr
                               ? nullptr
                               : std::get_if<order::courier::Delivered>(&card->order.courier);
        if (done == nullptr || done->riderId != rider.card.riderId) continue;
        if (koreanDay(done->at) != koreanDay(sight.now)) continue;
        rider.deliveredToday += 1;
        rider.earnedToday += card->order.placed.deliveryFee;
    }
    return {};
}

Cleared<std::string> printOneRider(Sight& sight, const record::AccountRow& account) {
    const RiderId id{account.userId.text()};
    wire::RiderView rider;
    rider.card.riderId = id;
    const auto card = rowOf<page::RiderCard>(sight, "riders", id.text());
    if (!card) return stop(card.error());
    if (*card) rider.card = **card;
    rider.name = account.name;
    rider.phone = account.phone;
    const auto position = positionOf(sight, id);
    if (!position) return stop(position.error());
    if (*position) {
        rider.place = (*position)->place;
        rider.placeAt = (*position)->at;
    }
    if (auto added = addToday(sight, rider); !added) return stop(added.error());
    wire::Scene scene = sight.visit.scene();
    if (auto added = addTexts(sight, scene, {account.name, account.phone}); !added) {
        return stop(added.error());
    }
    return wire::printRider(rider, scene, sight.visit.naming);
}

Shown showRiderNamed(Sight& sight, const std::string& user) {
    const auto account = accountNamed(sight, user);
    if (!account) return stop(account.error());
    if (account->role != Role::Rider) return stop(RefusalCode::UnknownUser);
    auto item = printOneRider(sight, *account);
    if (!item) return stop(item.error());
    return hal(std::move(*item));
}

void listRiders(Porter& porter, const VisitPtr& visit) {
    if (visit->actor().role == Role::Admin) {
        return listAccounts(porter, visit, Role::Rider, printOneRider);
    }
    const auto wish = pageWish(*visit, {"id"});
    if (!wish) return porter.refuse(visit, wish.error());
    porter.ask(visit, [wish = *wish](Sight& sight) -> Shown {
        auto own = showRiderNamed(sight, sight.visit.actor().user.text());
        if (!own) return own;
        return collection(sight.visit, wish, {std::move(own->body)});
    });
}

void showRider(Porter& porter, const VisitPtr& visit) {
    const std::string user = visit->parts.at(0);
    const Actor& actor = visit->actor();
    if (actor.role != Role::Admin && actor.user.text() != user) {
        return porter.refuse(visit, Refusal{RefusalCode::UnknownUser});
    }
    porter.ask(visit, [user](Sight& sight) { return showRiderNamed(sight, user); });
}

Shown showSelf(Sight& sight, const desk::Accepted&) {
    if (sight.ledger == nullptr) return hal("{}");
    return showRiderNamed(sight, sight.visit.actor().user.text());
}

void setDuty(Porter& porter, const VisitPtr& visit, bool onDuty, bool counted) {
    Errand errand{desk::SetDuty{onDuty}};
    errand.throttled = !counted;
    errand.show = showSelf;
    porter.run(visit, std::move(errand));
}

/// Duty is a fact in the log, the place a row that the next one replaces: two commands for one
/// body.
void changeRider(Porter& porter, const VisitPtr& visit) {
    if (visit->actor().user.text() != visit->parts.at(0)) {
        return porter.refuse(visit, Refusal{RefusalCode::UnknownUser});
    }
    const auto body = porter.body(visit);
    if (!body) return;
    const auto wish = porter.take(visit, wire::parseChangeRider(*body));
    if (!wish) return;
    if (!wish->place) return setDuty(porter, visit, *wish->onDuty, false);
    if (!wish->onDuty) {
        Errand errand{desk::SetPosition{*wish->place}};
        errand.keepReply = false;
        errand.show = showSelf;
        return porter.run(visit, std::move(errand));
    }
    if (!porter.admits(visit, 2)) return;
    desk::Envelope place = shift::systemEnvelope(desk::SetPosition{*wish->place});
    place.actor = visit->actor();
    place.keepReply = false;
    porter.shift.submit(std::move(place), [&porter, visit, onDuty = *wish->onDuty,
                                           back = porter.wayBack](const shift::Outcome& outcome) {
        const bool done = outcome.kind == shift::Outcome::Kind::Done;
        back->post([&porter, visit, onDuty, done] {
            done ? setDuty(porter, visit, onDuty, true) : porter.refuse(visit, busy(1));
        });
    });
}

}  // namespace

std::vector<Route> riderRoutes() {
    const Who own = riders | admins;
    return routesUnder({{"riders", "rider"}}, {{"GET", "", own, listRiders},
                                               {"GET", "/{id}", own, showRider},
                                               {"PUT", "/{id}", riders, changeRider},
                                               {"PATCH", "/{id}", riders, changeRider}});
}

}  // namespace delivery::door
