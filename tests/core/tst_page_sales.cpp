/// A store's day: what reached it, what became of it, by hour and by dish.

#include <QTest>

#include "tests/core/page_dialogue.h"

using namespace delivery;
using tests::Dialogue;
using tests::Keys;

namespace {

/// The steps of the usual life by their place in it.
constexpr std::size_t paid = 3;
constexpr std::size_t accepted = 4;
constexpr std::size_t started = 5;
constexpr std::size_t cooked = 6;
constexpr std::size_t confirmed = 11;

void live(Dialogue& dialogue, int id, std::size_t from, std::size_t to) {
    const auto life = tests::usualLife(id);
    for (std::size_t step = from; step < to; ++step) {
        QCOMPARE(dialogue.order(id, life.at(step).first, life.at(step).second), std::string());
    }
}
/// Times in these dialogues are seconds after 1970-01-01 00:00 UTC: the ninth hour in Korea.
page::SalesCard day(Dialogue& dialogue) {
    return dialogue.card<page::SalesCard>("sales", page::salesKey(StoreId{1}, 0));
}
bool isEmpty(Dialogue& dialogue) { return dialogue.keys("sales", "days", "store:1").empty(); }

}  // namespace

class TestPageSales : public QObject {
    Q_OBJECT

  private slots:
    void R19_unpaidOrder_isNoSale() {
        Dialogue dialogue;
        QCOMPARE(tests::openShop(dialogue), std::string());
        live(dialogue, 17, 0, paid - 1);
        QVERIFY(isEmpty(dialogue));
        QCOMPARE(dialogue.order(17, order::OrderExpired{}), std::string());
        QVERIFY(isEmpty(dialogue));
        QVERIFY(dialogue.rows("sales").all().empty());
    }

    void R19_paidAcceptedCooked_countsOnceWithItsWonAndTime() {
        Dialogue dialogue;
        QCOMPARE(tests::openShop(dialogue), std::string());
        live(dialogue, 17, 0, paid);
        QCOMPARE(day(dialogue).received, std::int64_t{1});
        QCOMPARE(day(dialogue).orders, std::int64_t{0});
        live(dialogue, 17, paid, accepted);
        QCOMPARE(day(dialogue).orders, std::int64_t{1});
        QCOMPARE(day(dialogue).won, Won{22'500});
        live(dialogue, 17, accepted, confirmed);
        const page::SalesCard card = day(dialogue);
        QCOMPARE(card.cooked, std::int64_t{1});
        // Every event comes a second after the one before.
        QCOMPARE(card.cookMilliseconds, std::int64_t{1'000});
        QCOMPARE(card.hours.size(), std::size_t{1});
        QCOMPARE(card.hours[0].hour, 9);
        QCOMPARE(card.hours[0].orders, std::int64_t{1});
        QCOMPARE(card.hours[0].won, Won{22'500});
        QCOMPARE(card.dishes.size(), std::size_t{2});
        QCOMPARE(card.dishes[0].name, std::string("탕수육"));
        QCOMPARE(card.dishes[0].qty, std::int64_t{2});
        QCOMPARE(card.dishes[0].won, Won{20'000});
        QCOMPARE(dialogue.keys("sales", "days", "store:1"), Keys{"1/0"});
        // Nothing is remembered of what is over.
        QVERIFY(!dialogue.rows("sales").find("order/17"));
    }

    void R19_acceptedAndCancelled_isTakenBack() {
        Dialogue dialogue;
        QCOMPARE(tests::openShop(dialogue), std::string());
        live(dialogue, 17, 0, accepted);
        live(dialogue, 18, 0, accepted);
        QCOMPARE(dialogue.order(17, tests::cancelled(Role::Store)), std::string());
        const page::SalesCard card = day(dialogue);
        QCOMPARE(card.received, std::int64_t{2});
        QCOMPARE(card.orders, std::int64_t{1});
        QCOMPARE(card.won, Won{22'500});
        QCOMPARE(card.cancelled, std::int64_t{1});
        QCOMPARE(card.hours[0].orders, std::int64_t{1});
        QCOMPARE(card.dishes[0].qty, std::int64_t{2});
        QVERIFY(!dialogue.rows("sales").find("order/17"));
    }

    void R19_rejectedAndCancelledUnanswered_areCountedWithoutWon() {
        Dialogue dialogue;
        QCOMPARE(tests::openShop(dialogue), std::string());
        live(dialogue, 17, 0, paid);
        live(dialogue, 18, 0, paid);
        live(dialogue, 19, 0, paid);
        QCOMPARE(dialogue.order(17, order::OrderRejected{}), std::string());
        QCOMPARE(dialogue.order(18, tests::cancelled(Role::Customer)), std::string());
        const page::SalesCard card = day(dialogue);
        QCOMPARE(card.received, std::int64_t{3});
        QCOMPARE(card.rejected, std::int64_t{1});
        QCOMPARE(card.cancelled, std::int64_t{1});
        QCOMPARE(card.orders, std::int64_t{0});
        QVERIFY(card.won.isZero());
        QVERIFY(card.dishes.empty());
    }

    void cancelledBeforePayment_andPaidAfterTheEnd_isNoSale() {
        Dialogue dialogue;
        QCOMPARE(tests::openShop(dialogue), std::string());
        live(dialogue, 17, 0, paid - 1);
        QCOMPARE(dialogue.order(17, tests::cancelled(Role::Customer)), std::string());
        // Whether the order itself takes that is for its own stream to say.
        QVERIFY(dialogue.order(17, tests::approved()).find("sales") == std::string::npos);
        QVERIFY(isEmpty(dialogue));
    }

    void unverifiedOrder_reachesTheStoreWhenVerified() {
        Dialogue dialogue;
        QCOMPARE(tests::openShop(dialogue), std::string());
        order::OrderPlaced hidden = tests::placed(17);
        hidden.verified = false;
        QCOMPARE(dialogue.order(17, hidden), std::string());
        live(dialogue, 17, 1, paid);
        QVERIFY(isEmpty(dialogue));
        QCOMPARE(dialogue.order(17, order::OrderVerified{}), std::string());
        QCOMPARE(day(dialogue).received, std::int64_t{1});
    }

    void orderThatCostsNothing_reachesTheStoreAtOnce() {
        Dialogue dialogue;
        QCOMPARE(tests::openShop(dialogue), std::string());
        order::OrderPlaced free = tests::placed(17);
        free.pointsSpent = free.payable;
        free.payable = Won{0};
        QCOMPARE(dialogue.order(17, free), std::string());
        QCOMPARE(day(dialogue).received, std::int64_t{1});
    }

    void pace_isTheAverageOfTheLastTwenty() {
        QVERIFY(!page::averageMinutes({}));
        QCOMPARE(page::averageMinutes({StoreId{1}, {10, 11}}), std::optional(11));
        Dialogue dialogue;
        QCOMPARE(tests::openShop(dialogue), std::string());
        for (int id = 1; id <= 25; ++id) live(dialogue, id, 0, cooked);
        const auto pace = dialogue.card<page::PaceCard>("sales", page::paceKey(StoreId{1}));
        QCOMPARE(pace.minutes.size(), std::size_t{20});
    }

    void rows_whenThroughBytes_goOn() {
        Dialogue dialogue;
        QCOMPARE(tests::openShop(dialogue), std::string());
        live(dialogue, 17, 0, started);
        QVERIFY(dialogue.rows("sales").throughBytes());
        live(dialogue, 17, started, confirmed);
        QCOMPARE(day(dialogue).cooked, std::int64_t{1});
    }
};

QTEST_APPLESS_MAIN(TestPageSales)
#include "tst_page_sales.moc"
