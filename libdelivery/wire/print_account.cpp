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
    item["language"] = person.language == Language::Korean ? "ko" : "en";
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
    if (rider.today) {
        item["today"] = {{"deliveries", rider.today->delivered},
                         {"earned", money(rider.today->earned)}};
    }
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

namespace {

Json channelsOf(const NoticeView& notice) {
    Json channels =
        Json::array({Json{{"channel", "app"}, {"sent", "sent"}, {"at", time(notice.card.at)}}});
    if (!notice.kakaotalk) return channels;
    Json one{{"channel", "kakaotalk"},
             {"sent", notice::name(notice.kakaotalk->sent)},
             {"at", time(notice.kakaotalk->at)}};
    if (notice.kakaotalk->reason) one["reason"] = *notice.kakaotalk->reason;
    channels.push_back(std::move(one));
    return channels;
}

/// Whose it is, and where what it is about is found.
std::string aboutOf(const page::NoticeCard& card, Json& item) {
    switch (card.role) {
        case Role::Store:
            // Stores are numbers everywhere else.
            item["storeId"] = numberOf(card.userId.text());
            return card.orderId.value() == 0 ? "stores/" + card.userId.text()
                                             : "foodCookings/" + card.orderId.text();
        case Role::Rider:
            item["riderId"] = card.userId.text();
            return "deliveries/" + card.orderId.text();
        case Role::Customer:
            item["customerId"] = card.userId.text();
            break;
        case Role::Admin:
        case Role::System:
            break;
    }
    return "orders/" + card.orderId.text();
}

const char* stateOf(notice::Subject subject, order::Status status) {
    switch (subject) {
        case notice::Subject::OrderStatus:
            return order::name(status).data();
        case notice::Subject::OrderUnheard:
            return "OrderUnheard";
        case notice::Subject::StoreSilent:
            return "StoreSilent";
        case notice::Subject::DevicesGone:
            return "DevicesGone";
        case notice::Subject::DevicesBack:
            return "DevicesBack";
        case notice::Subject::PromiseChanged:
            return "PromiseChanged";
    }
    std::abort();
}

}  // namespace

std::string printNotice(const NoticeView& notice, const Scene& scene, const Naming& naming) {
    const page::NoticeCard& card = notice.card;
    const notice::Subject subject = card.subject.value_or(notice::Subject::OrderStatus);
    const bool hasOrder = card.orderId.value() != 0;
    const notice::Said said{subject, card.status, card.storeName,
                            hasOrder ? card.orderId.text() : std::string{}, card.readyBy};
    Json item;
    item["id"] = notice.key;
    const std::string about = aboutOf(card, item);
    if (hasOrder) item["orderId"] = card.orderId.value();
    item["channel"] = "app";
    const Json why = textOf(card.why, scene);
    const std::string told = card.alert && subject == notice::Subject::OrderStatus
                                 ? card.storeName + " 주문 " + card.orderId.text() + ": " +
                                       std::string{sentenceOf(*card.alert)}
                                 : notice::headline(said, notice.language);
    item["message"] = told + (why.is_string() ? " · " + why.get<std::string>() : "");
    if (card.why) item["reason"] = why;
    item["status"] = notice::label(said, Language::Korean);
    item["state"] = stateOf(subject, card.status);
    if (card.alert) item["alert"] = *card.alert;
    if (card.readyBy) item["readyBy"] = time(*card.readyBy);
    item["sent"] = "sent";
    item["channels"] = channelsOf(notice);
    item["at"] = time(card.at);
    item["_links"] = Json{{hasOrder ? "order" : "store", link(scene, about)},
                          {"self", link(scene, naming.plural)}};
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
