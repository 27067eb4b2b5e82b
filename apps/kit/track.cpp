#include "apps/kit/track.h"

#include <QDateTime>
#include <QXmlStreamReader>
#include <algorithm>
#include <cmath>

#include "apps/kit/place.h"

namespace delivery::kit {
namespace {

/// 30 km/h.
constexpr double metersPerMillisecond = 30.0 / 3'600.0;

struct Read {
    GeoPoint place;
    std::optional<QDateTime> at;
};

std::optional<GeoPoint> placeOf(const QXmlStreamAttributes& attributes) {
    bool hasLatitude = false;
    bool hasLongitude = false;
    const double latitude = attributes.value(QLatin1String("lat")).toDouble(&hasLatitude);
    const double longitude = attributes.value(QLatin1String("lon")).toDouble(&hasLongitude);
    const bool onEarth = std::abs(latitude) <= 90 && std::abs(longitude) <= 180;
    if (!hasLatitude || !hasLongitude || !onEarth) return std::nullopt;
    return pointAt(latitude, longitude);
}

std::vector<Read> pointsOf(const QByteArray& gpx) {
    std::vector<Read> points;
    QXmlStreamReader xml(gpx);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        const bool isPoint = xml.name() == QLatin1String("trkpt") ||
                             xml.name() == QLatin1String("rtept") ||
                             xml.name() == QLatin1String("wpt");
        if (isPoint) {
            if (const auto place = placeOf(xml.attributes())) points.push_back({*place, {}});
        } else if (xml.name() == QLatin1String("time") && !points.empty()) {
            const auto at = QDateTime::fromString(xml.readElementText(), Qt::ISODate);
            if (at.isValid()) points.back().at = at;
        }
    }
    // A file that breaks off still shows the way so far.
    return points;
}

std::int32_t between(std::int32_t from, std::int32_t to, double share) {
    return from + static_cast<std::int32_t>(std::lround((to - from) * share));
}

}  // namespace

std::optional<Track> Track::read(const QByteArray& gpx) {
    const std::vector<Read> found = pointsOf(gpx);
    if (found.empty()) return std::nullopt;
    std::vector<Point> points{{found.front().place, 0}};
    for (std::size_t i = 1; i < found.size(); ++i) {
        const Read& before = found[i - 1];
        const Read& now = found[i];
        std::int64_t took = std::llround(
            static_cast<double>(distanceMeters(before.place, now.place)) / metersPerMillisecond);
        if (before.at && now.at) took = before.at->msecsTo(*now.at);
        points.push_back({now.place, points.back().at + std::max<std::int64_t>(0, took)});
    }
    return Track(std::move(points));
}

GeoPoint Track::after(std::int64_t milliseconds) const {
    const std::int64_t whole = lasts();
    if (whole <= 0 || milliseconds <= 0) return m_points.front().place;
    const std::int64_t round = milliseconds % (2 * whole);
    const std::int64_t at = round <= whole ? round : 2 * whole - round;
    const auto next = std::find_if(m_points.begin(), m_points.end(),
                                   [at](const Point& point) { return point.at >= at; });
    if (next == m_points.begin()) return m_points.front().place;
    const Point& from = *(next - 1);
    const double share =
        static_cast<double>(at - from.at) / static_cast<double>(next->at - from.at);
    return {between(from.place.latitudeE6, next->place.latitudeE6, share),
            between(from.place.longitudeE6, next->place.longitudeE6, share)};
}

}  // namespace delivery::kit
