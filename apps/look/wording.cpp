#include "apps/look/wording.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>
#include <algorithm>

namespace delivery::look {

namespace {

QDateTime inSeoul(const QDateTime& at) {
    static const QTimeZone seoul("Asia/Seoul");
    return at.toTimeZone(seoul);
}

}  // namespace

QString wonText(std::int64_t won) {
    return QCoreApplication::translate("Wording", "%1원")
        .arg(QLocale().toString(static_cast<qlonglong>(won)));
}

QString timeText(const QDateTime& at) {
    return QLocale().toString(inSeoul(at).time(),
                              QCoreApplication::translate("Wording", "ap h:mm"));
}

QString dayText(const QDateTime& at, const QDateTime& now) {
    const QDate day = inSeoul(at).date();
    const QDate today = inSeoul(now).date();
    if (day == today) return QCoreApplication::translate("Wording", "오늘");
    if (day == today.addDays(-1)) return QCoreApplication::translate("Wording", "어제");
    return QLocale().toString(day,
                              day.year() == today.year()
                                  ? QCoreApplication::translate("Wording", "M월 d일 (ddd)")
                                  : QCoreApplication::translate("Wording", "yyyy년 M월 d일 (ddd)"));
}

QString momentText(const QDateTime& at, const QDateTime& now) {
    return dayText(at, now) + QLatin1Char(' ') + timeText(at);
}

QString agoText(const QDateTime& at, const QDateTime& now) {
    const qint64 seconds = std::max<qint64>(0, at.secsTo(now));
    if (seconds < 60) return QCoreApplication::translate("Wording", "방금");
    if (seconds < 3600) return QCoreApplication::translate("Wording", "%1분 전").arg(seconds / 60);
    if (seconds < 24 * 3600)
        return QCoreApplication::translate("Wording", "%1시간 전").arg(seconds / 3600);
    return momentText(at, now);
}

QString minutesText(std::int64_t minutes) {
    const std::int64_t shown = std::max<std::int64_t>(0, minutes);
    if (shown < 60) return QCoreApplication::translate("Wording", "%1분").arg(shown);
    if (shown % 60 == 0) return QCoreApplication::translate("Wording", "%1시간").arg(shown / 60);
    return QCoreApplication::translate("Wording", "%1시간 %2분").arg(shown / 60).arg(shown % 60);
}

QString distanceText(std::int64_t meters) {
    if (meters < 1000) return QCoreApplication::translate("Wording", "%1 m").arg(meters / 10 * 10);
    return QCoreApplication::translate("Wording", "%1 km")
        .arg(QLocale().toString(static_cast<double>(meters) / 1000.0, 'f', 1));
}

QString ratingText(double score, std::int64_t ratings) {
    if (ratings == 0) return QCoreApplication::translate("Wording", "평가 없음");
    return QCoreApplication::translate("Wording", "★ %1 (%2)")
        .arg(QLocale().toString(score, 'f', 1))
        .arg(static_cast<qlonglong>(ratings));
}

QDate todayIn(const QDateTime& now) { return inSeoul(now).date(); }

QString instantText(const QDateTime& at) { return at.toUTC().toString(Qt::ISODateWithMs); }

QDateTime instantOf(const QString& text) { return QDateTime::fromString(text, Qt::ISODateWithMs); }

}  // namespace delivery::look
