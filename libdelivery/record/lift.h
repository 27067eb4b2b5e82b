#pragma once
/// Reads rows that were written before their shapes had all of today's members: says what the
/// missing ones were.

#include <nlohmann/json.hpp>

namespace delivery::order {
struct Order;
}
namespace delivery::page {
struct OrderCard;
}

namespace delivery::record {

/// Specialised for what has changed since it was first written. Nothing is old as a rule.
template <class T>
struct Lift;

template <>
struct Lift<order::Order> {
    using Members = nlohmann::json::object_t;
    [[nodiscard]] static bool isOld(const Members& order);
    /// Whether an order that ended had reached its store is not told by its state: where that is in
    /// doubt it counts as never seen.
    [[nodiscard]] static Members lifted(Members order);
};

template <>
struct Lift<page::OrderCard> {
    using Members = nlohmann::json::object_t;
    [[nodiscard]] static bool isOld(const Members& card);
    /// The card itself knew whether the order had reached its store.
    [[nodiscard]] static Members lifted(Members card);
};

}  // namespace delivery::record
