// The worker of messages: what it sends, what it leaves out, what it brings home.

#include <algorithm>

#include <QTest>

#include "server/outside/message_worker.h"
#include "tests/server/fake_outbox.h"

using namespace delivery;
using desk::MessageResult;
using effect::MessageAnswer;
using outside::OwedMessage;

namespace {

/// Rows in memory, which the worker's results change as the desk does.
class FakeQueue : public QObject, public outside::MessageOutbox {
  public:
    explicit FakeQueue(const tests::SetClock& clock) : m_clock(clock) {}

    void askMessages(Instant upTo, int limit, Due due) override {
        post([this, upTo, limit, due] {
            outside::DueMessages found;
            std::vector<OwedMessage> byDue;
            for (const auto& [id, row] : rows) byDue.push_back(row);
            std::ranges::stable_sort(byDue, {}, &OwedMessage::due);
            for (const OwedMessage& row : byDue) {
                if (row.due > upTo) {
                    found.next = row.due;
                    break;
                }
                if (static_cast<int>(found.messages.size()) < limit) found.messages.push_back(row);
            }
            due(std::move(found));
        });
    }
    void submit(desk::Command command, Answered answered) override {
        post([this, command, answered] {
            shift::Outcome outcome;
            if (refuseNext > 0) {
                refuseNext -= 1;
                outcome.kind = shift::Outcome::Kind::Overload;
                outcome.retryAfter = milliseconds(1);
                return answered(outcome);
            }
            commands += 1;
            for (const MessageResult& one : std::get<desk::RecordMessages>(command).results) {
                apply(one);
            }
            answered(outcome);
        });
    }

    OwedMessage& queue(std::int64_t order, std::int64_t change, Span age = {}) {
        OwedMessage owed;
        owed.message.to = UserId{"song"};
        owed.message.orderId = OrderId{order};
        owed.message.status = order::Status::Paid;
        owed.message.storeName = "용산반점";
        owed.message.change = change;
        owed.effectId = notice::effectId(owed.message);
        owed.since = m_clock.at - age;
        owed.due = owed.since;
        owed.phone = "01011111111";
        return rows[owed.effectId] = owed;
    }
    template <class What>
    [[nodiscard]] int count() const {
        return static_cast<int>(std::ranges::count_if(results, [](const MessageResult& one) {
            return std::holds_alternative<What>(one.outcome);
        }));
    }

    std::map<std::string, OwedMessage> rows;
    std::vector<MessageResult> results;
    int refuseNext = 0;
    int commands = 0;

  private:
    void post(std::function<void()> work) {
        QMetaObject::invokeMethod(this, std::move(work), Qt::QueuedConnection);
    }
    void apply(const MessageResult& one) {
        results.push_back(one);
        const auto found = rows.find(one.effectId);
        if (found == rows.end()) return;
        OwedMessage& row = found->second;
        if (const auto* later = std::get_if<MessageResult::Later>(&one.outcome)) {
            row.due = later->due;
            row.tries += 1;
            row.message.refused += later->wasRefused ? 1 : 0;
            row.message.inDoubt = later->inDoubt ? std::optional(true) : std::nullopt;
        } else if (const auto* taken = std::get_if<MessageResult::Accepted>(&one.outcome)) {
            row.message.providerId = taken->providerId;
            row.message.acceptedAt = m_clock.at;
            row.due = m_clock.at + seconds(3);
        } else {
            rows.erase(found);
        }
    }

    const tests::SetClock& m_clock;
};

class FakeMessenger : public QObject, public outside::MessageProvider {
  public:
    void send(const outside::MessageCall& call, Heard heard) override {
        sent.push_back(call);
        if (silent) return held.push_back(std::move(heard));
        post([this, heard, call] { heard(answer(call)); });
    }
    void look(const std::string&, Instant, Heard heard) override {
        looks += 1;
        post([this, heard] { heard(looked); });
    }
    void find(const outside::MessageCall&, Instant, Heard heard) override {
        finds += 1;
        post([this, heard] { heard(found); });
    }
    static MessageAnswer coded(int http, std::string code, std::string id, std::string error = {}) {
        MessageAnswer answer;
        answer.httpStatus = http;
        answer.statusCode = std::move(code);
        answer.providerId = std::move(id);
        answer.errorCode = std::move(error);
        return answer;
    }
    static MessageAnswer taken(const outside::MessageCall&) { return coded(200, "2000", "M1"); }

    std::function<MessageAnswer(const outside::MessageCall&)> answer = taken;
    MessageAnswer looked = coded(200, "4000", "M1");
    MessageAnswer found = coded(200, "", "");
    bool silent = false;
    std::vector<Heard> held;
    std::vector<outside::MessageCall> sent;
    int looks = 0;
    int finds = 0;

  private:
    void post(std::function<void()> work) {
        QMetaObject::invokeMethod(this, std::move(work), Qt::QueuedConnection);
    }
};

}  // namespace

class TestOutsideMessages : public QObject {
    Q_OBJECT

    struct Room {
        tests::SetClock clock;
        tests::SilentLog log;
        FakeQueue queue{clock};
        FakeMessenger messenger;
        std::unique_ptr<outside::MessageWorker> worker;

        void start(int perSecondMax = 100'000) {
            outside::MessageSettings settings;
            settings.perSecondMax = perSecondMax;
            settings.random = [] { return std::uint64_t{0}; };
            settings.submitAgain = milliseconds(1);
            worker =
                std::make_unique<outside::MessageWorker>(queue, messenger, clock, log, settings);
            worker->start();
        }
        void pass(Span span) {
            clock.at = clock.at + span;
            worker->wake();
        }
    };

  private slots:
    void message_isSentOnce_andSeenToArrive() {
        Room room;
        room.queue.queue(17, 4);
        room.start();
        QTRY_COMPARE(room.queue.count<MessageResult::Accepted>(), 1);
        QCOMPARE(room.messenger.sent.size(), std::size_t{1});
        QCOMPARE(room.messenger.sent.front().phone, std::string("01011111111"));
        room.pass(seconds(4));
        QTRY_COMPARE(room.queue.count<MessageResult::Delivered>(), 1);
        QVERIFY(room.queue.rows.empty());
        QCOMPARE(room.messenger.sent.size(), std::size_t{1});
        QCOMPARE(room.worker->figures().delivered, std::uint64_t{1});
    }

    void manyMessages_areSentInTurn_andWrittenTogether() {
        Room room;
        for (int order = 1; order <= 300; ++order) room.queue.queue(order, 3);
        room.start();
        QTRY_COMPARE(room.queue.count<MessageResult::Accepted>(), 300);
        QCOMPARE(room.messenger.sent.size(), std::size_t{300});
        QVERIFY(room.queue.commands < 300);
    }

    void aRush_isSpreadOverSeconds() {
        Room room;
        for (int order = 1; order <= 25; ++order) room.queue.queue(order, 3);
        room.start(10);
        QTRY_COMPARE(room.queue.count<MessageResult::Accepted>(), 10);
        QCOMPARE(room.messenger.sent.size(), std::size_t{10});
        room.clock.at = room.clock.at + seconds(1);
        QTRY_COMPARE(room.queue.count<MessageResult::Accepted>(), 20);
        room.clock.at = room.clock.at + seconds(1);
        QTRY_COMPARE(room.queue.count<MessageResult::Accepted>(), 25);
    }

    void noMoreThanAFew_areUnderWay() {
        Room room;
        room.messenger.silent = true;
        for (int order = 1; order <= 40; ++order) room.queue.queue(order, 3);
        room.start();
        QTRY_COMPARE(room.messenger.held.size(), std::size_t{4});
        room.messenger.silent = false;
        for (auto& heard : std::exchange(room.messenger.held, {})) {
            heard(FakeMessenger::coded(200, "2000", "M1"));
        }
        QTRY_COMPARE(room.queue.count<MessageResult::Accepted>(), 40);
    }

    void oldOnes_areLeftOut_andNewerOnesGoFirst() {
        Room room;
        room.queue.queue(1, 2, hours(3));
        room.queue.queue(2, 2, minutes(2));
        room.queue.queue(2, 5, minutes(2));
        room.queue.queue(3, 2, seconds(5));
        room.queue.queue(3, 5, seconds(5));
        room.start();
        QTRY_COMPARE(room.queue.count<MessageResult::Accepted>(), 3);
        QTRY_COMPARE(room.queue.count<MessageResult::Suppressed>(), 2);
        QCOMPARE(room.worker->figures().suppressed, std::uint64_t{2});
    }

    void whoeverHasNoTelephone_isNotCalled() {
        Room room;
        room.queue.queue(1, 2).phone.clear();
        room.start();
        QTRY_COMPARE(room.queue.count<MessageResult::Failed>(), 1);
        QVERIFY(room.messenger.sent.empty());
    }

    void whatHasPassed_isNotSent() {
        Room room;
        room.queue.queue(1, 2).moot = true;
        room.start();
        QTRY_COMPARE(room.queue.count<MessageResult::Suppressed>(), 1);
        QVERIFY(room.messenger.sent.empty());
    }

    void aLostAnswer_isFoundOutByTheSameSignature() {
        Room room;
        room.messenger.answer = [&](const auto&) {
            return room.messenger.sent.size() == 1
                       ? FakeMessenger::coded(500, "", "", "InternalError")
                       : FakeMessenger::coded(403, "", "", "DuplicatedSignature");
        };
        room.messenger.found = FakeMessenger::coded(200, "3000", "M7");
        room.queue.queue(17, 4);
        room.start();
        QTRY_COMPARE(room.queue.count<MessageResult::Later>(), 1);
        room.pass(seconds(5));
        QTRY_COMPARE(room.queue.count<MessageResult::Accepted>(), 1);
        QCOMPARE(room.messenger.finds, 1);
        QCOMPARE(room.messenger.sent[0].refused, room.messenger.sent[1].refused);
        QVERIFY(room.messenger.sent[0].since == room.messenger.sent[1].since);
    }

    void whatNobodyKnowsOf_isNeverSentUnderAnotherSignature() {
        Room room;
        room.messenger.answer = [&](const auto&) {
            return room.messenger.sent.size() == 1
                       ? FakeMessenger::coded(500, "", "", "InternalError")
                       : FakeMessenger::coded(403, "", "", "DuplicatedSignature");
        };
        room.queue.queue(17, 4);
        room.start();
        for (int i = 1; i <= 4; ++i) {
            QTRY_COMPARE(room.queue.count<MessageResult::Later>(), i);
            room.pass(minutes(1));
        }
        room.pass(minutes(10));
        // It may have arrived: nobody says that it was left out.
        QTRY_COMPARE(room.queue.count<MessageResult::Failed>(), 1);
        for (const auto& call : room.messenger.sent) QCOMPARE(call.refused, 0);
    }

    void aNumberThatIsRefused_failsAlone() {
        Room room;
        room.messenger.answer = [](const outside::MessageCall& call) {
            return call.phone == "0100" ? FakeMessenger::coded(200, "1060", "M1")
                                        : FakeMessenger::taken(call);
        };
        room.queue.queue(1, 2).phone = "0100";
        for (int order = 2; order <= 30; ++order) room.queue.queue(order, 2);
        room.start();
        QTRY_COMPARE(room.queue.count<MessageResult::Accepted>(), 29);
        QTRY_COMPARE(room.queue.count<MessageResult::Failed>(), 1);
        QVERIFY(room.log.alarms.empty());
        QVERIFY(room.worker->figures().send.breaker == effect::Breaker::State::Closed);
    }

    void tooManyCalls_areMadeLaterUnderANewSignature() {
        Room room;
        room.messenger.answer = [&](const outside::MessageCall& call) {
            return room.messenger.sent.size() == 1 ? FakeMessenger::coded(429, "", "")
                                                   : FakeMessenger::taken(call);
        };
        room.queue.queue(1, 2);
        room.start();
        QTRY_COMPARE(room.queue.count<MessageResult::Later>(), 1);
        room.pass(seconds(6));
        QTRY_COMPARE(room.queue.count<MessageResult::Accepted>(), 1);
        QCOMPARE(room.messenger.sent[1].refused, 1);
    }

    void aWrongKey_isOneAlarm_andEndsWhenItIsMended() {
        Room room;
        bool mended = false;
        room.messenger.answer = [&](const outside::MessageCall& call) {
            return mended ? FakeMessenger::taken(call)
                          : FakeMessenger::coded(403, "", "", "InvalidAPIKey");
        };
        for (int order = 1; order <= 3; ++order) room.queue.queue(order, 2);
        room.start();
        QTRY_VERIFY(!room.worker->figures().trouble.empty());
        QTRY_VERIFY(room.queue.count<MessageResult::Later>() >= 1);
        QCOMPARE(room.log.alarms.size(), std::size_t{1});
        mended = true;
        room.pass(minutes(1));
        QTRY_COMPARE(room.queue.count<MessageResult::Accepted>(), 3);
        QVERIFY(room.worker->figures().trouble.empty());
    }

    void aProviderThatIsDown_opensTheBreaker_andOldOnesAreLeftOut() {
        Room room;
        room.messenger.answer = [](const auto&) {
            return FakeMessenger::coded(503, "", "", "ServiceUnavailable");
        };
        for (int order = 1; order <= 60; ++order) room.queue.queue(order, 2);
        room.start();
        QTRY_VERIFY(room.worker->figures().send.breaker != effect::Breaker::State::Closed);
        QCOMPARE(room.log.alarms.size(), std::size_t{1});
        const std::size_t calls = room.messenger.sent.size();
        QVERIFY(calls < 60);
        room.messenger.answer = FakeMessenger::taken;
        room.clock.at = room.clock.at + hours(2);
        room.queue.queue(99, 2);
        // The worker looks again by itself while something waits.
        QTRY_COMPARE_WITH_TIMEOUT(room.queue.count<MessageResult::Accepted>(), 1, 15'000);
        QTRY_VERIFY(room.queue.rows.size() <= 1);
        QVERIFY(room.worker->figures().suppressed > 0);
    }

    void results_areNotLostUnderLoad() {
        Room room;
        room.queue.refuseNext = 3;
        room.queue.queue(1, 2);
        room.start();
        QTRY_COMPARE(room.queue.count<MessageResult::Accepted>(), 1);
        QCOMPARE(room.messenger.sent.size(), std::size_t{1});
    }

    void nobodyAsksForEver() {
        Room room;
        room.messenger.looked = FakeMessenger::coded(200, "3000", "M1");
        room.queue.queue(1, 2);
        room.start();
        QTRY_COMPARE(room.queue.count<MessageResult::Accepted>(), 1);
        int looks = 0;
        while (room.queue.count<MessageResult::NotHeardOf>() == 0) {
            QVERIFY(++looks < 40);
            const int before = room.messenger.looks;
            room.pass(minutes(26));
            QTRY_VERIFY(room.messenger.looks > before);
            QTRY_VERIFY(room.queue.count<MessageResult::Later>() +
                            room.queue.count<MessageResult::NotHeardOf>() >=
                        looks);
        }
        QVERIFY(room.queue.rows.empty());
    }
};

QTEST_GUILESS_MAIN(TestOutsideMessages)
#include "tst_outside_messages.moc"
