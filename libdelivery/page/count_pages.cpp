#include "page/pages.h"

// How often a dish was ordered, and how many deliveries a rider picked.

namespace delivery::page {

namespace {

bool endsWithoutDeal(const order::Event& event) {
    return std::holds_alternative<order::OrderCancelled>(event) ||
           std::holds_alternative<order::OrderRejected>(event) ||
           std::holds_alternative<order::OrderExpired>(event);
}

OrderMemo memoOf(const order::OrderPlaced& placed) {
    return {.customerId = placed.customerId,
            .storeId = placed.storeId,
            .lines = placed.lines,
            .rider = std::nullopt};
}

void countDishes(const OrderMemo& memo, Rows& rows) {
    for (const order::Line& line : memo.lines) {
        const std::string key = line.foodId.text();
        CountCard card = cardAt<CountCard>(rows, key).value_or(CountCard{});
        card.foodId = line.foodId;
        card.name = line.foodName;
        card.storeId = memo.storeId;
        card.count += line.qty;
        const std::int64_t sort = line.foodId.value();
        rows.put({key,
                  std::move(card),
                  {{"counts", "all", sort}, {"counts", partition("store", memo.storeId), sort}}});
    }
}

class FoodCountsPage : public Page {
  public:
    [[nodiscard]] std::string name() const override { return "foodCounts"; }
    [[nodiscard]] std::string context() const override { return "store"; }
    [[nodiscard]] Expected<void> fold(const Logged& logged, Rows& rows) const override {
        const auto* event = std::get_if<order::Event>(&logged.event);
        if (event == nullptr) return {};
        const std::string key = memoKey(logged.streamId);
        if (const auto* placed = std::get_if<order::OrderPlaced>(event)) {
            rows.put({key, memoOf(*placed), {}});
            return {};
        }
        if (std::holds_alternative<order::OrderAccepted>(*event)) {
            const std::optional<OrderMemo> memo = cardAt<OrderMemo>(rows, key);
            if (!memo) return misfit(logged, "there is no such order");
            rows.erase(key);
            countDishes(*memo, rows);
            return {};
        }
        if (endsWithoutDeal(*event) && rows.find(key)) rows.erase(key);
        return {};
    }
};

void countRider(const RiderId& rider, StoreId store, std::int64_t change, Rows& rows) {
    const std::string& own = rider.text();
    CountCard card = cardAt<CountCard>(rows, own).value_or(CountCard{});
    card.riderId = rider;
    card.count += change;
    const std::int64_t count = card.count;
    rows.put({own,
              std::move(card),
              {{"counts", "all", count}, {"counts", partition("rider", rider), count}}});

    const std::string atStore = store.text() + "/" + rider.text();
    CountCard there = cardAt<CountCard>(rows, atStore).value_or(CountCard{});
    there.riderId = rider;
    there.storeId = store;
    there.count += change;
    const std::int64_t countThere = there.count;
    rows.put({atStore, std::move(there), {{"counts", partition("store", store), countThere}}});
}

class RiderCountsPage : public Page {
  public:
    [[nodiscard]] std::string name() const override { return "riderCounts"; }
    [[nodiscard]] std::string context() const override { return "rider"; }
    [[nodiscard]] Expected<void> fold(const Logged& logged, Rows& rows) const override {
        const auto* event = std::get_if<order::Event>(&logged.event);
        if (event == nullptr) return {};
        const std::string key = memoKey(logged.streamId);
        if (const auto* placed = std::get_if<order::OrderPlaced>(event)) {
            if (!placed->pickup) rows.put({key, memoOf(*placed), {}});
            return {};
        }
        if (const auto* picked = std::get_if<order::DeliveryPicked>(event)) {
            std::optional<OrderMemo> memo = cardAt<OrderMemo>(rows, key);
            if (!memo) return misfit(logged, "there is no such delivery");
            countRider(picked->riderId, memo->storeId, 1, rows);
            memo->rider = picked->riderId;
            rows.put({key, std::move(*memo), {}});
            return {};
        }
        const bool over = endsWithoutDeal(*event);
        if (over || std::holds_alternative<order::DeliveryReleased>(*event)) {
            takeBack(key, over, rows);
        }
        if (std::holds_alternative<order::DeliveryDelivered>(*event)) rows.erase(key);
        return {};
    }

  private:
    /// The end of an order releases its rider too. Whichever comes first takes the pick back;
    /// without a memo or a rider in it that has happened, or nobody picked.
    static void takeBack(const std::string& key, bool over, Rows& rows) {
        std::optional<OrderMemo> memo = cardAt<OrderMemo>(rows, key);
        if (!memo) return;
        if (memo->rider) countRider(*memo->rider, memo->storeId, -1, rows);
        memo->rider.reset();
        if (over) {
            rows.erase(key);
        } else {
            rows.put({key, std::move(*memo), {}});
        }
    }
};

}  // namespace

std::unique_ptr<Page> foodCountsPage() { return std::make_unique<FoodCountsPage>(); }
std::unique_ptr<Page> riderCountsPage() { return std::make_unique<RiderCountsPage>(); }

}  // namespace delivery::page
