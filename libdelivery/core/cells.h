#pragma once
/// Squares of a fixed grid over the map, so that what lies near a place is found without looking at
/// everything.

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "core/geo.h"

namespace delivery {

/// About 4.4 by 4.4 kilometres in Korea. Its name stands in index entries: to change the grid means
/// to rebuild what was found by it.
struct Cell {
    std::int32_t row = 0;
    std::int32_t column = 0;
    [[nodiscard]] std::string text() const;  ///< "cell:939,2540"
    auto operator<=>(const Cell&) const = default;
};

[[nodiscard]] Cell cellOf(GeoPoint place);

/// The cells that are so many steps away from a place's own one, each once; the zeroth ring is that
/// cell itself.
[[nodiscard]] std::vector<Cell> ringAround(GeoPoint place, int steps);

/// Whatever is nearer to the place than this lies in the rings up to so many steps.
[[nodiscard]] std::int64_t metersCovered(GeoPoint place, int steps);

}  // namespace delivery
