#pragma once
/// Bytes as hex digits: for what is not text and has to stand in a text.

#include <optional>
#include <string>
#include <string_view>

namespace delivery::record {

[[nodiscard]] std::string hexOf(std::string_view bytes);
/// Nothing unless the text is pairs of hex digits in lower case.
[[nodiscard]] std::optional<std::string> bytesOf(std::string_view hex);

}  // namespace delivery::record
