#include "effect/retry.h"

#include <algorithm>
#include <array>

#include "effect/jitter.h"

namespace delivery::effect {

namespace {

constexpr Span backOffFirst = seconds(1);
constexpr Span backOffMax = seconds(60);
constexpr int backOffJitterPercent = 50;
constexpr std::array deferredDelays{seconds(5), seconds(10), seconds(20), seconds(30)};

Span doubled(int tries) {
    Span delay = backOffFirst;
    for (int i = 1; i < tries && delay < backOffMax; ++i) delay = delay * 2;
    return std::min(delay, backOffMax);
}

}  // namespace

Span nextDelay(Schedule schedule, int tries, std::uint64_t random) {
    switch (schedule) {
        case Schedule::Outbox:
            return std::min(backOffMax, jittered(doubled(tries), backOffJitterPercent, random));
        case Schedule::Deferred: {
            const int last = static_cast<int>(deferredDelays.size()) - 1;
            return deferredDelays[static_cast<std::size_t>(std::clamp(tries - 1, 0, last))];
        }
        case Schedule::Refund:
            return doubled(tries);
    }
    return backOffMax;
}

}  // namespace delivery::effect
