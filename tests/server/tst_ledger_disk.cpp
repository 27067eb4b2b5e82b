// Every write and every sync of a short life fails once: nothing acknowledged is lost, nothing
// half-written is kept.

#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>

#include "server/ledger/sqlite_ledger.h"
#include "tests/server/failing_disk.h"
#include "tests/server/ledger_rows.h"

using namespace delivery;
using namespace delivery::desk;
using namespace delivery::tests;
using ledger::SqliteLedger;
namespace fs = std::filesystem;

class TestLedgerDisk : public QObject {
    Q_OBJECT

  private:
    struct Life {
        std::int64_t acknowledged = 0;       ///< versions of order 17 whose commit said yes
        std::int64_t attempted = 0;          ///< and whose commit was asked for
        std::vector<FaultCode> faults = {};  ///< in order
        bool goesOnAfterBroken = false;
    };

    /// Opens (or makes) the ledger and commits batches; the log is short, so that it moves into the
    /// file often.
    static Life live(const fs::path& directory, FailingDisk* disk) {
        Life life;
        auto opened = SqliteLedger::open({.directory = directory, .checkpointFrames = 6});
        if (!opened) {
            life.faults.push_back(opened.error().fault.code);
            return life;
        }
        SqliteLedger& ledger = **opened;
        bool isBroken = false;
        for (int batch = 0; batch < 8; ++batch) {
            auto transaction = ledger.begin();
            if (!transaction) {
                life.faults.push_back(transaction.error().code);
                continue;
            }
            life.goesOnAfterBroken |= isBroken;
            const std::int64_t version = life.acknowledged;
            Expected<void> done;
            auto appended =
                (*transaction)->append(writesOf(order17, version, {Bytes(6000, 'x'), "small"}));
            if (!appended) done = tl::unexpected(appended.error());
            if (done)
                done = (*transaction)
                           ->writePage({.page = "orders",
                                        .cursor = version,
                                        .put = {{.key = "17", .entries = {{"by", "a", version}}}}});
            if (done) {
                life.attempted = version + 2;
                done = (*transaction)->commit();
            }
            if (done) {
                life.acknowledged = version + 2;
                continue;
            }
            life.faults.push_back(done.error().code);
            isBroken = done.error().code == FaultCode::DiskBroken;
            // Space comes back while the server runs.
            if (disk != nullptr && done.error().code == FaultCode::DiskFull) disk->room();
        }
        return life;
    }

    static void checkAfter(const fs::path& directory, const Life& life) {
        const auto opened = SqliteLedger::open({.directory = directory});
        QVERIFY2(opened.has_value(), opened ? "" : opened.error().fault.text.c_str());
        const auto state = (*opened)->reader().value()->state(order17).value();
        const std::int64_t kept = state ? state->version : 0;
        QVERIFY2(kept == life.acknowledged || kept == life.attempted,
                 qPrintable(QString("kept %1, acknowledged %2").arg(kept).arg(life.acknowledged)));
        const auto checked = (*opened)->fullCheck();
        QVERIFY2(checked && checked->empty(), checked ? "" : checked.error().text.c_str());
    }

  private slots:
    void ledger_whenTheDiskDiesAtAnyOperation_keepsWhatItAcknowledged() {
        int lives = 0;
        for (std::int64_t passes = 0;; ++passes, ++lives) {
            const QTemporaryDir directory;
            FailingDisk disk;
            disk.failAfter(passes, FailingDisk::Failure::Dies);
            const Life life = live(directory.path().toStdString(), nullptr);
            const bool hasFailed = FailingDisk::hasFailed();
            disk.room();
            QVERIFY(!life.goesOnAfterBroken);
            checkAfter(directory.path().toStdString(), life);
            if (QTest::currentTestFailed() || !hasFailed) break;
        }
        qInfo("%d operations", lives);
        QVERIFY(lives > 50);
    }

    void ledger_whenTheDiskIsFullAtAnyWrite_goesOnWhenThereIsRoom() {
        int full = 0;
        for (std::int64_t passes = 0;; ++passes) {
            const QTemporaryDir directory;
            FailingDisk disk;
            disk.failAfter(passes, FailingDisk::Failure::IsFull);
            const Life life = live(directory.path().toStdString(), &disk);
            const bool hasFailed = FailingDisk::hasFailed();
            disk.room();
            for (const FaultCode code : life.faults) {
                QVERIFY(code == FaultCode::DiskFull);
                ++full;
            }
            // Full means that nothing was written, so the last attempt that counts is the last one
            // acknowledged.
            checkAfter(directory.path().toStdString(),
                       {.acknowledged = life.acknowledged, .attempted = life.acknowledged});
            if (QTest::currentTestFailed() || !hasFailed) break;
        }
        QVERIFY(full > 20);
    }

    /// synchronous=FULL: not only when the log moves into the file, which here it never does.
    void commit_whenItSaysYes_hasSynced() {
        const QTemporaryDir directory;
        FailingDisk disk;
        const auto opened = SqliteLedger::open(
            {.directory = directory.path().toStdString(), .checkpointFrames = 1'000'000});
        QVERIFY(opened.has_value());
        for (std::int64_t version = 0; version < 50; ++version) {
            auto transaction = (*opened)->begin();
            QVERIFY(transaction.has_value());
            QVERIFY((*transaction)->append(writesOf(order17, version, {"small"})).has_value());
            const std::int64_t before = FailingDisk::syncs();
            QVERIFY((*transaction)->commit().has_value());
            QVERIFY(FailingDisk::syncs() > before);
        }
    }

    void ledger_whenAnySyncFailsOnce_writesNoMore() {
        int failures = 0;
        for (std::int64_t passes = 0;; ++passes) {
            const QTemporaryDir directory;
            FailingDisk disk;
            disk.failAfter(passes, FailingDisk::Failure::FailsToSync);
            const Life life = live(directory.path().toStdString(), nullptr);
            const bool hasFailed = FailingDisk::hasFailed();
            disk.room();
            QVERIFY(!life.goesOnAfterBroken);
            for (const FaultCode code : life.faults) {
                QVERIFY(code == FaultCode::DiskBroken);
                ++failures;
            }
            checkAfter(directory.path().toStdString(), life);
            if (QTest::currentTestFailed() || !hasFailed) break;
        }
        QVERIFY(failures > 5);
    }
};

QTEST_GUILESS_MAIN(TestLedgerDisk)
#include "tst_ledger_disk.moc"
