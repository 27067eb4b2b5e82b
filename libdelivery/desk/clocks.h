#pragma once
/// The clocks by which timers count: the machine's own, and one per context that people or timers
/// wait for.
///
/// A context's clock stands still while the context is paused, and goes on from there: what a timer
/// had left then it has left afterwards, however many there are, without a row of theirs being
/// touched. A jump of the machine's clock is taken out of all of them. What they are behind is kept
/// as counters, so that it survives with the batch.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/instant.h"

namespace delivery::desk {

using Counters = std::map<std::string, std::int64_t>;

struct TimerClock {
    std::string waitsFor;  ///< "store", "rider", …; empty: the machine's
    Instant now;
    bool stands = false;  ///< nothing of it fires
    /// When, by this clock, people could answer again after the server was away.
    std::optional<Instant> peopleBackAt = std::nullopt;
};

/// All of them at this moment.
[[nodiscard]] std::vector<TimerClock> timerClocks(const Counters& counters, Instant now);
[[nodiscard]] TimerClock timerClock(const Counters& counters, const std::string& waitsFor,
                                    Instant now);

/// The counters to change so that a context's clock stands or goes on. Nothing when it does
/// already.
[[nodiscard]] Counters clockPaused(const Counters& counters, const std::string& context,
                                   bool paused, Instant now);
/// The counters to change after the machine's clock has jumped ahead by so much.
[[nodiscard]] Counters clocksJumped(const Counters& counters, Span jump);

/// The counters that remember, in memory only, when people came back: not where a clock stands,
/// which loses nothing.
[[nodiscard]] Counters peopleBack(const Counters& counters, Instant now);

}  // namespace delivery::desk
