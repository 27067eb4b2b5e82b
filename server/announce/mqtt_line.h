#pragma once
/// One connection of the server to the broker: connects, and connects again whenever it is lost;
/// says what was delivered and what arrived.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/announce/broker_accounts.h"
#include "server/shift/log.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace delivery::announce {

struct LineWish {
    /// Asked before each attempt: the broker may have moved, the pass may be old.
    std::function<std::string()> url;
    std::function<BrokerLogin()> login;
    /// Who signs the broker's certificate; empty: one of the machine's.
    std::string caFile = {};
    /// False for our own child on this machine, whose certificate is made out to another name.
    bool checksCertificate = true;
    std::vector<std::string> subscriptions = {};
};

/// Lives on the thread that constructs it. Paho's threads only post to it. What was not delivered
/// when the line went down is forgotten: whoever published it publishes it again.
class MqttLine : public QObject {
    Q_OBJECT
  public:
    /// So many messages on their way at once.
    static constexpr int inFlightMax = 100;

    MqttLine(LineWish wish, shift::Log& log, QObject* parent = nullptr);
    ~MqttLine() override;

    /// Connects now, whatever the wait would have been.
    void start();
    /// Says goodbye, half a second at most.
    void stop();
    [[nodiscard]] bool isUp() const { return m_isUp; }

    /// QoS 1; delivered(number) follows when the broker has it. False when it did not go out: the
    /// line is down or about to be.
    [[nodiscard]] bool publish(std::uint64_t number, const std::string& topic,
                               const std::string& payload);

  signals:
    void cameUp();
    void wentDown();
    void delivered(std::uint64_t number);
    void arrived(const QByteArray& topic, const QByteArray& payload);

  private:
    struct Paho;
    void attempt();
    void connected(int generation);
    void lost(int generation, const QString& why);
    void tryAgain();

    LineWish m_wish;
    shift::Log& m_log;
    std::unique_ptr<Paho> m_paho;
    /// A client that hung is put aside: its destructor may hang too.
    std::unique_ptr<Paho> m_aside;
    QTimer m_again;
    QTimer m_watchdog;
    int m_generation = 0;
    int m_failuresInARow = 0;
    bool m_isUp = false;
    bool m_stopping = false;
    bool m_toldDown = false;
};

}  // namespace delivery::announce
