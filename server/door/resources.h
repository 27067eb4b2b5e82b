#pragma once
/// Files of resources/ that are built into the program.

#include <string_view>

namespace delivery::door {

[[nodiscard]] std::string_view openApiDocument();

}  // namespace delivery::door
