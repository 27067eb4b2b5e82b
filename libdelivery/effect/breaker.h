#pragma once
/// A circuit breaker for one operation of one dependency: stops calling what keeps failing, and
/// feels its way back.

#include <cstdint>
#include <optional>
#include <vector>

#include "core/instant.h"

namespace delivery::effect {

struct BreakerPolicy {
    /// Only calls that ended this recently count.
    Span window = seconds(30);
    /// Fewer calls than this in the window never open it.
    int callsMin = 10;
    int failuresOpenPercent = 50;
    int slowOpenPercent = 80;
    /// Longer than this is slow, whatever the outcome.
    Span slowAfter = seconds(5);
    Span openFirst = seconds(10);
    /// Doubled at every failed probe up to this, jitter included.
    Span openMax = seconds(60);
    int jitterPercent = 20;
    /// So many successful probes, one after the other, close it.
    int probes = 3;
    /// A probe that nobody reported for so long is given up, so that a lost one cannot keep it open
    /// for ever.
    Span probeLease = seconds(60);
};

[[nodiscard]] BreakerPolicy chargeBreaker();
[[nodiscard]] BreakerPolicy queryBreaker();
[[nodiscard]] BreakerPolicy refundBreaker();
[[nodiscard]] BreakerPolicy kakaoTalkBreaker();

/// Whoever was allowed a call reports it, once. Not for use by several threads at a time. Memory is
/// bounded: one small counter per second of the window.
class Breaker {
  public:
    /// Ignored: a decline, another 4xx or a 429, and a call that was allowed but not made. It says
    /// nothing of the dependency's health and only frees the probe's place.
    enum class Outcome { Success, Failure, Ignored };
    enum class State { Closed, Open, HalfOpen };

    explicit Breaker(const BreakerPolicy& policy);

    /// Whether to call now. Half-open, a yes takes the one place for a probe until it is reported.
    [[nodiscard]] bool allow(Instant now);
    /// took is the call's length up to now; random spreads the time it stays open.
    void record(Instant now, Outcome outcome, Span took, std::uint64_t random);

    [[nodiscard]] State state(Instant now) const;
    /// How long until a call may be tried, for a Retry-After; zero unless open.
    [[nodiscard]] Span opensIn(Instant now) const;

  private:
    struct Counts {
        std::int64_t calls = 0;
        std::int64_t failures = 0;
        std::int64_t slow = 0;
    };
    struct Second {
        std::int64_t number = 0;
        Counts counts;
    };
    struct Tripped {
        Span openFor;
        std::optional<Instant> probeSince;
        Counts probes;
    };

    void count(Instant now, bool failed, bool slow);
    [[nodiscard]] Counts countsOfWindow(Instant now) const;
    void recordProbe(Instant now, bool failed, bool slow, std::uint64_t random);
    void trip(Instant now, std::uint64_t random);
    void close();

    BreakerPolicy m_policy;
    std::vector<Second> m_seconds;
    std::optional<Tripped> m_tripped;
    /// When it opened last. What started before that says nothing of how things are now.
    std::optional<Instant> m_openedAt;
    Span m_nextOpen;
};

}  // namespace delivery::effect
