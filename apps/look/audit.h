#pragma once
/// Walks a window as somebody who cannot see well or use a mouse would, and lists what stands in
/// the way.

#include <QStringList>

class QWidget;

namespace delivery::look {

/// Of a shown window: controls without an accessible name, controls that Tab does not reach, texts
/// that are cut off, texts on a ground they cannot be read on (below 4.5 : 1). Each complaint names
/// the widget by its class, name and text. Empty: nothing found. GUI thread.
[[nodiscard]] QStringList audit(QWidget& window);

}  // namespace delivery::look
