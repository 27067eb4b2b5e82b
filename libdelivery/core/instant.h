#pragma once
/// Points in time and spans between them: UTC milliseconds. Nobody here asks a clock; times are
/// handed in.

#include <compare>
#include <cstdint>

namespace delivery {

/// A span of time in milliseconds.
struct Span {
    std::int64_t milliseconds = 0;
    constexpr auto operator<=>(const Span&) const = default;
    friend constexpr Span operator+(Span a, Span b) { return {a.milliseconds + b.milliseconds}; }
    friend constexpr Span operator-(Span a, Span b) { return {a.milliseconds - b.milliseconds}; }
    friend constexpr Span operator*(Span a, std::int64_t n) { return {a.milliseconds * n}; }
};

constexpr Span milliseconds(std::int64_t n) { return {n}; }
constexpr Span seconds(std::int64_t n) { return {n * 1000}; }
constexpr Span minutes(std::int64_t n) { return {n * 60'000}; }
constexpr Span hours(std::int64_t n) { return {n * 3'600'000}; }
constexpr Span days(std::int64_t n) { return {n * 86'400'000}; }

/// Milliseconds since 1970-01-01 UTC.
struct Instant {
    std::int64_t utcMilliseconds = 0;
    constexpr auto operator<=>(const Instant&) const = default;
    friend constexpr Instant operator+(Instant at, Span span) {
        return {at.utcMilliseconds + span.milliseconds};
    }
    friend constexpr Instant operator-(Instant at, Span span) {
        return {at.utcMilliseconds - span.milliseconds};
    }
    friend constexpr Span operator-(Instant later, Instant earlier) {
        return {later.utcMilliseconds - earlier.utcMilliseconds};
    }
};

/// Minutes since midnight in Korea (UTC+9, no summer time since 1988) and the day there, counted
/// from 1970-01-01.
[[nodiscard]] constexpr int koreanMinuteOfDay(Instant at) {
    return static_cast<int>(((at.utcMilliseconds / 60'000) + 9 * 60) % (24 * 60));
}
[[nodiscard]] constexpr std::int64_t koreanDay(Instant at) {
    return ((at.utcMilliseconds / 60'000) + 9 * 60) / (24 * 60);
}

}  // namespace delivery
