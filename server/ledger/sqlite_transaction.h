#pragma once
/// One batch on the writer's connection: a savepoint per command and per page, all on the disk
/// after commit.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "desk/ledger.h"
#include "server/ledger/reads_through.h"
#include "server/ledger/sqlite_handle.h"
#include "server/ledger/sqlite_reads.h"

namespace delivery::ledger {

/// The one connection that writes and checkpoints, with what is known about its file. Used on one
/// thread.
struct SqliteWriter {
    SqliteHandle database;
    int checkpointFrames = 1000;
    std::optional<std::int64_t> lastPosition = std::nullopt;  ///< asked again after a failure
    bool hasTransaction = false;
    /// A failed fsync or checkpoint: what the kernel still holds cannot be known, so nothing is
    /// written any more.
    std::optional<Fault> broken = std::nullopt;
    int walFrames = 0;  ///< in the write-ahead log after the last commit

    /// Moves what the log holds into the file once it is long enough.
    void checkpointIfLong();
};

class SqliteTransaction final : public ReadsThrough<desk::Transaction, SqliteReads> {
  public:
    /// The writer has begun a transaction for this and outlives it.
    explicit SqliteTransaction(SqliteWriter& writer)
        : ReadsThrough(writer.database), m_writer(writer), m_database(writer.database) {
        m_writer.hasTransaction = true;
    }
    ~SqliteTransaction() override;
    SqliteTransaction(const SqliteTransaction&) = delete;
    SqliteTransaction& operator=(const SqliteTransaction&) = delete;

    [[nodiscard]] Expected<std::vector<desk::EventRow>> append(desk::CommandWrites writes) override;
    [[nodiscard]] Expected<void> writePage(const desk::PageWrites& writes) override;
    [[nodiscard]] Expected<void> setPageCursor(const desk::PageCursor& cursor) override;
    [[nodiscard]] Expected<void> clearPage(const std::string& page) override;
    [[nodiscard]] Expected<void> forgetRepliesBefore(Instant before, int limit) override;
    [[nodiscard]] bool alive() const override { return m_isOpen && m_database.inTransaction(); }
    [[nodiscard]] Expected<void> commit() override;

  private:
    using CountChanges = std::map<std::pair<std::string, std::string>, std::int64_t>;

    /// Runs a step in a savepoint of its own; a failed step leaves nothing.
    template <class Step>
    [[nodiscard]] Expected<void> inSavepoint(Step step);
    /// Remembers what killed the transaction, if something did.
    Fault noted(Fault fault);
    void end();

    [[nodiscard]] Expected<void> appendStream(desk::StreamAppend& stream, std::int64_t& position,
                                              std::vector<desk::EventRow>& appended);
    [[nodiscard]] Expected<void> putRest(const desk::CommandWrites& writes);
    [[nodiscard]] Expected<void> putReply(const desk::ReplyRow& reply);
    [[nodiscard]] Expected<void> putPageRow(const std::string& page, const desk::PageRow& row,
                                            CountChanges& counts);
    [[nodiscard]] Expected<void> erasePageRow(const std::string& page, const std::string& key,
                                              CountChanges& counts);
    [[nodiscard]] Expected<void> changeEntries(const std::string& page, const std::string& key,
                                               const std::vector<desk::IndexEntry>& before,
                                               const std::vector<desk::IndexEntry>& after,
                                               CountChanges& counts);
    [[nodiscard]] Expected<void> putCursor(const desk::PageCursor& cursor);
    [[nodiscard]] Expected<void> moveCursor(const std::string& page, std::int64_t position);
    [[nodiscard]] Expected<void> putCounts(const std::string& page, const CountChanges& counts);

    SqliteWriter& m_writer;
    SqliteHandle& m_database;
    bool m_isOpen = true;
    Fault m_death{FaultCode::NotAllowed, "the transaction is over"};
};

}  // namespace delivery::ledger
