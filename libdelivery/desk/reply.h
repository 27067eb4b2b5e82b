#pragma once
/// What the desk answers, as it is stored: a repeat of the command gets exactly this.

#include <optional>
#include <string>
#include <variant>

#include "core/refusal.h"
#include "order/order.h"
#include "page/page.h"

namespace delivery::desk {

/// An order right after the command. Personal data only by reference.
struct OrderSnapshot {
    order::Order order;
    std::int64_t version = 0;
    Instant changedAt;
};

enum class Outcome {
    Created,   ///< 201
    Changed,   ///< 200
    Deleted,   ///< 204
    Deferred,  ///< 202 with Retry-After: taken, to be paid a little later
};

/// Side rows (accounts, cards, addresses) and other small things: their key.
struct NamedThing {
    std::string kind;
    std::string key;
};

struct Accepted {
    Outcome outcome = Outcome::Changed;
    std::variant<std::monostate, OrderSnapshot, page::FoodCard, page::StoreCard, page::RiderCard,
                 shop::Review, NamedThing>
        thing;
};

using Reply = std::variant<Accepted, Refusal>;

}  // namespace delivery::desk
