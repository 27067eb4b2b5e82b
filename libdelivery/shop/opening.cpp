#include "shop/opening.h"

#include <algorithm>
#include <array>

#include "core/calendar.h"

namespace delivery::shop {

namespace {

constexpr int minutesPerHour = 60;

constexpr std::array weekdays{&Week::monday, &Week::tuesday,  &Week::wednesday, &Week::thursday,
                              &Week::friday, &Week::saturday, &Week::sunday};

/// Counted from the midnight before they begin, so that what runs past midnight ends after 24:00.
int endOf(const Hours& hours) {
    return hours.closeMinute > hours.openMinute ? hours.closeMinute
                                                : hours.closeMinute + minutesPerDay;
}

bool contains(const std::vector<Hours>& day, int minute) {
    return std::any_of(day.begin(), day.end(), [minute](const Hours& hours) {
        return hours.openMinute <= minute && minute < endOf(hours);
    });
}

/// Runs on from the evening before, and today has not begun.
bool isInYesterdaysNight(const Opening& opening, Instant at) {
    const std::int64_t day = koreanDay(at);
    const int minute = koreanMinuteOfDay(at);
    return contains(hoursOn(opening, day - 1), minute + minutesPerDay) &&
           !contains(hoursOn(opening, day), minute);
}

Instant instantOf(std::int64_t day, int minute) {
    constexpr Span koreaAhead = hours(9);
    return Instant{} + days(day) + minutes(minute) - koreaAhead;
}

/// A week without a special day says when it opens; each special day may hide one more week.
std::int64_t lastDayWorthAsking(const Opening& opening, std::int64_t from) {
    std::int64_t last = from + 7 * (static_cast<std::int64_t>(opening.specialDays.size()) + 1);
    for (const SpecialDay& special : opening.specialDays) last = std::max(last, special.day);
    return last;
}

/// The first beginning of hours on or after a day, not before a moment.
std::optional<Instant> firstBeginning(const Opening& opening, std::int64_t fromDay, Instant from) {
    const std::int64_t last = lastDayWorthAsking(opening, fromDay);
    for (std::int64_t day = fromDay; day <= last; ++day) {
        std::optional<Instant> first;
        for (const Hours& hours : hoursOn(opening, day)) {
            const Instant begins = instantOf(day, hours.openMinute);
            if (begins >= from && (!first || begins < *first)) first = begins;
        }
        if (first) return first;
    }
    return std::nullopt;
}

}  // namespace

std::vector<Hours>& hoursOf(Week& week, int weekday) {
    return week.*weekdays.at(static_cast<std::size_t>(weekday));
}
const std::vector<Hours>& hoursOf(const Week& week, int weekday) {
    return week.*weekdays.at(static_cast<std::size_t>(weekday));
}

Week everyDay(const std::vector<Hours>& hours) {
    return {hours, hours, hours, hours, hours, hours, hours};
}

const SpecialDay* specialDayOn(const Opening& opening, std::int64_t koreanDay) {
    const auto found = std::ranges::find(opening.specialDays, koreanDay, &SpecialDay::day);
    return found == opening.specialDays.end() ? nullptr : &*found;
}

const std::vector<Hours>& hoursOn(const Opening& opening, std::int64_t koreanDay) {
    const SpecialDay* special = specialDayOn(opening, koreanDay);
    return special != nullptr ? special->hours : hoursOf(opening.week, weekdayOf(koreanDay));
}

bool isAroundTheClock(const Week& week) {
    return std::all_of(weekdays.begin(), weekdays.end(), [&](const auto day) {
        const std::vector<Hours>& hours = week.*day;
        return hours.size() == 1 && hours.front().openMinute == 0 &&
               endOf(hours.front()) == minutesPerDay;
    });
}

bool isOpen(const Opening& opening, Instant at) {
    const std::int64_t day = koreanDay(at);
    const int minute = koreanMinuteOfDay(at);
    return contains(hoursOn(opening, day), minute) ||
           contains(hoursOn(opening, day - 1), minute + minutesPerDay);
}

std::optional<Instant> nextOpening(const Opening& opening, Instant at) {
    if (isOpen(opening, at)) return at;
    return firstBeginning(opening, koreanDay(at), at);
}

std::optional<Instant> nextOpeningDay(const Opening& opening, Instant at) {
    const std::int64_t day = koreanDay(at);
    const std::int64_t next = isInYesterdaysNight(opening, at) ? day : day + 1;
    return firstBeginning(opening, next, at);
}

std::string minuteText(int minuteOfDay) {
    const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    const int minute = minuteOfDay % minutesPerDay;
    return two(minute / minutesPerHour) + ":" + two(minute % minutesPerHour);
}

std::string koreanClockText(Instant at, Instant now) {
    const std::string clock = minuteText(koreanMinuteOfDay(at));
    return koreanDay(at) == koreanDay(now) ? clock : dateText(koreanDay(at)) + " " + clock;
}

}  // namespace delivery::shop
