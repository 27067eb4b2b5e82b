#include "server/compose/announcing.h"

#include <filesystem>

#include "server/announce/broker_accounts.h"
#include "server/announce/broker_child.h"
#include "server/door/door.h"

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
    Inside(const Configuration& configuration, const shift::Clock& wallClock, shift::Log& log)
        : clock(wallClock), otherUrl(configuration.broker.url) {
        if (!otherUrl.empty()) return;
        const announce::PassKey key = announce::freshPassKey();
        accounts.emplace(key);
        child = std::make_unique<announce::BrokerChild>(wishOf(configuration, key), log);
    }

    const shift::Clock& clock;
    std::string otherUrl;
    std::optional<announce::BrokerAccounts> accounts;
    std::unique_ptr<announce::BrokerChild> child;
};

Announcing::Announcing(const Configuration& configuration, const shift::Clock& clock,
                       shift::Log& log)
    : m_inside(std::make_unique<Inside>(configuration, clock, log)) {}

Announcing::~Announcing() = default;

void Announcing::start() {
    if (m_inside->child) m_inside->child->launch();
}

void Announcing::await() {
    if (m_inside->child) (void)m_inside->child->await(awaitMsMax);
}

void Announcing::stop() {
    if (m_inside->child) m_inside->child->stop();
}

std::optional<std::string> Announcing::url() const {
    if (!m_inside->otherUrl.empty()) return m_inside->otherUrl;
    if (!m_inside->child->isUp()) return std::nullopt;
    return m_inside->child->url();
}

void Announcing::tellDoor(door::Door& door) {
    Inside& inside = *m_inside;
    if (!inside.child) return;
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
