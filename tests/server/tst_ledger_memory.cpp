// The faults of the ledger in memory: what a test asks for is what the desk meets.

#include <QtTest>

#include "tests/server/ledger_rows.h"
#include "tests/support/memory_ledger.h"

using namespace delivery;
using namespace delivery::desk;
using namespace delivery::tests;

class TestLedgerMemory : public QObject {
    Q_OBJECT

  private slots:
    void append_whenTheDiskIsFull_killsTheWholeBatch() {
        MemoryLedger ledger;
        auto transaction = ledger.begin().value();
        QVERIFY(transaction->append(writesOf(order17, 0, {"one"})));
        ledger.failNext(LedgerOperation::Append, {FaultCode::DiskFull});
        const auto refused = transaction->append(writesOf(order17, 1, {"two"}));
        QVERIFY(!refused);
        QVERIFY(refused.error().code == FaultCode::DiskFull);
        QVERIFY(!transaction->alive());
        QVERIFY(!transaction->append(writesOf(order17, 0, {"one"})));
        QVERIFY(transaction->commit().error().code == FaultCode::DiskFull);
        transaction.reset();
        QCOMPARE(ledger.reader().value()->lastPosition().value(), 0);
        commitWrites(ledger, writesOf(order17, 0, {"one"}));
    }

    void page_whenItsWriteFailsAlone_leavesTheRest() {
        MemoryLedger ledger;
        auto transaction = ledger.begin().value();
        QVERIFY(transaction->append(writesOf(order17, 0, {"one"})));
        ledger.failNext(LedgerOperation::WritePage,
                        {FaultCode::Damaged, Aftermath::TransactionLives}, 1);
        QVERIFY(transaction->writePage({.page = "orders", .cursor = 1}));
        QVERIFY(!transaction->writePage({.page = "tickets", .cursor = 1}));
        QVERIFY(transaction->alive());
        QVERIFY(transaction->commit());
        QCOMPARE(ledger.reader().value()->pageCursors().value().size(), std::size_t{1});
    }

    void commit_whenItLandsButSaysNo_isThereAfterwards() {
        MemoryLedger ledger;
        auto transaction = ledger.begin().value();
        QVERIFY(transaction->append(writesOf(order17, 0, {"one"})));
        ledger.failNext(LedgerOperation::Commit, {FaultCode::DiskBroken, Aftermath::Landed});
        QVERIFY(!transaction->commit());
        QCOMPARE(ledger.reader().value()->state(order17).value()->version, 1);
    }

    void openTransaction_whenThePowerGoesOut_isDead() {
        MemoryLedger ledger;
        commitWrites(ledger, writesOf(order17, 0, {"one"}));
        auto transaction = ledger.begin().value();
        QVERIFY(transaction->append(writesOf(order17, 1, {"two"})));
        ledger.crash();
        QVERIFY(!transaction->alive());
        QVERIFY(!transaction->commit());
        QCOMPARE(ledger.reader().value()->state(order17).value()->version, 1);
        QVERIFY(ledger.begin());
    }

    void source_whenItDraws_strikesReads() {
        MemoryLedger ledger;
        ledger.setFaultSource([](LedgerOperation operation) -> std::optional<LedgerFault> {
            if (operation != LedgerOperation::Read) return std::nullopt;
            return LedgerFault{FaultCode::DiskBroken};
        });
        commitWrites(ledger, writesOf(order17, 0, {"one"}));
        QVERIFY(!ledger.reader().value()->state(order17));
        ledger.setFaultSource({});
        QVERIFY(ledger.reader().value()->state(order17));
    }

    void snapshot_whenPutBack_isTheWholeLedger() {
        MemoryLedger ledger;
        commitWrites(ledger, writesOf(order17, 0, {"one"}));
        const std::string before = seen(*ledger.reader().value());
        LedgerRows rows = ledger.snapshot();
        commitWrites(ledger, writesOf(order17, 1, {"two"}));
        QVERIFY(seen(*ledger.reader().value()) != before);
        ledger.restore(std::move(rows));
        QCOMPARE(seen(*ledger.reader().value()), before);
    }
};

QTEST_GUILESS_MAIN(TestLedgerMemory)
#include "tst_ledger_memory.moc"
