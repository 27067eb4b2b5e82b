/// What a statement costs depends on the rows that it answers and not on how many orders there
/// were: every resource for every role, and one order's whole life, counted in SQLite's own steps.

#include <sqlite3.h>

#include <QTemporaryDir>
#include <QtTest>

#include <map>
#include <mutex>
#include <set>

#include "server/ledger/sqlite_ledger.h"
#include "tests/server/door_stage.h"

using namespace delivery;
using namespace delivery::tests;

namespace {

/// What the dearest run of a statement took.
struct Cost {
    int rows = 0;  ///< answered
    int steps = 0;
    int scanned = 0;  ///< rows of a walk through a table
    int sorted = 0;
    int indexed = 0;  ///< rows of an index that was made for this run alone

    /// Steps beyond what finding and answering its rows takes, measured with some to spare.
    [[nodiscard]] int tooMany() const { return steps - 150 - 40 * rows; }
};

/// What every statement of every connection of this process costs, on whatever thread.
class Till {
  public:
    static Till& only() {
        static Till till;
        return till;
    }
    std::map<std::string, Cost> empty() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_costs, {});
    }
    /// For sqlite3_auto_extension.
    static int atOpening(sqlite3* database, char**, const void*) {
        return sqlite3_trace_v2(database, SQLITE_TRACE_PROFILE | SQLITE_TRACE_ROW, &Till::atEvent,
                                nullptr);
    }

  private:
    static int atEvent(unsigned what, void*, void* statement, void*) {
        auto* of = static_cast<sqlite3_stmt*>(statement);
        what == SQLITE_TRACE_ROW ? only().noteRow(of) : only().noteEnd(of);
        return 0;
    }
    void noteRow(sqlite3_stmt* statement) {
        const std::lock_guard lock(m_mutex);
        ++m_rows[statement];
    }
    void noteEnd(sqlite3_stmt* statement) {
        const auto took = [&](int what) { return sqlite3_stmt_status(statement, what, 1); };
        const std::lock_guard lock(m_mutex);
        const Cost cost{std::exchange(m_rows[statement], 0), took(SQLITE_STMTSTATUS_VM_STEP),
                        took(SQLITE_STMTSTATUS_FULLSCAN_STEP), took(SQLITE_STMTSTATUS_SORT),
                        took(SQLITE_STMTSTATUS_AUTOINDEX)};
        Cost& most = m_costs[sqlite3_sql(statement)];
        if (cost.tooMany() >= most.tooMany()) most = cost;
    }

    std::map<sqlite3_stmt*, int> m_rows;
    std::mutex m_mutex;
    std::map<std::string, Cost> m_costs;
};

/// Walked through whole: one row for each name, however many orders there are.
bool isOfASmallTable(const std::string& sql) {
    for (const char* table : {"FROM counter", "FROM page_cursor", "FROM meta"}) {
        if (sql.find(table) != std::string::npos) return true;
    }
    return false;
}

/// A connection of the test's own.
class SqliteFile {
  public:
    explicit SqliteFile(const QString& path) {
        if (sqlite3_open(qPrintable(path), &m_database) != SQLITE_OK) qFatal("no database");
    }
    ~SqliteFile() { sqlite3_close(m_database); }
    SqliteFile(const SqliteFile&) = delete;
    SqliteFile& operator=(const SqliteFile&) = delete;
    void run(const char* sql) {
        if (sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            qFatal("%s", sqlite3_errmsg(m_database));
    }

  private:
    sqlite3* m_database = nullptr;
};

}  // namespace

class TestDoorGrowth : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;
    std::unique_ptr<DoorStage> m_stage;

    void step(const std::string& who, const QByteArray& path, const QByteArray& body = "{}") {
        const Got got = m_stage->as(who, "PUT", path, body);
        if (got.status != 200) qFatal("%s: %d %s", path.data(), got.status, got.body.data());
    }
    /// From the order to the rating.
    qint64 life() {
        const qint64 id = m_stage->placed();
        m_stage->cooked(id);
        const QByteArray number = QByteArray::number(id);
        const Got picked = m_stage->as("rider1", "PUT", "/deliveries/" + number + "/pick");
        if (picked.status != 200) qFatal("pick: %d", picked.status);
        step("rider1", "/deliveries/" + number + "/collect");
        step("rider1", "/deliveries/" + number + "/deliver");
        step("song", "/orders/" + number + "/confirm");
        step("song", "/orders/" + number + "/rate", R"({"stars":5})");
        return id;
    }
    /// Every GET that there is, by everybody.
    void askEverything(qint64 order) {
        for (const door::RouteName& route : door::routeNames()) {
            // The provider's page needs an office that this stage has not.
            if (route.method != "GET" || route.path.starts_with("/cards/register")) continue;
            QByteArray path = QByteArray::fromStdString(route.path);
            const bool ofOrder = !path.startsWith("/foods") && !path.startsWith("/menus") &&
                                 !path.startsWith("/stores");
            path.replace("{id}", ofOrder ? QByteArray::number(order) : "1");
            for (const char* who : {"song", "store1", "rider1", "admin"}) {
                const Got got = m_stage->as(who, "GET", path);
                QVERIFY2(got.status < 500, path + ": " + got.body);
            }
        }
    }
  private slots:
    void initTestCase() {
        using Entry = void (*)();
        QCOMPARE(sqlite3_auto_extension(reinterpret_cast<Entry>(&Till::atOpening)), SQLITE_OK);
        auto ledger = ledger::SqliteLedger::open({.directory = m_directory.path().toStdString()});
        QVERIFY(ledger);
        m_stage = std::make_unique<DoorStage>(DoorStage::generous(), std::move(*ledger));
    }
    void cleanupTestCase() {
        m_stage.reset();
        sqlite3_reset_auto_extension();
    }

    void statement_costsWhatItAnswers() {
        // Several pages of everything.
        for (int i = 0; i < 70; ++i) life();
        const qint64 open = m_stage->placed();
        const qint64 order = life();
        (void)Till::only().empty();
        askEverything(order);
        life();
        QCOMPARE(m_stage->as("song", "DELETE", "/orders/" + QByteArray::number(open)).status, 204);
        const auto costs = Till::only().empty();
        QVERIFY(costs.size() > 20);
        for (const auto& [sql, cost] : costs) {
            QVERIFY2(isOfASmallTable(sql) || cost.scanned == 0, sql.c_str());
            QVERIFY2(cost.sorted == 0, sql.c_str());
            QVERIFY2(cost.indexed == 0, sql.c_str());
            QVERIFY2(cost.tooMany() <= 0, qPrintable(QString("%1 steps for %2 rows: %3")
                                                         .arg(cost.steps)
                                                         .arg(cost.rows)
                                                         .arg(QString::fromStdString(sql))));
        }
    }
    void pageOfAccounts_costsAPage() {
        constexpr int customers = 300;
        const Actor admin{UserId{"admin"}, Role::Admin, std::nullopt};
        for (int i = 0; i < customers; ++i) {
            const std::string name = "customer" + std::to_string(i);
            m_stage->must(admin, desk::OpenAccount{
                                     UserId{name}, Role::Customer, "x", {}, name, "010-0000-0000"});
        }
        (void)m_stage->tokenOf("admin");
        (void)Till::only().empty();
        for (const char* path : {"/accounts", "/accounts?role=customer&page=5", "/customers"}) {
            const Got got = m_stage->as("admin", "GET", path);
            QCOMPARE(got.status, 200);
            QVERIFY(got.json["page"]["totalElements"].get<int>() > customers);
            const auto& all = got.json["_embedded"];
            QCOMPARE(all.begin()->size(), std::size_t{20});
        }
        constexpr int rowsMax = 100;
        for (const auto& [sql, cost] : Till::only().empty()) {
            QVERIFY2(cost.rows <= rowsMax && cost.tooMany() <= 0,
                     qPrintable(QString("%1 rows, %2 steps: %3")
                                    .arg(cost.rows)
                                    .arg(cost.steps)
                                    .arg(QString::fromStdString(sql))));
        }
    }
    void statementThatSkipsWhatItDoesNotAnswer_isSeenAsDear() {
        SqliteFile file(m_directory.filePath("delivery.db"));
        (void)Till::only().empty();
        const char* const dear[]{"SELECT count(*) FROM page_index WHERE page = 'customer'",
                                 "SELECT max(version) FROM event WHERE kind = 'order'"};
        for (const char* sql : dear) file.run(sql);
        // The stage goes on meanwhile, and what it runs is in the till too.
        const auto costs = Till::only().empty();
        for (const char* sql : dear) {
            const auto cost = costs.find(sql);
            QVERIFY(cost != costs.end());
            QVERIFY2(cost->second.tooMany() > 0 || cost->second.scanned > 0, sql);
        }
    }
};

QTEST_GUILESS_MAIN(TestDoorGrowth)
#include "tst_door_growth.moc"
