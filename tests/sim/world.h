#pragma once
/// What every part of one simulated city shares: the clock, the weather, the counts and the planted
/// bug.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/instant.h"
#include "tests/sim/agenda.h"
#include "tests/sim/bug.h"

namespace delivery::sim {

/// How bad things are at this moment. When it has healed nothing breaks any more.
struct Weather {
    bool healed = true;
    bool diskFull = false;
    bool providerDown = false;
    /// Of a thousand calls to the provider so many go wrong one way or another.
    int providerTroublePermille = 0;
    /// Of a thousand requests, and of a thousand replies, so many are lost.
    int lossPermille = 0;
    /// How far the server's clock is off.
    Span clockSkew;
};

/// How often what happened; printed at the end.
using Tally = std::map<std::string, std::int64_t>;

struct World {
    Agenda agenda;
    Weather weather;
    Tally tally;
    std::optional<Bug> bug;
    /// By how much the server's clock was set ahead so far.
    Span clockJumped;

    /// What the server's clock shows.
    [[nodiscard]] Instant serverNow() const {
        return agenda.now() + weather.clockSkew + clockJumped;
    }
    [[nodiscard]] bool has(Bug one) const { return bug == one; }
    void count(const std::string& what, std::int64_t by = 1) { tally[what] += by; }
    /// A fault has struck. Of which order it was about, if of one: else it was about all that live.
    void strike(const std::string& fault, std::int64_t orderId = 0) {
        count("fault." + fault);
        if (struck) struck(fault, orderId);
    }
    std::function<void(const std::string& fault, std::int64_t orderId)> struck;
};

}  // namespace delivery::sim
