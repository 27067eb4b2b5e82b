#include <algorithm>

#include "desk/states.h"
#include "server/door/ordering.h"
#include "server/door/routes.h"
#include "wire/instants.h"
#include "wire/parse_order.h"
#include "wire/parse_shop.h"
#include "wire/print_shop.h"

namespace delivery::door {
namespace {

/// More stores than this are not looked through for who is nearest.
constexpr std::int64_t storesMax = 1'000;

using From = std::optional<GeoPoint>;

Cleared<std::optional<std::string>> storeItem(Sight& sight, const page::Body& body,
                                              const From& from) {
    const auto* card = std::get_if<page::StoreCard>(&body);
    if (card == nullptr) return std::optional<std::string>{};
    return std::optional(
        wire::printStore(*card, sight.now, from, sight.visit.scene(), sight.visit.naming));
}

/// Where people stand is not in any index; a town has few enough shops to measure each.
Shown listNearest(Sight& sight, const PageWish& wish, const GeoPoint& from) {
    const auto rows = sight.ledger->scan({"stores", "stores", "all", false, 0, storesMax});
    if (!rows) return stop(rows.error());
    std::vector<std::pair<std::int64_t, std::string>> measured;
    for (const desk::PageRow& row : *rows) {
        const auto body = record::decodeBody(row.body);
        if (!body) return stop(body.error());
        const auto* card = std::get_if<page::StoreCard>(&*body);
        auto item = storeItem(sight, *body, from);
        if (!item) return stop(item.error());
        if (card == nullptr || !*item) continue;
        measured.emplace_back(distanceMeters(from, card->store.profile.place), std::move(**item));
    }
    std::stable_sort(measured.begin(), measured.end(), [&](const auto& a, const auto& b) {
        return wish.descending ? b.first < a.first : a.first < b.first;
    });
    std::vector<std::string> items;
    for (auto& [meters, item] : measured) items.push_back(std::move(item));
    return collection(sight.visit, wish, items);
}

/// ?sort=distance needs ?lat=&lng=.
void listStores(Porter& porter, const VisitPtr& visit) {
    const auto wish = pageWish(*visit, {"id", "score", "distance"});
    if (!wish) return porter.refuse(visit, wish.error());
    const auto from = placeAsked(*visit);
    if (!from) return porter.refuse(visit, from.error());
    if (wish->by == "distance") {
        if (!*from) return porter.refuse(visit, badQuery("lat"));
        return porter.ask(visit, [wish = *wish, from = **from](Sight& sight) {
            return listNearest(sight, wish, from);
        });
    }
    const Shelf shelf{"stores", wish->by == "score" ? "score" : "stores", "all", *wish};
    porter.ask(visit, [shelf, from = *from](Sight& sight) {
        return collection(sight, shelf,
                          [from](Sight& each, const std::string&, const page::Body& body) {
                              return storeItem(each, body, from);
                          });
    });
}

Cleared<page::StoreCard> storeOf(Sight& sight, std::int64_t id) {
    auto card = rowOf<page::StoreCard>(sight, "stores", std::to_string(id));
    if (!card) return stop(card.error());
    if (!card->has_value()) return stop(RefusalCode::UnknownStore);
    return std::move(**card);
}

void showStoreAsked(Porter& porter, const VisitPtr& visit) {
    const auto id = visit->number();
    if (!id) return porter.refuse(visit, Refusal{RefusalCode::UnknownStore});
    const auto from = placeAsked(*visit);
    if (!from) return porter.refuse(visit, from.error());
    porter.ask(visit, [id = *id, from = *from](Sight& sight) -> Shown {
        const auto card = storeOf(sight, id);
        if (!card) return stop(card.error());
        return hal(
            wire::printStore(*card, sight.now, from, sight.visit.scene(), sight.visit.naming));
    });
}

Shown showStore(Sight& sight, const desk::Accepted& accepted) {
    const auto* known = std::get_if<page::StoreCard>(&accepted.thing);
    if (known == nullptr) return stop(Fault{FaultCode::Misfit, "a reply without its store"});
    page::StoreCard card = *known;
    const std::string id = card.store.storeId.text();
    const auto row = rowOf<page::StoreCard>(sight, "stores", id);
    if (!row) return stop(row.error());
    if (*row) card.rating = (*row)->rating;
    return answerTo(
        sight.visit, accepted.outcome,
        wire::printStore(card, sight.now, std::nullopt, sight.visit.scene(), sight.visit.naming),
        id);
}

/// Stores are known to everybody; what is not the caller's to write looks as if it were not there
/// to be written.
std::optional<StoreId> storeToWrite(Porter& porter, const VisitPtr& visit) {
    const auto id = visit->number();
    const Actor& actor = visit->actor();
    if (id && (actor.role == Role::Admin || actor.store == StoreId{*id})) return StoreId{*id};
    porter.refuse(visit, Refusal{RefusalCode::UnknownStore});
    return std::nullopt;
}

/// As the log has it now: what a paused page shows may be old.
Cleared<std::string> addressNow(Sight& sight, StoreId id) {
    const auto known = desk::stateOf(*sight.ledger, {"store", id.text()});
    if (!known) return stop(known.error());
    const auto* state = std::get_if<shop::StoreState>(&known->state);
    const auto* store = state == nullptr ? nullptr : std::get_if<shop::Store>(state);
    if (store == nullptr) return stop(RefusalCode::UnknownStore);
    return store->profile.address;
}

/// Where the address lies, from the pin or from whoever knows; refused where nobody does.
void placed(Porter& porter, const VisitPtr& visit, const std::string& address,
            const std::optional<GeoPoint>& pin, const std::function<void(GeoPoint)>& then) {
    if (pin) return then(*pin);
    porter.locate(address, [&porter, visit, then](std::optional<place::Place> place) {
        if (!place) return porter.refuse(visit, Refusal{RefusalCode::AddressUnknown});
        then(place->centre);
    });
}

void changeStore(Porter& porter, const VisitPtr& visit) {
    const auto id = storeToWrite(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    const auto wish = porter.take(visit, wire::parseChangeStore(*body));
    if (!wish) return;
    const auto change = [&porter, visit, id = *id, wish = *wish](std::optional<GeoPoint> where) {
        Errand errand{desk::ChangeStore{id, wish}};
        std::get<desk::ChangeStore>(errand.command).change.place = where;
        errand.show = showStore;
        porter.run(visit, std::move(errand));
    };
    if (!wish->address || wish->place) return change(wish->place);
    const auto known = [id = *id](Sight& sight) { return addressNow(sight, id); };
    porter.askThen<std::string>(
        visit, known, [&porter, visit, change, address = *wish->address](const std::string& now) {
            // Who says the same address again moves nothing: a pin may be more exact than its name.
            if (address == now) return change(std::nullopt);
            placed(porter, visit, address, std::nullopt, change);
        });
}

/// A change of how the store takes orders, read from the body.
template <class Command>
void changePace(Porter& porter, const VisitPtr& visit,
                wire::Read<Command> (*parse)(StoreId, const wire::JsonBody&)) {
    const auto id = storeToWrite(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    auto command = porter.take(visit, parse(*id, *body));
    if (!command) return;
    Errand errand{std::move(*command)};
    errand.show = showStore;
    porter.run(visit, std::move(errand));
}
void pauseStore(Porter& porter, const VisitPtr& visit) {
    changePace(porter, visit, wire::parsePauseStore);
}
void setBusy(Porter& porter, const VisitPtr& visit) {
    changePace(porter, visit, wire::parseSetBusy);
}
void setAutoAccept(Porter& porter, const VisitPtr& visit) {
    changePace(porter, visit, wire::parseSetAutoAccept);
}

void resumeStore(Porter& porter, const VisitPtr& visit) {
    const auto id = storeToWrite(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    if (auto read = wire::parseNothing(*body); !read) return porter.refuse(visit, read.error());
    Errand errand{desk::ResumeStore{*id}};
    errand.show = showStore;
    porter.run(visit, std::move(errand));
}

void openStore(Porter& porter, const VisitPtr& visit) {
    const auto body = porter.body(visit);
    if (!body) return;
    auto wish = porter.take(visit, wire::parseOpenStore(*body));
    if (!wish) return;
    const shop::Profile profile = shop::changed({}, wish->profile);
    const auto open = [&porter, visit, wish = *wish, profile](GeoPoint where) {
        shop::Profile placed = profile;
        placed.place = where;
        Errand errand{desk::OpenStore{wish.storeId, wish.owner, std::move(placed)}};
        errand.show = showStore;
        porter.run(visit, std::move(errand));
    };
    placed(porter, visit, profile.address, wish->profile.place, open);
}

/// ?day=2026-11-21 in Korea; nothing said means today.
void showSales(Porter& porter, const VisitPtr& visit) {
    const auto id = storeToWrite(porter, visit);
    if (!id) return;
    std::optional<std::int64_t> day;
    if (const auto asked = visit->request.queryValue("day")) {
        day = wire::parseDate(*asked);
        if (!day) return porter.refuse(visit, badQuery("day"));
    }
    porter.ask(visit, [id = *id, day](Sight& sight) -> Shown {
        const auto known = storeOf(sight, id.value());
        if (!known) return stop(known.error());
        page::SalesCard sales;
        sales.storeId = id;
        sales.day = day.value_or(koreanDay(sight.now));
        const auto row = rowOf<page::SalesCard>(sight, "sales", page::salesKey(id, sales.day));
        if (!row) return stop(row.error());
        if (*row) sales = **row;
        return hal(wire::printSales(sales, sight.visit.scene(), sight.visit.naming));
    });
}

}  // namespace

std::vector<Route> storeRoutes() {
    const Who writers = stores | admins;
    return routesUnder({{"stores", "store"}},
                       {{"GET", "", signedIn, listStores},
                        {"POST", "", admins, openStore},
                        {"GET", "/{id}", signedIn, showStoreAsked},
                        {"PUT", "/{id}", writers, changeStore, menuBodyBytes},
                        {"PATCH", "/{id}", writers, changeStore, menuBodyBytes},
                        {"GET", "/{id}/sales", writers, showSales},
                        {"PUT", "/{id}/busy", writers, setBusy},
                        {"PUT", "/{id}/autoAccept", writers, setAutoAccept},
                        {"PUT", "/{id}/pause", writers, pauseStore},
                        {"PUT", "/{id}/resume", writers, resumeStore}});
}

}  // namespace delivery::door
