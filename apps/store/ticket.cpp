#include "apps/store/ticket.h"

#include <QCoreApplication>
#include <algorithm>

#include "apps/kit/body.h"
#include "apps/look/wording.h"

namespace delivery::store {

namespace {

constexpr int minutesBeforeLate = 5;
constexpr int unansweredSoonSeconds = 60;
constexpr int unansweredLateSeconds = 180;
constexpr int fetchSoonMinutes = 10;
constexpr int fetchLateMinutes = 20;
constexpr int minutesMin = 5;
constexpr int minutesMax = 180;

QString say(const char* text) { return QCoreApplication::translate("Ticket", text); }

bool may(const kit::Representation& ticket, const char* verb) {
    return !ticket.linkPath(verb).isEmpty();
}

/// Where a ticket stood when it was taken back, from what had happened to it.
Column columnBeforeEnd(const kit::Representation& ticket) {
    Column reached = Column::New;
    for (const auto& step : ticket.list("timeline")) {
        const QString event = step.text("event");
        if (event == QLatin1String("OrderAccepted")) reached = Column::Accepted;
        if (event == QLatin1String("CookStarted")) reached = Column::Cooking;
        if (event == QLatin1String("CookFinished")) reached = Column::Cooked;
        if (event == QLatin1String("DeliveryCollected")) reached = Column::Leaving;
    }
    return reached;
}

std::optional<Column> columnOfState(const QString& state) {
    if (state == QLatin1String("Paid")) return Column::New;
    if (state == QLatin1String("Accepted")) return Column::Accepted;
    if (state == QLatin1String("Cooking")) return Column::Cooking;
    if (state == QLatin1String("Cooked")) return Column::Cooked;
    if (state == QLatin1String("PickedUp")) return Column::Leaving;
    return std::nullopt;
}

Urgency byAge(qint64 age, qint64 soon, qint64 late) {
    if (age >= late) return Urgency::Late;
    return age >= soon ? Urgency::Soon : Urgency::Calm;
}

}  // namespace

std::optional<Column> columnOf(const kit::Representation& ticket) {
    if (isTakenBack(ticket)) return columnBeforeEnd(ticket);
    return columnOfState(ticket.text("state"));
}

QString columnTitle(Column column) {
    switch (column) {
        case Column::New:
            return say(QT_TRANSLATE_NOOP("Ticket", "신규"));
        case Column::Accepted:
            return say(QT_TRANSLATE_NOOP("Ticket", "접수"));
        case Column::Cooking:
            return say(QT_TRANSLATE_NOOP("Ticket", "요리중"));
        case Column::Cooked:
            return say(QT_TRANSLATE_NOOP("Ticket", "완료"));
        case Column::Leaving:
            return say(QT_TRANSLATE_NOOP("Ticket", "배송중"));
    }
    return {};
}

bool isTakenBack(const kit::Representation& ticket) {
    return ticket.text("state") == QLatin1String("Cancelled") &&
           ticket.text("cancelledBy") != QLatin1String("store") && may(ticket, "acknowledge");
}

bool needsSomebody(const kit::Representation& ticket) {
    return may(ticket, "accept") || isTakenBack(ticket);
}

bool answersNeed(const QString& verb) {
    return verb == QLatin1String("accept") || verb == QLatin1String("reject") ||
           verb == QLatin1String("acknowledge");
}

Urgency urgencyOf(const kit::Representation& ticket, const QDateTime& now) {
    const auto column = columnOf(ticket);
    if (!column || isTakenBack(ticket)) return Urgency::Calm;
    switch (*column) {
        case Column::New:
            return byAge(look::instantOf(ticket.text("placedAt")).secsTo(now),
                         unansweredSoonSeconds, unansweredLateSeconds);
        case Column::Accepted:
        case Column::Cooking: {
            const QDateTime readyBy = look::instantOf(ticket.text("readyBy"));
            if (!readyBy.isValid()) return Urgency::Calm;
            const qint64 left = now.secsTo(readyBy);
            if (left < 0) return Urgency::Late;
            return left <= qint64{minutesBeforeLate} * 60 ? Urgency::Soon : Urgency::Calm;
        }
        case Column::Cooked:
            return byAge(look::instantOf(ticket.text("changedAt")).secsTo(now) / 60,
                         fetchSoonMinutes, fetchLateMinutes);
        case Column::Leaving:
            return Urgency::Calm;
    }
    return Urgency::Calm;
}

QString clockText(const kit::Representation& ticket, const QDateTime& now) {
    const auto column = columnOf(ticket);
    if (!column || isTakenBack(ticket)) return {};
    if (*column == Column::New) {
        return look::agoText(look::instantOf(ticket.text("placedAt")), now);
    }
    if (*column == Column::Accepted || *column == Column::Cooking) {
        const QDateTime readyBy = look::instantOf(ticket.text("readyBy"));
        if (!readyBy.isValid()) return {};
        const qint64 seconds = now.secsTo(readyBy);
        // Started minutes count as whole ones, so that "0 minutes left" is never said early.
        if (seconds >= 0) {
            return say(QT_TRANSLATE_NOOP("Ticket", "%1 남음"))
                .arg(look::minutesText((seconds + 59) / 60));
        }
        return say(QT_TRANSLATE_NOOP("Ticket", "%1 지남"))
            .arg(look::minutesText((-seconds + 59) / 60));
    }
    return look::agoText(look::instantOf(ticket.text("changedAt")), now);
}

QVector<Dish> dishesOn(const kit::Representation& ticket) {
    QVector<Dish> dishes;
    for (const auto& line : ticket.list("lines")) {
        Dish dish{line.number("foodId"),
                  line.text("foodName"),
                  line.number("qty"),
                  {},
                  line.number("price")};
        for (const auto& option : line.list("options")) {
            dish.options << QStringLiteral("%1: %2").arg(option.text("name"),
                                                         option.text("choice"));
        }
        dishes.append(dish);
    }
    return dishes;
}

QString nextStep(const kit::Representation& ticket) {
    if (isTakenBack(ticket)) return QStringLiteral("acknowledge");
    for (const char* verb : {"accept", "start", "finish"}) {
        if (may(ticket, verb)) return QString::fromLatin1(verb);
    }
    return {};
}

kit::Request stepOf(const kit::Representation& ticket, const QString& verb,
                    const QByteArray& body) {
    return {QStringLiteral("PUT"), ticket.linkPath(verb.toLatin1().constData()), body};
}

bool mayPromise(const kit::Representation& ticket) { return may(ticket, "promise"); }

int minutesToPromise(const kit::Representation& ticket, const QDateTime& now) {
    const QDateTime readyBy = look::instantOf(ticket.text("readyBy"));
    const qint64 left = readyBy.isValid() ? (now.secsTo(readyBy) + 59) / 60 : 0;
    return steppedMinutes(static_cast<int>(std::clamp<qint64>(left, 0, minutesMax)));
}

QByteArray minutesBody(int cookMinutes) {
    return kit::Body().set("cookMinutes", cookMinutes).json();
}

QByteArray reasonBody(const QString& reason) { return kit::Body().set("reason", reason).json(); }

int steppedMinutes(int minutes) {
    return std::clamp((minutes + 2) / 5 * 5, minutesMin, minutesMax);
}

}  // namespace delivery::store
