#pragma once
/// Collections of printed items: _embedded, _links, page; and the answers of /changes and of
/// health.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace delivery::wire {

struct PageOf {
    std::int64_t number = 0;
    std::int64_t size = 20;
    std::int64_t totalElements = 0;
};

struct Collection {
    std::string plural;
    std::vector<std::string> items;  ///< each one printed already
    std::string self;                ///< absolute
    std::string profile;             ///< absolute
    std::optional<std::string> previous = std::nullopt;
    std::optional<std::string> next = std::nullopt;
    std::optional<PageOf> page = std::nullopt;
    /// Stands before the items: a balance, for example.
    std::vector<std::pair<std::string, std::int64_t>> numbers = {};
};
[[nodiscard]] std::string printCollection(const Collection& collection);

struct ChangesView {
    std::vector<std::string> items;  ///< representations and tombstones
    std::string next;                ///< opaque
    bool more = false;
};
[[nodiscard]] std::string printChanges(const ChangesView& changes);

struct HealthView {
    bool up = true;
    /// Each part's name, whether it is well, and one sentence.
    struct Part {
        std::string name;
        bool up = true;
        std::string detail;
    };
    std::vector<Part> parts;
};
/// {"name":"text"}.
[[nodiscard]] std::string printNamed(const std::string& name, const std::string& text);

/// {"status":"UP","components":{…}}.
[[nodiscard]] std::string printHealth(const HealthView& health);

}  // namespace delivery::wire
