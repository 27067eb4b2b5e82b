#include "server/door/ordering.h"
#include "server/door/people.h"
#include "server/door/routes.h"

namespace delivery::door {
namespace {

/// More places than anybody has food brought to.
constexpr std::size_t addressesMax = 20;

wire::Complaint tooManyAddresses() {
    return {409, "TooManyAddresses", "주소가 너무 많습니다. 쓰지 않는 주소를 지워 주세요.",
            "There are too many addresses. Remove one that is not used."};
}

/// Addresses are kept under "user/number"; people name them by the number.
std::string numberOf(const std::string& key) { return key.substr(key.rfind('/') + 1); }

Cleared<std::vector<wire::AddressView>> addressesOf(Sight& sight, const std::string& userId) {
    const auto rows = sight.ledger->sidesOf("address", userId);
    if (!rows) return stop(rows.error());
    std::vector<wire::AddressView> addresses;
    for (const desk::SideRow& row : *rows) {
        const auto address = record::decodeAddress(row.body);
        if (!address) return stop(address.error());
        addresses.push_back({numberOf(row.key), address->text, address->pin});
    }
    return addresses;
}

Cleared<std::string> printOneCustomer(Sight& sight, const record::AccountRow& account) {
    const std::string& user = account.userId.text();
    auto addresses = addressesOf(sight, user);
    if (!addresses) return stop(addresses.error());
    auto cards = cardsOf(sight, user);
    if (!cards) return stop(cards.error());
    const auto points = rowOf<page::PointsCard>(sight, "points", user);
    if (!points) return stop(points.error());
    wire::Scene scene = sight.visit.scene();
    if (auto added = addTexts(sight, scene, {account.name, account.phone}); !added) {
        return stop(added.error());
    }
    const Won balance = *points ? (*points)->account.balance : Won{0};
    return wire::printCustomer(
        {personOf(account), std::move(*addresses), std::move(*cards), balance}, scene,
        sight.visit.naming);
}

bool isOwnOrAdmins(const VisitPtr& visit, const std::string& userId) {
    return visit->actor().role == Role::Admin || visit->actor().user.text() == userId;
}

/// The customer of the path, where the caller may know of them.
std::optional<std::string> customerAsked(Porter& porter, const VisitPtr& visit) {
    const std::string& user = visit->parts.at(0);
    if (isOwnOrAdmins(visit, user)) return user;
    porter.refuse(visit, Refusal{RefusalCode::UnknownUser});
    return std::nullopt;
}

void listCustomers(Porter& porter, const VisitPtr& visit) {
    if (visit->actor().role == Role::Admin) {
        return listAccounts(porter, visit, Role::Customer, printOneCustomer);
    }
    const auto wish = pageWish(*visit, {"id"});
    if (!wish) return porter.refuse(visit, wish.error());
    porter.ask(visit, [wish = *wish](Sight& sight) -> Shown {
        const auto account = accountNamed(sight, sight.visit.actor().user.text());
        if (!account) return stop(account.error());
        auto item = printOneCustomer(sight, *account);
        if (!item) return stop(item.error());
        return collection(sight.visit, wish, {std::move(*item)});
    });
}

void showCustomer(Porter& porter, const VisitPtr& visit) {
    const auto user = customerAsked(porter, visit);
    if (!user) return;
    porter.ask(visit, [user = *user](Sight& sight) -> Shown {
        const auto account = accountNamed(sight, user);
        if (!account) return stop(account.error());
        if (account->role != Role::Customer) return stop(RefusalCode::UnknownUser);
        auto item = printOneCustomer(sight, *account);
        if (!item) return stop(item.error());
        return hal(std::move(*item));
    });
}

void signUp(Porter& porter, const VisitPtr& visit) {
    const auto body = porter.body(visit);
    if (!body) return;
    auto account = porter.take(visit, wire::parseSignUp(*body));
    if (!account) return;
    // Hashing costs far more than asking.
    if (!porter.admits(visit)) return;
    const Actor newcomer{account->userId, Role::Customer, std::nullopt};
    openAccount(porter, visit, std::move(*account), newcomer);
}

void changeCustomer(Porter& porter, const VisitPtr& visit) {
    const auto user = customerAsked(porter, visit);
    if (user) changeProfile(porter, visit, *user);
}

void forget(Porter& porter, const VisitPtr& visit) {
    const auto user = customerAsked(porter, visit);
    if (!user) return;
    Errand errand{desk::ForgetCustomer{CustomerId{*user}}};
    errand.prepare = [user = *user](Sight& sight, desk::Command&) -> Cleared<void> {
        const auto account = accountNamed(sight, user);
        // Forgotten already: that is what was wanted. Nobody is forgotten by this but customers.
        if (account && account->role != Role::Customer) return stop(RefusalCode::UnknownUser);
        return {};
    };
    errand.accepted = [&porter, user = *user] {
        (void)porter.sessions.closeAllBut({}, UserId{user});
        porter.registrations.drop(CustomerId{user});
    };
    errand.show = [](Sight&, const desk::Accepted&) -> Shown { return nothing(); };
    porter.run(visit, std::move(errand));
}

/// The token ended with the account, so a repeat cannot be signed in: it is known by the token.
void forgetAgain(Porter& porter, const VisitPtr& visit) {
    porter.ask(visit, [](Sight& sight) -> Shown {
        const auto gone = sight.ledger->side({"forgottenSession", sight.visit.sessionHash});
        if (!gone) return stop(gone.error());
        const bool own = gone->has_value() && (*gone)->body == sight.visit.parts.front();
        return own ? Shown{nothing()} : stop(badToken());
    });
}

// --- addresses

void listAddresses(Porter& porter, const VisitPtr& visit) {
    const auto user = customerAsked(porter, visit);
    if (!user) return;
    const auto wish = pageWish(*visit, {"id"});
    if (!wish) return porter.refuse(visit, wish.error());
    porter.ask(visit, [user = *user, wish = *wish](Sight& sight) -> Shown {
        const auto account = accountNamed(sight, user);
        if (!account) return stop(account.error());
        if (account->role != Role::Customer) return stop(RefusalCode::UnknownUser);
        const auto addresses = addressesOf(sight, user);
        if (!addresses) return stop(addresses.error());
        std::vector<std::string> items;
        for (const wire::AddressView& address : *addresses) {
            items.push_back(wire::printAddress(user, address, sight.visit.scene()));
        }
        return collection(sight.visit, wish, items);
    });
}

void addAddress(Porter& porter, const VisitPtr& visit) {
    // Only one's own: an admin does not move people.
    if (visit->parts.at(0) != visit->actor().user.text()) {
        return porter.refuse(visit, Refusal{RefusalCode::UnknownUser});
    }
    const auto body = porter.body(visit);
    if (!body) return;
    auto wish = porter.take(visit, wire::parseAddAddress(*body));
    if (!wish) return;
    Errand errand{desk::AddAddress{wish->text, wish->pin}};
    errand.prepare = [](Sight& sight, desk::Command&) -> Cleared<void> {
        const auto kept = addressesOf(sight, sight.visit.actor().user.text());
        if (!kept) return stop(kept.error());
        if (kept->size() >= addressesMax) return stop(tooManyAddresses());
        return {};
    };
    errand.show = [wish = *wish](Sight& sight, const desk::Accepted& accepted) -> Shown {
        const auto* thing = std::get_if<desk::NamedThing>(&accepted.thing);
        if (thing == nullptr) return stop(Fault{FaultCode::Misfit, "a reply without its address"});
        const std::string& user = sight.visit.actor().user.text();
        const std::string number = numberOf(thing->key);
        HttpResponse response =
            json(201, wire::printAddress(user, {number, wish.text, wish.pin}, sight.visit.scene()));
        response.headers.emplace_back("Location",
                                      sight.visit.origin + sight.visit.request.path + "/" + number);
        return response;
    };
    porter.run(visit, std::move(errand));
}

void removeAddress(Porter& porter, const VisitPtr& visit) {
    const std::string& user = visit->parts.at(0);
    if (user != visit->actor().user.text()) {
        return porter.refuse(visit, Refusal{RefusalCode::UnknownUser});
    }
    Errand errand{desk::RemoveAddress{user + "/" + visit->parts.at(1)}};
    errand.show = [](Sight&, const desk::Accepted&) -> Shown { return nothing(); };
    porter.run(visit, std::move(errand));
}

// --- cards

/// Everybody's, for an admin: whose each is, and masked like everywhere.
Shown listEveryCard(Sight& sight, const PageWish& wish) {
    const auto total = sight.ledger->sideCount("card");
    if (!total) return stop(total.error());
    const auto rows = sight.ledger->sidesPage("card", wish.number * wish.size, wish.size);
    if (!rows) return stop(rows.error());
    std::vector<std::string> items;
    for (const desk::SideRow& row : *rows) {
        const auto card = record::decodeCard(row.body);
        if (!card) return stop(card.error());
        items.push_back(
            wire::printCard({card->cardId.text(), card->masked, card->customerId.text()},
                            sight.visit.scene(), sight.visit.naming));
    }
    return collection(sight.visit, wish, *total, std::move(items));
}

void listCards(Porter& porter, const VisitPtr& visit) {
    const auto wish = pageWish(*visit, {"id"});
    if (!wish) return porter.refuse(visit, wish.error());
    std::string user = visit->actor().user.text();
    const auto asked = visit->request.queryValue("customerId");
    if (asked && visit->actor().role == Role::Admin) user = std::string{*asked};
    if (asked && user != *asked) return porter.refuse(visit, wrongRole());
    if (!asked && visit->actor().role == Role::Admin) {
        return porter.ask(visit,
                          [wish = *wish](Sight& sight) { return listEveryCard(sight, wish); });
    }
    porter.ask(visit, [user, wish = *wish](Sight& sight) -> Shown {
        const auto cards = cardsOf(sight, user);
        if (!cards) return stop(cards.error());
        std::vector<std::string> items;
        for (const wire::CardView& card : *cards) {
            items.push_back(wire::printCard(card, sight.visit.scene(), sight.visit.naming));
        }
        return collection(sight.visit, wish, items);
    });
}

void removeCard(Porter& porter, const VisitPtr& visit) {
    Errand errand{desk::RemoveCard{CardId{visit->parts.at(0)}}};
    errand.show = [](Sight&, const desk::Accepted&) -> Shown { return nothing(); };
    errand.alreadyDone = [](const Refusal& refusal) {
        return refusal.code == RefusalCode::UnknownCard;
    };
    porter.run(visit, std::move(errand));
}

}  // namespace

std::vector<Route> customerRoutes() {
    const Who own = customers | admins;
    std::vector<Route> routes =
        routesUnder({{"customers", "customer"}, {"customerInfos", "customerInfo"}},
                    {{"GET", "", own, listCustomers},
                     {"POST", "", anyone, signUp},
                     {"GET", "/{id}", own, showCustomer},
                     {"PUT", "/{id}", own, changeCustomer},
                     {"PATCH", "/{id}", own, changeCustomer},
                     {"DELETE", "/{id}", own, forget, bodyBytes, forgetAgain}});
    const wire::Naming addresses{"addresses", "address"};
    routes.push_back({"GET", "/customers/{id}/addresses", own, listAddresses, addresses});
    routes.push_back({"POST", "/customers/{id}/addresses", customers, addAddress, addresses});
    routes.push_back(
        {"DELETE", "/customers/{id}/addresses/{address}", customers, removeAddress, addresses});
    const auto cards =
        routesUnder({{"cards", "card"}},
                    {{"GET", "", own, listCards}, {"DELETE", "/{id}", customers, removeCard}});
    routes.insert(routes.end(), cards.begin(), cards.end());
    return routes;
}

}  // namespace delivery::door
