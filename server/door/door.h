#pragma once
/// The way in: turns HTTP requests into commands and questions for the shift, and what comes back
/// into representations.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/actor.h"
#include "core/instant.h"
#include "core/result.h"
#include "order/limits.h"
#include "server/door/card_office.h"
#include "server/door/http_server.h"
#include "server/door/live.h"
#include "wire/print_account.h"

namespace delivery::place {
class Geocoder;
}  // namespace delivery::place

namespace delivery::shift {
class Shift;
class Clock;
class Log;
}  // namespace delivery::shift

namespace delivery::door {

struct DoorSettings {
    /// Cross-origin requests are answered for these ("https://shop.example"); none by default.
    std::vector<std::string> allowedOrigins;
    int commandsPerSecond = 10;
    int commandsBurst = 20;
    /// Failed logins per account and address within the window; beyond: 429.
    int loginFailuresMax = 10;
    Span loginWindow = minutes(5);
    Span sessionLength = days(30);
    int passwordThreads = 2;
    /// Fingerprints of requests are made with it, so that nobody finds a password or an address by
    /// guessing at a stolen database. At most 64 bytes, secret, the same after a restart.
    std::string fingerprintKey;
    std::size_t passwordsWaitingMax = 64;
    LiveLimits live;
    /// By which the timers of orders were armed: what "why" tells.
    order::Times times;
};

/// How a part of the server feels; a part that is needed takes readiness with it.
struct HealthState {
    bool up = true;
    std::string detail = {};
    bool needed = false;
};

/// Lives on the thread that constructs it: the Qt thread on which the HttpServer calls it. Shift,
/// clock and log must outlive it; stop the shift and drain the servers before it goes.
class Door : public HttpHandler {
  public:
    Door(shift::Shift& shift, const shift::Clock& clock, shift::Log& log, DoorSettings settings);
    ~Door() override;
    Door(const Door&) = delete;
    Door& operator=(const Door&) = delete;

    /// After the shift's start, before listening: learns who is signed in. Blocks until read.
    [[nodiscard]] Expected<void> start();

    /// One more number under /metrics, asked when somebody looks, on this thread. Names are
    /// Prometheus names; a name may carry labels: "delivery_breaker_open{operation=\"charge\"}".
    void addGauge(std::string name, std::string help, std::function<double()> value);
    /// One more part under /actuator/health.
    void addHealth(std::string name, std::function<HealthState()> state);
    /// How POST /backups copies the ledger into a file on the server; without it there is no such
    /// thing. Called on this thread, and answers on any thread with the path of the copy. A wish is
    /// the command's id: asked again it joins the first.
    using Copied = std::function<void(Expected<std::string>)>;
    using Backup =
        std::function<void(const std::string& wish, const std::string& file, Copied copied)>;
    void offerBackup(Backup backup);
    /// How a session gets its place at the broker; without it, or while it gives nothing, there is
    /// none. sessionHash names the session.
    using BrokerPlace = std::function<std::optional<wire::MqttView>(
        const std::string& sessionHash, const Actor& actor, Instant sessionEnds)>;
    void offerBroker(BrokerPlace place);
    /// Called when a session ends, whether by its user, by its time or by another's word.
    void onSignedOut(
        std::function<void(const std::string& sessionHash, const UserId& user)> listener);
    /// Who is asked where an address lies; it must outlive the door. Our own gazetteer until then.
    void offerGeocoder(place::Geocoder& geocoder);
    /// Who makes cards of what the provider's page gives; without it nobody can register one.
    void offerCards(CardOffice office);
    /// Counts this server's connections under /metrics. It must outlive the door or be closed last.
    void countServer(const HttpServer& server);
    /// From now on readiness says DOWN, and /live says goodbye: the server is about to stop.
    void leave();

    /// Says an envelope on /live to every connection of a customer, a rider or a store.
    void tell(Role role, const std::string& id, const std::string& text);
    /// Told when somebody is on /live after nobody was, before they are answered; and the other
    /// way.
    void onLiveAudience(std::function<void(bool anybody)> changed);
    /// Told on the door's thread when somebody's first connection is on /live, and when their last
    /// one is gone.
    void onLivePresence(std::function<void(const Actor& actor, bool isThere)> changed);
    /// Brings work from any thread to the door's; dropped when the door is gone.
    [[nodiscard]] std::function<void(std::function<void()>)> wayIn() const;

    HeadVerdict onHead(const HttpRequest& head) override;
    void onRequest(HttpRequest request, Answer answer) override;
    UpgradeVerdict onUpgrade(const HttpRequest& head) override;

  private:
    class Inside;
    std::unique_ptr<Inside> m_inside;
};

/// What a test holds the API's description against: each route's method and path.
struct RouteName {
    std::string method;
    std::string path;
};
[[nodiscard]] std::vector<RouteName> routeNames();

}  // namespace delivery::door
