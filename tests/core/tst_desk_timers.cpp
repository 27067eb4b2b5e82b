/// Every timer of an order, each at its moment: what it does when nobody comes, that it does
/// nothing a millisecond before, and that it does nothing once somebody came.

#include <QtTest>
#include <functional>
#include <set>

#include "tests/support/desk_city.h"

using namespace delivery;
using namespace delivery::tests;
using order::TimerKind;

namespace {

using Scene = std::function<OrderId(DeskCity&)>;
using Step = std::function<void(DeskCity&, OrderId)>;

struct Firing {
    Span after;        ///< the end of the scene
    const char* does;  ///< the events that it causes, in order
};
struct Disarming {
    const char* name;
    Step step;
};
struct Row {
    const char* name;
    TimerKind kind;
    Scene scene;
    std::vector<Firing> firings;
    std::vector<Disarming> disarmings;
};

// --- scenes

OrderId unpaid(DeskCity& city) { return city.place(); }
OrderId inDoubt(DeskCity& city) {
    const OrderId id = city.place();
    city.must(systemActor(), desk::RecordCharge{"charge/" + id.text() + "/1", id, 1,
                                                order::RecordCharge::Unknown{}});
    return id;
}
OrderId deferred(DeskCity& city) {
    const OrderId id = city.place();
    city.must(systemActor(), desk::RecordCharge{"charge/" + id.text() + "/1", id, 1,
                                                order::RecordCharge::NotSent{}});
    return id;
}
OrderId waiting(DeskCity& city) { return city.paid(); }
OrderId accepted(DeskCity& city) {
    const OrderId id = city.paid();
    city.must(owner(), desk::AcceptOrder{id, 20});
    return id;
}
OrderId cooking(DeskCity& city) {
    const OrderId id = accepted(city);
    city.must(owner(), desk::StartCooking{id});
    return id;
}
OrderId cooked(DeskCity& city) { return city.cooked(); }
OrderId picked(DeskCity& city) {
    const OrderId id = city.cooked();
    city.must(courier("rider1"), desk::PickDelivery{id});
    return id;
}
OrderId collected(DeskCity& city) {
    const OrderId id = picked(city);
    city.must(courier("rider1"), desk::CollectDelivery{id, std::nullopt});
    return id;
}
OrderId delivered(DeskCity& city) {
    const OrderId id = collected(city);
    city.must(courier("rider1"), desk::DeliverOrder{id, std::nullopt});
    return id;
}
OrderId readyForPickup(DeskCity& city) {
    desk::PlaceOrder wish = DeskCity::wish();
    wish.pickup = true;
    wish.address.reset();
    wish.dropOff.reset();
    const OrderId id = city.paid(wish);
    city.must(owner(), desk::AcceptOrder{id, 20});
    city.must(owner(), desk::StartCooking{id});
    city.must(owner(), desk::FinishCooking{id});
    return id;
}
OrderId unverified(DeskCity& city) {
    city.must(admin(), desk::PauseContext{"menu", true});
    return city.paid();
}

// --- what somebody does

void approve(DeskCity& city, OrderId id) {
    const std::string install = *(*city.ledger().reader())->install();
    city.must(systemActor(), desk::RecordCharge{"charge/" + id.text() + "/1", id, 1,
                                                order::RecordCharge::Approved{
                                                    PaymentKey{"pay-" + id.text()}, Won{10'000},
                                                    "ds-" + install + "-" + id.text() + "-1"}});
}
void customerCancels(DeskCity& city, OrderId id) {
    city.must(customer("song"), desk::CancelOrder{id, std::nullopt});
}
void adminCancels(DeskCity& city, OrderId id) { city.must(admin(), desk::CancelOrder{id, "시험"}); }
void accept(DeskCity& city, OrderId id) { city.must(owner(), desk::AcceptOrder{id, 20}); }
void reject(DeskCity& city, OrderId id) { city.must(owner(), desk::RejectOrder{id, "재료 없음"}); }
void startAndFinish(DeskCity& city, OrderId id) {
    city.ask(owner(), desk::StartCooking{id});
    city.must(owner(), desk::FinishCooking{id});
}
void pick(DeskCity& city, OrderId id) { city.must(courier("rider1"), desk::PickDelivery{id}); }
void release(DeskCity& city, OrderId id) {
    city.must(courier("rider1"), desk::ReleaseDelivery{id, std::nullopt});
}
void collect(DeskCity& city, OrderId id) {
    city.must(courier("rider1"), desk::CollectDelivery{id, std::nullopt});
}
void pickAndCollect(DeskCity& city, OrderId id) {
    pick(city, id);
    collect(city, id);
}
void deliver(DeskCity& city, OrderId id) {
    city.must(courier("rider1"), desk::DeliverOrder{id, std::nullopt});
}
void confirm(DeskCity& city, OrderId id) { city.must(customer("song"), desk::ConfirmOrder{id}); }

std::vector<Firing> offerRounds() {
    std::vector<Firing> all;
    for (int round = 1; round < 20; ++round)
        all.push_back({seconds(30 * round), "DeliveryOffered"});
    all.push_back({seconds(600), "DeliveryUnassignable"});
    return all;
}

const std::vector<Row>& table() {
    const std::vector<Firing> late{
        {minutes(35), "CookingRanLate"},  {minutes(50), "CookingRanLate"},
        {minutes(65), "CookingRanLate"},  {minutes(80), "CookingRanLate"},
        {minutes(140), "CookingRanLate"}, {minutes(200), "CookingRanLate"}};
    static const std::vector<Row> all{
        {"unpaid",
         TimerKind::PaymentDeadline,
         unpaid,
         {{minutes(10), "OrderExpired"}},
         {{"approved", approve}, {"cancelled", customerCancels}}},
        {"deferred",
         TimerKind::PaymentDeadline,
         deferred,
         {{minutes(10), "OrderExpired"}},
         {{"cancelled", customerCancels}}},
        {"outcome unknown",
         TimerKind::PaymentEscalation,
         inDoubt,
         {{minutes(10), "PaymentEscalated"}},
         {{"approved", approve}}},
        {"store is silent: reminders",
         TimerKind::StoreReminder,
         waiting,
         {{seconds(60), "StoreReminded"}, {seconds(180), "StoreReminded"}},
         {{"accepted", accept}, {"rejected", reject}, {"cancelled", customerCancels}}},
        {"store is silent",
         TimerKind::StoreAnswer,
         waiting,
         {{minutes(5), "OrderCancelled RefundRequested"}},
         {{"accepted", accept}, {"rejected", reject}, {"cancelled", customerCancels}}},
        {"accepted, never cooked",
         TimerKind::CookingOverdue,
         accepted,
         late,
         {{"cooked", startAndFinish}, {"cancelled", adminCancels}}},
        {"cooking for ever",
         TimerKind::CookingOverdue,
         cooking,
         late,
         {{"cooked", startAndFinish}, {"cancelled", adminCancels}}},
        {"nobody picks: rounds",
         TimerKind::OfferRound,
         cooked,
         offerRounds(),
         {{"picked", pick}, {"cancelled", adminCancels}}},
        {"nobody picks",
         TimerKind::AssignDeadline,
         cooked,
         {{minutes(30), "OrderCancelled OfferWithdrawn RefundRequested"}},
         {{"collected", pickAndCollect}, {"cancelled", adminCancels}}},
        {"picked, not collected",
         TimerKind::CollectDeadline,
         picked,
         {{minutes(20), "DeliveryReleased DeliveryOffered"}},
         {{"collected", collect}, {"released", release}, {"cancelled", adminCancels}}},
        {"collected, not delivered",
         TimerKind::DeliveryOverdue,
         collected,
         {{minutes(90), "DeliveryRanLate"},
          {minutes(150), "DeliveryRanLate"},
          {minutes(210), "DeliveryRanLate"}},
         {{"delivered", deliver}, {"cancelled", adminCancels}}},
        {"delivered, not confirmed",
         TimerKind::ConfirmDeadline,
         delivered,
         {{hours(3), "OrderConfirmed"}},
         {{"confirmed", confirm}}},
        {"cooked for a pickup",
         TimerKind::ConfirmDeadline,
         readyForPickup,
         {{hours(3), "OrderConfirmed"}},
         {{"confirmed", confirm}, {"cancelled", adminCancels}}},
    };
    return all;
}

/// What the timers of one kind have done to an order so far.
QString doneBy(DeskCity& city, OrderId id, TimerKind kind) {
    const auto rows = (*city.ledger().reader())->stream({"order", id.text()}, 1, 10'000);
    QStringList events;
    for (const desk::EventRow& row : *rows) {
        if (row.cause == "timer:" + saga::name(kind)) {
            events << QString::fromStdString(row.type);
        }
    }
    return events.join(' ');
}

bool isArmed(DeskCity& city, OrderId id, TimerKind kind) {
    const auto timer = (*city.ledger().reader())->timer({"order", id.text()}, saga::name(kind));
    return timer->has_value();
}

}  // namespace

class TestDeskTimers : public QObject {
    Q_OBJECT

  private slots:
    void nobodyComes_itFiresOnTheMoment_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < table().size(); ++i) {
            QTest::newRow(table()[i].name) << static_cast<int>(i);
        }
    }
    void nobodyComes_itFiresOnTheMoment() {
        QFETCH(int, index);
        const Row& row = table()[static_cast<std::size_t>(index)];
        DeskCity city;
        const OrderId id = row.scene(city);
        const Instant begin = city.now;
        QVERIFY(isArmed(city, id, row.kind));
        QString soFar;
        for (const Firing& firing : row.firings) {
            const Span left{(begin + firing.after).utcMilliseconds - city.now.utcMilliseconds};
            city.pass(left - milliseconds(1));
            QCOMPARE(doneBy(city, id, row.kind), soFar);
            city.pass(milliseconds(1));
            soFar += (soFar.isEmpty() ? "" : " ") + QString(firing.does);
            QCOMPARE(doneBy(city, id, row.kind), soFar);
        }
    }

    void somebodyComes_itNeverFires_data() {
        QTest::addColumn<int>("index");
        QTest::addColumn<int>("disarming");
        for (std::size_t i = 0; i < table().size(); ++i) {
            for (std::size_t j = 0; j < table()[i].disarmings.size(); ++j) {
                QTest::addRow("%s: %s", table()[i].name, table()[i].disarmings[j].name)
                    << static_cast<int>(i) << static_cast<int>(j);
            }
        }
    }
    void somebodyComes_itNeverFires() {
        QFETCH(int, index);
        QFETCH(int, disarming);
        const Row& row = table()[static_cast<std::size_t>(index)];
        DeskCity city;
        const OrderId id = row.scene(city);
        // At the last moment: whoever comes then has still come in time.
        city.pass(row.firings.front().after - milliseconds(1));
        row.disarmings[static_cast<std::size_t>(disarming)].step(city, id);
        QVERIFY(!isArmed(city, id, row.kind) || row.kind == TimerKind::OfferRound);
        const QString before = doneBy(city, id, row.kind);
        QCOMPARE(before, QString());
        city.pass(row.firings.front().after);
        QCOMPARE(doneBy(city, id, row.kind), before);
    }

    void promiseChanged_theKitchenIsLateByTheNewOne_data() {
        QTest::addColumn<bool>("started");
        QTest::addColumn<int>("waited");
        QTest::newRow("accepted, in time") << false << 10;
        QTest::newRow("cooking, in time") << true << 10;
        QTest::newRow("accepted, late and told so") << false << 55;
        QTest::newRow("cooking, late and told so") << true << 55;
    }
    void promiseChanged_theKitchenIsLateByTheNewOne() {
        QFETCH(bool, started);
        QFETCH(int, waited);
        DeskCity city;
        const OrderId id = city.paid();
        accept(city, id);
        if (started) city.must(owner(), desk::StartCooking{id});
        city.pass(minutes(waited));
        const auto told = [&] {
            return doneBy(city, id, TimerKind::CookingOverdue).count("CookingRanLate");
        };
        const auto before = told();
        city.must(owner(), desk::ChangePromise{id, 30});
        // Promised + 15 min, then every 15 min, whatever was late before.
        city.pass(minutes(45) - milliseconds(1));
        QCOMPARE(told(), before);
        city.pass(milliseconds(1));
        QCOMPARE(told(), before + 1);
        city.pass(minutes(15));
        QCOMPARE(told(), before + 2);
    }

    void everyKind_standsInTheTable() {
        std::set<TimerKind> told{TimerKind::ReplyDeadline, TimerKind::Verification};
        for (const Row& row : table()) {
            told.insert(row.kind);
            QVERIFY2(!row.disarmings.empty(), row.name);
        }
        for (int i = 0; i <= static_cast<int>(TimerKind::Verification); ++i) {
            QVERIFY(told.contains(static_cast<TimerKind>(i)));
        }
    }

    // --- two that cause no event of their own

    void reply_isFinalAfterTwoSeconds() {
        DeskCity city;
        const OrderId id = city.place(DeskCity::wish(), "wish");
        const desk::ReplyKey key{"song", CommandId{"wish"}};
        city.pass(seconds(2) - milliseconds(1));
        QVERIFY(!city.finalised.contains(key));
        QVERIFY(isArmed(city, id, TimerKind::ReplyDeadline));
        city.pass(milliseconds(1));
        QVERIFY(city.finalised.contains(key));
        QVERIFY(!isArmed(city, id, TimerKind::ReplyDeadline));
    }
    void reply_whenPaid_isFinalAtOnce() {
        DeskCity city;
        const OrderId id = city.place(DeskCity::wish(), "wish");
        approve(city, id);
        QVERIFY((city.finalised.contains({"song", CommandId{"wish"}})));
        QVERIFY(!isArmed(city, id, TimerKind::ReplyDeadline));
    }

    void menu_whenBack_verifiesAtOnce() {
        DeskCity city;
        const OrderId id = unverified(city);
        city.pass(hours(1));
        QVERIFY(isArmed(city, id, TimerKind::Verification));
        QCOMPARE(doneBy(city, id, TimerKind::Verification), QString());
        city.must(admin(), desk::PauseContext{"menu", false});
        city.pass(milliseconds(1));
        QCOMPARE(doneBy(city, id, TimerKind::Verification), QString("OrderVerified"));
    }
    void menu_whenBackAfterACancel_verifiesNothing() {
        DeskCity city;
        const OrderId id = unverified(city);
        customerCancels(city, id);
        QVERIFY(!isArmed(city, id, TimerKind::Verification));
        city.must(admin(), desk::PauseContext{"menu", false});
        city.pass(hours(1));
        QCOMPARE(doneBy(city, id, TimerKind::Verification), QString());
    }

    // --- what belongs to a firing besides its events

    void silentStore_isPausedAndTold() {
        DeskCity city;
        const OrderId id = waiting(city);
        city.pass(minutes(5));
        const auto store = std::get<shop::Store>(city.state<shop::StoreState>("store", "1"));
        QVERIFY(shop::isPaused(store, city.now));
        QCOMPARE(city.scan("store", "open", "store:1").size(), std::size_t{1});
        QCOMPARE(city.effects(), std::vector<std::string>{"refund/" + id.text()});
    }
    void nobodyPicked_theStoreKeepsItsMoney() {
        DeskCity city;
        const OrderId id = cooked(city);
        city.pass(minutes(30));
        QCOMPARE(city.status(id), order::Status::Cancelled);
        QCOMPARE(city.effects(), std::vector<std::string>{"refund/" + id.text()});
        const auto card = city.scan("books", "accounts", "all");
        bool owed = false;
        for (const desk::PageRow& row : card) owed |= row.key == "storePayable/1";
        QVERIFY(owed);
    }
    void picked_theHalfHourRunsOnAndDecidesOnlyWhenItIsGivenBack() {
        DeskCity city;
        const OrderId id = cooked(city);
        city.pass(minutes(30) - milliseconds(1));
        pick(city, id);
        QVERIFY(isArmed(city, id, TimerKind::AssignDeadline));
        city.pass(minutes(20) - milliseconds(1));
        QCOMPARE(doneBy(city, id, TimerKind::AssignDeadline), QString());
        // The rider never came: it is offered again, and its time is over.
        city.pass(milliseconds(2));
        QCOMPARE(doneBy(city, id, TimerKind::CollectDeadline),
                 QString("DeliveryReleased DeliveryOffered"));
        QCOMPARE(doneBy(city, id, TimerKind::AssignDeadline),
                 QString("OrderCancelled OfferWithdrawn RefundRequested"));
    }
    void notCollected_theNextHoldingHasANewFence() {
        DeskCity city;
        const OrderId id = picked(city);
        const auto first = *order::fenceOf(city.order(id));
        city.pass(minutes(20));
        city.must(courier("rider2"), desk::PickDelivery{id});
        QCOMPARE(*order::fenceOf(city.order(id)), first + 1);
    }

    void whatMovesNoFurther_waitsForAPerson() {
        DeskCity city;
        const OrderId unpicked = cooked(city);
        const auto listed = [&](OrderId id) {
            for (const desk::PageRow& row : city.scan("customer", "escalated", "all")) {
                if (row.key == id.text()) return true;
            }
            return false;
        };
        city.pass(minutes(9));
        QVERIFY(!listed(unpicked));
        city.pass(minutes(1));
        QVERIFY(listed(unpicked));
        pick(city, unpicked);
        QVERIFY(!listed(unpicked));
        collect(city, unpicked);
        city.pass(minutes(90));
        QVERIFY(listed(unpicked));
        deliver(city, unpicked);
        QVERIFY(!listed(unpicked));
    }

    // --- ratings close by the clock, without a timer

    void rating_isTakenForSevenDays() {
        DeskCity city;
        const OrderId id = delivered(city);
        confirm(city, id);
        city.pass(days(7));
        city.must(customer("song"), desk::RateOrder{id, 5, std::nullopt});
    }
    void rating_afterSevenDays_isClosed() {
        DeskCity city;
        const OrderId id = delivered(city);
        confirm(city, id);
        city.pass(days(7) + milliseconds(1));
        const Refusal no = city.refusal(customer("song"), desk::RateOrder{id, 5, std::nullopt});
        QCOMPARE(no.code, RefusalCode::RatingClosed);
    }
};

QTEST_APPLESS_MAIN(TestDeskTimers)
#include "tst_desk_timers.moc"
