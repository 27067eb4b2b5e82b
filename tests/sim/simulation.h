#pragma once
/// The whole run: cities one after the other, all from one seed, until the orders are used up or
/// something is broken.

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "tests/sim/bug.h"
#include "tests/sim/coverage.h"
#include "tests/sim/violation.h"
#include "tests/sim/world.h"

namespace delivery::sim {

struct Wanted {
    std::uint64_t seed = 1;
    std::int64_t orders = 1'000;
    std::optional<Bug> bug;
};

struct Report {
    Tally tally;
    Coverage coverage;
    /// Cells of the coverage table that stayed empty although there were orders enough to fill it.
    std::vector<std::string> uncovered;
    std::optional<Violation> violation;
    /// The city in which it broke, counted from 1, and the trace of its order.
    std::int64_t city = 0;
    std::string trace;
};

[[nodiscard]] Report simulate(const Wanted& wanted);

/// One JSON object per figure; depends on nothing but what was wanted.
void printFigures(std::ostream& out, const Report& report);
/// The invariant, the seed and the trace, for people.
void printViolation(std::ostream& out, const Wanted& wanted, const Report& report);

}  // namespace delivery::sim
