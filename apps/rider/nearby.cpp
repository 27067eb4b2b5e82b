#include "apps/rider/nearby.h"

#include <QDateTime>
#include <limits>

#include "apps/kit/place.h"
#include "apps/kit/roles.h"
#include "apps/look/wording.h"

namespace delivery::rider {

namespace {

/// Less than this changes no order that anybody would notice.
constexpr std::int64_t movedMeters = 20;
/// A dish that stands longer than this is in a hurry.
constexpr qint64 longWaitSeconds = 10 * 60;

qint64 waitedSeconds(const kit::Representation& delivery, const QDateTime& now) {
    const QDateTime cooked = look::instantOf(delivery.text("cookedAt"));
    return cooked.isValid() ? cooked.secsTo(now) : 0;
}

}  // namespace

std::optional<GeoPoint> placeIn(const kit::Representation& thing, const char* name) {
    return kit::placeOf(thing.at(name));
}

std::optional<std::int64_t> metersToStore(const kit::Representation& delivery,
                                          const std::optional<GeoPoint>& from) {
    const auto store = placeIn(delivery, "storePlace");
    if (from && store) return distanceMeters(*from, *store);
    const kit::Representation measured = delivery.at("distances");
    if (!measured.has("toStoreMeters")) return std::nullopt;
    return measured.number("toStoreMeters");
}

QString waysText(const kit::Representation& delivery, const std::optional<GeoPoint>& from) {
    QStringList ways;
    if (const auto toStore = metersToStore(delivery, from)) {
        ways << Nearby::tr("가게까지 %1").arg(look::distanceText(*toStore));
    }
    const kit::Representation measured = delivery.at("distances");
    if (measured.has("toCustomerMeters")) {
        ways << Nearby::tr("손님까지 %1")
                    .arg(look::distanceText(measured.number("toCustomerMeters")));
    }
    return ways.join(QStringLiteral(" · "));
}

QString waitsText(const kit::Representation& delivery, const QDateTime& now) {
    if (look::instantOf(delivery.text("cookedAt")).isValid()) {
        const qint64 minutes = waitedSeconds(delivery, now) / 60;
        if (minutes < 1) return Nearby::tr("방금 요리됨");
        return Nearby::tr("요리된 지 %1").arg(look::minutesText(minutes));
    }
    const QDateTime readyBy = look::instantOf(delivery.text("readyBy"));
    if (!readyBy.isValid()) return {};
    const qint64 minutes = (now.secsTo(readyBy) + 59) / 60;
    if (minutes <= 0) return Nearby::tr("곧 요리됨");
    return Nearby::tr("약 %1 뒤 요리됨").arg(look::minutesText(minutes));
}

QString feeText(const kit::Representation& delivery) {
    const auto fee = delivery.number("fee");
    return fee == 0 ? Nearby::tr("배달비 없음") : look::wonText(fee);
}

Nearby::Nearby(QAbstractItemModel* offers, QObject* parent) : QSortFilterProxyModel(parent) {
    setSourceModel(offers);
    sort(0);
}

void Nearby::standAt(const std::optional<GeoPoint>& place) {
    const bool moved = place.has_value() != m_place.has_value() ||
                       (place && distanceMeters(*place, *m_place) >= movedMeters);
    if (!moved) return;
    m_place = place;
    invalidate();
}

kit::Representation Nearby::at(int row) const {
    return index(row, 0).data(kit::RepresentationRole).value<kit::Representation>();
}

bool Nearby::lessThan(const QModelIndex& a, const QModelIndex& b) const {
    const auto one = a.data(kit::RepresentationRole).value<kit::Representation>();
    const auto other = b.data(kit::RepresentationRole).value<kit::Representation>();
    const auto far = std::numeric_limits<std::int64_t>::max();
    const auto toOne = metersToStore(one, m_place).value_or(far);
    const auto toOther = metersToStore(other, m_place).value_or(far);
    if (toOne != toOther) return toOne < toOther;
    return one.number("id") < other.number("id");
}

look::Card Nearby::cardOf(const QModelIndex& index) const {
    const auto delivery = index.data(kit::RepresentationRole).value<kit::Representation>();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    look::Card card;
    const bool hurries = waitedSeconds(delivery, now) >= longWaitSeconds;
    card.icon = QStringLiteral("store");
    card.iconTone = hurries ? look::Tone::Waiting : look::Tone::Ready;
    card.edge = hurries ? look::Tone::Waiting : look::Tone::Plain;
    card.title = delivery.text("storeName");
    card.right = feeText(delivery);
    const QString waits = waitsText(delivery, now);
    QStringList second{delivery.text("area")};
    if (!waits.isEmpty()) second.prepend(waits);
    second.removeAll(QString());
    card.lines = {waysText(delivery, m_place), second.join(QStringLiteral(" · "))};
    const QStringList sending = index.data(kit::PendingRole).toStringList();
    if (!sending.isEmpty()) card.pending = tr("보내는 중");
    return card;
}

}  // namespace delivery::rider
