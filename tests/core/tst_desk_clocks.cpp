/// Timers for people: what stops them, what moves them, and what never does.

#include <QtTest>

#include "desk/clocks.h"
#include "tests/support/desk_city.h"

using namespace delivery;
using namespace delivery::tests;
using order::TimerKind;

namespace {

struct Waits {
    TimerKind kind;
    const char* forWhom;
    bool isAnswer;
};

/// Every timer of an order: whose clock it counts by, and whether somebody's answer is awaited.
const std::vector<Waits>& everyTimer() {
    static const std::vector<Waits> all{{TimerKind::ReplyDeadline, "", false},
                                        {TimerKind::PaymentDeadline, "", false},
                                        {TimerKind::PaymentEscalation, "", false},
                                        {TimerKind::StoreReminder, "store", false},
                                        {TimerKind::StoreAnswer, "store", true},
                                        {TimerKind::CookingOverdue, "store", false},
                                        {TimerKind::OfferRound, "rider", false},
                                        {TimerKind::AssignDeadline, "rider", true},
                                        {TimerKind::CollectDeadline, "rider", true},
                                        {TimerKind::DeliveryOverdue, "rider", false},
                                        {TimerKind::ConfirmDeadline, "customer", true},
                                        {TimerKind::Verification, "menu", false}};
    return all;
}

void pause(DeskCity& city, const char* context, bool paused = true) {
    city.must(admin(), desk::PauseContext{context, paused});
}

/// A delivered order, which waits for the customer.
OrderId delivered(DeskCity& city) {
    const OrderId id = city.cooked();
    city.must(courier("rider1"), desk::PickDelivery{id});
    city.must(courier("rider1"), desk::CollectDelivery{id, std::nullopt});
    city.must(courier("rider1"), desk::DeliverOrder{id, std::nullopt});
    return id;
}

}  // namespace

class TestDeskClocks : public QObject {
    Q_OBJECT

  private slots:
    void everyTimer_waitsForWhom_data() {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < everyTimer().size(); ++i) {
            QTest::newRow(saga::name(everyTimer()[i].kind).c_str()) << static_cast<int>(i);
        }
    }
    void everyTimer_waitsForWhom() {
        QFETCH(int, row);
        const Waits& one = everyTimer()[static_cast<std::size_t>(row)];
        QCOMPARE(static_cast<int>(one.kind), row);
        QCOMPARE(saga::waitsFor(one.kind), std::string(one.forWhom));
        QCOMPARE(saga::answerTime(one.kind, {}).has_value(), one.isAnswer);
        bool isAClock = false;
        for (const auto& clock : desk::timerClocks({}, Instant{1})) {
            isAClock |= clock.waitsFor == one.forWhom;
        }
        QVERIFY(isAClock);
        // The table holds all of them.
        const auto past = static_cast<TimerKind>(everyTimer().size());
        QCOMPARE(saga::timerKindNamed(saga::name(one.kind)), std::optional{one.kind});
        for (const Waits& other : everyTimer()) QVERIFY(other.kind != past);
    }

    // --- a paused context

    void pausedContext_whenResumed_leavesWhatWasLeft() {
        DeskCity city;
        const OrderId id = city.paid();
        city.pass(minutes(4));
        pause(city, "store");
        city.pass(minutes(37));
        pause(city, "store", false);
        city.pass(minutes(1) - milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Paid);
        city.pass(milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Cancelled);
    }

    void armedDuringThePause_hasAllItsTimeAfterIt() {
        DeskCity city;
        pause(city, "store");
        city.pass(minutes(20));
        const OrderId id = city.paid();
        city.pass(minutes(20));
        pause(city, "store", false);
        city.pass(minutes(5) - milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Paid);
        city.pass(milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Cancelled);
    }

    // --- who picks and does not come

    void pickedAgainAndAgain_endsThirtyMinutesAfterItWasCooked() {
        DeskCity city;
        const OrderId id = city.cooked();
        city.pass(minutes(1));
        city.must(courier("rider1"), desk::PickDelivery{id});
        city.pass(minutes(20));
        // Nobody came: it is on offer again.
        QCOMPARE(city.status(id), order::Status::Cooked);
        city.must(courier("rider1"), desk::PickDelivery{id});
        city.pass(minutes(12));
        // Whoever is on the way is let come.
        QCOMPARE(city.status(id), order::Status::PickedUp);
        city.pass(minutes(8));
        QCOMPARE(city.status(id), order::Status::Cancelled);
        const order::Order order = city.order(id);
        const auto& end = std::get<order::placement::Cancelled>(order.placement);
        QCOMPARE(end.reason, order::CancelReason::NoRider);
    }

    void givenBack_hasWhatWasLeftToFindSomebody() {
        DeskCity city;
        const OrderId id = city.cooked();
        city.pass(minutes(10));
        city.must(courier("rider1"), desk::PickDelivery{id});
        city.pass(minutes(10));
        city.must(courier("rider1"), desk::ReleaseDelivery{id, std::nullopt});
        city.pass(minutes(10) - milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Cooked);
        city.pass(milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Cancelled);
    }

    void collectedAfterTheTimeToFindSomebody_isBrought() {
        DeskCity city;
        const OrderId id = city.cooked();
        city.pass(minutes(25));
        city.must(courier("rider1"), desk::PickDelivery{id});
        city.pass(minutes(10));
        city.must(courier("rider1"), desk::CollectDelivery{id, std::nullopt});
        city.pass(minutes(20));
        city.must(courier("rider1"), desk::DeliverOrder{id, std::nullopt});
        QCOMPARE(city.status(id), order::Status::Delivered);
    }

    void pausedWhileSomebodyHeldIt_losesThePause() {
        DeskCity city;
        const OrderId id = city.cooked();
        city.must(courier("rider1"), desk::PickDelivery{id});
        city.pass(minutes(5));
        pause(city, "rider");
        city.pass(hours(2));
        pause(city, "rider", false);
        city.must(courier("rider1"), desk::ReleaseDelivery{id, std::nullopt});
        city.pass(minutes(25) - milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Cooked);
        city.pass(milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Cancelled);
    }

    void acceptedAndNeverStarted_isToldHourlyAfterAnHour() {
        DeskCity city;
        const OrderId id = city.paid();
        city.must(owner(), desk::AcceptOrder{id, 20});
        const auto told = [&] {
            return std::get<order::kitchen::Accepted>(city.order(id).kitchen).lateNotices;
        };
        city.pass(minutes(20 + 60));
        QCOMPARE(told(), 4);
        city.pass(minutes(59));
        QCOMPARE(told(), 4);
        city.pass(minutes(1));
        QCOMPARE(told(), 5);
    }

    void pausedTwice_losesBothPauses() {
        DeskCity city;
        const OrderId id = city.paid();
        for (int i = 0; i < 2; ++i) {
            city.pass(minutes(1));
            pause(city, "store");
            pause(city, "store");
            city.pass(hours(1));
            pause(city, "store", false);
            pause(city, "store", false);
        }
        city.pass(minutes(3) - milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Paid);
        city.pass(milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Cancelled);
    }

    void pausedContext_stopsNobodyElsesTime() {
        DeskCity city;
        const OrderId unpaid = city.place();
        const OrderId done = delivered(city);
        pause(city, "store");
        pause(city, "rider");
        city.pass(minutes(10));
        QCOMPARE(city.status(unpaid), order::Status::Expired);
        city.pass(hours(3));
        QCOMPARE(city.status(done), order::Status::Confirmed);
    }

    void pausedCustomers_areNotTakenForContent() {
        DeskCity city;
        const OrderId id = delivered(city);
        pause(city, "customer");
        city.pass(hours(9));
        QCOMPARE(city.status(id), order::Status::Delivered);
        pause(city, "customer", false);
        city.pass(hours(3));
        QCOMPARE(city.status(id), order::Status::Confirmed);
    }

    void crashDuringThePause_changesNothing() {
        DeskCity city;
        const OrderId id = city.paid();
        city.pass(minutes(4));
        pause(city, "store");
        city.restart(minutes(30));
        city.pass(minutes(30));
        QCOMPARE(city.status(id), order::Status::Paid);
        pause(city, "store", false);
        city.pass(minutes(1) - milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Paid);
        city.pass(milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Cancelled);
    }

    void resume_writesNoTimer() {
        DeskCity city;
        for (int i = 0; i < 5; ++i) city.paid();
        const auto before = city.ledger().snapshot().timersByDue;
        pause(city, "store");
        city.now = city.now + hours(1);
        pause(city, "store", false);
        QVERIFY(city.ledger().snapshot().timersByDue == before);
    }

    void failedPause_isNoPause() {
        DeskCity city;
        const OrderId id = city.paid();
        city.ledger().failNext(LedgerOperation::Commit,
                               {FaultCode::DiskFull, Aftermath::TransactionGone});
        (void)city.ask(admin(), desk::PauseContext{"store", true});
        city.pass(minutes(5));
        QCOMPARE(city.status(id), order::Status::Cancelled);
    }

    /// N-03: an hour without the store's context, and no order lost.
    void storeAwayForAnHour_finds500TicketsOnceAndInOrder() {
        constexpr int orders = 500;
        DeskCity city;
        pause(city, "store");
        for (int i = 0; i < orders; ++i) {
            city.paid(DeskCity::wish("song", 1, FoodId{2}));
            city.pass(seconds(7));
        }
        QVERIFY(city.scan("store", "tickets", "store:1").empty());
        for (int i = 1; i <= orders; ++i) QCOMPARE(city.status(OrderId{i}), order::Status::Paid);
        pause(city, "store", false);
        while (!*city.desk().catchUp(100)) {
        }
        const auto tickets = city.scan("store", "tickets", "store:1");
        QCOMPARE(tickets.size(), std::size_t{orders});
        for (int i = 1; i <= orders; ++i) {
            QCOMPARE(tickets[static_cast<std::size_t>(i - 1)].key, std::to_string(i));
        }
        city.pass(minutes(4));
        for (int i = 1; i <= orders; ++i) city.must(owner(), desk::AcceptOrder{OrderId{i}, 20});
        city.pass(minutes(10));
        QVERIFY(city.effects().empty());
    }

    // --- the server was away

    void answerThatFellDueMeanwhile_getsAMinute() {
        DeskCity city;
        const OrderId id = city.paid();
        city.restart(hours(2));
        city.pass(seconds(60) - milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Paid);
        city.pass(milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Cancelled);
    }

    void answerThatIsDueSoonAfter_getsAMinuteToo() {
        DeskCity city;
        const OrderId id = city.paid();
        city.restart(minutes(5) - seconds(1));
        city.pass(seconds(60) - milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Paid);
        city.pass(milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Cancelled);
    }

    void answerThatIsDueLater_isNotMoved() {
        DeskCity city;
        const OrderId id = city.paid();
        city.restart(minutes(3));
        city.pass(minutes(2) - milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Paid);
        city.pass(milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Cancelled);
    }

    void moneysTime_isNotDelayed() {
        DeskCity city;
        const OrderId id = city.place();
        city.restart(hours(2));
        city.pass(Span{});
        QCOMPARE(city.status(id), order::Status::Expired);
    }

    void reminders_areLookedAtAtOnce() {
        DeskCity city;
        const OrderId id = city.paid();
        city.restart(hours(2));
        city.pass(Span{});
        QCOMPARE(std::get<order::kitchen::Waiting>(city.order(id).kitchen).reminders, 1);
    }

    void everyAnswer_hasItsMinute() {
        DeskCity city;
        const OrderId confirmed = delivered(city);
        const OrderId picked = city.cooked();
        city.must(courier("rider1"), desk::PickDelivery{picked});
        const OrderId unpicked = city.cooked();
        city.restart(hours(8));
        city.pass(seconds(60) - milliseconds(1));
        QCOMPARE(city.status(confirmed), order::Status::Delivered);
        QCOMPARE(city.status(picked), order::Status::PickedUp);
        QCOMPARE(city.status(unpicked), order::Status::Cooked);
        city.pass(milliseconds(1));
        QCOMPARE(city.status(confirmed), order::Status::Confirmed);
        // Given back, and there was no time left to find somebody else.
        QVERIFY(city.state<rider::Rider>("rider", "rider1").holding.empty());
        QCOMPARE(city.status(picked), order::Status::Cancelled);
        QCOMPARE(city.status(unpicked), order::Status::Cancelled);
    }

    void armedSinceTheReturn_hasItsOwnTimeOnly() {
        desk::Settings settings;
        settings.times.storeAnswer = seconds(20);
        DeskCity city(settings);
        city.restart();
        const OrderId id = city.paid();
        city.pass(seconds(20));
        QCOMPARE(city.status(id), order::Status::Cancelled);
    }

    // --- the clock is set

    void clockSetAhead_movesNoTimer() {
        DeskCity city;
        const OrderId waits = city.paid();
        const OrderId unpaid = city.place();
        city.pass(minutes(2));
        city.now = city.now + days(2);
        city.must(systemActor(), desk::RebaseTimers{days(2)});
        city.pass(minutes(3) - milliseconds(1));
        QCOMPARE(city.status(waits), order::Status::Paid);
        city.pass(milliseconds(1));
        QCOMPARE(city.status(waits), order::Status::Cancelled);
        QCOMPARE(city.status(unpaid), order::Status::PaymentRequested);
        city.pass(minutes(5));
        QCOMPARE(city.status(unpaid), order::Status::Expired);
    }

    void clockSetAheadDuringAPause_isNotCountedTwice() {
        DeskCity city;
        const OrderId id = city.paid();
        pause(city, "store");
        city.now = city.now + days(2);
        city.must(systemActor(), desk::RebaseTimers{days(2)});
        city.pass(minutes(7));
        pause(city, "store", false);
        city.pass(minutes(5) - milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Paid);
        city.pass(milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Cancelled);
    }

    void clockSetAhead_survivesACrash() {
        DeskCity city;
        const OrderId id = city.paid();
        city.now = city.now + days(2);
        city.must(systemActor(), desk::RebaseTimers{days(2)});
        city.restart(minutes(2));
        city.pass(minutes(3) - milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Paid);
        city.pass(milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Cancelled);
    }

    // --- settings

    void roundsOfOffers_areTheSettings() {
        desk::Settings settings;
        settings.times.offerRoundsMax = 3;
        DeskCity city(settings);
        const OrderId id = city.cooked();
        city.pass(seconds(89));
        QVERIFY(std::holds_alternative<order::courier::Offered>(city.order(id).courier));
        city.pass(seconds(1));
        QVERIFY(std::holds_alternative<order::courier::Unassignable>(city.order(id).courier));
    }

    void rebuiltViews_keepAnOperatorsPause() {
        DeskCity city;
        pause(city, "store");
        const OrderId id = city.paid();
        QVERIFY(city.desk().clearPages());
        while (!*city.desk().catchUp(50)) {
        }
        QCOMPARE(city.scan("store", "tickets", "store:1").size(), std::size_t{1});
        city.restart();
        QCOMPARE(city.refusal(owner(), desk::AcceptOrder{id, 10}).code, RefusalCode::ContextPaused);
    }
};

QTEST_APPLESS_MAIN(TestDeskClocks)
#include "tst_desk_clocks.moc"
