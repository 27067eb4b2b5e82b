/// Offers, picks and fences: one rider at a time, each holding with a number of its own.

#include <QtTest>

#include "core/order_fixtures.h"

using namespace delivery;
using namespace delivery::order;
using namespace delivery::order::fixtures;

namespace {

QByteArray words(const State& state, const Command& command) {
    return QByteArray::fromStdString(inWords(decide(state, command)));
}

}  // namespace

class TestOrderDelivery : public QObject {
    Q_OBJECT

  private slots:
    void offer_widensUpToTenKilometres() {
        QCOMPARE(offerRadiusMeters(1), 2'000);
        QCOMPARE(offerRadiusMeters(2), 3'000);
        QCOMPARE(offerRadiusMeters(3), 4'500);
        QCOMPARE(offerRadiusMeters(4), 6'750);
        QCOMPARE(offerRadiusMeters(5), 10'000);
        QCOMPARE(offerRadiusMeters(20), 10'000);
        const State third = offeredInRound(3);
        const auto& offer = std::get<courier::Offered>(orderIn(third).courier);
        QCOMPARE(offer.round, 3);
        QCOMPARE(offer.radiusMeters, 4'500);
    }

    void twentiethRound_whenNobodyPicked_alertsAndStaysPickable() {
        const State state = unassignable();
        QCOMPARE(words(state, pickBy(rider1())), QByteArray{"DeliveryPicked"});
        QCOMPARE(words(state, timer(TimerKind::OfferRound)), QByteArray{"nothing"});
    }

    /// what was done without a line is recorded with its time.
    void saidTime_isKeptBesideTheServersOwn_data() {
        QTest::addColumn<qint64>("earlierMs");
        QTest::addColumn<bool>("believed");
        QTest::newRow("a while ago") << qint64{240'000} << true;
        QTest::newRow("this moment") << qint64{0} << true;
        QTest::newRow("as long ago as may be") << qint64{doneEarlierMax.milliseconds} << true;
        QTest::newRow("longer ago than any ride")
            << qint64{doneEarlierMax.milliseconds + 1} << false;
        QTest::newRow("a device whose clock is ahead") << qint64{-1} << false;
    }
    void saidTime_isKeptBesideTheServersOwn() {
        QFETCH(qint64, earlierMs);
        QFETCH(bool, believed);
        const State holding = after(offered(), {pickBy(rider1())});
        CollectDelivery collect = collectBy(rider1());
        collect.doneAt = collect.at - milliseconds(earlierMs);
        const auto collected = decide(holding, Command{collect});
        const auto& fact = std::get<DeliveryCollected>(collected->front());
        QCOMPARE(fact.at.utcMilliseconds, collect.at.utcMilliseconds);
        QCOMPARE(fact.doneAt.has_value(), believed);
        if (believed) QCOMPARE(fact.doneAt->utcMilliseconds, collect.doneAt->utcMilliseconds);

        DeliverOrder deliver = deliverBy(rider1());
        deliver.doneAt = deliver.at - milliseconds(earlierMs);
        const auto delivered = decide(after(holding, {collectBy(rider1())}), Command{deliver});
        const auto& arrival = std::get<DeliveryDelivered>(delivered->front());
        QCOMPARE(arrival.at.utcMilliseconds, deliver.at.utcMilliseconds);
        QCOMPARE(arrival.doneAt.has_value(), believed);
    }

    void fence_growsWithEveryPick() {
        State state = offered();
        for (std::int64_t pick = 1; pick <= 5; ++pick) {
            state = after(state, {pickBy(pick % 2 == 0 ? rider1() : rider2())});
            QCOMPARE(fenceOf(orderIn(state)), std::optional<std::int64_t>{pick});
            state = after(state, {releaseBy(pick % 2 == 0 ? rider1() : rider2(), pick)});
            QCOMPARE(fenceOf(orderIn(state)), std::optional<std::int64_t>{});
            QCOMPARE(words(state, collectBy(rider1())), QByteArray{"refused NotPicked"});
        }
        // Widening and giving up keep the count.
        for (int round = 0; round < 20; ++round)
            state = after(state, {timer(TimerKind::OfferRound)});
        QVERIFY(std::holds_alternative<courier::Unassignable>(orderIn(state).courier));
        state = after(state, {pickBy(rider1())});
        QCOMPARE(fenceOf(orderIn(state)), std::optional<std::int64_t>{6});
    }

    void released_startsOverNearTheStore() {
        const State state = after(offeredInRound(4), {pickBy(rider1()), releaseBy(rider1())});
        const auto& offer = std::get<courier::Offered>(orderIn(state).courier);
        QCOMPARE(offer.round, 1);
        QCOMPARE(offer.radiusMeters, 2'000);
    }

    void collectDeadline_takesThePickBack() {
        const Decided<Events> decided = decide(picked(), timer(TimerKind::CollectDeadline));
        const auto& released = std::get<DeliveryReleased>(decided->at(0));
        QVERIFY(released.by == Role::System);
        QVERIFY(released.riderId == RiderId{"rider1"});
        QCOMPARE(released.fence, 1);
    }

    void end_whileHeld_callsTheRiderOff() {
        for (const State& held : {picked(), collected()}) {
            const Decided<Events> decided = decide(held, cancelBy(admin()));
            const auto& released = std::get<DeliveryReleased>(decided->at(1));
            QVERIFY(released.riderId == RiderId{"rider1"});
            QVERIFY(released.by == Role::System);
            QVERIFY(!holderOf(orderIn(after(held, {cancelBy(admin())}))).has_value());
        }
    }

    void end_whileOffered_withdrawsTheOffer() {
        for (const State& open : {offered(), unassignable()}) {
            QCOMPARE(words(open, timer(TimerKind::AssignDeadline)),
                     QByteArray{"OrderCancelled OfferWithdrawn RefundRequested"});
            const State over = after(open, {timer(TimerKind::AssignDeadline)});
            QCOMPARE(words(over, pickBy(rider1())), QByteArray{"refused AlreadyCancelled"});
        }
    }

    void lateNotices_areCountedThroughTheWork() {
        const State state = after(accepted(), {timer(TimerKind::CookingOverdue), start(),
                                               timer(TimerKind::CookingOverdue)});
        QCOMPARE(std::get<kitchen::Cooking>(orderIn(state).kitchen).lateNotices, 2);
        const State late = after(collected(), {timer(TimerKind::DeliveryOverdue)});
        QCOMPARE(std::get<courier::Collected>(orderIn(late).courier).lateNotices, 1);
    }

    void silentStore_isRemindedTwice() {
        State state = after(paid(), {timer(TimerKind::StoreReminder)});
        QCOMPARE(words(state, timer(TimerKind::StoreReminder)), QByteArray{"StoreReminded"});
        state = after(state, {timer(TimerKind::StoreReminder)});
        QCOMPARE(words(state, timer(TimerKind::StoreReminder)), QByteArray{"nothing"});
        const Decided<Events> end = decide(state, timer(TimerKind::StoreAnswer));
        QVERIFY(std::get<OrderCancelled>(end->front()).reason == CancelReason::StoreSilent);
    }

    void promise_changesFromNowOn_andLatenessBeginsAnew() {
        for (const State& given : {accepted(), cooking()}) {
            const State late = after(given, {timer(TimerKind::CookingOverdue)});
            const Decided<Events> decided = decide(late, promise(15));
            const auto& event = std::get<PromiseChanged>(decided->front());
            QCOMPARE(event.cookMinutes, 15);
            QVERIFY(event.readyBy == promise().at + minutes(15));
            const State now = folded(late, *decided);
            QVERIFY(statusOf(orderIn(now)) == statusOf(orderIn(given)));
            const auto kept = std::visit(
                [](const auto& part) -> std::optional<std::pair<Instant, int>> {
                    if constexpr (requires { part.lateNotices; })
                        return std::pair{part.readyBy, part.lateNotices};
                    return std::nullopt;
                },
                orderIn(now).kitchen);
            QVERIFY(kept == (std::pair{event.readyBy, 0}));
        }
        const State started = after(accepted(), {promise(15), start()});
        QVERIFY(std::get<kitchen::Cooking>(orderIn(started).kitchen).readyBy ==
                promise().at + minutes(15));
        const State stillStarted = after(cooking(), {promise(15)});
        QVERIFY(std::get<kitchen::Cooking>(orderIn(stillStarted).kitchen).startedAt == start().at);
    }

    void accepted_promisesATime() {
        const Decided<Events> decided = decide(paid(), accept(25));
        const auto& event = std::get<OrderAccepted>(decided->front());
        QCOMPARE(event.cookMinutes, 25);
        QVERIFY(event.readyBy == accept().at + minutes(25));
    }
};

QTEST_APPLESS_MAIN(TestOrderDelivery)
#include "tst_order_delivery.moc"
