#pragma once
/// Whether a ledger's file still holds what was written into it. All of it only reads.

#include <cstdint>

#include "desk/ledger.h"
#include "server/ledger/sqlite_handle.h"

namespace delivery::ledger {

/// How many of the newest events lead to the streams that are looked at when a server starts: those
/// that a crash can have touched, few enough to be looked at in less than a second.
inline constexpr std::int64_t tailEventsMax = 20'000;

/// The states of the streams of the newest events stand at the end of their chains.
[[nodiscard]] Expected<void> checkTails(SqliteHandle& database,
                                        std::int64_t newestEvents = tailEventsMax);
/// Every page row is found in its places, every place leads to a row, and the kept numbers are
/// true.
[[nodiscard]] Expected<void> checkPages(SqliteHandle& database);
/// SQLite's own look at the structure of the file, and whether every owed timer and effect is found
/// when it is due.
[[nodiscard]] Expected<void> quickCheck(SqliteHandle& database);
/// Everything: all indexes against their tables, all pages, all owed rows, all chains. Reads the
/// whole file. Answers the rows and streams that do not hold what was written, each of which can
/// rest alone; what is set aside already is not looked at. A Fault concerns the whole file.
[[nodiscard]] Expected<std::vector<desk::Unreadable>> fullCheck(SqliteHandle& database);
/// Recomputes one stream from its first event to its state row.
[[nodiscard]] Expected<void> verifyChain(SqliteHandle& database, const desk::StreamKey& stream);
[[nodiscard]] Expected<void> verifyAllChains(SqliteHandle& database);

}  // namespace delivery::ledger
