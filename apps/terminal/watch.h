#pragma once
/// Follows orders as they change: a board drawn in place on a terminal, else each change of status
/// once, a line each.

#include <chrono>
#include <cstdint>
#include <optional>

#include "apps/terminal/verb.h"

namespace delivery::terminal {

struct WatchWords {
    /// Nothing: every order of the caller that is under way, and those that come.
    std::optional<std::int64_t> order;
    /// How often the server is asked where nothing is pushed.
    std::chrono::milliseconds interval{5'000};
    /// Goes on when nothing is under way any more; a board does so by itself.
    bool stays = false;
};

[[nodiscard]] Exit watch(Counter& counter, const WatchWords& words);

}  // namespace delivery::terminal
