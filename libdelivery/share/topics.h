#pragma once
/// Which topics of the broker are whose: what a connection may publish, subscribe to and receive.

#include <string>
#include <string_view>

#include "core/actor.h"

namespace delivery::share {

/// Everything of ours lies below it.
inline constexpr std::string_view topicRoot = "delivery/v1/";

/// The server's own two connections. No user id begins with '@'.
inline constexpr std::string_view announcerName = "@announcer";
inline constexpr std::string_view earName = "@ear";

/// One connection to the broker: a person's session, or one of the server's own two (Role::System,
/// with the name as the user id).
struct Connection {
    Actor actor;
    /// Names the session among those of its user; empty for the server's own.
    std::string device = {};
};

/// People publish their own presence, riders their own position, nobody anything retained. The
/// announcer publishes to people, and only it.
[[nodiscard]] bool mayPublish(const Connection& who, std::string_view topic, bool retained);

/// Inside one's own subtree, there with wildcards too. What begins with '$' (shared subscriptions,
/// the broker's own figures) is nobody's.
[[nodiscard]] bool maySubscribe(const Connection& who, std::string_view filter);

/// Asked once more for every message: a filter that was granted by mistake delivers nothing.
[[nodiscard]] bool mayReceive(const Connection& who, std::string_view topic);

}  // namespace delivery::share
