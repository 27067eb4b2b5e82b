#include "tests/sim/worker.h"

#include <algorithm>
#include <cassert>
#include <tuple>
#include <utility>
#include <vector>

#include "record/record.h"

namespace delivery::sim {

namespace {

namespace verdict = effect::verdict;
using effect::PaymentOperation;
using Kind = saga::Call::Kind;

constexpr int rowsPerLook = 4096;
/// Nothing is put off for longer.
constexpr Span horizon = days(30);
constexpr int atOnceMax = 32;
constexpr Span submitAgain = milliseconds(250);

/// Money back first, then what nobody knows, then new orders, then the deferred ones.
int urgency(const outside::Owed& owed) {
    switch (owed.call.kind) {
        case Kind::Refund:
            return 0;
        case Kind::Query:
            return 1;
        case Kind::Charge:
            return outside::isDeferredCharge(owed) ? 3 : 2;
    }
    return 3;
}

/// What is in the card does not matter here, only whether it is there.
std::optional<outside::SealedCard> cardOf(desk::LedgerReader& ledger, const saga::Call& call) {
    if (!call.cardId) return std::nullopt;
    const auto row = ledger.side({"card", call.cardId->text()});
    const bool there = row && row->has_value() && (*row)->owner == call.customerId.text();
    return there ? std::optional<outside::SealedCard>{std::in_place} : std::nullopt;
}

}  // namespace

Worker::Gate Worker::Lane::enter(Instant now) {
    if (now < notBefore) return notBefore;
    const Span opensIn = breaker.opensIn(now);
    if (opensIn > Span{}) return now + opensIn;
    if (underWay >= atOnceMax) return Wait{};
    if (!breaker.allow(now)) return Wait{true};
    underWay += 1;
    return Go{};
}

Worker::Worker(World& world, Provider& provider, Dice dice, Instant lifeBegan, Submit submit)
    : m_world(world),
      m_provider(provider),
      m_dice(dice),
      m_lifeBegan(lifeBegan),
      m_submit(std::move(submit)),
      m_charge{effect::Breaker(effect::chargeBreaker()), {}, 0},
      m_query{effect::Breaker(effect::queryBreaker()), {}, 0},
      m_refund{effect::Breaker(effect::refundBreaker()), {}, 0} {}

Worker::~Worker() { *m_alive = false; }

Instant Worker::now() const { return m_world.serverNow(); }

std::optional<Instant> Worker::look(desk::LedgerReader& outbox, Instant now) {
    m_look += 1;
    m_wantsLook = false;
    auto rows = outbox.effectsDue(now + horizon, rowsPerLook);
    assert(rows);
    std::vector<Owed> due;
    std::optional<Instant> next;
    for (const desk::EffectRow& row : *rows) {
        if (row.due > now) {
            next = row.due;
            break;
        }
        auto call = record::decodeCall(row.body);
        assert(call);
        due.push_back({row.id, row.due, row.tries, row.since, std::move(*call), std::nullopt});
        if (due.back().call.kind != Kind::Refund) due.back().card = cardOf(outbox, due.back().call);
        if (m_world.has(Bug::DeclineWithoutCard) && due.back().call.kind == Kind::Query) {
            due.back().card.emplace();
        }
    }
    std::ranges::stable_sort(due, [](const Owed& left, const Owed& right) {
        return std::make_tuple(urgency(left), left.since, left.call.orderId) <
               std::make_tuple(urgency(right), right.since, right.call.orderId);
    });
    std::set<std::string> there;
    for (const Owed& owed : due) there.insert(owed.effectId);
    std::erase_if(m_told, [&](const auto& told) {
        return told.second.look < m_look && !there.contains(told.first);
    });
    for (const Owed& owed : due) consider(owed);
    return next;
}

void Worker::consider(const Owed& owed) {
    if (m_busy.contains(owed.effectId)) return;
    if (const auto told = m_told.find(owed.effectId); told != m_told.end()) {
        const bool same = told->second.due == owed.due && told->second.tries == owed.tries;
        m_told.erase(told);
        if (same) return postpone(owed, outside::dueAgain(owed, now(), m_dice.next()));
    }
    begin(owed);
}

void Worker::begin(const Owed& owed) {
    switch (owed.call.kind) {
        case Kind::Charge:
            return beginCharge(owed);
        case Kind::Query:
            return beginQuery(owed);
        case Kind::Refund:
            return beginRefund(owed);
    }
}

void Worker::beginCharge(const Owed& owed) {
    if (owed.call.orderOver) {
        return submit(owed, desk::RecordCharge{owed.effectId, owed.call.orderId, owed.call.attempt,
                                               order::RecordCharge::Unknown{}});
    }
    if (!owed.card) {
        m_world.count("worker.noCard");
        if (m_world.has(Bug::DeclineWithoutCard)) {
            return submit(owed,
                          desk::RecordCharge{owed.effectId, owed.call.orderId, owed.call.attempt,
                                             order::RecordCharge::Declined{"NO_CARD"}});
        }
        return submit(owed, outside::chargeWithoutCard(owed, m_lifeBegan));
    }
    const Gate gate = m_charge.enter(now());
    if (!std::holds_alternative<Go>(gate)) {
        const auto* wait = std::get_if<Wait>(&gate);
        const bool closedToNew = wait == nullptr || wait->probing;
        if (closedToNew && !outside::isDeferredCharge(owed)) {
            m_world.count("worker.breakerOpen");
            return submit(owed, outside::chargeNotSent(owed));
        }
        return held(owed, gate);
    }
    m_busy.insert(owed.effectId);
    m_provider.charge(owed.call.providerOrderId, owed.call.amount, owed.call.key,
                      hearing(owed, m_charge, PaymentOperation::Charge));
}

void Worker::beginQuery(const Owed& owed) {
    const Gate gate = m_query.enter(now());
    if (!std::holds_alternative<Go>(gate)) return held(owed, gate);
    m_busy.insert(owed.effectId);
    m_provider.askByOrder(owed.call.providerOrderId,
                          hearing(owed, m_query, PaymentOperation::Query));
}

void Worker::beginRefund(const Owed& owed) {
    if (m_world.has(Bug::DropRefund) && m_dice.percent(20)) {
        return submit(owed, desk::RecordRefund{owed.effectId, owed.call.orderId,
                                               order::RecordRefund::Refunded{owed.call.amount}});
    }
    const Gate gate = m_refund.enter(now());
    if (!std::holds_alternative<Go>(gate)) return held(owed, gate);
    m_busy.insert(owed.effectId);
    ProviderKey key = m_provider.firstRefundKey(owed.call.paymentKey, owed.call.key);
    if (!m_world.has(Bug::RetryUnderOldKey)) key = owed.call.key;
    m_provider.refund(owed.call.paymentKey, key, hearing(owed, m_refund, PaymentOperation::Refund));
}

void Worker::askAboutRefund(const Owed& owed) {
    const Gate gate = m_query.enter(now());
    if (!std::holds_alternative<Go>(gate)) {
        return postpone(owed, outside::dueAgain(owed, now(), m_dice.next()));
    }
    m_provider.askByPayment(owed.call.paymentKey,
                            hearing(owed, m_query, PaymentOperation::QueryRefund));
}

void Worker::held(const Owed& owed, const Gate& gate) {
    if (const auto* until = std::get_if<Instant>(&gate)) return postpone(owed, *until);
    postpone(owed, now() + m_dice.between(seconds(1), seconds(5)));
}

Provider::Heard Worker::hearing(const Owed& owed, Lane& lane, PaymentOperation operation) {
    return [this, alive = m_alive, owed, &lane, operation,
            began = now()](const effect::ProviderAnswer& answer) {
        if (*alive) heard(owed, lane, operation, began, answer);
    };
}

void Worker::heard(const Owed& owed, Lane& lane, PaymentOperation operation, Instant began,
                   const effect::ProviderAnswer& answer) {
    const Instant at = now();
    lane.underWay -= 1;
    lane.breaker.record(at, effect::breakerOutcome(answer), std::max(Span{}, at - began),
                        m_dice.next());
    effect::Verdict judged = effect::judge(operation, answer);
    if (auto* approved = std::get_if<verdict::Approved>(&judged)) {
        if (approved->amount != owed.call.amount) m_world.count("worker.wrongAmount");
        if (m_world.has(Bug::BelieveOwnAmount)) approved->amount = owed.call.amount;
    }
    if (const auto* wait = std::get_if<verdict::RetryAfter>(&judged)) {
        lane.notBefore = std::max(lane.notBefore, at + wait->delay);
    }
    misbehave(owed, judged);
    misjudge(owed, judged);
    outside::Next next = outside::TryAgain{at};
    switch (operation) {
        case PaymentOperation::Charge:
            next = outside::afterCharge(owed, judged);
            break;
        case PaymentOperation::Query:
            next = outside::afterQuery(owed, judged, at);
            break;
        case PaymentOperation::Refund:
        case PaymentOperation::QueryRefund:
            next = outside::afterRefund(owed, judged, at, operation);
            break;
    }
    if (auto* command = std::get_if<desk::Command>(&next)) return submit(owed, std::move(*command));
    if (const auto* again = std::get_if<outside::TryAgain>(&next))
        return postpone(owed, again->due);
    if (operation == PaymentOperation::Refund) return askAboutRefund(owed);
    postpone(owed, outside::dueAgain(owed, at, m_dice.next()));
}

/// What a worker must never do, where it is planted.
void Worker::misbehave(const Owed& owed, const effect::Verdict& judged) {
    const ProviderKey another{owed.call.key.text() + "-again"};
    if (m_world.has(Bug::RefundTwice) && std::holds_alternative<verdict::Refunded>(judged)) {
        m_provider.refund(owed.call.paymentKey, another, [](const effect::ProviderAnswer&) {});
    }
    const bool unknownCharge =
        owed.call.kind == Kind::Charge && std::holds_alternative<verdict::Unknown>(judged);
    if (m_world.has(Bug::ChargeUnderNewKey) && unknownCharge) {
        m_provider.charge(owed.call.providerOrderId, owed.call.amount, another,
                          [](const effect::ProviderAnswer&) {});
    }
}

/// What an answer that never came must not be taken for.
void Worker::misjudge(const Owed& owed, effect::Verdict& judged) {
    const bool silence =
        owed.call.kind == Kind::Charge && std::holds_alternative<verdict::Unknown>(judged);
    if (!silence) return;
    if (m_world.has(Bug::DeclineSilence)) judged = verdict::Declined{"NO_ANSWER"};
    if (!m_world.has(Bug::BelieveSilence)) return;
    judged = verdict::Approved{PaymentKey{"believed-" + owed.effectId}, owed.call.amount,
                               owed.call.providerOrderId};
}

void Worker::postpone(const Owed& owed, Instant due) {
    submit(owed, desk::PostponeEffect{owed.effectId, due});
}

void Worker::submit(const Owed& owed, desk::Command command) {
    m_busy.insert(owed.effectId);
    m_submit(command, [this, alive = m_alive, owed, command](bool taken) {
        if (!*alive) return;
        if (taken) {
            m_busy.erase(owed.effectId);
            m_wantsLook = true;
            m_told[owed.effectId] = {m_look, owed.due, owed.tries};
            return;
        }
        // The result must not be lost while this life lasts; afterwards the key brings it again.
        m_world.agenda.in(submitAgain, [this, alive, owed, command] {
            if (*alive) submit(owed, command);
        });
    });
}

}  // namespace delivery::sim
