#include "core/degrees.h"

#include <charconv>
#include <string>

namespace delivery {
namespace {

/// A whole number of decimal digits and nothing else.
std::optional<std::int64_t> digitsOf(std::string_view text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    const bool isSigned = !text.empty() && text.front() == '-';
    if (error != std::errc{} || stopped != end || isSigned) return std::nullopt;
    return number;
}

}  // namespace

std::optional<std::int32_t> parseDegrees(std::string_view text, int degreesMax) {
    const bool negative = !text.empty() && text[0] == '-';
    const std::string_view digits = negative ? text.substr(1) : text;
    const std::size_t point = digits.find('.');
    const std::string_view whole = digits.substr(0, point);
    std::string fraction{point == std::string_view::npos ? "" : digits.substr(point + 1)};
    if (whole.empty() || whole.size() > 3 || fraction.size() > 18) return std::nullopt;
    if (point != std::string_view::npos && fraction.empty()) return std::nullopt;
    if (fraction.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    fraction.resize(6, '0');
    const std::optional<std::int64_t> degrees = digitsOf(whole);
    const std::optional<std::int64_t> millionths = digitsOf(fraction);
    if (!degrees || !millionths) return std::nullopt;
    const std::int64_t e6 = *degrees * 1'000'000 + *millionths;
    if (e6 > std::int64_t{degreesMax} * 1'000'000) return std::nullopt;
    return static_cast<std::int32_t>(negative ? -e6 : e6);
}

}  // namespace delivery
