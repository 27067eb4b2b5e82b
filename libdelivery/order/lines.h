#pragma once
/// What was ordered: dishes with their chosen options at the price that the customer agreed to.

#include <string>
#include <vector>

#include "core/ids.h"
#include "core/won.h"

namespace delivery::order {

struct ChosenOption {
    std::string name;
    std::string choice;
    Won price;
    bool operator==(const ChosenOption&) const = default;
};

struct Line {
    FoodId foodId;
    std::string foodName;
    int qty = 1;
    /// Of one, options included.
    Won price;
    std::vector<ChosenOption> options;
    bool operator==(const Line&) const = default;
};

[[nodiscard]] inline Won totalOf(const std::vector<Line>& lines) {
    Won total;
    for (const Line& line : lines) total += line.price * line.qty;
    return total;
}

enum class CancelReason {
    CustomerAsked,
    StoreAsked,
    AdminAsked,
    StoreSilent,   ///< the store did not answer in time
    NoRider,       ///< nobody picked; the store is paid
    NotOrderable,  ///< unverified order that the menu could not fill
};

}  // namespace delivery::order
