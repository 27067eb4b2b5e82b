#pragma once
/// Writes listed structs as JSON text: members in the order of their list, absent optionals left
/// out, always the same bytes.

#include <cassert>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/ids.h"
#include "core/instant.h"
#include "core/refusal.h"
#include "core/won.h"
#include "record/fields.h"

namespace delivery::record {

/// Quoted and escaped. Bytes that are not UTF-8 would make the row unreadable for ever: they become
/// U+FFFD.
void writeText(std::string& out, std::string_view text);

inline void write(std::string& out, bool value) { out += value ? "true" : "false"; }
inline void write(std::string& out, const std::string& value) { writeText(out, value); }
template <std::integral Integer>
void write(std::string& out, Integer value) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out.append(digits.data(), end.ptr);
}
template <class Tag>
void write(std::string& out, const NumberId<Tag>& id) {
    write(out, id.value());
}
template <class Tag>
void write(std::string& out, const TextId<Tag>& id) {
    writeText(out, id.text());
}
inline void write(std::string& out, Won amount) { write(out, amount.amount()); }
inline void write(std::string& out, Instant at) { write(out, at.utcMilliseconds); }
/// Refusals go by their wire number, which is never reused; everything else goes by name.
inline void write(std::string& out, RefusalCode code) { write(out, static_cast<int>(code)); }
inline void write(std::string& out, const std::map<std::string, std::string>& texts) {
    out += '{';
    bool first = true;
    for (const auto& [key, text] : texts) {
        if (!first) out += ',';
        first = false;
        writeText(out, key);
        out += ':';
        writeText(out, text);
    }
    out += '}';
}
template <class E>
requires std::is_enum_v<E>
void write(std::string& out, E one);
template <class T>
void write(std::string& out, const std::vector<T>& list);
template <Listed T>
void write(std::string& out, const T& whole);
template <class... Cases>
void write(std::string& out, const std::variant<Cases...>& value);

template <class E>
requires std::is_enum_v<E>
void write(std::string& out, E one) {
    for (const auto& [enumerator, name] : Names<E>::list) {
        if (enumerator == one) return writeText(out, name);
    }
    assert(false && "an enumeration holds a value that it does not name");
}

template <class T>
void write(std::string& out, const std::vector<T>& list) {
    out += '[';
    bool first = true;
    for (const T& one : list) {
        if (!first) out += ',';
        first = false;
        write(out, one);
    }
    out += ']';
}

template <class T>
void writeMember(std::string& out, std::string_view name, const T& value) {
    if (out.back() != '{') out += ',';
    out += '"';
    out += name;
    out += "\":";
    write(out, value);
}
template <class T>
void writeMember(std::string& out, std::string_view name, const std::optional<T>& value) {
    if (value) writeMember(out, name, *value);
}
template <Listed T>
void writeMembers(std::string& out, const T& whole) {
    std::apply(
        [&](const auto&... field) { (writeMember(out, field.name, whole.*field.member), ...); },
        Fields<T>::list);
}

template <Listed T>
void write(std::string& out, const T& whole) {
    out += '{';
    writeMembers(out, whole);
    out += '}';
}

/// {"is":"Cooking", …}: the case by its name beside its members.
template <class... Cases>
void write(std::string& out, const std::variant<Cases...>& value) {
    out += '{';
    std::visit(
        [&](const auto& one) {
            using Case = std::decay_t<decltype(one)>;
            out += "\"is\":\"";
            out += Fields<Case>::typeName;
            out += '"';
            writeMembers(out, one);
        },
        value);
    out += '}';
}

/// The version of the shapes of rows that are not events: {"v":1,"of":…}.
constexpr int rowVersion = 1;
template <class T>
std::string writeRow(const T& value) {
    std::string out = R"({"v":)";
    write(out, rowVersion);
    out += R"(,"of":)";
    write(out, value);
    out += '}';
    return out;
}

}  // namespace delivery::record
