#include "effect/payment_protocol.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "effect/http_status.h"

namespace delivery::effect {

namespace {

using Transport = ProviderAnswer::Transport;
using Outcome = Breaker::Outcome;

struct KnownCode {
    std::string_view code;
    CodeKind kind;
};

/// Toss Payments docs, error codes of the core API.
constexpr std::array knownCodes{
    KnownCode{"PROVIDER_ERROR", CodeKind::RetrySafe},
    KnownCode{"FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING", CodeKind::RetrySafe},
    KnownCode{"FAILED_INTERNAL_SYSTEM_PROCESSING", CodeKind::RetrySafe},
    KnownCode{"FAILED_DB_PROCESSING", CodeKind::RetrySafe},
    KnownCode{"FAILED_CARD_COMPANY_RESPONSE", CodeKind::RetrySafe},
    KnownCode{"UNKNOWN_PAYMENT_ERROR", CodeKind::RetrySafe},
    KnownCode{"COMMON_ERROR", CodeKind::RetrySafe},
    KnownCode{"FORBIDDEN_CONSECUTIVE_REQUEST", CodeKind::RetrySafe},
    KnownCode{"IDEMPOTENT_REQUEST_PROCESSING", CodeKind::RetrySafe},

    KnownCode{"ALREADY_PROCESSED_PAYMENT", CodeKind::AskFirst},
    KnownCode{"DUPLICATED_ORDER_ID", CodeKind::AskFirst},
    KnownCode{"ALREADY_CANCELED_PAYMENT", CodeKind::AskFirst},

    KnownCode{"REJECT_CARD_PAYMENT", CodeKind::CustomerMustChange},
    KnownCode{"REJECT_CARD_COMPANY", CodeKind::CustomerMustChange},
    KnownCode{"REJECT_ACCOUNT_PAYMENT", CodeKind::CustomerMustChange},
    KnownCode{"INVALID_REJECT_CARD", CodeKind::CustomerMustChange},
    KnownCode{"INVALID_STOPPED_CARD", CodeKind::CustomerMustChange},
    KnownCode{"INVALID_CARD_EXPIRATION", CodeKind::CustomerMustChange},
    KnownCode{"INVALID_CARD_LOST_OR_STOLEN", CodeKind::CustomerMustChange},
    KnownCode{"INVALID_CARD_NUMBER", CodeKind::CustomerMustChange},
    KnownCode{"EXCEED_MAX_AMOUNT", CodeKind::CustomerMustChange},
    KnownCode{"EXCEED_MAX_DAILY_PAYMENT_COUNT", CodeKind::CustomerMustChange},
    KnownCode{"EXCEED_MAX_PAYMENT_AMOUNT", CodeKind::CustomerMustChange},
    KnownCode{"BELOW_MINIMUM_AMOUNT", CodeKind::CustomerMustChange},
    KnownCode{"RESTRICTED_TRANSFER_ACCOUNT", CodeKind::CustomerMustChange},
    KnownCode{"FDS_ERROR", CodeKind::CustomerMustChange},

    KnownCode{"INVALID_REQUEST", CodeKind::OurFault},
    KnownCode{"INVALID_API_KEY", CodeKind::OurFault},
    KnownCode{"UNAUTHORIZED_KEY", CodeKind::OurFault},
    KnownCode{"INCORRECT_BASIC_AUTH_FORMAT", CodeKind::OurFault},
    KnownCode{"FORBIDDEN_REQUEST", CodeKind::OurFault},
    KnownCode{"NOT_MATCHES_CUSTOMER_KEY", CodeKind::OurFault},
    KnownCode{"INVALID_BILL_KEY_REQUEST", CodeKind::OurFault},
    KnownCode{"NOT_FOUND_BILLING", CodeKind::OurFault},
    KnownCode{"NOT_REGISTERED_BUSINESS", CodeKind::OurFault},

    KnownCode{"NOT_CANCELABLE_AMOUNT", CodeKind::RefundRefused},
    KnownCode{"NOT_CANCELABLE_PAYMENT", CodeKind::RefundRefused},
    KnownCode{"NOT_MATCHES_REFUNDABLE_AMOUNT", CodeKind::RefundRefused},
    KnownCode{"REFUND_REJECTED", CodeKind::RefundRefused},
    KnownCode{"EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT", CodeKind::RefundRefused},
    KnownCode{"NOT_ALLOWED_PARTIAL_REFUND", CodeKind::RefundRefused},
    KnownCode{"EXCEED_MAX_REFUND_DUE", CodeKind::RefundRefused},

    KnownCode{"NOT_FOUND_PAYMENT", CodeKind::UnknownPayment},
};

enum class StatusKind { Done, Cancelled, PartlyCancelled, Failed, Pending, New };

StatusKind statusKind(std::string_view status) {
    if (status == "DONE") return StatusKind::Done;
    if (status == "CANCELED") return StatusKind::Cancelled;
    if (status == "PARTIAL_CANCELED") return StatusKind::PartlyCancelled;
    if (status == "ABORTED" || status == "EXPIRED") return StatusKind::Failed;
    if (status == "READY" || status == "IN_PROGRESS" || status == "WAITING_FOR_DEPOSIT") {
        return StatusKind::Pending;
    }
    return StatusKind::New;
}

/// A payment without its names, or with amounts that cannot be, is not one we can act on.
bool isSound(const ProviderPayment& payment) {
    if (payment.status.empty() || payment.orderId.empty() || payment.paymentKey.empty()) {
        return false;
    }
    return Won{0} <= payment.balanceAmount && payment.balanceAmount <= payment.totalAmount;
}

/// The transport with what the adapter could not know: an answer that breaks the contract is
/// unreadable.
Transport soundTransport(const ProviderAnswer& answer) {
    if (answer.transport != Transport::Answered) return answer.transport;
    if (isSuccess(answer.httpStatus)) {
        const bool sound = answer.payment && isSound(*answer.payment);
        return sound ? Transport::Answered : Transport::Unreadable;
    }
    const bool known = isClientError(answer.httpStatus) || isServerError(answer.httpStatus);
    return known ? Transport::Answered : Transport::Unreadable;
}

bool isQuestion(PaymentOperation operation) {
    return operation == PaymentOperation::Query || operation == PaymentOperation::QueryRefund;
}

/// Nobody knows whether it was done. A charge must be asked about first; the others may simply be
/// sent again: a question changes nothing, and a refund is done once per key.
Verdict unsettled(PaymentOperation operation) {
    if (operation == PaymentOperation::Charge) return verdict::Unknown{};
    return verdict::AskAgain{};
}

Verdict chargeOf(PaymentOperation operation, const ProviderAnswer& answer) {
    const ProviderPayment& payment = *answer.payment;
    switch (statusKind(payment.status)) {
        case StatusKind::Done:
            return verdict::Approved{payment.paymentKey, payment.totalAmount, payment.orderId};
        case StatusKind::Cancelled:
            return verdict::Cancelled{payment.paymentKey, payment.totalAmount};
        case StatusKind::PartlyCancelled:
            return verdict::Unacceptable{payment.status};
        case StatusKind::Failed:
            return verdict::Declined{answer.code.empty() ? payment.status : answer.code};
        case StatusKind::Pending:
        case StatusKind::New:
            break;
    }
    return unsettled(operation);
}

Verdict refundOf(PaymentOperation operation, const ProviderPayment& payment) {
    switch (statusKind(payment.status)) {
        case StatusKind::Cancelled:
            return verdict::Refunded{payment.totalAmount - payment.balanceAmount};
        case StatusKind::PartlyCancelled:
        case StatusKind::Failed:
            return verdict::Unacceptable{payment.status};
        case StatusKind::Done:
        case StatusKind::Pending:
        case StatusKind::New:
            break;
    }
    // A refund answered with a payment that still stands contradicts itself: ask. Asked, it is
    // simply not done yet.
    if (operation == PaymentOperation::Refund) return verdict::Unknown{};
    return verdict::AskAgain{};
}

Verdict ofPayment(PaymentOperation operation, const ProviderAnswer& answer) {
    switch (operation) {
        case PaymentOperation::Charge:
        case PaymentOperation::Query:
            return chargeOf(operation, answer);
        case PaymentOperation::Refund:
        case PaymentOperation::QueryRefund:
            break;
    }
    return refundOf(operation, *answer.payment);
}

/// A 4xx whose code we do not know. Codes may appear without notice, most of them new ways to
/// decline a card; the statuses below say more than the code.
Verdict ofNewCode(PaymentOperation operation, const ProviderAnswer& answer) {
    constexpr int timedOutThere = 408;
    constexpr int conflict = 409;
    constexpr int tooEarly = 425;
    if (answer.httpStatus == timedOutThere || answer.httpStatus == conflict ||
        answer.httpStatus == tooEarly) {
        return unsettled(operation);
    }
    constexpr std::array declining{400, 402, 403, 422};
    const bool declines = std::ranges::find(declining, answer.httpStatus) != declining.end();
    if (operation == PaymentOperation::Charge && declines && !answer.code.empty()) {
        return verdict::Declined{answer.code};
    }
    const bool maybeNotThere = isQuestion(operation) && answer.httpStatus == 404;
    if (maybeNotThere) return unsettled(operation);
    return verdict::Unacceptable{answer.code.empty() ? "HTTP_" + std::to_string(answer.httpStatus)
                                                     : answer.code};
}

Verdict ofCode(PaymentOperation operation, const ProviderAnswer& answer) {
    const std::optional<CodeKind> kind = codeKind(answer.code);
    if (!kind) return ofNewCode(operation, answer);
    switch (*kind) {
        case CodeKind::RetrySafe:
            return unsettled(operation);
        case CodeKind::AskFirst:
            if (isQuestion(operation)) return verdict::AskAgain{};
            return verdict::Unknown{};
        case CodeKind::CustomerMustChange:
            if (operation == PaymentOperation::Charge) return verdict::Declined{answer.code};
            break;
        case CodeKind::UnknownPayment:
            if (operation == PaymentOperation::Query) return verdict::NotFound{};
            break;
        case CodeKind::OurFault:
        case CodeKind::RefundRefused:
            break;
    }
    return verdict::Unacceptable{answer.code};
}

Span obeyed(const std::optional<Span>& asked) {
    if (!asked || *asked < Span{}) return retryAfterUsual;
    return std::min(*asked, retryAfterMax);
}

}  // namespace

Verdict judge(PaymentOperation operation, const ProviderAnswer& answer) {
    constexpr int tooManyRequests = 429;
    switch (soundTransport(answer)) {
        case Transport::Refused:
            return verdict::NotSent{};
        case Transport::TimedOut:
        case Transport::Reset:
        case Transport::Unreadable:
            return unsettled(operation);
        case Transport::Answered:
            break;
    }
    if (isSuccess(answer.httpStatus)) return ofPayment(operation, answer);
    if (isServerError(answer.httpStatus)) return unsettled(operation);
    if (answer.httpStatus == tooManyRequests) return verdict::RetryAfter{obeyed(answer.retryAfter)};
    return ofCode(operation, answer);
}

Breaker::Outcome breakerOutcome(const ProviderAnswer& answer) {
    const bool answered = answer.transport == Transport::Answered;
    // Whoever asked for a card gets one instead of a payment.
    if (answered && answer.card && isSuccess(answer.httpStatus)) return Outcome::Success;
    if (soundTransport(answer) != Transport::Answered) return Outcome::Failure;
    if (isServerError(answer.httpStatus)) return Outcome::Failure;
    return isSuccess(answer.httpStatus) ? Outcome::Success : Outcome::Ignored;
}

std::optional<CodeKind> codeKind(std::string_view code) {
    const auto found = std::ranges::find(knownCodes, code, &KnownCode::code);
    if (found == knownCodes.end()) return std::nullopt;
    return found->kind;
}

}  // namespace delivery::effect
