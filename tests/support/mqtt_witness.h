#pragma once
/// A small MQTT 3.1.1 client over a plain socket: says whatever it is told to, also what no proper
/// client would, and keeps everything that it receives.

#include <QByteArray>
#include <QString>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QTcpSocket;

namespace delivery::tests {

struct MqttLogin {
    QByteArray username;
    QByteArray password;
    QByteArray clientId;
};

struct MqttMessage {
    QByteArray topic;
    QByteArray payload;
    bool retained = false;
};

/// Blocking, on one thread. Nothing is answered or read while nobody calls.
class MqttWitness {
  public:
    struct Will {
        QByteArray topic;
        QByteArray payload;
        bool retained = false;
    };
    struct Manner {
        int keepaliveSeconds = 60;
        bool cleanSession = true;
        std::optional<Will> will = std::nullopt;
    };

    explicit MqttWitness(quint16 port) : m_port(port) {}
    ~MqttWitness();
    MqttWitness(const MqttWitness&) = delete;
    MqttWitness& operator=(const MqttWitness&) = delete;

    /// The broker's answer: 0 when it lets us in, its reason otherwise, -1 without an answer.
    int connect(const MqttLogin& login) { return connect(login, {}); }
    int connect(const MqttLogin& login, const Manner& manner);
    /// The broker's answer: 0 to 2 granted, 128 refused, -1 without an answer.
    int subscribe(const QByteArray& filter);
    /// QoS 1; true when the broker acknowledged it (which says nothing about delivery).
    bool publish(const QByteArray& topic, const QByteArray& payload, bool retained = false);
    /// Goes without a word, so that the will is said.
    void vanish();
    void disconnect();
    [[nodiscard]] bool isConnected();

    /// Reads until the condition holds on everything received so far.
    bool until(const std::function<bool(const std::vector<MqttMessage>&)>& condition,
               int timeoutMs = 10'000);
    bool untilGone(int timeoutMs = 10'000);
    /// Asks the broker for a sign of life: what was sent to us before its answer has arrived.
    bool ping();
    [[nodiscard]] const std::vector<MqttMessage>& messages() const { return m_messages; }
    void forget() { m_messages.clear(); }

  private:
    struct Packet {
        quint8 head = 0;
        QByteArray body;
    };
    bool send(quint8 head, const QByteArray& body);
    /// The next packet that is no message; messages are kept and acknowledged on the way.
    std::optional<Packet> answer(quint8 kind, int timeoutMs);
    std::optional<Packet> next(int timeoutMs);
    void keep(const Packet& packet);

    quint16 m_port;
    std::unique_ptr<QTcpSocket> m_socket;
    QByteArray m_unread;
    quint16 m_lastId = 0;
    std::vector<MqttMessage> m_messages;
};

}  // namespace delivery::tests
