#include "server/outside/solapi_client.h"

#include <array>
#include <utility>

#include <sodium.h>

#include <nlohmann/json.hpp>

#include "server/outside/http_calls.h"

#include <QDateTime>
#include <QUrl>

namespace delivery::outside {

namespace {

using nlohmann::json;
using Transport = effect::MessageAnswer::Transport;

constexpr const char* sendPath = "/messages/v4/send-many/detail";
constexpr const char* listPath = "/messages/v4/list";
/// A variable of a template is never longer here; a whole message may have 1,000 letters.
constexpr int reasonLettersMax = 300;

std::string isoOf(Instant at) {
    return QDateTime::fromMSecsSinceEpoch(at.utcMilliseconds, Qt::UTC)
        .toString(Qt::ISODateWithMs)
        .toStdString();
}

std::string hexOf(const unsigned char* bytes, std::size_t count) {
    return QByteArray(reinterpret_cast<const char*>(bytes), static_cast<int>(count))
        .toHex()
        .toStdString();
}

const unsigned char* bytesOf(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string freshSalt() {
    std::array<unsigned char, 16> random{};
    randombytes_buf(random.data(), random.size());
    return hexOf(random.data(), random.size());
}

/// The same for the same message, and another one after each time that it was certainly refused.
std::string saltOf(const MessageCall& call) {
    const std::string name = call.effectId + "/" + std::to_string(call.refused);
    std::array<unsigned char, 16> hash{};
    crypto_generichash(hash.data(), hash.size(), bytesOf(name), name.size(), nullptr, 0);
    return hexOf(hash.data(), hash.size());
}

std::string signatureOf(const std::string& data, const std::string& secret) {
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytesOf(secret), secret.size());
    crypto_auth_hmacsha256_update(&state, bytesOf(data), data.size());
    crypto_auth_hmacsha256_final(&state, mac.data());
    return hexOf(mac.data(), mac.size());
}

effect::MessageAnswer without(Transport transport) {
    effect::MessageAnswer answer;
    answer.transport = transport;
    return answer;
}

}  // namespace

class SolapiClient::Inside {
  public:
    explicit Inside(SolapiSettings settings)
        : m_settings(std::move(settings)), m_calls(m_settings.baseUrl, m_settings.connect) {}

    void send(const MessageCall& call, Heard heard) {
        const json body{{"messages", json::array({messageOf(call)})},
                        {"allowDuplicates", false},
                        {"showMessageList", true}};
        m_calls.post(sendPath, signedWith(isoOf(call.since), saltOf(call)),
                     body.dump(-1, ' ', false, json::error_handler_t::replace), m_settings.total,
                     [heard = std::move(heard)](const HttpSeen& seen) {
                         if (seen.transport != Transport::Answered) {
                             return heard(without(seen.transport));
                         }
                         heard(readSent(seen.status, seen.body, seen.retryAfter));
                     });
    }

    void list(const std::string& query, const std::string& effectId, Instant now, Heard heard) {
        m_calls.get(listPath + query, signedWith(isoOf(now), freshSalt()), m_settings.total,
                    [effectId, heard = std::move(heard)](const HttpSeen& seen) {
                        if (seen.transport != Transport::Answered) {
                            return heard(without(seen.transport));
                        }
                        heard(readListed(seen.status, seen.body, effectId));
                    });
    }

  private:
    [[nodiscard]] HttpCalls::Headers signedWith(const std::string& date,
                                                const std::string& salt) const {
        return {{"Authorization",
                 "HMAC-SHA256 apiKey=" + m_settings.apiKey + ", date=" + date + ", salt=" + salt +
                     ", signature=" + signatureOf(date + salt, m_settings.apiSecret)}};
    }

    [[nodiscard]] std::string templateOf(const MessageCall& call) const {
        const bool ofOrder = notice::isForCustomer(call.said.subject);
        const bool korean = call.language == Language::Korean;
        const std::string& inKorean = ofOrder ? m_settings.orderTemplate : m_settings.storeTemplate;
        const std::string& inEnglish =
            ofOrder ? m_settings.orderTemplateEnglish : m_settings.storeTemplateEnglish;
        return korean || inEnglish.empty() ? inKorean : inEnglish;
    }

    /// Where there is no template in somebody's language the Korean one speaks Korean throughout.
    [[nodiscard]] Language languageOf(const MessageCall& call) const {
        const bool ofOrder = notice::isForCustomer(call.said.subject);
        const std::string& inEnglish =
            ofOrder ? m_settings.orderTemplateEnglish : m_settings.storeTemplateEnglish;
        return inEnglish.empty() ? Language::Korean : call.language;
    }

    [[nodiscard]] json messageOf(const MessageCall& call) const {
        const Language language = languageOf(call);
        QString reason = QString::fromStdString(call.reason);
        if (reason.size() > reasonLettersMax) reason = reason.left(reasonLettersMax - 1) + u'…';
        const std::string advice = notice::advice(call.said, language) +
                                   (reason.isEmpty() ? "" : " · " + reason.toStdString());
        const std::string order = call.said.orderId.empty() ? "-" : call.said.orderId;
        json variables{{"#{가게}", call.said.storeName},
                       {"#{주문번호}", order},
                       {"#{상태}", notice::label(call.said, language)},
                       {"#{안내}", advice}};
        json message{{"to", call.phone},
                     {"type", "ATA"},
                     {"kakaoOptions",
                      {{"pfId", m_settings.channel},
                       {"templateId", templateOf(call)},
                       {"variables", std::move(variables)},
                       {"disableSms", m_settings.sender.empty()}}},
                     {"customFields", {{"outboxId", call.effectId}}}};
        if (!m_settings.sender.empty()) message["from"] = m_settings.sender;
        return message;
    }

    SolapiSettings m_settings;
    HttpCalls m_calls;
};

SolapiClient::SolapiClient(SolapiSettings settings)
    : m_inside(std::make_unique<Inside>(std::move(settings))) {}
SolapiClient::~SolapiClient() = default;

void SolapiClient::send(const MessageCall& call, Heard heard) {
    m_inside->send(call, std::move(heard));
}
void SolapiClient::look(const std::string& providerId, Instant now, Heard heard) {
    const auto id = QUrl::toPercentEncoding(QString::fromStdString(providerId)).toStdString();
    m_inside->list("?messageId=" + id, {}, now, std::move(heard));
}
void SolapiClient::find(const MessageCall& call, Instant now, Heard heard) {
    const auto from = QUrl::toPercentEncoding(QString::fromStdString(isoOf(call.since)));
    m_inside->list("?criteria=to&cond=eq&value=" + call.phone + "&startDate=" + from.toStdString() +
                       "&limit=100",
                   call.effectId, now, std::move(heard));
}

}  // namespace delivery::outside
