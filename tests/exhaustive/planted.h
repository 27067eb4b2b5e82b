#pragma once
/// The three classic mistakes, as switches of the ledger below the desk: each must give a
/// counterexample.

#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "desk/ledger.h"

namespace delivery::exhaustive {

enum class Planted {
    AcceptChangesNothing,  ///< the event is written, the state stays as it was
    ClaimOverwrites,       ///< whoever claims a delivery last has it
    CancelHitsAnother,     ///< the refund names the payment of another order
};
[[nodiscard]] const std::vector<Planted>& allPlanted();
/// "accept-changes-nothing".
[[nodiscard]] std::string_view name(Planted planted);
[[nodiscard]] std::optional<Planted> plantedNamed(std::string_view name);

/// Another ledger with one of the mistakes in between.
class PlantedLedger : public desk::Ledger {
  public:
    PlantedLedger(desk::Ledger& inner, std::optional<Planted> planted)
        : m_inner(inner), m_planted(planted) {}

    /// What is decided now is this rider's claim of a delivery; or somebody's other command.
    void setClaimant(std::optional<RiderId> claimant) { m_claimant = std::move(claimant); }

    Expected<std::unique_ptr<desk::Transaction>> begin() override;
    Expected<std::unique_ptr<desk::LedgerReader>> reader() override { return m_inner.reader(); }

  private:
    desk::Ledger& m_inner;
    std::optional<Planted> m_planted;
    std::optional<RiderId> m_claimant;
};

}  // namespace delivery::exhaustive
