#pragma once
/// WebSocket /live: carries the envelopes of those who cannot reach the broker, to as many as are
/// signed in and no others.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/actor.h"
#include "server/door/http_server.h"
#include "server/door/sessions.h"
#include "server/shift/shift.h"

namespace delivery::door {

struct LiveLimits {
    /// Of one user at once; the next one is answered 429.
    std::size_t perUserMax = 8;
    /// Of all users; the next one is answered 503.
    std::size_t totalMax = 2'000;
    /// Said and not taken yet: beyond it the client gets one resync and is closed.
    std::size_t unsentBytesMax = 64 * 1024;
    /// A client that answers no ping for so long is gone.
    std::int64_t silenceMs = 30'000;
    int tickMs = 500;
};

/// Lives on the door's thread. Sessions and clock must outlive it.
class Live {
  public:
    Live(SessionBook& sessions, const shift::Clock& clock, LiveLimits limits);
    ~Live();
    /// Called before the first connection is answered, and after the last one has gone.
    void onAudience(std::function<void(bool anybody)> changed);
    /// Called when somebody's first connection has come, and after their last one has gone.
    void onPresence(std::function<void(const Actor& actor, bool isThere)> changed);
    Live(const Live&) = delete;
    Live& operator=(const Live&) = delete;

    /// Takes over the socket of a request whose session was looked at.
    enum class Room { Free, UserFull, Full };
    [[nodiscard]] Room roomFor(const UserId& user) const;
    void welcome(QTcpSocket* socket, const std::string& sessionHash, const Actor& actor);

    /// Says an envelope to every connection of a customer, a rider or a store.
    void tell(Role role, const std::string& id, const std::string& text);
    /// Says goodbye to everybody; nobody is welcome any more.
    void close();

    [[nodiscard]] std::size_t connections() const;
    /// How many were too slow and were closed for it.
    [[nodiscard]] std::uint64_t closedAsSlow() const;

  private:
    class Inside;
    std::unique_ptr<Inside> m_inside;
};

/// What a browser names as its subprotocols: "delivery.v1" and "bearer." with the token behind it.
constexpr const char* liveProtocol = "delivery.v1";
constexpr const char* liveBearer = "bearer.";

/// The token of the request's subprotocols; empty when there is none.
[[nodiscard]] std::string protocolToken(const HttpRequest& head);
/// Asks for a WebSocket as RFC 6455 4.2.1 wants it.
[[nodiscard]] bool asksForWebSocket(const HttpRequest& head);

}  // namespace delivery::door
