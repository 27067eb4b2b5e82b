#pragma once
/// Hears envelopes over MQTT, and lets the broker know that this device is there: with a last will.

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QStringList>
#include <chrono>
#include <memory>

#include "apps/kit/session_file.h"

class QThread;

namespace delivery::wire {
struct Envelope;
}

namespace delivery::kit {

class BrokerWorker;

/// What one connection listens to and says.
struct BrokerWish {
    BrokerPlace place = {};
    QStringList filters = {};
    QString presenceTopic = {};
    /// Whose certificates are trusted (PEM); empty: the machine's own authorities.
    QString authorityFile = {};
};
/// For a signed-in user: everything that is theirs, and the presence of the device that the broker
/// knows by this name.
[[nodiscard]] BrokerWish brokerWish(const Grant& grant, const BrokerPlace& place);

struct BrokerRules {
    /// What Paho is told.
    std::chrono::seconds connectMax{3};
    /// Paho looks at its own deadlines every three seconds only, and has been seen to forget them.
    std::chrono::milliseconds attemptMax{10'000};
    /// How often the broker is asked whether it is there.
    std::chrono::milliseconds pulse{1'000};
};

/// Lives on the thread of its creator and works on one of its own, because Paho may wait for a
/// name's address or for its own locks. One attempt or one connection at a time.
class BrokerEar : public QObject {
    Q_OBJECT

  public:
    explicit BrokerEar(BrokerRules rules = {}, QObject* parent = nullptr);
    ~BrokerEar() override;

    /// Ends in opened, or in closed within a few seconds.
    void open(const BrokerWish& wish);
    /// Says that this device leaves. No signal follows.
    void close();
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    [[nodiscard]] bool isOpening() const { return m_isOpening; }

    /// At most once: what is not sent now is not worth sending.
    void publish(const QString& topic, const QByteArray& payload);

  signals:
    void opened();
    /// isRefused: the broker does not take this name or password.
    void closed(const QString& why, bool isRefused);
    void heard(const delivery::wire::Envelope& envelope);
    /// Everything that the broker said before this time, on the uptime clock, has arrived.
    void proved(qint64 at);

  private:
    std::unique_ptr<QThread> m_thread;
    BrokerWorker* m_worker = nullptr;
    /// Of the attempt that is under way; what an earlier one still says is not heard.
    int m_attempt = 0;
    bool m_isOpening = false;
    bool m_isOpen = false;
};

}  // namespace delivery::kit
