#include "order/parts.h"

// How the payment part takes in its facts: each fact says where it fits.

namespace delivery::order::payment {

namespace {

/// Nothing was asked of the provider yet; the first ChargeRequested stands right behind
/// OrderPlaced.
constexpr int noAttempt = 0;

const Attempt* lastAttempt(const Payment& part) {
    if (const auto* state = std::get_if<Requested>(&part)) return &state->attempt;
    if (const auto* state = std::get_if<Deferred>(&part)) return &state->attempt;
    if (const auto* state = std::get_if<Declined>(&part)) return &state->attempt;
    if (const auto* state = std::get_if<Unknown>(&part)) return &state->attempt;
    if (const auto* state = std::get_if<Escalated>(&part))
        return state->attempt ? &*state->attempt : nullptr;
    return nullptr;
}

/// The attempt that may still have an outcome, where there is one.
const Attempt* openAttempt(const Payment& part) {
    const Attempt* attempt = lastAttempt(part);
    return attempt != nullptr && attempt->number != noAttempt ? attempt : nullptr;
}

/// The capture whose refund is owed, where there is one.
const RefundDue* owedRefund(const Payment& part) {
    if (const auto* state = std::get_if<RefundDue>(&part)) return state;
    if (const auto* state = std::get_if<Escalated>(&part))
        return state->refund ? &*state->refund : nullptr;
    return nullptr;
}

/// Since when it is unknown whether the open attempt has taken money.
std::optional<Instant> doubtSince(const Payment& part) {
    if (const auto* state = std::get_if<Requested>(&part)) return state->unknownSince;
    if (const auto* state = std::get_if<Unknown>(&part)) return state->since;
    if (const auto* state = std::get_if<Escalated>(&part)) return state->unknownSince;
    return std::nullopt;
}

std::optional<Won> knownHeld(const Payment& part) {
    const auto* state = std::get_if<Escalated>(&part);
    return state == nullptr ? std::nullopt : state->held;
}

bool isRefused(const Payment& part) {
    const auto* state = std::get_if<Escalated>(&part);
    return state != nullptr && state->refused;
}

}  // namespace

Payment initial(const OrderPlaced& event) {
    if (event.payable.isZero()) return NoneNeeded{};
    return Requested{Attempt{noAttempt, {}, {}, event.payable, event.cardId}};
}

bool apply(Payment& part, const ChargeRequested& event) {
    const Attempt* last = lastAttempt(part);
    if (last == nullptr || event.attempt != last->number + 1) return false;
    // Only a decline is final for its attempt; beside any other one a second attempt could charge
    // twice.
    if (!std::holds_alternative<Declined>(part) && last->number != noAttempt) return false;
    part = Requested{
        Attempt{event.attempt, event.providerOrderId, event.key, event.amount, event.cardId}};
    return true;
}
bool apply(Payment& part, const PaymentApproved& event, bool over) {
    const Attempt* attempt = openAttempt(part);
    if (attempt == nullptr || attempt->number != event.attempt) return false;
    // Another amount is no deal. After the end it is taken in as it is, to be given back whole.
    if (attempt->amount != event.amount && !over) return false;
    part = Approved{Capture{event.paymentKey, event.amount, event.pointsEarned}};
    return true;
}
bool apply(Payment& part, const PaymentDeclined& event) {
    const Attempt* attempt = openAttempt(part);
    if (attempt == nullptr || attempt->number != event.attempt) return false;
    if (std::holds_alternative<Declined>(part)) return false;
    part = Declined{Attempt{*attempt}, event.code};
    return true;
}
bool apply(Payment& part, const PaymentDeferred& event) {
    const auto* state = std::get_if<Requested>(&part);
    if (state == nullptr || state->attempt.number != event.attempt || state->unknownSince)
        return false;
    part = Deferred{Attempt{state->attempt}};
    return true;
}
bool apply(Payment& part, const ChargeRetried& event) {
    const auto* state = std::get_if<Deferred>(&part);
    if (state == nullptr || state->attempt.number != event.attempt) return false;
    part = Requested{Attempt{state->attempt}};
    return true;
}
bool apply(Payment& part, const PaymentOutcomeUnknown& event) {
    const Attempt* attempt = openAttempt(part);
    if (attempt == nullptr || attempt->number != event.attempt) return false;
    if (!std::holds_alternative<Requested>(part) && !std::holds_alternative<Deferred>(part))
        return false;
    part = Unknown{Attempt{*attempt}, event.since};
    return true;
}
bool apply(Payment& part, const ChargeRepeated& event) {
    const auto* state = std::get_if<Unknown>(&part);
    if (state == nullptr || state->attempt.number != event.attempt) return false;
    part = Requested{Attempt{state->attempt}, Instant{state->since}};
    return true;
}
bool apply(Payment& part, const PaymentEscalated& event) {
    // Logs from before strays had a place of their own: the settled payment stands.
    if (std::holds_alternative<NoneNeeded>(part) || std::holds_alternative<Approved>(part) ||
        std::holds_alternative<Refunded>(part))
        return true;
    if (const Attempt* attempt = openAttempt(part)) {
        part = Escalated{event.reason, Attempt{*attempt}, std::nullopt, doubtSince(part),
                         event.held ? event.held : knownHeld(part)};
        return true;
    }
    const RefundDue* refund = owedRefund(part);
    if (refund == nullptr) return false;
    part = Escalated{event.reason, std::nullopt, RefundDue{*refund},
                     std::nullopt, std::nullopt, event.refused || isRefused(part)};
    return true;
}
bool apply(Payment& part, const RefundRequested& event) {
    const auto* state = std::get_if<Approved>(&part);
    if (state == nullptr || state->capture.paymentKey != event.paymentKey ||
        state->capture.amount != event.amount)
        return false;
    part = RefundDue{Capture{state->capture}, event.key};
    return true;
}
bool apply(Payment& part, const PaymentRefunded& event) {
    const RefundDue* refund = owedRefund(part);
    if (refund == nullptr || refund->capture.amount != event.amount) return false;
    part = Refunded{event.amount, PaymentKey{refund->capture.paymentKey}};
    return true;
}
bool apply(Payment& part, const PaymentRetried& event, bool over) {
    auto* state = std::get_if<Escalated>(&part);
    if (state == nullptr) return false;
    if (state->refund) {
        RefundDue due{*state->refund};
        if (event.refundKey) due.refundKey = *event.refundKey;
        part = std::move(due);
        return true;
    }
    if (!state->attempt) return false;
    const Instant since = state->unknownSince.value_or(event.at);
    if (over) {
        // Nothing is charged any more, only asked: it stays before a person's eyes until it is
        // known.
        state->unknownSince = since;
        return true;
    }
    part = Unknown{Attempt{*state->attempt}, since};
    return true;
}

}  // namespace delivery::order::payment
