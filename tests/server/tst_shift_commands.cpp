/// Commands at the shift: batches, urgency, load, waiting for a payment's outcome, and going home.

#include <QtTest>
#include <thread>

#include "tests/server/shift_room.h"

using namespace delivery;
using namespace delivery::tests;
using shift::Outcome;

class TestShiftCommands : public QObject {
    Q_OBJECT

  private slots:
    void waitingCommands_becomeOneBatch() {
        std::atomic<int> commits{0};
        ShiftRoom room;
        room.city.ledger().setFaultSource(
            [&](LedgerOperation operation) -> std::optional<LedgerFault> {
                if (operation == LedgerOperation::Commit) ++commits;
                return std::nullopt;
            });
        room.open();
        Hold hold;
        QVERIFY(room.stopDesk(hold));
        const shift::Figures before = room.shift.figures();
        const int commitsBefore = commits;
        for (int i = 0; i < 20; ++i) {
            room.submit(std::to_string(i), customer("song"), desk::AddAddress{"서울", {}});
        }
        QCOMPARE(room.shift.figures().queued, std::size_t{20});
        hold.release();
        QVERIFY(room.ears.hears(20));
        QCOMPARE(room.shift.figures().batches, before.batches + 1);
        QCOMPARE(room.shift.figures().commands, before.commands + 20);
        QCOMPARE(commits.load(), commitsBefore + 1);
    }

    void theMostUrgent_isServedFirst() {
        ShiftRoom room({.batchMax = 2});
        room.open();
        Hold hold;
        QVERIFY(room.stopDesk(hold));
        // Somebody else's name: refused, and so answered at once.
        room.submit("position", courier("rider1"), desk::SetPosition{{37'530'000, 126'965'000}});
        room.submit("order", customer("kim"), DeskCity::wish("song"));
        room.submit("cancel", customer("song"), desk::CancelOrder{OrderId{1}, std::nullopt});
        room.submit("cook", owner(), desk::StartCooking{OrderId{1}});
        room.submit("settle", systemActor(), ShiftRoom::nothing());
        hold.release();
        QVERIFY(room.ears.hears(5));
        const std::vector<std::string> expected{"settle", "cook", "cancel", "order", "position"};
        QCOMPARE(room.ears.names(), expected);
    }

    void fullQueue_refusesForLoadButLetsSettlingIn() {
        ShiftRoom room({.queueMax = 3});
        room.open();
        Hold hold;
        QVERIFY(room.stopDesk(hold));
        for (const char* name : {"a", "b", "c"}) {
            room.submit(name, courier("rider1"), desk::SetDuty{true});
        }
        room.submit("late", courier("rider2"), desk::SetDuty{true});
        QCOMPARE(room.ears.names(), std::vector<std::string>{"late"});
        const Outcome refused = room.ears.outcome("late");
        QCOMPARE(refused.kind, Outcome::Kind::Overload);
        QVERIFY(refused.retryAfter >= seconds(1));
        QVERIFY(refused.retryAfter <= seconds(3));
        QVERIFY(!refused.reply);
        for (const char* name : {"d", "e", "f"}) {
            room.submit(name, systemActor(), ShiftRoom::nothing());
        }
        QCOMPARE(room.ears.size(), std::size_t{1});
        // Even what settles money has a bound.
        room.submit("too many", systemActor(), ShiftRoom::nothing());
        QCOMPARE(room.ears.outcome("too many").kind, Outcome::Kind::Overload);
        QCOMPARE(room.shift.figures().refusedForLoad, std::uint64_t{2});
        hold.release();
        QVERIFY(room.ears.hears(8));
        for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
            QCOMPARE(room.ears.outcome(name).kind, Outcome::Kind::Done);
        }
    }

    void longWait_shedsNewOrdersAndPositionsOnly() {
        ShiftRoom room;
        room.open();
        Hold hold;
        QVERIFY(room.stopDesk(hold));
        room.submit("waits", courier("rider1"), desk::SetDuty{true});
        room.clock.set(room.clock.now() + milliseconds(100));
        room.submit("in time", customer("kim"), DeskCity::wish("song"));
        QCOMPARE(room.ears.size(), std::size_t{0});
        room.clock.set(room.clock.now() + milliseconds(1));
        room.submit("order", customer("song"), DeskCity::wish("song"));
        QCOMPARE(room.ears.outcome("order").kind, Outcome::Kind::Overload);
        room.submit("position", courier("rider1"), desk::SetPosition{{37'530'000, 126'965'000}});
        QCOMPARE(room.ears.outcome("position").kind, Outcome::Kind::Overload);
        room.submit("accept", owner(), desk::AcceptOrder{OrderId{1}, 20});
        QCOMPARE(room.ears.size(), std::size_t{2});
        hold.release();
        QVERIFY(room.ears.hears(5));
        // The queue is empty again: orders are welcome.
        room.submit("again", customer("kim"), DeskCity::wish("song"));
        QVERIFY(room.ears.hears(6));
        QCOMPARE(room.ears.outcome("again").kind, Outcome::Kind::Done);
    }

    void waitingPositions_doNotShedOrders() {
        ShiftRoom room;
        room.open();
        Hold hold;
        QVERIFY(room.stopDesk(hold));
        room.submit("position", courier("rider1"), desk::SetPosition{{37'530'000, 126'965'000}});
        room.clock.set(room.clock.now() + seconds(1));
        room.submit("order", customer("kim"), DeskCity::wish("song"));
        QCOMPARE(room.ears.size(), std::size_t{0});
        hold.release();
        QVERIFY(room.ears.hears(2));
        QCOMPARE(room.ears.outcome("order").kind, Outcome::Kind::Done);
    }

    void provisionalReply_answersEveryWaiterWhenThePaymentIsKnown() {
        ShiftRoom room;
        room.open();
        Hold hold;
        QVERIFY(room.stopDesk(hold));
        // In one batch, and again later: all of them wait for the one outcome.
        room.submit("first", customer("song"), DeskCity::wish(), "p1");
        room.submit("second", customer("song"), DeskCity::wish(), "p1");
        hold.release();
        QVERIFY(room.settle());
        room.submit("third", customer("song"), DeskCity::wish(), "p1");
        room.submit("other body", customer("song"), DeskCity::wish(), "p1", "other");
        QVERIFY(room.settle());
        QCOMPARE(room.ears.names(), std::vector<std::string>{"other body"});
        const auto reused = std::get<Refusal>(*room.ears.outcome("other body").reply);
        QCOMPARE(reused.code, RefusalCode::CommandIdReused);

        room.submit("approval", systemActor(), room.approvalOf(OrderId{1}));
        QVERIFY(room.ears.hears(5));
        const std::string reply = bytesOf(room.ears.outcome("first"));
        QVERIFY(!reply.empty());
        QCOMPARE(bytesOf(room.ears.outcome("second")), reply);
        QCOMPARE(bytesOf(room.ears.outcome("third")), reply);
        room.submit("much later", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.ears.hears(6));
        QCOMPARE(bytesOf(room.ears.outcome("much later")), reply);
        QCOMPARE(room.city.status(OrderId{1}), order::Status::Paid);
        QCOMPARE(room.city.stock(FoodId{1}), std::optional{9});
    }

    void provisionalReply_isAnsweredAtItsDeadline() {
        ShiftRoom room;
        room.open();
        room.submit("first", customer("song"), DeskCity::wish(), "p1");
        room.submit("second", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.settle());
        QVERIFY(room.pass(milliseconds(1'999)));
        QCOMPARE(room.ears.size(), std::size_t{0});
        QVERIFY(room.pass(milliseconds(1)));
        QVERIFY(room.ears.hears(2));
        QVERIFY(!bytesOf(room.ears.outcome("first")).empty());
        QCOMPARE(bytesOf(room.ears.outcome("first")), bytesOf(room.ears.outcome("second")));
        QCOMPARE(room.city.status(OrderId{1}), order::Status::PaymentRequested);
    }

    void commit_tellsWhoeverListens() {
        std::mutex mutex;
        std::vector<shift::Committed> told;
        ShiftRoom room;
        room.shift.onCommitted([&](shift::Committed committed) {
            const std::lock_guard lock(mutex);
            told.push_back(committed);
        });
        const std::int64_t before = room.city.position();
        room.open();
        room.submit("order", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.settle());
        const std::lock_guard lock(mutex);
        const auto order = std::find_if(told.begin(), told.end(),
                                        [](const auto& one) { return one.effectsChanged; });
        QVERIFY(order != told.end());
        QVERIFY(order->position > before);
        QCOMPARE(order->position, room.city.position());
        QCOMPARE(room.shift.figures().lastPosition, order->position);
    }

    void stop_finishesTheQueueAndAnswersStoppingToTheRest() {
        ShiftRoom room;
        room.open();
        room.submit("parked", customer("song"), DeskCity::wish(), "p1");
        QVERIFY(room.settle());
        Hold hold;
        QVERIFY(room.stopDesk(hold));
        for (const char* name : {"a", "b", "c"}) {
            room.submit(name, courier("rider1"), desk::SetDuty{true});
        }
        std::thread leaving([&] { room.shift.stop(); });
        hold.release();
        leaving.join();
        QCOMPARE(room.ears.size(), std::size_t{4});
        for (const char* name : {"a", "b", "c"}) {
            QCOMPARE(room.ears.outcome(name).kind, Outcome::Kind::Done);
        }
        QCOMPARE(room.ears.outcome("parked").kind, Outcome::Kind::Stopping);
        room.submit("late", courier("rider2"), desk::SetDuty{true});
        QCOMPARE(room.ears.outcome("late").kind, Outcome::Kind::Stopping);
        QVERIFY(!room.shift.read([](desk::LedgerReader&) {}));
        room.shift.stop();
        room.shift.stop();
        QCOMPARE(room.ears.size(), std::size_t{5});
    }

    void neverStarted_answersStoppingAndStops() {
        ShiftRoom room;
        room.submit("early", courier("rider1"), desk::SetDuty{true});
        QCOMPARE(room.ears.outcome("early").kind, Outcome::Kind::Stopping);
        QVERIFY(!room.shift.read([](desk::LedgerReader&) {}));
        room.shift.stop();
    }

    /// Everybody at once, and then home: every command is answered exactly once.
    void crowd_isAnsweredOnceEach() {
        constexpr int people = 6;
        constexpr int each = 60;
        std::atomic<int> read{0};
        std::atomic<int> wanted{0};
        ShiftRoom room({.queueMax = 64});
        // The city hands out envelopes on one thread only.
        std::vector<std::vector<desk::Envelope>> lanes(people);
        for (auto& lane : lanes) {
            for (int i = 0; i < each; ++i) {
                lane.push_back(room.city.envelope(customer("song"), desk::AddAddress{"서울", {}}));
            }
        }
        room.open();
        std::vector<std::thread> crowd;
        for (auto& lane : lanes) {
            crowd.emplace_back([&] {
                for (auto& envelope : lane) {
                    const std::string name = envelope.id.text();
                    room.shift.submit(std::move(envelope), room.ears.named(name));
                    const bool taken = room.shift.read([&](desk::LedgerReader& reader) {
                        if (reader.lastPosition()) ++read;
                    });
                    if (taken) ++wanted;
                    room.moveClock(milliseconds(1));
                    (void)room.shift.figures();
                }
            });
        }
        for (auto& one : crowd) one.join();
        room.shift.stop();
        auto names = room.ears.names();
        QCOMPARE(names.size(), std::size_t{people * each});
        std::sort(names.begin(), names.end());
        QVERIFY(std::adjacent_find(names.begin(), names.end()) == names.end());
        QCOMPARE(read.load(), wanted.load());
    }
};

QTEST_APPLESS_MAIN(TestShiftCommands)
#include "tst_shift_commands.moc"
