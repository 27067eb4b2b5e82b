#pragma once
/// Who is signed in: tokens by their hash, in memory; the rows of the ledger are their truth.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/actor.h"
#include "core/instant.h"

namespace delivery::door {

/// A fresh token of 256 random bits, safe in a header.
[[nodiscard]] std::string freshToken();
/// What is kept instead of the token: BLAKE2b-256 in hex. The lookup by it leaks nothing of the
/// token by its timing.
[[nodiscard]] std::string tokenHash(std::string_view token);

struct Session {
    Actor actor;
    Instant expiresAt;
};

/// Of one user: more devices than anybody has.
inline constexpr std::size_t sessionsOfUserMax = 50;

/// One thread: the door's.
class SessionBook {
  public:
    /// Opens it, and closes what had to make room: sessions that are over (a few at a time), and
    /// the oldest of a user who has too many. The hashes of those that it closed.
    std::vector<std::string> open(const std::string& hash, Session session, Instant now);
    /// Nothing when it is unknown, closed or expired.
    [[nodiscard]] std::optional<Session> find(const std::string& hash, Instant now) const;
    void close(const std::string& hash);
    /// Called for each session that ends, by whatever: it may also be open elsewhere.
    void onClosed(std::function<void(const std::string& hash, const UserId& user)> listener);
    /// Closes all sessions of a user but one (which may be none); the hashes of those that it
    /// closed.
    std::vector<std::string> closeAllBut(const std::string& kept, const UserId& user);
    /// Everybody who is signed in now, by user.
    [[nodiscard]] std::vector<Session> all(Instant now) const;
    [[nodiscard]] std::size_t size() const { return m_byHash.size(); }

  private:
    std::map<std::string, Session, std::less<>> m_byHash;
    std::map<std::string, std::set<std::string>> m_byUser;
    /// Whose end comes first; a session never changes its end.
    std::set<std::pair<Instant, std::string>> m_byEnd;
    std::function<void(const std::string&, const UserId&)> m_closed;
};

}  // namespace delivery::door
