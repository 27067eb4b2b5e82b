#pragma once
/// Web Mercator (EPSG:3857): places on the earth to points on a flat map and back. Pure.

#include <QPointF>
#include <QSizeF>

#include "core/geo.h"

namespace delivery::look {

constexpr int tileSize = 256;
constexpr double zoomMin = 6.0;
constexpr double zoomMax = 18.0;

/// In pixels of the whole world at this zoom; x grows east, y grows south.
[[nodiscard]] QPointF flat(GeoPoint place, double zoom);
[[nodiscard]] GeoPoint round(QPointF flat, double zoom);
/// How many metres one pixel is there.
[[nodiscard]] double metersPerPixel(GeoPoint place, double zoom);
/// The largest zoom at which both fit into a window of this size; zoomMax for the same place.
[[nodiscard]] double zoomToFit(GeoPoint one, GeoPoint other, QSizeF window);

}  // namespace delivery::look
