#pragma once
/// When a store is open: hours for each weekday with breaks, special days, all by the Korean clock.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/instant.h"

namespace delivery::shop {

/// Open from a minute of the Korean day to another; closing at or before opening means past
/// midnight, so that the same minute twice is 24 hours.
struct Hours {
    int openMinute = 0;
    int closeMinute = 0;
    bool operator==(const Hours&) const = default;
};
constexpr int minutesPerDay = 24 * 60;
/// Breaks lie between the hours of a day.
constexpr std::size_t hoursPerDayMax = 6;
constexpr std::size_t specialDaysMax = 100;

/// What each weekday's hours are, in order; a day without any is closed. Hours belong to the day
/// on which they begin. Around the clock unless said otherwise.
struct Week {
    std::vector<Hours> monday = {Hours{}};
    std::vector<Hours> tuesday = {Hours{}};
    std::vector<Hours> wednesday = {Hours{}};
    std::vector<Hours> thursday = {Hours{}};
    std::vector<Hours> friday = {Hours{}};
    std::vector<Hours> saturday = {Hours{}};
    std::vector<Hours> sunday = {Hours{}};
    bool operator==(const Week&) const = default;
};
/// 0 is Monday.
[[nodiscard]] std::vector<Hours>& hoursOf(Week& week, int weekday);
[[nodiscard]] const std::vector<Hours>& hoursOf(const Week& week, int weekday);
[[nodiscard]] Week everyDay(const std::vector<Hours>& hours);

/// One date with hours of its own; without any it is a holiday. What began the evening before
/// still runs to its end.
struct SpecialDay {
    std::int64_t day = 0;  ///< days since 1970-01-01 in Korea
    std::vector<Hours> hours;
    std::string note;  ///< "추석"; customers see it
    bool operator==(const SpecialDay&) const = default;
};

struct Opening {
    Week week;
    /// By day, each once.
    std::vector<SpecialDay> specialDays = {};
    bool operator==(const Opening&) const = default;
};

[[nodiscard]] const std::vector<Hours>& hoursOn(const Opening& opening, std::int64_t koreanDay);
[[nodiscard]] const SpecialDay* specialDayOn(const Opening& opening, std::int64_t koreanDay);
/// Every weekday from midnight to midnight; special days aside.
[[nodiscard]] bool isAroundTheClock(const Week& week);

[[nodiscard]] bool isOpen(const Opening& opening, Instant at);
/// The first moment from then on at which it is open; nothing when it never opens again.
[[nodiscard]] std::optional<Instant> nextOpening(const Opening& opening, Instant at);
/// The first opening of the next day on which it opens. The small hours of a night that began
/// yesterday are yesterday's: "until tomorrow" said at 1 a.m. in a bar ends in the evening.
[[nodiscard]] std::optional<Instant> nextOpeningDay(const Opening& opening, Instant at);

/// "18:00", or "2026-11-22 18:00" where that is another Korean day than now.
[[nodiscard]] std::string koreanClockText(Instant at, Instant now);
/// "09:05"; 24:00 is 00:00.
[[nodiscard]] std::string minuteText(int minuteOfDay);

}  // namespace delivery::shop
