#include "server/ledger/sqlite_transaction.h"

#include <sqlite3.h>

#include <algorithm>
#include <cassert>
#include <iterator>

#include "server/ledger/chain.h"
#include "server/ledger/page_entries.h"
#include "server/ledger/seal.h"

namespace delivery::ledger {

using namespace desk;

namespace {

/// Runs each step until one fails.
template <class Range, class Step>
Expected<void> forEach(Range& range, Step step) {
    for (auto& element : range) {
        if (Expected<void> done = step(element); !done) return done;
    }
    return {};
}

struct StreamEnd {
    std::int64_t version = 0;
    Bytes tail = chainRoot();
};

Expected<StreamEnd> endOf(SqliteHandle& database, const StreamKey& stream) {
    StreamEnd end;
    auto done = database.each(
        Query::ReadTail,
        [&](const Row& row) {
            end = {.version = row.number(0), .tail = row.text(1)};
            return Expected<void>();
        },
        stream.kind, stream.id);
    if (!done) return tl::unexpected(std::move(done.error()));
    return end;
}

}  // namespace

void SqliteWriter::checkpointIfLong() {
    if (walFrames < checkpointFrames) return;
    int inLog = 0;
    int moved = 0;
    const int result = sqlite3_wal_checkpoint_v2(database.raw(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                                 &inLog, &moved);
    if (result == SQLITE_OK) return;
    // The log still holds everything when the disk is full or a reader is in the way: the next
    // commit tries again.
    Fault fault = database.fault(result, "checkpoint");
    if (fault.code == FaultCode::DiskBroken || fault.code == FaultCode::Damaged)
        broken = std::move(fault);
}

SqliteTransaction::~SqliteTransaction() {
    if (m_isOpen) end();
}

void SqliteTransaction::end() {
    m_isOpen = false;
    m_writer.hasTransaction = false;
    if (!m_database.inTransaction()) return;
    m_writer.lastPosition.reset();
    if (auto rolledBack = m_database.run(Query::RollBackBatch); !rolledBack)
        m_writer.broken = Fault{FaultCode::DiskBroken, rolledBack.error().text};
}

Fault SqliteTransaction::noted(Fault fault) {
    m_writer.lastPosition.reset();
    if (fault.code == FaultCode::DiskBroken && !m_writer.broken) m_writer.broken = fault;
    if (m_isOpen && !m_database.inTransaction()) m_death = fault;
    return fault;
}

template <class Step>
Expected<void> SqliteTransaction::inSavepoint(Step step) {
    // Without this question a statement after SQLite's own rollback would commit by itself.
    if (!alive()) return tl::unexpected(m_death);
    Savepoint savepoint(m_database);
    Expected<void> done = savepoint.open();
    if (done) done = step();
    if (done) done = savepoint.keep();
    if (!done) {
        savepoint.undo();
        return tl::unexpected(noted(std::move(done.error())));
    }
    return {};
}

Expected<std::vector<EventRow>> SqliteTransaction::append(CommandWrites writes) {
    std::vector<EventRow> appended;
    auto done = inSavepoint([&]() -> Expected<void> {
        if (!m_writer.lastPosition) {
            Expected<std::int64_t> last = m_reads.lastPosition();
            if (!last) return tl::unexpected(std::move(last.error()));
            m_writer.lastPosition = *last;
        }
        std::int64_t position = *m_writer.lastPosition;
        auto put = forEach(writes.streams, [&](StreamAppend& stream) {
            return appendStream(stream, position, appended);
        });
        if (put) put = putRest(writes);
        if (put) m_writer.lastPosition = position;
        return put;
    });
    if (!done) return tl::unexpected(std::move(done.error()));
    return appended;
}

Expected<void> SqliteTransaction::appendStream(StreamAppend& stream, std::int64_t& position,
                                               std::vector<EventRow>& appended) {
    Expected<StreamEnd> end = endOf(m_database, stream.stream);
    if (!end) return tl::unexpected(std::move(end.error()));
    if (end->version != stream.expectedVersion)
        return tl::unexpected(
            Fault{FaultCode::VersionConflict, "stream of kind " + stream.stream.kind});
    if (stream.events.empty()) return {};
    for (EventRow& event : stream.events) {
        event.stream = stream.stream;
        event.version = ++end->version;
        event.position = ++position;
        event.hash = chainHash(end->tail, event);
        end->tail = event.hash;
        auto put =
            m_database.run(Query::AppendEvent, event.position, event.stream.kind, event.stream.id,
                           event.version, event.at, event.type, event.typeVersion, Blob{event.body},
                           event.actor, event.cause, Blob{event.hash}, sealOf(event));
        if (!put) return put;
        appended.push_back(std::move(event));
    }
    return m_database.run(Query::PutState, stream.stream.kind, stream.stream.id, end->version,
                          Blob{end->tail}, Blob{stream.state},
                          sealOfState(stream.stream, end->version, end->tail, stream.state));
}

Expected<void> SqliteTransaction::putReply(const ReplyRow& reply) {
    auto put = m_database.run(Query::PutReply, reply.key.actor, reply.key.command.text(),
                              Blob{reply.fingerprint}, Blob{reply.body}, reply.final, reply.at,
                              sealOf(reply));
    if (put && m_database.changes() == 0)
        return tl::unexpected(Fault{FaultCode::VersionConflict, "the reply is final"});
    return put;
}

Expected<void> SqliteTransaction::putRest(const CommandWrites& writes) {
    auto done = forEach(writes.replies, [&](const ReplyRow& reply) { return putReply(reply); });
    if (done)
        done = forEach(writes.effectsDone, [&](const std::string& id) {
            return m_database.run(Query::EraseEffect, id);
        });
    if (done)
        done = forEach(writes.effects, [&](const EffectRow& effect) {
            return m_database.run(Query::PutEffect, effect.id, effect.kind, effect.due,
                                  effect.tries, effect.since, Blob{effect.body}, sealOf(effect));
        });
    if (done)
        done = forEach(writes.timersDisarmed, [&](const auto& timer) {
            return m_database.run(Query::EraseTimer, timer.first.kind, timer.first.id,
                                  timer.second);
        });
    if (done)
        done = forEach(writes.timers, [&](const TimerRow& timer) {
            return m_database.run(Query::PutTimer, timer.stream.kind, timer.stream.id, timer.kind,
                                  timer.due, timer.waitsFor, sealOf(timer));
        });
    if (done)
        done = forEach(writes.sidesErased, [&](const SideKey& side) {
            return m_database.run(Query::EraseSide, side.kind, side.key);
        });
    if (done)
        done = forEach(writes.sides, [&](const SideRow& side) {
            return m_database.run(Query::PutSide, side.kind, side.key, side.owner, Blob{side.body},
                                  sealOf(side));
        });
    if (done)
        done = forEach(writes.counters, [&](const auto& counter) {
            return m_database.run(Query::PutCounter, counter.first, counter.second,
                                  sealOfCounter(counter.first, counter.second));
        });
    return done;
}

Expected<void> SqliteTransaction::writePage(const PageWrites& writes) {
    return inSavepoint([&]() -> Expected<void> {
        CountChanges counts;
        auto done = forEach(writes.erased, [&](const std::string& key) {
            return erasePageRow(writes.page, key, counts);
        });
        if (done)
            done = forEach(writes.put, [&](const PageRow& row) {
                return putPageRow(writes.page, row, counts);
            });
        if (done) done = putCounts(writes.page, counts);
        if (done) done = moveCursor(writes.page, writes.cursor);
        return done;
    });
}

namespace {

struct KeptPageRow {
    std::int64_t rowid = 0;
    std::vector<IndexEntry> entries;
};

Expected<std::optional<KeptPageRow>> keptPageRow(SqliteHandle& database, const std::string& page,
                                                 const std::string& key) {
    std::optional<KeptPageRow> kept;
    auto done = database.each(
        Query::FindPageRow,
        [&](const Row& row) -> Expected<void> {
            auto entries = decodeEntries(row.view(1));
            if (!entries)
                return tl::unexpected(
                    Fault{FaultCode::Unreadable, "entries of a page row cannot be read"});
            kept = KeptPageRow{.rowid = row.number(0), .entries = std::move(*entries)};
            return {};
        },
        page, key);
    if (!done) return tl::unexpected(std::move(done.error()));
    return kept;
}

}  // namespace

Expected<void> SqliteTransaction::erasePageRow(const std::string& page, const std::string& key,
                                               CountChanges& counts) {
    auto kept = keptPageRow(m_database, page, key);
    if (!kept) return tl::unexpected(std::move(kept.error()));
    if (!*kept) return {};
    auto done = changeEntries(page, key, (*kept)->entries, {}, counts);
    if (done) done = m_database.run(Query::ErasePageRow, (*kept)->rowid);
    return done;
}

Expected<void> SqliteTransaction::putPageRow(const std::string& page, const PageRow& row,
                                             CountChanges& counts) {
    std::vector<IndexEntry> entries = row.entries;
    normalise(entries);
    const Bytes encoded = encodeEntries(entries);
    const std::int64_t seal = sealOfPageRow(page, row.key, encoded, row.body);
    auto kept = keptPageRow(m_database, page, row.key);
    if (!kept) return tl::unexpected(std::move(kept.error()));
    const std::vector<IndexEntry> before =
        *kept ? std::move((*kept)->entries) : std::vector<IndexEntry>();
    auto done = changeEntries(page, row.key, before, entries, counts);
    if (!done) return done;
    if (*kept)
        return m_database.run(Query::UpdatePageRow, (*kept)->rowid, Blob{encoded}, Blob{row.body},
                              seal);
    return m_database.run(Query::InsertPageRow, page, row.key, Blob{encoded}, Blob{row.body}, seal);
}

/// Only what differs is written: most changes of a row leave its places alone.
Expected<void> SqliteTransaction::changeEntries(const std::string& page, const std::string& key,
                                                const std::vector<IndexEntry>& before,
                                                const std::vector<IndexEntry>& after,
                                                CountChanges& counts) {
    std::vector<IndexEntry> gone;
    std::set_difference(before.begin(), before.end(), after.begin(), after.end(),
                        std::back_inserter(gone));
    std::vector<IndexEntry> added;
    std::set_difference(after.begin(), after.end(), before.begin(), before.end(),
                        std::back_inserter(added));
    auto done = forEach(gone, [&](const IndexEntry& entry) -> Expected<void> {
        counts[{entry.index, entry.partition}] -= 1;
        auto erased = m_database.run(Query::ErasePageEntry, page, entry.index, entry.partition,
                                     entry.sort, key);
        if (erased && m_database.changes() != 1)
            return tl::unexpected(
                Fault{FaultCode::Unreadable, "a page row without its index entry"});
        return erased;
    });
    if (!done) return done;
    return forEach(added, [&](const IndexEntry& entry) {
        counts[{entry.index, entry.partition}] += 1;
        return m_database.run(Query::AddPageEntry, page, entry.index, entry.partition, entry.sort,
                              key);
    });
}

Expected<void> SqliteTransaction::putCounts(const std::string& page, const CountChanges& counts) {
    return forEach(counts, [&](const auto& change) -> Expected<void> {
        const auto& [index, partition] = change.first;
        if (change.second == 0) return {};
        Expected<std::int64_t> kept = m_reads.partitionSize(page, index, partition);
        if (!kept) return tl::unexpected(std::move(kept.error()));
        const std::int64_t entries = *kept + change.second;
        if (entries < 0)
            return tl::unexpected(
                Fault{FaultCode::Unreadable, "a partition with less than nothing"});
        if (entries == 0) return m_database.run(Query::ErasePageCount, page, index, partition);
        return m_database.run(Query::PutPageCount, page, index, partition, entries,
                              sealOfPageCount(page, index, partition, entries));
    });
}

Expected<void> SqliteTransaction::putCursor(const PageCursor& cursor) {
    return m_database.run(Query::PutPageCursor, cursor.page, cursor.position, cursor.paused,
                          cursor.quarantined, cursor.lastError, sealOf(cursor));
}

Expected<void> SqliteTransaction::moveCursor(const std::string& page, std::int64_t position) {
    Expected<std::optional<PageCursor>> kept = m_reads.pageCursor(page);
    if (!kept) return tl::unexpected(std::move(kept.error()));
    PageCursor cursor = kept->value_or(PageCursor{.page = page});
    cursor.position = position;
    return putCursor(cursor);
}

Expected<void> SqliteTransaction::setPageCursor(const PageCursor& cursor) {
    return inSavepoint([&]() { return putCursor(cursor); });
}

Expected<void> SqliteTransaction::clearPage(const std::string& page) {
    return inSavepoint([&]() {
        auto done = m_database.run(Query::ClearPageRows, page);
        if (done) done = m_database.run(Query::ClearPageEntries, page);
        if (done) done = m_database.run(Query::ClearPageCounts, page);
        if (done) done = moveCursor(page, 0);
        return done;
    });
}

Expected<void> SqliteTransaction::forgetRepliesBefore(Instant before, int limit) {
    assert(limit >= 0);
    return inSavepoint([&]() { return m_database.run(Query::ForgetReplies, before, limit); });
}

Expected<void> SqliteTransaction::commit() {
    if (!alive()) return tl::unexpected(m_death);
    if (auto done = m_database.run(Query::CommitBatch); !done) {
        Fault fault = noted(std::move(done.error()));
        m_death = fault;
        end();
        return tl::unexpected(std::move(fault));
    }
    end();
    m_writer.checkpointIfLong();
    return {};
}

}  // namespace delivery::ledger
