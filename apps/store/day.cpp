#include "apps/store/day.h"

#include <QCoreApplication>
#include <QMap>
#include <QTimeZone>
#include <algorithm>

#include "apps/look/wording.h"

namespace delivery::store {

namespace {

QString hourText(int hour) { return QCoreApplication::translate("Day", "%1시").arg(hour); }

QDateTime inSeoul(const QString& text) {
    static const QTimeZone seoul("Asia/Seoul");
    return look::instantOf(text).toTimeZone(seoul);
}

QString stepAt(const kit::Representation& ticket, QLatin1String event) {
    QString at;
    for (const auto& step : ticket.list("timeline")) {
        if (step.text("event") == event) at = step.text("at");
    }
    return at;
}

}  // namespace

QVector<Bar> loadByHour(const kit::Representation& sales) {
    QMap<int, int> ordersAt;
    for (const auto& hour : sales.list("hours")) {
        ordersAt.insert(static_cast<int>(hour.number("hour")),
                        static_cast<int>(hour.number("orders")));
    }
    QVector<Bar> bars;
    if (ordersAt.isEmpty()) return bars;
    for (int hour = ordersAt.firstKey(); hour <= ordersAt.lastKey(); ++hour) {
        const int orders = ordersAt.value(hour);
        bars.append({hourText(hour), double(orders), QString::number(orders)});
    }
    return bars;
}

QVector<Bar> countByDish(const kit::Representation& sales, int most) {
    QVector<Bar> bars;
    for (const auto& dish : sales.list("dishes")) {
        bars.append({dish.text("name"), double(dish.number("qty")),
                     QCoreApplication::translate("Day", "%1개 · %2")
                         .arg(dish.text("qty"), look::wonText(dish.number("sales")))});
    }
    std::stable_sort(bars.begin(), bars.end(),
                     [](const Bar& a, const Bar& b) { return a.value > b.value; });
    if (bars.size() > most) bars.resize(most);
    return bars;
}

std::optional<qint64> cookSeconds(const kit::Representation& ticket) {
    const QString accepted = stepAt(ticket, QLatin1String("OrderAccepted"));
    const QString cooked = stepAt(ticket, QLatin1String("CookFinished"));
    if (accepted.isEmpty() || cooked.isEmpty()) return std::nullopt;
    return look::instantOf(accepted).secsTo(look::instantOf(cooked));
}

QVector<Bar> cookingByHour(const std::vector<kit::Representation>& tickets, const QString& day) {
    struct Sum {
        qint64 seconds = 0;
        int dishes = 0;
    };
    QMap<int, Sum> byHour;
    for (const auto& ticket : tickets) {
        const auto seconds = cookSeconds(ticket);
        if (!seconds) continue;
        const QDateTime at = inSeoul(stepAt(ticket, QLatin1String("OrderAccepted")));
        if (!day.isEmpty() && at.date().toString(Qt::ISODate) != day) continue;
        Sum& sum = byHour[at.time().hour()];
        sum.seconds += *seconds;
        ++sum.dishes;
    }
    QVector<Bar> bars;
    if (byHour.isEmpty()) return bars;
    for (int hour = byHour.firstKey(); hour <= byHour.lastKey(); ++hour) {
        const Sum sum = byHour.value(hour);
        const double minutes = sum.dishes > 0 ? double(sum.seconds) / sum.dishes / 60.0 : 0;
        bars.append({hourText(hour), minutes,
                     QCoreApplication::translate("Day", "%1분").arg(minutes, 0, 'f', 1)});
    }
    return bars;
}

}  // namespace delivery::store
