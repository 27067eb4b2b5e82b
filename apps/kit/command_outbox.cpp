#include "apps/kit/command_outbox.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "kit_sql.h"

namespace delivery::kit {
namespace {

constexpr int schemaVersion = 2;
constexpr int busyMilliseconds = 5'000;

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

tl::unexpected<Fault> faultOf(sqlite3* database) {
    const int code = sqlite3_errcode(database) & 0xFF;
    FaultCode meaning = FaultCode::DiskBroken;
    if (code == SQLITE_FULL) meaning = FaultCode::DiskFull;
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) meaning = FaultCode::Busy;
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) meaning = FaultCode::Damaged;
    if (code == SQLITE_CANTOPEN || code == SQLITE_READONLY || code == SQLITE_PERM) {
        meaning = FaultCode::NotAllowed;
    }
    return tl::unexpected(Fault{meaning, std::string("outbox: ") + sqlite3_errmsg(database)});
}

Expected<void> run(sqlite3* database, const char* sql) {
    if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        return faultOf(database);
    }
    return {};
}

Expected<Statement> prepared(sqlite3* database, const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) != SQLITE_OK) {
        return faultOf(database);
    }
    return Statement(statement);
}

void bindText(const Statement& statement, int place, const QString& text) {
    const QByteArray bytes = text.toUtf8();
    sqlite3_bind_text(statement.get(), place, bytes.constData(), static_cast<int>(bytes.size()),
                      SQLITE_TRANSIENT);
}

/// An empty body is an empty blob: binding its null pointer would store NULL.
void bindBytes(const Statement& statement, int place, const QByteArray& bytes) {
    sqlite3_bind_blob(statement.get(), place, bytes.isEmpty() ? "" : bytes.constData(),
                      static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
}

QByteArray bytesAt(const Statement& statement, int column) {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement.get(), column));
    return bytes == nullptr ? QByteArray()
                            : QByteArray(bytes, sqlite3_column_bytes(statement.get(), column));
}

StoredCommand rowOf(const Statement& statement) {
    return {.seq = sqlite3_column_int64(statement.get(), 0),
            .id = QString::fromUtf8(bytesAt(statement, 1)),
            .request = {.method = QString::fromUtf8(bytesAt(statement, 2)),
                        .path = QString::fromUtf8(bytesAt(statement, 3)),
                        .body = bytesAt(statement, 4)},
            .storedAt = {sqlite3_column_int64(statement.get(), 5)},
            .repeat = sqlite3_column_int64(statement.get(), 6) == 0 ? Repeat::SameWish
                                                                    : Repeat::Undoable};
}

Expected<std::vector<StoredCommand>> rowsOf(sqlite3* database, const Statement& statement) {
    std::vector<StoredCommand> rows;
    int step = sqlite3_step(statement.get());
    for (; step == SQLITE_ROW; step = sqlite3_step(statement.get())) {
        rows.push_back(rowOf(statement));
    }
    if (step != SQLITE_DONE) return faultOf(database);
    return rows;
}

/// Rolls back unless committed.
class Transaction {
  public:
    [[nodiscard]] static Expected<Transaction> begin(sqlite3* database) {
        if (auto begun = run(database, "BEGIN IMMEDIATE"); !begun) {
            return tl::unexpected(begun.error());
        }
        return Transaction(database);
    }
    Transaction(Transaction&& other) noexcept
        : m_database(std::exchange(other.m_database, nullptr)) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction() {
        if (m_database != nullptr) sqlite3_exec(m_database, "ROLLBACK", nullptr, nullptr, nullptr);
    }
    [[nodiscard]] Expected<void> commit() {
        auto done = run(m_database, "COMMIT");
        if (done) m_database = nullptr;
        return done;
    }

  private:
    explicit Transaction(sqlite3* database) : m_database(database) {}
    sqlite3* m_database;
};

/// One byte of a file for each command held. The kernel lets go when the holder dies, however it
/// dies.
class HoldFile {
  public:
    explicit HoldFile(const QString& path)
        : m_file(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC,
                        S_IRUSR | S_IWUSR)) {}
    HoldFile(const HoldFile&) = delete;
    HoldFile& operator=(const HoldFile&) = delete;
    ~HoldFile() {
        if (m_file >= 0) ::close(m_file);
    }
    [[nodiscard]] bool isOpen() const { return m_file >= 0; }
    [[nodiscard]] bool hold(std::int64_t seq) { return set(F_WRLCK, seq); }
    void letGo(std::int64_t seq) { static_cast<void>(set(F_UNLCK, seq)); }

  private:
    bool set(short kind, std::int64_t seq) {
        struct flock range {};
        range.l_type = kind;
        range.l_whence = SEEK_SET;
        range.l_start = seq;
        range.l_len = 1;
        // Of the open file, not of the process: two outboxes in one process keep apart as well.
        return ::fcntl(m_file, F_OFD_SETLK, &range) == 0;
    }
    int m_file;
};

}  // namespace

struct CommandOutbox::Parts {
    Parts(Database opened, const QString& holdPath)
        : database(std::move(opened)), holds(holdPath) {}
    Database database;
    HoldFile holds;
};

namespace {

Expected<void> prepareSchema(sqlite3* database) {
    // TRUNCATE with FULL syncs the journal's end as well: what was committed survives a power cut.
    // What is forgotten is overwritten: an address is not left behind in the file.
    auto set = run(database,
                   "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL;"
                   "PRAGMA secure_delete = ON;");
    if (!set) return set;
    auto transaction = Transaction::begin(database);
    if (!transaction) return tl::unexpected(transaction.error());
    auto asked = prepared(database, "PRAGMA user_version");
    if (!asked) return tl::unexpected(asked.error());
    if (sqlite3_step(asked->get()) != SQLITE_ROW) return faultOf(database);
    const int version = sqlite3_column_int(asked->get(), 0);
    asked->reset();
    if (version > schemaVersion) {
        return tl::unexpected(
            Fault{FaultCode::Unreadable, "outbox: written by a newer version of this program"});
    }
    if (version == 0) {
        if (auto made = run(database, sql::create_outbox); !made) return made;
    } else if (version == 1) {
        if (auto made = run(database, sql::upgrade_outbox); !made) return made;
    }
    return transaction->commit();
}

}  // namespace

CommandOutbox::CommandOutbox(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
CommandOutbox::~CommandOutbox() = default;

Expected<std::unique_ptr<CommandOutbox>> CommandOutbox::open(const QString& file) {
    if (!QDir().mkpath(QFileInfo(file).absolutePath())) {
        return tl::unexpected(Fault{FaultCode::NotAllowed,
                                    "outbox: cannot make the folder of " + file.toStdString()});
    }
    {
        // Made empty and private first: an address in a command is nobody else's to read.
        QFile made(file);
        if (!made.exists() && made.open(QIODevice::ReadWrite)) {
            made.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        }
    }
    sqlite3* opened = nullptr;
    const int code =
        sqlite3_open_v2(file.toUtf8().constData(), &opened,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database(opened);
    if (code != SQLITE_OK) return faultOf(opened);
    sqlite3_busy_timeout(opened, busyMilliseconds);
    if (auto ready = prepareSchema(opened); !ready) return tl::unexpected(ready.error());
    auto parts = std::make_unique<Parts>(std::move(database), file + ".hold");
    if (!parts->holds.isOpen()) {
        return tl::unexpected(
            Fault{FaultCode::NotAllowed, std::string("outbox: ") + std::strerror(errno)});
    }
    return std::unique_ptr<CommandOutbox>(new CommandOutbox(std::move(parts)));
}

Expected<CommandOutbox::Taken> CommandOutbox::take(const Request& request, Repeat repeat,
                                                   Instant now, const QString& newId) {
    sqlite3* database = m_parts->database.get();
    // Looking and storing are one transaction: two programs never take the same command.
    auto transaction = Transaction::begin(database);
    if (!transaction) return tl::unexpected(transaction.error());

    auto find = prepared(database, sql::find_same_commands);
    if (!find) return tl::unexpected(find.error());
    bindText(*find, 1, request.method);
    bindText(*find, 2, request.path);
    bindBytes(*find, 3, request.body);
    const auto same = rowsOf(database, *find);
    if (!same) return tl::unexpected(same.error());
    find->reset();

    const Span bound = continuedFor(repeat);
    std::optional<StoredCommand> continued;
    for (const StoredCommand& stored : *same) {
        if (!m_parts->holds.hold(stored.seq)) continue;
        if (now - stored.storedAt <= bound) {
            continued = stored;
            break;
        }
        // Too old to be meant, and held by nobody.
        auto removal = forget(stored.seq);
        if (!removal) return tl::unexpected(removal.error());
    }
    if (continued) {
        if (auto done = transaction->commit(); !done) return tl::unexpected(done.error());
        return Taken{*continued, true};
    }

    auto store = prepared(database, sql::store_command);
    if (!store) return tl::unexpected(store.error());
    bindText(*store, 1, newId);
    bindText(*store, 2, request.method);
    bindText(*store, 3, request.path);
    bindBytes(*store, 4, request.body);
    sqlite3_bind_int64(store->get(), 5, now.utcMilliseconds);
    sqlite3_bind_int(store->get(), 6, repeat == Repeat::Undoable ? 1 : 0);
    if (const auto stored = rowsOf(database, *store); !stored) {
        return tl::unexpected(stored.error());
    }
    store->reset();
    const std::int64_t seq = sqlite3_last_insert_rowid(database);
    if (!m_parts->holds.hold(seq)) {
        return tl::unexpected(
            Fault{FaultCode::DiskBroken, std::string("outbox: ") + std::strerror(errno)});
    }
    if (auto done = transaction->commit(); !done) {
        m_parts->holds.letGo(seq);
        return tl::unexpected(done.error());
    }
    return Taken{{seq, newId, request, now, repeat}, false};
}

Expected<std::optional<StoredCommand>> CommandOutbox::takeUp(std::int64_t seq) {
    // Held first: what is read afterwards nobody can forget any more.
    if (!m_parts->holds.hold(seq)) return std::nullopt;
    auto find = prepared(m_parts->database.get(), sql::find_command);
    if (!find) return tl::unexpected(find.error());
    sqlite3_bind_int64(find->get(), 1, seq);
    auto rows = rowsOf(m_parts->database.get(), *find);
    if (rows && !rows->empty()) return rows->front();
    m_parts->holds.letGo(seq);
    if (!rows) return tl::unexpected(rows.error());
    return std::nullopt;
}

Expected<void> CommandOutbox::forget(std::int64_t seq) {
    sqlite3* database = m_parts->database.get();
    auto remove = prepared(database, sql::forget_command);
    if (!remove) return tl::unexpected(remove.error());
    sqlite3_bind_int64(remove->get(), 1, seq);
    const auto removed = rowsOf(database, *remove);
    // Let go only afterwards, or somebody could continue what has been answered.
    m_parts->holds.letGo(seq);
    if (!removed) return tl::unexpected(removed.error());
    return {};
}

void CommandOutbox::letGo(std::int64_t seq) { m_parts->holds.letGo(seq); }

Expected<std::vector<StoredCommand>> CommandOutbox::dropOlderThan(Instant bound) {
    sqlite3* database = m_parts->database.get();
    auto drop = prepared(database, sql::drop_stale_commands);
    if (!drop) return tl::unexpected(drop.error());
    sqlite3_bind_int64(drop->get(), 1, bound.utcMilliseconds);
    return rowsOf(database, *drop);
}

Expected<std::vector<StoredCommand>> CommandOutbox::unanswered() {
    sqlite3* database = m_parts->database.get();
    auto list = prepared(database, sql::list_commands);
    if (!list) return tl::unexpected(list.error());
    return rowsOf(database, *list);
}

}  // namespace delivery::kit
