#pragma once
/// How long to wait before an effect is tried again.

#include <cstdint>

#include "core/instant.h"

namespace delivery::effect {

enum class Schedule {
    Outbox,    ///< 1 s doubling, ± 50 %, at most 60 s
    Deferred,  ///< a charge that could not be sent: 5, 10, 20, 30 s, then every 30 s
    Refund,    ///< 1 s doubling, at most 60 s, for ever
};

/// tries counts the failed ones so far, from 1; random spreads the outbox's delays.
[[nodiscard]] Span nextDelay(Schedule schedule, int tries, std::uint64_t random);

}  // namespace delivery::effect
