#include <rapidcheck.h>
#include <QtTest>

#include "effect/breaker.h"

using namespace delivery;
using namespace delivery::effect;

namespace {

using Outcome = Breaker::Outcome;
using State = Breaker::State;

constexpr Instant start{1'700'000'000'000};
constexpr Span quick = milliseconds(50);
constexpr Span slow = milliseconds(5'001);
/// Draws the middle of the ± 20 %: 10 s stays 10 s.
constexpr std::uint64_t middle = 2'000;

/// Calls that end at once, one each 100 ms.
Instant calls(Breaker& breaker, Instant from, int count, Outcome outcome, Span took = quick) {
    for (int i = 0; i < count; ++i) {
        breaker.record(from, outcome, took, middle);
        from = from + milliseconds(100);
    }
    return from;
}

/// Opened at start + 900 ms, for 10 s.
Breaker opened() {
    Breaker breaker{chargeBreaker()};
    calls(breaker, start, 10, Outcome::Failure);
    return breaker;
}
constexpr Instant openedAt = start + milliseconds(900);
constexpr Instant halfOpenAt = openedAt + seconds(10);

/// The breaker beside the list of all calls since it closed last.
class Model {
  public:
    void pass(Span span) { m_now = m_now + span; }

    /// One try to call; a lost one is never reported.
    void call(bool fails, bool lost, std::uint64_t random) {
        const State before = m_breaker.state(m_now);
        const bool allowed = m_breaker.allow(m_now);
        if (before == State::Open) {
            RC_ASSERT(!allowed);
            RC_ASSERT(m_breaker.opensIn(m_now) <= m_policy.openMax);
        } else if (before == State::Closed) {
            RC_ASSERT(allowed);
            if (!lost) endCall(fails, random);
        } else {
            if (allowed) startProbe();
            RC_ASSERT(m_probeSince.has_value());
            if (!lost) endProbe(fails, random);
        }
    }

  private:
    void endCall(bool fails, std::uint64_t random) {
        report(fails, random);
        m_calls.push_back({m_now, fails});
        std::int64_t calls = 0;
        std::int64_t failures = 0;
        for (const auto& [at, failed] : m_calls) {
            const std::int64_t age = m_now.utcMilliseconds / 1000 - at.utcMilliseconds / 1000;
            if (seconds(age) >= m_policy.window) continue;
            calls += 1;
            failures += failed ? 1 : 0;
        }
        const bool opens =
            calls >= m_policy.callsMin && failures * 100 >= calls * m_policy.failuresOpenPercent;
        RC_ASSERT(m_breaker.state(m_now) == (opens ? State::Open : State::Closed));
        if (opens) m_calls.clear();
    }
    void startProbe() {
        RC_ASSERT(!m_probeSince || m_now - *m_probeSince >= m_policy.probeLease);
        m_probeSince = m_now;
    }
    void endProbe(bool fails, std::uint64_t random) {
        report(fails, random);
        m_probeSince = std::nullopt;
        m_probesEnded += 1;
        RC_ASSERT(m_probesEnded <= m_policy.probes);
        const bool closes = !fails && m_probesEnded == m_policy.probes;
        const State after = fails ? State::Open : closes ? State::Closed : State::HalfOpen;
        RC_ASSERT(m_breaker.state(m_now) == after);
        if (after != State::HalfOpen) m_probesEnded = 0;
    }
    void report(bool fails, std::uint64_t random) {
        m_now = m_now + quick;
        m_breaker.record(m_now, fails ? Outcome::Failure : Outcome::Success, quick, random);
    }

    BreakerPolicy m_policy = queryBreaker();
    Breaker m_breaker{m_policy};
    Instant m_now = start;
    std::vector<std::pair<Instant, bool>> m_calls;
    std::optional<Instant> m_probeSince;
    int m_probesEnded = 0;
};

}  // namespace

class TestEffectBreaker : public QObject {
    Q_OBJECT

  private slots:
    void closed_whenCallsEnd_opensOrNot_data() {
        QTest::addColumn<int>("good");
        QTest::addColumn<int>("bad");
        QTest::addColumn<int>("slowGood");
        QTest::addColumn<int>("ignored");
        QTest::addColumn<bool>("open");
        QTest::newRow("nothing") << 0 << 0 << 0 << 0 << false;
        QTest::newRow("nine failures are too few") << 0 << 9 << 0 << 0 << false;
        QTest::newRow("ten failures") << 0 << 10 << 0 << 0 << true;
        QTest::newRow("half of ten") << 5 << 5 << 0 << 0 << true;
        QTest::newRow("less than half") << 6 << 5 << 0 << 0 << false;
        QTest::newRow("seven of ten slow") << 3 << 0 << 7 << 0 << false;
        QTest::newRow("eight of ten slow") << 2 << 0 << 8 << 0 << true;
        QTest::newRow("declines do not count") << 0 << 9 << 0 << 100 << false;
        QTest::newRow("declines do not dilute") << 5 << 5 << 0 << 100 << true;
    }
    void closed_whenCallsEnd_opensOrNot() {
        QFETCH(int, good);
        QFETCH(int, bad);
        QFETCH(int, slowGood);
        QFETCH(int, ignored);
        QFETCH(bool, open);
        Breaker breaker{chargeBreaker()};
        Instant now = calls(breaker, start, ignored, Outcome::Ignored, slow);
        now = calls(breaker, now, good, Outcome::Success);
        now = calls(breaker, now, slowGood, Outcome::Success, slow);
        now = calls(breaker, now, bad, Outcome::Failure);
        QCOMPARE(breaker.state(now), open ? State::Open : State::Closed);
        QCOMPARE(breaker.allow(now), !open);
    }
    void closed_whenExactlyAsLongAsSlow_isNotSlow() {
        Breaker breaker{chargeBreaker()};
        const Instant now = calls(breaker, start, 20, Outcome::Success, seconds(5));
        QCOMPARE(breaker.state(now), State::Closed);
    }
    void closed_whenFailuresAreOld_staysClosed() {
        Breaker breaker{chargeBreaker()};
        calls(breaker, start, 9, Outcome::Failure);
        const Instant now = calls(breaker, start + seconds(31), 9, Outcome::Failure);
        QCOMPARE(breaker.state(now), State::Closed);
        calls(breaker, now, 1, Outcome::Failure);
        QCOMPARE(breaker.state(now), State::Open);
    }

    void policies_saySoManyCalls_data() {
        QTest::addColumn<int>("policy");
        QTest::addColumn<int>("callsMin");
        QTest::addColumn<qint64>("openFirst");
        QTest::addColumn<qint64>("openMax");
        QTest::newRow("charge") << 0 << 10 << qint64{10} << qint64{60};
        QTest::newRow("query") << 1 << 5 << qint64{10} << qint64{60};
        QTest::newRow("refund") << 2 << 5 << qint64{10} << qint64{60};
        QTest::newRow("KakaoTalk") << 3 << 20 << qint64{30} << qint64{300};
    }
    void policies_saySoManyCalls() {
        QFETCH(int, policy);
        QFETCH(int, callsMin);
        QFETCH(qint64, openFirst);
        QFETCH(qint64, openMax);
        const std::array policies{chargeBreaker(), queryBreaker(), refundBreaker(),
                                  kakaoTalkBreaker()};
        const BreakerPolicy& it = policies[static_cast<std::size_t>(policy)];
        QCOMPARE(it.callsMin, callsMin);
        QVERIFY(it.openFirst == seconds(openFirst));
        QVERIFY(it.openMax == seconds(openMax));
        Breaker breaker{it};
        const Instant now = calls(breaker, start, callsMin - 1, Outcome::Failure);
        QCOMPARE(breaker.state(now), State::Closed);
        breaker.record(now, Outcome::Failure, quick, middle);
        QCOMPARE(breaker.state(now), State::Open);
    }

    void open_untilItsTime_refuses() {
        Breaker breaker = opened();
        QVERIFY(!breaker.allow(openedAt));
        QVERIFY(breaker.opensIn(openedAt) == seconds(10));
        QVERIFY(!breaker.allow(halfOpenAt - milliseconds(1)));
        QCOMPARE(breaker.state(halfOpenAt), State::HalfOpen);
        QVERIFY(breaker.opensIn(halfOpenAt) == Span{});
    }
    void open_isSpreadByTheRandomNumber() {
        const auto openFor = [](std::uint64_t random) {
            Breaker breaker{chargeBreaker()};
            for (int i = 0; i < 10; ++i) breaker.record(start, Outcome::Failure, quick, random);
            return breaker.opensIn(start);
        };
        QVERIFY(openFor(0) == seconds(8));
        QVERIFY(openFor(middle) == seconds(10));
        QVERIFY(openFor(4'000) == seconds(12));
    }
    void open_whenTheClockGoesBack_letsAProbeThrough() {
        Breaker breaker = opened();
        QCOMPARE(breaker.state(openedAt - hours(5)), State::HalfOpen);
        QVERIFY(breaker.allow(openedAt - hours(5)));
    }

    void halfOpen_letsOneProbeAtATimeThrough() {
        Breaker breaker = opened();
        QVERIFY(breaker.allow(halfOpenAt));
        QVERIFY(!breaker.allow(halfOpenAt));
        breaker.record(halfOpenAt + quick, Outcome::Success, quick, middle);
        QVERIFY(breaker.allow(halfOpenAt + quick));
        QVERIFY(!breaker.allow(halfOpenAt + quick));
    }
    void halfOpen_whenThreeProbesSucceed_closesAndForgets() {
        Breaker breaker = opened();
        Instant now = halfOpenAt;
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(breaker.state(now), State::HalfOpen);
            QVERIFY(breaker.allow(now));
            now = now + quick;
            breaker.record(now, Outcome::Success, quick, middle);
        }
        QCOMPARE(breaker.state(now), State::Closed);
        now = calls(breaker, now + seconds(1), 9, Outcome::Failure);
        QCOMPARE(breaker.state(now), State::Closed);
        calls(breaker, now, 1, Outcome::Failure);
        QVERIFY(breaker.opensIn(now) == seconds(10));
    }
    void halfOpen_whenAProbeFails_opensTwiceAsLongUpToTheMost() {
        Breaker breaker = opened();
        Instant now = halfOpenAt;
        for (const int openSeconds : {20, 40, 60, 60}) {
            QVERIFY(breaker.allow(now));
            // The middle of the spread: twice a fifth of what it was, halved.
            const std::uint64_t random = static_cast<std::uint64_t>(openSeconds) * 200;
            breaker.record(now, Outcome::Failure, quick, random);
            QVERIFY(breaker.opensIn(now) == seconds(openSeconds));
            QVERIFY(!breaker.allow(now));
            now = now + seconds(openSeconds);
        }
    }
    void halfOpen_whenAllProbesAreSlow_opensAgain() {
        Breaker breaker = opened();
        Instant now = halfOpenAt;
        for (int i = 0; i < 3; ++i) {
            QVERIFY(breaker.allow(now));
            now = now + slow;
            breaker.record(now, Outcome::Success, slow, middle);
        }
        QCOMPARE(breaker.state(now), State::Open);
    }
    void halfOpen_whenAProbeIsDeclined_onlyItsPlaceIsFree() {
        Breaker breaker = opened();
        for (int i = 0; i < 10; ++i) {
            QVERIFY(breaker.allow(halfOpenAt));
            breaker.record(halfOpenAt, Outcome::Ignored, quick, middle);
        }
        QCOMPARE(breaker.state(halfOpenAt), State::HalfOpen);
    }
    void halfOpen_whenACallFromBeforeEnds_itSaysNothing() {
        Breaker breaker = opened();
        QVERIFY(breaker.allow(halfOpenAt));
        for (const Outcome outcome : {Outcome::Failure, Outcome::Success, Outcome::Ignored}) {
            breaker.record(halfOpenAt + seconds(15), outcome, seconds(30), middle);
        }
        QCOMPARE(breaker.state(halfOpenAt + seconds(15)), State::HalfOpen);
        QVERIFY(!breaker.allow(halfOpenAt + seconds(15)));
    }
    void halfOpen_whenAProbeIsLost_anotherIsLetThroughAfterItsLease() {
        Breaker breaker = opened();
        QVERIFY(breaker.allow(halfOpenAt));
        QVERIFY(!breaker.allow(halfOpenAt + seconds(60) - milliseconds(1)));
        QVERIFY(breaker.allow(halfOpenAt + seconds(60)));
    }
    void open_whenACallFromBeforeEnds_itSaysNothing() {
        Breaker breaker = opened();
        breaker.record(openedAt + seconds(1), Outcome::Failure, seconds(2), middle);
        breaker.record(openedAt + seconds(1), Outcome::Failure, quick, middle);
        QVERIFY(breaker.opensIn(openedAt + seconds(1)) == seconds(9));
    }

    /// Calls at random against a model that forgets nothing. It opens exactly when the policy says
    /// so, and half-open never more than one probe is under way, nor more than three end.
    void whateverHappens_theBoundsHold() {
        QVERIFY(rc::check("breaker", [] {
            Model model;
            const int steps = *rc::gen::inRange(0, 150);
            const int failing = *rc::gen::inRange(0, 101);
            for (int i = 0; i < steps; ++i) {
                model.pass({*rc::gen::weightedElement<std::int64_t>(
                    {{8, 100}, {2, 1'000}, {1, 9'000}, {1, 31'000}})});
                const bool lost = *rc::gen::inRange(0, 4) == 0;
                const bool fails = *rc::gen::inRange(0, 100) < failing;
                model.call(fails, lost, *rc::gen::arbitrary<std::uint64_t>());
            }
        }));
    }
};

QTEST_APPLESS_MAIN(TestEffectBreaker)
#include "tst_effect_breaker.moc"
