#pragma once
/// The simulated disk: a ledger in memory that fills up, breaks and loses power, remembers what was
/// meant to be armed, and bends what it is given where a bug is planted.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "desk/ledger.h"
#include "tests/sim/dice.h"
#include "tests/sim/world.h"
#include "tests/support/memory_ledger.h"

namespace delivery::sim {

/// What one command did to the timers, as the desk meant it: before any planted bug.
struct TimerIntent {
    std::string cause;  ///< empty when the command has no events
    Instant at;
    desk::StreamKey fired;  ///< the stream of its first event
    std::vector<desk::TimerRow> armed;
    std::vector<std::pair<desk::StreamKey, std::string>> disarmed;
};

class Disk : public desk::Ledger {
  public:
    Disk(World& world, Dice dice);

    Expected<std::unique_ptr<desk::Transaction>> begin() override;
    Expected<std::unique_ptr<desk::LedgerReader>> reader() override { return m_rows.reader(); }

    /// Faults strike while the desk is at work, never while the auditor looks.
    void setAtWork(bool atWork) { m_atWork = atWork; }
    /// A fault struck after which the machine goes down.
    [[nodiscard]] bool powerFailed() const { return m_powerFailed; }
    void powerBack() {
        m_powerFailed = false;
        bendAtCrash();
    }
    /// What reached the disk since the last time.
    [[nodiscard]] std::vector<TimerIntent> takeIntents() { return std::exchange(m_intents, {}); }

    /// The next commit says that it is done and is not.
    void dropNextCommit() { m_dropNextCommit = true; }
    [[nodiscard]] tests::MemoryLedger& rows() { return m_rows; }

  private:
    friend class DiskTransaction;
    void bendWhatLies();
    void bendAtCrash();
    [[nodiscard]] std::optional<tests::LedgerFault> draw(tests::LedgerOperation operation);
    [[nodiscard]] std::optional<tests::LedgerFault> drawAtCommit();

    World& m_world;
    Dice m_dice;
    tests::MemoryLedger m_rows;
    bool m_atWork = false;
    bool m_powerFailed = false;
    bool m_landed = false;
    bool m_dropNextCommit = false;
    std::vector<TimerIntent> m_intents;
};

}  // namespace delivery::sim
