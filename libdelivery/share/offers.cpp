#include "share/offers.h"

namespace delivery::share {

bool isWithinReach(const order::Order& order, const std::optional<GeoPoint>& place,
                   std::optional<std::int64_t> radiusMeters) {
    const auto reach = order::offerReachMeters(order);
    if (!reach) return false;
    return !place ||
           distanceMeters(*place, order.placed.storePlace) <= radiusMeters.value_or(*reach);
}

bool mayPick(const order::Order& order, const Standing& standing) {
    if (!standing.rider || !isWithinReach(order, standing.place, standing.radiusMeters)) {
        return false;
    }
    return rider::decide(*standing.rider,
                         rider::HoldDelivery{order.placed.orderId, standing.holdMax})
        .has_value();
}

}  // namespace delivery::share
