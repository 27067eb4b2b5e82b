#pragma once
/// What a rider may pick now, nearest first, out of the rider's page's cells: looking costs what
/// lies near, however many orders there are.

#include <cstdint>
#include <optional>
#include <vector>

#include "server/door/looking.h"
#include "share/offers.h"

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

/// What is within reach of where the rider stands. Without a place: those that wait longest.
[[nodiscard]] Cleared<std::vector<Offer>> offersFor(Sight& sight, const share::Standing& standing);

}  // namespace delivery::door
