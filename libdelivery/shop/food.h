#pragma once
/// One dish: its price, options, stock and whether it can be ordered now. Each dish is a stream of
/// its own.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/ids.h"
#include "core/instant.h"
#include "core/result.h"
#include "core/won.h"
#include "shop/picture.h"

namespace delivery::shop {

struct OptionChoice {
    std::string choice;
    Won price;  ///< added to the dish's price
    bool operator==(const OptionChoice&) const = default;
};
struct OptionGroup {
    std::string name;
    bool required = false;
    std::vector<OptionChoice> choices;
    /// How many of them may be chosen at once, each once; nothing means one.
    std::optional<int> choicesMax = std::nullopt;
    [[nodiscard]] int atMost() const { return choicesMax.value_or(1); }
    bool operator==(const OptionGroup&) const = default;
};

/// What a store says of a dish.
struct Dish {
    std::string name;
    Won price;
    std::vector<OptionGroup> options;
    /// How many are left; nothing means without limit.
    std::optional<int> stock;
    std::string description;
    /// Under which heading of the menu it stands ("면류"); empty: none.
    std::string category = {};
    /// Where in the kitchen it is made ("튀김"): its screen shows what is its own; empty: anywhere.
    std::string station = {};
    bool operator==(const Dish&) const = default;
};

/// Sold out until a time, or until somebody reopens it.
struct SoldOut {
    std::optional<Instant> until;
    bool operator==(const SoldOut&) const = default;
};

// --- events
struct DishAdded {
    FoodId foodId;
    StoreId storeId;
    Dish dish;
};
/// The whole dish as it is from now on; stock is set only where given.
struct DishChanged {
    Dish dish;
};
struct DishRemoved {};
struct SoldOutMarked {
    std::optional<Instant> until;
};
struct DishReopened {};
/// There is no limit from now on.
struct StockLimitLifted {};
/// The bytes lie beside the log; the event knows them by their hash.
struct PictureSet {
    Picture picture;
};
struct PictureRemoved {};
struct StockTaken {
    OrderId orderId;
    int qty = 1;
};
struct StockReturned {
    OrderId orderId;
    int qty = 1;
};
using FoodEvent =
    std::variant<DishAdded, DishChanged, DishRemoved, SoldOutMarked, DishReopened, StockTaken,
                 StockReturned, StockLimitLifted, PictureSet, PictureRemoved>;

// --- state
struct NoFood {};
struct Food {
    FoodId foodId;
    StoreId storeId;
    Dish dish;
    std::optional<SoldOut> soldOut;
    bool removed = false;
    std::optional<Picture> picture = {};
};
using FoodState = std::variant<NoFood, Food>;

// --- commands
struct AddDish {
    FoodId foodId;
    StoreId storeId;
    Dish dish;
};
struct ChangeDish {
    StoreId storeId;
    Dish dish;
};
/// A dish that has no limit stays as it is.
struct LiftStockLimit {
    StoreId storeId;
};
struct RemoveDish {
    StoreId storeId;
};
/// TimeHasPassed when it would end before it begins.
struct MarkSoldOut {
    StoreId storeId;
    std::optional<Instant> until;
    Instant at = {};
};
struct ReopenDish {
    StoreId storeId;
};
struct SetPicture {
    StoreId storeId;
    Picture picture;
};
struct RemovePicture {
    StoreId storeId;
};
/// Part of placing or verifying an order: refuses with NotOnSale, SoldOut or NotEnoughStock, naming
/// the dish.
struct TakeStock {
    OrderId orderId;
    int qty = 1;
    Instant at;
};
/// Part of an order's end. Never refused: a removed dish takes its stock back too.
struct ReturnStock {
    OrderId orderId;
    int qty = 1;
};
using FoodCommand = std::variant<AddDish, ChangeDish, LiftStockLimit, RemoveDish, MarkSoldOut,
                                 ReopenDish, SetPicture, RemovePicture, TakeStock, ReturnStock>;

[[nodiscard]] Decided<std::vector<FoodEvent>> decide(const FoodState& state,
                                                     const FoodCommand& command);
[[nodiscard]] FoodState evolve(const FoodState& state, const FoodEvent& event);
[[nodiscard]] Expected<FoodState> evolveRecorded(const FoodState& state, const FoodEvent& event);

/// Whether it can be ordered at this moment, quantity aside.
[[nodiscard]] bool isSoldOut(const Food& food, Instant at);
/// Whether the store has said so, whatever the stock.
[[nodiscard]] bool isMarkedSoldOut(const Food& food, Instant at);

}  // namespace delivery::shop
