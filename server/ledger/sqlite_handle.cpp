#include "server/ledger/sqlite_handle.h"

#include <sqlite3.h>

#include <cassert>
#include <cerrno>
#include <cstdlib>

namespace delivery::ledger {

namespace {

constexpr int busyMilliseconds = 5000;

FaultCode codeOf(sqlite3* database, int result) {
    switch (result & 0xff) {
        case SQLITE_FULL:
            return FaultCode::DiskFull;
        case SQLITE_IOERR:
            // A failed fsync stays fatal whatever its reason: the kernel may have dropped the
            // pages.
            if (result != SQLITE_IOERR_FSYNC && result != SQLITE_IOERR_DIR_FSYNC &&
                (sqlite3_system_errno(database) == ENOSPC ||
                 sqlite3_system_errno(database) == EDQUOT))
                return FaultCode::DiskFull;
            return FaultCode::DiskBroken;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_CONSTRAINT:  // versions are compared before they are written
        case SQLITE_MISMATCH:
        case SQLITE_FORMAT:
            return FaultCode::Damaged;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_NOMEM:
        case SQLITE_INTERRUPT:
            return FaultCode::Busy;
        case SQLITE_PERM:
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_AUTH:
        case SQLITE_TOOBIG:
            return FaultCode::NotAllowed;
        default:
            return FaultCode::DiskBroken;
    }
}

/// A path as it stands in a URI.
std::string escaped(std::string_view path) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string uri;
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > ' ' && byte < 0x7f &&
            std::string_view("%?#").find(c) == std::string_view::npos) {
            uri.push_back(c);
            continue;
        }
        uri.push_back('%');
        uri.push_back(digits[byte >> 4U]);
        uri.push_back(digits[byte & 0xfU]);
    }
    return uri;
}

Fault faultOf(sqlite3* database, int result, std::string_view during) {
    // sqlite3_errmsg names tables and columns at most; values never reach the log.
    return {codeOf(database, result), std::string(during) + ": " + sqlite3_errstr(result) + " (" +
                                          std::to_string(result) + ") " + sqlite3_errmsg(database)};
}

}  // namespace

std::int64_t Row::number(int column) const { return sqlite3_column_int64(m_statement, column); }

std::string_view Row::view(int column) const {
    // Text and blob share this: for text in UTF-8 sqlite3_column_blob gives the same bytes.
    const void* bytes = sqlite3_column_blob(m_statement, column);
    const int size = sqlite3_column_bytes(m_statement, column);
    if (bytes == nullptr || size == 0) return {};
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

bool Row::isNull(int column) const {
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

Statement::~Statement() {
    if (m_statement != nullptr) sqlite3_reset(m_statement);
}

Expected<bool> Statement::step() {
    const int result = sqlite3_step(m_statement);
    if (result == SQLITE_ROW) return true;
    if (result == SQLITE_DONE) return false;
    return tl::unexpected(faultOf(sqlite3_db_handle(m_statement), result, m_name));
}

void Statement::bindNumber(int index, std::int64_t value) {
    const int result = sqlite3_bind_int64(m_statement, index, value);
    assert(result == SQLITE_OK);
    static_cast<void>(result);
}

void Statement::bindText(int index, std::string_view value) {
    // A null pointer would bind NULL instead of the empty text.
    const char* bytes = value.data() == nullptr ? "" : value.data();
    const int result =
        sqlite3_bind_text64(m_statement, index, bytes, value.size(), SQLITE_STATIC, SQLITE_UTF8);
    assert(result == SQLITE_OK);
    static_cast<void>(result);
}

void Statement::bindBlob(int index, std::string_view value) {
    const char* bytes = value.data() == nullptr ? "" : value.data();
    const int result = sqlite3_bind_blob64(m_statement, index, bytes, value.size(), SQLITE_STATIC);
    assert(result == SQLITE_OK);
    static_cast<void>(result);
}

Expected<SqliteHandle> SqliteHandle::open(const std::filesystem::path& file, Access access) {
    const bool onlyReads = access == Access::Read || access == Access::Alone;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= onlyReads ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (access == Access::Make) flags |= SQLITE_OPEN_CREATE;
    sqlite3* raw = nullptr;
    std::string name = file.string();
    if (access == Access::Alone) {
        flags |= SQLITE_OPEN_URI;
        name = "file:" + escaped(name) + "?immutable=1";
    }
    const int result = sqlite3_open_v2(name.c_str(), &raw, flags, nullptr);
    SqliteHandle handle(raw);
    if (raw == nullptr) return tl::unexpected(Fault{FaultCode::Busy, "no memory for a connection"});
    if (result != SQLITE_OK) return tl::unexpected(faultOf(raw, result, "open"));
    sqlite3_busy_timeout(raw, busyMilliseconds);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    // Only the writer checkpoints, and it does so by itself, so that a failure is seen.
    sqlite3_wal_autocheckpoint(raw, 0);
    std::string pragmas = "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;";
    if (onlyReads) pragmas += "PRAGMA query_only=ON;";
    if (auto set = handle.script(pragmas); !set) return tl::unexpected(std::move(set.error()));
    return handle;
}

SqliteHandle::SqliteHandle(SqliteHandle&& other) noexcept
    : m_database(std::exchange(other.m_database, nullptr)),
      m_statements(std::exchange(other.m_statements, {})) {}

SqliteHandle::~SqliteHandle() {
    for (sqlite3_stmt* statement : m_statements) sqlite3_finalize(statement);
    const int result = sqlite3_close(m_database);
    assert(result == SQLITE_OK);
    static_cast<void>(result);
}

void SqliteHandle::emptyLogOnClose() {
    sqlite3_db_config(m_database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
}

Expected<void> SqliteHandle::script(std::string_view sql) {
    const std::string text(sql);
    const int result = sqlite3_exec(m_database, text.c_str(), nullptr, nullptr, nullptr);
    if (result != SQLITE_OK) return tl::unexpected(fault(result, "script"));
    return {};
}

Expected<std::string> SqliteHandle::textOf(std::string_view sql) {
    sqlite3_stmt* prepared = nullptr;
    const int result = sqlite3_prepare_v2(m_database, sql.data(), static_cast<int>(sql.size()),
                                          &prepared, nullptr);
    if (result != SQLITE_OK) return tl::unexpected(fault(result, "prepare"));
    Expected<std::string> answer = std::string();
    {
        Statement use(prepared, sql);
        if (Expected<bool> stepped = use.step(); !stepped)
            answer = tl::unexpected(std::move(stepped.error()));
        else if (*stepped)
            answer = use.row().text(0);
    }
    sqlite3_finalize(prepared);
    return answer;
}

Expected<std::int64_t> SqliteHandle::numberOf(std::string_view sql) {
    Expected<std::string> text = textOf(sql);
    if (!text) return tl::unexpected(std::move(text.error()));
    return std::strtoll(text->c_str(), nullptr, 10);
}

Expected<Statement> SqliteHandle::statement(Query query) {
    sqlite3_stmt*& kept = m_statements.at(static_cast<std::size_t>(query));
    if (kept == nullptr) {
        const std::string_view sql = sqlOf(query);
        const int result = sqlite3_prepare_v3(m_database, sql.data(), static_cast<int>(sql.size()),
                                              SQLITE_PREPARE_PERSISTENT, &kept, nullptr);
        if (result != SQLITE_OK) return tl::unexpected(fault(result, nameOf(query)));
    }
    // A statement in use twice at once would lose the rows of the first use.
    assert(sqlite3_stmt_busy(kept) == 0);
    return Statement(kept, nameOf(query));
}

bool SqliteHandle::inTransaction() const { return sqlite3_get_autocommit(m_database) == 0; }

std::int64_t SqliteHandle::changes() const { return sqlite3_changes64(m_database); }

Fault SqliteHandle::fault(int result, std::string_view during) const {
    return faultOf(m_database, result, during);
}

Expected<void> Savepoint::open() {
    auto opened = m_database.run(Query::OpenSavepoint);
    m_isOpen = opened.has_value();
    return opened;
}

Expected<void> Savepoint::keep() {
    auto released = m_database.run(Query::ReleaseSavepoint);
    if (released) m_isOpen = false;
    return released;
}

void Savepoint::undo() {
    if (!std::exchange(m_isOpen, false) || !m_database.inTransaction()) return;
    const bool undone = m_database.run(Query::UndoSavepoint).has_value() &&
                        m_database.run(Query::ReleaseSavepoint).has_value();
    if (!undone && m_database.inTransaction())
        static_cast<void>(m_database.run(Query::RollBackBatch));
}

}  // namespace delivery::ledger
