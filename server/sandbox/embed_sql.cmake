# Turns sql/verb_noun.sql into one header with an enum Query { VerbNoun, … } and the texts.
#   cmake -DSQL_DIR=… -DOUT=… -P embed_sql.cmake
file(GLOB files RELATIVE ${SQL_DIR} ${SQL_DIR}/*.sql)
list(SORT files)
set(names "")
set(texts "")
list(LENGTH files count)
foreach(file IN LISTS files)
  file(READ ${SQL_DIR}/${file} text)
  string(REGEX REPLACE "\\.sql$" "" stem ${file})
  string(REPLACE "_" ";" words ${stem})
  set(camel "")
  foreach(word IN LISTS words)
    string(SUBSTRING ${word} 0 1 head)
    string(SUBSTRING ${word} 1 -1 rest)
    string(TOUPPER ${head} head)
    string(APPEND camel ${head}${rest})
  endforeach()
  string(APPEND names "    ${camel},\n")
  string(APPEND texts "    R\"sql(${text})sql\",\n")
endforeach()
file(WRITE ${OUT} "#pragma once
/// The SQL texts of the sandbox, generated from server/sandbox/sql.

#include <array>
#include <string_view>

namespace delivery::sandbox {

enum class Query {
${names}};

inline constexpr std::array<std::string_view, ${count}> queryTexts{
${texts}};

}  // namespace delivery::sandbox
")
