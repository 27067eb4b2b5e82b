#pragma once
/// Gives every session its name and password at the broker, and takes them back.

#include <functional>
#include <string>

#include "core/actor.h"
#include "core/instant.h"
#include "server/announce/broker_pass.h"

namespace delivery::announce {

/// How one connection is opened.
struct BrokerLogin {
    std::string username;
    std::string password;
    std::string clientId;
};

/// The main thread.
class BrokerAccounts {
  public:
    /// A pass opens a connection for so long; whoever comes later asks for a new one.
    static constexpr Span passLength = minutes(10);

    explicit BrokerAccounts(PassKey key) : m_key(key) {}

    [[nodiscard]] BrokerLogin loginFor(const std::string& sessionHash, const Actor& actor,
                                       Instant sessionEnds, Instant now) const;
    /// For the server's own connections: share::announcerName, share::earName.
    [[nodiscard]] BrokerLogin loginForServer(std::string_view name, Instant now) const;
    /// What the broker is told to send away.
    [[nodiscard]] static std::string nameFor(const std::string& sessionHash, const UserId& user);

  private:
    [[nodiscard]] BrokerLogin loginOf(const PassClaims& claims) const;
    PassKey m_key;
};

}  // namespace delivery::announce
