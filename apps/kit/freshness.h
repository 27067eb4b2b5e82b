#pragma once
/// How old what is shown may be, in the words of a status bar.

#include <QString>
#include <cstdint>
#include <optional>

#include "core/refusal.h"

namespace delivery::kit {

/// "동기화 0.4초 전", "동기화 12초 전", "동기화 3분 전"; never younger than it is.
[[nodiscard]] QString freshnessText(std::optional<std::int64_t> ageMilliseconds, Language language);

}  // namespace delivery::kit
