#pragma once
/// How much one user may ask, and how often signing in may fail. The clock is handed in.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "core/instant.h"
#include "server/door/recent.h"

namespace delivery::door {

/// More names than a server of this size ever sees at once.
inline constexpr std::size_t namesMax = 10'000;

/// Whom an address stands for: one IPv4 address, or the /64 that one IPv6 customer usually holds.
[[nodiscard]] std::string addressGroup(const std::string& address);

/// A bucket of tokens for each name; full ones are forgotten.
class Buckets {
  public:
    Buckets(int perSecond, int burst, std::size_t most = namesMax)
        : m_perSecond(perSecond), m_burst(burst), m_buckets(most) {}

    /// Takes so many tokens or none; the seconds to wait when there are too few.
    [[nodiscard]] std::optional<std::int64_t> take(const std::string& name, Instant now,
                                                   int tokens = 1);
    [[nodiscard]] std::size_t size() const { return m_buckets.size(); }

  private:
    struct Bucket {
        std::int64_t thousandths = 0;
        Instant at;
    };
    [[nodiscard]] std::int64_t filled(const Bucket& bucket, Instant now) const;

    int m_perSecond;
    int m_burst;
    Recent<Bucket> m_buckets;
};

/// Counts failures by name within a window. An attempt counts as failed until it is known to have
/// worked, so that attempts at the same time gain nothing.
class FailureBook {
  public:
    FailureBook(int most, Span window, std::size_t names = namesMax)
        : m_most(most), m_window(window), m_failures(names) {}

    /// Counts an attempt; the seconds to wait when there were too many.
    [[nodiscard]] std::optional<std::int64_t> attempt(const std::string& name, Instant now);
    void worked(const std::string& name);
    /// Takes one attempt back: it worked, but says nothing of the others under this name.
    void takeBack(const std::string& name);
    [[nodiscard]] std::size_t size() const { return m_failures.size(); }

  private:
    struct Failures {
        int count = 0;
        Instant since;
    };
    int m_most;
    Span m_window;
    /// In the order in which their windows began.
    Recent<Failures> m_failures;
};

}  // namespace delivery::door
