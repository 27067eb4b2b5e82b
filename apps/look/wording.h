#pragma once
/// Money, times and distances as people read them, in the application's language and in Korean
/// time.

#include <QDateTime>
#include <QString>
#include <cstdint>

namespace delivery::look {

/// "12,500원", in English "₩12,500".
[[nodiscard]] QString wonText(std::int64_t won);
/// "오후 1:04" in Asia/Seoul, whatever the machine's zone.
[[nodiscard]] QString timeText(const QDateTime& at);
/// "11월 21일 (토)"; "오늘" and "어제" where it is.
[[nodiscard]] QString dayText(const QDateTime& at, const QDateTime& now);
/// dayText and timeText.
[[nodiscard]] QString momentText(const QDateTime& at, const QDateTime& now);
/// "방금", "3분 전", "2시간 전", then the day.
[[nodiscard]] QString agoText(const QDateTime& at, const QDateTime& now);
/// "12분", "1시간 5분"; never negative.
[[nodiscard]] QString minutesText(std::int64_t minutes);
/// "730 m", "1.2 km".
[[nodiscard]] QString distanceText(std::int64_t meters);
/// "★ 4.5 (12)"; of a place that nobody rated: "평가 없음".
[[nodiscard]] QString ratingText(double score, std::int64_t ratings);
/// What the server writes ("2026-11-21T06:20:49.651Z"); invalid if it is not that.
[[nodiscard]] QDateTime instantOf(const QString& text);
/// Today in Korea, whatever the machine's zone.
[[nodiscard]] QDate todayIn(const QDateTime& now);
/// As the server reads it.
[[nodiscard]] QString instantText(const QDateTime& at);

}  // namespace delivery::look
