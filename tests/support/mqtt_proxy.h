#pragma once
/// An MQTT proxy that loses, doubles and reorders messages on their way to clients, and lets the
/// broker believe that all of them arrived.

#include <QByteArray>
#include <QObject>
#include <QTcpServer>
#include <memory>
#include <optional>
#include <random>
#include <vector>

class QTcpSocket;

namespace delivery::tests {

/// What happens to every message towards a client from now on, in percent.
struct MessageFaults {
    int lost = 0;
    /// It comes now, and once more after later ones.
    int doubled = 0;
    /// It comes after later ones.
    int late = 0;
};

/// Lives on the test's thread. Everything but messages (MQTT's PUBLISH) towards clients passes as
/// it is.
class MqttProxy : public QObject {
    Q_OBJECT

  public:
    explicit MqttProxy(quint64 seed, QObject* parent = nullptr);
    ~MqttProxy() override;

    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    void setUpstream(quint16 upstream) { m_upstream = upstream; }

    void set(const MessageFaults& faults) { m_faults = faults; }
    /// What is late comes now; from now on everything passes.
    void heal();

    struct Figures {
        int passed = 0;
        int lost = 0;
        int doubled = 0;
        int late = 0;
    };
    [[nodiscard]] const Figures& figures() const { return m_figures; }

  private:
    struct Pipe;
    void accept();
    void hear(Pipe* pipe);
    void pass(Pipe* pipe, const QByteArray& message);
    static void release(Pipe* pipe, bool all);
    void forget(Pipe* pipe);
    [[nodiscard]] int draw(int below);

    QTcpServer m_server;
    quint16 m_upstream = 0;
    MessageFaults m_faults;
    Figures m_figures;
    std::mt19937_64 m_random;
    std::vector<std::unique_ptr<Pipe>> m_pipes;
};

}  // namespace delivery::tests
