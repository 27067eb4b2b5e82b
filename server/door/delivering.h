#pragma once
/// How a delivery looks at this moment: who rides, where, and how far it is.

#include "server/door/looking.h"
#include "share/offers.h"

namespace delivery::door {

/// Where a rider said to be last; nothing when unknown.
[[nodiscard]] Cleared<std::optional<record::PositionRow>> positionOf(Sight& sight,
                                                                     const RiderId& rider);
[[nodiscard]] Shown printOneDelivery(Sight& sight, const page::OrderCard& card, share::View view,
                                     const share::Standing& standing);

}  // namespace delivery::door
