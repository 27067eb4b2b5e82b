#include "tests/support/fault_proxy.h"

#include <sys/socket.h>
#include <QHostAddress>
#include <QTcpSocket>
#include <QTimer>
#include <algorithm>
#include <array>
#include <deque>

namespace delivery::tests {

struct FaultProxy::Pipe {
    QTcpSocket* client = nullptr;
    QTcpSocket* server = nullptr;
    /// Something was swallowed: whatever follows would make no sense to the other side.
    bool isTorn = false;
    int writes = 0;
    /// Towards the server, and towards the client.
    std::array<std::deque<QByteArray>, 2> delayed = {};
};

namespace {

/// An abort sends a reset only where nothing lingers.
void reset(QTcpSocket* socket) {
    const linger now{1, 0};
    ::setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now,
                 sizeof now);
    socket->abort();
}

}  // namespace

FaultProxy::FaultProxy(quint16 upstream, QObject* parent) : QObject(parent), m_upstream(upstream) {
    if (!m_server.listen(QHostAddress::LocalHost)) qFatal("no port for the proxy");
    m_port = m_server.serverPort();
    connect(&m_server, &QTcpServer::newConnection, this, &FaultProxy::accept);
}

FaultProxy::~FaultProxy() {
    for (const auto& pipe : m_pipes) {
        pipe->client->disconnect(this);
        pipe->server->disconnect(this);
    }
}

QUrl FaultProxy::url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port)); }

void FaultProxy::accept() {
    while (QTcpSocket* client = m_server.nextPendingConnection()) {
        ++m_accepted;
        auto owned = std::make_unique<Pipe>();
        Pipe* pipe = owned.get();
        pipe->client = client;
        pipe->server = new QTcpSocket(this);
        client->setParent(this);
        client->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        pipe->server->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        m_pipes.push_back(std::move(owned));
        const auto passRequest = [this, pipe] {
            // A socket that still connects closes when it is flushed: until then the bytes wait.
            if (pipe->server->state() != QAbstractSocket::ConnectedState) return;
            const QByteArray bytes = pipe->client->readAll();
            if (!bytes.isEmpty()) pass(pipe, bytes, false);
        };
        connect(client, &QTcpSocket::readyRead, this, passRequest);
        connect(pipe->server, &QTcpSocket::connected, this, passRequest);
        connect(pipe->server, &QTcpSocket::readyRead, this,
                [this, pipe] { pass(pipe, pipe->server->readAll(), true); });
        for (QTcpSocket* end : {client, pipe->server}) {
            connect(end, &QTcpSocket::disconnected, this, [this, pipe] { forget(pipe, false); });
            connect(end, &QTcpSocket::errorOccurred, this, [this, pipe] { forget(pipe, false); });
        }
        pipe->server->connectToHost(QHostAddress(QHostAddress::LocalHost), m_upstream);
    }
}

bool FaultProxy::isOpen(const Pipe* pipe) const {
    return std::any_of(m_pipes.begin(), m_pipes.end(),
                       [pipe](const auto& one) { return one.get() == pipe; });
}

void FaultProxy::pass(Pipe* pipe, const QByteArray& bytes, bool towardsClient) {
    if (m_faults.silence || pipe->isTorn || (m_faults.halfOpen && towardsClient)) {
        pipe->isTorn = true;
        return;
    }
    auto& delayed = pipe->delayed[towardsClient ? 1 : 0];
    if (m_faults.delayMs == 0 && delayed.empty()) return passNow(pipe, bytes, towardsClient);
    // A network may be slow; it does not let later bytes overtake.
    delayed.push_back(bytes);
    QTimer::singleShot(m_faults.delayMs, this, [this, pipe, towardsClient] {
        if (isOpen(pipe)) passDelayed(pipe, towardsClient);
    });
}

/// What has waited longest.
void FaultProxy::passDelayed(Pipe* pipe, bool towardsClient) {
    auto& delayed = pipe->delayed[towardsClient ? 1 : 0];
    if (delayed.empty()) return;
    const QByteArray bytes = delayed.front();
    delayed.pop_front();
    passNow(pipe, bytes, towardsClient);
}

void FaultProxy::passAllDelayed() {
    std::vector<Pipe*> all;
    for (const auto& pipe : m_pipes) all.push_back(pipe.get());
    for (Pipe* pipe : all) {
        for (const bool towardsClient : {false, true}) {
            while (isOpen(pipe) && !pipe->delayed[towardsClient ? 1 : 0].empty()) {
                passDelayed(pipe, towardsClient);
            }
        }
    }
}

void FaultProxy::passNow(Pipe* pipe, const QByteArray& bytes, bool towardsClient) {
    QTcpSocket* to = towardsClient ? pipe->client : pipe->server;
    QByteArray passed = bytes;
    if (towardsClient && m_faults.dropEvery > 0 && ++pipe->writes % m_faults.dropEvery == 0) return;
    if (towardsClient && m_faults.corruptEvery > 0 && ++pipe->writes % m_faults.corruptEvery == 0) {
        passed[0] = static_cast<char>(passed[0] ^ 0x20);
    }
    if (towardsClient && m_faults.resetAfterBytes >= 0) {
        passed.truncate(m_faults.resetAfterBytes);
        m_faults.resetAfterBytes -= static_cast<int>(passed.size());
    }
    if (!m_faults.slice) {
        to->write(passed);
    } else {
        for (const char byte : passed) {
            if (to->state() != QAbstractSocket::ConnectedState) return;
            to->write(&byte, 1);
            to->flush();
        }
    }
    if (passed.size() == bytes.size()) return;
    to->flush();
    m_faults.resetAfterBytes = -1;
    forget(pipe, true);
}

void FaultProxy::set(const Faults& faults) {
    m_faults = faults;
    if (faults.refuse) {
        m_server.close();
    } else if (!m_server.isListening() && !m_server.listen(QHostAddress::LocalHost, m_port)) {
        qFatal("the proxy's port is gone");
    }
    if (faults.delayMs == 0) passAllDelayed();
    // What was swallowed cannot be put back: those connections end.
    if (faults.silence || faults.halfOpen) return;
    std::vector<Pipe*> torn;
    for (const auto& pipe : m_pipes) {
        if (pipe->isTorn) torn.push_back(pipe.get());
    }
    for (Pipe* pipe : torn) forget(pipe, true);
}

void FaultProxy::resetAll() {
    while (!m_pipes.empty()) forget(m_pipes.back().get(), true);
}

void FaultProxy::forget(Pipe* pipe, bool isReset) {
    const auto found = std::find_if(m_pipes.begin(), m_pipes.end(),
                                    [pipe](const auto& one) { return one.get() == pipe; });
    if (found == m_pipes.end()) return;
    const std::unique_ptr<Pipe> gone = std::move(*found);
    m_pipes.erase(found);
    for (QTcpSocket* end : {gone->client, gone->server}) {
        end->disconnect(this);
        if (isReset) {
            reset(end);
        } else {
            end->disconnectFromHost();
        }
        end->deleteLater();
    }
}

}  // namespace delivery::tests
