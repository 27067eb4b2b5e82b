#include "server/outside/payment_client.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "server/outside/http_calls.h"

#include <QUrl>

namespace delivery::outside {

namespace {

using effect::ProviderAnswer;

std::string escaped(const std::string& segment) {
    return QUrl::toPercentEncoding(QString::fromStdString(segment)).toStdString();
}

HttpCalls::Seen reading(PaymentProvider::Heard heard) {
    return [heard = std::move(heard)](const HttpSeen& seen) {
        if (seen.transport == ProviderAnswer::Transport::Answered) {
            return heard(readAnswer(seen.status, seen.body, seen.retryAfter));
        }
        ProviderAnswer answer;
        answer.transport = seen.transport;
        heard(std::move(answer));
    };
}

}  // namespace

class PaymentClient::Inside {
  public:
    explicit Inside(PaymentClientSettings settings)
        : m_settings(std::move(settings)),
          m_calls(m_settings.baseUrl, m_settings.connect, m_settings.answer) {
        const auto pair = QByteArray::fromStdString(m_settings.secretKey + ":").toBase64();
        m_authorization = "Basic " + pair.toStdString();
    }

    void post(const std::string& path, const nlohmann::json& body, const ProviderKey& key,
              Span totalMax, Heard heard) {
        const std::string text =
            body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        m_calls.post(path, {{"Authorization", m_authorization}, {"Idempotency-Key", key.text()}},
                     text, totalMax, reading(std::move(heard)));
    }

    void get(const std::string& path, Heard heard) {
        m_calls.get(path, {{"Authorization", m_authorization}}, m_settings.query,
                    reading(std::move(heard)));
    }

    [[nodiscard]] const PaymentClientSettings& settings() const { return m_settings; }

  private:
    PaymentClientSettings m_settings;
    std::string m_authorization;
    HttpCalls m_calls;
};

PaymentClient::PaymentClient(PaymentClientSettings settings, QObject* parent)
    : QObject(parent), m_inside(std::make_unique<Inside>(std::move(settings))) {}

PaymentClient::~PaymentClient() = default;

void PaymentClient::charge(const ChargeCall& call, Heard heard) {
    const nlohmann::json body{{"amount", call.amount.amount()},
                              {"customerKey", call.customerKey},
                              {"orderId", call.providerOrderId},
                              {"orderName", call.orderName}};
    m_inside->post("/v1/billing/" + escaped(call.billingKey), body, call.key,
                   m_inside->settings().charge, std::move(heard));
}

void PaymentClient::askByOrder(const std::string& providerOrderId, Heard heard) {
    m_inside->get("/v1/payments/orders/" + escaped(providerOrderId), std::move(heard));
}

void PaymentClient::askByPayment(const PaymentKey& paymentKey, Heard heard) {
    m_inside->get("/v1/payments/" + escaped(paymentKey.text()), std::move(heard));
}

void PaymentClient::refund(const RefundCall& call, Heard heard) {
    const nlohmann::json body{{"cancelReason", call.reason}};
    m_inside->post("/v1/payments/" + escaped(call.paymentKey.text()) + "/cancel", body, call.key,
                   m_inside->settings().refund, std::move(heard));
}

void PaymentClient::issueCard(const CardCall& call, Heard heard) {
    const nlohmann::json body{{"authKey", call.authKey}, {"customerKey", call.customerKey}};
    m_inside->post("/v1/billing/authorizations/issue", body, call.key, m_inside->settings().card,
                   std::move(heard));
}

}  // namespace delivery::outside
