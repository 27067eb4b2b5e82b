#pragma once
/// How much one user may ask, and how often signing in may fail. The clock is handed in.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/instant.h"

namespace delivery::door {

/// A bucket of tokens for each name; full ones are forgotten.
class Buckets {
  public:
    Buckets(int perSecond, int burst) : m_perSecond(perSecond), m_burst(burst) {}

    /// Takes one token; the seconds to wait when there is none.
    [[nodiscard]] std::optional<std::int64_t> take(const std::string& name, Instant now);
    [[nodiscard]] std::size_t size() const { return m_buckets.size(); }

  private:
    struct Bucket {
        std::int64_t thousandths = 0;
        Instant at;
    };
    void forgetFull(Instant now);
    [[nodiscard]] std::int64_t filled(const Bucket& bucket, Instant now) const;

    int m_perSecond;
    int m_burst;
    std::map<std::string, Bucket> m_buckets;
};

/// Counts failures by name within a window. An attempt counts as failed until it is known to have
/// worked, so that attempts at the same time gain nothing.
class FailureBook {
  public:
    FailureBook(int most, Span window) : m_most(most), m_window(window) {}

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
    std::map<std::string, Failures> m_failures;
};

}  // namespace delivery::door
