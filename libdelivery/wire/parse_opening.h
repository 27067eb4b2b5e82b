#pragma once
/// Opening hours and special days as a store writes them. Internal to this room.

#include <optional>
#include <vector>

#include "shop/opening.h"
#include "wire/fields.h"

namespace delivery::wire {

/// "hours": [{"day":"mon","opens":"11:00","closes":"15:00"}, …], the whole week: a day that is not
/// named is closed; or "alwaysOpen": true. Hours of one day lie apart.
[[nodiscard]] std::optional<shop::Week> readWeek(Fields& fields);
/// "specialDays": [{"date":"2026-12-25","note"?,"hours"?: [{"opens","closes"}, …]}, …], all of
/// them: a date without hours is closed.
[[nodiscard]] std::optional<std::vector<shop::SpecialDay>> readSpecialDays(Fields& fields);

/// "mon" to "sun".
[[nodiscard]] const char* weekdayName(int weekday);

}  // namespace delivery::wire
