#include "apps/terminal/wording.h"

#include <QDateTime>

namespace delivery::terminal {
namespace {

constexpr int seoulSecondsFromUtc = 9 * 3'600;

QString seoulFormatted(const QString& instant, const char* format) {
    const QDateTime at = QDateTime::fromString(instant, Qt::ISODateWithMs);
    if (!at.isValid()) return instant;
    return at.toOffsetFromUtc(seoulSecondsFromUtc).toString(QLatin1StringView(format));
}

/// By thousands, without the sign.
QString groupedDigits(std::int64_t amount) {
    QString digits = QString::number(amount);
    if (amount < 0) digits.remove(0, 1);
    for (qsizetype place = digits.size() - 3; place > 0; place -= 3) digits.insert(place, u',');
    return digits;
}

}  // namespace

QString wonText(std::int64_t amount, Language language) {
    const QString digits = groupedDigits(amount);
    const QString sign = amount < 0 ? QStringLiteral("-") : QString();
    return language == Language::Korean ? sign + digits + QStringLiteral("원")
                                        : sign + QStringLiteral("₩") + digits;
}

QString pointsText(std::int64_t amount, Language language) {
    const QString sign = amount < 0 ? QStringLiteral("-") : QString();
    return sign + groupedDigits(amount) +
           (language == Language::Korean ? QStringLiteral("점") : QStringLiteral(" points"));
}

QString seoulDateTime(const QString& instant) {
    return seoulFormatted(instant, "yyyy-MM-dd HH:mm:ss");
}
QString seoulTime(const QString& instant) { return seoulFormatted(instant, "HH:mm:ss"); }
QString seoulShort(const QString& instant) { return seoulFormatted(instant, "MM-dd HH:mm"); }
QString seoulDay(const QString& instant) { return seoulFormatted(instant, "yyyy-MM-dd"); }

QString seoulDay(std::int64_t utcMilliseconds) {
    return QDateTime::fromMSecsSinceEpoch(utcMilliseconds, Qt::OffsetFromUTC, seoulSecondsFromUtc)
        .toString(QStringLiteral("yyyy-MM-dd"));
}

QString hoursText(const QString& opens, const QString& closes, Language language) {
    if (opens.isEmpty()) {
        return language == Language::Korean ? QStringLiteral("오늘 휴무")
                                            : QStringLiteral("closed today");
    }
    if (opens != closes) return opens + u'-' + closes;
    return language == Language::Korean ? QStringLiteral("24시간") : QStringLiteral("24 h");
}

QString distanceText(std::int64_t meters) {
    if (meters < 1'000) return QStringLiteral("%1 m").arg(meters);
    return QStringLiteral("%1 km").arg(static_cast<double>(meters) / 1'000.0, 0, 'f', 1);
}

QString scoreText(double score) {
    return score > 0.0 ? QStringLiteral("★ %1").arg(score, 0, 'f', 1) : QStringLiteral("-");
}

}  // namespace delivery::terminal
