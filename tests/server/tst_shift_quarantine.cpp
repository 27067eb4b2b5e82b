// A shift over a ledger whose rows are damaged: each is set aside alone and named once.

#include <QtTest>

#include "tests/server/shift_room.h"

using namespace delivery;
using namespace delivery::tests;

class TestShiftQuarantine : public QObject {
    Q_OBJECT

  private slots:
    void unreadableState_ofADueTimer_restsAlone() {
        ShiftRoom room;
        const OrderId id = room.city.paid();
        LedgerRows rows = room.city.ledger().snapshot();
        rows.states.at({"order", id.text()}).body = "?";
        room.city.ledger().restore(std::move(rows));
        // The city's own desk remembers the state: a new one reads it.
        desk::CommandDesk desk(room.city.ledger(), {});
        QVERIFY(desk.open());
        shift::Shift shift(room.city.ledger(), desk, room.clock, room.log, {});
        bool isBroken = false;
        shift.onBroken([&](const std::string&) { isBroken = true; });
        QVERIFY(shift.start());
        // After its pages have caught up people get a moment before anything is due by their
        // clocks.
        Ears ears;
        for (const char* name : {"first", "second"}) {
            shift.submit(room.city.envelope(systemActor(), ShiftRoom::nothing()), ears.named(name));
        }
        QVERIFY(ears.hears(2));
        room.clock.set(room.clock.now() + minutes(10));
        shift.clockMoved();
        const std::string name = "stream order/" + id.text();
        QTRY_VERIFY(shift.figures().quarantined.contains(name));
        // The moment that people get may begin only now, at the clock's new time: it goes on until
        // it is over.
        const std::string timer = "timer order/" + id.text() + " StoreAnswer";
        QTRY_VERIFY((room.clock.set(room.clock.now() + minutes(1)), shift.clockMoved(),
                     shift.figures().quarantined.contains(timer)));
        QCOMPARE(room.log.count(name + ":"), 1);
        // No timer of it is left to fire, and everybody else is served.
        for (const desk::TimerRow& left : room.city.timers()) QVERIFY(left.stream.id != id.text());
        shift.submit(room.city.envelope(courier("rider1"), desk::SetDuty{false}),
                     ears.named("duty"));
        QVERIFY(ears.hears(3));
        QCOMPARE(ears.outcome("duty").kind, shift::Outcome::Kind::Done);
        shift.stop();
        QVERIFY(!isBroken);
    }

    void failedPage_isAnAlarmAndAFigure() {
        ShiftRoom room;
        room.open();
        QVERIFY(room.settle());
        room.city.ledger().failNext(LedgerOperation::WritePage,
                                    {FaultCode::Misfit, Aftermath::TransactionLives});
        room.submit("duty", courier("rider1"), desk::SetDuty{false});
        room.submit("dish", owner(), desk::RemoveDish{FoodId{2}});
        QVERIFY(room.ears.hears(2));
        QTRY_COMPARE(room.shift.figures().quarantined.size(), std::size_t{1});
        const std::string name = room.shift.figures().quarantined.begin()->first;
        QVERIFY(name.starts_with("page "));
        QCOMPARE(room.log.count(name + ":"), 1);
    }

    void whatIsSetAside_isToldOnceHoweverOftenItIsMet() {
        ShiftRoom room;
        room.city.place();
        room.open();
        const desk::Unreadable row{
            .what = desk::Unreadable::What::Effect, .effectId = "charge/1/1", .why = "seal"};
        for (int i = 0; i < 5; ++i) room.shift.setAside(row);
        QVERIFY(room.settle());
        QTRY_VERIFY(room.shift.figures().quarantined.contains("effect charge/1/1"));
        QCOMPARE(room.log.count("effect charge/1/1:"), 1);
        QCOMPARE(room.city.effects(), std::vector<std::string>{"charge/1/1"});
    }

    /// It stays where it is, so it is met at every look.
    void unreadableSideRow_isNamedOnceByWhoeverReadsIt() {
        ShiftRoom room;
        room.city.ledger().damage({.sides = {{"personal", "x"}}});
        room.open();
        QVERIFY(room.settle());
        const auto look = [](desk::LedgerReader& reader) { (void)reader.side({"personal", "x"}); };
        QVERIFY(room.shift.read(look));
        QTRY_VERIFY(room.shift.figures().quarantined.contains("side personal/x"));
        std::atomic<int> appended = 0;
        room.city.ledger().setFaultSource([&](LedgerOperation operation) {
            if (operation == LedgerOperation::Append) ++appended;
            return std::optional<LedgerFault>{};
        });
        QVERIFY(room.settle());
        const int quiet = appended;
        std::atomic<int> looked = 0;
        for (int i = 0; i < 5; ++i) {
            QVERIFY(room.shift.read([&](desk::LedgerReader& reader) {
                look(reader);
                ++looked;
            }));
        }
        QTRY_COMPARE(looked.load(), 5);
        QVERIFY(room.settle());
        QCOMPARE(appended.load(), 2 * quiet);
        QCOMPARE(room.log.count("side personal/x:"), 1);
        room.shift.stop();
        room.city.ledger().setFaultSource({});
    }
};

QTEST_APPLESS_MAIN(TestShiftQuarantine)
#include "tst_shift_quarantine.moc"
