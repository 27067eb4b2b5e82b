#include "wire/print_account.h"

#include <charconv>

#include "wire/parse_account.h"
#include "wire/print_parts.h"

namespace delivery::wire {
namespace {

Json addressOf(const AddressView& address) {
    Json item;
    item["id"] = address.id;
    item["text"] = address.text;
    if (address.pin) addPlace(item, *address.pin);
    return item;
}

Json cardOf(const CardView& card) {
    Json item{{"id", card.id}, {"masked", card.masked}, {"issuer", nullptr}};
    if (!card.issuer.empty()) item["issuer"] = card.issuer;
    return item;
}

Json mqttOf(const std::optional<MqttView>& mqtt) {
    if (!mqtt) return nullptr;
    return Json{{"url", mqtt->url},
                {"username", mqtt->username},
                {"password", mqtt->password},
                {"clientId", mqtt->clientId}};
}

Json numberOf(const std::string& text) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc{} ? Json(number) : Json(text);
}

Json personOf(const PersonView& person, const Scene& scene) {
    Json item;
    item["id"] = person.userId.text();
    item["userId"] = person.userId.text();
    item["role"] = name(person.role);
    if (person.store) item["storeId"] = person.store->value();
    item["name"] = textOf(person.name, scene);
    item["mobile"] = textOf(person.phone, scene);
    return item;
}

/// What an alert says in the place of a status that did not change.
std::string_view sentenceOf(const std::string& alert) {
    if (alert == "StoreReminded") return "주문이 답을 기다리고 있어요. 받거나 거절해 주세요";
    if (alert == "CookingRanLate") return "요리가 약속보다 늦어지고 있어요";
    if (alert == "DeliveryRanLate") return "배달이 늦어지고 있어요";
    if (alert == "DeliveryUnassignable") return "아직 배달할 사람을 찾지 못했어요";
    return alert;
}

}  // namespace

std::string printSession(const SessionView& session) {
    Json item;
    if (!session.token.empty()) item["token"] = session.token;
    item["userId"] = session.actor.user.text();
    item["role"] = name(session.actor.role);
    if (session.actor.store) item["storeId"] = session.actor.store->value();
    item["expiresAt"] = time(session.expiresAt);
    item["mqtt"] = mqttOf(session.mqtt);
    return printed(item);
}

std::string printAddress(const std::string& userId, const AddressView& address,
                         const Scene& scene) {
    Json item = addressOf(address);
    const Json self = link(scene, "customers/" + userId + "/addresses/" + address.id);
    item["_links"] = Json{{"self", self}, {"address", self}};
    return printed(item);
}

std::string printCard(const CardView& card, const Scene& scene, const Naming& naming) {
    Json item = cardOf(card);
    if (scene.caller.role == Role::Admin) item["customerId"] = card.customerId;
    item["_links"] = linksOf(scene, naming, card.id);
    return printed(item);
}

std::string printCardRegistration(const std::string& address, Instant expiresAt,
                                  const Scene& scene) {
    Json item{{"url", address}, {"expiresAt", time(expiresAt)}};
    item["_links"] = Json{{"self", link(scene, "cards/register")},
                          {"register", {{"href", address}}},
                          {"cards", link(scene, "cards")}};
    return printed(item);
}

std::string printCustomer(const CustomerView& customer, const Scene& scene, const Naming& naming) {
    const std::string& id = customer.person.userId.text();
    Json item = personOf(customer.person, scene);
    item["customerId"] = id;
    Json addresses = Json::array();
    for (const AddressView& address : customer.addresses) addresses.push_back(addressOf(address));
    Json cards = Json::array();
    for (const CardView& card : customer.cards) cards.push_back(cardOf(card));
    item["addresses"] = std::move(addresses);
    item["cards"] = std::move(cards);
    item["points"] = money(customer.points);
    Json links = linksOf(scene, naming, id);
    links["addresses"] = link(scene, "customers/" + id + "/addresses");
    links["cards"] = link(scene, "cards");
    links["points"] = link(scene, "points");
    item["_links"] = std::move(links);
    return printed(item);
}

std::string printAccount(const PersonView& person, const Scene& scene, const Naming& naming) {
    Json item = personOf(person, scene);
    item["_links"] = linksOf(scene, naming, person.userId.text());
    return printed(item);
}

std::string printRider(const RiderView& rider, const Scene& scene, const Naming& naming) {
    const std::string& id = rider.card.riderId.text();
    Json item;
    item["id"] = id;
    item["riderId"] = id;
    item["name"] = textOf(rider.name, scene);
    item["mobile"] = textOf(rider.phone, scene);
    item["onDuty"] = rider.card.rider.onDuty;
    Json holding = Json::array();
    for (const OrderId order : rider.card.rider.holding) holding.push_back(order.value());
    item["holding"] = std::move(holding);
    if (rider.place) addPlace(item, *rider.place);
    if (rider.placeAt) item["placeAt"] = time(*rider.placeAt);
    item["today"] = {{"deliveries", rider.deliveredToday}, {"earned", money(rider.earnedToday)}};
    item["_links"] = linksOf(scene, naming, id);
    return printed(item);
}

std::string printPointsLine(const page::PointsLine& line, const std::string& key,
                            const Scene& scene) {
    Json item;
    item["id"] = key;
    if (scene.caller.role == Role::Admin) item["customerId"] = line.customerId.text();
    item["orderId"] = line.orderId.value();
    item["at"] = time(line.at);
    item["what"] = line.what;
    item["amount"] = money(line.amount);
    item["balanceAfter"] = money(line.balanceAfter);
    item["_links"] = Json{{"order", link(scene, "orders/" + line.orderId.text())}};
    return printed(item);
}

std::string printNotice(const page::NoticeCard& notice, const std::string& key, const Scene& scene,
                        const Naming& naming) {
    Json item;
    item["id"] = key;
    const char* resource = "orders/";
    switch (notice.role) {
        case Role::Store:
            // Stores are numbers everywhere else.
            item["storeId"] = numberOf(notice.userId.text());
            resource = "foodCookings/";
            break;
        case Role::Rider:
            item["riderId"] = notice.userId.text();
            resource = "deliveries/";
            break;
        case Role::Customer:
            item["customerId"] = notice.userId.text();
            break;
        case Role::Admin:
        case Role::System:
            break;
    }
    item["orderId"] = notice.orderId.value();
    item["channel"] = "app";
    const Json why = textOf(notice.why, scene);
    item["message"] =
        notice.storeName + " 주문 " + notice.orderId.text() + ": " +
        std::string{notice.alert ? sentenceOf(*notice.alert) : order::koreanLabel(notice.status)} +
        (why.is_string() ? " · " + why.get<std::string>() : "");
    if (notice.why) item["reason"] = why;
    item["status"] = order::koreanLabel(notice.status);
    item["state"] = order::name(notice.status);
    if (notice.alert) item["alert"] = *notice.alert;
    item["sent"] = "sent";
    item["at"] = time(notice.at);
    const Json order = link(scene, resource + notice.orderId.text());
    item["_links"] = Json{{"order", order}, {"self", link(scene, naming.plural)}};
    return printed(item);
}

std::string printContext(const ContextView& context, const Scene& scene, const Naming& naming) {
    Json pages = Json::array();
    for (const ContextView::Page& page : context.pages) {
        Json one{{"name", page.name},
                 {"position", page.position},
                 {"behind", page.behind},
                 {"quarantined", page.quarantined}};
        if (!page.lastError.empty()) one["lastError"] = page.lastError;
        pages.push_back(std::move(one));
    }
    Json item{{"id", context.name}, {"name", context.name}, {"paused", context.paused}};
    item["pages"] = std::move(pages);
    Json resting = Json::array();
    for (const ContextView::Resting& row : context.resting) {
        resting.push_back({{"name", row.name}, {"why", row.why}});
    }
    item["resting"] = std::move(resting);
    Json links = linksOf(scene, naming, context.name);
    const char* switchTo = context.paused ? "resume" : "pause";
    links[switchTo] = link(scene, naming.plural + "/" + context.name + "/" + switchTo);
    item["_links"] = std::move(links);
    return printed(item);
}

}  // namespace delivery::wire
