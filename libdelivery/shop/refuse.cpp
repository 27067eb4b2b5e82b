#include "shop/refuse.h"

namespace delivery::shop {

Refusal refuseDish(RefusalCode code, const Food& food) {
    return {code, {{"food", food.dish.name}, {"foodId", food.foodId.text()}}};
}

Refusal refuseStock(const Food& food, int left, int wanted) {
    Refusal refusal = refuseDish(RefusalCode::NotEnoughStock, food);
    refusal.facts["left"] = std::to_string(left);
    refusal.facts["wanted"] = std::to_string(wanted);
    return refusal;
}

Refusal refuseUnknownFood(FoodId foodId) {
    return {RefusalCode::UnknownFood, {{"foodId", foodId.text()}}};
}

std::optional<Refusal> whyNotForSale(const Food& food, Instant at) {
    if (food.removed) return refuseDish(RefusalCode::NotOnSale, food);
    if (isMarkedSoldOut(food, at)) return refuseDish(RefusalCode::SoldOut, food);
    return std::nullopt;
}

std::optional<Refusal> whyNotOrderable(const Food& food, int qty, Instant at) {
    if (auto why = whyNotForSale(food, at)) return why;
    if (isSoldOut(food, at)) return refuseDish(RefusalCode::SoldOut, food);
    if (food.dish.stock && *food.dish.stock < qty) {
        return refuseStock(food, *food.dish.stock, qty);
    }
    return std::nullopt;
}

}  // namespace delivery::shop
