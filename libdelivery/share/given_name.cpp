#include <array>
#include <vector>

#include "share/policy.h"

// Korean names put the family name first and write it together with the given name.

namespace delivery::share {
namespace {

/// The families whose name has two syllables.
constexpr std::array<std::string_view, 8> longFamilies{"남궁", "황보", "제갈", "사공",
                                                       "선우", "서문", "독고", "동방"};

constexpr std::size_t syllableBytes = 3;

/// Only syllables of Hangul, each of three bytes: U+AC00 to U+D7A3.
bool isHangul(std::string_view text) {
    if (text.empty() || text.size() % syllableBytes != 0) return false;
    for (std::size_t i = 0; i < text.size(); i += syllableBytes) {
        const auto at = [&](std::size_t n) { return static_cast<unsigned char>(text[i + n]); };
        if ((at(1) & 0xC0U) != 0x80U || (at(2) & 0xC0U) != 0x80U) return false;
        const unsigned code = (at(0) & 0x0FU) << 12U | (at(1) & 0x3FU) << 6U | (at(2) & 0x3FU);
        if ((at(0) & 0xF0U) != 0xE0U || code < 0xAC00U || code > 0xD7A3U) return false;
    }
    return true;
}

std::vector<std::string_view> wordsOf(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::size_t space = text.find(' ');
        if (space != 0) words.push_back(text.substr(0, space));
        text = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
    }
    return words;
}

}  // namespace

std::string givenName(std::string_view fullName) {
    const std::vector<std::string_view> words = wordsOf(fullName);
    if (words.empty()) return {};
    const std::string_view first = words.front();
    if (!isHangul(first)) return std::string{first};
    if (words.size() > 1) return std::string{words.at(1)};
    const std::size_t syllables = first.size() / syllableBytes;
    if (syllables < 2) return std::string{first};
    std::size_t family = 1;
    for (const std::string_view one : longFamilies) {
        // Of two syllables one is the given name: 선 우 is not 선우.
        if (syllables > 2 && first.starts_with(one)) family = 2;
    }
    return std::string{first.substr(family * syllableBytes)};
}

}  // namespace delivery::share
