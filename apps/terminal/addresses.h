#pragma once
/// Where the customer's own things lie on the server, and their saved addresses by number.

#include <QString>

#include "apps/terminal/counter.h"
#include "apps/terminal/verb.h"

namespace delivery::terminal {

[[nodiscard]] QString ownPath(const Counter& counter);

/// "1" becomes the text of the saved address of that number; any other text stays what it is.
[[nodiscard]] Exit findSaved(Counter& counter, QString& address);

[[nodiscard]] Verb addressVerb();

}  // namespace delivery::terminal
