#include "server/outside/http_calls.h"

#include <cstdint>
#include <map>

#include <QNetworkProxy>
#include <QSslSocket>
#include <QThread>
#include <QTimer>
#include <QUrl>

namespace delivery::outside {

namespace {

using Transport = effect::ProviderAnswer::Transport;

/// So much is taken from a connection at a time, however fast the other side is.
constexpr qint64 bytesAtOnceMax = 64 * 1024;
constexpr int httpPort = 80;
constexpr int httpsPort = 443;

struct Call {
    QUrl base;
    QByteArray request;
    Span connectMax;
    Span totalMax;
    AnswerLimits limits;
};

/// One call under way. Lives on the thread of the sockets and goes when it has told.
class Exchange : public QObject {
  public:
    using Told = std::function<void(HttpSeen)>;

    Exchange(const Call& call, Told told, QObject* parent)
        : QObject(parent),
          m_call(call),
          m_told(std::move(told)),
          m_answer(call.limits),
          m_socket(this),
          m_phase(this),
          m_total(this) {
        for (QTimer* timer : {&m_phase, &m_total}) {
            timer->setSingleShot(true);
            timer->setTimerType(Qt::PreciseTimer);
            connect(timer, &QTimer::timeout, this, [this] { finish(Transport::TimedOut); });
        }
        m_socket.setProxy(QNetworkProxy::NoProxy);
        m_socket.setReadBufferSize(bytesAtOnceMax);
        connect(&m_socket, &QSslSocket::readyRead, this, [this] { read(); });
        connect(&m_socket, &QSslSocket::disconnected, this, [this] { ended(); });
        connect(&m_socket, &QSslSocket::errorOccurred, this, [this] { ended(); });
        const bool isSecure = m_call.base.scheme() == "https";
        const QString host = m_call.base.host();
        begin(m_phase, m_call.connectMax);
        begin(m_total, m_call.totalMax);
        if (isSecure) {
            connect(&m_socket, &QSslSocket::encrypted, this, [this] { send(); });
            m_socket.connectToHostEncrypted(host,
                                            static_cast<quint16>(m_call.base.port(httpsPort)));
        } else {
            connect(&m_socket, &QSslSocket::connected, this, [this] { send(); });
            m_socket.connectToHost(host, static_cast<quint16>(m_call.base.port(httpPort)));
        }
    }

    ~Exchange() override {
        // The socket's own end would be told to somebody who is half gone.
        m_socket.disconnect(this);
    }

  private:
    static void begin(QTimer& timer, Span span) {
        timer.start(static_cast<int>(span.milliseconds));
    }

    void send() {
        m_phase.stop();
        m_socket.write(m_call.request);
    }

    void read() {
        const QByteArray bytes = m_socket.readAll();
        if (bytes.isEmpty() || !m_told) return;
        // Silence is the provider's work, and has the whole time; a header is one breath.
        if (!std::exchange(m_isBegun, true)) begin(m_phase, m_call.limits.header);
        follow(m_answer.more({bytes.constData(), static_cast<std::size_t>(bytes.size())}));
    }

    void follow(HttpAnswer::Step step) {
        switch (step) {
            case HttpAnswer::Step::NeedMore:
                return;
            case HttpAnswer::Step::Head:
                begin(m_phase, m_call.limits.body);
                return follow(m_answer.more({}));
            case HttpAnswer::Step::Whole:
                return tell({Transport::Answered, m_answer.status(), m_answer.body(),
                             m_answer.field("Retry-After")});
            case HttpAnswer::Step::TooLong:
                return finish(Transport::Unreadable);
            case HttpAnswer::Step::Broken:
                return finish(Transport::Reset);
        }
    }

    void ended() {
        if (!m_told) return;
        const auto error = m_socket.error();
        read();
        if (!m_told) return;
        if (m_isBegun && error == QAbstractSocket::RemoteHostClosedError) {
            return follow(m_answer.end());
        }
        const bool neverConnected = error == QAbstractSocket::ConnectionRefusedError ||
                                    error == QAbstractSocket::HostNotFoundError;
        finish(neverConnected ? Transport::Refused : Transport::Reset);
    }

    void finish(Transport transport) {
        HttpSeen saw;
        saw.transport = transport;
        tell(std::move(saw));
    }

    void tell(HttpSeen saw) {
        const Told told = std::exchange(m_told, {});
        if (!told) return;
        m_phase.stop();
        m_total.stop();
        m_socket.disconnect(this);
        m_socket.abort();
        deleteLater();
        told(std::move(saw));
    }

    const Call m_call;
    Told m_told;
    HttpAnswer m_answer;
    QSslSocket m_socket;
    bool m_isBegun = false;
    /// Connecting, then the header, then the body.
    QTimer m_phase;
    QTimer m_total;
};

QByteArray hostOf(const QUrl& base) {
    QByteArray host = base.host(QUrl::FullyEncoded).toUtf8();
    if (host.contains(':')) host = '[' + host + ']';
    return base.port() < 0 ? host : host + ':' + QByteArray::number(base.port());
}

QByteArray requestTo(const char* method, const QUrl& base, const std::string& path,
                     const HttpCalls::Headers& headers) {
    QByteArray root = base.path(QUrl::FullyEncoded).toUtf8();
    while (root.endsWith('/')) root.chop(1);
    QByteArray text = QByteArray(method) + ' ' + root + QByteArray::fromStdString(path) +
                      " HTTP/1.1\r\nHost: " + hostOf(base) +
                      "\r\nConnection: close\r\nAccept: application/json"
                      "\r\nAccept-Encoding: identity\r\nUser-Agent: DeliveryStore\r\n";
    for (const auto& [name, value] : headers) {
        text += QByteArray::fromStdString(name) + ": " + QByteArray::fromStdString(value) + "\r\n";
    }
    return text;
}

}  // namespace

class HttpCalls::Inside {
  public:
    Inside(const std::string& baseUrl, Span connectMax, const AnswerLimits& limits)
        : m_base(QUrl::fromEncoded(QByteArray::fromStdString(baseUrl), QUrl::StrictMode)),
          m_connectMax(connectMax),
          m_limits(limits),
          m_there(new QObject) {
        m_thread.setObjectName(QStringLiteral("calls"));
        m_there->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_there, &QObject::deleteLater);
        m_thread.start();
    }
    ~Inside() {
        m_thread.quit();
        // Nothing there waits for the network: it ends with the work in hand.
        m_thread.wait();
    }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

    void post(const std::string& path, const Headers& headers, const std::string& json,
              Span totalMax, Seen seen) {
        QByteArray request = requestTo("POST", m_base, path, headers);
        request +=
            "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(json.size()) +
            "\r\n\r\n" + QByteArray::fromStdString(json);
        start(std::move(request), totalMax, std::move(seen));
    }

    void get(const std::string& path, const Headers& headers, Span totalMax, Seen seen) {
        start(requestTo("GET", m_base, path, headers) + "\r\n", totalMax, std::move(seen));
    }

  private:
    void start(QByteArray request, Span totalMax, Seen seen) {
        const std::uint64_t number = ++m_last;
        m_waiting[number] = std::move(seen);
        const Call call{m_base, std::move(request), m_connectMax, totalMax, m_limits};
        QMetaObject::invokeMethod(m_there, [this, call, number] {
            new Exchange(
                call,
                [this, number](const HttpSeen& saw) {
                    QMetaObject::invokeMethod(&m_here,
                                              [this, number, saw] { answered(number, saw); });
                },
                m_there);
        });
    }

    void answered(std::uint64_t number, const HttpSeen& saw) {
        const auto waiting = m_waiting.extract(number);
        if (!waiting.empty()) waiting.mapped()(saw);
    }

    const QUrl m_base;
    const Span m_connectMax;
    const AnswerLimits m_limits;
    /// Receives on the caller's thread; what comes when it is gone is dropped.
    QObject m_here;
    std::map<std::uint64_t, Seen> m_waiting;
    std::uint64_t m_last = 0;
    QThread m_thread;
    /// On the thread of the sockets; owns the exchanges, and goes as that thread ends.
    QObject* m_there;
};

HttpCalls::HttpCalls(const std::string& baseUrl, Span connectMax, const AnswerLimits& limits)
    : m_inside(std::make_unique<Inside>(baseUrl, connectMax, limits)) {}
HttpCalls::~HttpCalls() = default;

void HttpCalls::get(const std::string& path, const Headers& headers, Span totalMax, Seen seen) {
    m_inside->get(path, headers, totalMax, std::move(seen));
}
void HttpCalls::post(const std::string& path, const Headers& headers, const std::string& json,
                     Span totalMax, Seen seen) {
    m_inside->post(path, headers, json, totalMax, std::move(seen));
}

}  // namespace delivery::outside
