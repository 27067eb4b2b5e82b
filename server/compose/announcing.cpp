#include "server/compose/announcing.h"

#include <atomic>
#include <filesystem>

#include "server/announce/broker_accounts.h"
#include "server/announce/broker_child.h"
#include "server/announce/mqtt_announcer.h"
#include "server/announce/mqtt_ear.h"
#include "server/announce/mqtt_line.h"
#include "server/announce/store_presence.h"
#include "server/door/door.h"
#include "wire/topics.h"

#include <QCoreApplication>

namespace delivery::compose {

namespace {

constexpr int awaitMsMax = 5'000;

std::string pluginOf(const BrokerSettings& settings) {
    if (!settings.plugin.empty()) return settings.plugin;
    const std::filesystem::path beside(QCoreApplication::applicationDirPath().toStdString());
    return beside / "delivery_broker_plugin.so";
}

announce::BrokerWish wishOf(const Configuration& configuration, const announce::PassKey& key) {
    const BrokerSettings& settings = configuration.broker;
    announce::BrokerWish wish;
    wish.program = settings.program;
    wish.plugin = pluginOf(settings);
    wish.directory = configuration.dataDirectory + "/broker";
    wish.host = settings.host;
    // A free gateway port is asked for where another server may run: so the broker takes one too.
    wish.port =
        configuration.port == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(settings.port);
    wish.otherPortIfTaken = isLoopback(settings.host) && settings.publicUrl.empty();
    wish.certificateFile = settings.certificateFile;
    wish.keyFile = settings.keyFile;
    wish.connectionsMax = settings.connectionsMax;
    wish.publicUrl = settings.publicUrl;
    wish.key = key;
    return wish;
}

}  // namespace

class Announcing::Inside {
  public:
    Inside(const Configuration& configuration, const shift::Clock& wallClock, shift::Log& serverLog)
        : settings(configuration.broker),
          presenceSettings{configuration.presencePauses, configuration.presenceGrace},
          clock(wallClock),
          log(serverLog) {
        if (!settings.url.empty()) return;
        const announce::PassKey key = announce::freshPassKey();
        accounts.emplace(key);
        child = std::make_unique<announce::BrokerChild>(wishOf(configuration, key), log);
    }

    void follow(shift::Shift& shift) {
        line = std::make_unique<announce::MqttLine>(lineWish(share::announcerName, {}), log);
        announcer = std::make_unique<announce::MqttAnnouncer>(shift, *line, log);
        presence = std::make_unique<announce::StorePresence>(shift, log, presenceSettings);
        if (!child) return;
        // On somebody else's broker nobody vouches for who says what.
        earLine = std::make_unique<announce::MqttLine>(
            lineWish(share::earName, {wire::everyPresence(), wire::everyPosition()}), log);
        ear = std::make_unique<announce::MqttEar>(shift, clock, *earLine);
        QObject::connect(ear.get(), &announce::MqttEar::presenceChanged, presence.get(),
                         [this](const QString& user, bool isThere) {
                             presence->userIs(UserId{user.toStdString()}, isThere);
                         });
        for (announce::MqttLine* one : {line.get(), earLine.get()}) {
            QObject::connect(child.get(), &announce::BrokerChild::cameUp, one,
                             &announce::MqttLine::start);
        }
    }

    void connectLines() {
        for (announce::MqttLine* one : {line.get(), earLine.get()}) {
            if (one != nullptr) one->start();
        }
    }

    const BrokerSettings settings;
    const announce::PresenceSettings presenceSettings;
    const shift::Clock& clock;
    shift::Log& log;
    std::optional<announce::BrokerAccounts> accounts;
    std::unique_ptr<announce::BrokerChild> child;
    std::unique_ptr<announce::MqttLine> line;
    std::unique_ptr<announce::MqttLine> earLine;
    std::unique_ptr<announce::MqttAnnouncer> announcer;
    std::unique_ptr<announce::MqttEar> ear;
    std::unique_ptr<announce::StorePresence> presence;
    /// Where the log ends, and whether the announcer is about to look.
    std::atomic<std::int64_t> logEnd = 0;
    std::atomic<bool> wakePosted = false;

  private:
    announce::LineWish lineWish(std::string_view name, std::vector<std::string> subscriptions) {
        announce::LineWish wish;
        wish.subscriptions = std::move(subscriptions);
        if (child) {
            // A broker that is not there is not asked: Paho looks at its own clocks every three
            // seconds only.
            wish.url = [this] { return child->isUp() ? child->localUrl() : std::string{}; };
            wish.login = [this, name] { return accounts->loginForServer(name, clock.now()); };
            wish.checksCertificate = false;
            return wish;
        }
        wish.url = [this] { return settings.url; };
        wish.login = [this, name] {
            return announce::BrokerLogin{settings.user, settings.password,
                                         "deliveryd-" + std::string{name.substr(1)}};
        };
        wish.caFile = settings.caFile;
        return wish;
    }
};

Announcing::Announcing(const Configuration& configuration, const shift::Clock& clock,
                       shift::Log& log)
    : m_inside(std::make_unique<Inside>(configuration, clock, log)) {}

Announcing::~Announcing() = default;

void Announcing::follow(shift::Shift& shift) { m_inside->follow(shift); }

void Announcing::begin() {
    m_inside->announcer->start();
    m_inside->connectLines();
}

void Announcing::wake(std::int64_t logEnd) {
    Inside& inside = *m_inside;
    inside.logEnd = logEnd;
    if (inside.wakePosted.exchange(true)) return;
    QMetaObject::invokeMethod(
        inside.announcer.get(),
        [&inside] {
            inside.wakePosted = false;
            inside.announcer->wake(inside.logEnd);
        },
        Qt::QueuedConnection);
}

void Announcing::leave() {
    if (m_inside->announcer) m_inside->announcer->stop();
}

void Announcing::start() {
    if (m_inside->child) m_inside->child->launch();
}

void Announcing::await() {
    if (m_inside->child) (void)m_inside->child->await(awaitMsMax);
}

void Announcing::stop() {
    for (announce::MqttLine* one : {m_inside->line.get(), m_inside->earLine.get()}) {
        if (one != nullptr) one->stop();
    }
    if (m_inside->child) m_inside->child->stop();
}

std::optional<std::string> Announcing::url() const {
    if (!m_inside->child) return m_inside->settings.url;
    if (!m_inside->child->isUp()) return std::nullopt;
    return m_inside->child->url();
}

void Announcing::tellDoor(door::Door& door) {
    Inside& inside = *m_inside;
    door.addHealth("announcer", [&inside] {
        const bool isUp = inside.line->isUp();
        return door::HealthState{.up = isUp, .detail = isUp ? "" : "no connection to the broker"};
    });
    door.addGauge("delivery_announcer_lag",
                  "Positions of the log that the broker does not have yet", [&inside] {
                      const announce::AnnouncerFigures figures = inside.announcer->figures();
                      return static_cast<double>(figures.logEnd - figures.announcedUpTo);
                  });
    door.addGauge("delivery_announcer_published", "Messages published since the start",
                  [&inside] { return static_cast<double>(inside.announcer->figures().published); });
    door.addGauge("delivery_stores_without_device", "Stores whose last device is gone",
                  [&inside] { return static_cast<double>(inside.presence->storesAlone()); });
    door.onLivePresence([presence = inside.presence.get()](const Actor& actor, bool isThere) {
        if (actor.role != Role::Store || !actor.store) return;
        QMetaObject::invokeMethod(
            presence,
            [presence, store = *actor.store, name = "live " + actor.user.text(), isThere] {
                presence->listenerIs(store, name, isThere);
            },
            Qt::QueuedConnection);
    });
    if (!inside.child) return;
    door.addGauge("delivery_devices_present", "Devices that are connected to the broker",
                  [&inside] { return static_cast<double>(inside.ear->devices()); });
    // Also while the broker is being started again: whoever signs in then finds it a moment later.
    door.offerBroker([&inside](const std::string& session, const Actor& actor,
                               Instant ends) -> std::optional<wire::MqttView> {
        const std::string url = inside.child->url();
        if (url.empty()) return std::nullopt;
        auto login = inside.accounts->loginFor(session, actor, ends, inside.clock.now());
        return wire::MqttView{url, std::move(login.username), std::move(login.password),
                              std::move(login.clientId)};
    });
    door.onSignedOut([&inside](const std::string& session, const UserId& user) {
        inside.child->revoke(announce::BrokerAccounts::nameFor(session, user));
    });
    door.addHealth("broker", [&inside] {
        return door::HealthState{.up = inside.child->isUp(),
                                 .detail = inside.child->isUp() ? "" : "it is being started again"};
    });
    door.addGauge("delivery_broker_up", "1 while the broker takes connections",
                  [&inside] { return inside.child->isUp() ? 1.0 : 0.0; });
    door.addGauge("delivery_broker_restarts", "How often it was started again",
                  [&inside] { return static_cast<double>(inside.child->restarts()); });
}

}  // namespace delivery::compose
