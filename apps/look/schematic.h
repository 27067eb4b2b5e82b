#pragma once
/// The drawn map of a machine without tiles: names of districts at their places, the Han river, a
/// grid.

#include <QPainter>
#include <QRectF>
#include <functional>

#include "core/geo.h"

namespace delivery::look {

/// Draws what lies in the window. onScreen turns a place into a point of the painter.
void paintSchematic(QPainter& painter, const QRectF& window, double zoom,
                    const std::function<QPointF(GeoPoint)>& onScreen);

}  // namespace delivery::look
