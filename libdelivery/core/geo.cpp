#include "core/geo.h"

#include <cmath>

namespace delivery {

namespace {

constexpr double earthRadiusMeters = 6'371'008.8;
constexpr double radiansPerE6 = 3.14159265358979323846 / 180.0 / 1e6;
constexpr std::int32_t coarseStepE6 = 5'000;

std::int32_t roundedToStep(std::int32_t valueE6) {
    const std::int32_t half = valueE6 >= 0 ? coarseStepE6 / 2 : -coarseStepE6 / 2;
    return (valueE6 + half) / coarseStepE6 * coarseStepE6;
}

}  // namespace

std::int64_t distanceMeters(GeoPoint from, GeoPoint to) {
    const double latitude1 = from.latitudeE6 * radiansPerE6;
    const double latitude2 = to.latitudeE6 * radiansPerE6;
    const double halfLatitude = (latitude2 - latitude1) / 2;
    const double halfLongitude =
        (static_cast<double>(to.longitudeE6) - from.longitudeE6) * radiansPerE6 / 2;
    const double a = std::pow(std::sin(halfLatitude), 2) + std::cos(latitude1) *
                                                               std::cos(latitude2) *
                                                               std::pow(std::sin(halfLongitude), 2);
    return static_cast<std::int64_t>(2 * earthRadiusMeters *
                                     std::asin(std::sqrt(std::min(1.0, a))));
}

GeoPoint coarse(GeoPoint exact) {
    return {roundedToStep(exact.latitudeE6), roundedToStep(exact.longitudeE6)};
}

}  // namespace delivery
