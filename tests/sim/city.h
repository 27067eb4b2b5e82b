#pragma once
/// One town, one server, one disk, one provider: from the first order through the faults to the
/// healing in which everything must end.

#include <cstdint>
#include <optional>
#include <string>

#include "tests/sim/auditor.h"
#include "tests/sim/bug.h"
#include "tests/sim/clients.h"
#include "tests/sim/coverage.h"
#include "tests/sim/dice.h"
#include "tests/sim/disk.h"
#include "tests/sim/listeners.h"
#include "tests/sim/people.h"
#include "tests/sim/provider.h"
#include "tests/sim/server.h"
#include "tests/sim/violation.h"
#include "tests/sim/world.h"

namespace delivery::sim {

class City {
  public:
    City(std::uint64_t seed, std::optional<Bug> bug, bool hasListeners);

    /// Lives until everything has ended or something is broken.
    void live(int orders);
    [[nodiscard]] const std::optional<Violation>& violation() const {
        return m_auditor.violation();
    }
    [[nodiscard]] const Tally& tally() const { return m_world.tally; }
    [[nodiscard]] const Coverage& coverage() const { return m_coverage; }
    /// Everything that the log and the provider hold about an order, line by line.
    [[nodiscard]] std::string trace(std::int64_t orderId);

  private:
    [[nodiscard]] bool isBroken() const { return m_auditor.violation().has_value(); }
    void committed();
    void changeWeather();
    void crashAtTimes();
    void pauseAtTimes();
    void watchPages();
    void jumpAtTimes();
    void stormAtTimes();
    void heal();
    [[nodiscard]] std::optional<desk::Reply> answerAnew(const Sent& sent);

    World m_world;
    Dice m_dice;
    Disk m_disk;
    Provider m_provider;
    Server m_server;
    Clients m_clients;
    Auditor m_auditor;
    People m_people;
    Listeners m_listeners;
    Coverage m_coverage;
    std::optional<Instant> m_healedAt;
    int m_batches = 0;
    int m_checkpointAfter = 0;
};

}  // namespace delivery::sim
