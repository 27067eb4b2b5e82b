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

/// What a command made or changed, as it is now. Compiled once (ADR 30).
struct Thing : std::variant<std::monostate, OrderSnapshot, page::FoodCard, page::StoreCard,
                            page::RiderCard, shop::Review, NamedThing> {
    using variant::variant;
    Thing();
    Thing(const Thing&);
    Thing(Thing&&) noexcept;
    Thing& operator=(const Thing&);
    Thing& operator=(Thing&&) noexcept;
    ~Thing();
};

struct Accepted {
    Outcome outcome = Outcome::Changed;
    Thing thing;
};

using Reply = std::variant<Accepted, Refusal>;

}  // namespace delivery::desk
