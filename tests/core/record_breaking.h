#pragma once
/// Breaks written bytes in every small way and says which broken form was read as if it were whole.

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace delivery::tests {

using Json = nlohmann::json;

/// A value of another type in the place of each leaf and of each whole, one at a time.
inline std::vector<Json> withOneWrongType(const Json& whole) {
    std::vector<Json> broken;
    const Json leaves = whole.flatten();
    for (const auto& [pointer, leaf] : leaves.items()) {
        for (Json::json_pointer at{pointer};; at = at.parent_pointer()) {
            Json changed = whole;
            Json& place = changed[at];
            place = place.is_string() ? Json(7) : Json("wrong");
            if (changed != whole) broken.push_back(std::move(changed));
            if (at.empty()) break;
        }
        Json fraction = whole;
        fraction[Json::json_pointer{pointer}] = 1.5;
        broken.push_back(std::move(fraction));
        Json nothing = whole;
        nothing[Json::json_pointer{pointer}] = nullptr;
        broken.push_back(std::move(nothing));
    }
    return broken;
}

/// A member that nobody wrote, at the top and in each object below it.
inline std::vector<Json> withOneMemberMore(const Json& whole) {
    std::vector<Json> broken;
    const std::vector<std::string> pointers = [&] {
        std::vector<std::string> found{""};
        const Json leaves = whole.flatten();
        for (const auto& item : leaves.items()) {
            for (Json::json_pointer at{item.key()}; !at.empty(); at = at.parent_pointer()) {
                if (whole[at].is_object() && !at.empty()) found.push_back(at.to_string());
            }
        }
        return found;
    }();
    for (const std::string& pointer : pointers) {
        // What fills a refusal's sentence is a map with keys of its own.
        if (pointer.ends_with("/facts")) continue;
        Json changed = whole;
        changed[Json::json_pointer{pointer}]["nobodyWroteThis"] = 1;
        broken.push_back(std::move(changed));
    }
    return broken;
}

/// The first broken form that was read, or nothing. read says whether bytes were read.
template <class Read>
std::optional<std::string> readAlthoughBroken(const std::string& body, const Read& read) {
    for (std::size_t length = 0; length < body.size(); ++length) {
        if (read(body.substr(0, length))) return "cut to " + std::to_string(length);
    }
    for (const char* const other : {"", "null", "[]", "7", "\"text\"", "{\"v\":2,\"of\":{}}"}) {
        if (other != body && read(other)) return std::string("replaced by ") + other;
    }
    if (read(body + "}")) return "something after its end";
    const Json whole = Json::parse(body);
    if (!whole.empty()) {
        for (const Json& broken : withOneWrongType(whole)) {
            if (read(broken.dump())) return broken.dump();
        }
    }
    for (const Json& broken : withOneMemberMore(whole)) {
        if (read(broken.dump())) return broken.dump();
    }
    return std::nullopt;
}

/// Leaves out each member in turn; what must hold is that nothing throws. Returns how many forms
/// were refused.
template <class Read>
int refusedWithOneMemberLess(const std::string& body, const Read& read) {
    const Json whole = Json::parse(body);
    const Json leaves = whole.flatten();
    int refused = 0;
    for (const auto& item : leaves.items()) {
        const Json::json_pointer at{item.key()};
        if (at.empty()) continue;
        Json changed = whole;
        Json& owner = changed[at.parent_pointer()];
        if (!owner.is_object()) continue;
        owner.erase(at.back());
        if (!read(changed.dump())) ++refused;
    }
    return refused;
}

}  // namespace delivery::tests
