# Turns sql/*.sql into one header and one source: NNNN_name.sql are migrations in order, verb_noun.sql the queries.
#   cmake -DSQL_DIR=… -DOUT_DIR=… -P embed_sql.cmake
file(GLOB files RELATIVE ${SQL_DIR} ${SQL_DIR}/*.sql)
list(SORT files)
set(names "")
set(texts "")
set(queryNames "")
set(migrations "")
set(queryCount 0)
set(migrationCount 0)
foreach(file IN LISTS files)
  file(READ ${SQL_DIR}/${file} text)
  string(REGEX REPLACE "\\.sql$" "" stem ${file})
  if(stem MATCHES "^[0-9][0-9][0-9][0-9]_")
    string(SUBSTRING ${stem} 0 4 number)
    string(REGEX REPLACE "^0+" "" number ${number})
    string(APPEND migrations "    Migration{${number}, \"${stem}\", R\"sql(${text})sql\"},\n")
    math(EXPR migrationCount "${migrationCount} + 1")
  else()
    set(camel "")
    string(REPLACE "_" ";" words ${stem})
    foreach(word IN LISTS words)
      string(SUBSTRING ${word} 0 1 head)
      string(SUBSTRING ${word} 1 -1 rest)
      string(TOUPPER ${head} head)
      string(APPEND camel ${head}${rest})
    endforeach()
    string(APPEND names "    ${camel},\n")
    string(APPEND queryNames "    \"${stem}\",\n")
    string(APPEND texts "    R\"sql(${text})sql\",\n")
    math(EXPR queryCount "${queryCount} + 1")
  endif()
endforeach()
file(WRITE ${OUT_DIR}/ledger_sql.h "#pragma once
/// The SQL texts of the ledger, generated from server/ledger/sql.

#include <array>
#include <string_view>

namespace delivery::ledger {

enum class Query {
${names}};
inline constexpr int queryCount = ${queryCount};

struct Migration {
    int number;
    std::string_view name;
    std::string_view sql;
};

[[nodiscard]] std::string_view sqlOf(Query query);
[[nodiscard]] std::string_view nameOf(Query query);
/// In the order of their numbers.
[[nodiscard]] const std::array<Migration, ${migrationCount}>& migrations();

}  // namespace delivery::ledger
")
file(WRITE ${OUT_DIR}/ledger_sql.cpp "#include \"ledger_sql.h\"

namespace delivery::ledger {

namespace {

constexpr std::array<std::string_view, queryCount> texts{
${texts}};

constexpr std::array<std::string_view, queryCount> names{
${queryNames}};

constexpr std::array<Migration, ${migrationCount}> allMigrations{
${migrations}};

}  // namespace

std::string_view sqlOf(Query query) { return texts.at(static_cast<std::size_t>(query)); }
std::string_view nameOf(Query query) { return names.at(static_cast<std::size_t>(query)); }
const std::array<Migration, ${migrationCount}>& migrations() { return allMigrations; }

}  // namespace delivery::ledger
")
