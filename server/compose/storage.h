#pragma once
/// Opens the data directory: the key file first, then the ledger, with every problem as an exit
/// code and advice.

#include <memory>

#include <tl/expected.hpp>

#include <atomic>
#include <cstdint>
#include <limits>
#include "server/compose/configuration.h"

#include "server/compose/service.h"
#include "server/ledger/split_ledger.h"
#include "server/ledger/sqlite_ledger.h"
#include "server/outside/vault.h"
#include "server/shift/shift.h"

namespace delivery::compose {

/// The wall clock, except that it never goes back: timers, effects and the log share one time. A
/// wall clock that was set back is waited for while this one goes on; one that is ahead is
/// followed. Any thread.
class SystemClock : public shift::Clock {
  public:
    [[nodiscard]] Instant now() const override { return moment().now; }
    [[nodiscard]] Moment moment() const override;
    /// What the log already holds is not in the future. True when the wall clock is behind it by
    /// more than a moment.
    bool neverBefore(Instant at);

  private:
    /// How far this clock is ahead of the machine's uptime, in milliseconds; only grows.
    mutable std::atomic<std::int64_t> m_lead{std::numeric_limits<std::int64_t>::min() / 2};
};

struct Storage {
    outside::Vault vault;
    std::unique_ptr<delivery::ledger::SqliteLedger> ledger;
    /// One context's views, where they lie apart.
    std::unique_ptr<delivery::ledger::SqliteLedger> apart = {};
    std::unique_ptr<delivery::ledger::SplitLedger> split = {};
    /// Of what was looked at for the opening, what cannot be read.
    std::vector<delivery::desk::Unreadable> leftOut = {};

    /// What the desk and the readers see: one ledger, wherever its parts are.
    [[nodiscard]] delivery::desk::Ledger& whole() const {
        return split ? static_cast<delivery::desk::Ledger&>(*split) : *ledger;
    }
};

[[nodiscard]] tl::expected<Storage, Ending> openStorage(const Configuration& configuration);

/// Says what to do with a file that does not hold what was written.
[[nodiscard]] Ending damaged(const Configuration& configuration, const std::string& why);
[[nodiscard]] Ending endingOf(const Configuration& configuration, const Fault& fault);

}  // namespace delivery::compose
