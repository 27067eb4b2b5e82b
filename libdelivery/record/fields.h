#pragma once
/// Names the members of a struct once, for writing and for reading: a member left out does not
/// compile.

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace delivery::record {

/// What RECORD_FIELDS or RECORD_EMPTY says of a struct: its name without namespaces, and its
/// members.
template <class T>
struct Fields;

template <class T>
concept Listed = requires {
    Fields<T>::typeName;
};

/// What RECORD_NAMES says of an enumeration.
template <class E>
struct Names;

template <class Owner, class Member>
struct Field {
    std::string_view name;
    Member Owner::*member;
};

constexpr std::string_view lastPart(std::string_view qualified) {
    const std::size_t colon = qualified.rfind(':');
    return colon == std::string_view::npos ? qualified : qualified.substr(colon + 1);
}

}  // namespace delivery::record

// RECORD_EACH(M, a, b, …) is M(a) M(b) …; the rescans bound it to 27 names.
#define RECORD_PARENS ()
#define RECORD_RESCAN(...) RECORD_RESCAN_2(RECORD_RESCAN_2(RECORD_RESCAN_2(__VA_ARGS__)))
#define RECORD_RESCAN_2(...) RECORD_RESCAN_1(RECORD_RESCAN_1(RECORD_RESCAN_1(__VA_ARGS__)))
#define RECORD_RESCAN_1(...) RECORD_RESCAN_0(RECORD_RESCAN_0(RECORD_RESCAN_0(__VA_ARGS__)))
#define RECORD_RESCAN_0(...) __VA_ARGS__
#define RECORD_EACH(macro, ...) RECORD_RESCAN(RECORD_EACH_STEP(macro, __VA_ARGS__))
#define RECORD_EACH_STEP(macro, one, ...) \
    macro(one) __VA_OPT__(RECORD_EACH_AGAIN RECORD_PARENS(macro, __VA_ARGS__))
#define RECORD_EACH_AGAIN() RECORD_EACH_STEP

#define RECORD_FIELD(member) Field{#member, &Type::member},
#define RECORD_ENUMERATOR(one) std::pair<Type, std::string_view>{Type::one, #one},
#define RECORD_CASE(one) case Type::one:

/// To be used inside namespace delivery::record. The structured binding does the counting.
#define RECORD_FIELDS(Struct, ...)                                                \
    template <>                                                                   \
    struct Fields<Struct> {                                                       \
        using Type = Struct;                                                      \
        static constexpr std::string_view typeName = lastPart(#Struct);           \
        static constexpr std::tuple list{RECORD_EACH(RECORD_FIELD, __VA_ARGS__)}; \
        static void everyMember(const Type& whole) {                              \
            [[maybe_unused]] const auto& [__VA_ARGS__] = whole;                   \
        }                                                                         \
    }

#define RECORD_EMPTY(Struct)                                            \
    template <>                                                         \
    struct Fields<Struct> {                                             \
        static_assert(std::is_empty_v<Struct>);                         \
        static constexpr std::string_view typeName = lastPart(#Struct); \
        static constexpr std::tuple<> list{};                           \
    }

/// The switch does the counting: -Wswitch stops the build when an enumerator is left out.
#define RECORD_NAMES(Enumeration, ...)                                                 \
    template <>                                                                        \
    struct Names<Enumeration> {                                                        \
        using Type = Enumeration;                                                      \
        static constexpr std::array list{RECORD_EACH(RECORD_ENUMERATOR, __VA_ARGS__)}; \
        static void everyEnumerator(Type one) {                                        \
            switch (one) { RECORD_EACH(RECORD_CASE, __VA_ARGS__) break; }              \
        }                                                                              \
    }
