#include "core/cells.h"

#include <algorithm>
#include <cmath>

namespace delivery {
namespace {

constexpr std::int32_t rowHeightE6 = 40'000;
constexpr std::int32_t columnWidthE6 = 50'000;
/// Columns count around the earth, rows end at the poles.
constexpr std::int32_t columnsAround = 360'000'000 / columnWidthE6;
constexpr std::int32_t rowLast = 90'000'000 / rowHeightE6;
constexpr std::int32_t rowFirst = -rowLast;
constexpr double radiansPerE6 = 3.14159265358979323846 / 180.0 / 1e6;

std::int32_t flooredQuotient(std::int32_t value, std::int32_t step) {
    return value >= 0 ? value / step : -((-value + step - 1) / step);
}

std::int32_t columnWithin(std::int32_t column) {
    const std::int32_t rest = column % columnsAround;
    return rest < 0 ? rest + columnsAround : rest;
}

}  // namespace

std::string Cell::text() const {
    return "cell:" + std::to_string(row) + "," + std::to_string(column);
}

Cell cellOf(GeoPoint place) {
    return {flooredQuotient(place.latitudeE6, rowHeightE6),
            columnWithin(flooredQuotient(place.longitudeE6, columnWidthE6))};
}

std::vector<Cell> ringAround(GeoPoint place, int steps) {
    const Cell middle = cellOf(place);
    std::vector<Cell> ring;
    for (std::int32_t up = -steps; up <= steps; ++up) {
        const std::int32_t row = middle.row + up;
        if (row < rowFirst || row > rowLast) continue;
        // Of the rows between the outermost two only both ends belong to the ring.
        const bool whole = up == -steps || up == steps;
        const std::int32_t stride = whole || steps == 0 ? 1 : 2 * steps;
        for (std::int32_t aside = -steps; aside <= steps; aside += stride) {
            ring.push_back({row, columnWithin(middle.column + aside)});
        }
    }
    std::sort(ring.begin(), ring.end());
    ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
    return ring;
}

std::int64_t metersCovered(GeoPoint place, int steps) {
    const std::int64_t north =
        distanceMeters({0, 0}, {rowHeightE6, 0}) * static_cast<std::int64_t>(steps);
    // The way to a meridian is shorter than the one along the parallel: asin(cos φ · sin Δλ).
    constexpr std::int32_t quarter = 90'000'000;
    const auto aside = std::min<std::int64_t>(quarter, std::int64_t{columnWidthE6} * steps);
    const double sine = std::cos(place.latitudeE6 * radiansPerE6) *
                        std::sin(static_cast<double>(aside) * radiansPerE6);
    const auto angleE6 = static_cast<std::int32_t>(std::asin(std::min(1.0, sine)) / radiansPerE6);
    return std::min(north, distanceMeters({0, 0}, {0, angleE6}));
}

}  // namespace delivery
