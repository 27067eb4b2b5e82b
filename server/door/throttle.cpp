#include "server/door/throttle.h"

#include <algorithm>

namespace delivery::door {
namespace {

/// Beyond this many names the stale ones are looked for and dropped.
constexpr std::size_t namesMax = 10'000;

std::int64_t secondsUp(std::int64_t milliseconds) {
    return std::max<std::int64_t>(1, (milliseconds + 999) / 1000);
}

}  // namespace

std::int64_t Buckets::filled(const Bucket& bucket, Instant now) const {
    // One token per second is one thousandth per millisecond. A clock that went back fills nothing.
    const std::int64_t passed = std::max<std::int64_t>(0, (now - bucket.at).milliseconds);
    const std::int64_t full = std::int64_t{m_burst} * 1000;
    if (passed >= full) return full;
    return std::min(full, bucket.thousandths + passed * m_perSecond);
}

std::optional<std::int64_t> Buckets::take(const std::string& name, Instant now) {
    if (m_buckets.size() >= namesMax) forgetFull(now);
    const auto [place, fresh] = m_buckets.try_emplace(name);
    Bucket& bucket = place->second;
    bucket.thousandths = fresh ? std::int64_t{m_burst} * 1000 : filled(bucket, now);
    bucket.at = now;
    if (bucket.thousandths < 1000) {
        return secondsUp((1000 - bucket.thousandths) / std::max(1, m_perSecond));
    }
    bucket.thousandths -= 1000;
    return std::nullopt;
}

void Buckets::forgetFull(Instant now) {
    std::erase_if(m_buckets, [&](const auto& entry) {
        return filled(entry.second, now) >= std::int64_t{m_burst} * 1000;
    });
}

std::optional<std::int64_t> FailureBook::attempt(const std::string& name, Instant now) {
    if (m_failures.size() >= namesMax) {
        std::erase_if(m_failures,
                      [&](const auto& entry) { return now - entry.second.since >= m_window; });
    }
    Failures& failures = m_failures[name];
    if (failures.count == 0 || now - failures.since >= m_window) failures = {0, now};
    if (failures.count >= m_most) {
        return secondsUp((failures.since + m_window - now).milliseconds);
    }
    failures.count += 1;
    return std::nullopt;
}

void FailureBook::worked(const std::string& name) { m_failures.erase(name); }

void FailureBook::takeBack(const std::string& name) {
    const auto found = m_failures.find(name);
    if (found != m_failures.end() && found->second.count > 0) found->second.count -= 1;
}

}  // namespace delivery::door
