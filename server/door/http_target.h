#pragma once
/// Turns a request target into a path and query values of clean UTF-8, or says that it is
/// malformed.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "server/door/http_server.h"

namespace delivery::door {

struct HttpTarget {
    std::string path;
    HttpFields query;
};

/// Takes the origin form and the absolute form (its authority is dropped). Refuses a fragment, bad
/// percent signs, control characters, an encoded slash, bytes that are not UTF-8, and more query
/// pairs than allowed. Raw UTF-8 is taken as if it were percent-encoded, because curl sends it so.
std::optional<HttpTarget> parseTarget(std::string_view target, std::size_t queryPairsMax);

}  // namespace delivery::door
