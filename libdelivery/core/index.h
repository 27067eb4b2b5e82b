#pragma once
/// An entry by which a page's row is found: rows of a partition in the order of sort, then of key.

#include <compare>
#include <cstdint>
#include <string>

namespace delivery {

struct IndexEntry {
    std::string index;
    std::string partition;
    std::int64_t sort = 0;
    auto operator<=>(const IndexEntry&) const = default;
};

}  // namespace delivery
