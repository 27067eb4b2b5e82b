#pragma once
/// One command through a desk that has just been opened on a place's rows: nothing is remembered
/// from before.

#include <optional>
#include <vector>

#include "desk/desk.h"
#include "tests/exhaustive/planted.h"
#include "tests/support/memory_ledger.h"

namespace delivery::exhaustive {

/// Offers widen twice, so that what comes after the last round is reached.
constexpr int offerRoundsMax = 2;
[[nodiscard]] desk::Settings settings();

[[nodiscard]] desk::Envelope envelope(const Actor& actor, desk::Command command, std::string id,
                                      std::uint64_t salt);

struct Ran {
    desk::BatchResult result;
    /// The events that the batch appended.
    std::vector<desk::EventRow> events;
};

/// What the disk does at the commit.
enum class AtCommit {
    Nothing,
    Dies,        ///< before it: nothing of the batch is there
    DiesLanded,  ///< right after it: all of the batch is there, and nobody hears of it
};

/// The rows become what they are afterwards.
[[nodiscard]] Ran run(tests::LedgerRows& rows, const desk::Envelope& envelope, Instant now,
                      std::optional<Planted> planted, AtCommit atCommit = AtCommit::Nothing);

}  // namespace delivery::exhaustive
