#include "server/door/narrowing.h"
#include "server/door/ordering.h"
#include "server/door/routes.h"
#include "wire/parse_shop.h"
#include "wire/print_shop.h"

namespace delivery::door {
namespace {

Cleared<std::string> printOneReview(Sight& sight, const page::ReviewCard& card) {
    wire::Scene scene = sight.visit.scene();
    std::vector<PersonalId> ids;
    if (card.review.written.text) ids.push_back(card.review.written.text->id);
    if (card.review.answer) ids.push_back(card.review.answer->text.id);
    if (auto added = addTexts(sight, scene, ids); !added) return stop(added.error());
    return wire::printReview(card, scene, sight.visit.naming);
}

Cleared<std::optional<std::string>> reviewItem(Sight& sight, const std::string&,
                                               const page::Body& body) {
    const auto* card = std::get_if<page::ReviewCard>(&body);
    if (card == nullptr) return std::optional<std::string>{};
    auto item = printOneReview(sight, *card);
    if (!item) return stop(item.error());
    return std::optional(std::move(*item));
}

/// ?storeId=, ?foodId= or the caller's own ?customerId= narrows; the newest come first.
void listReviews(Porter& porter, const VisitPtr& visit) {
    const auto wish = pageWish(*visit, {"at", "stars"}, true);
    if (!wish) return porter.refuse(visit, wish.error());
    const auto store = numberAsked(*visit, "storeId");
    if (!store) return porter.refuse(visit, store.error());
    const auto food = numberAsked(*visit, "foodId");
    if (!food) return porter.refuse(visit, food.error());
    std::string partition = "all";
    if (*store) partition = "store:" + std::to_string(**store);
    if (*food) partition = "food:" + std::to_string(**food);
    if (visit->request.queryValue("customerId")) {
        const auto whose = customerMeant(*visit);
        if (!whose) return porter.refuse(visit, whose.error());
        partition = *whose;
    }
    const std::string index = wish->by == "stars" ? "stars" : "reviews";
    const Shelf shelf{"reviews", index, partition, *wish};
    porter.ask(visit, [shelf](Sight& sight) { return collection(sight, shelf, reviewItem); });
}

void showReview(Porter& porter, const VisitPtr& visit) {
    const auto id = visit->number();
    if (!id) return porter.refuse(visit, Refusal{RefusalCode::UnknownReview});
    porter.ask(visit, [id = *id](Sight& sight) -> Shown {
        const auto card = rowOf<page::ReviewCard>(sight, "reviews", std::to_string(id));
        if (!card) return stop(card.error());
        if (!card->has_value()) return stop(RefusalCode::UnknownReview);
        auto item = printOneReview(sight, **card);
        if (!item) return stop(item.error());
        return hal(std::move(*item));
    });
}

void answerReview(Porter& porter, const VisitPtr& visit) {
    const auto id = visit->number();
    if (!id) return porter.refuse(visit, Refusal{RefusalCode::UnknownReview});
    const auto body = porter.body(visit);
    if (!body) return;
    auto answer = porter.take(visit, wire::parseAnswerReview(OrderId{*id}, *body));
    if (!answer) return;
    Errand errand{std::move(*answer)};
    errand.show = [](Sight& sight, const desk::Accepted& accepted) -> Shown {
        const auto* review = std::get_if<shop::Review>(&accepted.thing);
        if (review == nullptr)
            return stop(Fault{FaultCode::Misfit, "an answer without its review"});
        auto item = printOneReview(sight, {*review, sight.now});
        if (!item) return stop(item.error());
        return hal(std::move(*item));
    };
    porter.run(visit, std::move(errand));
}

// --- counts

/// An owner without a store has a partition in which nothing ever is.
std::string ofStore(const Actor& actor) {
    return "store:" + (actor.store ? actor.store->text() : std::string{});
}

using PrintCount = std::string (*)(const page::CountCard&, const wire::Scene&, const wire::Naming&);

void list(Porter& porter, const VisitPtr& visit, const Shelf& shelf, PrintCount print) {
    porter.ask(visit, [shelf, print](Sight& sight) {
        return collection(
            sight, shelf,
            [print](Sight& each, const std::string&,
                    const page::Body& body) -> Cleared<std::optional<std::string>> {
                const auto* card = std::get_if<page::CountCard>(&body);
                if (card == nullptr) return std::optional<std::string>{};
                return std::optional(print(*card, each.visit.scene(), each.visit.naming));
            });
    });
}

/// An admin's are everybody's, or one store's by ?storeId=. A store may only name itself, a rider
/// none: an answer as if nothing had been named would pass for that store's.
Cleared<std::string> countsMeant(const Visit& visit) {
    const Actor& actor = visit.actor();
    const auto store = numberAsked(visit, "storeId");
    if (!store) return stop(store.error());
    const bool isOwn = actor.role == Role::Store && actor.store && actor.store->value() == *store;
    if (*store && actor.role != Role::Admin && !isOwn) return stop(wrongRole());
    if (actor.role == Role::Rider) return "rider:" + actor.user.text();
    if (actor.role == Role::Store) return ofStore(actor);
    return *store ? "store:" + std::to_string(**store) : std::string{"all"};
}

void listFoodCounts(Porter& porter, const VisitPtr& visit) {
    const auto wish = pageWish(*visit, {"foodId", "count"});
    if (!wish) return porter.refuse(visit, wish.error());
    const auto whose = countsMeant(*visit);
    if (!whose) return porter.refuse(visit, whose.error());
    const std::string index = wish->by == "count" ? "most" : "counts";
    list(porter, visit, {"foodCounts", index, *whose, *wish}, wire::printFoodCount);
}

void listRiderCounts(Porter& porter, const VisitPtr& visit) {
    const auto wish = pageWish(*visit, {"count"}, true);
    if (!wish) return porter.refuse(visit, wish.error());
    const auto whose = countsMeant(*visit);
    if (!whose) return porter.refuse(visit, whose.error());
    list(porter, visit, {"riderCounts", "counts", *whose, *wish}, wire::printRiderCount);
}

}  // namespace

std::vector<Route> reviewRoutes() {
    return routesUnder({{"reviews", "review"}}, {{"GET", "", signedIn, listReviews},
                                                 {"GET", "/{id}", signedIn, showReview},
                                                 {"PUT", "/{id}/answer", stores, answerReview}});
}

std::vector<Route> countRoutes() {
    std::vector<Route> routes =
        routesUnder({{"foodCounts", "foodCount"}}, {{"GET", "", stores | admins, listFoodCounts}});
    const auto riderRows = routesUnder({{"riderCounts", "riderCount"}},
                                       {{"GET", "", stores | riders | admins, listRiderCounts}});
    routes.insert(routes.end(), riderRows.begin(), riderRows.end());
    return routes;
}

}  // namespace delivery::door
