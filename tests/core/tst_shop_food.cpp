#include <QtTest>

#include "decision_text.h"
#include "shop/food.h"

using namespace delivery;
using namespace delivery::shop;

namespace {

constexpr StoreId ours{1};
constexpr StoreId theirs{2};
constexpr Instant noon{1'700'000'000'000};

Dish dish(std::optional<int> stock = std::nullopt) {
    return {"탕수육", Won{10'000}, {}, stock, "바삭합니다"};
}
Dish dearer(std::optional<int> stock = std::nullopt) {
    Dish changed = dish(stock);
    changed.price = Won{11'000};
    return changed;
}
Food food(std::optional<int> stock = std::nullopt, std::optional<SoldOut> soldOut = std::nullopt) {
    return {FoodId{7}, ours, dish(stock), soldOut, false};
}
Food removed(std::optional<int> stock = std::nullopt) {
    Food gone = food(stock);
    gone.removed = true;
    return gone;
}

std::string untilText(const std::optional<Instant>& until) {
    return until ? " until " + std::to_string(until->utcMilliseconds - noon.utcMilliseconds) : "";
}

struct Print {
    std::string operator()(const DishAdded& e) const {
        return "DishAdded " + e.foodId.text() + " store " + e.storeId.text();
    }
    std::string operator()(const DishChanged& e) const {
        return "DishChanged price " + std::to_string(e.dish.price.amount());
    }
    std::string operator()(const DishRemoved&) const { return "DishRemoved"; }
    std::string operator()(const SoldOutMarked& e) const {
        return "SoldOutMarked" + untilText(e.until);
    }
    std::string operator()(const DishReopened&) const { return "DishReopened"; }
    std::string operator()(const StockTaken& e) const {
        return "StockTaken " + std::to_string(e.qty) + " for " + e.orderId.text();
    }
    std::string operator()(const StockReturned& e) const {
        return "StockReturned " + std::to_string(e.qty) + " for " + e.orderId.text();
    }
    std::string operator()(const StockLimitLifted&) const { return "StockLimitLifted"; }
};

struct DecisionRow {
    const char* name;
    FoodState state;
    FoodCommand command;
    const char* then;
};

TakeStock take(int qty, Instant at = noon) { return {OrderId{3}, qty, at}; }
ReturnStock giveBack(int qty) { return {OrderId{3}, qty}; }
const Instant later = noon + hours(1);

const std::vector<DecisionRow>& decisionRows() {
    static const std::vector<DecisionRow> rows{
        {"none, add", NoFood{}, AddDish{FoodId{7}, ours, dish()}, "DishAdded 7 store 1"},
        {"none, change", NoFood{}, ChangeDish{ours, dish()}, "UnknownFood"},
        {"none, lift", NoFood{}, LiftStockLimit{ours}, "UnknownFood"},
        {"none, remove", NoFood{}, RemoveDish{ours}, "UnknownFood"},
        {"none, mark", NoFood{}, MarkSoldOut{ours, {}}, "UnknownFood"},
        {"none, reopen", NoFood{}, ReopenDish{ours}, "UnknownFood"},
        {"none, take", NoFood{}, take(1), "UnknownFood"},
        {"none, return", NoFood{}, giveBack(1), "nothing"},

        {"food, add again", food(), AddDish{FoodId{7}, ours, dish()}, "nothing"},
        {"food, add another", food(), AddDish{FoodId{7}, ours, dearer()},
         "NameTaken food=탕수육 foodId=7"},
        {"food, add by another store", food(), AddDish{FoodId{7}, theirs, dish()},
         "NotYours food=탕수육 foodId=7"},
        {"removed, add again", removed(), AddDish{FoodId{7}, ours, dish()},
         "NameTaken food=탕수육 foodId=7"},

        {"food, change", food(), ChangeDish{ours, dearer()}, "DishChanged price 11000"},
        {"food, change to the same", food(5), ChangeDish{ours, dish()}, "nothing"},
        {"food, change of the stock alone", food(5), ChangeDish{ours, dish(6)},
         "DishChanged price 10000"},
        {"food, change by another store", food(), ChangeDish{theirs, dearer()},
         "NotYours food=탕수육 foodId=7"},
        {"removed, change", removed(), ChangeDish{ours, dearer()},
         "UnknownFood food=탕수육 foodId=7"},

        {"food, lift", food(5), LiftStockLimit{ours}, "StockLimitLifted"},
        {"none left, lift", food(0), LiftStockLimit{ours}, "StockLimitLifted"},
        {"without limit, lift", food(), LiftStockLimit{ours}, "nothing"},
        {"food, lift by another store", food(5), LiftStockLimit{theirs},
         "NotYours food=탕수육 foodId=7"},
        {"removed, lift", removed(5), LiftStockLimit{ours}, "UnknownFood food=탕수육 foodId=7"},

        {"food, remove", food(), RemoveDish{ours}, "DishRemoved"},
        {"food, remove by another store", food(), RemoveDish{theirs},
         "NotYours food=탕수육 foodId=7"},
        {"removed, remove", removed(), RemoveDish{ours}, "nothing"},

        {"food, mark", food(), MarkSoldOut{ours, {}}, "SoldOutMarked"},
        {"food, mark until", food(), MarkSoldOut{ours, later}, "SoldOutMarked until 3600000"},
        {"food, mark until a time that has passed", food(), MarkSoldOut{ours, noon, noon},
         "TimeHasPassed"},
        {"marked, mark the same", food({}, SoldOut{later}), MarkSoldOut{ours, later}, "nothing"},
        {"marked, mark otherwise", food({}, SoldOut{later}), MarkSoldOut{ours, {}},
         "SoldOutMarked"},
        {"food, mark by another store", food(), MarkSoldOut{theirs, {}},
         "NotYours food=탕수육 foodId=7"},
        {"removed, mark", removed(), MarkSoldOut{ours, {}}, "UnknownFood food=탕수육 foodId=7"},

        {"marked, reopen", food({}, SoldOut{}), ReopenDish{ours}, "DishReopened"},
        {"food, reopen", food(), ReopenDish{ours}, "nothing"},
        {"marked, reopen by another store", food({}, SoldOut{}), ReopenDish{theirs},
         "NotYours food=탕수육 foodId=7"},
        {"removed, reopen", removed(), ReopenDish{ours}, "UnknownFood food=탕수육 foodId=7"},

        {"food, take", food(), take(99), "StockTaken 99 for 3"},
        {"food, take the last", food(2), take(2), "StockTaken 2 for 3"},
        {"removed before sold out, take", removed(0), take(1), "NotOnSale food=탕수육 foodId=7"},
        {"marked before stock, take", food(1, SoldOut{}), take(2), "SoldOut food=탕수육 foodId=7"},
        {"none left, take", food(0), take(1), "SoldOut food=탕수육 foodId=7"},
        {"too few, take", food(1), take(2), "NotEnoughStock food=탕수육 foodId=7 left=1 wanted=2"},
        {"marked until later, take", food({}, SoldOut{later}), take(1),
         "SoldOut food=탕수육 foodId=7"},
        {"marked until now, take", food({}, SoldOut{noon}), take(1), "StockTaken 1 for 3"},

        {"food, return", food(2), giveBack(3), "StockReturned 3 for 3"},
        {"removed, return", removed(2), giveBack(3), "StockReturned 3 for 3"},
        {"marked, return", food({}, SoldOut{}), giveBack(1), "StockReturned 1 for 3"},
    };
    return rows;
}

struct FoldRow {
    const char* name;
    FoodState state;
    FoodEvent event;
    const char* then;
};

std::string stateText(const FoodState& state) {
    if (std::holds_alternative<NoFood>(state)) return "none";
    const Food& it = std::get<Food>(state);
    std::string line = "price " + std::to_string(it.dish.price.amount());
    if (it.dish.stock) line += " stock " + std::to_string(*it.dish.stock);
    if (it.soldOut) line += " sold out" + untilText(it.soldOut->until);
    if (it.removed) line += " removed";
    return line;
}

const std::vector<FoldRow>& foldRows() {
    constexpr int intMax = std::numeric_limits<int>::max();
    static const std::vector<FoldRow> rows{
        {"none, added", NoFood{}, DishAdded{FoodId{7}, ours, dish(4)}, "price 10000 stock 4"},
        {"none, added below zero", NoFood{}, DishAdded{FoodId{7}, ours, dish(-1)}, "misfit"},
        {"none, changed", NoFood{}, DishChanged{dish()}, "misfit"},
        {"none, removed", NoFood{}, DishRemoved{}, "misfit"},
        {"none, marked", NoFood{}, SoldOutMarked{}, "misfit"},
        {"none, reopened", NoFood{}, DishReopened{}, "misfit"},
        {"none, taken", NoFood{}, StockTaken{OrderId{3}, 1}, "misfit"},
        {"none, returned", NoFood{}, StockReturned{OrderId{3}, 1}, "misfit"},
        {"none, lifted", NoFood{}, StockLimitLifted{}, "misfit"},

        {"food, added", food(), DishAdded{FoodId{7}, ours, dish()}, "misfit"},
        {"food, changed", food(5), DishChanged{dearer()}, "price 11000 stock 5"},
        {"food, changed with stock", food(5), DishChanged{dearer(8)}, "price 11000 stock 8"},
        {"food, changed below zero", food(5), DishChanged{dearer(-8)}, "misfit"},
        {"removed, changed", removed(), DishChanged{dearer()}, "misfit"},
        {"food, removed", food(5), DishRemoved{}, "price 10000 stock 5 removed"},
        {"removed, removed", removed(), DishRemoved{}, "misfit"},
        {"food, marked", food(), SoldOutMarked{noon}, "price 10000 sold out until 0"},
        {"removed, marked", removed(), SoldOutMarked{noon}, "misfit"},
        {"marked, reopened", food({}, SoldOut{}), DishReopened{}, "price 10000"},
        {"removed, reopened", removed(), DishReopened{}, "misfit"},
        {"food, lifted", food(5), StockLimitLifted{}, "price 10000"},
        {"removed, lifted", removed(5), StockLimitLifted{}, "misfit"},
        {"food, taken", food(5), StockTaken{OrderId{3}, 5}, "price 10000 stock 0"},
        {"food, taken too many", food(5), StockTaken{OrderId{3}, 6}, "misfit"},
        {"food, taken none", food(5), StockTaken{OrderId{3}, 0}, "misfit"},
        {"without limit, taken", food(), StockTaken{OrderId{3}, 6}, "price 10000"},
        {"removed, taken", removed(), StockTaken{OrderId{3}, 1}, "misfit"},
        {"food, returned", food(5), StockReturned{OrderId{3}, 2}, "price 10000 stock 7"},
        {"food, returned none", food(5), StockReturned{OrderId{3}, -2}, "misfit"},
        {"without limit, returned", food(), StockReturned{OrderId{3}, 2}, "price 10000"},
        {"removed, returned", removed(5), StockReturned{OrderId{3}, 2},
         "price 10000 stock 7 removed"},
        {"near the end, returned", food(intMax - 1), StockReturned{OrderId{3}, 2},
         "price 10000 stock 2147483647"},
    };
    return rows;
}

}  // namespace

class TestShopFood : public QObject {
    Q_OBJECT

  private slots:
    void decide_answers_data() {
        QTest::addColumn<int>("row");
        int row = 0;
        for (const DecisionRow& it : decisionRows()) QTest::newRow(it.name) << row++;
    }
    void decide_answers() {
        QFETCH(int, row);
        const DecisionRow& it = decisionRows()[static_cast<std::size_t>(row)];
        QCOMPARE(QString::fromStdString(text(decide(it.state, it.command), Print{})),
                 QString::fromUtf8(it.then));
    }
    void decide_everyPairHasARow() {
        QVERIFY((everyPairHasARow<FoodState, FoodCommand>(decisionRows())));
    }
    void decided_events_fitWhereTheyWereDecided() {
        for (const DecisionRow& row : decisionRows()) {
            const auto decided = decide(row.state, row.command);
            if (!decided) continue;
            FoodState state = row.state;
            for (const FoodEvent& event : *decided) {
                const auto next = evolveRecorded(state, event);
                QVERIFY2(next, row.name);
                QCOMPARE(stateText(evolve(state, event)), stateText(*next));
                state = *next;
            }
        }
    }

    void evolve_applies_data() {
        QTest::addColumn<int>("row");
        int row = 0;
        for (const FoldRow& it : foldRows()) QTest::newRow(it.name) << row++;
    }
    void evolve_applies() {
        QFETCH(int, row);
        const FoldRow& it = foldRows()[static_cast<std::size_t>(row)];
        const auto next = evolveRecorded(it.state, it.event);
        if (!next) QCOMPARE(next.error().code, FaultCode::Misfit);
        QCOMPARE(QString::fromStdString(next ? stateText(*next) : "misfit"),
                 QString::fromUtf8(it.then));
    }

    void markedUntil_whenTheTimeHasCome_isOrderableByItself() {
        const Food marked = food({}, SoldOut{later});
        QVERIFY(isSoldOut(marked, noon));
        QVERIFY(isSoldOut(marked, later - milliseconds(1)));
        QVERIFY(!isSoldOut(marked, later));
    }
    void marked_withoutEnd_staysSoldOut() {
        QVERIFY(isSoldOut(food({}, SoldOut{}), noon + days(1000)));
    }
    void stockZero_isSoldOut() {
        QVERIFY(isSoldOut(food(0), noon));
        QVERIFY(!isSoldOut(food(1), noon));
        QVERIFY(!isSoldOut(food(), noon));
    }
};

QTEST_APPLESS_MAIN(TestShopFood)
#include "tst_shop_food.moc"
