#include "wire/parse_opening.h"

#include <algorithm>
#include <array>

namespace delivery::wire {
namespace {

constexpr std::array weekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::size_t noteMax = 100;

shop::Hours readHours(Fields& item) {
    shop::Hours hours;
    hours.openMinute = item.need("opens", item.minuteOfDay("opens"));
    hours.closeMinute = item.need("closes", item.endOfDay("closes"));
    return hours;
}

/// Where the hours end, counted from the midnight before they begin.
int endOf(const shop::Hours& hours) {
    const bool sameDay = hours.closeMinute > hours.openMinute;
    return hours.closeMinute + (sameDay ? 0 : shop::minutesPerDay);
}

/// In order, and refused where two of them share a minute.
void putInOrder(Fields& fields, const char* name, std::vector<shop::Hours>& day) {
    std::ranges::sort(day, {}, &shop::Hours::openMinute);
    for (std::size_t i = 1; i < day.size(); ++i) {
        if (endOf(day[i - 1]) <= day[i].openMinute) continue;
        fields.refuse(name, "하루의 영업시간이 서로 겹칩니다. 겹치지 않게 고쳐 주세요.",
                      "The hours of one day overlap. Put them apart.");
        return;
    }
}

std::optional<int> weekdayIn(Fields& item) {
    const std::string day = item.need("day", item.text("day"));
    const auto found = std::ranges::find(weekdays, std::string_view{day});
    if (found != weekdays.end()) return static_cast<int>(found - weekdays.begin());
    item.refuse("day", "요일은 mon, tue, wed, thu, fri, sat, sun 가운데 하나입니다. 고쳐 주세요.",
                "A day is one of mon, tue, wed, thu, fri, sat and sun. Correct it.");
    return std::nullopt;
}

}  // namespace

const char* weekdayName(int weekday) { return weekdays.at(static_cast<std::size_t>(weekday)); }

std::optional<shop::Week> readWeek(Fields& fields) {
    const std::optional<bool> always = fields.flag("alwaysOpen");
    const bool given = fields.has("hours");
    auto items = fields.list("hours", 7 * shop::hoursPerDayMax);
    if (always == true && given) {
        fields.refuse("alwaysOpen", "늘 여는 가게에는 영업시간이 없습니다. 하나만 보내 주세요.",
                      "A store that never closes has no hours. Send one of the two.");
    }
    if (always == true) return shop::Week{};
    if (!given) return std::nullopt;
    shop::Week week = shop::everyDay({});
    for (Fields& item : items) {
        const std::optional<int> weekday = weekdayIn(item);
        const shop::Hours hours = readHours(item);
        if (weekday) shop::hoursOf(week, *weekday).push_back(hours);
    }
    for (int weekday = 0; weekday < 7; ++weekday) {
        auto& day = shop::hoursOf(week, weekday);
        if (day.size() > shop::hoursPerDayMax) {
            fields.refuse("hours", "하루 영업시간은 여섯 토막까지입니다. 줄여 주세요.",
                          "A day has six stretches of hours at most. Send fewer.");
        }
        putInOrder(fields, "hours", day);
    }
    return week;
}

std::optional<std::vector<shop::SpecialDay>> readSpecialDays(Fields& fields) {
    if (!fields.has("specialDays")) return std::nullopt;
    std::vector<shop::SpecialDay> days;
    for (Fields& item : fields.list("specialDays", shop::specialDaysMax)) {
        shop::SpecialDay special;
        special.day = item.need("date", item.date("date"));
        special.note = item.text("note", 0, noteMax).value_or("");
        for (Fields& hours : item.list("hours", shop::hoursPerDayMax)) {
            special.hours.push_back(readHours(hours));
        }
        putInOrder(item, "hours", special.hours);
        days.push_back(std::move(special));
    }
    std::ranges::sort(days, {}, &shop::SpecialDay::day);
    const auto twice = std::ranges::adjacent_find(days, {}, &shop::SpecialDay::day);
    if (twice != days.end()) {
        fields.refuse("specialDays", "같은 날짜가 두 번 있습니다. 하나만 남겨 주세요.",
                      "A date stands there twice. Leave one of them.");
    }
    return days;
}

}  // namespace delivery::wire
