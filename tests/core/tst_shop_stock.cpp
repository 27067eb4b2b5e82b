#include <rapidcheck.h>
#include <QtTest>

#include "shop/food.h"

using namespace delivery;
using namespace delivery::shop;

namespace {

constexpr StoreId ours{1};

FoodCommand drawnCommand(Instant at) {
    const StoreId by = *rc::gen::weightedElement<StoreId>({{9, ours}, {1, StoreId{2}}});
    const int qty = *rc::gen::inRange(1, 100);
    const OrderId orderId{*rc::gen::inRange<std::int64_t>(1, 20)};
    const Won price{*rc::gen::inRange<std::int64_t>(0, 20'000)};
    std::optional<int> stock;
    if (*rc::gen::arbitrary<bool>()) stock = *rc::gen::inRange(0, 120);
    std::optional<Instant> until;
    if (*rc::gen::arbitrary<bool>()) until = at + minutes(*rc::gen::inRange(0, 10));
    const Dish dish{"탕수육", price, {}, stock, ""};
    switch (
        *rc::gen::weightedElement<int>({{2, 0}, {2, 1}, {1, 2}, {2, 3}, {2, 4}, {10, 5}, {5, 6}})) {
        case 0:
            return AddDish{FoodId{7}, by, dish};
        case 1:
            return ChangeDish{by, dish};
        case 2:
            return RemoveDish{by};
        case 3:
            return MarkSoldOut{by, until};
        case 4:
            return ReopenDish{by};
        case 5:
            return TakeStock{orderId, qty, at};
        default:
            return ReturnStock{orderId, qty};
    }
}

}  // namespace

/// Any sequence of commands on one dish.
class TestShopStock : public QObject {
    Q_OBJECT

  private slots:
    void whateverIsAsked_stockIsNeverBelowZeroAndEventsFit() {
        QVERIFY(rc::check("stock", [] {
            FoodState state;
            Instant at{1'700'000'000'000};
            const int steps = *rc::gen::inRange(0, 60);
            for (int i = 0; i < steps; ++i) {
                at = at + minutes(1);
                const auto events = decide(state, drawnCommand(at));
                if (!events) continue;
                for (const FoodEvent& event : *events) {
                    const auto next = evolveRecorded(state, event);
                    RC_ASSERT(next.has_value());
                    state = *next;
                    const Food& food = std::get<Food>(state);
                    RC_ASSERT(food.dish.stock.value_or(0) >= 0);
                    RC_ASSERT(food.storeId == ours || food.storeId == StoreId{2});
                }
            }
        }));
    }

    void whenTakenAndReturned_theStockIsAsBefore() {
        QVERIFY(rc::check("take and return", [] {
            const int stock = *rc::gen::inRange(1, 1000);
            const int qty = *rc::gen::inRange(1, stock + 1);
            FoodState state = Food{FoodId{7}, ours, {"탕수육", Won{1}, {}, stock, ""}, {}, false};
            state = evolve(state, decide(state, TakeStock{OrderId{3}, qty, Instant{}})->front());
            RC_ASSERT(std::get<Food>(state).dish.stock == stock - qty);
            state = evolve(state, decide(state, ReturnStock{OrderId{3}, qty})->front());
            RC_ASSERT(std::get<Food>(state).dish.stock == stock);
        }));
    }
};

QTEST_APPLESS_MAIN(TestShopStock)
#include "tst_shop_stock.moc"
