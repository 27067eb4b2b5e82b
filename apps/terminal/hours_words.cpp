#include "apps/terminal/hours_words.h"

namespace delivery::terminal {
namespace {

struct Weekday {
    const char* code;
    const char* korean;
    const char* koreanLong;
    const char* english;
};
constexpr std::array<Weekday, 7> weekdays{{{"mon", "월", "월요일", "Monday"},
                                           {"tue", "화", "화요일", "Tuesday"},
                                           {"wed", "수", "수요일", "Wednesday"},
                                           {"thu", "목", "목요일", "Thursday"},
                                           {"fri", "금", "금요일", "Friday"},
                                           {"sat", "토", "토요일", "Saturday"},
                                           {"sun", "일", "일요일", "Sunday"}}};

std::optional<int> dayNamed(const QString& word) {
    for (std::size_t day = 0; day < weekdays.size(); ++day) {
        const Weekday& one = weekdays[day];
        for (const char* name : {one.code, one.korean, one.koreanLong, one.english}) {
            if (word.compare(QString::fromUtf8(name), Qt::CaseInsensitive) == 0) {
                return static_cast<int>(day);
            }
        }
    }
    return std::nullopt;
}

/// From one day to another, over the end of the week where it must.
std::vector<int> daysBetween(int from, int to) {
    std::vector<int> days{from};
    for (int day = from; day != to;) {
        day = (day + 1) % 7;
        days.push_back(day);
    }
    return days;
}

std::optional<std::vector<int>> someDays(const QString& word) {
    if (word == "매일" || word == "daily") return daysBetween(0, 6);
    if (word == "평일" || word == "weekdays") return daysBetween(0, 4);
    if (word == "주말" || word == "weekends") return daysBetween(5, 6);
    const QStringList ends = word.split(u'-');
    if (ends.size() > 2) return std::nullopt;
    const auto first = dayNamed(ends.front());
    const auto last = dayNamed(ends.back());
    if (!first || !last) return std::nullopt;
    return daysBetween(*first, *last);
}

std::optional<std::vector<int>> typedDays(const QString& word) {
    std::vector<int> days;
    for (const QString& part : word.split(u',')) {
        const auto some = someDays(part);
        if (!some) return std::nullopt;
        days.insert(days.end(), some->begin(), some->end());
    }
    return days;
}

bool isClosed(const QString& word) { return word == "휴무" || word == "closed"; }

/// "11:00-15:00,17:00-21:00".
std::optional<std::vector<TypedHours>> hoursIn(const QString& word) {
    std::vector<TypedHours> hours;
    for (const QString& part : word.split(u',')) {
        const QStringList ends = part.split(u'-');
        if (ends.size() != 2 || !ends[0].contains(u':') || !ends[1].contains(u':')) {
            return std::nullopt;
        }
        hours.push_back({ends[0], ends[1]});
    }
    return hours;
}

}  // namespace

std::optional<TypedWeek> typedWeek(const QStringList& words) {
    TypedWeek week;
    std::vector<int> days = daysBetween(0, 6);
    bool isDayOpenEnded = true;
    for (const QString& word : words) {
        if (const auto named = typedDays(word)) {
            days = *named;
            isDayOpenEnded = true;
            continue;
        }
        const auto hours = isClosed(word) ? std::vector<TypedHours>{} : hoursIn(word);
        if (!hours) return std::nullopt;
        for (const int day : days) {
            auto& there = week[day];
            if (isDayOpenEnded) there.clear();
            there.insert(there.end(), hours->begin(), hours->end());
        }
        isDayOpenEnded = false;
    }
    // Days without a word about them say nothing.
    if (isDayOpenEnded) return std::nullopt;
    return week;
}

std::optional<std::vector<TypedHours>> typedHours(const QStringList& words) {
    if (words.size() == 1 && isClosed(words.front())) return std::vector<TypedHours>{};
    std::vector<TypedHours> all;
    for (const QString& word : words) {
        const auto hours = hoursIn(word);
        if (!hours) return std::nullopt;
        all.insert(all.end(), hours->begin(), hours->end());
    }
    return all;
}

const char* weekdayCode(int weekday) { return weekdays.at(static_cast<std::size_t>(weekday)).code; }
std::optional<int> weekdayOfCode(const QString& code) { return dayNamed(code); }
QString weekdayText(int weekday, Language language) {
    const Weekday& day = weekdays.at(static_cast<std::size_t>(weekday));
    return QString::fromUtf8(language == Language::Korean ? day.koreanLong : day.english);
}

}  // namespace delivery::terminal
