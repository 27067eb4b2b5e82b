#pragma once
/// Breadth-first search over all places: the first counterexample is one of the shortest.

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "tests/exhaustive/moves.h"
#include "tests/exhaustive/planted.h"
#include "tests/sim/violation.h"

namespace delivery::exhaustive {

struct Bounds {
    std::int64_t placesMax = 1'000'000;
    int movesMax = 1'000;
};

struct Found {
    std::int64_t places = 0;
    std::int64_t movesMade = 0;
    /// The longest of the shortest ways.
    int depth = 0;
    /// Nothing was left out for the bounds.
    bool complete = false;
    std::optional<sim::Violation> violation;
    /// The way to it, line by line.
    std::vector<std::string> way;
};

[[nodiscard]] Found search(Scene scene, std::optional<Planted> planted, const Bounds& bounds);

void printFound(std::ostream& out, Scene scene, std::optional<Planted> planted, const Found& found);

/// "from-nothing".
[[nodiscard]] std::string name(Scene scene);

}  // namespace delivery::exhaustive
