// The schema's numbers, files and constant agree, and no query of the port reads a whole table.

#include <sqlite3.h>

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>

#include "ledger_sql.h"
#include "server/ledger/sqlite_handle.h"
#include "server/ledger/sqlite_ledger.h"

using namespace delivery;
using ledger::SqliteLedger;

class TestLedgerSchema : public QObject {
    Q_OBJECT

  private:
    QTemporaryDir m_directory;
    QString file() const { return m_directory.filePath("delivery.db"); }

  private slots:
    void initTestCase() {
        QVERIFY(SqliteLedger::open({.directory = m_directory.path().toStdString()}));
    }

    void migrations_whenCounted_areGaplessAndEndAtTheConstant() {
        int number = 0;
        for (const ledger::Migration& migration : ledger::migrations())
            QCOMPARE(migration.number, ++number);
        QCOMPARE(number, ledger::schemaVersion);

        const QDir texts(DELIVERY_SOURCE_DIR "/server/ledger/sql");
        const QStringList files = texts.entryList({"[0-9][0-9][0-9][0-9]_*.sql"});
        QCOMPARE(files.size(), ledger::schemaVersion);
        for (int i = 0; i < files.size(); ++i) QCOMPARE(files[i].left(4).toInt(), i + 1);
    }

    void newFile_whenMade_hasTheConstantsNumber() {
        auto database =
            ledger::SqliteHandle::open(file().toStdString(), ledger::SqliteHandle::Access::Read);
        QVERIFY(database);
        QCOMPARE(database->numberOf("PRAGMA user_version").value(), ledger::schemaVersion);
    }

    /// What was armed before timers had clocks of their own goes on as it was armed.
    void fileOfSchema1_whenOpened_keepsItsTimers() {
        QTemporaryDir directory;
        const std::string place = directory.path().toStdString();
        const desk::TimerRow timer{{"order", "17"}, "StoreAnswer", {500}};
        {
            auto made = SqliteLedger::open({.directory = place});
            QVERIFY(made);
            auto transaction = (*made)->begin();
            QVERIFY(transaction);
            QVERIFY((*transaction)->append({.timers = {timer}}));
            QVERIFY((*transaction)->commit());
        }
        sqlite3* raw = nullptr;
        QCOMPARE(sqlite3_open(qPrintable(directory.filePath("delivery.db")), &raw), SQLITE_OK);
        QCOMPARE(sqlite3_exec(raw,
                              "DROP INDEX timer_due; ALTER TABLE timer DROP COLUMN waits_for;"
                              "CREATE INDEX timer_due ON timer (due);"
                              "DROP INDEX message_due; DROP INDEX effect_due;"
                              "CREATE INDEX effect_due ON effect (due); PRAGMA user_version=1",
                              nullptr, nullptr, nullptr),
                 SQLITE_OK);
        sqlite3_close(raw);

        auto opened = SqliteLedger::open({.directory = place});
        QVERIFY(opened);
        auto reader = (*opened)->reader();
        QVERIFY(reader);
        const auto due = (*reader)->timersDue("", {500}, 10);
        QVERIFY(due);
        QCOMPARE(due->size(), std::size_t{1});
        QCOMPARE(due->front().kind, timer.kind);
    }

    void query_whenExplained_readsNoWholeTable_data() {
        QTest::addColumn<int>("number");
        // The checks of a whole file read it whole.
        const QStringList exempt{"list_streams", "list_timers", "list_page_rows",
                                 "list_page_counts", "count_page_entries"};
        for (int i = 0; i < ledger::queryCount; ++i) {
            const std::string_view name = ledger::nameOf(static_cast<ledger::Query>(i));
            const QByteArray row(name.data(), static_cast<qsizetype>(name.size()));
            if (!exempt.contains(QString(row))) QTest::newRow(row.constData()) << i;
        }
    }

    void query_whenExplained_readsNoWholeTable() {
        QFETCH(int, number);
        sqlite3* raw = nullptr;
        QCOMPARE(sqlite3_open(qPrintable(file()), &raw), SQLITE_OK);
        const std::string sql =
            "EXPLAIN QUERY PLAN " + std::string(ledger::sqlOf(static_cast<ledger::Query>(number)));
        sqlite3_stmt* statement = nullptr;
        QCOMPARE(sqlite3_prepare_v2(raw, sql.c_str(), -1, &statement, nullptr), SQLITE_OK);
        QString plan;
        while (sqlite3_step(statement) == SQLITE_ROW)
            plan += QString::fromUtf8(
                        reinterpret_cast<const char*>(sqlite3_column_text(statement, 3))) +
                    "\n";
        sqlite3_finalize(statement);
        sqlite3_close(raw);
        const QRegularExpression whole(
            "SCAN (event|state|reply|effect|timer|side|page_row|page_index|page_count|row)\\b");
        QVERIFY2(!plan.contains(whole), qPrintable(plan));
    }
};

QTEST_GUILESS_MAIN(TestLedgerSchema)
#include "tst_ledger_schema.moc"
