#pragma once
/// Whether a text says nothing: empty, or only what prints nothing.

#include <string_view>

namespace delivery {

/// UTF-8. Spaces of any width and what has no width count as nothing.
[[nodiscard]] bool isBlank(std::string_view text);

}  // namespace delivery
