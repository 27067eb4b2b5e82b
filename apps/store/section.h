#pragma once
/// A part of a page: a card with a heading, and room below it.

#include <QFrame>
#include <QString>

class QVBoxLayout;

namespace delivery::store {

/// What belongs into it goes into the layout.
[[nodiscard]] QFrame* section(const QString& title, QVBoxLayout*& inside);

}  // namespace delivery::store
