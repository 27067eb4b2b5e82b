#include <rapidcheck.h>
#include <QtTest>

#include "effect/jitter.h"
#include "effect/retry.h"
#include "effect/unknown.h"

using namespace delivery;
using namespace delivery::effect;

namespace {

/// The moments of all questions about an outcome that became unknown at zero.
std::vector<Span> questions() {
    std::vector<Span> asked;
    Span at;
    while (const auto wait = untilNextQuestion(at, static_cast<int>(asked.size()))) {
        at = at + *wait;
        asked.push_back(at);
    }
    return asked;
}

}  // namespace

/// Jitter, the schedules of retries, and the questions about unknown outcomes.
class TestEffectWaiting : public QObject {
    Q_OBJECT

  private slots:
    void jitter_reachesBothEnds() {
        QVERIFY(jittered(seconds(10), 20, 0) == seconds(8));
        QVERIFY(jittered(seconds(10), 20, 2'000) == seconds(10));
        QVERIFY(jittered(seconds(10), 20, 4'000) == seconds(12));
        QVERIFY(jittered(seconds(10), 20, 4'001) == seconds(8));
        QVERIFY(jittered(seconds(10), 0, 77) == seconds(10));
        QVERIFY(jittered(Span{}, 50, 77) == Span{});
    }
    void jitter_staysWithinItsPercent() {
        QVERIFY(rc::check("jitter", [](std::uint64_t random) {
            const std::int64_t most = *rc::gen::inRange<std::int64_t>(0, 1'000'000);
            const int percent = *rc::gen::inRange(0, 101);
            const Span span = jittered({most}, percent, random);
            RC_ASSERT(span.milliseconds >= most - most * percent / 100);
            RC_ASSERT(span.milliseconds <= most + most * percent / 100);
        }));
    }

    void nextDelay_ofTheSchedule_data() {
        QTest::addColumn<Schedule>("schedule");
        QTest::addColumn<int>("tries");
        QTest::addColumn<quint64>("random");
        QTest::addColumn<qint64>("delay");
        const auto row = [](const char* name, Schedule schedule, int tries, quint64 random,
                            qint64 delay) {
            QTest::newRow(name) << schedule << tries << random << delay;
        };
        row("deferred 1", Schedule::Deferred, 1, 9, 5'000);
        row("deferred 2", Schedule::Deferred, 2, 9, 10'000);
        row("deferred 3", Schedule::Deferred, 3, 9, 20'000);
        row("deferred 4", Schedule::Deferred, 4, 9, 30'000);
        row("deferred 5", Schedule::Deferred, 5, 9, 30'000);
        row("deferred for ever", Schedule::Deferred, 1'000'000, 9, 30'000);
        row("deferred, none yet", Schedule::Deferred, 0, 9, 5'000);
        row("refund 1", Schedule::Refund, 1, 9, 1'000);
        row("refund 2", Schedule::Refund, 2, 9, 2'000);
        row("refund 6", Schedule::Refund, 6, 9, 32'000);
        row("refund 7", Schedule::Refund, 7, 9, 60'000);
        row("refund for ever", Schedule::Refund, std::numeric_limits<int>::max(), 9, 60'000);
        row("outbox 1, least", Schedule::Outbox, 1, 0, 500);
        row("outbox 1, middle", Schedule::Outbox, 1, 500, 1'000);
        row("outbox 1, most", Schedule::Outbox, 1, 1'000, 1'500);
        row("outbox 3, most", Schedule::Outbox, 3, 4'000, 6'000);
        row("outbox 7, least", Schedule::Outbox, 7, 0, 30'000);
        row("outbox 7, most", Schedule::Outbox, 7, 60'000, 60'000);
        row("outbox, none yet", Schedule::Outbox, -5, 500, 1'000);
    }
    void nextDelay_ofTheSchedule() {
        QFETCH(Schedule, schedule);
        QFETCH(int, tries);
        QFETCH(quint64, random);
        QFETCH(qint64, delay);
        QCOMPARE(nextDelay(schedule, tries, random).milliseconds, delay);
    }

    void untilNextQuestion_byAgeAndCount_data() {
        QTest::addColumn<qint64>("age");
        QTest::addColumn<int>("asked");
        QTest::addColumn<qint64>("wait");
        const auto row = [](const char* name, Span age, int asked, Span wait) {
            QTest::newRow(name) << qint64{age.milliseconds} << asked << qint64{wait.milliseconds};
        };
        row("first", Span{}, 0, seconds(1));
        row("second", seconds(1), 1, seconds(2));
        row("third", seconds(3), 2, seconds(4));
        row("fourth", seconds(7), 3, seconds(8));
        row("fifth", seconds(15), 4, seconds(15));
        row("sixth", seconds(30), 5, seconds(30));
        row("seventh", seconds(60), 6, seconds(60));
        row("eighth", seconds(120), 7, minutes(1));
        row("before ten minutes", minutes(10) - milliseconds(1), 15, minutes(1));
        row("ten minutes", minutes(10), 15, minutes(10));
        row("ten minutes, never asked", minutes(10), 0, minutes(10));
        row("before a day", days(1) - milliseconds(1), 150, minutes(10));
        row("a day", days(1), 150, hours(6));
        row("the last question", days(15) - hours(1), 200, hours(1));
        row("the end", days(15), 200, milliseconds(-1));
        row("long after", days(400), 0, milliseconds(-1));
    }
    void untilNextQuestion_byAgeAndCount() {
        QFETCH(qint64, age);
        QFETCH(int, asked);
        QFETCH(qint64, wait);
        const auto next = untilNextQuestion({age}, asked);
        QCOMPARE(next ? next->milliseconds : -1, wait);
    }
    void questions_endOnTheLastMomentAndAreFew() {
        const std::vector<Span> asked = questions();
        QVERIFY(asked.front() == seconds(1));
        QVERIFY(asked.back() == days(15));
        QVERIFY(asked.size() < 300);
    }
    void alarm_comesAtTwentyHours() {
        QVERIFY(!isAlarming(hours(20) - milliseconds(1)));
        QVERIFY(isAlarming(hours(20)));
    }
};

QTEST_APPLESS_MAIN(TestEffectWaiting)
#include "tst_effect_waiting.moc"
