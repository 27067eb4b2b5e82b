#include "tests/support/mqtt_witness.h"

#include <QElapsedTimer>
#include <QTcpSocket>

namespace delivery::tests {

namespace {

constexpr int answerMs = 10'000;
constexpr quint8 kindOf(quint8 head) { return head >> 4; }
enum Kind : quint8 { Connack = 2, Publish = 3, Puback = 4, Suback = 9, Pingresp = 13 };

QByteArray number(int value) {
    return QByteArray(1, static_cast<char>(value >> 8)) + static_cast<char>(value & 0xFF);
}
QByteArray text(const QByteArray& bytes) { return number(static_cast<int>(bytes.size())) + bytes; }
int numberAt(const QByteArray& bytes, qsizetype at) {
    return (static_cast<quint8>(bytes[at]) << 8) | static_cast<quint8>(bytes[at + 1]);
}

}  // namespace

MqttWitness::~MqttWitness() { vanish(); }

int MqttWitness::connect(const MqttLogin& login, const Manner& manner) {
    m_socket = std::make_unique<QTcpSocket>();
    m_unread.clear();
    m_socket->connectToHost("127.0.0.1", m_port);
    if (!m_socket->waitForConnected(answerMs)) return -1;
    int flags = 0xC0 | (manner.cleanSession ? 0x02 : 0);
    if (manner.will) flags |= 0x04 | 0x08 | (manner.will->retained ? 0x20 : 0);
    QByteArray body = text("MQTT") + '\x04' + static_cast<char>(flags) +
                      number(manner.keepaliveSeconds) + text(login.clientId);
    if (manner.will) body += text(manner.will->topic) + text(manner.will->payload);
    body += text(login.username) + text(login.password);
    if (!send(0x10, body)) return -1;
    const auto packet = answer(Connack, answerMs);
    return packet && packet->body.size() == 2 ? packet->body[1] : -1;
}

int MqttWitness::subscribe(const QByteArray& filter) {
    if (!send(0x82, number(++m_lastId) + text(filter) + '\x01')) return -1;
    const auto packet = answer(Suback, answerMs);
    return packet && packet->body.size() == 3 ? static_cast<quint8>(packet->body[2]) : -1;
}

bool MqttWitness::publish(const QByteArray& topic, const QByteArray& payload, bool retained) {
    const quint8 head = retained ? 0x33 : 0x32;
    if (!send(head, text(topic) + number(++m_lastId) + payload)) return false;
    return answer(Puback, answerMs).has_value();
}

void MqttWitness::vanish() {
    if (m_socket) m_socket->abort();
}

void MqttWitness::disconnect() {
    send(0xE0, {});
    m_socket->disconnectFromHost();
    if (m_socket->state() != QAbstractSocket::UnconnectedState) m_socket->waitForDisconnected();
}

bool MqttWitness::isConnected() {
    return m_socket && m_socket->state() == QAbstractSocket::ConnectedState;
}

bool MqttWitness::ping() { return send(0xC0, {}) && answer(Pingresp, answerMs).has_value(); }

bool MqttWitness::until(const std::function<bool(const std::vector<MqttMessage>&)>& condition,
                        int timeoutMs) {
    QElapsedTimer clock;
    clock.start();
    while (!condition(m_messages)) {
        const int left = timeoutMs - static_cast<int>(clock.elapsed());
        if (left <= 0 || !isConnected()) return false;
        if (const auto packet = next(qMin(left, 200))) keep(*packet);
    }
    return true;
}

bool MqttWitness::untilGone(int timeoutMs) {
    until([](const auto&) { return false; }, timeoutMs);
    return !isConnected();
}

bool MqttWitness::send(quint8 head, const QByteArray& body) {
    if (!isConnected()) return false;
    QByteArray packet(1, static_cast<char>(head));
    auto length = body.size();
    do {
        const int more = length > 127 ? 0x80 : 0;
        packet += static_cast<char>((length % 128) | more);
        length /= 128;
    } while (length > 0);
    m_socket->write(packet + body);
    m_socket->flush();
    return true;
}

std::optional<MqttWitness::Packet> MqttWitness::answer(quint8 kind, int timeoutMs) {
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < timeoutMs) {
        auto packet = next(timeoutMs - static_cast<int>(clock.elapsed()));
        if (!packet) return std::nullopt;
        if (kindOf(packet->head) == kind) return packet;
        keep(*packet);
    }
    return std::nullopt;
}

std::optional<MqttWitness::Packet> MqttWitness::next(int timeoutMs) {
    QElapsedTimer clock;
    clock.start();
    while (true) {
        // The length has one to four bytes of seven bits each.
        qsizetype length = 0;
        qsizetype at = 1;
        for (int shift = 0; at < m_unread.size(); shift += 7) {
            const auto byte = static_cast<quint8>(m_unread[at++]);
            length |= static_cast<qsizetype>(byte & 0x7F) << shift;
            if ((byte & 0x80) != 0) continue;
            if (m_unread.size() < at + length) break;
            Packet packet{static_cast<quint8>(m_unread[0]), m_unread.mid(at, length)};
            m_unread.remove(0, at + length);
            return packet;
        }
        const int left = timeoutMs - static_cast<int>(clock.elapsed());
        if (left <= 0) return std::nullopt;
        const bool more = m_socket->waitForReadyRead(left);
        m_unread += m_socket->readAll();
        if (!more && m_socket->state() != QAbstractSocket::ConnectedState && m_unread.isEmpty()) {
            return std::nullopt;
        }
    }
}

void MqttWitness::keep(const Packet& packet) {
    if (kindOf(packet.head) != Publish) return;
    const int topicBytes = numberAt(packet.body, 0);
    const int qos = (packet.head >> 1) & 3;
    MqttMessage message;
    message.topic = packet.body.mid(2, topicBytes);
    message.payload = packet.body.mid(2 + topicBytes + (qos > 0 ? 2 : 0));
    message.retained = (packet.head & 1) != 0;
    if (qos == 1) send(0x40, number(numberAt(packet.body, 2 + topicBytes)));
    m_messages.push_back(std::move(message));
}

}  // namespace delivery::tests
