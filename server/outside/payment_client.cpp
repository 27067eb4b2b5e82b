#include "server/outside/payment_client.h"

#include <memory>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTimer>
#include <QUrl>

namespace delivery::outside {

namespace {

using effect::ProviderAnswer;
using Transport = ProviderAnswer::Transport;

constexpr qint64 answerBytesMax = 256 * 1024;

/// The whole answer came, and the error only repeats its status.
bool isAboutContent(QNetworkReply::NetworkError error) {
    return error == QNetworkReply::NoError ||
           (error >= QNetworkReply::ContentAccessDenied && error != QNetworkReply::ProtocolFailure);
}

/// One call under way. Owned by its reply.
class Exchange : public QObject {
  public:
    Exchange(QNetworkReply* reply, Span connectMax, Span totalMax, PaymentProvider::Heard heard)
        : QObject(reply), m_reply(reply), m_heard(std::move(heard)) {
        connect(reply, &QNetworkReply::requestSent, this, [this] {
            m_sent = true;
            m_connecting.stop();
        });
        connect(reply, &QNetworkReply::readyRead, this, [this] {
            if (m_reply->bytesAvailable() > answerBytesMax) finish(Transport::Unreadable);
        });
        connect(reply, &QNetworkReply::finished, this, [this] { finished(); });
        for (QTimer* timer : {&m_connecting, &m_total}) {
            timer->setSingleShot(true);
            timer->setTimerType(Qt::PreciseTimer);
            connect(timer, &QTimer::timeout, this, [this] { finish(Transport::TimedOut); });
        }
        m_connecting.start(static_cast<int>(connectMax.milliseconds));
        m_total.start(static_cast<int>(totalMax.milliseconds));
    }

  private:
    void finished() {
        const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const auto error = m_reply->error();
        if (status != 0 && isAboutContent(error)) {
            const std::string body = m_reply->read(answerBytesMax).toStdString();
            const std::string retryAfter = m_reply->rawHeader("Retry-After").toStdString();
            return tell(readAnswer(status, body, retryAfter));
        }
        const bool neverConnected = error == QNetworkReply::ConnectionRefusedError ||
                                    error == QNetworkReply::HostNotFoundError;
        finish(neverConnected && !m_sent ? Transport::Refused : Transport::Reset);
    }

    void finish(Transport transport) {
        ProviderAnswer answer;
        answer.transport = transport;
        tell(std::move(answer));
    }

    void tell(ProviderAnswer answer) {
        // abort() emits finished, which would tell a second time.
        m_reply->disconnect(this);
        m_connecting.stop();
        m_total.stop();
        PaymentProvider::Heard heard = std::exchange(m_heard, {});
        m_reply->abort();
        m_reply->deleteLater();
        if (heard) heard(std::move(answer));
    }

    QNetworkReply* m_reply;
    PaymentProvider::Heard m_heard;
    bool m_sent = false;
    QTimer m_connecting;
    QTimer m_total;
};

QByteArray escaped(const std::string& segment) {
    return QUrl::toPercentEncoding(QString::fromStdString(segment));
}

}  // namespace

class PaymentClient::Inside {
  public:
    explicit Inside(PaymentClientSettings settings) : m_settings(std::move(settings)) {
        m_authorization =
            "Basic " + QByteArray::fromStdString(m_settings.secretKey + ":").toBase64();
    }

    void post(const QByteArray& path, const nlohmann::json& body, const ProviderKey& key,
              Span totalMax, Heard heard) {
        QNetworkRequest request = requestTo(path);
        request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
        request.setRawHeader("Idempotency-Key", QByteArray::fromStdString(key.text()));
        const std::string text =
            body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        Wire& wire = freeWire();
        listen(wire, wire.network.post(request, QByteArray::fromStdString(text)), totalMax,
               std::move(heard));
    }

    void get(const QByteArray& path, Heard heard) {
        Wire& wire = freeWire();
        listen(wire, wire.network.get(requestTo(path)), m_settings.query, std::move(heard));
    }

    [[nodiscard]] const PaymentClientSettings& settings() const { return m_settings; }

  private:
    /// QNetworkAccessManager opens six connections to one host and lets further requests wait
    /// behind them, where their deadlines run and a question would hang behind silent charges. So
    /// none carries more than it can send at once.
    struct Wire {
        static constexpr int callsMax = 4;
        int underWay = 0;
        QNetworkAccessManager network;
    };

    Wire& freeWire() {
        for (const auto& wire : m_wires) {
            if (wire->underWay < Wire::callsMax) return *wire;
        }
        auto& wire = m_wires.emplace_back(std::make_unique<Wire>());
        wire->network.setProxy(QNetworkProxy::NoProxy);
        return *wire;
    }

    [[nodiscard]] QNetworkRequest requestTo(const QByteArray& path) const {
        QByteArray url = QByteArray::fromStdString(m_settings.baseUrl);
        while (url.endsWith('/')) url.chop(1);
        QNetworkRequest request(QUrl::fromEncoded(url + path, QUrl::StrictMode));
        request.setRawHeader("Authorization", m_authorization);
        request.setRawHeader("Accept", "application/json");
        request.setRawHeader("Accept-Encoding", "identity");
        request.setRawHeader("Connection", "close");
        request.setRawHeader("User-Agent", "DeliveryStore");
        // A redirected POST would be another call than the one whose key was committed.
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                             QNetworkRequest::ManualRedirectPolicy);
        request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                             QNetworkRequest::AlwaysNetwork);
        request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
        request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute,
                             QNetworkRequest::Manual);
        return request;
    }

    void listen(Wire& wire, QNetworkReply* reply, Span totalMax, Heard heard) {
        wire.underWay += 1;
        QObject::connect(reply, &QObject::destroyed, &wire.network,
                         [&wire] { wire.underWay -= 1; });
        new Exchange(reply, m_settings.connect, totalMax, std::move(heard));
    }

    PaymentClientSettings m_settings;
    QByteArray m_authorization;
    std::vector<std::unique_ptr<Wire>> m_wires;
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
