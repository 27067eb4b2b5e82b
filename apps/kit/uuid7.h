#pragma once
/// Names for commands that sort by the time they were made: UUID version 7 (RFC 9562).

#include <QString>
#include <cstdint>

namespace delivery::kit {

/// Lower case with hyphens. The random numbers fill what the time does not.
[[nodiscard]] QString uuid7(std::int64_t utcMilliseconds, std::uint64_t high, std::uint64_t low);

}  // namespace delivery::kit
