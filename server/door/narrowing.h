#pragma once
/// What a list may be narrowed to by its query: whose orders, in which status, placed on which day.

#include <string>

#include "server/door/looking.h"

namespace delivery::door {

/// An index of a page, and the partition of it that is meant.
struct Place {
    std::string index;
    std::string partition;
};

/// Of the orders that stand in an index under whose: ?view=open, ?state=Paid or ?status=결제완료,
/// ?date=2026-11-21 or ?date=2026-11. One of them at a time, because a kept number of rows exists
/// for each and for no two.
[[nodiscard]] Cleared<Place> narrowedOrders(const Visit& visit, const std::string& index,
                                            const std::string& whose);
/// Whose: the caller's, all for an admin or one customer's by ?customerId=. Anybody else's is
/// refused.
[[nodiscard]] Cleared<std::string> customerMeant(const Visit& visit);

}  // namespace delivery::door
