#include "server/door/nearby.h"

#include <algorithm>

#include "core/cells.h"
#include "order/limits.h"

namespace delivery::door {
namespace {

/// Adds what waits under one partition of an index, as far as it is near enough.
Cleared<void> addOffers(Sight& sight, const std::string& index, const std::string& partition,
                        const share::Standing& standing, std::vector<Offer>& offers) {
    constexpr std::int64_t rowsMax = 1'000;
    const auto rows = sight.ledger->scan({"rider", index, partition, false, 0, rowsMax});
    if (!rows) return stop(rows.error());
    for (const desk::PageRow& row : *rows) {
        auto body = record::decodeBody(row.body);
        if (!body) return stop(body.error());
        auto* card = std::get_if<page::OrderCard>(&*body);
        const bool isNear = card != nullptr && share::isWithinReach(card->order, standing.place,
                                                                    standing.radiusMeters);
        if (!isNear) continue;
        const std::int64_t meters =
            standing.place ? distanceMeters(*standing.place, card->order.placed.storePlace) : 0;
        offers.push_back({std::move(*card), meters});
    }
    return {};
}

/// Rings of cells around the rider, until there are enough that nothing further out could come
/// before, or until all within reach was looked at.
Cleared<std::vector<Offer>> offersAround(Sight& sight, GeoPoint from,
                                         const share::Standing& standing) {
    const std::int64_t reach =
        std::min(standing.radiusMeters.value_or(order::offerRadiusMaxMeters), askedRadiusMaxMeters);
    // Near the poles the columns are so narrow that they never cover the reach.
    constexpr int ringsMax = 16;
    std::vector<Offer> offers;
    for (int steps = 0; steps <= ringsMax; ++steps) {
        for (const Cell& cell : ringAround(from, steps)) {
            auto added = addOffers(sight, "near", cell.text(), standing, offers);
            if (!added) return stop(added.error());
        }
        const std::int64_t covered = metersCovered(from, steps);
        const auto certain = std::count_if(offers.begin(), offers.end(), [&](const Offer& offer) {
            return offer.meters <= covered;
        });
        if (covered >= reach || static_cast<std::size_t>(certain) >= offersShownMax) break;
    }
    return offers;
}

}  // namespace

Cleared<std::vector<Offer>> offersFor(Sight& sight, const share::Standing& standing) {
    std::vector<Offer> offers;
    if (standing.place) {
        auto around = offersAround(sight, *standing.place, standing);
        if (!around) return stop(around.error());
        offers = std::move(*around);
    } else if (auto added = addOffers(sight, "offered", "all", standing, offers); !added) {
        return stop(added.error());
    }
    // What is equally near was cooked for somebody who has waited longer.
    std::sort(offers.begin(), offers.end(), [](const Offer& a, const Offer& b) {
        return std::pair(a.meters, a.card.order.placed.orderId) <
               std::pair(b.meters, b.card.order.placed.orderId);
    });
    if (offers.size() > offersShownMax) offers.resize(offersShownMax);
    return offers;
}

}  // namespace delivery::door
