#include "wire/instants.h"

#include <array>
#include <cstdio>

#include "core/calendar.h"

namespace delivery::wire {
namespace {

constexpr std::int64_t dayMs = 86'400'000;

/// Digits of a fixed width, or nothing.
std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

bool fits(std::string_view text, std::string_view pattern) {
    if (text.size() != pattern.size()) return false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (pattern[i] == '0' ? !digit : text[i] != pattern[i]) return false;
    }
    return true;
}

}  // namespace

std::string printInstant(Instant at) {
    const std::int64_t ms = at.utcMilliseconds;
    const std::int64_t day = ms >= 0 ? ms / dayMs : (ms - dayMs + 1) / dayMs;
    const std::int64_t inDay = ms - day * dayMs;
    const CivilDate civil = civilDate(day);
    // Wide enough for seven 64-bit numbers, so that nothing is ever cut.
    std::array<char, 192> text{};
    std::snprintf(text.data(), text.size(), "%04lld-%02lld-%02lldT%02lld:%02lld:%02lld.%03lldZ",
                  static_cast<long long>(civil.year), static_cast<long long>(civil.month),
                  static_cast<long long>(civil.day), static_cast<long long>(inDay / 3'600'000),
                  static_cast<long long>(inDay / 60'000 % 60),
                  static_cast<long long>(inDay / 1'000 % 60),
                  static_cast<long long>(inDay % 1'000));
    return text.data();
}

std::optional<Instant> parseInstant(std::string_view text) {
    const bool precise = fits(text, "0000-00-00T00:00:00.000Z");
    if (!precise && !fits(text, "0000-00-00T00:00:00Z")) return std::nullopt;
    const auto part = [&](std::size_t from, std::size_t length) {
        return number(text.substr(from, length)).value_or(-1);
    };
    const CivilDate civil{part(0, 4), static_cast<int>(part(5, 2)), static_cast<int>(part(8, 2))};
    const std::int64_t hour = part(11, 2);
    const std::int64_t minute = part(14, 2);
    const std::int64_t second = part(17, 2);
    if (civil.year < 1970 || !exists(civil)) return std::nullopt;
    if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
    return Instant{dayNumber(civil) * dayMs + hour * 3'600'000 + minute * 60'000 + second * 1'000 +
                   (precise ? part(20, 3) : 0)};
}

std::optional<std::int64_t> parseDate(std::string_view text) {
    if (!fits(text, "0000-00-00")) return std::nullopt;
    const auto part = [&](std::size_t from, std::size_t length) {
        return number(text.substr(from, length)).value_or(-1);
    };
    const CivilDate civil{part(0, 4), static_cast<int>(part(5, 2)), static_cast<int>(part(8, 2))};
    if (civil.year < 1970 || !exists(civil)) return std::nullopt;
    return dayNumber(civil);
}

}  // namespace delivery::wire
