#include "server/sandbox/database.h"

#include <sqlite3.h>

namespace delivery::sandbox {
namespace {

constexpr const char* settings =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    "PRAGMA busy_timeout=2000;";

}  // namespace

std::string Row::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
}

std::int64_t Row::number(int column) const { return sqlite3_column_int64(m_statement, column); }

Expected<std::unique_ptr<Database>> Database::open(const std::string& path) {
    std::unique_ptr<Database> database(new Database);
    int code = sqlite3_open_v2(path.c_str(), &database->m_connection,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    const std::string create{queryTexts.at(static_cast<std::size_t>(Query::CreateTables))};
    for (const char* text : {settings, create.c_str()}) {
        if (code == SQLITE_OK) {
            code = sqlite3_exec(database->m_connection, text, nullptr, nullptr, nullptr);
        }
    }
    if (code != SQLITE_OK) {
        const Fault fault{FaultCode::Damaged, path + ": " + sqlite3_errmsg(database->m_connection)};
        return tl::unexpected(fault);
    }
    return database;
}

Database::~Database() {
    for (sqlite3_stmt* statement : m_statements) sqlite3_finalize(statement);
    sqlite3_close(m_connection);
}

sqlite3_stmt* Database::prepared(Query query) {
    const auto index = static_cast<std::size_t>(query);
    sqlite3_stmt*& statement = m_statements.at(index);
    if (statement == nullptr) {
        const std::string_view text = queryTexts.at(index);
        remember(sqlite3_prepare_v3(m_connection, text.data(), static_cast<int>(text.size()),
                                    SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    }
    return statement;
}

void Database::run(Query query, std::initializer_list<Value> values, const EachRow& each) {
    if (m_fault) return;
    sqlite3_stmt* const statement = prepared(query);
    if (statement == nullptr) return;
    int column = 1;
    for (const Value& value : values) {
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            remember(sqlite3_bind_int64(statement, column++, *number));
        } else {
            const std::string_view text = std::get<std::string_view>(value);
            // An empty view may hold a null pointer, which would be bound as NULL.
            remember(sqlite3_bind_text(statement, column++, text.empty() ? "" : text.data(),
                                       static_cast<int>(text.size()), SQLITE_STATIC));
        }
    }
    int code = SQLITE_DONE;
    while (!m_fault && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (each) each(Row(statement));
    }
    if (code != SQLITE_DONE) remember(code);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

void Database::remember(int code) {
    if (code == SQLITE_OK || m_fault) return;
    const FaultCode kind = code == SQLITE_FULL ? FaultCode::DiskFull : FaultCode::DiskBroken;
    m_fault = Fault{kind, std::string("sqlite: ") + sqlite3_errmsg(m_connection)};
}

Expected<void> Database::commit() {
    run(Query::CommitBatch);
    if (std::optional<Fault> fault = rollback()) return tl::unexpected(*fault);
    return {};
}

std::optional<Fault> Database::rollback() {
    std::optional<Fault> fault = std::exchange(m_fault, std::nullopt);
    // SQLite may have rolled back by itself, for example on a full disk.
    if (sqlite3_get_autocommit(m_connection) == 0) run(Query::RollbackBatch);
    m_fault.reset();
    return fault;
}

}  // namespace delivery::sandbox
