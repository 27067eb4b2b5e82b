// What only a file can do: be held, be copied, be put back, be left behind by a crash.

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QtTest>
#include <array>
#include <atomic>
#include <filesystem>
#include <thread>

#include "server/ledger/sqlite_ledger.h"
#include "tests/server/ledger_rows.h"

using namespace delivery;
using namespace delivery::desk;
using namespace delivery::tests;
using ledger::OpenProblem;
using ledger::SqliteLedger;
namespace fs = std::filesystem;

class TestLedgerSqlite : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<QTemporaryDir> m_directory;

    fs::path in(const char* name) { return fs::path(m_directory->path().toStdString()) / name; }
    static std::unique_ptr<SqliteLedger> opened(const fs::path& directory) {
        auto ledger = SqliteLedger::open({.directory = directory});
        if (!ledger) qFatal("%s", ledger.error().fault.text.c_str());
        return std::move(*ledger);
    }
    /// The files as a kill -9 at this moment would leave them.
    static void copyAsKilled(const fs::path& from, const fs::path& to) {
        fs::create_directories(to);
        fs::copy_file(from / "delivery.db-wal", to / "delivery.db-wal");
        fs::copy_file(from / "delivery.db", to / "delivery.db");
    }

    [[noreturn]] static void writeUntilKilled(const fs::path& directory, int pipe) {
        const auto ledger = opened(directory);
        const auto state = ledger->reader().value()->state(order17).value();
        std::int64_t version = state ? state->version : 0;
        while (true) {
            commitWrites(*ledger, writesOf(order17, version, {Bytes(3000, 'x')}));
            ++version;
            if (::write(pipe, &version, sizeof version) != sizeof version) ::_exit(1);
        }
    }

  private slots:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_directory.reset(); }

    void directory_whenAServerHoldsIt_isLocked() {
        const auto first = opened(in("data"));
        const auto second = SqliteLedger::open({.directory = in("data")});
        QVERIFY(!second);
        QVERIFY(second.error().problem == OpenProblem::Locked);
        QVERIFY(second.error().fault.code == FaultCode::NotAllowed);
    }

    void directory_whenItsServerIsGone_opensAgainAndHoldsEverything() {
        std::string before;
        std::string install;
        {
            const auto ledger = opened(in("data"));
            QVERIFY(ledger->opening().made);
            commitWrites(*ledger, writesOf(order17, 0, {"one", oddBytes}));
            before = seen(*ledger->reader().value());
            install = ledger->reader().value()->install().value();
        }
        QVERIFY(!fs::exists(in("data") / "delivery.db-wal"));
        const auto ledger = opened(in("data"));
        QVERIFY(!ledger->opening().made);
        QVERIFY(!ledger->opening().afterUncleanStop);
        QCOMPARE(seen(*ledger->reader().value()), before);
        QCOMPARE(ledger->reader().value()->install().value(), install);
        QVERIFY(ledger->quickCheck());
    }

    void files_whenMade_areOfTheirOwnerOnly() {
        const auto ledger = opened(in("data"));
        commitWrites(*ledger, writesOf(order17, 0, {"one"}));
        for (const char* name : {"delivery.db", "delivery.db-wal", "delivery.lock"}) {
            const auto others = fs::status(in("data") / name).permissions() &
                                (fs::perms::group_all | fs::perms::others_all);
            QVERIFY2(others == fs::perms::none, name);
        }
    }

    void twoLedgers_whenMade_haveDifferentInstallNames() {
        const auto one = opened(in("one"));
        const auto other = opened(in("other"));
        QVERIFY(one->reader().value()->install().value() !=
                other->reader().value()->install().value());
    }

    void killedServer_whenOpenedAgain_hasEveryCommitAndWasChecked() {
        const auto ledger = opened(in("data"));
        commitWrites(*ledger, writesOf(order17, 0, {"one"}));
        auto unfinished = ledger->begin().value();
        QVERIFY(unfinished->append(writesOf(order17, 1, {"never committed"})));
        copyAsKilled(in("data"), in("copy"));
        unfinished.reset();
        const auto again = opened(in("copy"));
        QVERIFY(again->opening().afterUncleanStop);
        QCOMPARE(seen(*again->reader().value()), seen(*ledger->reader().value()));
    }

    void killedServer_whenItsLogIsLost_isDamaged() {
        {
            const auto ledger = opened(in("data"));
            commitWrites(*ledger, writesOf(order17, 0, {"one"}));
            copyAsKilled(in("data"), in("copy"));
        }
        fs::remove(in("copy") / "delivery.db-wal");
        for (int attempt = 0; attempt < 2; ++attempt) {
            const auto refused = SqliteLedger::open({.directory = in("copy")});
            QVERIFY(!refused);
            QVERIFY(refused.error().problem == OpenProblem::Damaged);
        }
    }

    /// What a process told before it was killed is there, every time; the same directory is used on
    /// and on.
    void killedProcess_whenOpenedAgain_hasWhatItAcknowledged() {
        std::int64_t acknowledged = 0;
        for (int round = 0; round < 6; ++round) {
            std::array<int, 2> pipe{};
            QCOMPARE(::pipe(pipe.data()), 0);
            const pid_t child = fork();
            if (child == 0) writeUntilKilled(in("data"), pipe[1]);
            ::close(pipe[1]);
            for (int i = 0; i < 20 + round * 7; ++i) {
                std::int64_t version = 0;
                if (::read(pipe[0], &version, sizeof version) != sizeof version) break;
                acknowledged = version;
            }
            ::kill(child, SIGKILL);
            // It may have told more before the signal reached it.
            std::int64_t version = 0;
            while (::read(pipe[0], &version, sizeof version) == sizeof version)
                acknowledged = version;
            ::close(pipe[0]);
            QCOMPARE(::waitpid(child, nullptr, 0), child);

            const auto ledger = opened(in("data"));
            QVERIFY(ledger->opening().afterUncleanStop);
            QVERIFY(acknowledged > 0);
            const std::int64_t kept = ledger->reader().value()->state(order17).value()->version;
            QVERIFY(kept == acknowledged || kept == acknowledged + 1);
            acknowledged = kept;
            const auto checked = ledger->fullCheck();
            QVERIFY2(checked && checked->empty(), checked ? "" : checked.error().text.c_str());
        }
    }

    /// Checks run in a thread of their own while the writer goes on: what they see must be one
    /// moment.
    void checks_whenTheWriterWrites_findNothing() {
        const auto ledger = opened(in("data"));
        std::atomic<bool> enough = false;
        std::thread writer([&] {
            for (std::int64_t version = 0; !enough; ++version) {
                commitWrites(*ledger, writesOf(order17, version, {"body"}));
                commitPage(*ledger, {.page = "orders",
                                     .cursor = version,
                                     .put = {{.key = std::to_string(version % 7),
                                              .entries = {{"by", "song", version}}}}});
            }
        });
        QTRY_VERIFY(ledger->reader().value()->lastPosition().value() > 10);
        for (int i = 0; i < 10; ++i) {
            for (const auto& checked : {ledger->quickCheck(), ledger->checkTails(),
                                        ledger->verifyChain(order17), ledger->verifyAllChains()})
                QVERIFY2(checked.has_value(), said(checked).c_str());
            const auto checked = ledger->fullCheck();
            QVERIFY(checked && checked->empty());
        }
        enough = true;
        writer.join();
    }

    void backup_whenTakenWhileServing_isOneMomentAndOpens() {
        const auto ledger = opened(in("data"));
        std::atomic<bool> enough = false;
        std::thread writer([&] {
            for (std::int64_t version = 0; !enough; ++version)
                commitWrites(*ledger, writesOf(order17, version, {Bytes(2000, 'x')}));
        });
        QTRY_VERIFY(ledger->reader().value()->lastPosition().value() > 50);
        const auto saved = ledger->backupTo(in("saved.db"));
        enough = true;
        writer.join();
        QVERIFY2(saved.has_value(), said(saved).c_str());
        const auto twice = ledger->backupTo(in("saved.db"));
        QVERIFY(!twice);
        QVERIFY(twice.error().code == FaultCode::NotAllowed);

        fs::create_directories(in("restored"));
        fs::copy_file(in("saved.db"), in("restored") / "delivery.db");
        const auto restored = opened(in("restored"));
        QVERIFY(!restored->opening().afterUncleanStop);
        QVERIFY(restored->verifyAllChains());
        QVERIFY(restored->reader().value()->lastPosition().value() > 50);
        // The provider must not take an order of the restored file for one that came after the
        // copy.
        QVERIFY(restored->reader().value()->install().value() !=
                ledger->reader().value()->install().value());
        commitWrites(*restored, writesOf(order18, 0, {"goes on"}));
    }

    void backup_whenPutBackBesideAnOldLog_doesNotMixWithIt() {
        {
            const auto ledger = opened(in("data"));
            commitWrites(*ledger, writesOf(order17, 0, {"one"}));
            QVERIFY(ledger->backupTo(in("saved.db")));
            commitWrites(*ledger, writesOf(order17, 1, {"two"}));
            copyAsKilled(in("data"), in("copy"));
        }
        fs::copy_file(in("saved.db"), in("copy") / "delivery.db",
                      fs::copy_options::overwrite_existing);
        const auto restored = opened(in("copy"));
        QCOMPARE(restored->reader().value()->state(order17).value()->version, 1);
        QVERIFY(restored->verifyAllChains());
        QVERIFY(restored->quickCheck());
        QVERIFY(fs::exists(in("copy") / "delivery.db-wal.aside"));
    }

    void readers_whenTheWriterWrites_seeWholeBatchesOnly() {
        const auto ledger = opened(in("data"));
        std::atomic<bool> enough = false;
        std::atomic<int> torn = 0;
        std::vector<std::jthread> readers;
        for (int i = 0; i < 3; ++i)
            readers.emplace_back([&] {
                const auto reader = ledger->reader().value();
                while (!enough) {
                    // Every command of this test writes two events.
                    const auto log = reader->log(0, 1'000'000);
                    if (!log || log->size() % 2 != 0) ++torn;
                }
            });
        for (std::int64_t version = 0; version < 200; version += 2)
            commitWrites(*ledger, writesOf(order17, version, {"one", "two"}));
        enough = true;
        readers.clear();
        QCOMPARE(torn.load(), 0);
    }

    void longLog_whenCommitted_movesIntoTheFile() {
        auto made = SqliteLedger::open({.directory = in("data"), .checkpointFrames = 10});
        QVERIFY(made);
        const auto before = fs::file_size(in("data") / "delivery.db");
        for (std::int64_t version = 0; version < 100; ++version)
            commitWrites(**made, writesOf(order17, version, {Bytes(3000, 'x')}));
        QVERIFY(fs::file_size(in("data") / "delivery.db") > before + 200'000);
        QVERIFY(fs::file_size(in("data") / "delivery.db-wal") < 400'000);
    }
};

QTEST_GUILESS_MAIN(TestLedgerSqlite)
#include "tst_ledger_sqlite.moc"
