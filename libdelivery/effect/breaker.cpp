#include "effect/breaker.h"

#include <algorithm>
#include <cassert>

#include "effect/jitter.h"

namespace delivery::effect {

namespace {

constexpr std::int64_t millisecondsPerSecond = 1000;

std::int64_t secondOf(Instant at) { return at.utcMilliseconds / millisecondsPerSecond; }

bool reaches(std::int64_t part, std::int64_t whole, int percent) {
    return part * 100 >= whole * percent;
}

}  // namespace

BreakerPolicy chargeBreaker() { return {}; }
BreakerPolicy queryBreaker() { return {.callsMin = 5}; }
BreakerPolicy refundBreaker() { return {.callsMin = 5}; }
BreakerPolicy kakaoTalkBreaker() {
    return {.callsMin = 20, .openFirst = seconds(30), .openMax = minutes(5)};
}

Breaker::Breaker(const BreakerPolicy& policy)
    : m_policy(policy),
      m_seconds(static_cast<std::size_t>(policy.window.milliseconds / millisecondsPerSecond)),
      m_nextOpen(policy.openFirst) {
    assert(!m_seconds.empty());
    assert(policy.callsMin > 0);
    assert(policy.probes > 0);
}

bool Breaker::allow(Instant now) {
    switch (state(now)) {
        case State::Closed:
            return true;
        case State::Open:
            return false;
        case State::HalfOpen:
            break;
    }
    std::optional<Instant>& since = m_tripped->probeSince;
    const bool taken = since && *since <= now && now < *since + m_policy.probeLease;
    if (taken) return false;
    since = now;
    return true;
}

void Breaker::record(Instant now, Outcome outcome, Span took, std::uint64_t random) {
    const bool fromBefore = m_openedAt && now - took <= *m_openedAt && *m_openedAt <= now;
    if (fromBefore || state(now) == State::Open) return;
    const bool failed = outcome == Outcome::Failure;
    const bool slow = took > m_policy.slowAfter;
    if (m_tripped) {
        m_tripped->probeSince = std::nullopt;
        if (outcome != Outcome::Ignored) recordProbe(now, failed, slow, random);
        return;
    }
    if (outcome == Outcome::Ignored) return;
    count(now, failed, slow);
    const Counts counts = countsOfWindow(now);
    if (counts.calls < m_policy.callsMin) return;
    if (reaches(counts.failures, counts.calls, m_policy.failuresOpenPercent) ||
        reaches(counts.slow, counts.calls, m_policy.slowOpenPercent)) {
        trip(now, random);
    }
}

Breaker::State Breaker::state(Instant now) const {
    if (!m_tripped) return State::Closed;
    return opensIn(now) > Span{} ? State::Open : State::HalfOpen;
}

Span Breaker::opensIn(Instant now) const {
    // A clock that went back behind the opening ends it: one early probe costs less than hours of
    // silence.
    if (!m_tripped || now < *m_openedAt) return {};
    return std::max(Span{}, *m_openedAt + m_tripped->openFor - now);
}

void Breaker::count(Instant now, bool failed, bool slow) {
    const std::int64_t number = secondOf(now);
    Second& second = m_seconds[static_cast<std::size_t>(number) % m_seconds.size()];
    if (second.number != number) second = {number, {}};
    second.counts.calls += 1;
    second.counts.failures += failed ? 1 : 0;
    second.counts.slow += slow ? 1 : 0;
}

Breaker::Counts Breaker::countsOfWindow(Instant now) const {
    const std::int64_t last = secondOf(now);
    const std::int64_t first = last - static_cast<std::int64_t>(m_seconds.size()) + 1;
    Counts sum;
    for (const Second& second : m_seconds) {
        if (second.number < first || second.number > last) continue;
        sum.calls += second.counts.calls;
        sum.failures += second.counts.failures;
        sum.slow += second.counts.slow;
    }
    return sum;
}

void Breaker::recordProbe(Instant now, bool failed, bool slow, std::uint64_t random) {
    Counts& probes = m_tripped->probes;
    probes.calls += 1;
    probes.slow += slow ? 1 : 0;
    if (failed) return trip(now, random);
    if (probes.calls < m_policy.probes) return;
    if (reaches(probes.slow, probes.calls, m_policy.slowOpenPercent)) return trip(now, random);
    close();
}

void Breaker::trip(Instant now, std::uint64_t random) {
    const Span openFor = jittered(m_nextOpen, m_policy.jitterPercent, random);
    m_tripped = Tripped{std::min(openFor, m_policy.openMax), std::nullopt, {}};
    m_openedAt = now;
    m_nextOpen = std::min(m_nextOpen * 2, m_policy.openMax);
}

void Breaker::close() {
    m_tripped = std::nullopt;
    m_nextOpen = m_policy.openFirst;
    std::ranges::fill(m_seconds, Second{});
}

}  // namespace delivery::effect
