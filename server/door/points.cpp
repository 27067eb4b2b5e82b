#include "server/door/looking.h"
#include "server/door/routes.h"
#include "server/shift/sides.h"
#include "wire/print_account.h"

namespace delivery::door {
namespace {

/// Whose, for an admin ?customerId=; nothing means everybody's.
Cleared<std::optional<std::string>> userMeant(const Visit& visit) {
    const auto asked = visit.request.queryValue("customerId");
    if (visit.actor().role == Role::Admin) {
        return asked ? std::optional(std::string{*asked}) : std::nullopt;
    }
    if (asked && *asked != visit.actor().user.text()) return stop(wrongRole());
    return std::optional(visit.actor().user.text());
}

Cleared<std::optional<std::string>> pointsItem(Sight& sight, const std::string& key,
                                               const page::Body& body) {
    const auto* line = std::get_if<page::PointsLine>(&body);
    if (line == nullptr) return std::optional<std::string>{};
    return std::optional(wire::printPointsLine(*line, key, sight.visit.scene()));
}

Shown showPointsOf(Sight& sight, const std::string& user, const PageWish& wish) {
    const auto card = rowOf<page::PointsCard>(sight, "points", user);
    if (!card) return stop(card.error());
    const points::Account account = *card ? (*card)->account : points::Account{};
    return collection(sight, {"points", "ledger", "customer:" + user, wish}, pointsItem,
                      {{"balance", account.balance.amount()},
                       {"earned", account.earned.amount()},
                       {"spent", account.spent.amount()},
                       {"revoked", account.revoked.amount()},
                       {"returned", account.returned.amount()}});
}

void showPoints(Porter& porter, const VisitPtr& visit) {
    const auto wish = pageWish(*visit, {"at"}, true);
    if (!wish) return porter.refuse(visit, wish.error());
    const auto user = userMeant(*visit);
    if (!user) return porter.refuse(visit, user.error());
    porter.ask(visit, [user = *user, wish = *wish](Sight& sight) -> Shown {
        if (user) return showPointsOf(sight, *user, wish);
        return collection(sight, {"points", "ledger", "all", wish}, pointsItem);
    });
}

/// A store's people share its notices.
std::string noticesOf(const Actor& actor, const std::optional<std::string>& customer) {
    switch (actor.role) {
        case Role::Store:
            return "store:" + (actor.store ? actor.store->text() : std::string{});
        case Role::Rider:
            return "rider:" + actor.user.text();
        case Role::Customer:
        case Role::Admin:
        case Role::System:
            break;
    }
    return customer ? "user:" + *customer : "all";
}

/// In English for whoever asks in English, or said once that they prefer it.
Cleared<Language> languageOf(Sight& sight) {
    if (sight.visit.language == Language::English) return Language::English;
    const auto account = shift::readableSide(
        *sight.ledger, {"account", sight.visit.actor().user.text()}, record::decodeAccount);
    if (!account) return stop(account.error());
    return *account ? (*account)->language.value_or(Language::Korean) : Language::Korean;
}

/// The message that went with a notice, found by the change that both tell of.
Cleared<std::optional<wire::MessageView>> messageOf(Sight& sight, const page::NoticeCard& card) {
    if (!card.change || card.role == Role::Rider) return std::optional<wire::MessageView>{};
    std::string key;
    if (card.role == Role::Customer) {
        key = notice::customersKey(card.orderId, *card.change);
    } else if (card.orderId.value() != 0) {
        key = notice::ownersKey(card.orderId, *card.change);
    } else {
        key = "store-" + card.userId.text() + "/" + std::to_string(*card.change) + "/owner";
    }
    const auto message =
        shift::readableSide(*sight.ledger, {"message", key}, record::decodeMessageRow);
    if (!message) return stop(message.error());
    if (!*message) return std::optional<wire::MessageView>{};
    return std::optional(wire::MessageView{(*message)->sent, (*message)->at, (*message)->reason});
}

Cleared<std::optional<std::string>> noticeItem(Sight& sight, const std::string& key,
                                               const page::Body& body, Language language) {
    const auto* notice = std::get_if<page::NoticeCard>(&body);
    if (notice == nullptr) return std::optional<std::string>{};
    wire::Scene scene = sight.visit.scene();
    if (notice->why) {
        auto added = addTexts(sight, scene, {notice->why->id});
        if (!added) return tl::make_unexpected(added.error());
    }
    auto message = messageOf(sight, *notice);
    if (!message) return tl::make_unexpected(message.error());
    return std::optional(wire::printNotice({*notice, key, language, std::move(*message)}, scene,
                                           sight.visit.naming));
}

void listNotices(Porter& porter, const VisitPtr& visit) {
    const auto wish = pageWish(*visit, {"at"}, true);
    if (!wish) return porter.refuse(visit, wish.error());
    const auto user = userMeant(*visit);
    if (!user) return porter.refuse(visit, user.error());
    const Shelf shelf{"notices", "notices", noticesOf(visit->actor(), *user), *wish};
    porter.ask(visit, [shelf](Sight& sight) -> Shown {
        const auto language = languageOf(sight);
        if (!language) return tl::make_unexpected(language.error());
        return collection(
            sight, shelf,
            [language = *language](Sight& each, const std::string& key, const page::Body& body) {
                return noticeItem(each, key, body, language);
            });
    });
}

}  // namespace

std::vector<Route> pointsRoutes() {
    std::vector<Route> routes =
        routesUnder({{"points", "point"}}, {{"GET", "", customers | admins, showPoints}});
    const auto notices = routesUnder({{"notificationLogs", "notificationLog"}},
                                     {{"GET", "", signedIn, listNotices}});
    routes.insert(routes.end(), notices.begin(), notices.end());
    return routes;
}

}  // namespace delivery::door
