#pragma once
/// Places on the map in whole millionths of a degree, and the great-circle distance between two of
/// them.

#include <compare>
#include <cstdint>

namespace delivery {

struct GeoPoint {
    std::int32_t latitudeE6 = 0;
    std::int32_t longitudeE6 = 0;
    auto operator<=>(const GeoPoint&) const = default;
};

/// Great-circle distance in whole metres, rounded down (mean earth radius 6,371,008.8 m).
[[nodiscard]] std::int64_t distanceMeters(GeoPoint from, GeoPoint to);

/// The same place about half a kilometre coarse (0.005 degrees): what may stand in an event without
/// naming a door.
[[nodiscard]] GeoPoint coarse(GeoPoint exact);

}  // namespace delivery
