#pragma once
/// What a benchmark measured: one line each, for people or as JSON.

#include <optional>
#include <string>
#include <vector>

namespace delivery::bench {

struct Figure {
    std::string name;
    double value = 0;
    std::string unit;
    /// What the value is compared with, in the same unit.
    std::optional<double> baseline = std::nullopt;
};

struct Wanted {
    /// How long the benchmark's main part lasts; nothing: as long as it usually does.
    std::optional<int> seconds;
};

/// 100 users against a payment provider that slows down, with the breaker and without.
[[nodiscard]] std::vector<Figure> breaker(const Wanted& wanted);

/// From the answer to a command to its effect in somebody else's program, by MQTT and by WebSocket.
[[nodiscard]] std::vector<Figure> live(const Wanted& wanted);

}  // namespace delivery::bench
