#include "server/door/dishes.h"
#include "server/door/ordering.h"
#include "server/door/routes.h"
#include "wire/parse_shop.h"
#include "wire/print_shop.h"

namespace delivery::door {
namespace {

Cleared<std::optional<std::string>> foodItem(Sight& sight, const std::string&,
                                             const page::Body& body) {
    const auto* card = std::get_if<page::FoodCard>(&body);
    if (card == nullptr) return std::optional<std::string>{};
    return std::optional(
        wire::printFood(*card, sight.now, sight.visit.scene(), sight.visit.naming));
}

/// ?storeId= narrows to one store's.
Cleared<std::string> menuMeant(const Visit& visit) {
    const auto store = numberAsked(visit, "storeId");
    if (!store) return stop(store.error());
    return *store ? "store:" + std::to_string(**store) : std::string{"all"};
}

std::string indexOfFoods(const std::string& by) {
    if (by == "price") return "price";
    if (by == "score") return "top.score";
    if (by == "orderCount") return "top.count";
    return "foods";
}

void listFoods(Porter& porter, const VisitPtr& visit) {
    const auto wish = pageWish(*visit, {"id", "price", "score", "orderCount"});
    if (!wish) return porter.refuse(visit, wish.error());
    const auto whose = menuMeant(*visit);
    if (!whose) return porter.refuse(visit, whose.error());
    const Shelf shelf{"menu", indexOfFoods(wish->by), *whose, *wish};
    porter.ask(visit, [shelf](Sight& sight) { return collection(sight, shelf, foodItem); });
}

void showFood(Porter& porter, const VisitPtr& visit) {
    const auto id = visit->number();
    if (!id) return porter.refuse(visit, Refusal{RefusalCode::UnknownFood});
    porter.ask(visit, [id = *id](Sight& sight) -> Shown {
        const auto card = rowOf<page::FoodCard>(sight, "menu", std::to_string(id));
        if (!card) return stop(card.error());
        if (!card->has_value() || (*card)->food.removed) return stop(RefusalCode::UnknownFood);
        return hal(wire::printFood(**card, sight.now, sight.visit.scene(), sight.visit.naming));
    });
}

}  // namespace

Shown showDish(Sight& sight, const desk::Accepted& accepted) {
    const auto* known = std::get_if<page::FoodCard>(&accepted.thing);
    if (known == nullptr) return stop(Fault{FaultCode::Misfit, "a reply without its dish"});
    page::FoodCard card = *known;
    const std::string id = card.food.foodId.text();
    const auto row = rowOf<page::FoodCard>(sight, "menu", id);
    if (!row) return stop(row.error());
    if (*row) {
        card.rating = (*row)->rating;
        card.orderCount = (*row)->orderCount;
    }
    return answerTo(sight.visit, accepted.outcome,
                    wire::printFood(card, sight.now, sight.visit.scene(), sight.visit.naming), id);
}

namespace {

void addDish(Porter& porter, const VisitPtr& visit) {
    const auto body = porter.body(visit);
    if (!body) return;
    auto wish = porter.take(visit, wire::parseAddDish(*body));
    if (!wish) return;
    const std::optional<StoreId> own = visit->actor().store;
    // An owner writes into their own store, whatever the body says; another one is foreign.
    if (own && wish->storeId && *wish->storeId != *own) {
        return porter.refuse(visit, Refusal{RefusalCode::UnknownStore});
    }
    const StoreId store = own ? *own : wish->storeId.value_or(StoreId{0});
    Errand errand{desk::AddDish{store, std::move(wish->dish)}};
    errand.show = showDish;
    porter.run(visit, std::move(errand));
}

void changeDish(Porter& porter, const VisitPtr& visit, bool whole) {
    const auto id = visit->number();
    if (!id) return porter.refuse(visit, Refusal{RefusalCode::UnknownFood});
    const auto body = porter.body(visit);
    if (!body) return;
    auto change = porter.take(visit, wire::parseChangeDish(FoodId{*id}, *body, whole));
    if (!change) return;
    Errand errand{std::move(*change)};
    errand.show = showDish;
    porter.run(visit, std::move(errand));
}
void putDish(Porter& porter, const VisitPtr& visit) { changeDish(porter, visit, true); }
void patchDish(Porter& porter, const VisitPtr& visit) { changeDish(porter, visit, false); }

void removeDish(Porter& porter, const VisitPtr& visit) {
    const auto id = visit->number();
    if (!id) return porter.refuse(visit, Refusal{RefusalCode::UnknownFood});
    Errand errand{desk::RemoveDish{FoodId{*id}}};
    errand.show = [](Sight&, const desk::Accepted&) -> Shown { return nothing(); };
    porter.run(visit, std::move(errand));
}

void listTop(Porter& porter, const VisitPtr& visit) {
    const auto wish = pageWish(*visit, {"orderCount", "score"}, true);
    if (!wish) return porter.refuse(visit, wish.error());
    const auto whose = menuMeant(*visit);
    if (!whose) return porter.refuse(visit, whose.error());
    const Shelf shelf{"menu", indexOfFoods(wish->by), *whose, *wish};
    porter.ask(visit, [shelf](Sight& sight) {
        return collection(sight, shelf,
                          [](Sight& each, const std::string&,
                             const page::Body& body) -> Cleared<std::optional<std::string>> {
                              const auto* card = std::get_if<page::FoodCard>(&body);
                              if (card == nullptr) return std::optional<std::string>{};
                              return std::optional(
                                  wire::printTopMenu(*card, each.visit.scene(), each.visit.naming));
                          });
    });
}

}  // namespace

std::vector<Route> menuRoutes() {
    const Who writers = stores | admins;
    std::vector<Route> routes = routesUnder({{"foods", "food"}, {"menus", "menu"}},
                                            {{"GET", "", signedIn, listFoods},
                                             {"POST", "", writers, addDish, menuBodyBytes},
                                             {"GET", "/{id}", signedIn, showFood},
                                             {"PUT", "/{id}", writers, putDish, menuBodyBytes},
                                             {"PATCH", "/{id}", writers, patchDish, menuBodyBytes},
                                             {"DELETE", "/{id}", writers, removeDish}});
    const auto top = routesUnder({{"topMenus", "topMenu"}}, {{"GET", "", signedIn, listTop}});
    routes.insert(routes.end(), top.begin(), top.end());
    return routes;
}

}  // namespace delivery::door
