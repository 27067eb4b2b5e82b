#include "apps/kit/broker_ear.h"

#include <mqtt/async_client.h>
#include <QMetaObject>
#include <QThread>
#include <QTimer>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "apps/kit/surroundings.h"
#include "share/topics.h"
#include "wire/envelope.h"
#include "wire/topics.h"

namespace delivery::kit {
namespace {

using namespace std::chrono_literals;

constexpr int mqtt311 = 4;
constexpr int atLeastOnce = 1;
constexpr auto keepAlive = 10s;
/// A device that says nothing for longer than two and a half of these does not count as there.
constexpr std::int64_t presenceEveryMs = 60'000;
/// A pulse that is not answered for so long: the road is dead.
constexpr std::int64_t silenceMsMax = 5'000;
constexpr std::size_t messageBytesMax = 64 * 1024;
/// 4: bad user name or password, 5: not authorized (MQTT 3.1.1, 3.2.2.3).
constexpr int badPassword = 4;
constexpr int notAuthorized = 5;

constexpr const char* online = R"({"online":true})";
constexpr const char* offline = R"({"online":false})";

}  // namespace

BrokerWish brokerWish(const Grant& grant, const BrokerPlace& place) {
    const QString root =
        QString::fromUtf8(share::topicRoot.data(), static_cast<qsizetype>(share::topicRoot.size()));
    BrokerWish wish{.place = place, .filters = {root + "users/" + grant.userId + "/#"}};
    if (grant.role == "store" && grant.storeId != 0) {
        wish.filters << root + "stores/" + QString::number(grant.storeId) + "/#";
    }
    if (grant.role == "rider") wish.filters << root + "riders/" + grant.userId + "/#";
    if (grant.role == "admin") wish.filters << root + "admins/#";
    const QString device = place.username.section(u':', 1);
    if (!device.isEmpty()) {
        wish.presenceTopic = QString::fromStdString(
            wire::presenceTopic({UserId{grant.userId.toStdString()}, device.toStdString()}));
    }
    return wish;
}

/// Everything of Paho. Lives on BrokerEar's own thread; Paho's callbacks, on Paho's threads, only
/// read what came and post it here. It is leaked where a client was, or where one cannot be
/// stopped: such a client may still have something to say.
class BrokerWorker : public QObject, private mqtt::iaction_listener {
    Q_OBJECT

  public:
    explicit BrokerWorker(BrokerRules rules) : m_rules(rules), m_pulse(this) {
        m_pulse.setInterval(rules.pulse);
        connect(&m_pulse, &QTimer::timeout, this, &BrokerWorker::look);
    }

    void open(const BrokerWish& wish, int attempt);
    void close();
    void publish(const QString& topic, const QByteArray& payload);
    /// Nothing is under way.
    [[nodiscard]] bool isIdle() const { return m_phase == Phase::Idle; }
    /// Paho does not know it any more.
    [[nodiscard]] bool mayBeDestroyed() const { return isIdle() && !m_hasLeftAClient; }

  signals:
    void opened(int attempt);
    void closed(int attempt, const QString& why, bool isRefused);
    void heard(int attempt, const delivery::wire::Envelope& envelope);
    void proved(int attempt, qint64 at);

  private:
    enum class Phase { Idle, Connecting, Subscribing, Open, Leaving };
    enum class Deed : std::intptr_t { Connect = 1, Subscribe, Pulse, Leave };

    void begin();
    void makeClient();
    void subscribe(Deed deed);
    void leave();
    void done(Deed deed, int attempt);
    void failed(Deed deed, int attempt, int code, const QString& why);
    void lost(const QString& why);
    void end(const QString& why, bool isRefused = false);
    void look();
    void sayPresent();

    void on_success(const mqtt::token& token) override;
    void on_failure(const mqtt::token& token) override;
    /// What a callback of Paho's is about: the deed and the attempt in one pointer's room.
    void* contextOf(Deed deed) const {
        return reinterpret_cast<void*>(static_cast<std::intptr_t>(deed) | (m_attempt << 4));
    }

    BrokerRules m_rules;
    std::unique_ptr<mqtt::async_client> m_client;
    /// What a client says that was left behind concerns nobody.
    int m_clientNumber = 0;
    bool m_hasLeftAClient = false;
    mqtt::connect_options m_options;
    std::string m_clientOf;
    BrokerWish m_wish;
    std::optional<std::pair<BrokerWish, int>> m_next;
    QTimer m_pulse;
    Phase m_phase = Phase::Idle;
    int m_attempt = 0;
    std::int64_t m_phaseSince = 0;
    std::int64_t m_pulsedAt = 0;
    std::int64_t m_presentAt = 0;
};

void BrokerWorker::open(const BrokerWish& wish, int attempt) {
    m_next = {wish, attempt};
    if (m_phase == Phase::Idle) {
        begin();
    } else if (m_phase != Phase::Leaving) {
        leave();
    }
}

void BrokerWorker::begin() {
    if (!m_next) return;
    m_wish = m_next->first;
    m_attempt = m_next->second;
    m_next.reset();
    m_phaseSince = machineUptime();
    m_phase = Phase::Connecting;
    m_pulse.start();
    try {
        makeClient();
        m_options = mqtt::connect_options(m_wish.place.username.toStdString(),
                                          m_wish.place.password.toStdString());
        m_options.set_mqtt_version(mqtt311);
        m_options.set_clean_session(true);
        m_options.set_automatic_reconnect(false);
        m_options.set_keep_alive_interval(keepAlive);
        m_options.set_connect_timeout(m_rules.connectMax);
        if (!m_wish.presenceTopic.isEmpty()) {
            m_options.set_will(mqtt::will_options(m_wish.presenceTopic.toStdString(),
                                                  std::string(offline), atLeastOnce, false));
        }
        if (m_wish.place.url.startsWith("mqtts:") || m_wish.place.url.startsWith("ssl:")) {
            mqtt::ssl_options secure;
            secure.set_enable_server_cert_auth(true);
            secure.set_verify(true);
            if (!m_wish.authorityFile.isEmpty()) {
                secure.set_trust_store(m_wish.authorityFile.toStdString());
            }
            m_options.set_ssl(secure);
        }
        m_client->connect(m_options, contextOf(Deed::Connect), *this);
    } catch (const mqtt::exception& error) {
        m_phase = Phase::Idle;
        end(QString::fromStdString(error.get_message()));
    }
}

/// One for each broker and name: Paho's clients do not like to be destroyed.
void BrokerWorker::makeClient() {
    const std::string of = (m_wish.place.url + ' ' + m_wish.place.clientId).toStdString();
    if (m_client && m_clientOf == of) return;
    m_client = std::make_unique<mqtt::async_client>(m_wish.place.url.toStdString(),
                                                    m_wish.place.clientId.toStdString());
    m_clientOf = of;
    // Before the first connect: later it may deadlock with what is under way.
    const int number = ++m_clientNumber;
    m_client->set_connection_lost_handler([this, number](const std::string& cause) {
        QMetaObject::invokeMethod(
            this,
            [this, number, cause] {
                if (number == m_clientNumber) lost(QString::fromStdString(cause));
            },
            Qt::QueuedConnection);
    });
    m_client->set_message_callback([this, number](const mqtt::const_message_ptr& message) {
        const auto& payload = message->get_payload();
        if (payload.size() > messageBytesMax) return;
        auto envelope = wire::parseEnvelope(payload);
        if (!envelope) return;
        QMetaObject::invokeMethod(
            this,
            [this, number, envelope = std::move(*envelope)] {
                const bool isThere = m_phase == Phase::Open || m_phase == Phase::Subscribing;
                if (isThere && number == m_clientNumber) {
                    emit heard(m_attempt, envelope);
                }
            },
            Qt::QueuedConnection);
    });
}

void BrokerWorker::on_success(const mqtt::token& token) {
    const auto context = reinterpret_cast<std::intptr_t>(token.get_user_context());
    QMetaObject::invokeMethod(
        this,
        [this, context] { done(static_cast<Deed>(context & 15), static_cast<int>(context >> 4)); },
        Qt::QueuedConnection);
}

void BrokerWorker::on_failure(const mqtt::token& token) {
    const auto context = reinterpret_cast<std::intptr_t>(token.get_user_context());
    const int code = token.get_return_code();
    const QString why = QStringLiteral("the broker says no (%1)").arg(code);
    QMetaObject::invokeMethod(
        this,
        [this, context, code, why] {
            failed(static_cast<Deed>(context & 15), static_cast<int>(context >> 4), code, why);
        },
        Qt::QueuedConnection);
}

void BrokerWorker::subscribe(Deed deed) {
    const auto filters = std::make_shared<mqtt::string_collection>();
    for (const QString& filter : m_wish.filters) filters->push_back(filter.toStdString());
    const mqtt::iasync_client::qos_collection qos(filters->size(), atLeastOnce);
    try {
        m_client->subscribe(filters, qos, contextOf(deed), *this);
    } catch (const mqtt::exception& error) {
        failed(deed, m_attempt, error.get_return_code(),
               QString::fromStdString(error.get_message()));
    }
}

void BrokerWorker::done(Deed deed, int attempt) {
    if (attempt != m_attempt) return;
    if (deed == Deed::Leave) {
        if (m_phase != Phase::Leaving) return;
        m_phase = Phase::Idle;
        return begin();
    }
    switch (deed) {
        case Deed::Connect:
            if (m_phase != Phase::Connecting) return;
            m_phase = Phase::Subscribing;
            m_phaseSince = machineUptime();
            return subscribe(Deed::Subscribe);
        case Deed::Subscribe:
            if (m_phase != Phase::Subscribing) return;
            m_phase = Phase::Open;
            m_pulsedAt = 0;
            sayPresent();
            emit opened(m_attempt);
            return;
        case Deed::Pulse:
            if (m_phase == Phase::Open && m_pulsedAt != 0) {
                emit proved(m_attempt, std::exchange(m_pulsedAt, 0));
            }
            return;
        case Deed::Leave:
            return;
    }
}

void BrokerWorker::failed(Deed deed, int attempt, int code, const QString& why) {
    if (deed == Deed::Leave) return done(Deed::Leave, attempt);
    if (attempt != m_attempt) return;
    if (deed == Deed::Connect) {
        if (m_phase != Phase::Connecting) return;
        m_phase = Phase::Idle;
        return end(why, code == badPassword || code == notAuthorized);
    }
    if (m_phase == Phase::Open || m_phase == Phase::Subscribing) {
        leave();
        end(why);
    }
}

void BrokerWorker::lost(const QString& why) {
    if (m_phase == Phase::Leaving) {
        m_phase = Phase::Idle;
        return begin();
    }
    if (m_phase == Phase::Idle) return;
    m_phase = Phase::Idle;
    end(why.isEmpty() ? QStringLiteral("connection lost") : why);
}

void BrokerWorker::end(const QString& why, bool isRefused) {
    if (m_phase == Phase::Idle) m_pulse.stop();
    emit closed(m_attempt, why, isRefused);
    if (m_phase == Phase::Idle) begin();
}

void BrokerWorker::leave() {
    const bool isThere = m_phase == Phase::Open || m_phase == Phase::Subscribing;
    m_phase = Phase::Leaving;
    m_phaseSince = machineUptime();
    try {
        // A goodbye keeps the will back, so it is said by ourselves.
        if (isThere && !m_wish.presenceTopic.isEmpty()) {
            m_client->publish(m_wish.presenceTopic.toStdString(), std::string(offline), atLeastOnce,
                              false);
        }
        m_client->disconnect(500, contextOf(Deed::Leave), *this);
    } catch (const mqtt::exception&) {
        // It had ended by itself.
        m_phase = Phase::Idle;
        begin();
    }
}

void BrokerWorker::close() {
    m_next.reset();
    if (m_phase != Phase::Idle && m_phase != Phase::Leaving) leave();
}

void BrokerWorker::publish(const QString& topic, const QByteArray& payload) {
    if (m_phase != Phase::Open) return;
    try {
        m_client->publish(topic.toStdString(), payload.constData(),
                          static_cast<std::size_t>(payload.size()), atLeastOnce, false);
    } catch (const mqtt::exception&) {
        // The loss of the connection says it, too.
    }
}

void BrokerWorker::sayPresent() {
    m_presentAt = machineUptime();
    if (!m_wish.presenceTopic.isEmpty()) publish(m_wish.presenceTopic, online);
}

void BrokerWorker::look() {
    const std::int64_t now = machineUptime();
    if (m_phase == Phase::Open) {
        if (now - m_presentAt >= presenceEveryMs) sayPresent();
        if (m_pulsedAt == 0) {
            m_pulsedAt = now;
            return subscribe(Deed::Pulse);
        }
        if (now - m_pulsedAt <= silenceMsMax) return;
        leave();
        return end(QStringLiteral("silent"));
    }
    if (m_phase == Phase::Idle || now - m_phaseSince <= m_rules.attemptMax.count()) return;
    // Paho has forgotten us. A client in that state is left alone, for destroying it may hang.
    static_cast<void>(m_client.release());
    m_clientOf.clear();
    ++m_clientNumber;
    m_hasLeftAClient = true;
    const bool wasLeaving = m_phase == Phase::Leaving;
    m_phase = Phase::Idle;
    wasLeaving ? begin() : end(QStringLiteral("no answer"));
}

BrokerEar::BrokerEar(BrokerRules rules, QObject* parent)
    : QObject(parent), m_thread(std::make_unique<QThread>()), m_worker(new BrokerWorker(rules)) {
    qRegisterMetaType<delivery::wire::Envelope>();
    m_worker->moveToThread(m_thread.get());
    connect(m_worker, &BrokerWorker::opened, this, [this](int attempt) {
        if (attempt != m_attempt || !m_isOpening) return;
        m_isOpening = false;
        m_isOpen = true;
        emit opened();
    });
    connect(m_worker, &BrokerWorker::closed, this,
            [this](int attempt, const QString& why, bool isRefused) {
                if (attempt != m_attempt || (!m_isOpen && !m_isOpening)) return;
                m_isOpen = false;
                m_isOpening = false;
                emit closed(why, isRefused);
            });
    connect(m_worker, &BrokerWorker::heard, this,
            [this](int attempt, const wire::Envelope& envelope) {
                if (attempt == m_attempt && (m_isOpen || m_isOpening)) emit heard(envelope);
            });
    connect(m_worker, &BrokerWorker::proved, this, [this](int attempt, qint64 at) {
        if (attempt == m_attempt && m_isOpen) emit proved(at);
    });
    m_thread->start();
}

BrokerEar::~BrokerEar() {
    m_worker->disconnect(this);
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->close(); });
    // Saying goodbye takes moments; a thread inside Paho that waits for a name's address does not
    // end in time, and is then left behind with everything that it uses.
    QThread* thread = m_thread.get();
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, thread] {
        auto* patience = new QTimer(worker);
        int looks = 0;
        QObject::connect(patience, &QTimer::timeout, worker, [worker, thread, looks]() mutable {
            if (!worker->isIdle() && ++looks < 100) return;
            // Deleted as the thread ends; one of which Paho still knows is left behind.
            if (worker->mayBeDestroyed()) worker->deleteLater();
            thread->quit();
        });
        patience->start(10);
    });
    if (!m_thread->wait(3'000)) static_cast<void>(m_thread.release());
}

void BrokerEar::open(const BrokerWish& wish) {
    m_isOpen = false;
    m_isOpening = true;
    ++m_attempt;
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, wish, attempt = m_attempt] { worker->open(wish, attempt); });
}

void BrokerEar::close() {
    m_isOpen = false;
    m_isOpening = false;
    ++m_attempt;
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->close(); });
}

void BrokerEar::publish(const QString& topic, const QByteArray& payload) {
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, topic, payload] { worker->publish(topic, payload); });
}

}  // namespace delivery::kit

#include "broker_ear.moc"
