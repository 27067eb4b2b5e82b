#include "server/door/narrowing.h"
#include "server/door/ordering.h"
#include "server/door/routes.h"
#include "server/door/why.h"
#include "wire/collection.h"
#include "wire/parse_order.h"
#include "wire/print_order.h"
#include "wire/print_shop.h"

#include <QString>
#include <set>

namespace delivery::door {
namespace {

const wire::Naming orderNaming{"orders", "order"};
const wire::Naming paymentNaming{"payments", "payment"};
const wire::Naming payNaming{"pays", "pay"};
const wire::Naming myPageNaming{"myPages", "myPage"};

Shown printOneOrder(Sight& sight, const page::OrderCard& card, share::View view) {
    wire::Scene scene = sight.visit.scene();
    if (auto added = addTexts(sight, scene, wire::textsOf(card, view)); !added) {
        return stop(added.error());
    }
    return hal(wire::printOrder(card, view, scene, sight.visit.naming));
}

Shown printOnePayment(Sight& sight, const page::OrderCard& card, share::View) {
    return hal(wire::printPayment(card, sight.visit.scene(), sight.visit.naming));
}

Shown printOneMyPage(Sight& sight, const page::OrderCard& card, share::View view) {
    wire::Scene scene = sight.visit.scene();
    if (auto added = addTexts(sight, scene, wire::textsOf(card, view)); !added) {
        return stop(added.error());
    }
    return hal(wire::printMyPage(card, view, scene, sight.visit.naming));
}

/// The caller's orders in an index of the customers' page; an admin's are everybody's.
void list(Porter& porter, const VisitPtr& visit, const std::string& index, PrintOrder print) {
    const auto wish = pageWish(*visit, {"id"});
    if (!wish) return porter.refuse(visit, wish.error());
    const auto whose = customerMeant(*visit);
    if (!whose) return porter.refuse(visit, whose.error());
    const auto place = narrowedOrders(*visit, index, *whose);
    if (!place) return porter.refuse(visit, place.error());
    // Cancelled ones have left this list, and are among those of a status or a day.
    const bool listsCancelled = place->index == "state" || place->index == "date";
    if (index == "orders" && listsCancelled) return porter.refuse(visit, badQuery(place->index));
    const Shelf shelf{"customer", place->index, place->partition, *wish};
    porter.ask(visit, [shelf, print](Sight& sight) {
        return collection(sight, shelf,
                          [print](Sight& each, const std::string&,
                                  const page::Body& body) -> Cleared<std::optional<std::string>> {
                              const auto* card = std::get_if<page::OrderCard>(&body);
                              if (card == nullptr) return std::optional<std::string>{};
                              const auto view = share::viewOf(each.visit.actor(), *card);
                              if (!view) return std::optional<std::string>{};
                              auto shown = print(each, *card, *view);
                              if (!shown) return stop(shown.error());
                              return std::optional(std::move(shown->body));
                          });
    });
}

void listOrders(Porter& porter, const VisitPtr& visit) {
    list(porter, visit, "orders", printOneOrder);
}
void listPayments(Porter& porter, const VisitPtr& visit) {
    list(porter, visit, "all", printOnePayment);
}
void listMyPages(Porter& porter, const VisitPtr& visit) {
    list(porter, visit, "all", printOneMyPage);
}
void showOneOrder(Porter& porter, const VisitPtr& visit) {
    showOrder(porter, visit, "customer", printOneOrder);
}
void showPayment(Porter& porter, const VisitPtr& visit) {
    showOrder(porter, visit, "customer", printOnePayment);
}
void showMyPage(Porter& porter, const VisitPtr& visit) {
    showOrder(porter, visit, "customer", printOneMyPage);
}

/// The bytes that may stand for one name: a Mac types each syllable as its letters (NFD), nearly
/// everything else composes them (NFC), and a dish is kept as its store typed it.
std::set<std::string> spellingsOf(const std::string& name) {
    const QString text = QString::fromStdString(name);
    return {name, text.normalized(QString::NormalizationForm_C).toStdString(),
            text.normalized(QString::NormalizationForm_D).toStdString()};
}

Cleared<std::vector<FoodId>> dishesNamed(Sight& sight, const std::string& name,
                                         const std::optional<StoreId>& store) {
    const auto rows = sight.ledger->scan({"menu", "name", name, false, 0, 100});
    if (!rows) return stop(rows.error());
    std::vector<FoodId> found;
    for (const desk::PageRow& row : *rows) {
        const auto body = record::decodeBody(row.body);
        if (!body) return stop(body.error());
        const auto* card = std::get_if<page::FoodCard>(&*body);
        const bool wanted =
            card != nullptr && !card->food.removed && (!store || card->food.storeId == *store);
        if (wanted) found.push_back(card->food.foodId);
    }
    return found;
}

/// Finds the numbers of dishes that were named: of the named store where there is one, of all
/// stores else.
Cleared<void> numberDishes(Sight& sight, const std::vector<wire::NamedDish>& named,
                           desk::PlaceOrder& order) {
    for (const wire::NamedDish& dish : named) {
        std::set<FoodId> found;
        for (const std::string& name : spellingsOf(dish.name)) {
            const auto dishes = dishesNamed(sight, name, order.storeId);
            if (!dishes) return stop(dishes.error());
            found.insert(dishes->begin(), dishes->end());
        }
        const std::map<std::string, std::string> facts{{"food", dish.name}};
        if (found.empty()) return stop(Refusal{RefusalCode::UnknownFood, facts});
        if (found.size() > 1) return stop(Refusal{RefusalCode::AmbiguousFood, facts});
        order.lines[dish.line].foodId = *found.begin();
    }
    return {};
}

void placeWhereItGoes(const std::optional<place::Place>& place, const std::optional<GeoPoint>& pin,
                      desk::PlaceOrder& order) {
    const std::string written = place::areaOf(*order.address);
    // What was written is as far as a stranger may read; what was found completes it with its city.
    order.area = place && place->name.size() >= written.size() ? place->name : written;
    if (pin) {
        order.dropOff = *pin;
    } else if (place) {
        order.dropOff = place->centre;
    }
}

void submitOrder(Porter& porter, const VisitPtr& visit, const wire::OrderWish& wish,
                 const std::optional<place::Place>& place) {
    desk::PlaceOrder order = wish.command;
    order.customerId = wish.customerId.value_or(CustomerId{visit->actor().user.text()});
    if (order.address) placeWhereItGoes(place, wish.pin, order);
    Errand errand{order};
    if (!wish.named.empty()) {
        errand.prepare = [named = wish.named](Sight& sight, desk::Command& command) {
            return numberDishes(sight, named, std::get<desk::PlaceOrder>(command));
        };
    }
    errand.show = [](Sight& sight, const desk::Accepted& accepted) -> Shown {
        const auto card = cardIn(accepted);
        if (!card) return stop(card.error());
        const auto view = share::viewOf(sight.visit.actor(), card->order);
        auto shown = printOneOrder(sight, *card, view.value_or(share::View::Customer));
        if (!shown) return shown;
        return answerTo(sight.visit, accepted.outcome, std::move(shown->body),
                        card->order.placed.orderId.text());
    };
    porter.run(visit, std::move(errand));
}

void placeOrder(Porter& porter, const VisitPtr& visit) {
    const auto body = porter.body(visit);
    if (!body) return;
    const auto wish = porter.take(visit, wire::parsePlaceOrder(*body));
    if (!wish) return;
    const std::optional<std::string>& address = wish->command.address;
    if (!address) return submitOrder(porter, visit, *wish, std::nullopt);
    // Whoever put a pin has said where: only the name for strangers is still looked up, at home.
    if (wish->pin) return submitOrder(porter, visit, *wish, porter.gazetteer.find(*address));
    porter.locate(*address, [&porter, visit, wish = *wish](std::optional<place::Place> place) {
        submitOrder(porter, visit, wish, place);
    });
}

bool isCancelled(const Refusal& refusal) { return refusal.code == RefusalCode::AlreadyCancelled; }

void cancelOrder(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    auto cancel = porter.take(visit, wire::parseCancelOrder(*id, *body));
    if (!cancel) return;
    Errand errand = aboutOrder(*id, std::move(*cancel), printOneOrder);
    errand.alreadyDone = isCancelled;
    porter.run(visit, std::move(errand));
}

void patchOrder(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    auto cancel = porter.take(visit, wire::parseOrderPatch(*id, *body));
    if (cancel) porter.run(visit, aboutOrder(*id, std::move(*cancel), printOneOrder));
}

void confirmOrder(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    if (auto read = wire::parseNothing(*body); !read) return porter.refuse(visit, read.error());
    porter.run(visit, aboutOrder(*id, desk::ConfirmOrder{*id}, printOneOrder));
}

/// The rating is answered with the review that it made.
void rateOrder(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    auto rate = porter.take(visit, wire::parseRateOrder(*id, *body));
    if (!rate) return;
    Errand errand = aboutOrder(*id, std::move(*rate), printOneOrder);
    errand.show = [](Sight& sight, const desk::Accepted& accepted) -> Shown {
        const auto* review = std::get_if<shop::Review>(&accepted.thing);
        if (review == nullptr) return stop(Fault{FaultCode::Misfit, "a rating without its review"});
        wire::Scene scene = sight.visit.scene();
        if (review->written.text) {
            auto added = addTexts(sight, scene, {review->written.text->id});
            if (!added) return stop(added.error());
        }
        return hal(wire::printReview({*review, review->written.at}, scene, {"reviews", "review"}));
    };
    porter.run(visit, std::move(errand));
}

void payNow(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    auto pay = porter.take(visit, wire::parsePayNow(*id, *body));
    if (pay) porter.run(visit, aboutOrder(*id, std::move(*pay), printOnePayment));
}

void retryPayment(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    const auto body = id ? porter.body(visit) : std::nullopt;
    if (!body) return;
    if (auto read = wire::parseNothing(*body); !read) return porter.refuse(visit, read.error());
    porter.run(visit, aboutOrder(*id, desk::RetryPayment{*id}, printOnePayment));
}

}  // namespace

std::vector<Route> orderRoutes() {
    const Who placers = customers | admins;
    std::vector<Route> routes =
        routesUnder({orderNaming}, {{"GET", "", placers, listOrders},
                                    {"POST", "", placers, placeOrder},
                                    {"GET", "/{id}", placers, showOneOrder},
                                    {"DELETE", "/{id}", placers, cancelOrder},
                                    {"PATCH", "/{id}", placers, patchOrder},
                                    {"GET", "/{id}/why", placers, showWhy},
                                    {"PUT", "/{id}/confirm", customers, confirmOrder},
                                    {"PUT", "/{id}/rate", customers, rateOrder}});
    const auto pages = routesUnder(
        {myPageNaming}, {{"GET", "", placers, listMyPages}, {"GET", "/{id}", placers, showMyPage}});
    routes.insert(routes.end(), pages.begin(), pages.end());
    return routes;
}

std::vector<Route> paymentRoutes() {
    const Who payers = customers | admins;
    return routesUnder({paymentNaming, payNaming}, {{"GET", "", payers, listPayments},
                                                    {"GET", "/{id}", payers, showPayment},
                                                    {"PUT", "/{id}/pay", customers, payNow},
                                                    {"PUT", "/{id}/retry", admins, retryPayment}});
}

}  // namespace delivery::door
