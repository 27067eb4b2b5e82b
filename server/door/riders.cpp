#include "server/door/delivering.h"
#include "server/door/ordering.h"
#include "server/door/people.h"
#include "server/door/routes.h"

namespace delivery::door {
namespace {

using Today = wire::RiderView::Today;

/// A day has fewer deliveries than this, and most have fewer than are read at once.
constexpr std::int64_t deliveriesPerDayMax = 500;
constexpr std::int64_t deliveriesAtOnce = 20;

/// Adds the delivery of a row to those of today. False when it was ordered so long ago that it and
/// all before it are of other days: an order that is not delivered within a day is over.
Cleared<bool> addIfToday(const desk::PageRow& row, const RiderId& rider, Instant now,
                         Today& today) {
    const auto body = record::decodeBody(row.body);
    if (!body) return stop(body.error());
    const auto* card = std::get_if<page::OrderCard>(&*body);
    if (card == nullptr) return true;
    if (koreanDay(card->order.placed.at) + 1 < koreanDay(now)) return false;
    const auto* done = std::get_if<order::courier::Delivered>(&card->order.courier);
    if (done == nullptr || done->riderId != rider) return true;
    if (koreanDay(done->at) != koreanDay(now)) return true;
    today.delivered += 1;
    today.earned += card->order.placed.deliveryFee;
    return true;
}

/// What the rider delivered since midnight in Korea: from the newest order backwards, and no
/// further than the day before.
Cleared<Today> todayOf(Sight& sight, const RiderId& rider) {
    Today today;
    desk::ScanRequest wish{"rider", "history", "rider:" + rider.text(), true, 0, deliveriesAtOnce};
    for (; wish.offset < deliveriesPerDayMax; wish.offset += wish.limit) {
        const auto rows = sight.ledger->scan(wish);
        if (!rows) return stop(rows.error());
        for (const desk::PageRow& row : *rows) {
            const auto isNear = addIfToday(row, rider, sight.now, today);
            if (!isNear) return stop(isNear.error());
            if (!*isNear) return today;
        }
        if (static_cast<std::int64_t>(rows->size()) < wish.limit) break;
    }
    return today;
}

/// What is said of a rider: with the sums of the day, or only where they are.
enum class Sums { OfToday, None };

Cleared<std::string> printRiderWith(Sight& sight, const record::AccountRow& account, Sums sums) {
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
    if (sums == Sums::OfToday) {
        const auto today = todayOf(sight, id);
        if (!today) return stop(today.error());
        rider.today = *today;
    }
    wire::Scene scene = sight.visit.scene();
    if (auto added = addTexts(sight, scene, {account.name, account.phone}); !added) {
        return stop(added.error());
    }
    return wire::printRider(rider, scene, sight.visit.naming);
}

Cleared<std::string> printOneRider(Sight& sight, const record::AccountRow& account) {
    return printRiderWith(sight, account, Sums::OfToday);
}

Shown showRiderNamed(Sight& sight, const std::string& user, Sums sums = Sums::OfToday) {
    const auto account = accountNamed(sight, user);
    if (!account) return stop(account.error());
    if (account->role != Role::Rider) return stop(RefusalCode::UnknownUser);
    auto item = printRiderWith(sight, *account, sums);
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

/// Said several times a minute by everybody on the road: nothing is added up for it.
Shown showPlace(Sight& sight, const desk::Accepted&) {
    if (sight.ledger == nullptr) return hal("{}");
    return showRiderNamed(sight, sight.visit.actor().user.text(), Sums::None);
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
        errand.show = showPlace;
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
