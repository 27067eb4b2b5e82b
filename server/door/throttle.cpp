#include "server/door/throttle.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace delivery::door {
namespace {

std::int64_t secondsUp(std::int64_t milliseconds) {
    return std::max<std::int64_t>(1, (milliseconds + 999) / 1000);
}

}  // namespace

std::string addressGroup(const std::string& address) {
    constexpr std::size_t networkBytes = 8;
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    const std::string plain = address.substr(0, address.find('%'));
    if (::inet_pton(AF_INET6, plain.c_str(), bytes.data()) != 1) return address;
    std::fill(bytes.begin() + networkBytes, bytes.end(), static_cast<unsigned char>(0));
    std::array<char, INET6_ADDRSTRLEN> text{};
    const char* printed = ::inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
    return printed == nullptr ? address : std::string{printed} + "/64";
}

std::int64_t Buckets::filled(const Bucket& bucket, Instant now) const {
    // One token per second is one thousandth per millisecond. A clock that went back fills nothing.
    const std::int64_t passed = std::max<std::int64_t>(0, (now - bucket.at).milliseconds);
    const std::int64_t full = std::int64_t{m_burst} * 1000;
    if (passed >= full) return full;
    return std::min(full, bucket.thousandths + passed * m_perSecond);
}

std::optional<std::int64_t> Buckets::take(const std::string& name, Instant now, int tokens) {
    const std::int64_t full = std::int64_t{m_burst} * 1000;
    m_buckets.sweep([&](const Bucket& bucket) { return filled(bucket, now) >= full; });
    const Bucket* known = m_buckets.find(name);
    Bucket bucket{known == nullptr ? full : filled(*known, now), now};
    // A burst that is smaller than what is asked at once must not refuse it for ever.
    const std::int64_t wanted = std::min(std::int64_t{tokens} * 1000, full);
    const bool enough = bucket.thousandths >= wanted;
    const std::int64_t missing = wanted - bucket.thousandths;
    if (enough) bucket.thousandths -= wanted;
    m_buckets.put(name, bucket);
    if (enough) return std::nullopt;
    return secondsUp(missing / std::max(1, m_perSecond));
}

std::optional<std::int64_t> FailureBook::attempt(const std::string& name, Instant now) {
    const auto isOver = [&](const Failures& failures) { return now - failures.since >= m_window; };
    m_failures.sweep(isOver);
    Failures* failures = m_failures.find(name);
    if (failures == nullptr || failures->count == 0 || isOver(*failures)) {
        failures = &m_failures.put(name, {0, now});
    }
    if (failures->count >= m_most) {
        return secondsUp((failures->since + m_window - now).milliseconds);
    }
    failures->count += 1;
    return std::nullopt;
}

void FailureBook::worked(const std::string& name) { m_failures.erase(name); }

void FailureBook::takeBack(const std::string& name) {
    Failures* failures = m_failures.find(name);
    if (failures != nullptr && failures->count > 0) failures->count -= 1;
}

}  // namespace delivery::door
