#pragma once
/// The password of a connection to the broker: short-lived, signed, bound to one name and one role.

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/instant.h"
#include "share/topics.h"

namespace delivery::announce {

/// Made anew at each start of the server and never written anywhere: whoever was signed out before
/// stays out without a list on the disk.
using PassKey = std::array<unsigned char, 32>;
[[nodiscard]] PassKey freshPassKey();

struct PassClaims {
    share::Connection who;
    /// Until then the pass opens a connection.
    Instant connectBy;
    /// Until then the connection may stay.
    Instant sessionEnds;
};

/// "song:0f3a…" for a person's session, "@announcer" for the server's own. It is the client id too.
[[nodiscard]] std::string brokerName(const share::Connection& who);
/// What names a session at the broker, made from the hash of its token and saying nothing of it.
[[nodiscard]] std::string deviceOf(std::string_view sessionHash);

[[nodiscard]] std::string signPass(const PassClaims& claims, const PassKey& key);
/// Nothing when it was not signed with this key for this name. Says nothing about time.
[[nodiscard]] std::optional<PassClaims> readPass(std::string_view name, std::string_view password,
                                                 const PassKey& key);

}  // namespace delivery::announce
