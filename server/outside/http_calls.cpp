#include "server/outside/http_calls.h"

#include <charconv>

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTimer>
#include <QUrl>

namespace delivery::outside {

namespace {

using Transport = effect::ProviderAnswer::Transport;

constexpr qint64 answerBytesMax = 256 * 1024;

/// The whole answer came, and the error only repeats its status.
bool isAboutContent(QNetworkReply::NetworkError error) {
    return error == QNetworkReply::NoError ||
           (error >= QNetworkReply::ContentAccessDenied && error != QNetworkReply::ProtocolFailure);
}

/// One call under way. Owned by its reply.
class Exchange : public QObject {
  public:
    Exchange(QNetworkReply* reply, Span connectMax, Span totalMax, HttpCalls::Seen seen)
        : QObject(reply), m_reply(reply), m_seen(std::move(seen)) {
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
            return tell({Transport::Answered, status, body, retryAfter});
        }
        const bool neverConnected = error == QNetworkReply::ConnectionRefusedError ||
                                    error == QNetworkReply::HostNotFoundError;
        finish(neverConnected && !m_sent ? Transport::Refused : Transport::Reset);
    }

    void finish(Transport transport) {
        HttpSeen saw;
        saw.transport = transport;
        tell(std::move(saw));
    }

    void tell(HttpSeen saw) {
        // abort() emits finished, which would tell a second time.
        m_reply->disconnect(this);
        m_connecting.stop();
        m_total.stop();
        HttpCalls::Seen seen = std::exchange(m_seen, {});
        m_reply->abort();
        m_reply->deleteLater();
        if (seen) seen(std::move(saw));
    }

    QNetworkReply* m_reply;
    HttpCalls::Seen m_seen;
    bool m_sent = false;
    QTimer m_connecting;
    QTimer m_total;
};

}  // namespace

class HttpCalls::Inside {
  public:
    Inside(std::string baseUrl, Span connectMax)
        : m_baseUrl(std::move(baseUrl)), m_connectMax(connectMax) {}

    void post(const std::string& path, const Headers& headers, const std::string& json,
              Span totalMax, Seen seen) {
        QNetworkRequest request = requestTo(path, headers);
        request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
        Wire& wire = freeWire();
        listen(wire, wire.network.post(request, QByteArray::fromStdString(json)), totalMax,
               std::move(seen));
    }

    void get(const std::string& path, const Headers& headers, Span totalMax, Seen seen) {
        Wire& wire = freeWire();
        listen(wire, wire.network.get(requestTo(path, headers)), totalMax, std::move(seen));
    }

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

    [[nodiscard]] QNetworkRequest requestTo(const std::string& path, const Headers& headers) const {
        QByteArray url = QByteArray::fromStdString(m_baseUrl);
        while (url.endsWith('/')) url.chop(1);
        QNetworkRequest request(
            QUrl::fromEncoded(url + QByteArray::fromStdString(path), QUrl::StrictMode));
        for (const auto& [name, value] : headers) {
            request.setRawHeader(QByteArray::fromStdString(name), QByteArray::fromStdString(value));
        }
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

    void listen(Wire& wire, QNetworkReply* reply, Span totalMax, Seen seen) {
        wire.underWay += 1;
        QObject::connect(reply, &QObject::destroyed, &wire.network,
                         [&wire] { wire.underWay -= 1; });
        new Exchange(reply, m_connectMax, totalMax, std::move(seen));
    }

    std::string m_baseUrl;
    Span m_connectMax;
    std::vector<std::unique_ptr<Wire>> m_wires;
};

HttpCalls::HttpCalls(std::string baseUrl, Span connectMax)
    : m_inside(std::make_unique<Inside>(std::move(baseUrl), connectMax)) {}
HttpCalls::~HttpCalls() = default;

void HttpCalls::get(const std::string& path, const Headers& headers, Span totalMax, Seen seen) {
    m_inside->get(path, headers, totalMax, std::move(seen));
}
void HttpCalls::post(const std::string& path, const Headers& headers, const std::string& json,
                     Span totalMax, Seen seen) {
    m_inside->post(path, headers, json, totalMax, std::move(seen));
}

std::optional<Span> secondsOf(const std::string& retryAfter) {
    std::int64_t count = 0;
    const char* const end = retryAfter.data() + retryAfter.size();
    const auto read = std::from_chars(retryAfter.data(), end, count);
    constexpr std::int64_t secondsMax = 86'400;
    if (read.ec != std::errc{} || read.ptr != end || count < 0 || count > secondsMax) {
        return std::nullopt;
    }
    return seconds(count);
}

}  // namespace delivery::outside
