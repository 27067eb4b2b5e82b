#pragma once
/// The table of all settings: each one's key, meaning, place in the configuration and bounds.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "server/compose/configuration.h"

namespace delivery::compose {

struct Setting {
    using Place = std::variant<bool*, int*, std::int64_t*, std::size_t*, Span*, std::string*,
                               std::vector<std::string>*>;
    std::string key;
    std::string meaning;
    Place place;
    /// For numbers, and for spans in milliseconds.
    std::int64_t min = 0;
    std::int64_t max = 0;
    /// For a word: the only ones that are allowed, if not empty.
    std::vector<std::string> words = {};
};

[[nodiscard]] std::vector<Setting> settingsOf(Configuration& configuration);

}  // namespace delivery::compose
