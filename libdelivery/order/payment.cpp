#include <algorithm>
#include <cassert>
#include <charconv>

#include "order/limits.h"
#include "order/parts.h"

// The payment part: what we asked of the payment provider, and what became of it.
// One overload of `when` per (state, outcome) and (state, command); std::visit does not compile
// without all of them.

namespace delivery::order::payment {

namespace {

using enum RefusalCode;
using News = RecordCharge;

Events escalated(std::string reason) { return {PaymentEscalated{std::move(reason)}}; }

/// The provider took another amount: no deal, and money of the customer's all the same.
Events mismatched(const Attempt& attempt, Won amount) {
    std::optional<Won> held;
    if (!amount.isZero()) held = amount;
    return {PaymentEscalated{
        "the amount approved differs from ours: " + std::to_string(amount.amount()) +
            " instead of " + std::to_string(attempt.amount.amount()),
        held}};
}

/// The money is there. For an order that is over it goes back at once, whatever its amount, and
/// earns nothing. Money of another order is never touched.
Events approved(const Attempt& attempt, const News::Approved& outcome, const News& news,
                const Order& order) {
    if (outcome.providerOrderId != attempt.providerOrderId)
        return escalated("the order approved differs from ours");
    const bool over = isOver(order);
    if (outcome.amount != attempt.amount && (!over || outcome.amount.isZero()))
        return mismatched(attempt, outcome.amount);
    const Won earned = over ? Won{0} : feeRoundedDown(outcome.amount, pointsRate);
    Events events{PaymentApproved{attempt.number, outcome.paymentKey, outcome.amount, earned}};
    if (over) events.push_back(RefundRequested{news.refundKey, outcome.paymentKey, outcome.amount});
    return events;
}

/// Money that no attempt of ours accounts for: a person sees it, once, and what the order's own
/// payment owes goes on.
Events stray(const News::Approved& outcome, const Order& order) {
    if (isKnownStray(order, outcome.paymentKey)) return {};
    return {PaymentEscalated{"approved without an attempt of ours: " + outcome.paymentKey.text(),
                             outcome.amount, false, outcome.paymentKey}};
}

/// The same worry is told once.
Events unlessKnown(const Escalated& state, Events events) {
    const auto* worry = events.empty() ? nullptr : std::get_if<PaymentEscalated>(&events.front());
    if (worry != nullptr && worry->reason == state.reason) return {};
    return events;
}

Events unknownSince(const Attempt& attempt, Instant since) {
    return {PaymentOutcomeUnknown{attempt.number, since}};
}

// Nothing was to be paid.
Events when(const NoneNeeded&, const News::Approved& outcome, const News&, const Order& order) {
    return stray(outcome, order);
}
Events when(const NoneNeeded&, const News::Declined&, const News&, const Order&) { return {}; }
Events when(const NoneNeeded&, const News::NotSent&, const News&, const Order&) { return {}; }
Events when(const NoneNeeded&, const News::Unknown&, const News&, const Order&) { return {}; }
Events when(const NoneNeeded&, const News::NotFound&, const News&, const Order&) { return {}; }
Events when(const NoneNeeded&, const News::Unacceptable&, const News&, const Order&) { return {}; }

// A charge is on its way, or is about to be.
Events when(const Requested& state, const News::Approved& outcome, const News& news,
            const Order& order) {
    return approved(state.attempt, outcome, news, order);
}
Events when(const Requested& state, const News::Declined& outcome, const News&, const Order&) {
    return {PaymentDeclined{state.attempt.number, outcome.code}};
}
Events when(const Requested& state, const News::NotSent&, const News&, const Order&) {
    // That the repeat was not sent says nothing about the first call.
    if (state.unknownSince) return unknownSince(state.attempt, *state.unknownSince);
    return {PaymentDeferred{state.attempt.number}};
}
Events when(const Requested& state, const News::Unknown&, const News& news, const Order&) {
    return unknownSince(state.attempt, state.unknownSince.value_or(news.at));
}
// The call that would make it found is still on its way.
Events when(const Requested&, const News::NotFound&, const News&, const Order&) { return {}; }
Events when(const Requested&, const News::Unacceptable& outcome, const News&, const Order&) {
    return escalated(outcome.code);
}

// Certainly not sent so far; whatever is heard comes from a later try under the same key.
Events when(const Deferred& state, const News::Approved& outcome, const News& news,
            const Order& order) {
    return approved(state.attempt, outcome, news, order);
}
Events when(const Deferred& state, const News::Declined& outcome, const News&, const Order&) {
    return {PaymentDeclined{state.attempt.number, outcome.code}};
}
Events when(const Deferred&, const News::NotSent&, const News&, const Order&) { return {}; }
Events when(const Deferred& state, const News::Unknown&, const News& news, const Order&) {
    return unknownSince(state.attempt, news.at);
}
Events when(const Deferred&, const News::NotFound&, const News&, const Order&) { return {}; }
Events when(const Deferred&, const News::Unacceptable& outcome, const News&, const Order&) {
    return escalated(outcome.code);
}

// A decline is final for its attempt, but money that is there all the same is taken as it is.
Events when(const Declined& state, const News::Approved& outcome, const News& news,
            const Order& order) {
    return approved(state.attempt, outcome, news, order);
}
Events when(const Declined&, const News::Declined&, const News&, const Order&) { return {}; }
Events when(const Declined&, const News::NotSent&, const News&, const Order&) { return {}; }
Events when(const Declined&, const News::Unknown&, const News&, const Order&) { return {}; }
Events when(const Declined&, const News::NotFound&, const News&, const Order&) { return {}; }
Events when(const Declined&, const News::Unacceptable&, const News&, const Order&) { return {}; }

// Sent, and nobody knows what became of it: never a new key.
Events when(const Unknown& state, const News::Approved& outcome, const News& news,
            const Order& order) {
    return approved(state.attempt, outcome, news, order);
}
Events when(const Unknown& state, const News::Declined& outcome, const News&, const Order&) {
    return {PaymentDeclined{state.attempt.number, outcome.code}};
}
Events when(const Unknown&, const News::NotSent&, const News&, const Order&) { return {}; }
Events when(const Unknown&, const News::Unknown&, const News&, const Order&) { return {}; }
Events when(const Unknown& state, const News::NotFound&, const News&, const Order& order) {
    // An order that is over must not be charged any more; the asking goes on elsewhere.
    if (isOver(order)) return {};
    return {ChargeRepeated{state.attempt.number}};
}
Events when(const Unknown&, const News::Unacceptable& outcome, const News&, const Order&) {
    return escalated(outcome.code);
}

// Captured: the same payment heard of again is no news, another one is.
Events when(const Approved& state, const News::Approved& outcome, const News&, const Order& order) {
    if (outcome.paymentKey == state.capture.paymentKey) return {};
    return stray(outcome, order);
}
Events when(const Approved&, const News::Declined&, const News&, const Order&) { return {}; }
Events when(const Approved&, const News::NotSent&, const News&, const Order&) { return {}; }
Events when(const Approved&, const News::Unknown&, const News&, const Order&) { return {}; }
Events when(const Approved&, const News::NotFound&, const News&, const Order&) { return {}; }
Events when(const Approved&, const News::Unacceptable&, const News&, const Order&) { return {}; }

Events when(const RefundDue& state, const News::Approved& outcome, const News&,
            const Order& order) {
    if (outcome.paymentKey == state.capture.paymentKey) return {};
    return stray(outcome, order);
}
Events when(const RefundDue&, const News::Declined&, const News&, const Order&) { return {}; }
Events when(const RefundDue&, const News::NotSent&, const News&, const Order&) { return {}; }
Events when(const RefundDue&, const News::Unknown&, const News&, const Order&) { return {}; }
Events when(const RefundDue&, const News::NotFound&, const News&, const Order&) { return {}; }
Events when(const RefundDue&, const News::Unacceptable&, const News&, const Order&) { return {}; }

Events when(const Refunded& state, const News::Approved& outcome, const News&, const Order& order) {
    if (outcome.paymentKey == state.paymentKey) return {};
    return stray(outcome, order);
}
Events when(const Refunded&, const News::Declined&, const News&, const Order&) { return {}; }
Events when(const Refunded&, const News::NotSent&, const News&, const Order&) { return {}; }
Events when(const Refunded&, const News::Unknown&, const News&, const Order&) { return {}; }
Events when(const Refunded&, const News::NotFound&, const News&, const Order&) { return {}; }
Events when(const Refunded&, const News::Unacceptable&, const News&, const Order&) { return {}; }

// A person looks at it, and the provider's word is still taken when it comes.
Events when(const Escalated& state, const News::Approved& outcome, const News& news,
            const Order& order) {
    if (state.attempt) return unlessKnown(state, approved(*state.attempt, outcome, news, order));
    if (state.refund && outcome.paymentKey == state.refund->capture.paymentKey) return {};
    return stray(outcome, order);
}
Events when(const Escalated& state, const News::Declined& outcome, const News&, const Order&) {
    if (!state.attempt) return {};
    return {PaymentDeclined{state.attempt->number, outcome.code}};
}
Events when(const Escalated&, const News::NotSent&, const News&, const Order&) { return {}; }
Events when(const Escalated&, const News::Unknown&, const News&, const Order&) { return {}; }
Events when(const Escalated&, const News::NotFound&, const News&, const Order&) { return {}; }
Events when(const Escalated& state, const News::Unacceptable& outcome, const News&, const Order&) {
    if (!state.attempt) return {};
    return unlessKnown(state, escalated(outcome.code));
}

const Attempt* attemptOf(const NoneNeeded&) { return nullptr; }
const Attempt* attemptOf(const Requested& state) { return &state.attempt; }
const Attempt* attemptOf(const Deferred& state) { return &state.attempt; }
const Attempt* attemptOf(const Declined& state) { return &state.attempt; }
const Attempt* attemptOf(const Unknown& state) { return &state.attempt; }
const Attempt* attemptOf(const Approved&) { return nullptr; }
const Attempt* attemptOf(const RefundDue&) { return nullptr; }
const Attempt* attemptOf(const Refunded&) { return nullptr; }
const Attempt* attemptOf(const Escalated& state) {
    return state.attempt ? &*state.attempt : nullptr;
}

/// News of an attempt that is not the current one. A new attempt starts only when the old one
/// certainly was not charged, so an approval of it contradicts the provider's own word: a person
/// must see it, with the payment's key.
Events aboutOther(const News& news, const Order& order) {
    const auto* outcome = std::get_if<News::Approved>(&news.outcome);
    return outcome == nullptr ? Events{} : stray(*outcome, order);
}

ChargeRequested nextCharge(const Attempt& last, const PayNow& command, const Order& order) {
    return chargeOf(order.placed.orderId, last.number + 1, command.install, command.chargeKey,
                    order.placed.payable, command.cardId ? command.cardId : last.cardId);
}

Decided<Events> when(const NoneNeeded&, const PayNow&, const Order& order) {
    return refused(AlreadyPaid, order);
}
Decided<Events> when(const Requested&, const PayNow&, const Order& order) {
    return refused(PaymentUnderWay, order);
}
Decided<Events> when(const Deferred& state, const PayNow& command, const Order& order) {
    // A put-off charge is tried again by itself, so one may be on its way this very moment: a
    // second attempt beside it could charge twice. Another card has its turn when this attempt is
    // declined.
    if (command.cardId && command.cardId != state.attempt.cardId)
        return refused(PaymentUnderWay, order);
    return Events{ChargeRetried{state.attempt.number}};
}
Decided<Events> when(const Declined& state, const PayNow& command, const Order& order) {
    return Events{nextCharge(state.attempt, command, order)};
}
Decided<Events> when(const Unknown&, const PayNow&, const Order& order) {
    return refused(PaymentUnderWay, order);
}
Decided<Events> when(const Approved&, const PayNow&, const Order& order) {
    return refused(AlreadyPaid, order);
}
Decided<Events> when(const RefundDue&, const PayNow&, const Order& order) {
    return refused(AlreadyPaid, order);
}
Decided<Events> when(const Refunded&, const PayNow&, const Order& order) {
    return refused(AlreadyPaid, order);
}
Decided<Events> when(const Escalated&, const PayNow&, const Order& order) {
    return refused(PaymentWithAdmin, order);
}

Decided<Events> when(const NoneNeeded&, const RetryPayment&, const Order& order) {
    return refused(NothingToRetry, order);
}
Decided<Events> when(const Requested&, const RetryPayment&, const Order& order) {
    return refused(NothingToRetry, order);
}
Decided<Events> when(const Deferred&, const RetryPayment&, const Order& order) {
    return refused(NothingToRetry, order);
}
Decided<Events> when(const Declined&, const RetryPayment&, const Order& order) {
    return refused(NothingToRetry, order);
}
Decided<Events> when(const Unknown&, const RetryPayment&, const Order& order) {
    return refused(NothingToRetry, order);
}
Decided<Events> when(const Approved&, const RetryPayment&, const Order& order) {
    return refused(NothingToRetry, order);
}
Decided<Events> when(const RefundDue&, const RetryPayment&, const Order& order) {
    return refused(NothingToRetry, order);
}
Decided<Events> when(const Refunded&, const RetryPayment&, const Order& order) {
    return refused(NothingToRetry, order);
}
Decided<Events> when(const Escalated& state, const RetryPayment& command, const Order&) {
    PaymentRetried retried{command.by.user, command.at};
    if (state.refund && state.refused) retried.refundKey = command.refundKey;
    return Events{std::move(retried)};
}

Events refundRefused(const RecordRefund::Unacceptable& outcome) {
    return {PaymentEscalated{outcome.code, std::nullopt, outcome.refused}};
}

Events refunded(const RefundDue& due, const RecordRefund::Refunded& outcome) {
    if (outcome.amount != due.capture.amount)
        return escalated("the amount refunded differs from ours");
    return {PaymentRefunded{outcome.amount}};
}

// A refund is asked for in RefundDue only; elsewhere its outcome is a repeat of what is already
// known.
Events when(const NoneNeeded&, const RecordRefund::Refunded&) { return {}; }
Events when(const NoneNeeded&, const RecordRefund::Unacceptable&) { return {}; }
Events when(const Requested&, const RecordRefund::Refunded&) { return {}; }
Events when(const Requested&, const RecordRefund::Unacceptable&) { return {}; }
Events when(const Deferred&, const RecordRefund::Refunded&) { return {}; }
Events when(const Deferred&, const RecordRefund::Unacceptable&) { return {}; }
Events when(const Declined&, const RecordRefund::Refunded&) { return {}; }
Events when(const Declined&, const RecordRefund::Unacceptable&) { return {}; }
Events when(const Unknown&, const RecordRefund::Refunded&) { return {}; }
Events when(const Unknown&, const RecordRefund::Unacceptable&) { return {}; }
Events when(const Approved&, const RecordRefund::Refunded&) { return {}; }
Events when(const Approved&, const RecordRefund::Unacceptable&) { return {}; }
Events when(const RefundDue& state, const RecordRefund::Refunded& outcome) {
    return refunded(state, outcome);
}
Events when(const RefundDue&, const RecordRefund::Unacceptable& outcome) {
    return refundRefused(outcome);
}
Events when(const Refunded&, const RecordRefund::Refunded&) { return {}; }
Events when(const Refunded&, const RecordRefund::Unacceptable&) { return {}; }
Events when(const Escalated& state, const RecordRefund::Refunded& outcome) {
    if (!state.refund) return {};
    return unlessKnown(state, refunded(*state.refund, outcome));
}
Events when(const Escalated& state, const RecordRefund::Unacceptable& outcome) {
    if (!state.refund) return {};
    return unlessKnown(state, refundRefused(outcome));
}

Events whenOverdue(const NoneNeeded&, const Order&) { return {}; }
Events whenOverdue(const Requested& state, const Order& order) {
    // The call left before the order ended, and nobody has heard of it since.
    return state.unknownSince || isOver(order) ? escalated("outcome unknown") : Events{};
}
Events whenOverdue(const Deferred&, const Order&) { return {}; }
Events whenOverdue(const Declined&, const Order&) { return {}; }
Events whenOverdue(const Unknown&, const Order&) { return escalated("outcome unknown"); }
Events whenOverdue(const Approved&, const Order&) { return {}; }
Events whenOverdue(const RefundDue&, const Order&) { return {}; }
Events whenOverdue(const Refunded&, const Order&) { return {}; }
Events whenOverdue(const Escalated&, const Order&) { return {}; }

Events atTheEnd(const NoneNeeded&, const ProviderKey&) { return {}; }
// A charge that may still be approved is refunded when it is.
Events atTheEnd(const Requested&, const ProviderKey&) { return {}; }
Events atTheEnd(const Deferred&, const ProviderKey&) { return {}; }
Events atTheEnd(const Declined&, const ProviderKey&) { return {}; }
Events atTheEnd(const Unknown&, const ProviderKey&) { return {}; }
Events atTheEnd(const Approved& state, const ProviderKey& refundKey) {
    return {RefundRequested{refundKey, state.capture.paymentKey, state.capture.amount}};
}
Events atTheEnd(const RefundDue&, const ProviderKey&) { return {}; }
Events atTheEnd(const Refunded&, const ProviderKey&) { return {}; }
Events atTheEnd(const Escalated&, const ProviderKey&) { return {}; }

}  // namespace

Decided<Events> decide(const Order& order, const PayNow& command) {
    return std::visit([&](const auto& state) { return when(state, command, order); },
                      order.payment);
}
Decided<Events> decide(const Order& order, const RetryPayment& command) {
    return std::visit([&](const auto& state) { return when(state, command, order); },
                      order.payment);
}
Decided<Events> decide(const Order& order, const RecordCharge& command) {
    const Attempt* attempt =
        std::visit([](const auto& state) { return attemptOf(state); }, order.payment);
    if (attempt != nullptr && attempt->number != command.attempt) return aboutOther(command, order);
    return std::visit([&](const auto& state,
                          const auto& outcome) { return when(state, outcome, command, order); },
                      order.payment, command.outcome);
}
Decided<Events> decide(const Order& order, const RecordRefund& command) {
    return std::visit([](const auto& state, const auto& outcome) { return when(state, outcome); },
                      order.payment, command.outcome);
}

Events escalateUnknown(const Order& order) {
    return std::visit([&](const auto& state) { return whenOverdue(state, order); }, order.payment);
}
Events settle(const Order& order, const ProviderKey& refundKey) {
    return std::visit([&](const auto& state) { return atTheEnd(state, refundKey); }, order.payment);
}

ChargeRequested chargeOf(OrderId orderId, int attempt, const std::string& install,
                         const ProviderKey& key, Won amount, const std::optional<CardId>& cardId) {
    const std::string providerOrderId =
        "ds-" + install + "-" + orderId.text() + "-" + std::to_string(attempt);
    return {attempt, providerOrderId, key, amount, cardId};
}

Objection objectsAsUnpaid(const Order& order) {
    if (isPaid(order)) return std::nullopt;
    return refusal(NotPaid, order);
}

bool isKnownStray(const Order& order, const PaymentKey& paymentKey) {
    return std::any_of(order.strays.begin(), order.strays.end(),
                       [&](const Stray& stray) { return stray.paymentKey == paymentKey; });
}

}  // namespace delivery::order::payment

namespace delivery::order {

std::optional<OrderId> orderNamedAtProvider(std::string_view providerOrderId) {
    const std::size_t attemptAt = providerOrderId.rfind('-');
    if (!providerOrderId.starts_with("ds-") || attemptAt == std::string_view::npos) return {};
    const std::string_view front = providerOrderId.substr(0, attemptAt);
    const std::string_view number = front.substr(front.rfind('-') + 1);
    std::int64_t id = 0;
    const char* const end = number.data() + number.size();
    const auto read = std::from_chars(number.data(), end, id);
    if (read.ec != std::errc{} || read.ptr != end || id < 1) return {};
    return OrderId{id};
}

}  // namespace delivery::order
