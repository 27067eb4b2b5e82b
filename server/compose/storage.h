#pragma once
/// Opens the data directory: the key file first, then the ledger, with every problem as an exit
/// code and advice.

#include <memory>

#include <tl/expected.hpp>

#include "server/compose/configuration.h"
#include "server/compose/service.h"
#include "server/ledger/sqlite_ledger.h"
#include "server/outside/vault.h"
#include "server/shift/shift.h"

namespace delivery::compose {

class SystemClock : public shift::Clock {
  public:
    [[nodiscard]] Instant now() const override;
};

struct Storage {
    outside::Vault vault;
    std::unique_ptr<delivery::ledger::SqliteLedger> ledger;
};

[[nodiscard]] tl::expected<Storage, Ending> openStorage(const Configuration& configuration);

/// Says what to do with a file that does not hold what was written.
[[nodiscard]] Ending damaged(const Configuration& configuration, const std::string& why);
[[nodiscard]] Ending endingOf(const Configuration& configuration, const Fault& fault);

}  // namespace delivery::compose
