#include "effect/unknown.h"

#include <algorithm>
#include <array>

namespace delivery::effect {

namespace {

constexpr std::array firstDelays{seconds(1),  seconds(2),  seconds(4), seconds(8),
                                 seconds(15), seconds(30), seconds(60)};

Span usualDelay(Span unknownFor, int asked) {
    if (unknownFor >= days(1)) return hours(6);
    if (unknownFor >= minutes(10)) return minutes(10);
    const int last = static_cast<int>(firstDelays.size()) - 1;
    return firstDelays[static_cast<std::size_t>(std::clamp(asked, 0, last))];
}

}  // namespace

std::optional<Span> untilNextQuestion(Span unknownFor, int asked) {
    if (unknownFor >= unknownGiveUpAfter) return std::nullopt;
    return std::min(usualDelay(unknownFor, asked), unknownGiveUpAfter - unknownFor);
}

bool isAlarming(Span unknownFor) { return unknownFor >= unknownAlarmAfter; }

}  // namespace delivery::effect
