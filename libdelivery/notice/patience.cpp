#include <array>
#include <utility>

#include "notice/notice.h"

namespace delivery::notice {

std::optional<std::string> whyNotSent(Span age, bool outdone, bool moot, const Patience& patience) {
    if (moot) return "moot";
    if (age >= patience.sendFor) return "stale";
    if (outdone && age >= patience.freshFor) return "outdone";
    return std::nullopt;
}

std::optional<Span> untilNextLook(Span sinceAccepted) {
    // Up to this age, this long.
    constexpr std::array<std::pair<Span, Span>, 4> looks{{
        {seconds(10), seconds(3)},
        {minutes(2), seconds(30)},
        {minutes(10), minutes(4)},
        {hours(1), minutes(25)},
    }};
    for (const auto& [upTo, wait] : looks) {
        if (sinceAccepted < upTo) return wait;
    }
    return std::nullopt;
}

}  // namespace delivery::notice
