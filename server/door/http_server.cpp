#include "server/door/http_server.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <unordered_map>

#include "server/door/http_connection.h"
#include "server/door/http_problem.h"
#include "server/door/http_reply.h"
#include "server/door/http_text.h"
#include "server/door/http_tls.h"

#include <QHostAddress>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

namespace delivery::door {
namespace {

constexpr int backlogMax = 512;

std::optional<std::string_view> firstOf(const HttpFields& fields, auto&& matches) {
    for (const auto& [name, value] : fields) {
        if (matches(name)) return std::string_view{value};
    }
    return std::nullopt;
}

std::int64_t steadyMs() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

/// One IPv4 address, or the /64 that one IPv6 customer usually holds.
std::string countedAddress(const QHostAddress& address) {
    bool mapped = false;
    const quint32 v4 = address.toIPv4Address(&mapped);
    if (mapped) return QHostAddress(v4).toString().toStdString();
    const Q_IPV6ADDR v6 = address.toIPv6Address();
    return {reinterpret_cast<const char*>(v6.c), 8};
}

QHostAddress peerOf(int descriptor) {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return {};
    return QHostAddress(reinterpret_cast<sockaddr*>(&storage));
}

/// A turned-away client costs one non-blocking send and nothing that stays. Whoever speaks TLS
/// would not understand it.
void turnAway(int descriptor, FrontRefusal refusal, bool tls) {
    if (tls) {
        ::close(descriptor);
        return;
    }
    const std::string bytes =
        printReply(problem(refusal, false), {.closes = true, .date = std::time(nullptr)});
    (void)!::send(descriptor, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    ::shutdown(descriptor, SHUT_WR);
    char unread[4096];
    (void)!::recv(descriptor, unread, sizeof unread, MSG_DONTWAIT);
    ::close(descriptor);
}

/// Hands every accepted descriptor on; Qt's own queue of pending connections is not used.
class Listener : public QTcpServer {
  public:
    Listener(std::function<void(int)> accepted, QObject* parent)
        : QTcpServer(parent), m_accepted(std::move(accepted)) {}

  protected:
    void incomingConnection(qintptr descriptor) override {
        m_accepted(static_cast<int>(descriptor));
    }

  private:
    std::function<void(int)> m_accepted;
};

}  // namespace

std::optional<std::string_view> HttpRequest::header(std::string_view name) const {
    return firstOf(headers, [&](const std::string& one) { return equalIgnoringCase(one, name); });
}

std::optional<std::string_view> HttpRequest::queryValue(std::string_view name) const {
    return firstOf(query, [&](const std::string& one) { return one == name; });
}

class HttpServer::Inside {
  public:
    Inside(HttpServer& server, HttpHandler& handler, HttpLimits limits, Clock clock)
        : m_server(server), m_site{handler, limits,  clock ? std::move(clock) : Clock{steadyMs}, {},
                                   false,   nullptr, std::vector<char>(limits.readBufferBytes)} {
        m_tick.setInterval(limits.tickMs);
        QObject::connect(&m_tick, &QTimer::timeout, &m_server, [this] { checkDeadlines(); });
    }

    ~Inside() {
        // The connections look at the site while they end.
        const std::vector<HttpConnection*> connections = std::move(m_connections);
        for (HttpConnection* connection : connections) {
            connection->disconnect(&m_server);
            delete connection;
        }
        m_nursery.reset();
    }

    Expected<std::uint16_t> listen(const std::string& host, std::uint16_t port);
    void accept(int descriptor);
    void forget(HttpConnection* connection, const std::string& address);
    void checkDeadlines();
    void close() { m_listeners.clear(); }
    void drain();
    void drainedIfEmpty();

    HttpServer& m_server;
    HttpSite m_site;
    std::vector<std::unique_ptr<Listener>> m_listeners;
    std::vector<HttpConnection*> m_connections;
    std::unordered_map<std::string, std::size_t> m_perAddress;
    std::unique_ptr<QObject> m_nursery =
        std::make_unique<QObject>();  ///< parent of every connection
    QTimer m_tick;
    bool m_acceptPaused = false;
    bool m_drainedTold = false;
};

Expected<std::uint16_t> HttpServer::Inside::listen(const std::string& host, std::uint16_t port) {
    const QHostAddress address = host == "localhost" ? QHostAddress(QHostAddress::LocalHost)
                                                     : QHostAddress(QString::fromStdString(host));
    if (address.isNull()) {
        return tl::unexpected(Fault{FaultCode::NotAllowed, "not an address to listen on: " + host});
    }
    auto listener =
        std::make_unique<Listener>([this](int descriptor) { accept(descriptor); }, nullptr);
    listener->setListenBacklogSize(backlogMax);
    // Out of descriptors: Qt stops accepting for good unless somebody resumes it. The tick does.
    QObject::connect(listener.get(), &QTcpServer::acceptError, &m_server,
                     [this] { m_acceptPaused = true; });
    if (!listener->listen(address, port)) {
        return tl::unexpected(
            Fault{FaultCode::NotAllowed, "cannot listen on " + host + ":" + std::to_string(port) +
                                             ": " + listener->errorString().toStdString()});
    }
    m_site.draining = false;
    m_drainedTold = false;
    m_tick.start();
    m_listeners.push_back(std::move(listener));
    return m_listeners.back()->serverPort();
}

void HttpServer::Inside::accept(int descriptor) {
    const std::string address = countedAddress(peerOf(descriptor));
    std::size_t& ofAddress = m_perAddress[address];
    const bool total = m_connections.size() >= m_site.limits.connectionsMax;
    if (total || ofAddress >= m_site.limits.perAddressConnectionsMax) {
        if (ofAddress == 0) m_perAddress.erase(address);
        ++m_site.counters.connectionsRefused;
        turnAway(descriptor,
                 total ? FrontRefusal::ConnectionsTooMany : FrontRefusal::AddressConnectionsTooMany,
                 m_site.tls != nullptr);
        return;
    }
    std::unique_ptr<QTcpSocket> socket;
    if (m_site.tls) {
        socket = std::make_unique<QSslSocket>();
    } else {
        socket = std::make_unique<QTcpSocket>();
    }
    if (!socket->setSocketDescriptor(descriptor)) {
        if (ofAddress == 0) m_perAddress.erase(address);
        ::close(descriptor);
        return;
    }
    ++ofAddress;
    ++m_site.counters.connectionsAccepted;
    ++m_site.counters.connectionsOpen;
    auto* connection = new HttpConnection(socket.release(), m_site, m_nursery.get());
    m_connections.push_back(connection);
    QObject::connect(connection, &HttpConnection::gone, &m_server,
                     [this, connection, address] { forget(connection, address); });
}

void HttpServer::Inside::forget(HttpConnection* connection, const std::string& address) {
    std::erase(m_connections, connection);
    --m_site.counters.connectionsOpen;
    const auto ofAddress = m_perAddress.find(address);
    if (--ofAddress->second == 0) m_perAddress.erase(ofAddress);
    // Not deleted here: its own code is still on the stack.
    connection->deleteLater();
    drainedIfEmpty();
}

void HttpServer::Inside::checkDeadlines() {
    if (m_acceptPaused) {
        m_acceptPaused = false;
        for (const auto& listener : m_listeners) listener->resumeAccepting();
    }
    const std::int64_t now = m_site.clock();
    // A copy: connections leave the list while it is walked; they stay alive until the event loop
    // comes round.
    const std::vector<HttpConnection*> connections = m_connections;
    for (HttpConnection* connection : connections) connection->checkDeadlines(now);
}

void HttpServer::Inside::drain() {
    close();
    m_site.draining = true;
    const std::vector<HttpConnection*> connections = m_connections;
    for (HttpConnection* connection : connections) connection->drain();
    drainedIfEmpty();
}

void HttpServer::Inside::drainedIfEmpty() {
    if (!m_site.draining || !m_connections.empty() || m_drainedTold) return;
    m_drainedTold = true;
    QMetaObject::invokeMethod(&m_server, &HttpServer::drained, Qt::QueuedConnection);
}

HttpServer::HttpServer(HttpHandler& handler, HttpLimits limits, QObject* parent, Clock clock)
    : QObject(parent),
      m_inside(std::make_unique<Inside>(*this, handler, limits, std::move(clock))) {}

HttpServer::~HttpServer() = default;

Expected<std::uint16_t> HttpServer::listen(const std::string& host, std::uint16_t port) {
    return m_inside->listen(host, port);
}

void HttpServer::close() { m_inside->close(); }

void HttpServer::abortConnections() {
    const std::vector<HttpConnection*> connections = m_inside->m_connections;
    for (HttpConnection* connection : connections) connection->abort();
}

Expected<void> HttpServer::secure(const HttpTls& tls) {
    auto configuration = readTls(tls);
    if (!configuration) return tl::unexpected(configuration.error());
    m_inside->m_site.tls = std::make_shared<const QSslConfiguration>(std::move(*configuration));
    return {};
}

void HttpServer::drain() { m_inside->drain(); }
void HttpServer::giveUpUnanswered() {
    const std::vector<HttpConnection*> connections = m_inside->m_connections;
    for (HttpConnection* connection : connections) connection->giveUpUnanswered();
}
bool HttpServer::isListening() const { return !m_inside->m_listeners.empty(); }
const HttpCounters& HttpServer::counters() const { return m_inside->m_site.counters; }
const HttpLimits& HttpServer::limits() const { return m_inside->m_site.limits; }
void HttpServer::checkDeadlines() { m_inside->checkDeadlines(); }

}  // namespace delivery::door
