#pragma once
/// Follows orders until they are over, and shows each change of status once.

#include <chrono>
#include <cstdint>
#include <optional>

#include "apps/terminal/verb.h"

namespace delivery::terminal {

struct WatchWords {
    /// Nothing: every order of the caller that is under way.
    std::optional<std::int64_t> order;
    std::chrono::milliseconds interval{1'000};
};

[[nodiscard]] Exit watch(Counter& counter, const WatchWords& words);

}  // namespace delivery::terminal
