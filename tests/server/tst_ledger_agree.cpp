// The two ledgers say the same after the same random writes, committed or dropped.

#include <QTemporaryDir>
#include <QtTest>

#include "server/ledger/sqlite_ledger.h"
#include "tests/server/ledger_rows.h"
#include "tests/support/memory_ledger.h"

using namespace delivery;
using namespace delivery::tests;

class TestLedgerAgree : public QObject {
    Q_OBJECT

  private slots:
    void bothLedgers_whenWrittenAlike_readAlike_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 4; ++seed) QTest::addRow("seed %d", seed) << seed;
    }

    void bothLedgers_whenWrittenAlike_readAlike() {
        QFETCH(int, seed);
        const QTemporaryDir directory;
        auto opened = ledger::SqliteLedger::open(
            {.directory = directory.path().toStdString(), .checkpointFrames = 50});
        QVERIFY(opened);
        ledger::SqliteLedger& sqlite = **opened;
        MemoryLedger memory;
        const auto drawnSeed = static_cast<std::uint64_t>(seed);
        RandomWrites toSqlite(drawnSeed);
        RandomWrites toMemory(drawnSeed);
        auto sqliteReader = sqlite.reader().value();
        auto memoryReader = memory.reader().value();
        for (int batch = 0; batch < 40; ++batch) {
            auto one = sqlite.begin().value();
            auto other = memory.begin().value();
            const std::int64_t steps = toSqlite.below(12);
            QCOMPARE(toMemory.below(12), steps);
            for (std::int64_t step = 0; step < steps; ++step) {
                const bool kept = toSqlite.step(*one);
                QCOMPARE(toMemory.step(*other), kept);
            }
            QCOMPARE(QString::fromStdString(seen(*one)), QString::fromStdString(seen(*other)));
            if (batch % 4 != 3) {
                QVERIFY(one->commit());
                QVERIFY(other->commit());
            }
            one.reset();
            other.reset();
            QCOMPARE(seen(*sqliteReader), seen(*memoryReader));
        }
        const auto verified = sqlite.verifyAllChains();
        QVERIFY2(verified.has_value(), said(verified).c_str());
    }
};

QTEST_GUILESS_MAIN(TestLedgerAgree)
#include "tst_ledger_agree.moc"
