#include "server/door/live.h"

#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "server/door/http_text.h"
#include "wire/envelope.h"

#include <QPointer>
#include <QTcpSocket>
#include <QTimer>
#include <QWebSocket>
#include <QWebSocketServer>

namespace delivery::door {
namespace {

/// Nothing that a client may say is longer.
constexpr quint64 incomingBytesMax = 16 * 1024;
/// What the kernel may hold for one client before its slowness is noticed.
constexpr int sendBufferBytes = 64 * 1024;
/// A goodbye that is not answered is over after this.
constexpr int goodbyeMs = 2'000;
/// The 101 has to be on its way by then.
constexpr std::int64_t upgradeMs = 5'000;

std::vector<std::string> listed(std::string_view field) {
    std::vector<std::string> words;
    while (!field.empty()) {
        const std::size_t comma = field.find(',');
        words.emplace_back(trimmed(field.substr(0, comma)));
        field = comma == std::string_view::npos ? std::string_view{} : field.substr(comma + 1);
    }
    return words;
}

bool holds(std::string_view field, std::string_view word) {
    const auto words = listed(field);
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& one) { return equalIgnoringCase(one, word); });
}

std::string earOf(Role role, const std::string& id) {
    // Whoever administers hears the same.
    if (role == Role::Admin) return "admins";
    return (role == Role::Store ? "store " : role == Role::Rider ? "rider " : "customer ") + id;
}

std::string earOf(const Actor& actor) {
    const bool isStore = actor.role == Role::Store && actor.store;
    return earOf(actor.role, isStore ? actor.store->text() : actor.user.text());
}

/// One client's road, by whatever tells it from all others that are open.
using Road = std::pair<std::string, quint32>;

}  // namespace

bool asksForWebSocket(const HttpRequest& head) {
    return head.method == "GET" && holds(head.header("upgrade").value_or(""), "websocket") &&
           holds(head.header("connection").value_or(""), "upgrade");
}

std::string protocolToken(const HttpRequest& head) {
    constexpr std::string_view bearer = liveBearer;
    for (const std::string& one : listed(head.header("sec-websocket-protocol").value_or(""))) {
        if (one.starts_with(bearer)) return one.substr(bearer.size());
    }
    return {};
}

class Live::Inside : public QObject {
  public:
    Inside(SessionBook& sessions, const shift::Clock& clock, LiveLimits limits)
        : m_sessions(sessions),
          m_clock(clock),
          m_limits(limits),
          m_server(QStringLiteral("deliveryd"), QWebSocketServer::NonSecureMode) {
        m_server.setSupportedSubprotocols({QString::fromLatin1(liveProtocol)});
        m_server.setMaxPendingConnections(static_cast<int>(limits.totalMax));
        connect(&m_server, &QWebSocketServer::newConnection, this, &Inside::take);
        m_tick.setInterval(limits.tickMs);
        connect(&m_tick, &QTimer::timeout, this, &Inside::look);
        m_tick.start();
    }
    ~Inside() override {
        m_server.disconnect(this);
        for (const auto& [socket, client] : m_clients) socket->disconnect(this);
    }

    struct Client {
        std::string sessionHash;
        Actor actor;
        std::int64_t heardAt = 0;
        bool isLeaving = false;
    };
    struct Guest {
        std::string sessionHash;
        Actor actor;
        std::int64_t since = 0;
        QPointer<QTcpSocket> socket;
    };

    void welcome(QTcpSocket* socket, const std::string& sessionHash, const Actor& actor);
    void take();
    void look();
    void tell(const std::string& ear, const QString& text);
    void dismiss(QWebSocket* socket, QWebSocketProtocol::CloseCode code, const char* why);
    void forget(QWebSocket* socket);
    void letGo(const Actor& actor);
    /// Silence is measured on a clock that nobody sets.
    [[nodiscard]] static std::int64_t now() {
        const auto since = std::chrono::steady_clock::now().time_since_epoch();
        return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
    }

    SessionBook& m_sessions;
    const shift::Clock& m_clock;
    LiveLimits m_limits;
    QWebSocketServer m_server;
    QTimer m_tick;
    std::map<Road, Guest> m_guests;
    std::map<QWebSocket*, Client> m_clients;
    std::map<std::string, std::set<QWebSocket*>> m_ears;
    std::map<std::string, std::size_t> m_perUser;
    std::function<void(bool)> m_audienceChanged;
    std::function<void(const Actor&, bool)> m_presenceChanged;
    std::uint64_t m_closedAsSlow = 0;
    bool m_isClosed = false;
};

void Live::Inside::welcome(QTcpSocket* socket, const std::string& sessionHash, const Actor& actor) {
    const Road road{socket->peerAddress().toString().toStdString(),
                    (quint32{socket->peerPort()} << 16U) | socket->localPort()};
    // A slow client must show in our own queue before it can fill the kernel's.
    socket->setSocketOption(QAbstractSocket::SendBufferSizeSocketOption, sendBufferBytes);
    const auto stale = m_guests.find(road);
    if (stale != m_guests.end()) letGo(stale->second.actor);
    m_guests.insert_or_assign(road, Guest{sessionHash, actor, now(), socket});
    if (m_perUser.empty() && m_audienceChanged) m_audienceChanged(true);
    const bool isFirst = ++m_perUser[actor.user.text()] == 1;
    if (isFirst && m_presenceChanged) m_presenceChanged(actor, true);
    m_server.handleConnection(socket);
}

void Live::Inside::letGo(const Actor& actor) {
    const auto count = m_perUser.find(actor.user.text());
    if (count == m_perUser.end() || --count->second > 0) return;
    m_perUser.erase(count);
    if (m_presenceChanged) m_presenceChanged(actor, false);
    if (m_perUser.empty() && m_audienceChanged) m_audienceChanged(false);
}

void Live::Inside::take() {
    while (QWebSocket* socket = m_server.nextPendingConnection()) {
        socket->setParent(this);
        socket->setMaxAllowedIncomingFrameSize(incomingBytesMax);
        socket->setMaxAllowedIncomingMessageSize(incomingBytesMax);
        const Road road{socket->peerAddress().toString().toStdString(),
                        (quint32{socket->peerPort()} << 16U) | socket->localPort()};
        const auto guest = m_guests.find(road);
        if (guest == m_guests.end() || m_isClosed) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        m_clients.insert_or_assign(
            socket, Client{guest->second.sessionHash, guest->second.actor, now(), false});
        m_ears[earOf(guest->second.actor)].insert(socket);
        m_guests.erase(guest);
        connect(socket, &QWebSocket::disconnected, this, [this, socket] { forget(socket); });
        connect(socket, &QWebSocket::pong, this, [this, socket] {
            const auto client = m_clients.find(socket);
            if (client != m_clients.end()) client->second.heardAt = now();
        });
        // Nobody has anything to say here: commands go where they are stored and answered.
        const auto refuse = [this, socket] {
            dismiss(socket, QWebSocketProtocol::CloseCodePolicyViolated, "nothing is read here");
        };
        connect(socket, &QWebSocket::textMessageReceived, this, refuse);
        connect(socket, &QWebSocket::binaryMessageReceived, this, refuse);
        if (socket->state() != QAbstractSocket::ConnectedState) forget(socket);
    }
}

void Live::Inside::tell(const std::string& ear, const QString& text) {
    const auto found = m_ears.find(ear);
    if (found == m_ears.end()) return;
    // A copy: whoever is dismissed leaves the set.
    const std::set<QWebSocket*> sockets = found->second;
    for (QWebSocket* socket : sockets) {
        const auto client = m_clients.find(socket);
        if (client == m_clients.end() || client->second.isLeaving) continue;
        if (socket->bytesToWrite() > static_cast<qint64>(m_limits.unsentBytesMax)) {
            ++m_closedAsSlow;
            socket->sendTextMessage(QString::fromStdString(wire::printEnvelope({})));
            dismiss(socket, QWebSocketProtocol::CloseCodeGoingAway, "too slow");
            continue;
        }
        socket->sendTextMessage(text);
    }
}

/// Whoever is signed out is told nothing from the next look on.
void Live::Inside::look() {
    const std::int64_t at = now();
    std::erase_if(m_guests, [&](const auto& one) {
        if (at - one.second.since < upgradeMs && one.second.socket) return false;
        if (one.second.socket) one.second.socket->abort();
        letGo(one.second.actor);
        return true;
    });
    const auto clients = m_clients;
    for (const auto& [socket, client] : clients) {
        if (client.isLeaving) continue;
        const auto session = m_sessions.find(client.sessionHash, m_clock.now());
        if (!session || session->actor != client.actor) {
            dismiss(socket, QWebSocketProtocol::CloseCodePolicyViolated, "signed out");
        } else if (at - client.heardAt > m_limits.silenceMs) {
            socket->abort();
            forget(socket);
        } else if (at - client.heardAt > m_limits.silenceMs / 3) {
            socket->ping();
        }
    }
}

void Live::Inside::dismiss(QWebSocket* socket, QWebSocketProtocol::CloseCode code,
                           const char* why) {
    const auto client = m_clients.find(socket);
    if (client == m_clients.end() || client->second.isLeaving) return;
    client->second.isLeaving = true;
    const auto ear = m_ears.find(earOf(client->second.actor));
    if (ear != m_ears.end() && ear->second.erase(socket) > 0 && ear->second.empty()) {
        m_ears.erase(ear);
    }
    socket->close(code, QString::fromUtf8(why));
    // The other side may never answer the goodbye.
    QTimer::singleShot(goodbyeMs, socket, [socket] { socket->abort(); });
}

void Live::Inside::forget(QWebSocket* socket) {
    const auto client = m_clients.find(socket);
    if (client == m_clients.end()) return;
    const auto ear = m_ears.find(earOf(client->second.actor));
    if (ear != m_ears.end() && ear->second.erase(socket) > 0 && ear->second.empty()) {
        m_ears.erase(ear);
    }
    letGo(client->second.actor);
    m_clients.erase(client);
    socket->deleteLater();
}

Live::Live(SessionBook& sessions, const shift::Clock& clock, LiveLimits limits)
    : m_inside(std::make_unique<Inside>(sessions, clock, limits)) {}

Live::~Live() = default;

void Live::onPresence(std::function<void(const Actor&, bool)> changed) {
    m_inside->m_presenceChanged = std::move(changed);
}
void Live::onAudience(std::function<void(bool)> changed) {
    m_inside->m_audienceChanged = std::move(changed);
}

Live::Room Live::roomFor(const UserId& user) const {
    const auto own = m_inside->m_perUser.find(user.text());
    if (own != m_inside->m_perUser.end() && own->second >= m_inside->m_limits.perUserMax) {
        return Room::UserFull;
    }
    const bool isFull = connections() + m_inside->m_guests.size() >= m_inside->m_limits.totalMax;
    return isFull || m_inside->m_isClosed ? Room::Full : Room::Free;
}

void Live::welcome(QTcpSocket* socket, const std::string& sessionHash, const Actor& actor) {
    m_inside->welcome(socket, sessionHash, actor);
}

void Live::tell(Role role, const std::string& id, const std::string& text) {
    m_inside->tell(earOf(role, id), QString::fromStdString(text));
}

void Live::close() {
    m_inside->m_isClosed = true;
    const auto clients = m_inside->m_clients;
    for (const auto& [socket, client] : clients) {
        m_inside->dismiss(socket, QWebSocketProtocol::CloseCodeGoingAway, "the server stops");
    }
}

std::size_t Live::connections() const { return m_inside->m_clients.size(); }
std::uint64_t Live::closedAsSlow() const { return m_inside->m_closedAsSlow; }

}  // namespace delivery::door
