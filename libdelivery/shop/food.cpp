#include "shop/food.h"

#include <cassert>
#include <limits>

#include "shop/refuse.h"

namespace delivery::shop {

namespace {

using Events = std::vector<FoodEvent>;
using Decision = Decided<Events>;

Decision refuse(RefusalCode code) { return tl::unexpected(Refusal{code}); }
Decision refuse(RefusalCode code, const Food& food) {
    return tl::unexpected(refuseDish(code, food));
}

/// Why a store may not touch the dish, if so: not its own, or no longer there.
std::optional<Refusal> whyNotManaged(const Food& food, StoreId by) {
    if (food.storeId != by) return refuseDish(RefusalCode::NotYours, food);
    if (food.removed) return refuseDish(RefusalCode::UnknownFood, food);
    return std::nullopt;
}

/// What the dish becomes: a change that says nothing of the stock leaves it as it is.
Dish changed(const Dish& before, Dish after) {
    if (!after.stock) after.stock = before.stock;
    return after;
}

struct Decider {
    Decision operator()(const NoFood&, const AddDish& add) const {
        return Events{DishAdded{add.foodId, add.storeId, add.dish}};
    }
    Decision operator()(const NoFood&, const ChangeDish&) const {
        return refuse(RefusalCode::UnknownFood);
    }
    Decision operator()(const NoFood&, const LiftStockLimit&) const {
        return refuse(RefusalCode::UnknownFood);
    }
    Decision operator()(const NoFood&, const RemoveDish&) const {
        return refuse(RefusalCode::UnknownFood);
    }
    Decision operator()(const NoFood&, const MarkSoldOut&) const {
        return refuse(RefusalCode::UnknownFood);
    }
    Decision operator()(const NoFood&, const ReopenDish&) const {
        return refuse(RefusalCode::UnknownFood);
    }
    Decision operator()(const NoFood&, const TakeStock&) const {
        return refuse(RefusalCode::UnknownFood);
    }
    /// The end of an order never fails for a dish: where there is none, nothing was taken.
    Decision operator()(const NoFood&, const ReturnStock&) const { return Events{}; }

    /// The number is fresh from the ledger, so a second adding is a repeat or a mix-up of numbers.
    Decision operator()(const Food& food, const AddDish& add) const {
        if (food.storeId != add.storeId) return refuse(RefusalCode::NotYours, food);
        if (food.removed || food.dish != add.dish) return refuse(RefusalCode::NameTaken, food);
        return Events{};
    }
    Decision operator()(const Food& food, const ChangeDish& change) const {
        if (auto why = whyNotManaged(food, change.storeId)) return tl::unexpected(*why);
        if (changed(food.dish, change.dish) == food.dish) return Events{};
        return Events{DishChanged{change.dish}};
    }
    Decision operator()(const Food& food, const LiftStockLimit& lift) const {
        if (auto why = whyNotManaged(food, lift.storeId)) return tl::unexpected(*why);
        if (!food.dish.stock) return Events{};
        return Events{StockLimitLifted{}};
    }
    Decision operator()(const Food& food, const RemoveDish& remove) const {
        if (food.storeId != remove.storeId) return refuse(RefusalCode::NotYours, food);
        if (food.removed) return Events{};
        return Events{DishRemoved{}};
    }
    Decision operator()(const Food& food, const MarkSoldOut& mark) const {
        if (auto why = whyNotManaged(food, mark.storeId)) return tl::unexpected(*why);
        if (mark.until && *mark.until <= mark.at) return refuse(RefusalCode::TimeHasPassed);
        if (food.soldOut == SoldOut{mark.until}) return Events{};
        return Events{SoldOutMarked{mark.until}};
    }
    Decision operator()(const Food& food, const ReopenDish& reopen) const {
        if (auto why = whyNotManaged(food, reopen.storeId)) return tl::unexpected(*why);
        if (!food.soldOut) return Events{};
        return Events{DishReopened{}};
    }
    Decision operator()(const Food& food, const TakeStock& take) const {
        assert(take.qty > 0);
        if (auto why = whyNotOrderable(food, take.qty, take.at)) return tl::unexpected(*why);
        return Events{StockTaken{take.orderId, take.qty}};
    }
    Decision operator()(const Food&, const ReturnStock& giveBack) const {
        assert(giveBack.qty > 0);
        return Events{StockReturned{giveBack.orderId, giveBack.qty}};
    }
};

/// The next state, or nothing where the event does not fit this state.
using Next = std::optional<FoodState>;

/// Only a dish that is still on the menu is changed, marked or sold.
Next ifOnMenu(const Food& food, Food next) {
    if (food.removed) return std::nullopt;
    return next;
}

struct Evolver {
    Next operator()(const NoFood&, const DishAdded& added) const {
        if (added.dish.stock.value_or(0) < 0) return std::nullopt;
        return Food{added.foodId, added.storeId, added.dish, std::nullopt, false};
    }
    Next operator()(const NoFood&, const DishChanged&) const { return std::nullopt; }
    Next operator()(const NoFood&, const DishRemoved&) const { return std::nullopt; }
    Next operator()(const NoFood&, const SoldOutMarked&) const { return std::nullopt; }
    Next operator()(const NoFood&, const DishReopened&) const { return std::nullopt; }
    Next operator()(const NoFood&, const StockTaken&) const { return std::nullopt; }
    Next operator()(const NoFood&, const StockReturned&) const { return std::nullopt; }
    Next operator()(const NoFood&, const StockLimitLifted&) const { return std::nullopt; }

    Next operator()(const Food&, const DishAdded&) const { return std::nullopt; }
    Next operator()(const Food& food, const DishChanged& change) const {
        if (change.dish.stock.value_or(0) < 0) return std::nullopt;
        Food next = food;
        next.dish = changed(food.dish, change.dish);
        return ifOnMenu(food, next);
    }
    Next operator()(const Food& food, const DishRemoved&) const {
        Food next = food;
        next.removed = true;
        return ifOnMenu(food, next);
    }
    Next operator()(const Food& food, const SoldOutMarked& marked) const {
        Food next = food;
        next.soldOut = SoldOut{marked.until};
        return ifOnMenu(food, next);
    }
    Next operator()(const Food& food, const DishReopened&) const {
        Food next = food;
        next.soldOut = std::nullopt;
        return ifOnMenu(food, next);
    }
    Next operator()(const Food& food, const StockTaken& taken) const {
        if (taken.qty <= 0) return std::nullopt;
        if (food.dish.stock && *food.dish.stock < taken.qty) return std::nullopt;
        Food next = food;
        if (next.dish.stock) *next.dish.stock -= taken.qty;
        return ifOnMenu(food, next);
    }
    Next operator()(const Food& food, const StockLimitLifted&) const {
        Food next = food;
        next.dish.stock = std::nullopt;
        return ifOnMenu(food, next);
    }
    Next operator()(const Food& food, const StockReturned& returned) const {
        if (returned.qty <= 0) return std::nullopt;
        Food next = food;
        if (next.dish.stock) {
            // A stock set near the type's end meanwhile stays there instead of wrapping.
            const int room = std::numeric_limits<int>::max() - *next.dish.stock;
            *next.dish.stock += returned.qty < room ? returned.qty : room;
        }
        return next;
    }
};

}  // namespace

Decided<std::vector<FoodEvent>> decide(const FoodState& state, const FoodCommand& command) {
    return std::visit(Decider{}, state, command);
}

FoodState evolve(const FoodState& state, const FoodEvent& event) {
    const Next next = std::visit(Evolver{}, state, event);
    assert(next);
    return *next;
}

Expected<FoodState> evolveRecorded(const FoodState& state, const FoodEvent& event) {
    const Next next = std::visit(Evolver{}, state, event);
    if (!next) return tl::unexpected(Fault{FaultCode::Misfit, "a dish's event does not fit"});
    return *next;
}

bool isSoldOut(const Food& food, Instant at) {
    return food.dish.stock == 0 || isMarkedSoldOut(food, at);
}

bool isMarkedSoldOut(const Food& food, Instant at) {
    if (!food.soldOut) return false;
    return !food.soldOut->until || at < *food.soldOut->until;
}

}  // namespace delivery::shop
