#pragma once
/// Why an order is as it is: its events, and what each of them made due, told by the same reactions
/// that made it so.

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.h"
#include "saga/react.h"

namespace delivery::saga {

/// One event as the log has it.
struct Logged {
    order::Event event;
    Instant at;
    std::int64_t version = 0;
    std::string actor;  ///< user id
    std::string cause;  ///< "command:<id>", "timer:<kind>", "effect:<id>" or "event:<position>"
};
struct Link {
    Logged logged;
    std::vector<FollowUp> followed;
};
struct Chain {
    std::vector<Link> links;
    order::State now;
};

/// From the order's first event on, in order. A fault where they do not fit one another.
[[nodiscard]] Expected<Chain> chainOf(std::vector<Logged> stream, const order::Times& times);

}  // namespace delivery::saga
