// A file that does not hold what was written: found or harmless, never served wrong, never changed
// by the refusal.

#include <sqlite3.h>

#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "server/ledger/chain.h"
#include "server/ledger/seal.h"
#include "server/ledger/sqlite_ledger.h"
#include "tests/server/failing_disk.h"
#include "tests/server/ledger_rows.h"

using namespace delivery;
using namespace delivery::desk;
using namespace delivery::tests;
using ledger::OpenProblem;
using ledger::SqliteLedger;
namespace fs = std::filesystem;

class TestLedgerDamage : public QObject {
    Q_OBJECT

  private:
    FailingDisk m_quickDisk;  ///< never fails here: it leaves out the syncs
    std::unique_ptr<QTemporaryDir> m_directory;
    std::string m_whole;

    fs::path data() { return fs::path(m_directory->path().toStdString()) / "data"; }
    fs::path file() { return data() / "delivery.db"; }

    static void run(const fs::path& database, const std::string& sql) {
        sqlite3* raw = nullptr;
        QCOMPARE(sqlite3_open(database.c_str(), &raw), SQLITE_OK);
        QCOMPARE(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
        QCOMPARE(sqlite3_close(raw), SQLITE_OK);
    }
    static std::string bytesOf(const fs::path& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static void write(const fs::path& path, const std::string& bytes) {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    }
    void makeLedger() {
        auto ledger = SqliteLedger::open({.directory = data()});
        QVERIFY(ledger);
        commitWrites(**ledger, writesOf(order17, 0, {"first body", "second body", "third body"}));
        RandomWrites writes(7);
        for (int batch = 0; batch < 20; ++batch) {
            auto transaction = (*ledger)->begin().value();
            for (int i = 0; i < 10; ++i) writes.step(*transaction);
            QVERIFY(transaction->commit());
        }
        // The random writes may have cleared the page at last.
        commitPage(**ledger, {.page = "orders",
                              .cursor = 9,
                              .put = {{.key = "1", .body = "one", .entries = {{"by", "a", 1}}},
                                      {.key = "2", .body = "two", .entries = {{"by", "a", 2}}},
                                      {.key = "3", .body = "three", .entries = {{"by", "b", 3}}}}});
    }
    void expectProblem(OpenProblem problem) {
        const std::string before = bytesOf(file());
        const auto opened = SqliteLedger::open({.directory = data()});
        QVERIFY(!opened);
        QVERIFY2(opened.error().problem == problem, opened.error().fault.text.c_str());
        QVERIFY(bytesOf(file()) == before);
    }

    static bool isWhole(SqliteLedger& ledger) {
        const auto checked = ledger.fullCheck();
        return checked && checked->empty();
    }

    static std::string firstDifference(std::size_t at, const std::string& wrong,
                                       const std::string& right) {
        const auto [one, other] =
            std::mismatch(wrong.begin(), wrong.end(), right.begin(), right.end());
        const auto from = static_cast<std::size_t>(one - wrong.begin());
        const std::size_t start = from < 60 ? 0 : from - 60;
        return "byte " + std::to_string(at) + " was served wrong: " + wrong.substr(start, 120) +
               "\nwas " + right.substr(start, 120);
    }

  private slots:
    void initTestCase() {
        m_directory = std::make_unique<QTemporaryDir>();
        makeLedger();
        m_whole = bytesOf(file());
        m_directory.reset();
    }
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        fs::create_directories(data());
        write(file(), m_whole);
    }
    void cleanup() { m_directory.reset(); }

    void file_whenItIsEmpty_isDamaged() {
        write(file(), "");
        expectProblem(OpenProblem::Damaged);
    }

    void file_whenItIsCutShort_isDamaged() {
        write(file(), m_whole.substr(0, m_whole.size() / 2));
        const auto opened = SqliteLedger::open({.directory = data()});
        if (opened)
            QVERIFY(!(*opened)->quickCheck());
        else
            QVERIFY(opened.error().problem == OpenProblem::Damaged);
    }

    void file_whenItIsNoDatabase_isDamaged() {
        write(file(), std::string(8192, 'x'));
        expectProblem(OpenProblem::Damaged);
    }

    void file_whenAnotherProgramMadeIt_isDamaged() {
        fs::remove(file());
        run(file(), "CREATE TABLE photos (name TEXT)");
        expectProblem(OpenProblem::Damaged);
    }

    void file_whenANewerProgramWroteIt_isTooNew() {
        run(file(), "PRAGMA user_version=" + std::to_string(ledger::schemaVersion + 1));
        expectProblem(OpenProblem::TooNew);
    }

    void file_whenItIsMissingBesideItsLog_isDamaged() {
        fs::remove(file());
        write(data() / "delivery.db-wal", "log");
        const auto opened = SqliteLedger::open({.directory = data()});
        QVERIFY(!opened && opened.error().problem == OpenProblem::Damaged);
        QVERIFY(!fs::exists(file()));
    }

    void lastEvent_whenItsBodyIsChanged_isFoundAtTheOpening() {
        run(file(), "UPDATE event SET body = x'00' WHERE kind='order' AND id='17' AND version=3");
        expectProblem(OpenProblem::Damaged);
    }

    void lastEvent_whenItIsDropped_isFoundAtTheOpening() {
        run(file(), "DELETE FROM event WHERE kind='order' AND id='17' AND version=3");
        expectProblem(OpenProblem::Damaged);
    }

    void state_whenItIsChanged_isFoundAtTheOpening() {
        run(file(), "UPDATE state SET body = x'00' WHERE kind='order' AND id='17'");
        expectProblem(OpenProblem::Damaged);
    }

    void earlierEvent_whenItIsChanged_isNotServed() {
        run(file(), "UPDATE event SET body = x'00' WHERE kind='order' AND id='17' AND version=1");
        const auto ledger = SqliteLedger::open({.directory = data()});
        QVERIFY(ledger);
        const auto read = (*ledger)->reader().value()->stream(order17, 1, 10);
        QVERIFY(!read);
        QVERIFY(read.error().code == FaultCode::Unreadable);
        QVERIFY(!(*ledger)->verifyChain(order17));
    }

    /// Whoever can compute the checksum still cannot put the event into the chain.
    void earlierEvent_whenItIsForgedWithItsSeal_breaksTheChain() {
        EventRow forged;
        {
            const auto ledger = SqliteLedger::open({.directory = data()});
            QVERIFY(ledger);
            QVERIFY((*ledger)->verifyChain(order17));
            forged = (*ledger)->reader().value()->stream(order17, 2, 1).value()[0];
        }
        forged.body = "forged";
        run(file(), "UPDATE event SET body = CAST('forged' AS BLOB), seal = " +
                        std::to_string(ledger::sealOf(forged)) +
                        " WHERE kind='order' AND id='17' AND version=2");
        const auto ledger = SqliteLedger::open({.directory = data()});
        QVERIFY(ledger);
        const auto verified = (*ledger)->verifyChain(order17);
        QVERIFY(!verified);
        QVERIFY(verified.error().code == FaultCode::Unreadable);
        QVERIFY(!(*ledger)->verifyAllChains());
        QVERIFY((*ledger)->verifyChain({"order", "1"}));
    }

    void rowBesideTheLog_whenItIsChanged_isNotServed_data() {
        QTest::addColumn<QString>("change");
        QTest::newRow("reply") << "UPDATE reply SET body = x'00'";
        QTest::newRow("effect") << "UPDATE effect SET due = due + 1";
        QTest::newRow("timer") << "UPDATE timer SET due = due + 1";
        QTest::newRow("side") << "UPDATE side SET body = x'00'";
        QTest::newRow("counter") << "UPDATE counter SET value = value - 1";
        QTest::newRow("page row") << "UPDATE page_row SET body = x'00'";
        QTest::newRow("page entry") << "UPDATE page_index SET sort = sort + 1000";
        QTest::newRow("lost page row") << "DELETE FROM page_row";
    }

    void rowBesideTheLog_whenItIsChanged_isNotServed() {
        QFETCH(QString, change);
        run(file(), change.toStdString());
        const auto ledger = SqliteLedger::open({.directory = data()});
        QVERIFY(ledger);
        const std::string text = seen(*(*ledger)->reader().value());
        QVERIFY(text.find("FAULT") != std::string::npos);
    }

    void places_whenTheyDoNotFitTheirRows_areFoundByFullCheck_data() {
        QTest::addColumn<QString>("change");
        QTest::newRow("sort") << "UPDATE page_index SET sort = sort + 1000";
        QTest::newRow("lost") << "DELETE FROM page_index WHERE row_key = '1'";
        QTest::newRow("one more") << "INSERT INTO page_index VALUES ('orders', 'by', 'x', 1, '1')";
        QTest::newRow("count") << "UPDATE page_count SET entries = entries + 1";
        QTest::newRow("lost count") << "DELETE FROM page_count";
    }

    void places_whenTheyDoNotFitTheirRows_areFoundByFullCheck() {
        QFETCH(QString, change);
        QVERIFY(isWhole(*SqliteLedger::open({.directory = data()}).value()));
        run(file(), change.toStdString());
        const auto checked = SqliteLedger::open({.directory = data()}).value()->fullCheck();
        QVERIFY(!checked);
        QVERIFY(checked.error().code == FaultCode::Damaged);
    }

    void owedRow_whenItIsChanged_isLeftOutAndNamed() {
        run(file(), "DELETE FROM effect; DELETE FROM timer");
        {
            const auto ledger = SqliteLedger::open({.directory = data()});
            CommandWrites writes;
            for (const char* id : {"charge/1/1", "charge/2/1", "refund/3"})
                writes.effects.push_back({id, "charge", {10}, 0, {10}, "body"});
            for (const char* kind : {"one", "two", "three"})
                writes.timers.push_back({order17, kind, {10}});
            commitWrites(**ledger, writes);
        }
        run(file(),
            "UPDATE effect SET body = x'00' WHERE id = 'charge/2/1';"
            "UPDATE timer SET due = 9 WHERE timer = 'two'");
        const auto ledger = SqliteLedger::open({.directory = data()});
        const auto reader = (*ledger)->reader().value();
        const auto effects = reader->effectsDue({20}, 10);
        const auto timers = reader->timersDue("", {20}, 10);
        QCOMPARE(effects->size(), std::size_t{2});
        QCOMPARE(effects->at(0).id, std::string("charge/1/1"));
        QCOMPARE(effects->at(1).id, std::string("refund/3"));
        QCOMPARE(timers->size(), std::size_t{2});
        const auto unreadable = reader->takeUnreadable();
        QCOMPARE(unreadable.size(), std::size_t{2});
        QCOMPARE(unreadable[0].effectId, std::string("charge/2/1"));
        QVERIFY(unreadable[1].stream == order17);
        QCOMPARE(unreadable[1].timer, std::string("two"));
        QVERIFY(reader->takeUnreadable().empty());
        const auto checked = (*ledger)->fullCheck();
        QVERIFY(checked);
        QCOMPARE(checked->size(), std::size_t{2});
    }

    void sideRow_whenItIsChanged_isNamedAndLeftOutOfLists() {
        {
            const auto ledger = SqliteLedger::open({.directory = data()});
            CommandWrites writes;
            for (const char* key : {"one", "two", "three"})
                writes.sides.push_back({"session", key, "song", "body"});
            commitWrites(**ledger, writes);
        }
        run(file(), "UPDATE side SET body = x'00' WHERE kind = 'session' AND key = 'two'");
        const auto ledger = SqliteLedger::open({.directory = data()});
        const auto reader = (*ledger)->reader().value();
        const auto isTwo = [](const std::vector<Unreadable>& named) {
            return named.size() == 1 && named[0].what == Unreadable::What::Side &&
                   named[0].side == SideKey{"session", "two"} && !named[0].why.empty();
        };
        const auto listed = reader->sidesOfKind("session", 10).value();
        QCOMPARE(listed.size(), std::size_t{2});
        QCOMPARE(listed[0].key, std::string("one"));
        QCOMPARE(listed[1].key, std::string("three"));
        QVERIFY(isTwo(reader->takeUnreadable()));
        // Whoever asks for it alone, or for all of somebody, hears that it cannot be read.
        const auto alone = reader->side({"session", "two"});
        QVERIFY(!alone && alone.error().code == FaultCode::Unreadable);
        QVERIFY(isTwo(reader->takeUnreadable()));
        QVERIFY(!reader->sidesOf("session", "song"));
        QVERIFY(isTwo(reader->takeUnreadable()));
        QCOMPARE(reader->sidesPage("session", 0, 10)->size(), std::size_t{2});
        QVERIFY(isTwo(reader->takeUnreadable()));
        QVERIFY(reader->side({"session", "one"}).value());
        QVERIFY(reader->takeUnreadable().empty());
    }

    void stream_whenItIsDamaged_restsAlone() {
        run(file(), "UPDATE event SET body = x'00' WHERE kind='order' AND id='17' AND version=1");
        {
            const auto ledger = SqliteLedger::open({.directory = data()});
            QVERIFY(ledger);
            const auto checked = (*ledger)->fullCheck();
            QVERIFY(checked);
            QCOMPARE(checked->size(), std::size_t{1});
            QVERIFY(checked->front().stream == order17);
            CommandWrites writes;
            writes.sides.push_back({"quarantine", "stream order/17", "", "why"});
            commitWrites(**ledger, writes);
            QVERIFY(isWhole(**ledger));
        }
        // What rests does not keep the server from starting.
        run(file(), "UPDATE state SET body = x'00' WHERE kind='order' AND id='17'");
        QVERIFY(SqliteLedger::open({.directory = data()}));
    }

    void anyByte_whenItIsFlipped_isFoundOrHarmless() {
        std::string right;
        {
            const auto ledger = SqliteLedger::open({.directory = data()});
            QVERIFY(ledger);
            right = seen(*(*ledger)->reader().value());
        }
        RandomWrites draw(99);
        int found = 0;
        int harmless = 0;
        for (int i = 0; i < 200; ++i) {
            std::string flipped = m_whole;
            const auto at =
                static_cast<std::size_t>(draw.below(static_cast<std::int64_t>(m_whole.size())));
            flipped[at] = static_cast<char>(flipped[at] ^ (1 << draw.below(8)));
            write(file(), flipped);
            const auto ledger = SqliteLedger::open({.directory = data()});
            if (!ledger) {
                QVERIFY(ledger.error().problem != OpenProblem::Locked);
                ++found;
                continue;
            }
            const std::string text = seen(*(*ledger)->reader().value());
            if (text == right)
                ++harmless;
            else if (text.find("FAULT") != std::string::npos || !isWhole(**ledger))
                ++found;
            else
                QFAIL(firstDifference(at, text, right).c_str());
        }
        qInfo("%d found, %d harmless", found, harmless);
        QVERIFY(found > 0);
    }
};

QTEST_GUILESS_MAIN(TestLedgerDamage)
#include "tst_ledger_damage.moc"
