// No statement of the ledger walks through a table that grows with orders, nor sorts one.

#include <sqlite3.h>

#include <QTemporaryDir>
#include <QtTest>
#include <set>
#include <string>
#include <vector>

#include "ledger_sql.h"
#include "server/ledger/sqlite_ledger.h"
#include "tests/server/ledger_rows.h"

using namespace delivery;
using namespace delivery::tests;
using ledger::Query;

namespace {

/// These look at the whole file on purpose: the full check, in the background or when somebody asks
/// for it, and never on the way of a request.
const std::set<Query> wholeFile{Query::ListStreams, Query::ListPageRows, Query::ListPageCounts,
                                Query::CountPageEntries, Query::ListTimers};
/// What does not grow with orders: one row for each name.
const std::set<std::string> small{"meta", "counter", "page_cursor"};

class File {
  public:
    explicit File(const QString& path) {
        if (sqlite3_open(qPrintable(path), &m_database) != SQLITE_OK) qFatal("no database");
    }
    ~File() { sqlite3_close(m_database); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    /// The lines in which SQLite says how it would go about it.
    [[nodiscard]] std::vector<std::string> planOf(std::string_view sql) const {
        const std::string text = "EXPLAIN QUERY PLAN " + std::string(sql);
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(m_database, text.c_str(), -1, &statement, nullptr) != SQLITE_OK)
            qFatal("%s", sqlite3_errmsg(m_database));
        std::vector<std::string> lines;
        while (sqlite3_step(statement) == SQLITE_ROW) {
            lines.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 3)));
        }
        sqlite3_finalize(statement);
        return lines;
    }

  private:
    sqlite3* m_database = nullptr;
};

/// A walk through a table or through one of its indexes, or rows put aside to be sorted. A subquery
/// in FROM goes by its alias: what it holds has lines of its own.
bool isSlow(const std::string& line) {
    if (line.find("TEMP B-TREE") != std::string::npos) return true;
    if (line.find("AUTOMATIC") != std::string::npos) return true;
    constexpr std::string_view scan = "SCAN ";
    if (!line.starts_with(scan)) return false;
    const std::string table = line.substr(scan.size(), line.find(' ', scan.size()) - scan.size());
    return !small.contains(table) && table != "entry" && table != "CONSTANT";
}

}  // namespace

class TestLedgerPlans : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;

  private slots:
    void initTestCase() {
        auto opened = ledger::SqliteLedger::open({.directory = m_directory.path().toStdString()});
        QVERIFY(opened);
        RandomWrites writes(7);
        auto transaction = (*opened)->begin();
        QVERIFY(transaction);
        // Some of what is drawn does not fit and is refused.
        int kept = 0;
        for (int i = 0; i < 500; ++i) kept += writes.step(**transaction) ? 1 : 0;
        QVERIFY(kept > 200);
        QVERIFY((*transaction)->commit());
    }

    void statement_findsItsRowsByAnIndex_data() {
        QTest::addColumn<int>("query");
        for (int i = 0; i < ledger::queryCount; ++i) {
            const auto query = static_cast<Query>(i);
            if (wholeFile.contains(query)) continue;
            QTest::newRow(std::string(ledger::nameOf(query)).c_str()) << i;
        }
    }
    void statement_findsItsRowsByAnIndex() {
        QFETCH(int, query);
        const File file(m_directory.filePath("delivery.db"));
        for (const std::string& line : file.planOf(ledger::sqlOf(static_cast<Query>(query)))) {
            QVERIFY2(!isSlow(line), line.c_str());
        }
    }

    void planThatWalksOrSorts_isSeenAsSuch() {
        const File file(m_directory.filePath("delivery.db"));
        const auto slow = [&](const char* sql) {
            for (const std::string& line : file.planOf(sql)) {
                if (isSlow(line)) return true;
            }
            return false;
        };
        QVERIFY(slow("SELECT count(*) FROM event"));
        QVERIFY(slow("SELECT body FROM page_row WHERE key = '1'"));
        QVERIFY(slow("SELECT 1 FROM page_index AS i WHERE i.row_key = '1'"));
        QVERIFY(slow("SELECT body FROM effect WHERE due < 5 ORDER BY kind"));
        QVERIFY(!slow("SELECT body FROM effect WHERE kind <> 'message' AND due < 5 ORDER BY due"));
        QVERIFY(slow("SELECT e.body FROM event e JOIN state s ON s.version = e.version"));
    }
};

QTEST_GUILESS_MAIN(TestLedgerPlans)
#include "tst_ledger_plans.moc"
