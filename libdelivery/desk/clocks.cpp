#include "desk/clocks.h"

#include <array>

namespace delivery::desk {

namespace {

constexpr std::array<const char*, 5> clockNames{"", "customer", "store", "rider", "menu"};

std::string behindOf(const std::string& clock) { return "clock:" + clock + ":behind"; }
std::string backAtOf(const std::string& clock) { return "clock:" + clock + ":backAt"; }
std::string standsSinceOf(const std::string& clock) { return "clock:" + clock + ":standsSince"; }

std::int64_t valueOf(const Counters& counters, const std::string& name) {
    const auto found = counters.find(name);
    return found == counters.end() ? 0 : found->second;
}

}  // namespace

TimerClock timerClock(const Counters& counters, const std::string& waitsFor, Instant now) {
    const std::int64_t since = valueOf(counters, standsSinceOf(waitsFor));
    const Span behind{valueOf(counters, behindOf(waitsFor))};
    const bool stands = since != 0;
    TimerClock clock{waitsFor, (stands ? Instant{since} : now) - behind, stands};
    const auto back = counters.find(backAtOf(waitsFor));
    if (back != counters.end()) clock.peopleBackAt = Instant{back->second};
    return clock;
}

std::vector<TimerClock> timerClocks(const Counters& counters, Instant now) {
    std::vector<TimerClock> clocks;
    clocks.reserve(std::size(clockNames));
    for (const char* name : clockNames) clocks.push_back(timerClock(counters, name, now));
    return clocks;
}

Counters clockPaused(const Counters& counters, const std::string& context, bool paused,
                     Instant now) {
    const std::int64_t since = valueOf(counters, standsSinceOf(context));
    if (paused == (since != 0)) return {};
    if (paused) return {{standsSinceOf(context), now.utcMilliseconds}};
    const std::int64_t behind = valueOf(counters, behindOf(context));
    return {{behindOf(context), behind + (now.utcMilliseconds - since)},
            {standsSinceOf(context), 0}};
}

Counters clocksJumped(const Counters& counters, Span jump) {
    Counters changed;
    for (const char* name : clockNames) {
        // One that stands goes on from where it stopped, whatever the machine's clock says then.
        if (valueOf(counters, standsSinceOf(name)) != 0) continue;
        changed[behindOf(name)] = valueOf(counters, behindOf(name)) + jump.milliseconds;
    }
    return changed;
}

Counters peopleBack(const Counters& counters, Instant now) {
    Counters changed;
    for (const TimerClock& clock : timerClocks(counters, now)) {
        if (!clock.stands) changed[backAtOf(clock.waitsFor)] = clock.now.utcMilliseconds;
    }
    return changed;
}

}  // namespace delivery::desk
