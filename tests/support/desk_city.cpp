#include "tests/support/desk_city.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include <QtGlobal>

#include "record/record.h"

namespace delivery::tests {

DeskCity::DeskCity(const desk::Settings& settings) : m_settings(settings) {
    open();
    shop::Profile profile;
    profile.name = "용산반점";
    profile.place = {37'530'000, 126'965'000};
    must(admin(), desk::OpenStore{StoreId{1}, UserId{"store1"}, profile});
    shop::Dish dish{"탕수육", Won{10'000}, {}, 10, ""};
    must(owner(), desk::AddDish{StoreId{1}, dish});
    shop::Dish endless{"짜장", Won{2'500}, {}, std::nullopt, ""};
    must(owner(), desk::AddDish{StoreId{1}, endless});
    for (const char* who : {"song", "kim"}) {
        must(systemActor(), desk::OpenAccount{UserId{who}, Role::Customer, "hash", {}, who, ""});
        must(systemActor(), desk::AddCard{CardId{std::string("card-") + who}, CustomerId{who},
                                          "sealed", "sealed", "4330****1234"});
    }
    must(courier("rider1"), desk::SetDuty{true});
    must(courier("rider2"), desk::SetDuty{true});
}

desk::Envelope DeskCity::envelope(const Actor& actor, desk::Command command, std::string id,
                                  std::string fingerprint) {
    desk::Envelope e;
    e.actor = actor;
    e.command = std::move(command);
    e.id = CommandId{id.empty() ? "c" + std::to_string(++m_ids) : id};
    e.fingerprint = std::move(fingerprint);
    for (auto& word : e.random) word = ++m_random * 0x9e3779b97f4a7c15ULL;
    e.keepReply = actor.role != Role::System;
    return e;
}

desk::BatchResult DeskCity::run(const std::vector<desk::Envelope>& batch) {
    desk::BatchResult result = m_desk->run(batch, now);
    for (const auto& done : result.finalised) finalised.insert_or_assign(done.key, done.reply);
    return result;
}

desk::Answer DeskCity::ask(const Actor& actor, desk::Command command, std::string id) {
    auto result = run({envelope(actor, std::move(command), std::move(id))});
    return result.answers.front();
}

Refusal DeskCity::refusal(const Actor& actor, desk::Command command) {
    const desk::Answer answer = ask(actor, std::move(command));
    assert(answer.reply);
    const auto* refused = std::get_if<Refusal>(&*answer.reply);
    assert(refused != nullptr);
    return *refused;
}

desk::Answer DeskCity::must(const Actor& actor, desk::Command command) {
    const desk::Answer answer = ask(actor, std::move(command));
    assert(answer.kind != desk::Answer::Kind::Failed);
    const auto* refused = answer.reply ? std::get_if<Refusal>(&*answer.reply) : nullptr;
    if (refused != nullptr) qFatal("%s", sentence(*refused, Language::English).c_str());
    return answer;
}

desk::PlaceOrder DeskCity::wish(const std::string& who, int qty, FoodId food) {
    desk::PlaceOrder place;
    place.customerId = CustomerId{who};
    place.lines.push_back({food, qty, {}, std::nullopt});
    place.address = "서울 용산구 용산동 1-1";
    place.area = "서울 용산구 용산동";
    place.dropOff = GeoPoint{37'531'000, 126'966'000};
    return place;
}

OrderId DeskCity::place(const desk::PlaceOrder& wished, std::string id) {
    ask(customer(wished.customerId.text()), wished, std::move(id));
    return OrderId{++m_orders};
}

void DeskCity::approve(OrderId id, Won amount) {
    const auto charged = std::get<order::payment::Requested>(order(id).payment).attempt;
    must(systemActor(),
         desk::RecordCharge{"charge/" + id.text() + "/1", id, charged.number,
                            order::RecordCharge::Approved{PaymentKey{"pay-" + id.text()}, amount,
                                                          charged.providerOrderId}});
}

OrderId DeskCity::paid(const desk::PlaceOrder& wished) {
    const OrderId id = place(wished);
    approve(id, std::get<order::payment::Requested>(order(id).payment).attempt.amount);
    return id;
}

OrderId DeskCity::cooked() {
    const OrderId id = paid();
    must(owner(), desk::AcceptOrder{id, 20});
    must(owner(), desk::StartCooking{id});
    must(owner(), desk::FinishCooking{id});
    return id;
}

std::optional<record::AnyState> DeskCity::stateNow(const std::string& kind, const std::string& id) {
    auto row = (*m_ledger.reader())->state({kind, id});
    assert(row);
    if (!row->has_value()) return std::nullopt;
    auto decoded = record::decodeState(kind, (*row)->body);
    assert(decoded);
    return std::move(*decoded);
}

order::Order DeskCity::order(OrderId id) {
    return std::get<order::Order>(state<order::State>("order", id.text()));
}

order::Status DeskCity::status(OrderId id) { return order::statusOf(order(id)); }
points::Account DeskCity::points(const std::string& who) {
    return state<points::Account>("points", who);
}
std::optional<int> DeskCity::stock(FoodId id) {
    return std::get<shop::Food>(state<shop::FoodState>("food", id.text())).dish.stock;
}

std::vector<std::string> DeskCity::effects() {
    auto reader = m_ledger.reader();
    auto due = (*reader)->effectsDue(now + days(100), 1000);
    std::vector<std::string> ids;
    for (const auto& effect : *due) ids.push_back(effect.id);
    return ids;
}

std::vector<desk::TimerRow> DeskCity::timers() {
    auto reader = m_ledger.reader();
    std::vector<desk::TimerRow> armed;
    for (const auto& clock : m_desk->clocks(now)) {
        const auto of = (*reader)->timersDue(clock.waitsFor, now + days(100), 5'000);
        armed.insert(armed.end(), of->begin(), of->end());
    }
    return armed;
}

void DeskCity::pass(Span span) {
    const Instant until = now + span;
    while (const auto next = nextTimer(until)) {
        now = std::max(now, next->second);
        run({envelope(systemActor(), desk::FireTimer{next->first})});
    }
    now = until;
}

void DeskCity::fireOne() {
    const auto next = nextTimer(now);
    if (next) run({envelope(systemActor(), desk::FireTimer{next->first})});
}

void DeskCity::restart(Span away) {
    m_desk.reset();
    now = now + away;
    open();
    m_desk->peopleReturn(now);
}

std::int64_t DeskCity::position() { return *(*m_ledger.reader())->lastPosition(); }
std::vector<desk::PageRow> DeskCity::scan(const std::string& page, const std::string& index,
                                          const std::string& partition) {
    desk::ScanRequest request{page, index, partition, false, 0, 1000, std::nullopt};
    return *(*m_ledger.reader())->scan(request);
}

void DeskCity::open() {
    m_desk = std::make_unique<desk::CommandDesk>(m_ledger, m_settings);
    const auto opened = m_desk->open();
    assert(opened);
}

std::optional<std::pair<desk::TimerRow, Instant>> DeskCity::nextTimer(Instant until) {
    std::optional<std::pair<desk::TimerRow, Instant>> next;
    auto reader = m_ledger.reader();
    for (const auto& clock : m_desk->clocks(now)) {
        if (clock.stands) continue;
        const Span ahead = now - clock.now;
        const auto due = (*reader)->timersDue(clock.waitsFor, until - ahead, 1);
        if (due->empty()) continue;
        const Instant at = due->front().due + ahead;
        if (!next || at < next->second) next.emplace(due->front(), at);
    }
    return next;
}

DeskCity::~DeskCity() = default;

}  // namespace delivery::tests
