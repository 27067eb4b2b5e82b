#include "wire/instants.h"

#include <array>
#include <cstdio>

namespace delivery::wire {
namespace {

/// Days since 1970-01-01 of a day of the Gregorian calendar, by Howard Hinnant's civil calendar
/// algorithms.
constexpr std::int64_t daysFromCivil(std::int64_t year, std::int64_t month, std::int64_t day) {
    const std::int64_t y = month <= 2 ? year - 1 : year;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const std::int64_t yearOfEra = y - era * 400;
    const std::int64_t dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146'097 + dayOfEra - 719'468;
}

struct Civil {
    std::int64_t year;
    std::int64_t month;
    std::int64_t day;
};

constexpr Civil civilFromDays(std::int64_t days) {
    const std::int64_t z = days + 719'468;
    const std::int64_t era = (z >= 0 ? z : z - 146'096) / 146'097;
    const std::int64_t dayOfEra = z - era * 146'097;
    const std::int64_t yearOfEra =
        (dayOfEra - dayOfEra / 1'460 + dayOfEra / 36'524 - dayOfEra / 146'096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t mp = (5 * dayOfYear + 2) / 153;
    const std::int64_t month = mp < 10 ? mp + 3 : mp - 9;
    return {yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * mp + 2) / 5 + 1};
}

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
    const Civil civil = civilFromDays(day);
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
    const Civil civil{part(0, 4), part(5, 2), part(8, 2)};
    const std::int64_t hour = part(11, 2);
    const std::int64_t minute = part(14, 2);
    const std::int64_t second = part(17, 2);
    if (civil.year < 1970 || civil.month < 1 || civil.month > 12) return std::nullopt;
    if (civil.day < 1 || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    const std::int64_t day = daysFromCivil(civil.year, civil.month, civil.day);
    // 30 February would come back as another day.
    if (civilFromDays(day).day != civil.day) return std::nullopt;
    return Instant{day * dayMs + hour * 3'600'000 + minute * 60'000 + second * 1'000 +
                   (precise ? part(20, 3) : 0)};
}

}  // namespace delivery::wire
