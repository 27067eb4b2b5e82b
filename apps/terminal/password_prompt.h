#pragma once
/// Asks for a password at the terminal without showing it.

#include <QString>
#include <optional>

namespace delivery::terminal {

/// Nothing if there is no terminal to ask at, or the person gave up.
[[nodiscard]] std::optional<QString> askPassword(const QString& prompt);

}  // namespace delivery::terminal
