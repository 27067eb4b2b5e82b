#include "apps/store/hours.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <array>

namespace delivery::store {

namespace {

constexpr std::array codes{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array names{QT_TRANSLATE_NOOP("Hours", "월"), QT_TRANSLATE_NOOP("Hours", "화"),
                           QT_TRANSLATE_NOOP("Hours", "수"), QT_TRANSLATE_NOOP("Hours", "목"),
                           QT_TRANSLATE_NOOP("Hours", "금"), QT_TRANSLATE_NOOP("Hours", "토"),
                           QT_TRANSLATE_NOOP("Hours", "일")};

/// "9:00" is 09:00; 24:00 only where something ends.
std::optional<QString> minuteIn(const QString& hour, const QString& minute, bool ends) {
    const int h = hour.toInt();
    const int m = minute.toInt();
    const bool midnight = ends && h == 24 && m == 0;
    if (m > 59 || (h > 23 && !midnight)) return std::nullopt;
    return QStringLiteral("%1:%2").arg(h, 2, 10, QLatin1Char('0')).arg(m, 2, 10, QLatin1Char('0'));
}

}  // namespace

std::optional<QVector<Hours>> hoursIn(const QString& typed) {
    static const QRegularExpression range(
        QStringLiteral("^(\\d{1,2}):(\\d{2})\\s*[-~]\\s*(\\d{1,2}):(\\d{2})$"));
    QVector<Hours> hours;
    const QStringList parts = typed.split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString& part : parts) {
        if (part.trimmed().isEmpty()) continue;
        const auto match = range.match(part.trimmed());
        if (!match.hasMatch()) return std::nullopt;
        const auto opens = minuteIn(match.captured(1), match.captured(2), false);
        const auto closes = minuteIn(match.captured(3), match.captured(4), true);
        if (!opens || !closes) return std::nullopt;
        hours.append({*opens, *closes});
    }
    return hours;
}

QString hoursText(const QVector<Hours>& hours) {
    QStringList parts;
    for (const Hours& one : hours) parts << one.opens + QLatin1Char('-') + one.closes;
    return parts.join(QStringLiteral(", "));
}

QString weekdayName(int weekday) {
    return QCoreApplication::translate("Hours", names.at(static_cast<std::size_t>(weekday)));
}

QVector<Hours> hoursOn(const kit::Representation& store, int weekday) {
    QVector<Hours> hours;
    for (const auto& one : store.list("hours")) {
        if (one.text("day") != QLatin1String(codes.at(static_cast<std::size_t>(weekday)))) continue;
        hours.append({one.text("opens"), one.text("closes")});
    }
    return hours;
}

std::vector<kit::Body> weekBody(const QVector<QVector<Hours>>& week) {
    std::vector<kit::Body> all;
    for (int weekday = 0; weekday < week.size(); ++weekday) {
        for (const Hours& one : week[weekday]) {
            kit::Body body;
            body.set("day", codes.at(static_cast<std::size_t>(weekday)))
                .set("opens", one.opens)
                .set("closes", one.closes);
            all.push_back(body);
        }
    }
    return all;
}

std::vector<kit::Body> rangesBody(const QVector<Hours>& hours) {
    std::vector<kit::Body> all;
    for (const Hours& one : hours) {
        kit::Body body;
        body.set("opens", one.opens).set("closes", one.closes);
        all.push_back(body);
    }
    return all;
}

}  // namespace delivery::store
