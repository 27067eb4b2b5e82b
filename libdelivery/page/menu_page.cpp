#include <set>

#include "page/pages.h"

namespace delivery::page {

namespace {

std::vector<IndexEntry> foundBy(const FoodCard& card) {
    // A dish that was removed stays as a row: its stock and its stars still come back to it.
    if (card.food.removed) return {};
    const std::int64_t food = card.food.foodId.value();
    std::vector<IndexEntry> entries{{"name", card.food.dish.name, food}};
    for (const std::string& whose : {std::string("all"), partition("store", card.food.storeId)}) {
        entries.push_back({"foods", whose, food});
        entries.push_back({"price", whose, card.food.dish.price.amount()});
        entries.push_back({"top.count", whose, card.orderCount});
        entries.push_back({"top.score", whose, card.rating.averageHundredths()});
    }
    return entries;
}

void put(Rows& rows, FoodCard card) {
    std::vector<IndexEntry> entries = foundBy(card);
    rows.put({card.food.foodId.text(), std::move(card), std::move(entries)});
}

Expected<void> onFood(const Logged& logged, const shop::FoodEvent& event, Rows& rows) {
    const std::optional<FoodCard> before = cardAt<FoodCard>(rows, logged.streamId);
    const shop::FoodState state =
        before ? shop::FoodState{before->food} : shop::FoodState{shop::NoFood{}};
    Expected<shop::FoodState> after = shop::evolveRecorded(state, event);
    if (!after) return tl::unexpected(after.error());
    auto* food = std::get_if<shop::Food>(&*after);
    if (food == nullptr) return misfit(logged, "a dish that was never added");
    FoodCard card = before.value_or(FoodCard{});
    card.food = std::move(*food);
    put(rows, std::move(card));
    return {};
}

template <class Change>
Expected<void> onDishes(const Logged& logged, const std::set<FoodId>& dishes, Rows& rows,
                        const Change& change) {
    for (const FoodId dish : dishes) {
        std::optional<FoodCard> card = cardAt<FoodCard>(rows, dish.text());
        if (!card) return misfit(logged, "there is no dish " + dish.text());
        change(*card);
        put(rows, std::move(*card));
    }
    return {};
}

Expected<void> onCooked(const Logged& logged, Rows& rows) {
    const std::optional<OrderMemo> memo = cardAt<OrderMemo>(rows, memoKey(logged.streamId));
    if (!memo) return misfit(logged, "there is no such order");
    std::set<FoodId> dishes;
    for (const order::Line& line : memo->lines) dishes.insert(line.foodId);
    rows.erase(memoKey(logged.streamId));
    return onDishes(logged, dishes, rows, [](FoodCard& card) { ++card.orderCount; });
}

Expected<void> onOrder(const Logged& logged, const order::Event& event, Rows& rows) {
    if (const auto* placed = std::get_if<order::OrderPlaced>(&event)) {
        rows.put({memoKey(logged.streamId),
                  OrderMemo{.customerId = placed->customerId,
                            .storeId = placed->storeId,
                            .lines = placed->lines,
                            .rider = std::nullopt},
                  {}});
        return {};
    }
    if (std::holds_alternative<order::CookFinished>(event)) return onCooked(logged, rows);
    const bool ended = std::holds_alternative<order::OrderCancelled>(event) ||
                       std::holds_alternative<order::OrderRejected>(event) ||
                       std::holds_alternative<order::OrderExpired>(event);
    if (ended && rows.find(memoKey(logged.streamId))) rows.erase(memoKey(logged.streamId));
    return {};
}

Expected<void> onReview(const Logged& logged, const shop::ReviewEvent& event, Rows& rows) {
    const auto* written = std::get_if<shop::ReviewWritten>(&event);
    if (written == nullptr) return {};
    const std::set<FoodId> dishes(written->foods.begin(), written->foods.end());
    return onDishes(logged, dishes, rows, [&](FoodCard& card) {
        card.rating.starsTotal += written->stars;
        ++card.rating.count;
    });
}

class MenuPage : public Page {
  public:
    [[nodiscard]] std::string name() const override { return "menu"; }
    [[nodiscard]] std::string context() const override { return "menu"; }
    [[nodiscard]] int version() const override { return 2; }
    [[nodiscard]] Expected<void> fold(const Logged& logged, Rows& rows) const override {
        if (const auto* event = std::get_if<shop::FoodEvent>(&logged.event)) {
            return onFood(logged, *event, rows);
        }
        if (const auto* event = std::get_if<order::Event>(&logged.event)) {
            return onOrder(logged, *event, rows);
        }
        if (const auto* event = std::get_if<shop::ReviewEvent>(&logged.event)) {
            return onReview(logged, *event, rows);
        }
        return {};
    }
};

}  // namespace

std::unique_ptr<Page> menuPage() { return std::make_unique<MenuPage>(); }

}  // namespace delivery::page
