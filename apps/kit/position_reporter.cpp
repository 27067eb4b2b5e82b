#include "apps/kit/position_reporter.h"

#include <cmath>
#include <utility>

#include "apps/kit/body.h"
#include "apps/kit/place.h"
#include "core/geo.h"

namespace delivery::kit {
namespace {

GeoPoint pointOf(const Whereabouts& fix) { return pointAt(fix.latitude, fix.longitude); }

bool isOnEarth(const Whereabouts& fix) {
    return std::abs(fix.latitude) <= 90 && std::abs(fix.longitude) <= 180;
}

}  // namespace

bool PositionThinner::isWorthTelling(const Whereabouts& fix, std::int64_t now) const {
    if (!isOnEarth(fix)) return false;
    if (!m_last) return true;
    if (now - m_at < atLeastMs) return false;
    if (now - m_at >= atMostMs) return true;
    return static_cast<double>(distanceMeters(pointOf(*m_last), pointOf(fix))) >= movedMeters;
}

PositionReporter::PositionReporter(Session& session, LiveFeed& feed, Surroundings surroundings,
                                   QObject* parent)
    : QObject(parent), m_session(session), m_feed(feed), m_surroundings(std::move(surroundings)) {}

void PositionReporter::report(const Whereabouts& fix) {
    const std::int64_t now = m_surroundings.uptimeMilliseconds();
    if (m_isAsking || !m_session.grant() || !m_thinner.isWorthTelling(fix, now)) return;
    m_thinner.told(fix, now);
    ++m_sent;
    if (m_feed.publishPosition(fix.latitude, fix.longitude)) return;
    m_isAsking = true;
    Body body;
    const GeoPoint point = pointOf(fix);
    body.set("lat", point.latitudeE6 / 1e6).set("lng", point.longitudeE6 / 1e6);
    const Request request{"PUT", "/riders/" + segment(m_session.grant()->userId), body.json()};
    m_session.ask(request, {}, this, [this](const Outcome&) { m_isAsking = false; });
}

}  // namespace delivery::kit
