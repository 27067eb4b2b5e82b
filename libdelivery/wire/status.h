#pragma once
/// Which HTTP status says which "no".

#include "core/refusal.h"

namespace delivery::wire {

/// 400 shape · 401 who are you · 403 not your role · 404 unknown or foreign · 409 state, menu,
/// money · 422 key reuse only · 503 a paused context. Every code is written out.
[[nodiscard]] int httpStatusOf(RefusalCode code);

}  // namespace delivery::wire
