#include <cmath>
#include <optional>

#include <nlohmann/json.hpp>

#include "server/outside/http_answer.h"
#include "server/outside/payment_client.h"

// The provider's bodies. New fields, new values and new codes may come without notice and are no
// mistake; a body that is no JSON, or a payment without its names or with a fraction of a won, is.

namespace delivery::outside {

namespace {

using effect::ProviderAnswer;
using nlohmann::json;

std::string textOf(const json& object, const char* field) {
    const auto found = object.find(field);
    if (found == object.end() || !found->is_string()) return {};
    return found->get<std::string>();
}

/// Won have no decimals: 12000 and 12000.0 are amounts, 12000.5 is not.
std::optional<Won> amountOf(const json& object, const char* field) {
    const auto found = object.find(field);
    if (found == object.end() || !found->is_number()) return std::nullopt;
    if (found->is_number_unsigned()) {
        const auto amount = found->get<std::uint64_t>();
        if (amount > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
        return Won{static_cast<std::int64_t>(amount)};
    }
    if (found->is_number_integer()) return Won{found->get<std::int64_t>()};
    constexpr double exactMax = 9'007'199'254'740'992.0;
    const auto amount = found->get<double>();
    if (std::floor(amount) != amount || std::fabs(amount) > exactMax) return std::nullopt;
    return Won{static_cast<std::int64_t>(amount)};
}

std::optional<effect::ProviderPayment> paymentOf(const json& object) {
    effect::ProviderPayment payment;
    payment.status = textOf(object, "status");
    payment.orderId = textOf(object, "orderId");
    payment.paymentKey = PaymentKey{textOf(object, "paymentKey")};
    const auto total = amountOf(object, "totalAmount");
    const auto balance = amountOf(object, "balanceAmount");
    if (!total || !balance) return std::nullopt;
    payment.totalAmount = *total;
    payment.balanceAmount = *balance;
    return payment;
}

/// Treats the billing key as opaque, up to a length that no provider's exceeds.
std::optional<effect::ProviderCard> cardOf(const json& object) {
    constexpr std::size_t keyBytesMax = 200;
    effect::ProviderCard card;
    card.billingKey = textOf(object, "billingKey");
    card.customerKey = textOf(object, "customerKey");
    if (card.billingKey.empty() || card.billingKey.size() > keyBytesMax) return std::nullopt;
    const auto facts = object.find("card");
    if (facts == object.end() || !facts->is_object()) return card;
    card.issuerCode = textOf(*facts, "issuerCode");
    card.number = textOf(*facts, "number");
    return card;
}

std::string failureCodeOf(const json& payment) {
    const auto failure = payment.find("failure");
    if (failure == payment.end() || !failure->is_object()) return {};
    return textOf(*failure, "code");
}

}  // namespace

ProviderAnswer readAnswer(int httpStatus, const std::string& body, const std::string& retryAfter) {
    ProviderAnswer answer;
    answer.httpStatus = httpStatus;
    answer.retryAfter = secondsOf(retryAfter);
    const json object = json::parse(body, nullptr, false);
    if (httpStatus >= 200 && httpStatus < 300) {
        if (!object.is_object()) {
            answer.transport = ProviderAnswer::Transport::Unreadable;
            return answer;
        }
        if (object.contains("billingKey")) {
            answer.card = cardOf(object);
            if (!answer.card) answer.transport = ProviderAnswer::Transport::Unreadable;
            return answer;
        }
        answer.payment = paymentOf(object);
        answer.code = failureCodeOf(object);
        if (!answer.payment) answer.transport = ProviderAnswer::Transport::Unreadable;
        return answer;
    }
    // A proxy's error page has no code, and its status still speaks.
    if (object.is_object()) answer.code = textOf(object, "code");
    return answer;
}

}  // namespace delivery::outside
