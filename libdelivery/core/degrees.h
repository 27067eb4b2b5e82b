#pragma once
/// Reads degrees as people and services write them.

#include <cstdint>
#include <optional>
#include <string_view>

namespace delivery {

/// "37.5326" or "-0.5": degrees with at most six digits after the point are kept exactly, more are
/// cut.
[[nodiscard]] std::optional<std::int32_t> parseDegrees(std::string_view text, int degreesMax);

}  // namespace delivery
