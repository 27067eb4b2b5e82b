#pragma once
/// Dishes, stores, reviews and counts as people look at them.

#include <cstdint>
#include <optional>
#include <string>

#include "page/page.h"
#include "wire/scene.h"

namespace delivery::wire {

/// Whether it is sold out depends on when one looks.
[[nodiscard]] std::string printFood(const page::FoodCard& card, Instant now, const Scene& scene,
                                    const Naming& naming);
[[nodiscard]] std::string printTopMenu(const page::FoodCard& card, const Scene& scene,
                                       const Naming& naming);
/// from: where the caller is, where they say so: how far, and what a delivery there costs.
[[nodiscard]] std::string printStore(const page::StoreCard& card, Instant now,
                                     const std::optional<GeoPoint>& from, const Scene& scene,
                                     const Naming& naming);
/// A store's day, whether or not anything happened on it.
[[nodiscard]] std::string printSales(const page::SalesCard& card, const Scene& scene,
                                     const Naming& naming);
[[nodiscard]] std::string printReview(const page::ReviewCard& card, const Scene& scene,
                                      const Naming& naming);
/// A dish's row: {foodId,name,storeId,count}.
[[nodiscard]] std::string printFoodCount(const page::CountCard& card, const Scene& scene,
                                         const Naming& naming);
/// A rider's row: {riderId,count}.
[[nodiscard]] std::string printRiderCount(const page::CountCard& card, const Scene& scene,
                                          const Naming& naming);

}  // namespace delivery::wire
