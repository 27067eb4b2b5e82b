#include "apps/rider/own_place.h"

namespace delivery::rider {

namespace {

const QString kindKey = QStringLiteral("place/source");
const QString latitudeKey = QStringLiteral("place/latitudeE6");
const QString longitudeKey = QStringLiteral("place/longitudeE6");
const QString addressKey = QStringLiteral("place/address");

const QString demoTrack = QStringLiteral(":/tracks/yongsan.gpx");

using Kind = kit::PositionWish::Kind;

struct Named {
    Kind kind;
    const char* name;
};
constexpr Named kinds[] = {{Kind::Fixed, "fixed"},
                           {Kind::Track, "track"},
                           {Kind::Desktop, "desktop"},
                           {Kind::Receiver, "receiver"}};

}  // namespace

kit::PositionWish wishIn(const look::Preferences& preferences) {
    kit::PositionWish wish;
    const QString kind = preferences.own(kindKey).toString();
    for (const Named& named : kinds) {
        if (kind == QLatin1String(named.name)) wish.kind = named.kind;
    }
    const QVariant latitude = preferences.own(latitudeKey);
    const QVariant longitude = preferences.own(longitudeKey);
    if (latitude.isValid() && longitude.isValid()) {
        wish.place = GeoPoint{latitude.toInt(), longitude.toInt()};
    }
    wish.address = preferences.own(addressKey).toString();
    if (wish.kind == Kind::Track && wish.address.isEmpty()) wish.address = demoTrack;
    return wish;
}

void keepWish(look::Preferences& preferences, const kit::PositionWish& wish) {
    for (const Named& named : kinds) {
        if (wish.kind == named.kind) preferences.setOwn(kindKey, QLatin1String(named.name));
    }
    if (wish.place) {
        preferences.setOwn(latitudeKey, wish.place->latitudeE6);
        preferences.setOwn(longitudeKey, wish.place->longitudeE6);
    }
    preferences.setOwn(addressKey, wish.address);
}

OwnPlace::OwnPlace(kit::Workplace& work, look::Preferences& preferences, QObject* parent)
    : QObject(parent),
      m_preferences(preferences),
      m_reporter(work.session(), work.feed(), kit::realSurroundings()) {
    use(wishIn(preferences));
}

void OwnPlace::use(const kit::PositionWish& wish) {
    keepWish(m_preferences, wish);
    m_wish = wishIn(m_preferences);
    m_whyLost.clear();
    m_source = kit::makePositionSource(m_wish, kit::realSurroundings());
    connect(m_source.get(), &kit::PositionSource::moved, this, &OwnPlace::hear);
    connect(m_source.get(), &kit::PositionSource::lost, this, [this](const QString& why) {
        m_whyLost = why;
        emit changed();
    });
    m_source->start();
    emit wishChanged();
}

void OwnPlace::suppose(GeoPoint place) {
    if (m_hasHeard || m_place == place) return;
    m_place = place;
    emit changed();
}

void OwnPlace::hear(GeoPoint place) {
    m_hasHeard = true;
    const bool same = m_place == place && m_whyLost.isEmpty();
    m_place = place;
    m_whyLost.clear();
    if (m_telling) m_reporter.report({place.latitudeE6 / 1e6, place.longitudeE6 / 1e6});
    if (!same) emit changed();
}

}  // namespace delivery::rider
