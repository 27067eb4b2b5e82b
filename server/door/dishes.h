#pragma once
/// How what became of one dish is shown, for every route that changes one.

#include "server/door/looking.h"

namespace delivery::door {

/// What the desk answers knows the dish, the page knows how often it was ordered and liked.
[[nodiscard]] Shown showDish(Sight& sight, const desk::Accepted& accepted);

}  // namespace delivery::door
