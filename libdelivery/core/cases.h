#pragma once
/// What std::visit and std::variant_size leave out: one function per case, and the number of cases
/// of a type that is a variant by descent.

#include <cstddef>
#include <type_traits>
#include <utility>
#include <variant>

namespace delivery {

/// One function per case of a variant, for std::visit: a case that is forgotten does not compile.
template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

template <class... Cases>
std::integral_constant<std::size_t, sizeof...(Cases)> countCases(const std::variant<Cases...>&);
template <class Variant>
constexpr std::size_t caseCount = decltype(countCases(std::declval<const Variant&>()))::value;

}  // namespace delivery
