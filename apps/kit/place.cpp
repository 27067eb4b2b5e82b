#include "apps/kit/place.h"

#include <cmath>

namespace delivery::kit {

GeoPoint pointAt(double latitude, double longitude) {
    // To the nearest: 37.5329 is 37.532899999… in a double, and cut off it would be another place.
    return {static_cast<std::int32_t>(std::lround(latitude * 1e6)),
            static_cast<std::int32_t>(std::lround(longitude * 1e6))};
}

std::optional<GeoPoint> placeOf(const Representation& place) {
    if (!place.has("lat") || !place.has("lng")) return std::nullopt;
    return pointAt(place.fractional("lat"), place.fractional("lng"));
}

}  // namespace delivery::kit
