#pragma once
/// Our own icons: drawn from SVG in the colour of the text that they stand beside, sharp at every
/// scale.

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace delivery::look {

/// By the name of its file in resources/icons, without ".svg". An unknown name is an assert: names
/// are ours.
[[nodiscard]] QIcon icon(const QString& name);

/// Drawn once in one colour, for painting by hand.
[[nodiscard]] QPixmap iconPixmap(const QString& name, int size, const QColor& colour,
                                 double devicePixelRatio);

}  // namespace delivery::look
