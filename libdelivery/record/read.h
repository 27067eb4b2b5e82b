#pragma once
/// Reads listed structs from JSON text, strictly: every member there, of its type, in range, and
/// none besides.

#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/ids.h"
#include "core/instant.h"
#include "core/refusal.h"
#include "core/result.h"
#include "core/won.h"
#include "record/fields.h"
#include "record/lift.h"
#include "record/write.h"

namespace delivery::record {

using Json = nlohmann::json;

/// Where reading stopped and why. Holds names of members only, never what they hold.
struct Misread {
    std::string path;
    std::string_view why;
};

/// Nothing when all was read. Reading never throws: it looks at types before it takes values.
using Reading = std::optional<Misread>;

[[nodiscard]] inline Reading misread(std::string_view why) { return Misread{{}, why}; }
[[nodiscard]] inline Reading within(std::string_view name, Reading reading) {
    if (reading)
        reading->path = std::string(name) + (reading->path.empty() ? "" : ".") + reading->path;
    return reading;
}

template <std::integral Integer>
Reading read(const Json& from, Integer& into) {
    if (const auto* positive = from.get_ptr<const Json::number_unsigned_t*>()) {
        if (!std::in_range<Integer>(*positive)) return misread("out of range");
        into = static_cast<Integer>(*positive);
        return {};
    }
    const auto* number = from.get_ptr<const Json::number_integer_t*>();
    if (number == nullptr) return misread("not a whole number");
    if (!std::in_range<Integer>(*number)) return misread("out of range");
    into = static_cast<Integer>(*number);
    return {};
}
inline Reading read(const Json& from, bool& into) {
    const auto* value = from.get_ptr<const Json::boolean_t*>();
    if (value == nullptr) return misread("not true or false");
    into = *value;
    return {};
}
inline Reading read(const Json& from, std::string& into) {
    const auto* text = from.get_ptr<const Json::string_t*>();
    if (text == nullptr) return misread("not a text");
    into = *text;
    return {};
}
template <class Tag>
Reading read(const Json& from, NumberId<Tag>& into) {
    std::int64_t value = 0;
    Reading reading = read(from, value);
    if (!reading) into = NumberId<Tag>{value};
    return reading;
}
template <class Tag>
Reading read(const Json& from, TextId<Tag>& into) {
    std::string value;
    Reading reading = read(from, value);
    if (!reading) into = TextId<Tag>{std::move(value)};
    return reading;
}
inline Reading read(const Json& from, Won& into) {
    std::int64_t amount = 0;
    Reading reading = read(from, amount);
    if (!reading) into = Won{amount};
    return reading;
}
inline Reading read(const Json& from, Instant& into) { return read(from, into.utcMilliseconds); }
inline Reading read(const Json& from, RefusalCode& into) {
    int number = 0;
    if (Reading reading = read(from, number)) return reading;
    for (const RefusalCode code : allRefusalCodes()) {
        if (static_cast<int>(code) == number) {
            into = code;
            return {};
        }
    }
    return misread("not a number of a refusal");
}
inline Reading read(const Json& from, std::map<std::string, std::string>& into) {
    const auto* object = from.get_ptr<const Json::object_t*>();
    if (object == nullptr) return misread("not an object");
    for (const auto& [key, value] : *object) {
        if (Reading reading = read(value, into[key])) return reading;
    }
    return {};
}
template <class E>
requires std::is_enum_v<E> Reading read(const Json& from, E& into);
template <class T>
Reading read(const Json& from, std::vector<T>& into);
template <Listed T>
Reading read(const Json& from, T& into);
template <class... Cases>
Reading read(const Json& from, std::variant<Cases...>& into);

template <class E>
requires std::is_enum_v<E> Reading read(const Json& from, E& into) {
    const auto* text = from.get_ptr<const Json::string_t*>();
    if (text == nullptr) return misread("not a name");
    for (const auto& [enumerator, name] : Names<E>::list) {
        if (name == *text) {
            into = enumerator;
            return {};
        }
    }
    return misread("an unknown name");
}

template <class T>
Reading read(const Json& from, std::vector<T>& into) {
    const auto* list = from.get_ptr<const Json::array_t*>();
    if (list == nullptr) return misread("not a list");
    into.clear();
    into.reserve(list->size());
    for (const Json& one : *list) {
        if (Reading reading = read(one, into.emplace_back())) {
            return within(std::to_string(into.size() - 1), std::move(reading));
        }
    }
    return {};
}

/// seen counts the members that were there.
template <class T>
Reading readMember(const Json::object_t& object, std::string_view name, T& into,
                   std::size_t& seen) {
    const auto found = object.find(name);
    if (found == object.end()) return within(name, misread("missing"));
    ++seen;
    return within(name, read(found->second, into));
}
template <class T>
Reading readMember(const Json::object_t& object, std::string_view name, std::optional<T>& into,
                   std::size_t& seen) {
    const auto found = object.find(name);
    if (found == object.end()) return {};
    ++seen;
    return within(name, read(found->second, into.emplace()));
}
template <Listed T>
Reading readTodaysMembers(const Json::object_t& object, T& into, std::size_t seen) {
    Reading reading;
    std::apply(
        [&](const auto&... field) {
            // Stops at the first member that cannot be read.
            (void)(... || (reading = readMember(object, field.name, into.*field.member, seen)));
        },
        Fields<T>::list);
    if (!reading && seen != object.size()) return misread("a member that does not belong");
    return reading;
}
template <Listed T>
Reading readMembers(const Json::object_t& object, T& into, std::size_t seen) {
    if constexpr (requires { Lift<T>::isOld(object); }) {
        if (Lift<T>::isOld(object)) {
            return readTodaysMembers(Lift<T>::lifted(object), into, seen);
        }
    }
    return readTodaysMembers(object, into, seen);
}

template <Listed T>
Reading read(const Json& from, T& into) {
    const auto* object = from.get_ptr<const Json::object_t*>();
    if (object == nullptr) return misread("not an object");
    return readMembers(*object, into, 0);
}

/// Reads the case of that name; alreadySeen members are not its own.
template <class... Cases>
Reading readCase(std::string_view name, const Json& from, std::variant<Cases...>& into,
                 std::size_t alreadySeen) {
    const auto* object = from.get_ptr<const Json::object_t*>();
    if (object == nullptr) return misread("not an object");
    Reading reading = misread("an unknown case");
    const auto tryCase = [&]<class Case>(std::in_place_type_t<Case>) {
        if (Fields<Case>::typeName != name) return false;
        reading = readMembers(*object, into.template emplace<Case>(), alreadySeen);
        return true;
    };
    (void)(... || tryCase(std::in_place_type<Cases>));
    return reading;
}

template <class... Cases>
Reading read(const Json& from, std::variant<Cases...>& into) {
    const auto* object = from.get_ptr<const Json::object_t*>();
    if (object == nullptr) return misread("not an object");
    const auto is = object->find("is");
    if (is == object->end()) return within("is", misread("missing"));
    const auto* name = is->second.get_ptr<const Json::string_t*>();
    if (name == nullptr) return within("is", misread("not a name"));
    return readCase(*name, from, into, 1);
}

[[nodiscard]] inline Fault unreadable(std::string_view what, const Misread& misread) {
    return {FaultCode::Unreadable, std::string(what) + " cannot be read: " + misread.path +
                                       (misread.path.empty() ? "" : " is ") +
                                       std::string(misread.why)};
}

/// Discarded where the bytes are not JSON.
[[nodiscard]] Json parseText(const std::string& text);

/// What writeRow wrote.
template <class T>
[[nodiscard]] Expected<T> readRow(std::string_view what, const std::string& body) {
    const Json json = parseText(body);
    const auto* object = json.get_ptr<const Json::object_t*>();
    if (object == nullptr) return tl::unexpected(unreadable(what, {{}, "not an object"}));
    int version = 0;
    std::size_t seen = 0;
    T value{};
    Reading reading = readMember(*object, "v", version, seen);
    if (!reading && version != rowVersion)
        reading = Misread{"v", "of another version of this program"};
    if (!reading) reading = readMember(*object, "of", value, seen);
    if (!reading && seen != object->size()) reading = misread("a member that does not belong");
    if (reading) return tl::unexpected(unreadable(what, *reading));
    return value;
}

}  // namespace delivery::record
