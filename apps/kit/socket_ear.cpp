#include "apps/kit/socket_ear.h"

#include <QNetworkRequest>
#include <QSslConfiguration>
#include <QWebSocket>
#include <string>
#include <utility>

#include "wire/envelope.h"

namespace delivery::kit {
namespace {

constexpr int tickMs = 1'000;
constexpr std::int64_t openingMsMax = 3'000;
/// A ping that is not answered for so long: the road is dead, whatever the socket says.
constexpr std::int64_t silenceMsMax = 5'000;
/// An envelope has at most 16 KiB.
constexpr quint64 messageBytesMax = 64 * 1024;

QUrl liveAt(const QUrl& server) {
    QUrl live = server;
    live.setScheme(server.scheme() == "https" ? QStringLiteral("wss") : QStringLiteral("ws"));
    live.setPath(server.path() + "/live");
    return live;
}

}  // namespace

SocketEar::SocketEar(const Gateway& gateway, Surroundings surroundings, QObject* parent)
    : QObject(parent),
      m_gateway(gateway),
      m_url(liveAt(gateway.server())),
      m_surroundings(std::move(surroundings)) {
    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &SocketEar::look);
}

void SocketEar::listenTo(QWebSocket* socket) {
    socket->setMaxAllowedIncomingFrameSize(messageBytesMax);
    socket->setMaxAllowedIncomingMessageSize(messageBytesMax);
    connect(socket, &QWebSocket::connected, this, [this] {
        m_isOpening = false;
        m_isOpen = true;
        m_pingedAt = 0;
        emit opened();
        if (m_isOpen) look();
    });
    connect(socket, &QWebSocket::disconnected, this,
            [this, socket] { end(socket->closeReason()); });
    connect(socket, QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error), this,
            [this, socket] { end(socket->errorString()); });
    connect(socket, &QWebSocket::textMessageReceived, this, [this](const QString& text) {
        const std::string bytes = text.toStdString();
        if (const auto envelope = wire::parseEnvelope(bytes)) emit heard(*envelope);
    });
    connect(socket, &QWebSocket::pong, this, [this] {
        if (m_pingedAt != 0) emit proved(std::exchange(m_pingedAt, 0));
    });
}

void SocketEar::open(const QString& token) {
    close();
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    listenTo(m_socket);
    if (m_gateway.trust()) m_socket->setSslConfiguration(*m_gateway.trust());
    QNetworkRequest request(m_url);
    request.setRawHeader("Authorization", "Bearer " + token.toUtf8());
    m_isOpening = true;
    m_openingSince = m_surroundings.uptimeMilliseconds();
    m_tick.start();
    m_socket->open(request);
}

void SocketEar::close() {
    m_isOpening = false;
    m_isOpen = false;
    m_tick.stop();
    if (m_socket == nullptr) return;
    QWebSocket* socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    // Its own code may still be on the stack.
    socket->deleteLater();
}

void SocketEar::end(const QString& why) {
    if (!m_isOpen && !m_isOpening) return;
    close();
    emit closed(why);
}

void SocketEar::look() {
    const std::int64_t now = m_surroundings.uptimeMilliseconds();
    if (m_isOpening && now - m_openingSince > openingMsMax) return end("no answer");
    if (!m_isOpen) return;
    if (m_pingedAt != 0) {
        if (now - m_pingedAt > silenceMsMax) end("silent");
        return;
    }
    m_pingedAt = now;
    m_socket->ping();
}

}  // namespace delivery::kit
