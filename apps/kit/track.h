#pragma once
/// A way that somebody once went: read from a GPX file, asked where they were after so long.

#include <QByteArray>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/geo.h"

namespace delivery::kit {

/// Never empty.
class Track {
  public:
    /// Nothing without at least one point. Points that name no time follow each other at a
    /// scooter's pace.
    [[nodiscard]] static std::optional<Track> read(const QByteArray& gpx);

    /// Between two points the way is straight. At its end the way goes back again, so that a
    /// demonstration never stands still.
    [[nodiscard]] GeoPoint after(std::int64_t milliseconds) const;
    [[nodiscard]] std::int64_t lasts() const { return m_points.back().at; }

  private:
    struct Point {
        GeoPoint place;
        std::int64_t at = 0;  ///< milliseconds since the first
    };
    explicit Track(std::vector<Point> points) : m_points(std::move(points)) {}

    std::vector<Point> m_points;
};

}  // namespace delivery::kit
