#pragma once
/// How many columns of a terminal a text takes: Korean letters take two, marks that combine take
/// none.

#include <QString>

namespace delivery::terminal {

[[nodiscard]] int displayWidth(char32_t letter);
[[nodiscard]] int displayWidth(const QString& text);

/// Cut so that it takes at most that many columns, with ".." at the end of what was cut.
[[nodiscard]] QString cutToWidth(const QString& text, int columns);

}  // namespace delivery::terminal
