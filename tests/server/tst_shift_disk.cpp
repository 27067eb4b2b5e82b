/// A disk that fails under the shift: what is not written is said to be so, and a full disk heals
/// without a restart.

#include <QtTest>

#include "tests/server/shift_room.h"

using namespace delivery;
using namespace delivery::tests;
using shift::Outcome;

namespace {

const LedgerFault full{FaultCode::DiskFull, Aftermath::TransactionGone};
const LedgerFault broken{FaultCode::DiskBroken, Aftermath::TransactionGone};

/// Counts the batches that reach the ledger.
void countBegins(ShiftRoom& room, std::atomic<int>& begins) {
    room.city.ledger().setFaultSource(
        [&begins](LedgerOperation operation) -> std::optional<LedgerFault> {
            if (operation == LedgerOperation::Begin) ++begins;
            return std::nullopt;
        });
}

/// Hears onBroken.
class Alarm {
  public:
    void watch(ShiftRoom& room) {
        room.shift.onBroken([this](const std::string&) {
            const std::lock_guard lock(m_mutex);
            ++m_times;
            m_wake.notify_all();
        });
    }
    [[nodiscard]] bool rings() {
        std::unique_lock lock(m_mutex);
        return m_wake.wait_for(lock, patience, [&] { return m_times > 0; });
    }
    [[nodiscard]] int times() const {
        const std::lock_guard lock(m_mutex);
        return m_times;
    }

  private:
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    int m_times = 0;
};

}  // namespace

Q_DECLARE_METATYPE(delivery::tests::LedgerOperation)

class TestShiftDisk : public QObject {
    Q_OBJECT

  private slots:
    void fullDisk_failsTheBatchAndHeals_data() {
        QTest::addColumn<LedgerOperation>("operation");
        QTest::newRow("at the beginning") << LedgerOperation::Begin;
        QTest::newRow("at an append") << LedgerOperation::Append;
        QTest::newRow("at a page") << LedgerOperation::WritePage;
        QTest::newRow("at the commit") << LedgerOperation::Commit;
    }
    void fullDisk_failsTheBatchAndHeals() {
        QFETCH(LedgerOperation, operation);
        ShiftRoom room;
        room.open();
        QVERIFY(room.settle());
        const std::int64_t position = room.city.position();
        Hold hold;
        QVERIFY(room.stopDesk(hold));
        room.city.ledger().failNext(operation, full);
        room.submit("dish", owner(), desk::RemoveDish{FoodId{2}}, "remove");
        room.submit("duty", courier("rider1"), desk::SetDuty{false}, "off");
        hold.release();
        QVERIFY(room.ears.hears(2));
        for (const char* name : {"dish", "duty"}) {
            QCOMPARE(room.ears.outcome(name).kind, Outcome::Kind::Failed);
            QVERIFY(!room.ears.outcome(name).reply);
            QVERIFY(!room.ears.outcome(name).faultText.empty());
        }
        QCOMPARE(room.city.position(), position);
        QVERIFY(room.shift.figures().diskFull);
        QCOMPARE(room.shift.figures().failedBatches, std::uint64_t{1});
        // The same commands again, without a restart and without waiting.
        room.submit("dish again", owner(), desk::RemoveDish{FoodId{2}}, "remove");
        room.submit("duty again", courier("rider1"), desk::SetDuty{false}, "off");
        QVERIFY(room.ears.hears(4));
        for (const char* name : {"dish again", "duty again"}) {
            QCOMPARE(room.ears.outcome(name).kind, Outcome::Kind::Done);
            QVERIFY(std::holds_alternative<desk::Accepted>(*room.ears.outcome(name).reply));
        }
        QVERIFY(!room.shift.figures().diskFull);
        QVERIFY(room.city.position() > position);
    }

    void parkedReply_outlivesAFailedBatch() {
        ShiftRoom room;
        room.open();
        room.submit("order", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.settle());
        room.city.ledger().failNext(LedgerOperation::Commit, full);
        room.submit("approval", systemActor(), room.approvalOf(OrderId{1}));
        QVERIFY(room.ears.hears(1));
        QCOMPARE(room.ears.outcome("approval").kind, Outcome::Kind::Failed);
        room.submit("approval again", systemActor(), room.approvalOf(OrderId{1}));
        QVERIFY(room.ears.hears(3));
        QCOMPARE(room.ears.outcome("order").kind, Outcome::Kind::Done);
        QCOMPARE(room.city.status(OrderId{1}), order::Status::Paid);
    }

    void failedTimer_isTriedAgainAfterARest() {
        ShiftRoom room;
        room.open();
        room.submit("order", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.settle());
        room.city.ledger().failNext(LedgerOperation::Commit, full);
        // The command that comes along fails with the timer, so the test knows that it was tried.
        QVERIFY(room.pass(seconds(2)));
        QVERIFY(room.settle());
        QCOMPARE(room.ears.size(), std::size_t{0});
        QVERIFY(room.pass(milliseconds(199)));
        QCOMPARE(room.ears.size(), std::size_t{0});
        // Nobody else comes: the shift looks again by itself.
        room.moveClock(milliseconds(1));
        QVERIFY(room.ears.hears(1));
    }

    void writtenOrder_whenTheDiskStaysFull_isToldThatItsReplyIsLate() {
        ShiftRoom room;
        room.open();
        room.submit("order", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.settle());
        room.city.ledger().setFaultSource(
            [](LedgerOperation operation) -> std::optional<LedgerFault> {
                if (operation != LedgerOperation::Commit) return std::nullopt;
                return full;
            });
        QVERIFY(room.pass(seconds(2)));
        QVERIFY(room.settle());
        QCOMPARE(room.ears.size(), std::size_t{0});
        room.moveClock(seconds(2));
        QVERIFY(room.ears.hears(1));
        QCOMPARE(room.ears.outcome("order").kind, Outcome::Kind::Late);
        QVERIFY(!room.ears.outcome("order").reply);
        // What is kept of it answers the repeat once there is room.
        room.city.ledger().setFaultSource({});
        room.moveClock(seconds(1));
        room.submit("again", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.ears.hears(2));
        QCOMPARE(room.ears.outcome("again").kind, Outcome::Kind::Done);
        QVERIFY(std::holds_alternative<desk::Accepted>(*room.ears.outcome("again").reply));
    }

    void unreadableTimers_areTriedAgainAfterARest() {
        std::atomic<bool> failing{true};
        ShiftRoom room;
        room.open();
        room.submit("order", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.settle());
        room.city.ledger().setFaultSource(
            [&](LedgerOperation operation) -> std::optional<LedgerFault> {
                if (operation != LedgerOperation::Read || !failing) return std::nullopt;
                return LedgerFault{FaultCode::Busy, Aftermath::TransactionLives};
            });
        room.moveClock(seconds(2));
        QVERIFY(room.settle());
        QVERIFY(room.shift.figures().failedBatches >= 1);
        failing = false;
        room.moveClock(seconds(1));
        QVERIFY(room.ears.hears(1));
    }

    void clockSetBackWhileResting_doesNotRestForHours() {
        ShiftRoom room;
        room.open();
        room.submit("order", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.settle());
        QVERIFY(room.pass(hours(1)));
        QVERIFY(room.ears.hears(1));
        room.submit("other", customer("song"), DeskCity::wish(), "p2");
        QVERIFY(room.settle());
        room.city.ledger().failNext(LedgerOperation::Commit, full);
        room.moveClock(hours(5));
        QVERIFY(room.settle());
        // Only a little of the jump is left standing: still after the reply's deadline.
        room.moveClock(Span{} - hours(4));
        QVERIFY(room.ears.hears(2));
    }

    void brokenDisk_isToldOnceAndNeverTouchedAgain_data() {
        QTest::addColumn<LedgerOperation>("operation");
        QTest::addColumn<bool>("isGone");
        QTest::newRow("at the commit") << LedgerOperation::Commit << true;
        QTest::newRow("at the beginning") << LedgerOperation::Begin << true;
        QTest::newRow("at an append that left the rest alive") << LedgerOperation::Append << false;
    }
    void brokenDisk_isToldOnceAndNeverTouchedAgain() {
        QFETCH(LedgerOperation, operation);
        QFETCH(bool, isGone);
        std::atomic<int> begins{0};
        Alarm alarm;
        ShiftRoom room;
        alarm.watch(room);
        countBegins(room, begins);
        room.open();
        QVERIFY(room.settle());
        LedgerFault fault = broken;
        if (!isGone) fault.aftermath = Aftermath::TransactionLives;
        room.city.ledger().failNext(operation, fault);
        room.submit("duty", courier("rider1"), desk::SetDuty{false});
        QVERIFY(room.ears.hears(1));
        QCOMPARE(room.ears.outcome("duty").kind, Outcome::Kind::Failed);
        QVERIFY(alarm.rings());
        const int before = begins;
        for (int i = 0; i < 5; ++i) QVERIFY(room.pass(seconds(1)));
        room.submit("after", courier("rider1"), desk::SetDuty{false});
        QVERIFY(room.ears.hears(2));
        QCOMPARE(room.ears.outcome("after").kind, Outcome::Kind::Failed);
        QCOMPARE(begins.load(), before);
        QCOMPARE(alarm.times(), 1);
    }

    void brokenDisk_atATimersLook_isTold() {
        Alarm alarm;
        ShiftRoom room;
        alarm.watch(room);
        room.open();
        QVERIFY(room.settle());
        room.city.ledger().failNext(LedgerOperation::Read,
                                    {FaultCode::DiskBroken, Aftermath::TransactionLives});
        room.moveClock(seconds(5));
        QVERIFY(alarm.rings());
        room.shift.stop();
        QCOMPARE(alarm.times(), 1);
    }
};

QTEST_APPLESS_MAIN(TestShiftDisk)
#include "tst_shift_disk.moc"
