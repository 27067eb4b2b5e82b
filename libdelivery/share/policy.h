#pragma once
/// Who may ask what, and who may see what: one table for the door, the announcer and the broker's
/// plugin.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/actor.h"
#include "core/result.h"
#include "desk/command.h"
#include "order/order.h"
#include "page/page.h"

namespace delivery::share {

/// WrongRole when no state of anything could make this command this actor's. Ownership is decided
/// by the deciders.
[[nodiscard]] Decided<void> mayAsk(const Actor& actor, const desk::Command& command);

/// As what an actor looks at an order. Nothing: it does not exist for them (404).
enum class View { Customer, Store, RiderOffered, RiderHolding, RiderPast, Admin };
[[nodiscard]] std::optional<View> viewOf(const Actor& actor, const order::Order& order,
                                         bool riderEverHeld = false);
/// The same from a page's row, which also remembers who held it.
[[nodiscard]] std::optional<View> viewOf(const Actor& actor, const page::OrderCard& card);

/// Which personal fields a view includes.
struct Sees {
    bool fullAddress = false;
    bool phone = false;
    bool note = false;
    bool customerId = false;
    bool payment = false;
    bool chosenLines = false;
    /// Who rides by their login id; customers know their first name only, and only while under way.
    bool riderId = false;
    /// Who did each step by their login id; everybody else reads in which role they did it.
    bool actors = false;
};
[[nodiscard]] Sees seenBy(View view);

/// What a customer may call somebody: the name without the family's. 송민수 is 민수, 남궁민수 is
/// 민수, 김 민수 is 민수, John Smith is John.
[[nodiscard]] std::string givenName(std::string_view fullName);

/// Stands for every rider on duty within the round's radius: only the announcer knows where they
/// are.
inline constexpr std::string_view everyRiderNear = "*";

/// Everyone whom a change of this order concerns, and as what they see it.
struct Recipient {
    Role role = Role::Customer;
    std::string id;  ///< customer's or rider's user id, the store's number, or everyRiderNear
    View view = View::Customer;
};
[[nodiscard]] std::vector<Recipient> audience(const order::State& before,
                                              const order::Order& after);

}  // namespace delivery::share
