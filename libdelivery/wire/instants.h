#pragma once
/// Times on the wire: ISO 8601 in UTC with milliseconds and Z.

#include <optional>
#include <string>
#include <string_view>

#include "core/instant.h"

namespace delivery::wire {

/// "2024-05-01T03:04:05.678Z".
[[nodiscard]] std::string printInstant(Instant at);
/// The same, milliseconds optional, from the year 1970 to 9999. Nothing else is understood.
[[nodiscard]] std::optional<Instant> parseInstant(std::string_view text);
/// "2024-05-01" as days since 1970-01-01, from the year 1970 on.
[[nodiscard]] std::optional<std::int64_t> parseDate(std::string_view text);

}  // namespace delivery::wire
