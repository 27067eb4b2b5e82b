#pragma once
/// One SQLite connection: WAL, every commit on disk before it returns. Remembers the first thing
/// that went wrong.

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.h"
#include "sandbox_sql.h"

struct sqlite3;
struct sqlite3_stmt;

namespace delivery::sandbox {

/// A row while it is being looked at.
class Row {
  public:
    explicit Row(sqlite3_stmt* statement) : m_statement(statement) {}
    std::string text(int column) const;
    std::int64_t number(int column) const;

  private:
    sqlite3_stmt* m_statement;
};

/// Used by one thread. After a fault everything is a no-op until commit() or rollback() has told of
/// it, so that nothing decided on half an answer is ever kept.
class Database {
  public:
    using Value = std::variant<std::int64_t, std::string_view>;
    using EachRow = std::function<void(const Row&)>;

    [[nodiscard]] static Expected<std::unique_ptr<Database>> open(const std::string& path);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    void run(Query query, std::initializer_list<Value> values = {}, const EachRow& each = {});
    void begin() { run(Query::BeginBatch); }
    /// On a fault nothing of the batch is kept.
    [[nodiscard]] Expected<void> commit();
    /// Nothing of the batch is kept; tells the fault, if one was the reason.
    std::optional<Fault> rollback();
    const std::optional<Fault>& fault() const { return m_fault; }

  private:
    Database() = default;
    sqlite3_stmt* prepared(Query query);
    void remember(int code);

    sqlite3* m_connection = nullptr;
    std::vector<sqlite3_stmt*> m_statements = std::vector<sqlite3_stmt*>(queryTexts.size());
    std::optional<Fault> m_fault;
};

}  // namespace delivery::sandbox
