#pragma once
/// What health says of the pages and of what rests alone: how far, how far behind, and why.

#include <string>
#include <string_view>
#include <vector>

#include "server/door/door.h"
#include "server/shift/shift.h"

namespace delivery::compose {

/// Every context that has pages.
[[nodiscard]] std::vector<std::string> contextNames();

/// How far a context's pages are, and why one is not. One that is away stops nobody else.
[[nodiscard]] door::HealthState contextHealth(const shift::Figures& figures,
                                              std::string_view context);

/// What stands still alone. Everything else goes on, so the server stays ready; somebody should
/// look.
[[nodiscard]] door::HealthState quarantineHealth(const shift::Figures& figures);
/// How many of a kind stand still: "page", "effect", "timer" or "stream".
[[nodiscard]] double quarantinedOf(const shift::Figures& figures, std::string_view what);

}  // namespace delivery::compose
