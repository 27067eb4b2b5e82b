/// The simulated town without a planted bug: every invariant holds, under fixed seeds and under one
/// that nobody has seen.

#include <QRandomGenerator>
#include <QtTest>
#include <algorithm>
#include <sstream>

#include "tests/sim/simulation.h"

using namespace delivery::sim;

class TestSimClean : public QObject {
    Q_OBJECT

  private:
    static void runsClean(const Wanted& wanted) {
        const Report report = simulate(wanted);
        std::ostringstream text;
        if (report.violation) printViolation(text, wanted, report);
        QVERIFY2(!report.violation, text.str().c_str());
        QCOMPARE(report.tally.at("orders"), wanted.orders);
        for (const char* needed :
             {"crashes", "clients.repeats", "ends.confirmed", "ends.cancelled", "ends.rejected",
              "money.captured", "money.refunded", "worker.wrongAmount", "hints", "news", "reads",
              "fault.network.lost", "fault.broker.lost"}) {
            QVERIFY2(report.tally.contains(needed), needed);
        }
    }

  private slots:
    void fixedSeed_breaksNothing_data() {
        QTest::addColumn<quint64>("seed");
        QTest::newRow("1") << quint64{1};
        // An order expired while a try of its deferred charge was under way and the server died:
        // the money stayed at the provider.
        QTest::newRow("4") << quint64{4};
        QTest::newRow("2026") << quint64{2026};
    }
    void fixedSeed_breaksNothing() {
        QFETCH(quint64, seed);
        runsClean({.seed = seed, .orders = 500, .bug = std::nullopt});
    }

    void freshSeed_breaksNothing() {
        const quint64 seed = QRandomGenerator::global()->generate64();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        runsClean({.seed = seed, .orders = 750, .bug = std::nullopt});
    }

    void whatWasNeverTried_isNamed() {
        std::map<std::int64_t, OrderModel> orders;
        orders[7].payable = 100;
        Coverage coverage;
        const auto before = std::ssize(coverage.empty());
        coverage.strike("crash.anywhere", 0, orders, {7});
        coverage.strike("provider.slow", 7, orders, {7});
        coverage.strike("provider.slow", -1, orders, {7});
        const std::vector<std::string> empty = coverage.empty();
        QCOMPARE(std::ssize(empty), before - 2);
        QVERIFY(std::ranges::find(empty, "crash.anywhere/Cooking") != empty.end());
        QVERIFY(std::ranges::find(empty, "crash.anywhere/PaymentRequested") == empty.end());
    }

    void sameSeedTwice_givesTheSameFigures() {
        const Wanted wanted{.seed = 77, .orders = 120, .bug = std::nullopt};
        std::ostringstream first;
        std::ostringstream second;
        printFigures(first, simulate(wanted));
        printFigures(second, simulate(wanted));
        QCOMPARE(first.str(), second.str());
    }
};

QTEST_APPLESS_MAIN(TestSimClean)
#include "tst_sim_clean.moc"
