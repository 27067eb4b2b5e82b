#include "server/sandbox/messenger.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/sandbox/replies.h"

#include <QDateTime>
#include <QMessageAuthenticationCode>
#include <QTimer>

namespace delivery::sandbox {
namespace {

using nlohmann::json;

constexpr std::string_view manyPath = "/messages/v4/send-many/detail";
constexpr std::string_view singlePath = "/messages/v4/send";
constexpr std::string_view listPath = "/messages/v4/list";
constexpr std::int64_t signatureMs = 15 * 60 * 1'000;
constexpr std::size_t messagesMax = 10'000;
constexpr std::size_t hungMax = 4'096;
constexpr std::int64_t listedMax = 500;
constexpr std::size_t numberDigitsMin = 9;
constexpr std::size_t numberDigitsMax = 11;

/// The templates that the demo's server names, as KakaoTalk would have approved them.
struct Template {
    std::string_view id;
    std::string_view text;
};
constexpr std::array templates{
    Template{"order-ko", "[배달상점] #{가게}\n주문 #{주문번호}: #{상태}\n#{안내}"},
    Template{"order-en", "[DeliveryStore] #{가게}\nOrder #{주문번호}: #{상태}\n#{안내}"},
    Template{"store-ko", "[배달상점 사장님] #{가게}\n#{상태} (주문 #{주문번호})\n#{안내}"},
    Template{"store-en", "[DeliveryStore owner] #{가게}\n#{상태} (order #{주문번호})\n#{안내}"},
};

door::HttpResponse errorReply(int status, std::string_view code, std::string_view message) {
    return jsonReply(status, json{{"errorCode", code}, {"errorMessage", message}});
}

/// One "name=value" of the authorization header.
std::string parameterOf(std::string_view header, std::string_view name) {
    const std::string wanted = std::string(name) + "=";
    std::size_t at = header.find(wanted);
    while (at != std::string_view::npos && at > 0 && header[at - 1] != ' ' &&
           header[at - 1] != ',') {
        at = header.find(wanted, at + 1);
    }
    if (at == std::string_view::npos) return {};
    const std::string_view value = header.substr(at + wanted.size());
    return std::string(value.substr(0, value.find(',')));
}

std::string signatureOf(const std::string& data, const std::string& secret) {
    return QMessageAuthenticationCode::hash(QByteArray::fromStdString(data),
                                            QByteArray::fromStdString(secret),
                                            QCryptographicHash::Sha256)
        .toHex()
        .toStdString();
}

/// What the telephone shows: the template with its variables, or, of a template that nobody knows
/// here, the variables.
std::string textOf(const json& message) {
    const json options = message.value("kakaoOptions", json::object());
    const json variables = options.value("variables", json::object());
    const auto found =
        std::ranges::find(templates, textField(options, "templateId"), &Template::id);
    std::string text{found == templates.end() ? "" : found->text};
    for (const auto& [name, value] : variables.items()) {
        if (!value.is_string()) continue;
        const std::string filled = value.get<std::string>();
        if (found == templates.end()) {
            text += (text.empty() ? "" : "\n") + filled;
            continue;
        }
        for (std::size_t at = text.find(name); at != std::string::npos;
             at = text.find(name, at + filled.size())) {
            text.replace(at, name.size(), filled);
        }
    }
    return text;
}

bool isNumber(std::string_view text) {
    return text.size() >= numberDigitsMin && text.size() <= numberDigitsMax &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// 2000 is accepted; the others are the codes of Solapi's list.
std::string statusOf(const json& message, bool declines) {
    const json options = message.value("kakaoOptions", json::object());
    const std::string type = textField(message, "type");
    if (!isNumber(textField(message, "to"))) return "1060";
    if (type == "ATA" && textField(options, "pfId").empty()) return "1041";
    if (type == "ATA" && textField(options, "templateId").empty()) return "1042";
    return declines ? "3104" : "2000";
}

constexpr const char* deliveredCode = "4000";

std::string_view sentenceOf(const std::string& status) {
    if (status == deliveredCode) return "수신완료";
    if (status == "2000") return "정상 접수(이통사로 접수 예정)";
    if (status == "1041") return "유효하지 않은 채널 아이디입니다";
    if (status == "1042") return "유효하지 않은 템플릿입니다";
    if (status == "3104") return "카카오톡 사용자가 아닙니다";
    return "수신번호가 올바르지 않습니다";
}

}  // namespace

Messenger::Messenger(PaymentLedger& ledger, Switchboard& switches, MessengerKeys keys)
    : m_ledger(ledger), m_switches(switches), m_keys(std::move(keys)) {}

bool Messenger::serves(std::string_view path) {
    return path == manyPath || path == singlePath || path == listPath;
}

void Messenger::onRequest(const door::HttpRequest& request, door::Answer answer) {
    const bool lists = request.path == listPath;
    if (request.method != (lists ? "GET" : "POST")) {
        return answer(errorReply(404, "NotFound", lists ? "GET only" : "POST only"));
    }
    if (m_switches.down()) {
        return answer(errorReply(503, "ServiceUnavailable", "the message provider is down"));
    }
    std::string signature;
    if (auto refusal = refusalOfSignature(request, signature)) return answer(std::move(*refusal));
    if (lists) return answer(find(request));
    const Switch bent = m_switches.take("send");
    const json body = json::parse(request.body, nullptr, false);
    door::HttpResponse reply =
        send(body, request.path == singlePath, bent.mode == Mode::Decline, signature);
    if (bent.mode == Mode::ErrorAfterCharge) {
        reply = errorReply(500, "InternalError", "the message was taken, the answer is lost");
    }
    if (bent.mode == Mode::ChargeThenHang) {
        m_hung.push_back(std::move(answer));
        if (m_hung.size() > hungMax) m_hung.pop_front();
        return;
    }
    if (bent.delayMs == 0) return answer(std::move(reply));
    QTimer::singleShot(std::chrono::milliseconds(bent.delayMs), this,
                       [answer = std::move(answer), reply = std::move(reply)] { answer(reply); });
}

std::optional<door::HttpResponse> Messenger::refusalOfSignature(const door::HttpRequest& request,
                                                                std::string& taken) {
    const std::string_view header = request.header("authorization").value_or("");
    if (!header.starts_with("HMAC-SHA256 ")) {
        return errorReply(403, "InvalidAuthorization", "HMAC-SHA256 is expected");
    }
    if (parameterOf(header, "apiKey") != m_keys.apiKey) {
        return errorReply(403, "InvalidAPIKey", "the API key is unknown");
    }
    const std::string date = parameterOf(header, "date");
    const std::string salt = parameterOf(header, "salt");
    const std::string signature = parameterOf(header, "signature");
    const QDateTime signedAt =
        QDateTime::fromString(QString::fromStdString(date), Qt::ISODateWithMs);
    const std::int64_t now = nowMs();
    if (!signedAt.isValid() || std::abs(signedAt.toMSecsSinceEpoch() - now) > signatureMs) {
        return errorReply(403, "RequestTimeTooSkewed", "the date is off by more than 15 minutes");
    }
    if (salt.size() < 12 || salt.size() > 64 ||
        signatureOf(date + salt, m_keys.apiSecret) != signature) {
        return errorReply(403, "SignatureDoesNotMatch", "the signature does not match");
    }
    if (m_ledger.knowsSignature(signature, now - signatureMs)) {
        return errorReply(403, "DuplicatedSignature", "the signature was used before");
    }
    taken = signature;
    return std::nullopt;
}

/// A message by the provider's name, or those of one telephone.
door::HttpResponse Messenger::find(const door::HttpRequest& request) {
    std::vector<std::string> bodies;
    if (request.queryValue("criteria").value_or("") == "to") {
        bodies = m_ledger.messagesTo(request.queryValue("value").value_or(""), listedMax);
    } else if (auto body = m_ledger.findMessage(request.queryValue("messageId").value_or(""))) {
        bodies.push_back(std::move(*body));
    }
    json found = json::object();
    for (const std::string& body : bodies) {
        json message = json::parse(body, nullptr, false);
        message["statusCode"] = deliveredCode;
        message["statusMessage"] = sentenceOf(deliveredCode);
        const std::string id = textField(message, "messageId");
        found[id] = std::move(message);
    }
    if (m_ledger.database().rollback()) return errorReply(500, "InternalError", "unreadable");
    return jsonReply(200, json{{"limit", listedMax}, {"messageList", std::move(found)}});
}

door::HttpResponse Messenger::send(const json& body, bool single, bool declines,
                                   const std::string& signature) {
    json messages = json::array();
    if (body.is_object() && single && body.contains("message")) messages.push_back(body["message"]);
    if (body.is_object() && !single) messages = body.value("messages", json::array());
    const auto isObject = [](const json& one) { return one.is_object(); };
    if (!messages.is_array() || messages.empty() || messages.size() > messagesMax ||
        !std::all_of(messages.begin(), messages.end(), isObject)) {
        return errorReply(400, "ValidationError", "messages are missing");
    }
    const std::string groupId = newName("G4V");
    json list = json::array();
    json failed = json::array();
    m_ledger.database().begin();
    m_ledger.addSignature(signature, nowMs(), nowMs() - signatureMs);
    for (const json& message : messages) {
        json taken = take(message, groupId, declines);
        (taken["statusCode"] == "2000" ? list : failed).push_back(std::move(taken));
    }
    if (!m_ledger.database().commit()) return errorReply(500, "InternalError", "not recorded");
    if (single) {
        json only = list.empty() ? failed[0] : list[0];
        only["groupId"] = groupId;
        return jsonReply(200, only);
    }
    const json count{{"total", messages.size()},
                     {"sentTotal", 0},
                     {"sentFailed", 0},
                     {"sentSuccess", 0},
                     {"sentPending", 0},
                     {"sentReplacement", 0},
                     {"refund", 0},
                     {"registeredFailed", failed.size()},
                     {"registeredSuccess", list.size()}};
    json answer{{"groupInfo", {{"groupId", groupId}, {"status", "SENDING"}, {"count", count}}},
                {"failedMessageList", failed}};
    if (body.value("showMessageList", json(false)) == json(true)) answer["messageList"] = list;
    return jsonReply(200, answer);
}

json Messenger::take(const json& message, const std::string& groupId, bool declines) {
    const std::string status = statusOf(message, declines);
    json taken{{"messageId", newName("M4V")},
               {"statusCode", status},
               {"statusMessage", sentenceOf(status)},
               {"accountId", "sandbox"},
               {"country", "82"},
               {"to", textField(message, "to")},
               {"from", textField(message, "from")},
               {"type", textField(message, "type")}};
    if (message.contains("customFields")) taken["customFields"] = message["customFields"];
    if (status != "2000") return taken;
    json recorded = message;
    recorded["messageId"] = taken["messageId"];
    recorded["groupId"] = groupId;
    recorded["at"] = printSeoulTime(nowMs());
    recorded["text"] = textOf(message);
    m_ledger.addMessage(textField(recorded, "messageId"), textField(recorded, "to"),
                        print(recorded));
    return taken;
}

door::HttpResponse Messenger::listMessages() {
    json all = json::array();
    for (const std::string& body : m_ledger.messages()) {
        all.push_back(json::parse(body, nullptr, false));
    }
    if (auto fault = m_ledger.database().rollback()) {
        return problemReply(500, "the ledger is unreadable", fault->text);
    }
    return jsonReply(200, all);
}

}  // namespace delivery::sandbox
