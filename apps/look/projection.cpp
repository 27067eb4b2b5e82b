#include "apps/look/projection.h"

#include <QSizeF>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "apps/kit/place.h"

namespace delivery::look {

namespace {

constexpr double equatorMeters = 40'075'016.686;

double worldPixels(double zoom) { return tileSize * std::exp2(zoom); }
double radians(double degrees) { return degrees * std::numbers::pi / 180.0; }

}  // namespace

QPointF flat(GeoPoint place, double zoom) {
    const double world = worldPixels(zoom);
    const double latitude = radians(std::clamp(place.latitudeE6 / 1e6, -85.0, 85.0));
    const double longitude = place.longitudeE6 / 1e6;
    const double x = (longitude + 180.0) / 360.0 * world;
    const double y = (1.0 - std::asinh(std::tan(latitude)) / std::numbers::pi) / 2.0 * world;
    return {x, y};
}

GeoPoint round(QPointF flat, double zoom) {
    const double world = worldPixels(zoom);
    const double longitude = flat.x() / world * 360.0 - 180.0;
    const double latitude =
        std::atan(std::sinh(std::numbers::pi * (1.0 - 2.0 * flat.y() / world))) * 180.0 /
        std::numbers::pi;
    return kit::pointAt(std::clamp(latitude, -85.0, 85.0), std::clamp(longitude, -180.0, 180.0));
}

double metersPerPixel(GeoPoint place, double zoom) {
    return equatorMeters * std::cos(radians(place.latitudeE6 / 1e6)) / worldPixels(zoom);
}

double zoomToFit(GeoPoint one, GeoPoint other, QSizeF window) {
    const QPointF apart = flat(one, 0) - flat(other, 0);
    const double wide = std::abs(apart.x());
    const double high = std::abs(apart.y());
    double zoom = zoomMax;
    if (wide > 0) zoom = std::min(zoom, std::log2(window.width() * 0.7 / wide));
    if (high > 0) zoom = std::min(zoom, std::log2(window.height() * 0.7 / high));
    return std::clamp(zoom, zoomMin, zoomMax);
}

}  // namespace delivery::look
