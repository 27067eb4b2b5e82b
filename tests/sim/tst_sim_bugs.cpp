/// Every planted bug is caught by the invariant that it breaks: an auditor that finds nothing must
/// have looked.

#include <QRandomGenerator>
#include <QtTest>
#include <algorithm>
#include <string>

#include "tests/sim/simulation.h"

using namespace delivery::sim;

Q_DECLARE_METATYPE(delivery::sim::Bug)

class TestSimBugs : public QObject {
    Q_OBJECT

  private:
    /// Written out, so that a bug without its invariant does not compile.
    static QStringList invariantsOf(Bug bug) {
        switch (bug) {
            case Bug::DropRefund:
                return {"S4"};
            case Bug::RefundTwice:
                return {"S4"};
            case Bug::ChargeUnderNewKey:
                return {"S4"};
            // Either the acknowledged command is missed, or its repeat is decided anew and answered
            // otherwise.
            case Bug::ReplyBeforeCommit:
                return {"S10", "S11"};
            // Or what the desk remembers no longer equals what the ledger holds.
            case Bug::LoseCommit:
                return {"S11", "S14"};
            case Bug::SkipRepeatCheck:
                return {"S10", "S11", "S12"};
            case Bug::AnswerAnew:
                return {"S10"};
            case Bug::FireEarly:
                return {"S17"};
            // The second firing may disarm what the first one armed: then the order is an orphan.
            case Bug::FireTwice:
                return {"S15", "S17"};
            case Bug::DropEffect:
                return {"S15"};
            case Bug::StalePage:
                return {"S14"};
            case Bug::SwallowPoints:
                return {"S6"};
            case Bug::IgnoreFence:
                return {"S7"};
            case Bug::TurnClockBack:
                return {"S1"};
            // The late capture is never heard of, or stands beside that of the next attempt.
            case Bug::DeclineWithoutCard:
                return {"S4"};
            case Bug::BelieveOwnAmount:
                return {"S4"};
            case Bug::RetryUnderOldKey:
                return {"L1"};
            case Bug::ForgetTheUnknown:
                return {"S15"};
            // What should have come by then is missed before its order is looked at, or after.
            case Bug::DropTimer:
                return {"S15", "S17"};
            case Bug::KeepTimer:
            case Bug::KeepEffect:
            case Bug::ForgetTimers:
            case Bug::ForgetOutbox:
                return {"S15"};
            // It fires at once, or is refused and fires again for ever.
            case Bug::IgnorePause:
                return {"S17", "L1"};
            case Bug::NeverRebase:
                return {"S17"};
            case Bug::LeaveProvisional:
            case Bug::SwapReplies:
                return {"S10"};
            case Bug::AlterEvent:
                return {"S1"};
            // The stream has a hole, or what was kept of it and of its neighbours tells more: its
            // rows, the desk's memory, stock, points, holdings, what it owes.
            case Bug::LoseEvent:
                return {"S1", "S3", "S6", "S7", "S11", "S14", "S15"};
            case Bug::LoseCause:
                return {"S12"};
            case Bug::EarnTooMuch:
                return {"S6"};
            case Bug::KeepStock:
                return {"S3"};
            case Bug::KeepHolding:
            case Bug::PickWithoutHolding:
                return {"S7"};
            case Bug::BelieveSilence:
            case Bug::DeclineSilence:
                return {"S4"};
            case Bug::ActAsAdmin:
                return {"A2"};
            case Bug::NeverShed:
                return {"S16"};
            case Bug::TellStranger:
            case Bug::TellAddress:
                return {"A1"};
            case Bug::LoseNews:
                return {"S13"};
            case Bug::StaleRead:
                return {"R1"};
            case Bug::Canary:
                return {"canary"};
        }
        return {};
    }

  private slots:
    void plantedBug_isCaughtByItsInvariant_data() {
        QTest::addColumn<Bug>("bug");
        QTest::addColumn<QStringList>("invariants");
        for (const Bug bug : allBugs()) {
            QTest::newRow(std::string(name(bug)).c_str()) << bug << invariantsOf(bug);
        }
    }
    void plantedBug_isCaughtByItsInvariant() {
        QFETCH(Bug, bug);
        QFETCH(QStringList, invariants);
        const quint64 fresh = QRandomGenerator::global()->generate64();
        for (const quint64 seed : {quint64{1}, fresh}) {
            const Report report = simulate({.seed = seed, .orders = 5'000, .bug = bug});
            const QByteArray where = "seed " + QByteArray::number(seed);
            QVERIFY2(report.violation, where.constData());
            const QString found = QString::fromStdString(report.violation->invariant);
            QVERIFY2(invariants.contains(found), (where + ": " + found.toUtf8()).constData());
        }
    }

    void thereAreThirtyBugsAtLeast_andACanary() {
        QVERIFY(allBugs().size() > 30);
        QVERIFY(std::ranges::find(allBugs(), Bug::Canary) != allBugs().end());
    }

    void everyBug_hasANameOfItsOwn() {
        for (const Bug bug : allBugs()) QCOMPARE(bugNamed(name(bug)), std::optional{bug});
    }
};

QTEST_APPLESS_MAIN(TestSimBugs)
#include "tst_sim_bugs.moc"
