/// Timers and reads beside the desk: once, never early, and nobody's trouble is another's.

#include <QtTest>

#include "tests/server/shift_room.h"

using namespace delivery;
using namespace delivery::tests;

namespace {

constexpr auto unknownKind = "of a kind that nobody knows";

desk::TimerRow strange(int number, Instant due) {
    return {{"order", std::to_string(number)}, "Strange", due};
}

}  // namespace

class TestShiftClock : public QObject {
    Q_OBJECT

  private slots:
    void timer_firesOnceAndNotEarly() {
        ShiftRoom room;
        room.open();
        room.submit("order", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.settle());
        QVERIFY(room.pass(seconds(2)));
        QCOMPARE(room.ears.size(), std::size_t{1});
        QVERIFY(room.pass(minutes(10) - seconds(2) - milliseconds(1)));
        QCOMPARE(room.city.status(OrderId{1}), order::Status::PaymentRequested);
        QVERIFY(room.pass(milliseconds(1)));
        QCOMPARE(room.city.status(OrderId{1}), order::Status::Expired);
        const std::int64_t position = room.city.position();
        QCOMPARE(room.city.stock(FoodId{1}), std::optional{10});
        // Ten minutes after its end the charge of unknown fate is shown to a person; before,
        // nothing.
        QVERIFY(room.pass(minutes(10) - milliseconds(1)));
        QCOMPARE(room.city.position(), position);
        QCOMPARE(room.city.stock(FoodId{1}), std::optional{10});
    }

    void movedClock_firesWithoutACommand() {
        ShiftRoom room;
        room.open();
        room.submit("order", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.settle());
        room.moveClock(seconds(2));
        QVERIFY(room.ears.hears(1));
    }

    void clockSetBack_firesWhenItIsTime() {
        ShiftRoom room;
        room.open();
        QVERIFY(room.settle());
        room.moveClock(Span{} - hours(5));
        // The desk's time does not go back: the deadline counts from the latest that it knew.
        room.submit("order", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.settle());
        QVERIFY(room.pass(hours(5) + seconds(1)));
        QCOMPARE(room.ears.size(), std::size_t{0});
        QVERIFY(room.pass(seconds(1)));
        QVERIFY(room.ears.hears(1));
    }

    /// S17: an NTP server, or somebody at the machine, sets the clock; nobody had less time for it.
    void clockSetAhead_firesNothingEarly() {
        ShiftRoom room;
        room.open();
        room.submit("order", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.settle());
        QVERIFY(room.pass(minutes(9)));
        room.clock.jump(hours(5));
        room.shift.clockMoved();
        QVERIFY(room.settle());
        QCOMPARE(room.log.count("the clock jumped ahead by 18000 s"), 1);
        QVERIFY(room.pass(minutes(1) - milliseconds(1)));
        QCOMPARE(room.city.status(OrderId{1}), order::Status::PaymentRequested);
        QVERIFY(room.pass(milliseconds(1)));
        QCOMPARE(room.city.status(OrderId{1}), order::Status::Expired);
        QCOMPARE(room.log.count("the clock jumped"), 1);
    }

    void clockSetAhead_whileTheDiskFails_isTakenOutAfterwards() {
        ShiftRoom room;
        room.open();
        room.submit("order", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.settle());
        QVERIFY(room.pass(minutes(9)));
        room.city.ledger().failNext(LedgerOperation::Commit,
                                    {FaultCode::DiskFull, Aftermath::TransactionGone});
        room.clock.jump(hours(5));
        room.shift.clockMoved();
        QVERIFY(room.settle());
        for (int i = 0; i < 5; ++i) QVERIFY(room.pass(seconds(1)));
        QCOMPARE(room.city.status(OrderId{1}), order::Status::PaymentRequested);
        QVERIFY(room.pass(minutes(1)));
        QCOMPARE(room.city.status(OrderId{1}), order::Status::Expired);
    }

    void clockSetAheadALittle_isFollowed() {
        ShiftRoom room;
        room.open();
        room.submit("order", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.settle());
        QVERIFY(room.pass(minutes(9)));
        room.clock.jump(seconds(60));
        room.shift.clockMoved();
        QVERIFY(room.settle());
        QCOMPARE(room.city.status(OrderId{1}), order::Status::Expired);
    }

    void answersAfterTheStart_haveTheirGrace() {
        ShiftRoom room;
        const OrderId id = room.city.paid();
        room.moveClock(hours(1));
        room.open();
        QVERIFY(room.settle());
        QVERIFY(room.pass(seconds(59)));
        QCOMPARE(room.city.status(id), order::Status::Paid);
        QVERIFY(room.pass(seconds(1)));
        QCOMPARE(room.city.status(id), order::Status::Cancelled);
    }

    void unverifiedOrders_areLookedAtWithoutACommandWhenTheMenuIsBack() {
        ShiftRoom room;
        room.city.must(admin(), desk::PauseContext{"menu", true});
        for (int i = 0; i < 300; ++i) room.city.paid(DeskCity::wish("song", 1, FoodId{2}));
        room.open();
        QVERIFY(room.settle());
        room.submit("back", admin(), desk::PauseContext{"menu", false});
        QVERIFY(room.settle());
        for (int i = 0; i < 4; ++i) QVERIFY(room.settle());
        for (int i = 1; i <= 300; ++i) QVERIFY(order::isVerified(room.city.order(OrderId{i})));
    }

    void poisonTimer_restsInsteadOfTurningInCircles() {
        ShiftRoom room;
        room.arm(strange(1, room.clock.now() - seconds(1)));
        room.open();
        QVERIFY(room.settle());
        QTRY_COMPARE(room.log.count(unknownKind), 1);
        for (int i = 0; i < 70; ++i) QVERIFY(room.pass(seconds(1)));
        QTRY_COMPARE(room.log.count(unknownKind), 1);
        // Remembered, because a newer program may know it; it looks again when it starts.
        QTRY_COMPARE(room.shift.figures().quarantined.size(), std::size_t{1});
    }

    void poisonTimer_doesNotDelayOthers() {
        ShiftRoom room;
        room.arm(strange(1, room.clock.now() - seconds(1)));
        room.open();
        room.submit("order", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.settle());
        QVERIFY(room.pass(milliseconds(1'500)));
        // Nobody else comes: the shift itself must wake at the deadline, not a second later.
        room.moveClock(milliseconds(499));
        QVERIFY(room.settle());
        QCOMPARE(room.ears.size(), std::size_t{0});
        room.clock.set(room.clock.now() + milliseconds(1));
        QVERIFY(room.ears.hears(1));
        QTRY_COMPARE(room.log.count(unknownKind), 1);
    }

    void manyPoisonTimers_leaveRoomForOthers() {
        ShiftRoom room;
        for (int i = 0; i < 300; ++i) room.arm(strange(1'000 + i, room.clock.now() - hours(1)));
        room.open();
        room.submit("order", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.settle());
        for (int i = 0; i < 5; ++i) QVERIFY(room.pass(seconds(1)));
        QCOMPARE(room.ears.size(), std::size_t{1});
        QTRY_COMPARE(room.log.count(unknownKind), 300);
    }

    void reads_runBesideEachOther() {
        std::mutex mutex;
        std::condition_variable wake;
        int arrived = 0;
        int met = 0;
        ShiftRoom room({.readers = 2});
        room.open();
        for (int i = 0; i < 2; ++i) {
            QVERIFY(room.shift.read([&](desk::LedgerReader&) {
                std::unique_lock lock(mutex);
                ++arrived;
                wake.notify_all();
                met += wake.wait_for(lock, patience, [&] { return arrived == 2; }) ? 1 : 0;
            }));
        }
        room.shift.stop();
        QCOMPARE(met, 2);
    }

    void reads_areBoundedAndRunBeforeTheEnd() {
        std::atomic<int> ran{0};
        ShiftRoom room({.readers = 1, .readsQueuedMax = 2});
        room.open();
        Hold hold;
        QVERIFY(room.shift.read([gate = hold.gate()](desk::LedgerReader&) { gate(); }));
        QVERIFY(hold.entered());
        QVERIFY(room.shift.read([&](desk::LedgerReader&) { ++ran; }));
        QVERIFY(room.shift.read([&](desk::LedgerReader&) { ++ran; }));
        QVERIFY(!room.shift.read([&](desk::LedgerReader&) { ++ran; }));
        hold.release();
        room.shift.stop();
        QCOMPARE(ran.load(), 2);
    }

    void reads_thatWaitTooLongAtTheEnd_areDroppedNotRun() {
        std::atomic<int> ran{0};
        std::atomic<int> dropped{0};
        ShiftRoom room({.readers = 1, .readsAtStop = std::chrono::milliseconds(0)});
        room.open();
        Hold hold;
        QVERIFY(room.shift.read([gate = hold.gate()](desk::LedgerReader&) { gate(); }));
        QVERIFY(hold.entered());
        for (int i = 0; i < 3; ++i) {
            QVERIFY(room.shift.read([&](desk::LedgerReader&) { ++ran; }, [&] { ++dropped; }));
        }
        // Without somebody to tell it is dropped all the same.
        QVERIFY(room.shift.read([&](desk::LedgerReader&) { ++ran; }));
        std::thread stopping([&] { room.shift.stop(); });
        QTRY_VERIFY(!room.shift.read([](desk::LedgerReader&) {}));
        hold.release();
        stopping.join();
        QCOMPARE(ran.load(), 0);
        QCOMPARE(dropped.load(), 3);
    }

    void read_seesWhatWasAnswered() {
        std::atomic<std::int64_t> version{0};
        ShiftRoom room;
        room.open();
        room.submit("dish", owner(), desk::RemoveDish{FoodId{2}});
        QVERIFY(room.ears.hears(1));
        QVERIFY(room.shift.read([&](desk::LedgerReader& reader) {
            const auto state = reader.state({"food", "2"});
            version = state && *state ? (*state)->version : 0;
        }));
        room.shift.stop();
        QCOMPARE(version.load(), std::int64_t{2});
    }

    void busyReaders_doNotHoldUpTheDesk() {
        ShiftRoom room({.readers = 1});
        room.open();
        Hold hold;
        QVERIFY(room.shift.read([gate = hold.gate()](desk::LedgerReader&) { gate(); }));
        QVERIFY(hold.entered());
        room.submit("duty", courier("rider1"), desk::SetDuty{false});
        QVERIFY(room.ears.hears(1));
    }
};

QTEST_APPLESS_MAIN(TestShiftClock)
#include "tst_shift_clock.moc"
