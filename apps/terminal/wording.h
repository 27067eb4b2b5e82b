#pragma once
/// Money, times and distances as people in Korea read them.

#include <QString>
#include <cstdint>

namespace delivery::terminal {

/// What the person at the terminal reads.
enum class Language { Korean, English };

/// "12,500원", "₩12,500".
[[nodiscard]] QString wonText(std::int64_t amount, Language language);

/// "1,200점", "1,200 points".
[[nodiscard]] QString pointsText(std::int64_t amount, Language language);

/// Seoul's clock, which has had no summer time since 1988. An instant is ISO 8601 as the server
/// writes it.
[[nodiscard]] QString seoulDateTime(const QString& instant);
[[nodiscard]] QString seoulTime(const QString& instant);
/// "11-21 12:05".
[[nodiscard]] QString seoulShort(const QString& instant);
/// "2026-11-21": the day in Seoul.
[[nodiscard]] QString seoulDay(const QString& instant);
[[nodiscard]] QString seoulDay(std::int64_t utcMilliseconds);

/// "10:00-22:00", "24시간" where opening and closing are the same, "오늘 휴무" where neither is
/// said.
[[nodiscard]] QString hoursText(const QString& opens, const QString& closes, Language language);

/// "350 m", "1.8 km".
[[nodiscard]] QString distanceText(std::int64_t meters);
/// "★ 4.5", as the apps round it, or "-" while nobody rated.
[[nodiscard]] QString scoreText(double score);

}  // namespace delivery::terminal
