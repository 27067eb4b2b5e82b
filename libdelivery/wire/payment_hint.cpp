#include "wire/payment_hint.h"

#include <nlohmann/json.hpp>

namespace delivery::wire {

namespace {

using nlohmann::json;

/// Toss Payments docs: an order id has 6 to 64 characters.
constexpr std::size_t orderIdMax = 64;

std::string textIn(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

}  // namespace

Read<std::optional<std::string>> parsePaymentHint(std::string_view body) {
    const json news = json::parse(body, nullptr, false);
    if (!news.is_object()) {
        return tl::unexpected(
            Misread{"", "JSON 객체가 아닙니다.", "The body is not a JSON object."});
    }
    const auto payment = news.find("data");
    const bool tells = textIn(news, "eventType") == "PAYMENT_STATUS_CHANGED" &&
                       payment != news.end() && payment->is_object();
    if (!tells) return std::optional<std::string>{};
    std::string orderId = textIn(*payment, "orderId");
    if (orderId.empty() || orderId.size() > orderIdMax) return std::optional<std::string>{};
    return std::optional{std::move(orderId)};
}

}  // namespace delivery::wire
