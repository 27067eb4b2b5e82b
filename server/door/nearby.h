#pragma once
/// What a rider may pick now, nearest first, out of the rider's page's cells: looking costs what
/// lies near, however many orders there are.

#include <cstdint>
#include <optional>
#include <vector>

#include "server/door/looking.h"

namespace delivery::door {

struct Offer {
    page::OrderCard card;
    /// From the rider to the shop; 0 where nobody knows where the rider stands.
    std::int64_t meters = 0;
};

/// Nobody rides further, whatever was asked.
constexpr std::int64_t askedRadiusMaxMeters = 50'000;
/// Nobody chooses among more than so many.
constexpr std::size_t offersShownMax = 200;

/// Near enough for each offer's own round, or within the radius that was asked. Without a place to
/// stand: those that wait longest.
[[nodiscard]] Cleared<std::vector<Offer>> offersFor(Sight& sight,
                                                    const std::optional<GeoPoint>& from,
                                                    std::optional<std::int64_t> radiusMeters);

}  // namespace delivery::door
