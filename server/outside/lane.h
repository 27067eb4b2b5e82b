#pragma once
/// One of the provider's operations: its breaker, how many calls are under way, and whether the
/// next may begin.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <variant>

#include "effect/breaker.h"
#include "server/outside/effect_worker.h"

namespace delivery::outside {

class Lane {
  public:
    explicit Lane(const effect::BreakerPolicy& policy) : m_breaker(policy) {}

    /// A place for one call, to be given back by ended().
    struct Go {};
    /// All places are taken, or a probe is under way: somebody's end is worth waiting for.
    struct Wait {
        bool probing = false;
    };
    /// Nothing is called before then.
    struct Shut {
        Instant until;
    };
    using Gate = std::variant<Go, Wait, Shut>;

    [[nodiscard]] Gate enter(Instant now, int atOnceMax) {
        if (now < m_notBefore) return Shut{m_notBefore};
        const Span opensIn = m_breaker.opensIn(now);
        if (opensIn > Span{}) return Shut{now + opensIn};
        if (m_underWay >= atOnceMax) return Wait{};
        if (!m_breaker.allow(now)) return Wait{true};
        m_underWay += 1;
        m_calls += 1;
        return Go{};
    }

    /// True when this end closed the breaker again.
    bool ended(Instant now, Span took, effect::Breaker::Outcome outcome, std::uint64_t random) {
        using State = effect::Breaker::State;
        const bool wasTripped = m_breaker.state(now) != State::Closed;
        m_underWay -= 1;
        m_failures += outcome == effect::Breaker::Outcome::Failure ? 1 : 0;
        m_breaker.record(now, outcome, took, random);
        return wasTripped && m_breaker.state(now) == State::Closed;
    }

    /// The provider asked for quiet.
    void restUntil(Instant then) { m_notBefore = std::max(m_notBefore, then); }

    [[nodiscard]] OperationFigures figures(Instant now) const {
        return {m_breaker.state(now), m_breaker.opensIn(now), m_underWay, m_calls, m_failures};
    }

  private:
    effect::Breaker m_breaker;
    Instant m_notBefore;
    int m_underWay = 0;
    std::uint64_t m_calls = 0;
    std::uint64_t m_failures = 0;
};

}  // namespace delivery::outside
