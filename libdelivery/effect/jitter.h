#pragma once
/// Spreads a span by a number that was handed in, so that many who wait do not come back at once.

#include <cstdint>

#include "core/instant.h"

namespace delivery::effect {

/// Evenly between percent less and percent more, by any 64-bit number. The span is not negative,
/// percent 0 to 100.
[[nodiscard]] Span jittered(Span span, int percent, std::uint64_t random);

}  // namespace delivery::effect
