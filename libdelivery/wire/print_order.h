#pragma once
/// One order as orders, payments, tickets, deliveries and my pages show it: fields and links by who
/// looks.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "page/page.h"
#include "share/policy.h"
#include "wire/scene.h"

namespace delivery::wire {

/// The texts that some view of this order may show; the caller looks up those that the view sees.
[[nodiscard]] std::vector<PersonalId> textsOf(const page::OrderCard& card, share::View view);

[[nodiscard]] std::string printOrder(const page::OrderCard& card, share::View view,
                                     const Scene& scene, const Naming& naming);
[[nodiscard]] std::string printPayment(const page::OrderCard& card, const Scene& scene,
                                       const Naming& naming);
[[nodiscard]] std::string printTicket(const page::OrderCard& card, share::View view,
                                      const Scene& scene, const Naming& naming);
/// The order with its timeline.
[[nodiscard]] std::string printMyPage(const page::OrderCard& card, share::View view,
                                      const Scene& scene, const Naming& naming);

/// What only the moment of looking knows of a delivery.
struct DeliveryMoment {
    /// From where the rider stands to the store, and from there to the customer's area.
    std::optional<std::int64_t> toStoreMeters;
    std::optional<std::int64_t> toCustomerMeters;
    /// The rider's first name.
    std::string riderName;
    /// Where the rider is, while under way.
    std::optional<GeoPoint> riderPlace;
    /// The one who looks could pick it now: what the order says itself is looked at besides.
    bool mayPick = false;
};
[[nodiscard]] std::string printDelivery(const page::OrderCard& card, share::View view,
                                        const DeliveryMoment& moment, const Scene& scene,
                                        const Naming& naming);

/// {"id":17,"version":9,"changedAt":"…","gone":true}: the caller may no longer see it. Older news
/// of it that comes later is told by the version.
[[nodiscard]] std::string printTombstone(const page::OrderCard& card);

}  // namespace delivery::wire
