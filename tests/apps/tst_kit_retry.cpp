// Which answers end a command, which are asked again, and when.

#include <QTest>

#include "apps/kit/retry.h"

using namespace delivery;
using namespace delivery::kit;
using std::chrono::milliseconds;

Q_DECLARE_METATYPE(std::optional<milliseconds>)

class TestKitRetry : public QObject {
    Q_OBJECT

  private slots:
    void status_whenHeard_isDecisionOrNot_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("decides");
        QTest::addColumn<bool>("again");
        const auto row = [](int status, bool decides, bool again) {
            QTest::addRow("%d", status) << status << decides << again;
        };
        for (const int status : {200, 201, 202, 204, 400, 403, 404, 405, 409, 413, 422, 501}) {
            row(status, true, false);
        }
        for (const int status : {408, 429, 502, 503, 504}) row(status, false, true);
        for (const int status : {301, 401, 425, 500}) row(status, false, false);
    }
    void status_whenHeard_isDecisionOrNot() {
        QFETCH(int, status);
        QFETCH(bool, decides);
        QFETCH(bool, again);
        QCOMPARE(isDecision(status), decides);
        QCOMPARE(isWorthAskingAgain(Answer{.status = status}), again);
    }

    void wait_whenTriesGoOn_growsWithinItsBounds_data() {
        QTest::addColumn<int>("triesDone");
        QTest::addColumn<int>("sinceFirst");
        QTest::addColumn<double>("jitter");
        QTest::addColumn<int>("retryAfter");
        QTest::addColumn<int>("expected");
        QTest::newRow("first, no jitter") << 1 << 0 << 0.0 << -1 << 0;
        QTest::newRow("first, half jitter") << 1 << 0 << 0.5 << -1 << 250;
        QTest::newRow("third") << 3 << 2'000 << 0.5 << -1 << 1'000;
        QTest::newRow("bounded") << 4 << 2'000 << 1.0 << -1 << 4'000;
        QTest::newRow("as the server asks") << 1 << 0 << 0.0 << 3 << 3'000;
        QTest::newRow("as the server asks, spread") << 1 << 0 << 0.5 << 3 << 3'250;
        QTest::newRow("fifth is the last") << 5 << 0 << 0.0 << -1 << -1;
        QTest::newRow("not past 30 s") << 2 << 29'500 << 0.9 << -1 << -1;
        QTest::newRow("the server asks for too long") << 1 << 0 << 0.0 << 30 << -1;
    }
    void wait_whenTriesGoOn_growsWithinItsBounds() {
        QFETCH(int, triesDone);
        QFETCH(int, sinceFirst);
        QFETCH(double, jitter);
        QFETCH(int, retryAfter);
        QFETCH(int, expected);
        Answer answer{.status = 503};
        if (retryAfter >= 0) answer.retryAfterSeconds = retryAfter;
        const auto wait =
            waitBeforeNextTry(RetryRule{}, answer, triesDone, milliseconds{sinceFirst}, jitter);
        QCOMPARE(wait ? static_cast<int>(wait->count()) : -1, expected);
    }

    void brokenRoad_whenTriesAreLeft_isAskedAgain() {
        for (const FaultCode code : {FaultCode::Unreachable, FaultCode::OutcomeUnknown}) {
            const Outcome broken = tl::unexpected(Fault{code, "gone"});
            QVERIFY(waitBeforeNextTry(RetryRule{}, broken, 1, milliseconds{0}, 0.0).has_value());
        }
    }

    void decision_whenAsked_needsNoNextTry() {
        QVERIFY(!waitBeforeNextTry(RetryRule{}, Answer{.status = 409}, 1, milliseconds{0}, 0.0));
    }

    void budget_whenOnlyFailuresCome_runsOut() {
        RetryBudget budget;
        int spent = 0;
        while (budget.spend()) ++spent;
        QCOMPARE(spent, 20);
        budget.earn();
        QVERIFY(!budget.spend());
        budget.earn();
        QVERIFY(budget.spend());
    }
};

QTEST_APPLESS_MAIN(TestKitRetry)
#include "tst_kit_retry.moc"
