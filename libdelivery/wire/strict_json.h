#pragma once
/// Reads one JSON object strictly: what two readers could understand differently is refused here.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "wire/misread.h"

namespace delivery::wire {

constexpr std::size_t depthMax = 8;
constexpr std::size_t codePointsMax = 1'000;
constexpr std::size_t membersMax = 1'000;

/// A whole body, read. Cheap to copy; never changes.
class JsonBody {
  public:
    /// Refuses anything but one object: duplicate keys, more than 8 levels, strings of more than
    /// 1,000 code points, control characters other than tab and line ends, characters that turn the
    /// text's direction (U+202A to U+202E, U+2066 to U+2069), bytes that are not UTF-8, and numbers
    /// with a fraction or an exponent (degrees named "lat" and "lng" may have a fraction). An empty
    /// text reads as an object without members.
    [[nodiscard]] static Read<JsonBody> read(std::string_view text);

    [[nodiscard]] const nlohmann::json& object() const { return *m_object; }
    /// The same text for the same content, whatever its spaces, the order of its members, and
    /// whether integers came as numbers or as decimal strings.
    [[nodiscard]] std::string canonical() const;

  private:
    explicit JsonBody(std::shared_ptr<const nlohmann::json> object) : m_object(std::move(object)) {}
    std::shared_ptr<const nlohmann::json> m_object;
};

}  // namespace delivery::wire
