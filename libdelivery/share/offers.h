#pragma once
/// Which deliveries a rider is told of, and which of them they may pick now: one rule for lists,
/// links and news.

#include <cstdint>
#include <optional>

#include "core/geo.h"
#include "order/order.h"
#include "order/rider.h"

namespace delivery::share {

/// Who looks at deliveries, and from where.
struct Standing {
    /// Nothing: nobody knows where.
    std::optional<GeoPoint> place = std::nullopt;
    /// As far as they asked to look; nothing: as far as each offer's own round.
    std::optional<std::int64_t> radiusMeters = std::nullopt;
    /// Nothing: whoever looks does not ride.
    std::optional<rider::Rider> rider = std::nullopt;
    int holdMax = rider::holdMaxDefault;
};

/// It is on offer, and the store is near enough to where they stand. Whoever stands nowhere is near
/// enough for everything.
[[nodiscard]] bool isWithinReach(const order::Order& order, const std::optional<GeoPoint>& place,
                                 std::optional<std::int64_t> radiusMeters = std::nullopt);
/// Within reach, and the rider's own decide would take it: on duty, with a hand free.
[[nodiscard]] bool mayPick(const order::Order& order, const Standing& standing);

}  // namespace delivery::share
