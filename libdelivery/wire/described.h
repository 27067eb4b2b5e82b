#pragma once
/// What the API's description says of each operation: the names that its query may have.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace delivery::wire {

/// By method and path: {"GET", "/orders"} to {"page", "size", …}. Operations without a query are
/// left out.
using QueryNames = std::map<std::pair<std::string, std::string>, std::set<std::string>>;
/// document: our own, an OpenAPI 3 document.
[[nodiscard]] QueryNames describedQueries(std::string_view document);

}  // namespace delivery::wire
