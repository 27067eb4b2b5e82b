#pragma once
/// Makes views anew while nobody looks at them, and says on standard error how far it is.

#include "core/result.h"
#include "desk/desk.h"

namespace delivery::compose {

/// Until every view that is not paused stands at the end of the log.
[[nodiscard]] Expected<void> bringViewsUp(desk::CommandDesk& desk, desk::Ledger& ledger);

}  // namespace delivery::compose
