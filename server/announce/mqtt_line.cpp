#include "server/announce/mqtt_line.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <utility>

#include <mqtt/async_client.h>

namespace delivery::announce {

namespace {

constexpr int againMsMin = 50;
constexpr int againMsMax = 2'000;
/// Paho looks at its own clocks every three seconds; a connection that is neither there nor refused
/// after this hangs.
constexpr int hangMs = 10'000;
constexpr int connectSeconds = 5;
constexpr int keepAliveSeconds = 30;
constexpr int goodbyeMs = 500;

/// The way from Paho's threads to the line; what comes after the line is gone goes nowhere.
struct WayBack {
    std::mutex mutex;
    QObject* home = nullptr;

    void post(std::function<void()> work) {
        const std::lock_guard lock(mutex);
        if (home == nullptr) return;
        QMetaObject::invokeMethod(home, std::move(work), Qt::QueuedConnection);
    }
    void close() {
        const std::lock_guard lock(mutex);
        home = nullptr;
    }
};

/// What Paho tells of one kind of action, as functions.
class Listener : public virtual mqtt::iaction_listener {
  public:
    std::function<void(const mqtt::token&)> succeeded;
    std::function<void(const mqtt::token&)> failed;
    void on_success(const mqtt::token& token) override { succeeded(token); }
    void on_failure(const mqtt::token& token) override { failed(token); }
};

}  // namespace

/// One client of Paho's with everything that it points to: options and listeners must outlive what
/// is under way.
struct MqttLine::Paho {
    std::shared_ptr<WayBack> back = std::make_shared<WayBack>();
    mqtt::connect_options options;
    Listener connecting;
    Listener publishing;
    std::unique_ptr<mqtt::async_client> client;

    ~Paho() { back->close(); }
};

MqttLine::MqttLine(LineWish wish, shift::Log& log, QObject* parent)
    : QObject(parent), m_wish(std::move(wish)), m_log(log) {
    m_again.setSingleShot(true);
    m_watchdog.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &MqttLine::attempt);
    connect(&m_watchdog, &QTimer::timeout, this, [this] {
        // Only one at a time is kept aside; by then the earlier one had its time to end.
        m_aside = std::move(m_paho);
        lost(m_generation, "no answer");
    });
}

MqttLine::~MqttLine() { stop(); }

void MqttLine::start() {
    if (m_isUp || m_stopping || m_watchdog.isActive()) return;
    m_failuresInARow = 0;
    m_again.stop();
    attempt();
}

void MqttLine::attempt() {
    if (m_isUp || m_stopping) return;
    const std::string url = m_wish.url();
    if (url.empty()) return tryAgain();
    const BrokerLogin login = m_wish.login();
    const int generation = ++m_generation;
    m_watchdog.start(hangMs);
    try {
        auto paho = std::make_unique<Paho>();
        paho->back->home = this;
        const auto back = paho->back;
        paho->client = std::make_unique<mqtt::async_client>(url, login.clientId);
        // All of these before the connection: Paho's locks would meet in the wrong order later.
        paho->client->set_connection_lost_handler([this, back, generation](const std::string& why) {
            back->post([this, generation, why] { lost(generation, QString::fromStdString(why)); });
        });
        paho->client->set_message_callback([this, back](const mqtt::const_message_ptr& message) {
            if (!message) return;
            const QByteArray topic = QByteArray::fromStdString(message->get_topic());
            const QByteArray payload = QByteArray::fromStdString(message->to_string());
            back->post([this, topic, payload] { emit arrived(topic, payload); });
        });
        paho->connecting.succeeded = [this, back, generation](const mqtt::token&) {
            back->post([this, generation] { connected(generation); });
        };
        paho->connecting.failed = [this, back, generation](const mqtt::token& token) {
            const auto why = QString("refused (%1)").arg(token.get_return_code());
            back->post([this, generation, why] { lost(generation, why); });
        };
        paho->publishing.succeeded = [this, back](const mqtt::token& token) {
            const auto number = reinterpret_cast<std::uintptr_t>(token.get_user_context());
            back->post([this, number] { emit delivered(number); });
        };
        paho->publishing.failed = [this, back, generation](const mqtt::token&) {
            back->post([this, generation] { lost(generation, "a message was not taken"); });
        };
        mqtt::connect_options& options = paho->options;
        options.set_mqtt_version(MQTTVERSION_3_1_1);
        options.set_clean_session(true);
        options.set_keep_alive_interval(keepAliveSeconds);
        options.set_connect_timeout(connectSeconds);
        options.set_max_inflight(2 * inFlightMax);
        if (!login.username.empty()) {
            options.set_user_name(login.username);
            options.set_password(login.password);
        }
        if (url.starts_with("mqtts://")) {
            mqtt::ssl_options tls;
            if (!m_wish.caFile.empty()) tls.set_trust_store(m_wish.caFile);
            tls.set_enable_server_cert_auth(m_wish.checksCertificate);
            tls.set_verify(m_wish.checksCertificate);
            options.set_ssl(tls);
        }
        m_paho = std::move(paho);
        m_paho->client->connect(m_paho->options, nullptr, m_paho->connecting);
    } catch (const mqtt::exception& failure) {
        lost(generation, failure.what());
    }
}

void MqttLine::connected(int generation) {
    if (generation != m_generation || m_stopping) return;
    m_watchdog.stop();
    try {
        for (const std::string& filter : m_wish.subscriptions) m_paho->client->subscribe(filter, 1);
    } catch (const mqtt::exception& failure) {
        return lost(generation, failure.what());
    }
    m_isUp = true;
    m_failuresInARow = 0;
    m_toldDown = false;
    emit cameUp();
}

void MqttLine::lost(int generation, const QString& why) {
    if (generation != m_generation || m_stopping) return;
    // What this client still says is about a connection that is given up.
    ++m_generation;
    m_watchdog.stop();
    if (m_paho) m_paho->back->close();
    if (!std::exchange(m_toldDown, true)) {
        m_log.line(shift::Level::Warning, "announce",
                   "no connection to the broker: " + why.toStdString());
    }
    const bool wasUp = std::exchange(m_isUp, false);
    tryAgain();
    if (wasUp) emit wentDown();
}

void MqttLine::tryAgain() {
    m_failuresInARow += 1;
    m_again.start(std::min(againMsMax, againMsMin << std::min(m_failuresInARow - 1, 10)));
}

bool MqttLine::publish(std::uint64_t number, const std::string& topic, const std::string& payload) {
    static_assert(sizeof(void*) >= sizeof(std::uint64_t));
    if (!m_isUp) return false;
    try {
        auto message = mqtt::make_message(topic, payload, 1, false);
        m_paho->client->publish(message, reinterpret_cast<void*>(number), m_paho->publishing);
        return true;
    } catch (const mqtt::exception& failure) {
        lost(m_generation, failure.what());
        return false;
    }
}

void MqttLine::stop() {
    if (std::exchange(m_stopping, true)) return;
    m_again.stop();
    m_watchdog.stop();
    if (!m_paho) return;
    m_paho->back->close();
    if (!std::exchange(m_isUp, false)) return;
    try {
        m_paho->client->disconnect(goodbyeMs)->wait_for(std::chrono::milliseconds(goodbyeMs));
    } catch (const mqtt::exception&) {
        // It is gone already.
    }
}

}  // namespace delivery::announce
