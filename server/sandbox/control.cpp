#include "server/sandbox/control.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "server/sandbox/card_page.h"
#include "server/sandbox/geocoder.h"
#include "server/sandbox/replies.h"

namespace delivery::sandbox {
namespace {

using nlohmann::json;

/// A send of 10,000 messages is the largest thing that anyone asks.
constexpr std::size_t bodyBytesMax = 8 * 1024 * 1024;

std::optional<std::int64_t> numberOf(std::string_view text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (text.empty() || error != std::errc{} || stop != end || number < 0) return std::nullopt;
    return number;
}

/// Provider order ids of ours read ds-{install}-{order}-{attempt}; anybody else's are shown as they
/// are.
json showOrderId(std::string_view providerOrderId) {
    const std::size_t attemptAt = providerOrderId.rfind('-');
    if (!providerOrderId.starts_with("ds-") || attemptAt == std::string_view::npos) {
        return providerOrderId;
    }
    const std::string_view front = providerOrderId.substr(0, attemptAt);
    const std::size_t orderAt = front.rfind('-');
    constexpr std::size_t shortest = 3;
    if (orderAt == std::string_view::npos || orderAt <= shortest) return providerOrderId;
    const auto order = numberOf(front.substr(orderAt + 1));
    if (!order || !numberOf(providerOrderId.substr(attemptAt + 1))) return providerOrderId;
    return *order;
}

door::HttpResponse notAllowed(std::string_view allow) {
    door::HttpResponse reply = problemReply(405, "허용되지 않은 메서드입니다", allow);
    reply.headers.emplace_back("Allow", std::string(allow));
    return reply;
}

}  // namespace

door::HeadVerdict Control::onHead(const door::HttpRequest&) { return {bodyBytesMax, {}}; }

void Control::onRequest(door::HttpRequest request, door::Answer answer) {
    if (Messenger::serves(request.path)) {
        return m_sandbox.messenger.onRequest(request, std::move(answer));
    }
    answer(route(request));
}

door::HttpResponse Control::route(const door::HttpRequest& request) {
    const bool gets = request.method == "GET" || request.method == "HEAD";
    if (request.path == "/sandbox/payment") return switchPayment(request);
    if (request.path == "/sandbox/kakao") return switchKakao(request);
    if (request.path == "/sandbox/webhook") return switchWebhook(request);
    if (request.path == "/sandbox/ledger") return gets ? listLedger() : notAllowed("GET");
    if (request.path == "/sandbox/messages") {
        return gets ? m_sandbox.messenger.listMessages() : notAllowed("GET");
    }
    if (request.path == cardPagePath) {
        if (!gets && request.method != "POST") return notAllowed("GET, POST");
        return serveCardPage(m_sandbox.ledger, request);
    }
    if (request.path == addressSearchPath) {
        return gets ? searchAddress(request) : notAllowed("GET");
    }
    return problemReply(404, "없는 주소입니다", request.path);
}

door::HttpResponse Control::switchPayment(const door::HttpRequest& request) {
    if (request.method == "PUT") {
        if (auto set = m_sandbox.payment.set(request.body); !set) {
            return problemReply(400, "잘못된 요청입니다", set.error());
        }
        if (m_sandbox.payment.down()) {
            m_sandbox.gate.shut();
            m_sandbox.provider.forgetHung();
        } else if (auto opened = m_sandbox.gate.open(); !opened) {
            return problemReply(500, "서버 오류입니다", opened.error().text);
        }
    } else if (request.method != "GET") {
        return notAllowed("GET, PUT");
    }
    json shown = m_sandbox.payment.show();
    shown["provider"] = "http://127.0.0.1:" + std::to_string(m_sandbox.gate.port());
    return jsonReply(200, shown);
}

door::HttpResponse Control::switchKakao(const door::HttpRequest& request) {
    if (request.method == "PUT") {
        if (auto set = m_sandbox.kakao.set(request.body); !set) {
            return problemReply(400, "잘못된 요청입니다", set.error());
        }
    } else if (request.method != "GET") {
        return notAllowed("GET, PUT");
    }
    return jsonReply(200, m_sandbox.kakao.show());
}

/// {"url":"http://127.0.0.1:8088/webhooks/payments"}; an empty one is told nothing.
door::HttpResponse Control::switchWebhook(const door::HttpRequest& request) {
    if (request.method == "PUT") {
        const json asked = json::parse(request.body, nullptr, false);
        const bool named = asked.is_object() && asked.contains("url") && asked["url"].is_string();
        if (!named || !m_sandbox.webhook.setTarget(asked["url"].get<std::string>())) {
            return problemReply(400, "잘못된 요청입니다", "url: an http address, or empty");
        }
    } else if (request.method != "GET") {
        return notAllowed("GET, PUT");
    }
    return jsonReply(200, json{{"url", m_sandbox.webhook.target()}});
}

door::HttpResponse Control::listLedger() {
    json all = json::array();
    for (const LedgerEntry& entry : m_sandbox.ledger.entries()) {
        all.push_back({{"orderId", showOrderId(entry.orderId)},
                       {"providerOrderId", entry.orderId},
                       {"paymentKey", entry.paymentKey},
                       {"key", entry.idempotencyKey},
                       {"kind", entry.kind},
                       {"amount", entry.amountWon},
                       {"at", printSeoulTime(entry.atMs)}});
    }
    if (auto fault = m_sandbox.ledger.database().rollback()) {
        return problemReply(500, "서버 오류입니다", fault->text);
    }
    return jsonReply(200, all);
}

}  // namespace delivery::sandbox
