#pragma once
/// What an answer of the payment provider means (Toss Payments, API version 2022-11-16), and what
/// it says of its health.

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/ids.h"
#include "core/instant.h"
#include "core/won.h"
#include "effect/breaker.h"

namespace delivery::effect {

enum class PaymentOperation {
    Charge,
    Query,  ///< about a charge, by our order id
    Refund,
    QueryRefund,  ///< about a refund, by the payment's key
};

/// The provider's payment object, as far as it concerns us.
struct ProviderPayment {
    std::string status;  ///< READY, IN_PROGRESS, DONE, CANCELED, …; new ones may appear
    Won totalAmount;
    Won balanceAmount;  ///< what is left of it after cancellations
    std::string orderId;
    PaymentKey paymentKey;
};

/// The provider's answer to the registering of a card. Its keys are secrets.
struct ProviderCard {
    std::string billingKey;
    std::string customerKey;
    std::string issuerCode;
    std::string number;  ///< masked by the provider
};

/// What the HTTP adapter saw of one call. A status outside 200 to 599, or a body that is not what
/// the contract promises for it, is Unreadable.
struct ProviderAnswer {
    enum class Transport {
        Refused,     ///< no connection came about: certainly not sent
        TimedOut,    ///< sent, at least in part, and silent
        Reset,       ///< sent, at least in part, and broken off
        Unreadable,  ///< answered with something that the contract does not know
        Answered,
    };
    Transport transport = Transport::Answered;
    int httpStatus = 0;
    std::string code = {};  ///< the error body's code; empty in a success
    std::optional<ProviderPayment> payment = std::nullopt;
    std::optional<Span> retryAfter = std::nullopt;  ///< of a 429
    /// Instead of a payment, where a card was asked for.
    std::optional<ProviderCard> card = std::nullopt;
};

namespace verdict {

/// Amount and order are the provider's word; whoever takes it compares them with ours.
struct Approved {
    PaymentKey paymentKey;
    Won amount;
    std::string providerOrderId;
    bool operator==(const Approved&) const = default;
};
/// Final for the attempt; the customer must change something.
struct Declined {
    std::string code;
    bool operator==(const Declined&) const = default;
};
/// Certainly nothing happened, because nothing arrived there.
struct NotSent {
    bool operator==(const NotSent&) const = default;
};
/// It may have happened: ask before anything else (a charge by Query, a refund by QueryRefund).
struct Unknown {
    bool operator==(const Unknown&) const = default;
};
/// The provider never heard of the charge that was asked about.
struct NotFound {
    bool operator==(const NotFound&) const = default;
};
/// Repeating will not help, and the customer cannot: a person must look.
struct Unacceptable {
    std::string code;
    bool operator==(const Unacceptable&) const = default;
};
/// All of the payment that was given back so far.
struct Refunded {
    Won amount;
    bool operator==(const Refunded&) const = default;
};
/// The charge that was asked about happened and was given back in full: nothing of it is held.
struct Cancelled {
    PaymentKey paymentKey;
    Won amount;
    bool operator==(const Cancelled&) const = default;
};
/// Not settled yet. A query is asked again; a refund is sent again under the same key, also after
/// QueryRefund.
struct AskAgain {
    bool operator==(const AskAgain&) const = default;
};
/// Not executed for now (429): the same call under the same key, not before this.
struct RetryAfter {
    Span delay;
    bool operator==(const RetryAfter&) const = default;
};

}  // namespace verdict

using Verdict =
    std::variant<verdict::Approved, verdict::Declined, verdict::NotSent, verdict::Unknown,
                 verdict::NotFound, verdict::Unacceptable, verdict::Refunded, verdict::Cancelled,
                 verdict::AskAgain, verdict::RetryAfter>;

/// Where a 429 names no time, and the longest that is obeyed.
constexpr Span retryAfterUsual = seconds(5);
constexpr Span retryAfterMax = minutes(10);

[[nodiscard]] Verdict judge(PaymentOperation operation, const ProviderAnswer& answer);

/// No connection, silence, breakage and 5xx are failures; 4xx says nothing of the provider's
/// health.
[[nodiscard]] Breaker::Outcome breakerOutcome(const ProviderAnswer& answer);

/// What an error code calls for, whatever the operation; nothing for a code that we do not know.
enum class CodeKind {
    RetrySafe,  ///< temporary: the same key may be tried again
    AskFirst,   ///< something happened before: ask what
    CustomerMustChange,
    OurFault,
    RefundRefused,
    UnknownPayment,
};
[[nodiscard]] std::optional<CodeKind> codeKind(std::string_view code);

}  // namespace delivery::effect
