#pragma once
/// What an order would cost: wishes against the menu, priced line by line, or the first reason why
/// not.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "order/lines.h"
#include "shop/food.h"

namespace delivery::shop {

struct WishedOption {
    std::string name;
    std::string choice;
};
/// One line as the customer asked for it. The price, where given, must be the menu's.
struct WishedLine {
    FoodId foodId;
    int qty = 1;
    std::vector<WishedOption> options;
    std::optional<Won> price;
};

/// While the menu is away nobody knows the stock: what the store itself marked as sold out still
/// is.
enum class Stock { Counts, IsUnknown };

/// Prices the wishes: UnknownFood, NotOnSale, SoldOut, NotEnoughStock, UnknownOption,
/// OptionMissing, PriceChanged (facts: food, foodId, price = the right one), DishesOfSeveralStores,
/// QuantityOutOfRange, TooManyLines, NoLines, TotalTooLarge. Pure. Lines of the same dish count
/// together for the stock. A line may choose as many of an option as the option allows, and chooses
/// at least one of a required one.
[[nodiscard]] Decided<std::vector<order::Line>> quote(const std::vector<WishedLine>& wishes,
                                                      const std::map<FoodId, FoodState>& menu,
                                                      StoreId store, Instant at,
                                                      Stock stock = Stock::Counts);

}  // namespace delivery::shop
