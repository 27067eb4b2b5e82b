#pragma once
/// What the auditor found broken: the invariant, what exactly, and the order it is about.

#include <cstdint>
#include <string>

namespace delivery::sim {

struct Violation {
    std::string invariant;  ///< "S3"
    std::string what;
    std::int64_t orderId = 0;  ///< 0 where it is about no order
};

}  // namespace delivery::sim
