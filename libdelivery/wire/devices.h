#pragma once
/// What devices say of themselves to the broker: that they are there, and where a rider is.

#include "core/geo.h"
#include "wire/strict_json.h"

namespace delivery::wire {

/// {"online":true}.
[[nodiscard]] Read<bool> parsePresence(const JsonBody& body);
/// {"lat","lng"}.
[[nodiscard]] Read<GeoPoint> parsePosition(const JsonBody& body);

}  // namespace delivery::wire
