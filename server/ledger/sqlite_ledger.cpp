#include "server/ledger/sqlite_ledger.h"

#include <sqlite3.h>

#include <cassert>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>

#include "server/ledger/reads_through.h"
#include "server/ledger/sqlite_handle.h"
#include "server/ledger/sqlite_open.h"
#include "server/ledger/sqlite_reads.h"
#include "server/ledger/sqlite_transaction.h"
#include "server/ledger/verify.h"

namespace delivery::ledger {

namespace fs = std::filesystem;

namespace {

/// A page that is still in the cache at the end of a batch need not be read again in the next one.
constexpr const char* writerPragmas =
    "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32768;"
    "PRAGMA journal_size_limit=67108864; PRAGMA temp_store=MEMORY;";
constexpr int backupPagesPerStep = 512;
/// SQLite's own largest page number.
constexpr std::int64_t pagesEver = 4'294'967'294;

class SqliteReader final : public ReadsThrough<desk::LedgerReader, SqliteReads> {
  public:
    explicit SqliteReader(std::unique_ptr<SqliteHandle> database)
        : ReadsThrough(*database), m_database(std::move(database)) {}

  private:
    std::unique_ptr<SqliteHandle> m_database;
};

int notedFrames(void* frames, sqlite3*, const char*, int count) {
    *static_cast<int*>(frames) = count;
    return SQLITE_OK;
}

OpenFailure failure(Fault fault) {
    const bool isDamaged = fault.code == FaultCode::Damaged || fault.code == FaultCode::Unreadable;
    return {isDamaged ? OpenProblem::Damaged : OpenProblem::Broken, std::move(fault)};
}

Expected<void> emptyLog(SqliteHandle& database) {
    const int result = sqlite3_wal_checkpoint_v2(database.raw(), nullptr,
                                                 SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (result != SQLITE_OK) return tl::unexpected(database.fault(result, "checkpoint"));
    return {};
}

/// BEGIN alone would take the moment of the first read.
Expected<void> beginSnapshot(SqliteHandle& database) {
    return database.script("BEGIN; SELECT count(*) FROM meta;");
}

}  // namespace

struct SqliteLedger::Parts {
    fs::path file;
    DirectoryLock lock;
    SqliteWriter writer;
    Opening opening;

    [[nodiscard]] Expected<SqliteHandle> readOnly() const {
        return SqliteHandle::open(file, SqliteHandle::Access::Read);
    }
    /// Looks at one moment of the file on a connection of its own, while the writer goes on.
    template <class Look>
    [[nodiscard]] std::invoke_result_t<Look, SqliteHandle&> inSnapshot(Look look) const {
        Expected<SqliteHandle> database = readOnly();
        if (!database) return tl::unexpected(std::move(database.error()));
        if (auto begun = beginSnapshot(*database); !begun)
            return tl::unexpected(std::move(begun.error()));
        auto seen = look(*database);
        static_cast<void>(database->run(Query::RollBackBatch));
        return seen;
    }
};

SqliteLedger::SqliteLedger(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {
    sqlite3_wal_hook(m_parts->writer.database.raw(), notedFrames, &m_parts->writer.walFrames);
}

tl::expected<std::unique_ptr<SqliteLedger>, OpenFailure> SqliteLedger::open(
    const Options& options) {
    std::error_code error;
    fs::create_directories(options.directory, error);
    if (error)
        return tl::unexpected(
            failure({FaultCode::NotAllowed, options.directory.string() + ": " + error.message()}));
    auto lock = DirectoryLock::take(options.directory);
    if (!lock) return tl::unexpected(std::move(lock.error()));
    auto opened = openFile(options.directory);
    if (!opened) return tl::unexpected(std::move(opened.error()));
    SqliteHandle& database = opened->database;

    const auto start = std::chrono::steady_clock::now();
    auto done = database.script(writerPragmas);
    if (done && opened->afterUncleanStop) done = ledger::quickCheck(database);
    if (done) done = ledger::checkTails(database);
    const auto checked = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - start);
    // The note must be in the file itself, not only in the log: it is what tells that a log is
    // missing.
    if (done) done = noteClean(database, false);
    if (done) done = emptyLog(database);
    if (!done) return tl::unexpected(failure(std::move(done.error())));

    auto parts = std::make_unique<Parts>(Parts{
        .file = options.directory / fileName,
        .lock = std::move(*lock),
        .writer = {.database = std::move(database), .checkpointFrames = options.checkpointFrames},
        .opening = {.made = opened->made,
                    .afterUncleanStop = opened->afterUncleanStop,
                    .checked = checked}});
    std::unique_ptr<SqliteLedger> ledger(new SqliteLedger(std::move(parts)));
    if (options.pagesMax > 0) {
        if (auto limited = ledger->limitPages(options.pagesMax); !limited)
            return tl::unexpected(failure(std::move(limited.error())));
    }
    return ledger;
}

bool SqliteLedger::isIn(const fs::path& directory) {
    std::error_code error;
    return fs::exists(directory / fileName, error);
}

SqliteLedger::~SqliteLedger() {
    SqliteWriter& writer = m_parts->writer;
    assert(!writer.hasTransaction);
    // Only a file whose log has moved into it without an error is called clean.
    if (!writer.broken && emptyLog(writer.database) && noteClean(writer.database, true))
        writer.database.emptyLogOnClose();
}

Expected<std::unique_ptr<desk::Transaction>> SqliteLedger::begin() {
    SqliteWriter& writer = m_parts->writer;
    if (writer.broken) return tl::unexpected(*writer.broken);
    if (writer.hasTransaction)
        return tl::unexpected(Fault{FaultCode::Busy, "a transaction is open"});
    if (auto begun = writer.database.run(Query::BeginBatch); !begun)
        return tl::unexpected(std::move(begun.error()));
    return std::make_unique<SqliteTransaction>(writer);
}

Expected<std::unique_ptr<desk::LedgerReader>> SqliteLedger::reader() {
    auto database = m_parts->readOnly();
    if (!database) return tl::unexpected(std::move(database.error()));
    return std::make_unique<SqliteReader>(std::make_unique<SqliteHandle>(std::move(*database)));
}

const SqliteLedger::Opening& SqliteLedger::opening() const { return m_parts->opening; }

Expected<void> SqliteLedger::checkTails() {
    return m_parts->inSnapshot([](SqliteHandle& database) { return ledger::checkTails(database); });
}

Expected<void> SqliteLedger::quickCheck() {
    return m_parts->inSnapshot([](SqliteHandle& database) { return ledger::quickCheck(database); });
}

Expected<std::vector<desk::Unreadable>> SqliteLedger::fullCheck() {
    return m_parts->inSnapshot([](SqliteHandle& database) { return ledger::fullCheck(database); });
}

Expected<void> SqliteLedger::verifyChain(const desk::StreamKey& stream) {
    return m_parts->inSnapshot(
        [&stream](SqliteHandle& database) { return ledger::verifyChain(database, stream); });
}

Expected<void> SqliteLedger::verifyAllChains() {
    return m_parts->inSnapshot(
        [](SqliteHandle& database) { return ledger::verifyAllChains(database); });
}

Expected<void> SqliteLedger::limitPages(std::int64_t pagesMax) {
    const std::int64_t pages = pagesMax > 0 ? pagesMax : pagesEver;
    return m_parts->writer.database.script("PRAGMA max_page_count=" + std::to_string(pages));
}

namespace {

/// Copies one moment: outside of a read transaction every commit of the writer would start the copy
/// again.
Expected<void> copyPages(SqliteHandle& from, SqliteHandle& to,
                         const std::function<bool()>& isGivenUp) {
    auto begun = beginSnapshot(from);
    if (!begun) return begun;
    sqlite3_backup* backup = sqlite3_backup_init(to.raw(), "main", from.raw(), "main");
    if (backup == nullptr)
        return tl::unexpected(to.fault(sqlite3_extended_errcode(to.raw()), "backup"));
    int result = SQLITE_OK;
    bool givenUp = false;
    while (result == SQLITE_OK && !givenUp) {
        result = sqlite3_backup_step(backup, backupPagesPerStep);
        givenUp = isGivenUp();
    }
    sqlite3_backup_finish(backup);
    if (givenUp) return tl::unexpected(Fault{FaultCode::Busy, "backup: the server is stopping"});
    if (result != SQLITE_DONE) return tl::unexpected(to.fault(result, "backup"));
    return from.run(Query::CommitBatch);
}

Expected<void> makeCopy(SqliteHandle& from, const fs::path& file,
                        const std::function<bool()>& isGivenUp) {
    auto to = SqliteHandle::open(file, SqliteHandle::Access::Make);
    if (!to) return tl::unexpected(std::move(to.error()));
    auto done = to->script("PRAGMA synchronous=FULL");
    if (done) done = copyPages(from, *to, isGivenUp);
    // The copy stands by itself: no log belongs to it, and nobody is writing to it.
    if (done) done = to->script("PRAGMA journal_mode=DELETE");
    // Where it is put back, orders get the numbers of those that came after the copy. The provider
    // knows those, and must not take the one for the other.
    if (done) done = nameInstall(*to);
    if (done) done = noteClean(*to, true);
    if (done) done = ledger::quickCheck(*to);
    return done;
}

}  // namespace

Expected<void> SqliteLedger::backupTo(const fs::path& file,
                                      const std::function<bool()>& isGivenUp) {
    std::error_code error;
    // A link that leads nowhere is in the way too.
    if (fs::exists(fs::symlink_status(file, error)))
        return tl::unexpected(Fault{FaultCode::NotAllowed, file.string() + " is there already"});
    auto from = m_parts->readOnly();
    if (!from) return tl::unexpected(std::move(from.error()));
    const fs::path making = file.string() + ".making";
    const auto removeWhatWasMade = [&making] {
        std::error_code ignored;
        for (const char* part : {"", "-journal", "-wal", "-shm"})
            fs::remove(making.string() + part, ignored);
    };
    removeWhatWasMade();
    auto done = makePrivateFile(making);
    if (done) done = makeCopy(*from, making, isGivenUp);
    if (!done) {
        removeWhatWasMade();
        return done;
    }
    fs::rename(making, file, error);
    if (error)
        return tl::unexpected(Fault{FaultCode::NotAllowed, file.string() + ": " + error.message()});
    return syncDirectory(fs::absolute(file).parent_path());
}

}  // namespace delivery::ledger
