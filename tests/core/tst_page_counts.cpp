#include <QTest>

#include "tests/core/page_dialogue.h"

using namespace delivery;
using tests::Dialogue;
using tests::Keys;

namespace {

void open(Dialogue& dialogue) { QCOMPARE(tests::openShop(dialogue), std::string()); }
/// The first steps of the usual life.
void live(Dialogue& dialogue, int id, std::size_t from, std::size_t to) {
    const auto life = tests::usualLife(id);
    for (std::size_t step = from; step < to; ++step) {
        QCOMPARE(dialogue.order(id, life.at(step).first, life.at(step).second), std::string());
    }
}
constexpr std::size_t approved = 3;
constexpr std::size_t accepted = 4;
constexpr std::size_t cooking = 5;
constexpr std::size_t cooked = 6;
constexpr std::size_t offered = 7;
constexpr std::size_t picked = 8;
constexpr std::size_t collected = 9;
constexpr std::size_t confirmed = 11;

shop::ReviewEvent review(int id, int stars) {
    return tests::review(id, stars, {FoodId{1}, FoodId{1}});
}

std::int64_t countOf(Dialogue& dialogue, const std::string& page, const std::string& key) {
    return dialogue.card<page::CountCard>(page, key).count;
}
std::int64_t balanceOf(Dialogue& dialogue, const std::string& account) {
    return dialogue.card<page::BookCard>("books", account).balance.amount();
}
std::int64_t booksTotal(Dialogue& dialogue) {
    std::int64_t total = 0;
    for (const std::string& account : dialogue.keys("books", "accounts", "all")) {
        total += balanceOf(dialogue, account);
    }
    return total;
}

Keys toldTo(Dialogue& dialogue, const std::string& whom) {
    Keys told;
    for (const std::string& key : dialogue.keys("notices", "notices", whom)) {
        told.emplace_back(order::name(dialogue.card<page::NoticeCard>("notices", key).status));
    }
    return told;
}

}  // namespace

class TestPageCounts : public QObject {
    Q_OBJECT

  private slots:
    void menu_whenDishIsAddedChangedAndRemoved_isFoundAccordingly() {
        Dialogue dialogue;
        open(dialogue);
        QCOMPARE(dialogue.keys("menu", "foods", "all"), (Keys{"1", "2"}));
        QCOMPARE(dialogue.keys("menu", "foods", "store:1"), (Keys{"1", "2"}));
        QCOMPARE(dialogue.keys("menu", "name", "짜장"), Keys{"2"});
        const shop::FoodEvent changed = shop::DishChanged{tests::dish("간짜장", Won{3'500})};
        QCOMPARE(dialogue.happened("food", "2", changed), std::string());
        QCOMPARE(dialogue.keys("menu", "name", "짜장"), Keys{});
        QCOMPARE(dialogue.keys("menu", "name", "간짜장"), Keys{"2"});
        QCOMPARE(dialogue.happened("food", "2", shop::FoodEvent{shop::DishRemoved{}}),
                 std::string());
        QCOMPARE(dialogue.keys("menu", "foods", "all"), Keys{"1"});
        QCOMPARE(dialogue.keys("menu", "name", "간짜장"), Keys{});
        QCOMPARE(dialogue.keys("menu", "top.count", "all"), Keys{"1"});
        const shop::FoodEvent returned = shop::StockReturned{OrderId{17}, 1};
        QCOMPARE(dialogue.happened("food", "2", returned), std::string());
    }
    void menu_whenCookingFinishes_countsTheOrderOncePerDish() {
        Dialogue dialogue;
        open(dialogue);
        order::OrderPlaced twice = tests::placed(17);
        twice.lines.push_back(twice.lines.front());
        QCOMPARE(dialogue.order(17, twice), std::string());
        live(dialogue, 17, 1, cooking);
        QCOMPARE(dialogue.card<page::FoodCard>("menu", "1").orderCount, std::int64_t{0});
        live(dialogue, 17, cooking, cooked);
        QCOMPARE(dialogue.card<page::FoodCard>("menu", "1").orderCount, std::int64_t{1});
        QCOMPARE(dialogue.card<page::FoodCard>("menu", "2").orderCount, std::int64_t{1});
        QVERIFY(!dialogue.rows("menu").find("order/17"));
    }
    void menu_whenOrderEndsUncooked_countsNothingAndForgetsIt() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, approved);
        QVERIFY(dialogue.rows("menu").find("order/17").has_value());
        QCOMPARE(dialogue.order(17, order::OrderRejected{}), std::string());
        QCOMPARE(dialogue.card<page::FoodCard>("menu", "1").orderCount, std::int64_t{0});
        QVERIFY(!dialogue.rows("menu").find("order/17"));
    }
    void ratings_whenReviewed_reachDishOnceAndStore() {
        Dialogue dialogue;
        open(dialogue);
        for (const int id : {17, 18}) {
            live(dialogue, id, 0, confirmed);
            QCOMPARE(dialogue.happened("review", std::to_string(id), review(id, id == 17 ? 5 : 2)),
                     std::string());
        }
        const auto food = dialogue.card<page::FoodCard>("menu", "1");
        QCOMPARE(food.rating.count, std::int64_t{2});
        QCOMPARE(food.rating.averageHundredths(), std::int64_t{350});
        QCOMPARE(dialogue.card<page::FoodCard>("menu", "2").rating.count, std::int64_t{0});
        QCOMPARE(dialogue.card<page::StoreCard>("stores", "1").rating.averageHundredths(),
                 std::int64_t{350});
        QCOMPARE(dialogue.keys("menu", "top.score", "all"), (Keys{"2", "1"}));
    }
    void stores_whenPausedAndResumed_showIt() {
        Dialogue dialogue;
        open(dialogue);
        QCOMPARE(dialogue.keys("stores", "stores", "all"), Keys{"1"});
        QCOMPARE(dialogue.keys("stores", "stores", "owner:store1"), Keys{"1"});
        const shop::StoreEvent paused =
            shop::OrdersPaused{shop::Pause{"바빠요", std::nullopt, false}};
        QCOMPARE(dialogue.happened("store", "1", paused), std::string());
        QVERIFY(dialogue.card<page::StoreCard>("stores", "1").store.pause.has_value());
        const shop::StoreEvent resumed = shop::OrdersResumed{};
        QCOMPARE(dialogue.happened("store", "1", resumed), std::string());
        QVERIFY(!dialogue.card<page::StoreCard>("stores", "1").store.pause.has_value());
    }

    void foodCounts_whenAccepted_addTheQuantities() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, approved);
        QVERIFY(!dialogue.rows("foodCounts").find("1"));
        live(dialogue, 17, approved, accepted);
        QCOMPARE(countOf(dialogue, "foodCounts", "1"), std::int64_t{2});
        QCOMPARE(countOf(dialogue, "foodCounts", "2"), std::int64_t{1});
        live(dialogue, 18, 0, accepted);
        QCOMPARE(countOf(dialogue, "foodCounts", "1"), std::int64_t{4});
        QCOMPARE(dialogue.keys("foodCounts", "counts", "store:1"), (Keys{"1", "2"}));
        QCOMPARE(dialogue.keys("foodCounts", "counts", "all"), (Keys{"1", "2"}));
        // What was accepted was ordered, whatever became of it.
        QCOMPARE(dialogue.order(18, tests::cancelled(Role::Store)), std::string());
        QCOMPARE(countOf(dialogue, "foodCounts", "1"), std::int64_t{4});
        QVERIFY(!dialogue.rows("foodCounts").find("order/18"));
    }

    void riderCounts_whenPickedAndReleased_countAndTakeBack() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, picked);
        QCOMPARE(countOf(dialogue, "riderCounts", "rider1"), std::int64_t{1});
        QCOMPARE(countOf(dialogue, "riderCounts", "1/rider1"), std::int64_t{1});
        const order::DeliveryReleased released{RiderId{"rider1"}, 1, Role::Rider};
        QCOMPARE(dialogue.order(17, released), std::string());
        QCOMPARE(countOf(dialogue, "riderCounts", "rider1"), std::int64_t{0});
        QCOMPARE(dialogue.order(17, order::DeliveryOffered{1, 2'000}), std::string());
        QCOMPARE(dialogue.order(17, order::DeliveryPicked{RiderId{"rider2"}, 2}), std::string());
        QCOMPARE(countOf(dialogue, "riderCounts", "rider1"), std::int64_t{0});
        QCOMPARE(countOf(dialogue, "riderCounts", "rider2"), std::int64_t{1});
        QCOMPARE(dialogue.keys("riderCounts", "counts", "all"), (Keys{"rider1", "rider2"}));
        QCOMPARE(dialogue.keys("riderCounts", "counts", "store:1"), (Keys{"1/rider1", "1/rider2"}));
        QCOMPARE(dialogue.keys("riderCounts", "counts", "rider:rider2"), Keys{"rider2"});
    }
    void riderCounts_whenOrderEndsInTheRidersHand_takeBackOnce() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, collected);
        QCOMPARE(dialogue.order(17, tests::cancelled(Role::Admin)), std::string());
        QCOMPARE(dialogue.order(17, order::DeliveryReleased{RiderId{"rider1"}, 1, Role::System}),
                 std::string());
        QCOMPARE(countOf(dialogue, "riderCounts", "rider1"), std::int64_t{0});
        QVERIFY(!dialogue.rows("riderCounts").find("order/17"));
        live(dialogue, 18, 0, confirmed);
        QCOMPARE(countOf(dialogue, "riderCounts", "rider1"), std::int64_t{1});
        QVERIFY(!dialogue.rows("riderCounts").find("order/18"));
    }
    void riders_whenOnDuty_areFoundThere() {
        Dialogue dialogue;
        QCOMPARE(dialogue.happened("rider", "rider1", rider::Event{rider::DutyStarted{}}),
                 std::string());
        QCOMPARE(dialogue.keys("riders", "riders", "onduty"), Keys{"rider1"});
        QCOMPARE(dialogue.happened("rider", "rider1", rider::Event{rider::DutyEnded{}}),
                 std::string());
        QCOMPARE(dialogue.keys("riders", "riders", "onduty"), Keys{});
        QCOMPARE(dialogue.keys("riders", "riders", "all"), Keys{"rider1"});
    }

    void points_whenTheyMove_haveALineEach() {
        Dialogue dialogue;
        const OrderId order{17};
        QCOMPARE(dialogue.happened("points", "song",
                                   points::Event{points::PointsEarned{order, Won{245}}}),
                 std::string());
        QCOMPARE(dialogue.happened("points", "song",
                                   points::Event{points::PointsSpent{order, Won{200}}}),
                 std::string());
        QCOMPARE(dialogue.happened("points", "song",
                                   points::Event{points::PointsRevoked{order, Won{245}}}),
                 std::string());
        QCOMPARE(dialogue.happened("points", "song",
                                   points::Event{points::PointsReturned{order, Won{200}}}),
                 std::string());
        QCOMPARE(dialogue.card<page::PointsCard>("points", "song").account.balance, Won{0});
        const Keys lines = dialogue.keys("points", "ledger", "customer:song");
        QCOMPARE(lines.size(), std::size_t{4});
        const auto revoked = dialogue.card<page::PointsLine>("points", lines.at(2));
        QCOMPARE(revoked.what, std::string("PointsRevoked"));
        QCOMPARE(revoked.amount, Won{-245});
        QCOMPARE(revoked.balanceAfter, Won{-200});
    }

    void reviews_whenAnswered_stayInTheirPlace() {
        Dialogue dialogue;
        open(dialogue);
        for (const int id : {17, 18}) {
            live(dialogue, id, 0, confirmed);
            QCOMPARE(dialogue.happened("review", std::to_string(id), review(id, 5)), std::string());
        }
        const shop::ReviewEvent answer =
            shop::ReviewAnswered{PersonalRef{PersonalId{"p"}, "00"}, Instant{1}};
        QCOMPARE(dialogue.happened("review", "17", answer), std::string());
        for (const char* who : {"all", "store:1", "food:1", "customer:song"}) {
            QCOMPARE(dialogue.keys("reviews", "reviews", who), (Keys{"17", "18"}));
        }
        QVERIFY(dialogue.card<page::ReviewCard>("reviews", "17").review.answer.has_value());
    }

    void notices_whenOrderLives_tellEachStatusOnce() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, confirmed);
        std::vector<std::string> told;
        for (const std::string& key : dialogue.keys("notices", "notices", "user:song")) {
            const auto notice = dialogue.card<page::NoticeCard>("notices", key);
            QCOMPARE(notice.storeName, std::string("용산반점"));
            told.emplace_back(order::name(notice.status));
        }
        QCOMPARE(told, (Keys{"PaymentRequested", "Paid", "Accepted", "Cooking", "Cooked",
                             "PickedUp", "Delivered", "Confirmed"}));
        QVERIFY(!dialogue.rows("notices").find("/17"));
    }
    void notices_tellTheStoreOnceItHasTheOrder_andTheRiderOnceTheyHaveIt() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, confirmed);
        QCOMPARE(toldTo(dialogue, "store:1"), (Keys{"Paid", "Accepted", "Cooking", "Cooked",
                                                    "PickedUp", "Delivered", "Confirmed"}));
        QCOMPARE(toldTo(dialogue, "rider:rider1"), (Keys{"PickedUp", "Delivered", "Confirmed"}));
        const Keys all = dialogue.keys("notices", "notices", "all");
        QCOMPARE(all.size(), std::size_t{8 + 7 + 3});
        const std::string key = dialogue.keys("notices", "notices", "store:1").front();
        const auto notice = dialogue.card<page::NoticeCard>("notices", key);
        QCOMPARE(notice.userId, UserId{"1"});
        QVERIFY(notice.role == Role::Store);
    }
    void notices_tellAStoreWhatWasDoneToIt() {
        Dialogue dialogue;
        open(dialogue);
        const auto happens = [&](const shop::StoreEvent& event, const std::string& actor) {
            QCOMPARE(dialogue.happened("store", "1", event, actor), std::string());
        };
        happens(shop::OrdersPaused{shop::Pause{"쉬어요", std::nullopt, false}}, "store1");
        happens(shop::OrdersResumed{}, "store1");
        QVERIFY(dialogue.keys("notices", "notices", "store:1").empty());
        happens(shop::OrdersPaused{shop::Pause{"무응답", std::nullopt, true}}, "system");
        happens(shop::OrdersResumed{}, "store1");
        happens(shop::OrdersPaused{shop::Pause{"기기", std::nullopt, true, true}}, "system");
        happens(shop::OrdersResumed{}, "system");
        std::vector<notice::Subject> told;
        for (const std::string& key : dialogue.keys("notices", "notices", "store:1")) {
            const auto card = dialogue.card<page::NoticeCard>("notices", key);
            QCOMPARE(card.orderId.value(), std::int64_t{0});
            QCOMPARE(card.storeName, std::string("용산반점"));
            QVERIFY(card.change.has_value());
            told.push_back(card.subject.value_or(notice::Subject::OrderStatus));
        }
        using notice::Subject;
        QVERIFY(told == (std::vector<Subject>{Subject::StoreSilent, Subject::DevicesGone,
                                              Subject::DevicesBack}));
    }
    void notices_whenUnpaid_tellTheStoreNothing() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, 2);
        QCOMPARE(dialogue.order(17, order::PaymentDeclined{1, "REJECT"}), std::string());
        QCOMPARE(dialogue.order(17, tests::cancelled(Role::Customer)), std::string());
        QCOMPARE(toldTo(dialogue, "store:1"), Keys{});
        QVERIFY(toldTo(dialogue, "user:song").size() >= 2);
    }
    void notices_whenCancelledInTheRidersHand_tellTheRider() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, picked);
        QCOMPARE(dialogue.order(17, tests::cancelled(Role::Admin)), std::string());
        QCOMPARE(toldTo(dialogue, "rider:rider1"), (Keys{"PickedUp", "Cancelled"}));
        QCOMPARE(toldTo(dialogue, "store:1").back(), std::string("Cancelled"));
    }
    void notices_whenAnotherRiderTakesOver_tellBoth() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, picked);
        QCOMPARE(dialogue.order(17, order::DeliveryReleased{RiderId{"rider1"}, 1, Role::Rider}),
                 std::string());
        QCOMPARE(dialogue.order(17, order::DeliveryOffered{1, 2'000}), std::string());
        QCOMPARE(dialogue.order(17, order::DeliveryPicked{RiderId{"rider2"}, 2}), std::string());
        QCOMPARE(toldTo(dialogue, "rider:rider1"), (Keys{"PickedUp", "Cooked"}));
        QCOMPARE(toldTo(dialogue, "rider:rider2"), Keys{"PickedUp"});
    }
    void notices_whenSettledAfterTheEnd_tellNothingMore() {
        Dialogue dialogue;
        live(dialogue, 17, 0, approved);
        QCOMPARE(dialogue.order(17, tests::cancelled(Role::Customer)), std::string());
        QCOMPARE(dialogue.keys("notices", "notices", "user:song").size(), std::size_t{3});
        const order::RefundRequested due{ProviderKey{"r"}, PaymentKey{"pay1"}, Won{24'500}};
        QCOMPARE(dialogue.order(17, due), std::string());
        QCOMPARE(dialogue.order(17, order::PaymentRefunded{Won{24'500}}), std::string());
        QCOMPARE(dialogue.keys("notices", "notices", "user:song").size(), std::size_t{3});
    }
    void notices_whenSomethingIsLate_tellEachWhoMustHear_data() {
        QTest::addColumn<std::size_t>("lived");
        QTest::addColumn<QString>("event");
        QTest::addColumn<QString>("who");
        QTest::newRow("the store's answer") << approved << "StoreReminded"
                                            << "store:1";
        QTest::newRow("the dish") << approved << "CookingRanLate"
                                  << "user:song store:1";
        QTest::newRow("another promise") << approved << "PromiseChanged"
                                         << "user:song";
        QTest::newRow("nobody rides") << offered << "DeliveryUnassignable"
                                      << "user:song store:1 admin";
        QTest::newRow("the delivery") << picked << "DeliveryRanLate"
                                      << "user:song store:1 admin";
    }
    void notices_whenSomethingIsLate_tellEachWhoMustHear() {
        QFETCH(std::size_t, lived);
        QFETCH(QString, event);
        QFETCH(QString, who);
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, lived);
        order::Event late = order::StoreReminded{1};
        if (event == "CookingRanLate") {
            QCOMPARE(dialogue.order(17, order::OrderAccepted{20, Instant{1}}), std::string());
            late = order::CookingRanLate{1};
        }
        const Instant promised{7'000'000};
        if (event == "PromiseChanged") {
            QCOMPARE(dialogue.order(17, order::OrderAccepted{20, Instant{1}}), std::string());
            late = order::PromiseChanged{25, promised};
        }
        if (event == "DeliveryUnassignable") late = order::DeliveryUnassignable{};
        if (event == "DeliveryRanLate") {
            QCOMPARE(dialogue.order(17, order::DeliveryCollected{Instant{1}}), std::string());
            late = order::DeliveryRanLate{1};
        }
        const auto alertsTo = [&](const std::string& partition) {
            QString told;
            for (const std::string& key : dialogue.keys("notices", "notices", partition)) {
                const auto notice = dialogue.card<page::NoticeCard>("notices", key);
                if (notice.alert) told += QString::fromStdString(*notice.alert);
            }
            return told;
        };
        const std::size_t before = dialogue.keys("notices", "notices", "all").size();
        QCOMPARE(dialogue.order(17, late), std::string());
        const QStringList hearers = who.split(' ');
        for (const char* one : {"user:song", "store:1", "rider:rider1", "admin"}) {
            QCOMPARE(alertsTo(one), hearers.contains(QString(one)) ? event : QString());
        }
        QCOMPARE(dialogue.keys("notices", "notices", "all").size(),
                 before + static_cast<std::size_t>(hearers.size()));
        const auto timeline = dialogue.card<page::OrderCard>("customer", "17").timeline;
        // A reminder is between the clock and the store; the rest everybody reads of.
        const bool isRead = event != "StoreReminded";
        QCOMPARE(timeline.back().event == event.toStdString(), isRead);
        const auto last = dialogue.card<page::NoticeCard>(
            "notices", dialogue.keys("notices", "notices", "user:song").back());
        if (event == "PromiseChanged") {
            QVERIFY(last.subject == notice::Subject::PromiseChanged && last.readyBy == promised);
        } else {
            QVERIFY(!last.readyBy);
        }
        // The next change of the status is told as ever.
        const std::size_t told = toldTo(dialogue, "user:song").size();
        QCOMPARE(dialogue.order(17, tests::cancelled(Role::Admin)), std::string());
        QCOMPARE(toldTo(dialogue, "user:song").size(), told + 1);
    }
    void notices_whenReleased_tellThatItIsCookedAgain() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, picked);
        const std::size_t before = dialogue.keys("notices", "notices", "user:song").size();
        QCOMPARE(dialogue.order(17, order::DeliveryReleased{RiderId{"rider1"}, 1, Role::Rider}),
                 std::string());
        QCOMPARE(dialogue.keys("notices", "notices", "user:song").size(), before + 1);
    }

    void books_whenConfirmed_paidStoreAndRider() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, confirmed);
        QCOMPARE(booksTotal(dialogue), std::int64_t{0});
        QCOMPARE(balanceOf(dialogue, "providerClearing"), std::int64_t{24'500});
        QCOMPARE(balanceOf(dialogue, "storePayable/1"), std::int64_t{-22'500});
        QCOMPARE(balanceOf(dialogue, "riderPayable/rider1"), std::int64_t{-2'000});
        QCOMPARE(balanceOf(dialogue, "customer"), std::int64_t{0});
        QVERIFY(!dialogue.rows("books").find("order/17"));
    }
    void books_whenRefunded_areAsBefore() {
        Dialogue dialogue;
        live(dialogue, 17, 0, approved);
        QCOMPARE(dialogue.order(17, tests::cancelled(Role::Customer)), std::string());
        const order::RefundRequested due{ProviderKey{"r"}, PaymentKey{"pay1"}, Won{24'500}};
        QCOMPARE(dialogue.order(17, due), std::string());
        QCOMPARE(booksTotal(dialogue), std::int64_t{0});
        QVERIFY(!dialogue.rows("books").find("order/17"));
        QCOMPARE(balanceOf(dialogue, "providerClearing"), std::int64_t{24'500});
        QCOMPARE(dialogue.order(17, order::PaymentRefunded{Won{24'500}}), std::string());
        for (const std::string& account : dialogue.keys("books", "accounts", "all")) {
            QCOMPARE(balanceOf(dialogue, account), std::int64_t{0});
        }
    }
    /// However an order ends unpaid, nothing of it is remembered for ever.
    void books_whenEndedUnpaid_forgetTheOrderAndStillTakeLateMoney() {
        for (const order::Event& unpaid : std::initializer_list<order::Event>{
                 order::PaymentDeclined{1, "NO_FUNDS"}, order::PaymentDeferred{1},
                 order::PaymentOutcomeUnknown{1, Instant{5}}}) {
            Dialogue dialogue;
            live(dialogue, 17, 0, 2);
            QCOMPARE(dialogue.order(17, unpaid), std::string());
            QVERIFY(dialogue.rows("books").find("order/17").has_value());
            QCOMPARE(dialogue.order(17, order::OrderExpired{}), std::string());
            QVERIFY(!dialogue.rows("books").find("order/17"));
            order::PaymentApproved late = tests::approved();
            late.pointsEarned = Won{0};
            QCOMPARE(dialogue.order(17, late), std::string());
            const order::RefundRequested due{ProviderKey{"r"}, late.paymentKey, Won{24'500}};
            QCOMPARE(dialogue.order(17, due), std::string());
            QCOMPARE(balanceOf(dialogue, "providerClearing"), std::int64_t{24'500});
            QCOMPARE(dialogue.order(17, order::PaymentRefunded{Won{24'500}}), std::string());
            QCOMPARE(balanceOf(dialogue, "providerClearing"), std::int64_t{0});
            QCOMPARE(booksTotal(dialogue), std::int64_t{0});
        }
    }

    void contexts_areThoseThatCanBePaused() {
        std::map<std::string, std::string> contexts;
        for (const auto& page : page::allPages()) contexts[page->name()] = page->context();
        const std::map<std::string, std::string> expected{
            {"customer", "customer"}, {"store", "store"},       {"rider", "rider"},
            {"riders", "rider"},      {"menu", "menu"},         {"stores", "menu"},
            {"foodCounts", "store"},  {"riderCounts", "rider"}, {"points", "customer"},
            {"reviews", "menu"},      {"notices", "notice"},    {"books", "customer"},
            {"sales", "store"}};
        QVERIFY(contexts == expected);
        QCOMPARE(page::allPages().size(), expected.size());
    }
};

QTEST_APPLESS_MAIN(TestPageCounts)
#include "tst_page_counts.moc"
