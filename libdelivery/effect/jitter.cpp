#include "effect/jitter.h"

#include <cassert>

namespace delivery::effect {

Span jittered(Span span, int percent, std::uint64_t random) {
    assert(span >= Span{});
    assert(percent >= 0);
    assert(percent <= 100);
    const std::int64_t most = span.milliseconds * percent / 100;
    const std::uint64_t steps = static_cast<std::uint64_t>(2 * most + 1);
    return {span.milliseconds - most + static_cast<std::int64_t>(random % steps)};
}

}  // namespace delivery::effect
