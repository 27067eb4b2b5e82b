#include "tests/exhaustive/desk_run.h"

#include <cassert>
#include <utility>

#include "tests/sim/dice.h"

namespace delivery::exhaustive {

desk::Settings settings() {
    desk::Settings settings;
    settings.times.offerRoundsMax = offerRoundsMax;
    return settings;
}

desk::Envelope envelope(const Actor& actor, desk::Command command, std::string id,
                        std::uint64_t salt) {
    desk::Envelope made;
    made.id = CommandId{std::move(id)};
    made.actor = actor;
    made.fingerprint = "body of " + made.id.text();
    made.keepReply = actor.role != Role::System;
    // The same command in the same attempt draws the same keys, whichever way led to it.
    std::uint64_t seed = sim::spread(salt * 64 + command.index());
    for (std::uint64_t& word : made.random) word = seed = sim::spread(seed);
    made.command = std::move(command);
    return made;
}

Ran run(tests::LedgerRows& rows, const desk::Envelope& envelope, Instant now,
        std::optional<Planted> planted, AtCommit atCommit) {
    using tests::Aftermath;
    tests::MemoryLedger ledger("search00");
    ledger.restore(std::move(rows));
    PlantedLedger between(ledger, planted);
    between.setEnvelope(envelope);
    desk::CommandDesk desk(between, settings());
    const auto opened = desk.open();
    assert(opened);
    if (atCommit != AtCommit::Nothing) {
        const bool lands = atCommit == AtCommit::DiesLanded;
        ledger.failNext(
            tests::LedgerOperation::Commit,
            {FaultCode::DiskBroken, lands ? Aftermath::Landed : Aftermath::TransactionGone});
    }
    const std::int64_t before = *(*ledger.reader())->lastPosition();
    Ran ran{desk.run({&envelope, 1}, now), {}};
    ran.events = *(*ledger.reader())->log(before, 1'000);
    rows = ledger.snapshot();
    return ran;
}

}  // namespace delivery::exhaustive
