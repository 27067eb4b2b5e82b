#pragma once
/// Owners of SQLite's handles: a connection with its prepared statements, and a savepoint that
/// undoes itself.
///
/// One thread at a time per connection; connections are opened without SQLite's own mutex.

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "core/instant.h"
#include "core/result.h"
#include "ledger_sql.h"

struct sqlite3;
struct sqlite3_stmt;

namespace delivery::ledger {

/// Bytes as opposed to text, when bound.
struct Blob {
    std::string_view bytes;
};

/// The row that a statement stands on. What it shows by view lives until the next step.
class Row {
  public:
    explicit Row(sqlite3_stmt* statement) : m_statement(statement) {}
    [[nodiscard]] std::int64_t number(int column) const;
    [[nodiscard]] std::string_view view(int column) const;
    [[nodiscard]] std::string text(int column) const { return std::string(view(column)); }
    [[nodiscard]] Instant instant(int column) const { return {number(column)}; }
    [[nodiscard]] bool isNull(int column) const;

  private:
    sqlite3_stmt* m_statement;
};

/// One use of a prepared statement: bound, stepped, and reset when it goes out of scope. What is
/// bound is not copied and must outlive the use.
class Statement {
  public:
    Statement(sqlite3_stmt* statement, std::string_view name)
        : m_statement(statement), m_name(name) {}
    ~Statement();
    Statement(Statement&& other) noexcept
        : m_statement(std::exchange(other.m_statement, nullptr)), m_name(other.m_name) {}
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement& operator=(Statement&&) = delete;

    template <class... Values>
    void bind(const Values&... values) {
        int index = 0;
        (bindOne(++index, values), ...);
    }
    /// True: there is a row. False: done.
    [[nodiscard]] Expected<bool> step();
    [[nodiscard]] Row row() const { return Row(m_statement); }

  private:
    template <class Value>
    void bindOne(int index, const Value& value) {
        if constexpr (std::is_same_v<Value, Blob>)
            bindBlob(index, value.bytes);
        else if constexpr (std::is_same_v<Value, Instant>)
            bindNumber(index, value.utcMilliseconds);
        else if constexpr (std::is_integral_v<Value>)
            bindNumber(index, value);
        else
            bindText(index, value);
    }
    void bindNumber(int index, std::int64_t value);
    void bindText(int index, std::string_view value);
    void bindBlob(int index, std::string_view value);

    sqlite3_stmt* m_statement;
    std::string_view m_name;  ///< for faults
};

/// One connection. Statements are prepared at their first use and kept.
class SqliteHandle {
  public:
    enum class Access {
        Read,
        Write,
        Make,   ///< Write, and make the file if it is not there
        Alone,  ///< read the file without its write-ahead log
    };

    [[nodiscard]] static Expected<SqliteHandle> open(const std::filesystem::path& file,
                                                     Access access);
    SqliteHandle(SqliteHandle&& other) noexcept;
    SqliteHandle(const SqliteHandle&) = delete;
    SqliteHandle& operator=(const SqliteHandle&) = delete;
    SqliteHandle& operator=(SqliteHandle&&) = delete;
    ~SqliteHandle();

    /// Runs text of one or more statements: pragmas and migrations.
    [[nodiscard]] Expected<void> script(std::string_view sql);
    /// The first column of the first row of a text, 0 without one.
    [[nodiscard]] Expected<std::int64_t> numberOf(std::string_view sql);
    [[nodiscard]] Expected<std::string> textOf(std::string_view sql);

    [[nodiscard]] Expected<Statement> statement(Query query);

    /// Runs a query that answers no rows.
    template <class... Values>
    [[nodiscard]] Expected<void> run(Query query, const Values&... values) {
        return each(
            query, [](Row) { return Expected<void>(); }, values...);
    }
    /// Calls back for every row until that fails.
    template <class Visit, class... Values>
    [[nodiscard]] Expected<void> each(Query query, Visit visit, const Values&... values) {
        Expected<Statement> use = statement(query);
        if (!use) return tl::unexpected(std::move(use.error()));
        use->bind(values...);
        while (true) {
            Expected<bool> stepped = use->step();
            if (!stepped) return tl::unexpected(std::move(stepped.error()));
            if (!*stepped) return {};
            if (Expected<void> seen = visit(use->row()); !seen) return seen;
        }
    }

    /// From now on closing empties the write-ahead log and removes it. Without this it stays for
    /// the next open, so that a connection that fails to open leaves everything as it was.
    void emptyLogOnClose();
    /// After an error SQLite may have rolled the transaction back by itself; this asks it.
    [[nodiscard]] bool inTransaction() const;
    /// Rows changed by the last insert, update or delete.
    [[nodiscard]] std::int64_t changes() const;
    [[nodiscard]] sqlite3* raw() const { return m_database; }
    /// What the connection's last error means to us.
    [[nodiscard]] Fault fault(int result, std::string_view during) const;

  private:
    explicit SqliteHandle(sqlite3* database) : m_database(database) {}

    sqlite3* m_database;
    std::array<sqlite3_stmt*, queryCount> m_statements{};
};

/// A step inside a transaction that is kept whole or undone.
class Savepoint {
  public:
    explicit Savepoint(SqliteHandle& database) : m_database(database) {}
    ~Savepoint() { undo(); }
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;

    [[nodiscard]] Expected<void> open();
    [[nodiscard]] Expected<void> keep();
    /// If even undoing fails, the whole transaction is rolled back.
    void undo();

  private:
    SqliteHandle& m_database;
    bool m_isOpen = false;
};

}  // namespace delivery::ledger
