/// How a store takes orders at the desk: automatic acceptance with its limit, busy promises and
/// repeated ones, sold out, least amounts.

#include <QtTest>

#include "tests/support/desk_city.h"

using namespace delivery;
using namespace delivery::tests;

namespace {

void automatic(DeskCity& city, int ordersMax, std::optional<int> minutes = 15) {
    city.must(owner(), desk::SetAutoAccept{StoreId{1}, shop::AutoAccept{ordersMax, minutes}});
}
std::size_t inWork(DeskCity& city) {
    return std::get<shop::Store>(city.state<shop::StoreState>("store", "1")).inWork.size();
}
int promised(DeskCity& city, OrderId id) {
    const auto accepted = std::get<order::kitchen::Accepted>(city.order(id).kitchen);
    return static_cast<int>((accepted.readyBy - city.now).milliseconds / 60'000);
}
void finish(DeskCity& city, OrderId id) {
    city.must(owner(), desk::StartCooking{id});
    city.must(owner(), desk::FinishCooking{id});
}
desk::PlaceOrder endless() { return DeskCity::wish("song", 1, FoodId{2}); }

}  // namespace

class TestDeskPace : public QObject {
    Q_OBJECT

  private slots:
    void R19_automatic_acceptsWithThePayment_upToTheLimit() {
        DeskCity city;
        automatic(city, 2);
        const OrderId one = city.place(endless());
        QCOMPARE(city.status(one), order::Status::PaymentRequested);
        const auto before = city.position();
        city.approve(one, Won{2'500});
        // The same transaction: the approval's own batch ended with the acceptance.
        QCOMPARE(city.status(one), order::Status::Accepted);
        QVERIFY(city.position() > before + 1);
        QCOMPARE(promised(city, one), 15);
        const OrderId two = city.paid(endless());
        QCOMPARE(city.status(two), order::Status::Accepted);
        const OrderId three = city.paid(endless());
        QCOMPARE(city.status(three), order::Status::Paid);
        QCOMPARE(inWork(city), std::size_t{2});
        // One is cooked: the next one finds room, the third stays for a hand.
        finish(city, one);
        QCOMPARE(inWork(city), std::size_t{1});
        QCOMPARE(city.status(city.paid(endless())), order::Status::Accepted);
        QCOMPARE(city.status(three), order::Status::Paid);
        city.must(owner(), desk::AcceptOrder{three, 20});
        QCOMPARE(inWork(city), std::size_t{3});
        QCOMPARE(city.status(city.paid(endless())), order::Status::Paid);
    }

    void automatic_whenOneIsCancelled_hasRoomAgain() {
        DeskCity city;
        automatic(city, 1);
        const OrderId one = city.paid(endless());
        city.must(customer("song"), desk::CancelOrder{one, std::nullopt});
        QCOMPARE(inWork(city), std::size_t{0});
        QCOMPARE(city.status(city.paid(endless())), order::Status::Accepted);
    }

    void automatic_whenSwitchedOn_countsWhatIsInWorkAlready() {
        DeskCity city;
        const OrderId byHand = city.paid(endless());
        city.must(owner(), desk::AcceptOrder{byHand, 20});
        const OrderId waiting = city.paid(endless());
        const OrderId done = city.cooked();
        automatic(city, 2);
        QCOMPARE(inWork(city), std::size_t{1});
        QCOMPARE(city.status(waiting), order::Status::Paid);
        QCOMPARE(city.status(done), order::Status::Cooked);
        QCOMPARE(city.status(city.paid(endless())), order::Status::Accepted);
        QCOMPARE(city.status(city.paid(endless())), order::Status::Paid);
        city.must(owner(), desk::SetAutoAccept{StoreId{1}, std::nullopt});
        finish(city, byHand);
        QCOMPARE(city.status(city.paid(endless())), order::Status::Paid);
    }

    void automatic_orderPaidWithPoints_isAcceptedAsItIsPlaced() {
        DeskCity city;
        // A hundredth of what was paid comes back as points.
        for (int i = 0; i < 25; ++i) {
            const OrderId paid = city.paid(DeskCity::wish("song", 4, FoodId{2}));
            city.must(owner(), desk::AcceptOrder{paid, 20});
        }
        QCOMPARE(city.points("song").balance, Won{2'500});
        automatic(city, 100);
        desk::PlaceOrder free = endless();
        free.usePoints = Won{2'500};
        const OrderId id = city.place(free);
        QCOMPARE(city.status(id), order::Status::Accepted);
    }

    void automatic_batchOfManyApprovals_keepsTheLimit() {
        DeskCity city;
        automatic(city, 3);
        std::vector<OrderId> orders;
        std::vector<desk::Envelope> batch;
        for (int i = 0; i < 8; ++i) {
            const OrderId id = city.place(endless());
            orders.push_back(id);
            const auto attempt =
                std::get<order::payment::Requested>(city.order(id).payment).attempt;
            batch.push_back(city.envelope(
                systemActor(), desk::RecordCharge{"charge/" + id.text() + "/1", id, attempt.number,
                                                  order::RecordCharge::Approved{
                                                      PaymentKey{"p" + id.text()}, Won{2'500},
                                                      attempt.providerOrderId}}));
        }
        city.run(batch);
        const auto accepted = std::count_if(orders.begin(), orders.end(), [&](OrderId id) {
            return city.status(id) == order::Status::Accepted;
        });
        QCOMPARE(accepted, 3);
    }

    void automatic_withoutMinutes_promisesTheAverage() {
        DeskCity city;
        automatic(city, 10, std::nullopt);
        const OrderId first = city.paid(endless());
        QCOMPARE(promised(city, first), 20);
        city.now = city.now + minutes(33);
        finish(city, first);
        QCOMPARE(promised(city, city.paid(endless())), 33);
    }

    void automatic_whilePaused_waitsForAHand() {
        DeskCity city;
        automatic(city, 10);
        const OrderId id = city.place(endless());
        city.must(owner(), desk::PauseStore{StoreId{1}, "재료 준비", std::nullopt, 30});
        city.approve(id, Won{2'500});
        QCOMPARE(city.status(id), order::Status::Paid);
    }

    void R19_busy_addsToEveryPromise_untilItsTime() {
        DeskCity city;
        city.must(owner(), desk::SetBusy{StoreId{1}, shop::Busy{10, {}}, 60});
        const OrderId byHand = city.paid(endless());
        city.must(owner(), desk::AcceptOrder{byHand, 20});
        QCOMPARE(promised(city, byHand), 30);
        automatic(city, 10, 15);
        QCOMPARE(promised(city, city.paid(endless())), 25);
        city.now = city.now + minutes(60);
        QCOMPARE(promised(city, city.paid(endless())), 15);
        city.must(owner(), desk::SetBusy{StoreId{1}, shop::Busy{10, {}}});
        QCOMPARE(promised(city, city.paid(endless())), 25);
        city.must(owner(), desk::SetBusy{StoreId{1}, std::nullopt});
        QCOMPARE(promised(city, city.paid(endless())), 15);
    }

    void pause_forAWhile_endsByItself() {
        DeskCity city;
        city.must(owner(), desk::PauseStore{StoreId{1}, "재료 준비", std::nullopt, 30});
        const Refusal no = city.refusal(customer("song"), endless());
        QCOMPARE(no.code, RefusalCode::StorePaused);
        QCOMPARE(no.facts.at("reason"), std::string("재료 준비"));
        city.now = city.now + minutes(30);
        city.place(endless());
        QCOMPARE(city.refusal(owner(), desk::PauseStore{StoreId{1}, "", city.now}).code,
                 RefusalCode::TimeHasPassed);
        QCOMPARE(city.refusal(owner(), desk::SetBusy{StoreId{1}, shop::Busy{5, city.now}}).code,
                 RefusalCode::TimeHasPassed);
    }

    void soldOut_forHoursOrUntilTomorrow_endsByItself() {
        DeskCity city;
        desk::ChangeDish spell;
        spell.foodId = FoodId{2};
        spell.soldOut = true;
        spell.soldOutMinutes = 120;
        city.must(owner(), spell);
        QCOMPARE(city.refusal(customer("song"), endless()).code, RefusalCode::SoldOut);
        city.now = city.now + hours(2);
        city.place(endless());
        desk::ChangeDish tomorrow;
        tomorrow.foodId = FoodId{2};
        tomorrow.soldOut = true;
        tomorrow.soldOutUntilTomorrow = true;
        city.must(owner(), tomorrow);
        const auto food = std::get<shop::Food>(city.state<shop::FoodState>("food", "2"));
        QVERIFY(food.soldOut && food.soldOut->until);
        // Around the clock: the next day begins at midnight in Korea.
        QCOMPARE(koreanDay(*food.soldOut->until), koreanDay(city.now) + 1);
        QCOMPARE(koreanMinuteOfDay(*food.soldOut->until), 0);
    }

    void closedStore_namesWhenItOpens_andMinimumIsAsked() {
        DeskCity city;
        desk::ChangeStore change{StoreId{1}, {}};
        change.change.minimumOrder = Won{5'000};
        change.change.feeBands = {{500, Won{1'000}}, {5'000, Won{2'000}}};
        city.must(owner(), change);
        QCOMPARE(city.refusal(customer("song"), endless()).code, RefusalCode::BelowMinimumOrder);
        desk::PlaceOrder fetched = endless();
        fetched.pickup = true;
        fetched.address.reset();
        city.place(fetched);
        const OrderId id = city.place(DeskCity::wish("song", 2, FoodId{2}));
        QCOMPARE(city.order(id).placed.deliveryFee, Won{1'000});
        desk::ChangeStore closed{StoreId{1}, {}};
        closed.change.week = shop::everyDay({});
        city.must(owner(), closed);
        const Refusal no = city.refusal(customer("song"), endless());
        QCOMPARE(no.code, RefusalCode::StoreClosed);
        QVERIFY(!no.facts.contains("opensAt"));
    }

    void promise_ofTheSameMinute_changesNothing_data() {
        QTest::addColumn<int>("minutesWanted");
        QTest::addColumn<int>("secondsLater");
        QTest::addColumn<bool>("changes");
        QTest::newRow("the same at once") << 20 << 0 << false;
        QTest::newRow("the same, tapped again") << 20 << 59 << false;
        QTest::newRow("the same, a minute later") << 20 << 60 << true;
        QTest::newRow("what is left of it") << 15 << 300 << false;
        QTest::newRow("one more") << 21 << 0 << true;
        QTest::newRow("one less") << 19 << 0 << true;
    }
    void promise_ofTheSameMinute_changesNothing() {
        QFETCH(int, minutesWanted);
        QFETCH(int, secondsLater);
        QFETCH(bool, changes);
        for (const bool cooking : {false, true}) {
            DeskCity city;
            const OrderId id = city.paid();
            city.must(owner(), desk::AcceptOrder{id, 20});
            if (cooking) city.must(owner(), desk::StartCooking{id});
            city.now = city.now + seconds(secondsLater);
            const auto before = city.position();
            city.must(owner(), desk::ChangePromise{id, minutesWanted});
            QCOMPARE(city.position() != before, changes);
        }
    }
};

QTEST_APPLESS_MAIN(TestDeskPace)
#include "tst_desk_pace.moc"
