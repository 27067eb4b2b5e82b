#include "server/outside/outcomes.h"

#include <utility>

#include "core/cases.h"
#include "effect/retry.h"
#include "effect/unknown.h"

namespace delivery::outside {

namespace {

namespace verdict = effect::verdict;
using Charge = order::RecordCharge;
using Refund = order::RecordRefund;

/// Once the provider has forgotten the key nothing can be learnt any more; until a person decides
/// it is asked rarely.
constexpr Span afterGivingUp = hours(6);

desk::Command recorded(const Owed& owed, Charge::Outcome outcome) {
    return desk::RecordCharge{owed.effectId, owed.call.orderId, owed.call.attempt,
                              std::move(outcome)};
}
desk::Command recorded(const Owed& owed, Refund::Outcome outcome) {
    return desk::RecordRefund{owed.effectId, owed.call.orderId, std::move(outcome)};
}

Instant nextQuestion(const Owed& owed, Instant now) {
    return now + effect::untilNextQuestion(now - owed.since, owed.tries).value_or(afterGivingUp);
}

Instant nextRefund(const Owed& owed, Instant now) {
    return now + effect::nextDelay(effect::Schedule::Refund, owed.tries + 1, 0);
}

Charge::Approved taken(const verdict::Approved& approved) {
    return {approved.paymentKey, approved.amount, approved.providerOrderId};
}

/// It was charged and given back in full somewhere else: nothing of it is held, and the attempt is
/// over.
Charge::Declined givenBack() { return {"CANCELED"}; }

}  // namespace

bool isDeferredCharge(const Owed& owed) {
    return owed.call.kind == saga::Call::Kind::Charge && owed.tries > 0;
}

bool isCertainlyUnsent(const Owed& owed, Instant lifeBegan) {
    return owed.call.kind == saga::Call::Kind::Charge && !owed.call.unknownSince &&
           owed.since > lifeBegan;
}

desk::Command chargeNotSent(const Owed& owed) { return recorded(owed, Charge::NotSent{}); }
desk::Command chargeWithoutCard(const Owed& owed, Instant lifeBegan) {
    if (isCertainlyUnsent(owed, lifeBegan)) return recorded(owed, Charge::Declined{"NO_CARD"});
    return recorded(owed, Charge::Unknown{});
}
desk::Command chargeUnacceptable(const Owed& owed, std::string code) {
    return recorded(owed, Charge::Unacceptable{std::move(code)});
}

Next afterCharge(const Owed& owed, const effect::Verdict& heard) {
    const auto record = [&](Charge::Outcome outcome) -> Next {
        return recorded(owed, std::move(outcome));
    };
    return std::visit(
        Overloaded{
            [&](const verdict::Approved& v) { return record(taken(v)); },
            [&](const verdict::Declined& v) { return record(Charge::Declined{v.code}); },
            [&](const verdict::NotSent&) { return record(Charge::NotSent{}); },
            [&](const verdict::Unknown&) { return record(Charge::Unknown{}); },
            [&](const verdict::NotFound&) { return record(Charge::Unknown{}); },
            [&](const verdict::Unacceptable& v) { return record(Charge::Unacceptable{v.code}); },
            [&](const verdict::Refunded&) { return record(givenBack()); },
            [&](const verdict::Cancelled&) { return record(givenBack()); },
            [&](const verdict::AskAgain&) { return record(Charge::Unknown{}); },
            // Answered, and certainly not executed: as good as not sent.
            [&](const verdict::RetryAfter&) { return record(Charge::NotSent{}); },
        },
        heard);
}

Next afterQuery(const Owed& owed, const effect::Verdict& heard, Instant now) {
    const auto record = [&](Charge::Outcome outcome) -> Next {
        return recorded(owed, std::move(outcome));
    };
    const auto later = [&]() -> Next { return TryAgain{nextQuestion(owed, now)}; };
    const bool keyExpired = now - owed.since >= effect::unknownGiveUpAfter;
    return std::visit(
        Overloaded{
            [&](const verdict::Approved& v) {
                // Somebody else's payment, or none at all: after the key's life it is left there.
                const bool ours =
                    v.providerOrderId == owed.call.providerOrderId && v.amount > Won{};
                if (!ours && keyExpired && owed.call.orderOver) {
                    return record(Charge::Declined{"OTHER_PAYMENT"});
                }
                return record(taken(v));
            },
            [&](const verdict::Declined& v) { return record(Charge::Declined{v.code}); },
            [&](const verdict::NotSent&) { return later(); },
            [&](const verdict::Unknown&) { return later(); },
            [&](const verdict::NotFound&) {
                // Without a card the same call cannot be made again. Else it is, while the order
                // lives.
                if (!owed.call.orderOver && owed.card) return record(Charge::NotFound{});
                // A POST may still be under way somewhere, so the asking goes on for the key's
                // life.
                if (!keyExpired) return later();
                return record(Charge::Declined{"NOT_FOUND_PAYMENT"});
            },
            [&](const verdict::Unacceptable& v) { return record(Charge::Unacceptable{v.code}); },
            [&](const verdict::Refunded&) { return record(givenBack()); },
            [&](const verdict::Cancelled&) { return record(givenBack()); },
            [&](const verdict::AskAgain&) { return later(); },
            [&](const verdict::RetryAfter& v) -> Next {
                return TryAgain{std::max(nextQuestion(owed, now), now + v.delay)};
            },
        },
        heard);
}

Next afterRefund(const Owed& owed, const effect::Verdict& heard, Instant now,
                 effect::PaymentOperation heardOf) {
    const bool answered = heardOf == effect::PaymentOperation::Refund;
    const auto later = [&]() -> Next { return TryAgain{nextRefund(owed, now)}; };
    const auto refused = [&](std::string code) -> Next {
        return recorded(owed, Refund::Unacceptable{std::move(code), answered});
    };
    return std::visit(Overloaded{
                          [&](const verdict::Approved&) { return later(); },
                          [&](const verdict::Declined& v) { return refused(v.code); },
                          [&](const verdict::NotSent&) { return later(); },
                          [&](const verdict::Unknown&) -> Next { return AskPayment{}; },
                          [&](const verdict::NotFound&) { return refused("NOT_FOUND_PAYMENT"); },
                          [&](const verdict::Unacceptable& v) { return refused(v.code); },
                          [&](const verdict::Refunded& v) -> Next {
                              return recorded(owed, Refund::Refunded{v.amount});
                          },
                          [&](const verdict::Cancelled& v) -> Next {
                              return recorded(owed, Refund::Refunded{v.amount});
                          },
                          [&](const verdict::AskAgain&) { return later(); },
                          [&](const verdict::RetryAfter& v) -> Next {
                              return TryAgain{std::max(nextRefund(owed, now), now + v.delay)};
                          },
                      },
                      heard);
}

Instant dueAgain(const Owed& owed, Instant now, std::uint64_t random) {
    switch (owed.call.kind) {
        case saga::Call::Kind::Charge: {
            const auto schedule =
                isDeferredCharge(owed) ? effect::Schedule::Deferred : effect::Schedule::Outbox;
            return now + effect::nextDelay(schedule, owed.tries + 1, random);
        }
        case saga::Call::Kind::Query:
            return nextQuestion(owed, now);
        case saga::Call::Kind::Refund:
            return nextRefund(owed, now);
    }
    return now + minutes(1);
}

}  // namespace delivery::outside
