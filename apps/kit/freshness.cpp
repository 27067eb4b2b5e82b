#include "apps/kit/freshness.h"

#include <algorithm>

namespace delivery::kit {

QString freshnessText(std::optional<std::int64_t> ageMilliseconds, Language language) {
    const bool isKorean = language == Language::Korean;
    if (!ageMilliseconds) {
        return isKorean ? QStringLiteral("동기화 전") : QStringLiteral("not in sync yet");
    }
    const std::int64_t age = std::max<std::int64_t>(*ageMilliseconds, 0);
    const auto said = [&](const QString& number, const char* korean, const char* english) {
        return isKorean ? QStringLiteral("동기화 %1%2 전").arg(number, QString::fromUtf8(korean))
                        : QStringLiteral("in sync %1 %2 ago").arg(number, english);
    };
    // Rounded up: it must not look younger than it is.
    const std::int64_t tenths = (age + 99) / 100;
    if (tenths < 100) {
        return said(QStringLiteral("%1.%2").arg(tenths / 10).arg(tenths % 10), "초", "s");
    }
    const std::int64_t seconds = (age + 999) / 1'000;
    if (seconds < 60) return said(QString::number(seconds), "초", "s");
    const std::int64_t minutes = (seconds + 59) / 60;
    if (minutes < 60) return said(QString::number(minutes), "분", "min");
    return said(QString::number((minutes + 59) / 60), "시간", "h");
}

}  // namespace delivery::kit
