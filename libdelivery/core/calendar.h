#pragma once
/// The Gregorian calendar in whole days: dates to numbers of days and back, days of the week.

#include <compare>
#include <cstdint>
#include <string>

namespace delivery {

struct CivilDate {
    std::int64_t year = 1970;
    int month = 1;
    int day = 1;
    auto operator<=>(const CivilDate&) const = default;
};

/// Days since 1970-01-01, by Howard Hinnant's civil calendar algorithms.
[[nodiscard]] std::int64_t dayNumber(const CivilDate& date);
[[nodiscard]] CivilDate civilDate(std::int64_t dayNumber);
/// False for 30 February.
[[nodiscard]] bool exists(const CivilDate& date);
/// 0 is Monday, 6 is Sunday.
[[nodiscard]] int weekdayOf(std::int64_t dayNumber);
/// "2026-11-21".
[[nodiscard]] std::string dateText(std::int64_t dayNumber);

}  // namespace delivery
