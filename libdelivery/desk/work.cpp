#include "desk/work.h"

#include <algorithm>
#include <cassert>

#include "core/cases.h"
#include "desk/states.h"

namespace delivery::desk {

namespace {

/// Longer than anything is waited for.
constexpr Span putOffFor = days(20'000);
constexpr Span waitedForAtMost = days(10'000);

/// splitmix64: spreads the envelope's random words over as many draws as a command needs.
std::uint64_t mixed(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15ULL;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

const char* callKind(saga::Call::Kind kind) {
    switch (kind) {
        case saga::Call::Kind::Charge:
            return "charge";
        case saga::Call::Kind::Query:
            return "query";
        case saga::Call::Kind::Refund:
            return "refund";
    }
    std::abort();
}

/// The version of the stream's latest event, this command's own included.
std::int64_t versionOf(const Slot& slot) {
    return slot.version + static_cast<std::int64_t>(slot.fresh.size());
}

}  // namespace

const Slot* StateCache::find(const StreamKey& key) const {
    const auto it = m_slots.find(key);
    return it == m_slots.end() ? nullptr : &it->second;
}
void StateCache::put(const StreamKey& key, Slot slot) {
    if (m_slots.size() >= slotsMax) m_slots.clear();
    slot.fresh.clear();
    m_slots.insert_or_assign(key, std::move(slot));
}
void StateCache::drop(const StreamKey& key) { m_slots.erase(key); }
void StateCache::clear() { m_slots.clear(); }

StreamKey streamOf(OrderId id) { return {"order", id.text()}; }
StreamKey streamOf(FoodId id) { return {"food", id.text()}; }
StreamKey streamOf(StoreId id) { return {"store", id.text()}; }
StreamKey streamOf(const RiderId& id) { return {"rider", id.text()}; }
StreamKey pointsOf(const CustomerId& id) { return {"points", id.text()}; }
StreamKey reviewOf(OrderId id) { return {"review", id.text()}; }
StreamKey acknowledgementOf(OrderId id) { return {"ack", id.text()}; }

Work::Work(Transaction& transaction, const StateCache& cache, const Counters& counters,
           const Settings& settings, const std::string& install, const Envelope& envelope,
           Instant now)
    : m_transaction(transaction),
      m_cache(cache),
      m_settings(settings),
      m_install(install),
      m_envelope(envelope),
      m_now(now),
      m_counters(counters) {}

Step<Slot*> Work::load(const StreamKey& key) {
    const auto own = m_slots.find(key);
    if (own != m_slots.end()) return &own->second;
    if (const Slot* cached = m_cache.find(key)) return &(m_slots[key] = *cached);
    auto known = stateOf(m_transaction, key);
    if (!known) {
        const FaultCode code = known.error().code;
        if (code == FaultCode::Unreadable || code == FaultCode::Misfit) m_unreadable = key;
        return broken(known.error());
    }
    Slot slot{std::move(known->state), known->version, {}};
    return &(m_slots[key] = std::move(slot));
}

template <class State, class Command>
Step<void> Work::askStream(const StreamKey& key, const Command& command) {
    auto slot = load(key);
    if (!slot) return tl::unexpected(slot.error());
    auto events = decide(std::get<State>((*slot)->state), command);
    if (!events) return tl::unexpected<Stop>(events.error());
    for (const auto& event : *events) {
        (*slot)->state = evolve(std::get<State>((*slot)->state), event);
        (*slot)->fresh.emplace_back(event);
    }
    return {};
}

Step<void> Work::ask(OrderId id, const order::Command& command) {
    const StreamKey key = streamOf(id);
    auto slot = load(key);
    if (!slot) return tl::unexpected(slot.error());
    auto events = order::decide(std::get<order::State>((*slot)->state), command);
    if (!events) return tl::unexpected<Stop>(events.error());
    for (const auto& event : *events) {
        const order::State before = std::get<order::State>((*slot)->state);
        order::State after = order::evolve(before, event);
        (*slot)->state = after;
        (*slot)->fresh.emplace_back(event);
        noteRunning(before, std::get<order::Order>(after));
        const auto* worry = std::get_if<order::PaymentEscalated>(&event);
        if (worry != nullptr && worry->stray) {
            m_alarms.push_back("order " + id.text() + ": money " + worry->reason);
        }
        auto told = tellOf(id, before, event, std::get<order::Order>(after), versionOf(**slot));
        if (!told) return told;
        auto followed = follow(
            id, saga::react(before, event, std::get<order::Order>(after), m_now, m_settings.times));
        if (!followed) return followed;
    }
    // Only once the whole decision stands does the next one begin.
    const auto reached = m_reached.extract(id);
    return reached.empty() ? Step<void>{} : acceptByItself(*this, id, reached.mapped());
}

void Work::noteRunning(const order::State& before, const order::Order& after) {
    const auto* lived = std::get_if<order::Order>(&before);
    const std::string id = after.placed.orderId.text();
    if (lived == nullptr) put(SideRow{"running", id, after.placed.customerId.text(), {}});
    if (lived != nullptr && !order::isOver(*lived) && order::isOver(after)) erase({"running", id});
}

Step<void> Work::ask(FoodId id, const shop::FoodCommand& command) {
    return askStream<shop::FoodState>(streamOf(id), command);
}
Step<void> Work::ask(StoreId id, const shop::StoreCommand& command) {
    const StreamKey key = streamOf(id);
    auto slot = load(key);
    if (!slot) return tl::unexpected(slot.error());
    const std::size_t known = (*slot)->fresh.size();
    auto asked = askStream<shop::StoreState>(key, command);
    if (!asked) return asked;
    for (std::size_t i = known; i < (*slot)->fresh.size(); ++i) {
        const auto change = (*slot)->version + static_cast<std::int64_t>(i) + 1;
        auto told = tellOf(id, std::get<shop::StoreEvent>((*slot)->fresh[i]), change);
        if (!told) return told;
    }
    return {};
}
Step<void> Work::ask(const RiderId& id, const rider::Command& command) {
    return askStream<rider::Rider>(streamOf(id), command);
}
Step<void> Work::askPoints(const CustomerId& id, const points::Command& command) {
    return askStream<points::Account>(pointsOf(id), command);
}
Step<void> Work::askReview(OrderId id, const shop::ReviewCommand& command) {
    return askStream<shop::ReviewState>(reviewOf(id), command);
}
Step<void> Work::askAcknowledgement(OrderId id, const shop::AcknowledgementCommand& command) {
    return askStream<shop::AcknowledgementState>(acknowledgementOf(id), command);
}

Step<void> Work::follow(OrderId id, const std::vector<saga::FollowUp>& followUps) {
    for (const auto& followUp : followUps) {
        auto done = follow(id, followUp);
        if (!done) return done;
    }
    return {};
}

Step<void> Work::follow(OrderId id, const saga::FollowUp& followUp) {
    using What = record::OwedRow::What;
    const StreamKey stream = streamOf(id);
    return std::visit(
        Overloaded{
            [&](const saga::OweCall& f) -> Step<void> {
                // A deferred charge has had its first try: what follows are the breaker's probes.
                const int tries = f.call.kind == saga::Call::Kind::Charge && f.due > m_now ? 1 : 0;
                const std::string effectId = saga::effectId(f.call);
                auto known = effect(effectId);
                if (!known) return tl::unexpected(known.error());
                // What is owed anew was first owed when it was first owed.
                Instant since = f.call.unknownSince.value_or(m_now);
                if (known->has_value()) since = std::min(since, (*known)->since);
                owe(f.call, f.due, tries, since);
                return {};
            },
            [&](const saga::DropCall& f) -> Step<void> {
                effectDone(f.effectId);
                return {};
            },
            [&](const saga::ArmTimer& f) -> Step<void> {
                if (f.kind == order::TimerKind::Verification) {
                    // It waits for a clock that stands to go again, not for a moment of it. By the
                    // order's number the earlier one is looked at first.
                    armAgain(
                        {stream, saga::name(f.kind), Instant{id.value()}, saga::waitsFor(f.kind)});
                    return {};
                }
                if (f.kind == order::TimerKind::AssignDeadline) return armAssign(stream, f.due);
                arm(stream, f.kind, f.due);
                return {};
            },
            [&](const saga::DisarmTimer& f) -> Step<void> {
                disarm(stream, saga::name(f.kind));
                return {};
            },
            [&](const saga::EarnPoints& f) {
                return doOrOwe(*this, pointsOf(f.customerId),
                               {What::EarnPoints, f.orderId, f.amount.amount()});
            },
            [&](const saga::RevokePoints& f) {
                return doOrOwe(*this, pointsOf(f.customerId),
                               {What::RevokePoints, f.orderId, f.amount.amount()});
            },
            [&](const saga::ReturnPoints& f) {
                return doOrOwe(*this, pointsOf(f.customerId),
                               {What::ReturnPoints, f.orderId, f.amount.amount()});
            },
            [&](const saga::ReturnStock& f) {
                return doOrOwe(*this, streamOf(f.foodId), {What::ReturnStock, f.orderId, f.qty});
            },
            [&](const saga::LetGoRider& f) {
                return doOrOwe(*this, streamOf(f.riderId), {What::LetGoDelivery, f.orderId});
            },
            [&](const saga::PauseSilentStore& f) -> Step<void> {
                shop::Pause pause;
                pause.reason = "주문에 응답이 없어 새 주문을 멈췄어요";
                pause.bySystem = true;
                auto paused = ask(f.storeId, shop::PauseSilent{pause, f.placedAt});
                // Nobody can order at a store that cannot be read.
                if (!paused && couldNotRead(streamOf(f.storeId))) return {};
                return paused;
            },
            [&](const saga::ReachStore& f) -> Step<void> {
                m_reached[id] = f.storeId;
                return {};
            },
            [&](const saga::TakeTicket& f) {
                return doOrOwe(*this, streamOf(f.storeId), {What::TakeTicket, f.orderId});
            },
            [&](const saga::LeaveTicket& f) {
                return doOrOwe(*this, streamOf(f.storeId), {What::LeaveTicket, f.orderId});
            },
            [&](const saga::FinaliseReply& f) -> Step<void> {
                finalise(f.actor, f.commandId, id);
                return {};
            },
        },
        followUp);
}

Step<Accepted> Work::orderReply(OrderId id, Outcome outcome) {
    auto slot = load(streamOf(id));
    if (!slot) return tl::unexpected(slot.error());
    const auto& state = std::get<order::State>((*slot)->state);
    const auto* order = std::get_if<order::Order>(&state);
    assert(order != nullptr);
    return Accepted{outcome, OrderSnapshot{*order, versionOf(**slot), m_now}};
}

TimerClock Work::clock(const std::string& waitsFor) const {
    return timerClock(m_counters, waitsFor, m_now);
}

std::int64_t Work::counted(const std::string& counter) const {
    const auto changed = m_countersChanged.find(counter);
    if (changed != m_countersChanged.end()) return changed->second;
    const auto known = m_counters.find(counter);
    return known == m_counters.end() ? 0 : known->second;
}

std::int64_t Work::nextNumber(const std::string& counter) {
    return m_countersChanged[counter] = counted(counter) + 1;
}

void Work::numberTaken(const std::string& counter, std::int64_t number) {
    if (counted(counter) < number) m_countersChanged[counter] = number;
}

void Work::put(const Counters& counters) {
    for (const auto& [name, value] : counters) m_countersChanged[name] = value;
}

std::uint64_t Work::nextRandom() {
    const auto& words = m_envelope.random;
    const std::uint64_t draw = m_randomDrawn++;
    return mixed(words[draw % words.size()] ^ mixed(words[(draw + 1) % words.size()] + draw));
}

std::string Work::randomHex(int words) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    for (int i = 0; i < words; ++i) {
        std::uint64_t value = nextRandom();
        for (int nibble = 0; nibble < 16; ++nibble, value >>= 4) hex += digits[value & 15];
    }
    return hex;
}

ProviderKey Work::newProviderKey() {
    // The provider recommends a UUID of version 4.
    std::string hex = randomHex(2);
    hex[12] = '4';
    hex[16] = "89ab"[nextRandom() & 3];
    return ProviderKey{hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
                       hex.substr(16, 4) + "-" + hex.substr(20)};
}

PersonalRef Work::keepPersonal(const std::string& text, const UserId& owner) {
    const PersonalId id{randomHex(2)};
    const std::string salt = randomHex(2);
    put(SideRow{"personal", id.text(), owner.text(), record::encodePersonal(salt, text)});
    return {id, record::saltedHash(text, salt)};
}

Step<std::optional<SideRow>> Work::side(const std::string& kind, const std::string& key) {
    for (auto it = m_sides.rbegin(); it != m_sides.rend(); ++it) {
        if (it->kind == kind && it->key == key) return *it;
    }
    auto row = m_transaction.side({kind, key});
    if (!row) return broken(row.error());
    return *row;
}

Step<std::optional<EffectRow>> Work::effect(const std::string& id) {
    const auto own = m_effects.find(id);
    if (own != m_effects.end()) return own->second;
    auto row = m_transaction.effect(id);
    if (!row) return broken(row.error());
    return *row;
}

void Work::put(SideRow row) { m_sides.push_back(std::move(row)); }
void Work::erase(SideKey key) { m_sidesErased.push_back(std::move(key)); }
void Work::put(EffectRow row) {
    const std::string id = row.id;
    m_effects[id] = std::move(row);
}
void Work::owe(const saga::Call& call, Instant due, int tries, Instant since) {
    put(EffectRow{saga::effectId(call), callKind(call.kind), due, tries, since,
                  record::encode(call)});
}
void Work::effectDone(const std::string& id) { m_effects[id] = std::nullopt; }
void Work::disarm(const StreamKey& stream, const std::string& kind) {
    m_timers[{stream, kind}] = std::nullopt;
}
void Work::arm(const StreamKey& stream, order::TimerKind kind, Instant due) {
    const TimerClock counts = clock(saga::waitsFor(kind));
    armAgain({stream, saga::name(kind), counts.now + (due - m_now), counts.waitsFor});
}
void Work::armAgain(TimerRow timer) {
    auto& armed = m_timers[{timer.stream, timer.kind}];
    armed = std::move(timer);
}

Step<void> Work::armAssign(const StreamKey& stream, Instant due) {
    auto running = m_transaction.timer(stream, saga::name(order::TimerKind::AssignDeadline));
    const bool isLost = !running && running.error().code == FaultCode::Unreadable;
    if (!running && !isLost) return broken(running.error());
    if (isLost || !running->has_value()) {
        arm(stream, order::TimerKind::AssignDeadline, due);
        return {};
    }
    TimerRow same = **running;
    const Instant riders = clock(same.waitsFor).now;
    if (same.due > riders + waitedForAtMost) same.due = riders;
    armAgain(std::move(same));
    return {};
}
void Work::putOffAssign(const TimerRow& timer) {
    TimerRow later = timer;
    later.due = clock(timer.waitsFor).now + putOffFor;
    armAgain(std::move(later));
}

void Work::finalise(const UserId& actor, const CommandId& command, OrderId order) {
    m_toFinalise.push_back({{actor.text(), command}, order});
    disarm(streamOf(order), saga::name(order::TimerKind::ReplyDeadline));
}

Outcome placingOutcome(const order::Order& order) {
    return std::holds_alternative<order::payment::Deferred>(order.payment) ? Outcome::Deferred
                                                                           : Outcome::Created;
}

Step<Work::Finished> Work::finish(const Reply& reply, bool awaitsOutcome,
                                  const std::string& cause) {
    Finished finished;
    bool outcomeKnown = !awaitsOutcome;
    const ReplyKey own{m_envelope.actor.user.text(), m_envelope.id};
    for (const auto& wanted : m_toFinalise) {
        auto slot = load(streamOf(wanted.order));
        if (!slot) return tl::unexpected(slot.error());
        const auto& order = std::get<order::Order>(std::get<order::State>((*slot)->state));
        if (wanted.key == own) {
            outcomeKnown = true;
            continue;
        }
        auto stored = m_transaction.reply(wanted.key);
        if (!stored) return broken(stored.error());
        if (!stored->has_value() || (*stored)->final) continue;
        auto final = orderReply(wanted.order, placingOutcome(order));
        if (!final) return tl::unexpected(final.error());
        ReplyRow row = **stored;
        row.body = record::encode(Reply{*final});
        row.final = true;
        finished.writes.replies.push_back(row);
        finished.finalised.push_back({wanted.key, Reply{*final}});
    }
    finished.provisional = !outcomeKnown;
    if (m_envelope.keepReply) {
        finished.writes.replies.push_back(
            {own, m_envelope.fingerprint, record::encode(reply), outcomeKnown, m_now});
    }
    for (auto& [key, slot] : m_slots) {
        if (slot.fresh.empty()) continue;
        StreamAppend append{key, slot.version, {}, {}};
        for (const auto& event : slot.fresh) {
            record::EventBytes bytes = record::encode(event);
            EventRow row;
            row.stream = key;
            row.at = m_now;
            row.type = std::move(bytes.type);
            row.typeVersion = bytes.typeVersion;
            row.body = std::move(bytes.body);
            row.actor = m_envelope.actor.user.text();
            row.cause = cause;
            append.events.push_back(std::move(row));
        }
        append.state = record::encode(slot.state);
        finished.events.push_back(slot.fresh);
        finished.writes.streams.push_back(std::move(append));
    }
    for (auto& [id, row] : m_effects) {
        if (row) {
            finished.writes.effects.push_back(*row);
        } else {
            finished.writes.effectsDone.push_back(id);
        }
    }
    for (const auto& [key, timer] : m_timers) {
        if (timer) {
            finished.writes.timers.push_back(*timer);
        } else {
            finished.writes.timersDisarmed.push_back(key);
        }
    }
    finished.writes.sides = m_sides;
    finished.writes.sidesErased = m_sidesErased;
    finished.writes.counters = m_countersChanged;
    finished.counters = m_countersChanged;
    finished.slots = std::move(m_slots);
    return finished;
}

}  // namespace delivery::desk
