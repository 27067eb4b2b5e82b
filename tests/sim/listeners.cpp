#include "tests/sim/listeners.h"

#include <cassert>
#include <utility>

#include <nlohmann/json.hpp>

#include "record/record.h"
#include "server/shift/showing.h"
#include "tests/sim/people.h"
#include "wire/envelope.h"

namespace delivery::sim {

using nlohmann::json;

namespace {

constexpr int eventsAtOnce = 256;

Actor actorOf(const announce::Announcement& one) {
    if (one.role != Role::Store) return {UserId{one.id}, one.role, std::nullopt};
    return {UserId{}, one.role, StoreId{std::stoll(one.id)}};
}

/// What a customer or a store lists as theirs. Riders list what is offered, which passes.
bool isTheirs(const Actor& actor, const OrderModel& order) {
    if (actor.role == Role::Customer) return order.customer == actor.user.text();
    return actor.store && actor.store->value() == order.store && order.reachedStore;
}

const char* pageOf(Role role) {
    if (role == Role::Store) return "store";
    return role == Role::Rider ? "rider" : "customer";
}

}  // namespace

void Listeners::listen() { m_isListening = true; }

void Listeners::broken(const char* invariant, std::string what, std::int64_t orderId) {
    m_broken({invariant, std::move(what), orderId});
}

void Listeners::serverStarted() {
    if (!m_isListening) return;
    m_reader.emplace("life-" + std::to_string(++m_lives), m_upTo);
}

void Listeners::committed() {
    if (!m_isListening || !m_reader) return;
    const auto ledger = m_disk.reader();
    while (true) {
        auto step = m_reader->next(**ledger, eventsAtOnce);
        assert(step);
        for (announce::Announcement& one : step->news.announcements) {
            bend(one);
            checkMeant(one);
            leave(std::move(one));
        }
        m_upTo = step->news.upTo;
        if (!step->mayBeMore) return;
    }
}

Listeners::Book& Listeners::bookOf(const announce::Announcement& one) {
    Book& book = m_books[announce::rowOf(one.role, one.id)];
    book.actor = actorOf(one);
    return book;
}

void Listeners::checkMeant(const announce::Announcement& one) {
    // A notice may be about a store alone; what waits for a person is for every admin.
    if (one.isNotice && (one.order.value() == 0 || one.role == Role::Admin)) return;
    const OrderModel* order = m_auditor.order(one.order.value());
    if (order == nullptr) return broken("A1", "news of an order that is none", one.order.value());
    const bool tellsPersonal = one.text.find(addressInTown) != std::string::npos ||
                               one.text.find(phoneInTown) != std::string::npos;
    if (one.role == Role::Customer && one.id != order->customer) {
        broken("A1", "a customer hears of somebody else's order: " + one.id, order->id);
    }
    if (one.role == Role::Store &&
        (one.id != std::to_string(order->store) || !order->reachedStore)) {
        broken("A1", "a store hears of an order that is not its ticket: " + one.id, order->id);
    }
    // A page that lags shows what was true then, and is judged when it has caught up.
    if (one.role != Role::Rider || !tellsPersonal || reachOf("rider") < order->position) return;
    if (!order->isHeld() || order->rider != one.id) {
        broken("A1", one.id + " reads the address of a delivery that they do not hold", order->id);
    }
}

/// Messages come late and overtake each other; where one is lost the connection is, for a while.
void Listeners::leave(announce::Announcement one) {
    m_world.count("news");
    const std::string to = announce::rowOf(one.role, one.id);
    Book& book = bookOf(one);
    if (m_dice.permille(m_world.weather.lossPermille)) {
        m_world.strike("broker.lost", one.order.value());
        book.connected = false;
        m_world.agenda.in(m_dice.between(seconds(1), seconds(30)), [this, to] {
            m_books[to].connected = true;
            askSoon(to);
        });
    }
    if (!book.connected) return;
    const auto post = [&] {
        m_world.agenda.in(m_dice.between(milliseconds(1), milliseconds(400)),
                          [this, to, text = one.text] { arrive(to, text); });
    };
    post();
    if (m_dice.percent(3)) {
        m_world.strike("broker.twice", one.order.value());
        post();
    }
}

void Listeners::arrive(const std::string& to, const std::string& text) {
    Book& book = m_books[to];
    const auto envelope = wire::parseEnvelope(text);
    if (!envelope || envelope->to != to) return broken("A1", "a message that is not theirs", 0);
    const bool follows = envelope->epoch == book.epoch && envelope->number <= book.number + 1;
    if (!follows) askSoon(to);
    if (envelope->epoch != book.epoch) book.number = 0;
    book.epoch = envelope->epoch;
    book.number = std::max(book.number, envelope->number);
    if (envelope->kind == wire::Envelope::Kind::Order) apply(book, envelope->body);
}

void Listeners::apply(Book& book, const std::string& body) {
    const json order = json::parse(body, nullptr, false);
    const std::int64_t id = order.at("id").get<std::int64_t>();
    std::int64_t& known = book.versions[id];
    known = std::max(known, order.at("version").get<std::int64_t>());
}

void Listeners::askSoon(const std::string& to) {
    Book& book = m_books[to];
    if (std::exchange(book.asking, true)) return;
    m_world.agenda.in(m_dice.between(milliseconds(20), milliseconds(900)), [this, to] {
        m_books[to].asking = false;
        ask(m_books[to]);
    });
}

void Listeners::ask(Book& book) {
    m_world.count("news.asked");
    const std::int64_t reach = reachOf(pageOf(book.actor.role));
    for (const auto& [id, order] : m_auditor.orders()) {
        if (order.position <= book.reach || !isTheirs(book.actor, order)) continue;
        const std::string text = shown(book.actor, id);
        if (!text.empty()) apply(book, text);
    }
    book.reach = reach;
}

std::int64_t Listeners::reachOf(const std::string& page) {
    const auto ledger = m_disk.reader();
    const auto cursors = (*ledger)->pageCursors();
    for (const desk::PageCursor& cursor : *cursors) {
        if (cursor.page == page) return cursor.position;
    }
    return 0;
}

std::string Listeners::shown(const Actor& actor, std::int64_t orderId) {
    const auto ledger = m_disk.reader();
    const auto row = (*ledger)->pageRow(pageOf(actor.role), std::to_string(orderId));
    if (!row || !row->has_value()) return {};
    const auto body = record::decodeBody((*row)->body);
    assert(body);
    const auto text = shift::showOrder(**ledger, std::get<page::OrderCard>(*body), actor, {},
                                       rider::holdMaxDefault);
    assert(text);
    return *text;
}

/// R1: whoever reads twice never reads something older, and never less than they were told.
void Listeners::look(const Actor& actor, std::int64_t orderId) {
    const bool reads = actor.role == Role::Customer || actor.role == Role::Store;
    if (!m_isListening || !reads) return;
    Actor reader = actor;
    if (actor.role == Role::Store) reader.user = UserId{};
    std::string text = shown(reader, orderId);
    if (text.empty()) return;
    auto& [version, before] = m_read[{actor.user.text(), orderId}];
    if (m_world.has(Bug::StaleRead) && !before.empty() && m_dice.percent(10)) {
        text = before;
        version += 1;
    }
    const std::int64_t now = json::parse(text).at("version").get<std::int64_t>();
    m_world.count("reads");
    if (now < version) broken("R1", "what " + actor.user.text() + " reads goes back", orderId);
    version = now;
    before = std::move(text);
}

/// S13: in the end everybody whom an order concerns knows the last of it.
void Listeners::checkRest() {
    if (!m_isListening) return;
    for (const auto& [to, book] : m_books) {
        for (const auto& [id, known] : book.versions) {
            const OrderModel* order = m_auditor.order(id);
            if (order == nullptr || !isTheirs(book.actor, *order)) continue;
            if (known != order->version) {
                broken("S13", to + " knows version " + std::to_string(known) + " and not the last",
                       id);
            }
        }
    }
    for (const auto& [id, order] : m_auditor.orders()) {
        const auto book = m_books.find(announce::rowOf(Role::Customer, order.customer));
        if (book == m_books.end() || !book->second.versions.contains(id)) {
            broken("S13", order.customer + " never heard of the order", id);
        }
    }
}

void Listeners::bend(announce::Announcement& one) {
    if (m_world.has(Bug::TellStranger) && one.role == Role::Customer && m_dice.permille(10)) {
        one.id = one.id == "song" ? "kim" : "song";
    }
    const bool tells = m_world.has(Bug::TellAddress) && one.role == Role::Rider;
    const OrderModel* order = m_auditor.order(one.order.value());
    if (tells && order != nullptr && !order->isHeld() && m_dice.percent(20)) {
        one.text = shown({UserId{order->customer}, Role::Customer, std::nullopt}, order->id);
    }
    if (!m_world.has(Bug::LoseNews)) return;
    auto envelope = wire::parseEnvelope(one.text);
    assert(envelope);
    // The next number comes, and says something else.
    if (!m_dice.percent(5)) return;
    envelope->kind = wire::Envelope::Kind::Notice;
    envelope->body = "{}";
    one.text = wire::printEnvelope(*envelope);
}

}  // namespace delivery::sim
