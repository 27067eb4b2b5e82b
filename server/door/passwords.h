#pragma once
/// Hashes and checks passwords with Argon2id on threads of its own, a bounded number at a time.

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace delivery::door {

/// Each piece of work takes about 64 MiB and a tenth of a second: libsodium's INTERACTIVE limits.
class PasswordBench {
  public:
    PasswordBench(int threads, std::size_t waitingMax);
    ~PasswordBench();
    PasswordBench(const PasswordBench&) = delete;
    PasswordBench& operator=(const PasswordBench&) = delete;

    /// Called on a thread of the bench: may only post.
    using Verified = std::function<void(bool)>;
    using Hashed = std::function<void(std::optional<std::string>)>;

    /// False when too many wait. Without a hash it works as long against one that fits nothing, so
    /// that nobody learns by the clock which accounts exist.
    [[nodiscard]] bool verify(std::optional<std::string> hash, std::string password, Verified done);
    [[nodiscard]] bool hash(std::string password, Hashed done);

  private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

/// The hash of a password, at once: for the server's own command line and for tests.
[[nodiscard]] std::optional<std::string> hashedPassword(const std::string& password);

}  // namespace delivery::door
