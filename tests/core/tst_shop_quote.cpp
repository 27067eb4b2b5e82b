#include <rapidcheck.h>
#include <QtTest>

#include <numeric>
#include <set>

#include "decision_text.h"
#include "order/limits.h"
#include "shop/quote.h"

using namespace delivery;
using namespace delivery::shop;

namespace {

constexpr StoreId ours{1};
constexpr Instant noon{1'700'000'000'000};
constexpr FoodId sweetPork{1}, noodles{2}, coffee{3}, gone{4}, marked{5}, few{6}, gold{7}, odd{8};
constexpr FoodId unknown{99}, elsewhere{50};

Food food(FoodId id, std::string name, Won price, std::optional<int> stock = std::nullopt) {
    return {id, ours, {std::move(name), price, {}, stock, ""}, std::nullopt, false};
}

std::map<FoodId, FoodState> menu() {
    std::map<FoodId, FoodState> foods;
    foods[sweetPork] = food(sweetPork, "탕수육", Won{10'000});
    foods[noodles] = food(noodles, "짜장", Won{2'500});
    Food drink = food(coffee, "커피", Won{3'000});
    drink.dish.options = {
        {"크기", true, {{"보통", Won{0}}, {"크게", Won{500}}}},
        {"추가", false, {{"샷", Won{700}}, {"우유 빼기", Won{-200}}}},
        {"토핑", false, {{"휘핑", Won{500}}, {"시나몬", Won{0}}, {"얼음", Won{100}}}, 2}};
    foods[coffee] = drink;
    Food off = food(gone, "냉면", Won{8'000});
    off.removed = true;
    foods[gone] = off;
    Food out = food(marked, "만두", Won{5'000});
    out.soldOut = SoldOut{noon + minutes(1)};
    foods[marked] = out;
    foods[few] = food(few, "깐풍기", Won{15'000}, 3);
    foods[gold] = food(gold, "금가루 짬뽕", Won{9'000'000});
    // What no parser lets in must not overflow either.
    Food broken = food(odd, "이상한 것", Won{std::numeric_limits<std::int64_t>::max()});
    broken.dish.options = {
        {"더", false, {{"아주", Won{std::numeric_limits<std::int64_t>::max()}}}}};
    foods[odd] = broken;
    Food theirs = food(elsewhere, "떡볶이", Won{4'000});
    theirs.storeId = StoreId{2};
    foods[elsewhere] = theirs;
    foods[unknown] = NoFood{};
    return foods;
}

struct Row {
    const char* name;
    std::vector<WishedLine> wishes;
    const char* then;
};

WishedLine wish(FoodId id, int qty = 1, std::optional<Won> price = std::nullopt,
                std::vector<WishedOption> options = {}) {
    return {id, qty, std::move(options), price};
}

const WishedOption big{"크기", "크게"};
const WishedOption usual{"크기", "보통"};
const WishedOption shot{"추가", "샷"};
const WishedOption noMilk{"추가", "우유 빼기"};
const WishedOption cream{"토핑", "휘핑"};
const WishedOption ice{"토핑", "얼음"};

const std::vector<Row>& rows() {
    static const std::vector<Row> all{
        {"one dish", {wish(sweetPork)}, "1 탕수육 x1 10000"},
        {"two dishes",
         {wish(sweetPork, 2), wish(noodles, 99)},
         "1 탕수육 x2 10000; 2 짜장 x99 2500"},
        {"price that is right", {wish(sweetPork, 2, Won{10'000})}, "1 탕수육 x2 10000"},
        {"options",
         {wish(coffee, 1, Won{4'200}, {big, shot})},
         "3 커피 x1 4200 [크기 크게 500, 추가 샷 700]"},
        {"as many of a group as it takes",
         {wish(coffee, 1, {}, {big, cream, ice})},
         "3 커피 x1 4100 [크기 크게 500, 토핑 휘핑 500, 토핑 얼음 100]"},
        {"another choice in another line",
         {wish(coffee, 1, {}, {big, shot}), wish(coffee, 1, {}, {usual, noMilk})},
         "3 커피 x1 4200 [크기 크게 500, 추가 샷 700]; "
         "3 커피 x1 2800 [크기 보통 0, 추가 우유 빼기 -200]"},
        {"the last ones", {wish(few, 3)}, "6 깐풍기 x3 15000"},
        {"most expensive", {wish(gold)}, "7 금가루 짬뽕 x1 9000000"},

        {"nothing", {}, "NoLines"},
        {"51 lines", std::vector<WishedLine>(51, wish(noodles)),
         "TooManyLines maximum=50 wanted=51"},
        {"quantity 0 before unknown",
         {wish(unknown), wish(noodles, 0)},
         "QuantityOutOfRange foodId=2 maximum=99 minimum=1 wanted=0"},
        {"quantity 100",
         {wish(noodles, 100)},
         "QuantityOutOfRange foodId=2 maximum=99 minimum=1 wanted=100"},
        {"not in the menu", {wish(FoodId{77})}, "UnknownFood foodId=77"},
        {"unknown before another store's",
         {wish(elsewhere), wish(unknown)},
         "UnknownFood foodId=99"},
        {"another store's before removed",
         {wish(gone), wish(elsewhere)},
         "DishesOfSeveralStores food=떡볶이 foodId=50"},
        {"removed", {wish(gone)}, "NotOnSale food=냉면 foodId=4"},
        {"sold out before price",
         {wish(noodles, 1, Won{1}), wish(marked)},
         "SoldOut food=만두 foodId=5"},
        {"too few", {wish(few, 4)}, "NotEnoughStock food=깐풍기 foodId=6 left=3 wanted=4"},
        {"too few in two lines",
         {wish(few, 2), wish(noodles), wish(few, 2)},
         "NotEnoughStock food=깐풍기 foodId=6 left=3 wanted=4"},

        {"option of no dish",
         {wish(noodles, 1, {}, {big})},
         "UnknownOption choice=크게 food=짜장 foodId=2 option=크기"},
        {"choice of no option",
         {wish(coffee, 1, {}, {{"크기", "아주 크게"}})},
         "UnknownOption choice=아주 크게 food=커피 foodId=3 option=크기"},
        {"two of a required one",
         {wish(coffee, 1, {}, {big, usual})},
         "UnknownOption choice=보통 food=커피 foodId=3 option=크기"},
        {"two of one that is not required",
         {wish(coffee, 1, {}, {big, shot, noMilk})},
         "UnknownOption choice=우유 빼기 food=커피 foodId=3 option=추가"},
        {"the same choice twice",
         {wish(coffee, 1, {}, {big, shot, shot})},
         "UnknownOption choice=샷 food=커피 foodId=3 option=추가"},
        {"one more of a group than it takes",
         {wish(coffee, 1, {}, {big, cream, ice, {"토핑", "시나몬"}})},
         "UnknownOption choice=시나몬 food=커피 foodId=3 option=토핑"},
        {"the same choice twice of a group that takes two",
         {wish(coffee, 1, {}, {big, cream, cream})},
         "UnknownOption choice=휘핑 food=커피 foodId=3 option=토핑"},
        {"required one missing before price",
         {wish(coffee, 1, Won{1}, {shot})},
         "OptionMissing food=커피 foodId=3 option=크기"},

        {"price of one changed",
         {wish(sweetPork, 2, Won{20'000})},
         "PriceChanged food=탕수육 foodId=1 price=10000"},
        {"price changed, options included",
         {wish(coffee, 1, Won{3'000}, {big})},
         "PriceChanged food=커피 foodId=3 price=3500"},
        {"price before total",
         {wish(gold, 2), wish(noodles, 1, Won{1})},
         "PriceChanged food=짜장 foodId=2 price=2500"},
        {"total too large", {wish(gold, 2)}, "TotalTooLarge maximum=10000000"},
        {"dish too large", {wish(odd)}, "TotalTooLarge maximum=10000000"},
        {"option too large",
         {wish(odd, 99, {}, {{"더", "아주"}})},
         "TotalTooLarge maximum=10000000"},
    };
    return all;
}

std::string lineText(const order::Line& line) {
    std::string printed = line.foodId.text() + " " + line.foodName + " x" +
                          std::to_string(line.qty) + " " + std::to_string(line.price.amount());
    std::string options;
    for (const order::ChosenOption& option : line.options) {
        options += (options.empty() ? "" : ", ") + option.name + " " + option.choice + " " +
                   std::to_string(option.price.amount());
    }
    return options.empty() ? printed : printed + " [" + options + "]";
}

std::string quoteText(const Decided<std::vector<order::Line>>& lines) {
    if (!lines) return text(lines.error());
    std::string printed;
    for (const order::Line& line : *lines) {
        printed += (printed.empty() ? "" : "; ") + lineText(line);
    }
    return printed;
}

}  // namespace

class TestShopQuote : public QObject {
    Q_OBJECT

  private slots:
    void wishes_arePricedOrRefused_data() {
        QTest::addColumn<int>("row");
        int row = 0;
        for (const Row& it : rows()) QTest::newRow(it.name) << row++;
    }
    void wishes_arePricedOrRefused() {
        QFETCH(int, row);
        const Row& it = rows()[static_cast<std::size_t>(row)];
        QCOMPARE(QString::fromStdString(quoteText(quote(it.wishes, menu(), ours, noon))),
                 QString::fromUtf8(it.then));
    }
    void soldOutUntil_whenTheTimeHasCome_isPriced() {
        QVERIFY(quote({wish(marked)}, menu(), ours, noon + minutes(1)));
    }
    void everyRefusalThatTheHeaderNames_hasARow() {
        std::set<RefusalCode> reached;
        for (const Row& row : rows()) {
            const auto lines = quote(row.wishes, menu(), ours, noon);
            if (!lines) reached.insert(lines.error().code);
        }
        using enum RefusalCode;
        const std::set<RefusalCode> named{
            UnknownFood,        NotOnSale,     SoldOut,      NotEnoughStock,
            UnknownOption,      OptionMissing, PriceChanged, DishesOfSeveralStores,
            QuantityOutOfRange, TooManyLines,  NoLines,      TotalTooLarge};
        QVERIFY(reached == named);
    }

    void whateverIsWished_theQuoteIsBoundedAndItsStockIsThere() {
        QVERIFY(rc::check("quote", [] {
            std::vector<WishedLine> wishes;
            const int count = *rc::gen::inRange(1, 6);
            for (int i = 0; i < count; ++i) {
                const FoodId id = *rc::gen::element(sweetPork, noodles, few, gold);
                wishes.push_back(wish(id, *rc::gen::inRange(0, 3)));
            }
            const auto lines = quote(wishes, menu(), ours, noon);
            RC_CLASSIFY(lines.has_value(), "priced");
            if (!lines) return;
            RC_ASSERT(lines->size() == wishes.size());
            RC_ASSERT(order::totalOf(*lines) <= order::orderTotalMax);
            int taken = 0;
            for (const order::Line& line : *lines) taken += line.foodId == few ? line.qty : 0;
            RC_ASSERT(taken <= 3);
        }));
    }
};

QTEST_APPLESS_MAIN(TestShopQuote)
#include "tst_shop_quote.moc"
