// A full disk: nothing half-written, nothing acknowledged lost, and it goes on without a restart.

#include <sys/mount.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>

#include "server/ledger/sqlite_ledger.h"
#include "tests/server/ledger_rows.h"

using namespace delivery;
using namespace delivery::desk;
using namespace delivery::tests;
using ledger::SqliteLedger;

class TestLedgerFull : public QObject {
    Q_OBJECT

  private:
    /// Commits batches of three commands until one fails; answers how many were committed.
    static std::int64_t fill(SqliteLedger& ledger, Fault& fault) {
        std::int64_t committed = ledger.reader().value()->lastPosition().value();
        while (true) {
            auto transaction = ledger.begin();
            if (!transaction) {
                fault = transaction.error();
                return committed;
            }
            Expected<void> done;
            for (int i = 0; i < 3 && done; ++i) {
                const auto appended =
                    (*transaction)->append(writesOf(order17, committed + i, {Bytes(5000, 'x')}));
                if (!appended) done = tl::unexpected(appended.error());
            }
            if (done) done = (*transaction)->commit();
            if (!done) {
                fault = done.error();
                if ((*transaction)->alive()) return committed;
                // A dead batch takes nothing more, or it would be committed by itself.
                const auto more = (*transaction)->append(writesOf(order18, 0, {"alone"}));
                const auto page = (*transaction)->writePage({.page = "orders", .cursor = 1});
                const auto commit = (*transaction)->commit();
                if (more || page || commit || commit.error().code != fault.code)
                    fault.text = "the dead batch took more";
                return committed;
            }
            committed += 3;
        }
    }

    static void checkUnharmed(SqliteLedger& ledger, std::int64_t committed) {
        const auto reader = ledger.reader().value();
        QCOMPARE(reader->lastPosition().value(), committed);
        QCOMPARE(reader->state(order17).value()->version, committed);
        QVERIFY(!reader->state(order18).value());
        QVERIFY(reader->pageCursors().value().empty());
        const auto verified = ledger.verifyAllChains();
        QVERIFY2(verified.has_value(), said(verified).c_str());
        QVERIFY(ledger.quickCheck());
    }

  private slots:
    void batch_whenTheFileReachesItsBound_failsWholeAndGoesOnWithRoom() {
        const QTemporaryDir directory;
        auto ledger =
            SqliteLedger::open({.directory = directory.path().toStdString(), .pagesMax = 200});
        QVERIFY(ledger);
        for (const std::int64_t room : {400, 600}) {
            Fault fault{FaultCode::Busy, "none"};
            const std::int64_t committed = fill(**ledger, fault);
            QVERIFY2(fault.code == FaultCode::DiskFull, fault.text.c_str());
            QVERIFY2(fault.text != "the dead batch took more", fault.text.c_str());
            QVERIFY(committed > 0);
            checkUnharmed(**ledger, committed);
            QVERIFY((*ledger)->limitPages(room));
            auto transaction = (*ledger)->begin().value();
            QVERIFY(transaction->append(writesOf(order17, committed, {"a", "b", "c"})));
            QVERIFY(transaction->commit());
        }
    }

    /// Only root may mount; the bound above shows the same of SQLite's own answer.
    void batch_whenTheDiskIsReallyFull_failsWholeAndGoesOnWithRoom() {
        const QTemporaryDir directory;
        const std::string path = directory.path().toStdString();
        if (geteuid() != 0 || mount("tmpfs", path.c_str(), "tmpfs", 0, "size=2m") != 0) return;
        {
            auto ledger = SqliteLedger::open({.directory = path, .checkpointFrames = 100});
            QVERIFY(ledger);
            Fault fault{FaultCode::Busy, "none"};
            const std::int64_t committed = fill(**ledger, fault);
            QVERIFY2(fault.code == FaultCode::DiskFull, fault.text.c_str());
            QVERIFY2(fault.text != "the dead batch took more", fault.text.c_str());
            QVERIFY(committed > 0);
            checkUnharmed(**ledger, committed);
            QCOMPARE(mount("tmpfs", path.c_str(), "tmpfs", MS_REMOUNT, "size=8m"), 0);
            auto transaction = (*ledger)->begin();
            QVERIFY2(transaction.has_value(), said(transaction).c_str());
            QVERIFY((*transaction)->append(writesOf(order17, committed, {"after"})));
            const auto done = (*transaction)->commit();
            QVERIFY2(done.has_value(), said(done).c_str());
        }
        QCOMPARE(umount2(path.c_str(), MNT_DETACH), 0);
    }
};

QTEST_GUILESS_MAIN(TestLedgerFull)
#include "tst_ledger_full.moc"
