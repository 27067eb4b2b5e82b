#pragma once
/// The three classic mistakes, and four of the order's own rules, as switches of the ledger below
/// the desk: each must give a counterexample.

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "desk/command.h"
#include "desk/ledger.h"

namespace delivery::exhaustive {

enum class Planted {
    AcceptChangesNothing,  ///< the event is written, the state stays as it was
    ClaimOverwrites,       ///< whoever claims a delivery last has it
    CancelHitsAnother,     ///< the refund names the payment of another order
    RejectAccepted,        ///< a store rejects what it has accepted
    AcceptUnpaid,          ///< a store accepts what nobody has paid
    CancelWhileCooking,    ///< a customer cancels what is being cooked
    CookAfterEnd,          ///< a store cooks what was cancelled
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

    /// What is decided now.
    void setEnvelope(const desk::Envelope& envelope) { m_envelope = &envelope; }

    Expected<std::unique_ptr<desk::Transaction>> begin() override;
    Expected<std::unique_ptr<desk::LedgerReader>> reader() override { return m_inner.reader(); }

  private:
    desk::Ledger& m_inner;
    std::optional<Planted> m_planted;
    const desk::Envelope* m_envelope = nullptr;
};

}  // namespace delivery::exhaustive
