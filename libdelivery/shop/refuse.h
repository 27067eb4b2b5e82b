#pragma once
/// Refusals that name a dish: the same facts wherever the shop says no.

#include "core/refusal.h"
#include "shop/food.h"

namespace delivery::shop {

/// Facts: food (its name), foodId.
[[nodiscard]] Refusal refuseDish(RefusalCode code, const Food& food);
/// Facts: those of the dish, left (its stock), wanted.
[[nodiscard]] Refusal refuseStock(const Food& food, int left, int wanted);
/// Fact: foodId.
[[nodiscard]] Refusal refuseUnknownFood(FoodId foodId);

/// NotOnSale, or SoldOut where the store has marked it so; the stock aside.
[[nodiscard]] std::optional<Refusal> whyNotForSale(const Food& food, Instant at);
/// NotOnSale, SoldOut or NotEnoughStock, in this order; nothing when so many can be ordered now.
[[nodiscard]] std::optional<Refusal> whyNotOrderable(const Food& food, int qty, Instant at);

}  // namespace delivery::shop
