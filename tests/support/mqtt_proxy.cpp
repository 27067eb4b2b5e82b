#include "tests/support/mqtt_proxy.h"

#include <QHostAddress>
#include <QTcpSocket>
#include <algorithm>

namespace delivery::tests {

struct MqttProxy::Pipe {
    struct Held {
        QByteArray message;
        int passesBefore = 0;
    };
    QTcpSocket* client = nullptr;
    QTcpSocket* broker = nullptr;
    QByteArray unread = {};
    std::vector<Held> held = {};
};

namespace {

constexpr int publishKind = 3;
/// A message that is held back lets so many others pass, at most.
constexpr int passesMax = 3;
constexpr int hundred = 100;

int byteAt(const QByteArray& bytes, qsizetype at) { return static_cast<quint8>(bytes[at]); }
int kindOf(const QByteArray& packet) { return byteAt(packet, 0) >> 4; }
int qualityOf(const QByteArray& packet) { return (byteAt(packet, 0) >> 1) & 3; }

/// Where the body begins: behind the remaining length, of seven bits a byte (MQTT 3.1.1, 2.2.3).
qsizetype bodyAt(const QByteArray& packet) {
    qsizetype at = 1;
    while (byteAt(packet, at) & 0x80) ++at;
    return at + 1;
}

/// The first whole packet, taken away from what is unread.
std::optional<QByteArray> takePacket(QByteArray& unread) {
    int length = 0;
    qsizetype at = 1;
    for (int shift = 0;; shift += 7, ++at) {
        if (at >= unread.size()) return std::nullopt;
        length |= (byteAt(unread, at) & 0x7F) << shift;
        if ((byteAt(unread, at) & 0x80) == 0) break;
    }
    const qsizetype size = at + 1 + length;
    if (unread.size() < size) return std::nullopt;
    const QByteArray packet = unread.left(size);
    unread.remove(0, size);
    return packet;
}

struct Message {
    QByteArray topic;  ///< with its length
    QByteArray id;
    QByteArray payload;
};
Message messageIn(const QByteArray& packet) {
    const QByteArray body = packet.mid(bodyAt(packet));
    const qsizetype topic = 2 + (byteAt(body, 0) << 8 | byteAt(body, 1));
    const qsizetype id = qualityOf(packet) > 0 ? 2 : 0;
    return {body.left(topic), body.mid(topic, id), body.mid(topic + id)};
}

/// The same for which nobody waits, so that the broker never hears of it.
QByteArray copyOf(const QByteArray& packet) {
    const Message message = messageIn(packet);
    const QByteArray body = message.topic + message.payload;
    QByteArray copy(1, static_cast<char>(publishKind << 4));
    qsizetype length = body.size();
    do {
        const auto low = static_cast<int>(length & 0x7F);
        length >>= 7;
        copy += static_cast<char>(length > 0 ? low | 0x80 : low);
    } while (length > 0);
    return copy + body;
}

}  // namespace

MqttProxy::MqttProxy(quint64 seed, QObject* parent) : QObject(parent), m_random(seed) {
    if (!m_server.listen(QHostAddress::LocalHost)) qFatal("no port for the proxy");
    connect(&m_server, &QTcpServer::newConnection, this, &MqttProxy::accept);
}

MqttProxy::~MqttProxy() {
    for (const auto& pipe : m_pipes) {
        pipe->client->disconnect(this);
        pipe->broker->disconnect(this);
    }
}

int MqttProxy::draw(int below) {
    return static_cast<int>(m_random() % static_cast<std::uint64_t>(below));
}

void MqttProxy::accept() {
    while (QTcpSocket* client = m_server.nextPendingConnection()) {
        auto owned = std::make_unique<Pipe>();
        Pipe* pipe = owned.get();
        pipe->client = client;
        pipe->broker = new QTcpSocket(this);
        client->setParent(this);
        m_pipes.push_back(std::move(owned));
        for (QTcpSocket* end : {client, pipe->broker}) {
            end->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        }
        const auto passOn = [pipe] {
            // A socket that still connects closes when it is flushed: until then the bytes wait.
            if (pipe->broker->state() != QAbstractSocket::ConnectedState) return;
            const QByteArray bytes = pipe->client->readAll();
            if (!bytes.isEmpty()) pipe->broker->write(bytes);
        };
        connect(client, &QTcpSocket::readyRead, this, passOn);
        connect(pipe->broker, &QTcpSocket::connected, this, passOn);
        connect(pipe->broker, &QTcpSocket::readyRead, this, [this, pipe] { hear(pipe); });
        for (QTcpSocket* end : {client, pipe->broker}) {
            connect(end, &QTcpSocket::disconnected, this, [this, pipe] { forget(pipe); });
            connect(end, &QTcpSocket::errorOccurred, this, [this, pipe] { forget(pipe); });
        }
        pipe->broker->connectToHost(QHostAddress(QHostAddress::LocalHost), m_upstream);
    }
}

void MqttProxy::hear(Pipe* pipe) {
    pipe->unread += pipe->broker->readAll();
    while (const auto packet = takePacket(pipe->unread)) {
        if (kindOf(*packet) == publishKind) {
            pass(pipe, *packet);
        } else {
            pipe->client->write(*packet);
        }
    }
}

void MqttProxy::pass(Pipe* pipe, const QByteArray& message) {
    const int fate = draw(hundred);
    if (fate < m_faults.lost) {
        ++m_figures.lost;
        // PUBACK: nobody else will notice.
        if (qualityOf(message) > 0) pipe->broker->write("\x40\x02" + messageIn(message).id);
        return;
    }
    if (fate < m_faults.lost + m_faults.late) {
        ++m_figures.late;
        pipe->held.push_back({message, 1 + draw(passesMax)});
        return;
    }
    ++m_figures.passed;
    pipe->client->write(message);
    if (fate < m_faults.lost + m_faults.late + m_faults.doubled) {
        ++m_figures.doubled;
        pipe->held.push_back({copyOf(message), 1 + draw(passesMax)});
        return;
    }
    release(pipe, false);
}

void MqttProxy::release(Pipe* pipe, bool all) {
    for (Pipe::Held& one : pipe->held) {
        if (all || --one.passesBefore == 0) pipe->client->write(one.message);
    }
    std::erase_if(pipe->held, [all](const auto& one) { return all || one.passesBefore == 0; });
}

void MqttProxy::heal() {
    m_faults = {};
    for (const auto& pipe : m_pipes) release(pipe.get(), true);
}

void MqttProxy::forget(Pipe* pipe) {
    const auto found = std::find_if(m_pipes.begin(), m_pipes.end(),
                                    [pipe](const auto& one) { return one.get() == pipe; });
    if (found == m_pipes.end()) return;
    const std::unique_ptr<Pipe> gone = std::move(*found);
    m_pipes.erase(found);
    for (QTcpSocket* end : {gone->client, gone->broker}) {
        end->disconnect(this);
        end->disconnectFromHost();
        end->deleteLater();
    }
}

}  // namespace delivery::tests
