#include "core/calendar.h"

namespace delivery {

namespace {

std::string digits(std::int64_t number, std::size_t width) {
    std::string text = std::to_string(number);
    if (text.size() < width) text.insert(0, width - text.size(), '0');
    return text;
}

}  // namespace

std::int64_t dayNumber(const CivilDate& date) {
    const std::int64_t y = date.month <= 2 ? date.year - 1 : date.year;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const std::int64_t yearOfEra = y - era * 400;
    const std::int64_t monthFromMarch = date.month + (date.month > 2 ? -3 : 9);
    const std::int64_t dayOfYear = (153 * monthFromMarch + 2) / 5 + date.day - 1;
    const std::int64_t dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146'097 + dayOfEra - 719'468;
}

CivilDate civilDate(std::int64_t dayNumber) {
    const std::int64_t z = dayNumber + 719'468;
    const std::int64_t era = (z >= 0 ? z : z - 146'096) / 146'097;
    const std::int64_t dayOfEra = z - era * 146'097;
    const std::int64_t yearOfEra =
        (dayOfEra - dayOfEra / 1'460 + dayOfEra / 36'524 - dayOfEra / 146'096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t fromMarch = (5 * dayOfYear + 2) / 153;
    const std::int64_t month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
    return {yearOfEra + era * 400 + (month <= 2 ? 1 : 0), static_cast<int>(month),
            static_cast<int>(dayOfYear - (153 * fromMarch + 2) / 5 + 1)};
}

bool exists(const CivilDate& date) {
    if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31) return false;
    return civilDate(dayNumber(date)) == date;
}

int weekdayOf(std::int64_t dayNumber) {
    // 1970-01-01 was a Thursday.
    const std::int64_t shifted = (dayNumber + 3) % 7;
    return static_cast<int>(shifted < 0 ? shifted + 7 : shifted);
}

std::string dateText(std::int64_t dayNumber) {
    const CivilDate date = civilDate(dayNumber);
    return digits(date.year, 4) + "-" + digits(date.month, 2) + "-" + digits(date.day, 2);
}

}  // namespace delivery
