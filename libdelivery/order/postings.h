#pragma once
/// What each event of an order means in the books: double entry, summing to zero for every single
/// event.

#include <optional>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/won.h"
#include "order/order.h"

namespace delivery::order {

enum class Account {
    Customer,          ///< what a customer has paid and not yet had
    ProviderClearing,  ///< what the payment provider holds for us
    StorePayable,      ///< what is owed to a store
    RiderPayable,      ///< what is owed to a rider
    Platform,          ///< our income and our gifts
    PointsLiability,   ///< points that customers may still spend
    Loss,              ///< what nobody else pays
};

/// Debits are positive, credits negative: ProviderClearing grows by a capture, StorePayable falls
/// by what is owed.
struct Posting {
    Account account;
    /// Whose payable it is; nothing for the accounts that are one for all.
    std::optional<StoreId> store = std::nullopt;
    Won delta;
    std::optional<RiderId> rider = std::nullopt;
    bool operator==(const Posting&) const = default;
};

/// The platform takes nothing from the stores for now.
constexpr BasisPoints commissionRate{0};

/// The postings of an event, `after` being the state that the event led to. Zero amounts are left
/// out.
[[nodiscard]] std::vector<Posting> postings(const Order& after, const Event& event);

/// "storePayable".
[[nodiscard]] std::string_view name(Account account);

}  // namespace delivery::order
