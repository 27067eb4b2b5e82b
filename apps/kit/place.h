#pragma once
/// Places that come in degrees, from the server or from other programs, as the nearest point that
/// we know of.

#include <optional>

#include "apps/kit/representation.h"
#include "core/geo.h"

namespace delivery::kit {

/// Of degrees that are on earth.
[[nodiscard]] GeoPoint pointAt(double latitude, double longitude);
/// As the server prints one: {"lat", "lng"}. Nothing where it says none.
[[nodiscard]] std::optional<GeoPoint> placeOf(const Representation& place);

}  // namespace delivery::kit
