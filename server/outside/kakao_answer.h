#pragma once
/// What Kakao Local is asked, and how its answers are read: strictly where it matters, leniently
/// about what is new.

#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "place/geocoder.h"

namespace delivery::outside {

/// What of an address Kakao is asked for: without what stands behind the house's number, and
/// without what stands in brackets (Kakao's docs advise so).
[[nodiscard]] std::string queryOf(const std::string& address);

/// The best of what a 200 holds; nothing where nothing was found.
enum class Misheard { Unreadable };
[[nodiscard]] tl::expected<std::optional<place::Place>, Misheard> readPlaces(
    const std::string& body);

}  // namespace delivery::outside
