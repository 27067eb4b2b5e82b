#pragma once
/// What every fuzz target needs: its input as text, and a way to say that a promise is broken.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace delivery::fuzz {

inline std::string_view textOf(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Ends the process, so that libFuzzer keeps the input.
inline void promise(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

/// The first line without its end, and what is behind it.
inline std::pair<std::string_view, std::string_view> firstLine(std::string_view text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {text, {}};
    return {text.substr(0, end), text.substr(end + 1)};
}

/// The text up to the first space, which is taken away with it.
inline std::string firstWord(std::string_view& text) {
    const auto end = text.find(' ');
    const std::string word(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    return word;
}

}  // namespace delivery::fuzz
