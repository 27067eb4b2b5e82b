#pragma once
/// A number that nobody can guess, where settings bring no source of their own. Any thread.

#include <cstdint>

namespace delivery::outside {

[[nodiscard]] std::uint64_t drawNumber();

}  // namespace delivery::outside
