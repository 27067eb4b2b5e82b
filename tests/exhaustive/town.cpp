#include "tests/exhaustive/town.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "record/record.h"
#include "server/outside/outcomes.h"

namespace delivery::exhaustive {

using effect::PaymentOperation;
using effect::ProviderAnswer;
using Kind = saga::Call::Kind;
using sim::Violation;

namespace {

constexpr Instant morning{1'800'000'000'000};
constexpr Span untilKeysAreDead = days(16);

std::string wordFor(const desk::Answer& answer) {
    if (answer.kind == desk::Answer::Kind::Failed) return "failed: " + answer.fault->text;
    if (answer.kind == desk::Answer::Kind::Provisional) return "taken, the answer follows";
    if (const auto* refusal = std::get_if<Refusal>(&*answer.reply)) {
        return "refused, " + std::string(delivery::name(refusal->code));
    }
    return "done";
}

ProviderAnswer declined() {
    ProviderAnswer answer;
    answer.httpStatus = 403;
    answer.code = "REJECT_CARD_PAYMENT";
    return answer;
}
ProviderAnswer notFound() {
    ProviderAnswer answer;
    answer.httpStatus = 404;
    answer.code = "NOT_FOUND_PAYMENT";
    return answer;
}
ProviderAnswer silence() {
    ProviderAnswer answer;
    answer.transport = ProviderAnswer::Transport::TimedOut;
    return answer;
}
ProviderAnswer refusedConnection() {
    ProviderAnswer answer;
    answer.transport = ProviderAnswer::Transport::Refused;
    return answer;
}

ProviderAnswer show(const PaymentKey& key, const Held& held) {
    ProviderAnswer answer;
    answer.httpStatus = 200;
    const bool whole = held.balance == held.total;
    answer.payment = effect::ProviderPayment{whole ? "DONE" : "CANCELED", held.total, held.balance,
                                             held.orderName, key};
    return answer;
}

ProviderAnswer askedFor(const Place& place, const std::string& orderName) {
    for (const auto& [key, held] : place.payments) {
        if (held.orderName == orderName) return show(key, held);
    }
    return notFound();
}

ProviderAnswer charged(Place& place, const saga::Call& call) {
    const PaymentKey key{"pay-" + std::to_string(place.payments.size()) + "-" +
                         call.providerOrderId};
    place.payments[key] = {call.providerOrderId, call.amount, call.amount};
    return show(key, place.payments.at(key));
}

ProviderAnswer refunded(Place& place, const saga::Call& call) {
    const auto found = place.payments.find(call.paymentKey);
    if (found == place.payments.end()) return notFound();
    found->second.balance = Won{0};
    return show(found->first, found->second);
}

/// A key that was answered is answered so again; a new one is a new wish.
ProviderAnswer perform(Place& place, const saga::Call& call, bool declines) {
    const auto known = place.answered.find(call.key);
    if (known != place.answered.end()) return known->second;
    const bool refunds = call.kind == Kind::Refund;
    ProviderAnswer answer = refunds    ? refunded(place, call)
                            : declines ? declined()
                                       : charged(place, call);
    place.answered[call.key] = answer;
    return answer;
}

outside::Owed owedOf(const Place& place, const std::string& effectId) {
    const desk::EffectRow& row = place.rows.effects.at(effectId);
    auto call = record::decodeCall(row.body);
    assert(call);
    outside::Owed owed{row.id, row.due, row.tries, row.since, std::move(*call), std::nullopt};
    const bool there = place.rows.sides.contains({"card", "card-song"});
    if (owed.call.kind != Kind::Refund && there) owed.card.emplace();
    return owed;
}

std::uint64_t saltOf(const Place& place) { return static_cast<std::uint64_t>(place.order.attempt); }

}  // namespace

Town::Town(Scene scene, std::optional<Planted> planted) : m_scene(scene), m_planted(planted) {
    settle();
    if (scene == Scene::Offered) placeOffered();
}

/// A store, a dish, a customer with a card, two riders on duty; and an order of the same customer
/// that is paid and done with, and gave points.
void Town::settle() {
    Place& place = m_beginning;
    place.now = morning;
    place.order.id = watched.value();
    place.order.offerRoundsMax = offerRoundsMax;
    int commands = 0;
    const auto must = [&](const Actor& actor, desk::Command command) {
        const std::string id = "before-" + std::to_string(++commands);
        const Ran ran =
            run(place.rows, envelope(actor, std::move(command), id, 1'000), place.now, {});
        assert(ran.result.answers.front().kind != desk::Answer::Kind::Failed);
        place.now = place.now + seconds(1);
    };
    const Actor admin{UserId{"admin"}, Role::Admin, std::nullopt};
    const Actor owner{UserId{"owner"}, Role::Store, StoreId{1}};
    const Actor song{UserId{"song"}, Role::Customer, std::nullopt};
    shop::Profile profile;
    profile.name = "용산반점";
    profile.place = {37'530'000, 126'965'000};
    must(admin, desk::OpenStore{StoreId{1}, owner.user, profile});
    must(owner, desk::AddDish{StoreId{1}, {"탕수육", Won{10'000}, {}, 10, ""}});
    must(admin, desk::OpenAccount{song.user, Role::Customer, "hash", {}, "song", "010"});
    must(song, desk::AddCard{CardId{"card-song"}, CustomerId{"song"}, "sealed", "sealed",
                             "4330****1234"});
    for (const char* rider : {"rider1", "rider2"}) {
        must({UserId{rider}, Role::Rider, std::nullopt}, desk::SetDuty{true});
    }
    desk::PlaceOrder wish;
    wish.customerId = CustomerId{"song"};
    wish.lines.push_back({FoodId{1}, 1, {}, std::nullopt});
    wish.pickup = true;
    must(song, wish);
    const Won total{10'000};
    const saga::Call charge = owedOf(place, "charge/1/1").call;
    must(systemActor(), desk::RecordCharge{"charge/1/1", bystander, 1,
                                           order::RecordCharge::Approved{bystandersPayment(), total,
                                                                         charge.providerOrderId}});
    must(owner, desk::AcceptOrder{bystander, 20});
    must(owner, desk::StartCooking{bystander});
    must(owner, desk::FinishCooking{bystander});
    must(song, desk::ConfirmOrder{bystander});
    place.payments[bystandersPayment()] = {charge.providerOrderId, total, total};
    place.lifeBegan = place.now;
    // Pages have tests of their own; here they stand still, which costs least.
    place.rows.pageRows.clear();
    place.rows.pageIndex.clear();
    place.rows.pageCounts.clear();
    for (auto& [name, cursor] : place.rows.pageCursors) cursor.position = 0;
    place.rows.replies.clear();
    place.rows.repliesByAge.clear();
}

/// The watched order as far as a cooked dish that riders are offered, by the moves themselves.
void Town::placeOffered() {
    const std::vector<Wish>& all = wishes(Scene::FromNothing);
    const auto asked = [&](const std::string& what) {
        const auto wish = std::ranges::find(all, what, &Wish::what);
        assert(wish != all.end());
        m_beginning.now = m_beginning.now + seconds(1);
        const Made made = ask(m_beginning, *wish);
        assert(!made.violation);
    };
    asked("places the order");
    for (const Does does : {Does::Send, Does::Arrive, Does::Hear}) {
        const Made made = make(m_beginning, {does, 0, "charge/2/1"});
        assert(!made.violation);
    }
    for (const char* what : {"accepts", "starts cooking", "finishes cooking"}) asked(what);
}

Town::Made Town::make(Place& place, const Move& move) const {
    place.now = place.now + seconds(1);
    const std::string& id = move.subject;
    switch (move.does) {
        case Does::Ask:
            return ask(place, wishes(m_scene)[move.wish]);
        case Does::Send:
        case Does::SendInVain:
            return send(place, id, move.does == Does::SendInVain);
        case Does::Arrive:
        case Does::ArriveDeclined: {
            UnderWay& call = place.underWay.at(id);
            return arrive(place, call.owed.call, move.does == Does::ArriveDeclined, call.answer);
        }
        case Does::Hear: {
            auto call = place.underWay.extract(id);
            return hear(place, call.mapped().owed, *call.mapped().answer);
        }
        case Does::GiveUp: {
            auto call = place.underWay.extract(id);
            const UnderWay& given = call.mapped();
            if (!given.answer) place.strays.insert_or_assign(id, given.owed.call);
            return hear(place, given.owed, silence());
        }
        case Does::StrayArrives: {
            auto call = place.strays.extract(id);
            std::optional<ProviderAnswer> nobodys;
            return arrive(place, call.mapped(), false, nobodys);
        }
        case Does::StrayIsLost:
            place.strays.erase(id);
            return {};
        case Does::Query:
        case Does::QueryWhenDead:
            return query(place, id, move.does == Does::QueryWhenDead);
        case Does::Fire: {
            const auto timer = place.rows.timers.at({{"order", watched.text()}, id});
            place.now = std::max(place.now, timer.due);
            return submit(place, desk::FireTimer{timer});
        }
        case Does::Crash:
            for (auto& [effectId, call] : place.underWay) {
                if (!call.answer) place.strays.insert_or_assign(effectId, call.owed.call);
            }
            place.underWay.clear();
            place.lifeBegan = place.now;
            place.crashed = true;
            return {};
    }
    return {};
}

Town::Made Town::ask(Place& place, const Wish& wish) const {
    // One name for one tap: it is unique because the log has grown, or nothing came of it.
    const std::string id = "tap-" + std::to_string(place.now.utcMilliseconds);
    return decided(place,
                   envelope(wish.actor, *wish.command(place, wish.actor), id, saltOf(place)));
}

Town::Made Town::submit(Place& place, desk::Command command) const {
    return decided(place, envelope(systemActor(), std::move(command), "system", saltOf(place)));
}

Town::Made Town::decided(Place& place, const desk::Envelope& envelope) const {
    const Place before = place;
    Ran ran = run(place.rows, envelope, place.now, m_planted);
    const desk::Answer& answer = ran.result.answers.front();
    Made made{std::nullopt, wordFor(answer)};
    if (answer.kind == desk::Answer::Kind::Failed) {
        made.violation = Violation{"S2", "a command fails: " + answer.fault->text, watched.value()};
        return made;
    }
    if (envelope.keepReply && answer.kind == desk::Answer::Kind::Final) {
        place.heard[{envelope.actor.user.text(), envelope.id}] = record::encode(*answer.reply);
    }
    for (const desk::Finalised& done : ran.result.finalised) {
        place.heard[done.key] = record::encode(done.reply);
    }
    made.violation = follow(place, ran.events);
    if (!made.violation) made.violation = look(place);
    const bool tells = envelope.keepReply && !ran.events.empty();
    if (!made.violation && tells) made.violation = repeats(before, place, envelope, ran);
    return made;
}

/// S10, S11: the machine dies right before the commit or right after it, and the client, who has
/// heard nothing, sends the command again.
std::optional<Violation> Town::repeats(const Place& before, const Place& after,
                                       const desk::Envelope& envelope, const Ran& first) const {
    const auto broken = [](const char* invariant, const char* what) {
        return Violation{invariant, what, watched.value()};
    };
    tests::LedgerRows rows = before.rows;
    const Ran died = run(rows, envelope, before.now, m_planted, AtCommit::Dies);
    if (!died.events.empty() || rows.effects.size() != before.rows.effects.size()) {
        return broken("S11", "something is there of a batch that was never committed");
    }
    const Ran again = run(rows, envelope, before.now, m_planted);
    if (again.events.size() != first.events.size()) {
        return broken("S11",
                      "after a crash before the commit the same command does something else");
    }
    rows = before.rows;
    const Ran landed = run(rows, envelope, before.now, m_planted, AtCommit::DiesLanded);
    if (landed.events.size() != first.events.size()) {
        return broken("S11", "a committed batch is not there");
    }
    const Ran repeat = run(rows, envelope, after.now, m_planted);
    if (!repeat.events.empty()) return broken("S10", "a repeated command is decided again");
    const desk::Answer& one = first.result.answers.front();
    const desk::Answer& other = repeat.result.answers.front();
    const bool same = one.kind == other.kind &&
                      (!one.reply || record::encode(*one.reply) == record::encode(*other.reply));
    if (!same) return broken("S10", "a repeat is answered otherwise");
    return std::nullopt;
}

// --- calls to the provider, as the worker performs them

Town::Made Town::send(Place& place, const std::string& effectId, bool inVain) const {
    const outside::Owed owed = owedOf(place, effectId);
    if (owed.call.kind == Kind::Charge && !owed.card) {
        return submit(place, outside::chargeWithoutCard(owed, place.lifeBegan));
    }
    if (inVain) return hear(place, owed, refusedConnection());
    place.underWay.insert_or_assign(effectId, UnderWay{owed, std::nullopt});
    return {};
}

Town::Made Town::arrive(Place& place, const saga::Call& call, bool declines,
                        std::optional<ProviderAnswer>& answer) const {
    answer = perform(place, call, declines);
    return {look(place), {}};
}

Town::Made Town::query(Place& place, const std::string& effectId, bool dead) const {
    const outside::Owed owed = owedOf(place, effectId);
    if (dead) place.now = std::max(place.now, owed.since + untilKeysAreDead);
    return hear(place, owed, askedFor(place, owed.call.providerOrderId));
}

Town::Made Town::hear(Place& place, const outside::Owed& owed, const ProviderAnswer& answer) const {
    const auto next = [&](PaymentOperation operation, const ProviderAnswer& heard) {
        const effect::Verdict judged = effect::judge(operation, heard);
        if (owed.call.kind == Kind::Charge) return outside::afterCharge(owed, judged);
        if (owed.call.kind == Kind::Query) return outside::afterQuery(owed, judged, place.now);
        return outside::afterRefund(owed, judged, place.now, operation);
    };
    const PaymentOperation operation = owed.call.kind == Kind::Charge  ? PaymentOperation::Charge
                                       : owed.call.kind == Kind::Query ? PaymentOperation::Query
                                                                       : PaymentOperation::Refund;
    outside::Next then = next(operation, answer);
    if (std::holds_alternative<outside::AskPayment>(then)) {
        const auto found = place.payments.find(owed.call.paymentKey);
        const bool known = found != place.payments.end();
        then = next(PaymentOperation::QueryRefund,
                    known ? show(found->first, found->second) : notFound());
    }
    if (auto* command = std::get_if<desk::Command>(&then))
        return submit(place, std::move(*command));
    return submit(place,
                  desk::PostponeEffect{owed.effectId, outside::dueAgain(owed, place.now, 0)});
}

}  // namespace delivery::exhaustive
