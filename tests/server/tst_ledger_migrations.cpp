// A migration that was released never changes, and a database of any released schema opens whole.

#include <sqlite3.h>

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <vector>

#include "desk/desk.h"
#include "desk/states.h"
#include "ledger_sql.h"
#include "record/record.h"
#include "server/ledger/sqlite_ledger.h"

using namespace delivery;
using ledger::SqliteLedger;

namespace {

/// By number, from 1: databases in the field were made by exactly these texts. Only append.
const std::vector<QByteArray> released{
    "14b0e5dc4a1f4943bf6cca7a313688038ba0a3fc24fcbef78d80547aef2fc7ab",
    "f69099e1e409f11e58a07a5c9db4c9ad3d3213f84c4d606d243b2d3a1fae6e3f",
    "5f173815dea971f7d7ae4817f356783b50493b1687b8958ced554ec2b95ab665",
};

class File {
  public:
    explicit File(const QTemporaryDir& directory) {
        if (sqlite3_open(qPrintable(directory.filePath("delivery.db")), &m_database) != SQLITE_OK)
            qFatal("no database");
    }
    ~File() { sqlite3_close(m_database); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    void run(const QByteArray& sql) {
        if (sqlite3_exec(m_database, sql.constData(), nullptr, nullptr, nullptr) != SQLITE_OK)
            qFatal("%s", sqlite3_errmsg(m_database));
    }
    QByteArray textOf(const char* sql) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(m_database, sql, -1, &statement, nullptr) != SQLITE_OK)
            qFatal("%s", sqlite3_errmsg(m_database));
        QByteArray text;
        while (sqlite3_step(statement) == SQLITE_ROW) {
            for (int column = 0; column < sqlite3_column_count(statement); ++column) {
                text += reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
                text += '|';
            }
            text += '\n';
        }
        sqlite3_finalize(statement);
        return text;
    }

  private:
    sqlite3* m_database = nullptr;
};

void fill(const QTemporaryDir& directory, const QString& dump) {
    QFile text(dump);
    if (!text.open(QIODevice::ReadOnly)) qFatal("no dump");
    File(directory).run(text.readAll());
}

QByteArray viewsIn(const QTemporaryDir& directory) {
    File file(directory);
    return file.textOf(
               "SELECT page, key, hex(entries), CAST(body AS TEXT) FROM page_row "
               "ORDER BY page, key") +
           file.textOf("SELECT * FROM page_index ORDER BY page, lookup, part, sort, row_key") +
           file.textOf("SELECT * FROM page_count ORDER BY page, lookup, part") +
           file.textOf("SELECT page, position, paused, quarantined FROM page_cursor ORDER BY page");
}

}  // namespace

class TestLedgerMigrations : public QObject {
    Q_OBJECT

  private slots:
    void migration_whenReleased_neverChanges() {
        const auto& all = ledger::migrations();
        QVERIFY(all.size() >= released.size());
        for (std::size_t i = 0; i < released.size(); ++i) {
            const QByteArray text(all.at(i).sql.data(),
                                  static_cast<qsizetype>(all.at(i).sql.size()));
            QCOMPARE(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex(),
                     released[i]);
        }
    }

    void oldDatabase_whenOpened_isWholeAndOfToday_data() {
        QTest::addColumn<QString>("dump");
        const QDir golden(DELIVERY_SOURCE_DIR "/tests/server/golden");
        const QStringList dumps = golden.entryList({"ledger_v*.sql"});
        QVERIFY(!dumps.isEmpty());
        for (const QString& dump : dumps) QTest::newRow(qPrintable(dump)) << golden.filePath(dump);
    }
    void oldDatabase_whenOpened_isWholeAndOfToday() {
        QFETCH(QString, dump);
        const QTemporaryDir directory;
        fill(directory, dump);
        auto opened = SqliteLedger::open({.directory = directory.path().toStdString()});
        QVERIFY2(opened.has_value(), opened ? "" : opened.error().fault.text.c_str());
        const auto checked = (*opened)->fullCheck();
        QVERIFY2(checked && checked->empty(), checked ? "" : checked.error().text.c_str());
        const auto reader = (*opened)->reader().value();
        const auto events = reader->log(0, 10'000).value();
        QVERIFY(!events.empty());
        for (const desk::EventRow& event : events) {
            QVERIFY2(
                record::decodeEvent(event.stream.kind, event.type, event.typeVersion, event.body)
                    .has_value(),
                event.type.c_str());
            const auto state = desk::stateOf(*reader, event.stream);
            QVERIFY2(state, state ? "" : state.error().text.c_str());
            QVERIFY(state->version > 0);
        }
    }

    /// The rows that an older version left are those that this one would make, or it makes them
    /// anew. A difference here says that a page's fold or its rows changed, and its version did
    /// not.
    void oldDatabase_whenOpened_hasTheViewsOfToday_data() {
        oldDatabase_whenOpened_isWholeAndOfToday_data();
    }
    void oldDatabase_whenOpened_hasTheViewsOfToday() {
        QFETCH(QString, dump);
        const QTemporaryDir directory;
        fill(directory, dump);
        auto ledger = SqliteLedger::open({.directory = directory.path().toStdString()}).value();
        desk::CommandDesk desk(*ledger, {});
        QVERIFY(desk.open());
        while (!desk.catchUp(100).value()) {
        }
        QVERIFY(!desk.viewsAreOld());
        for (const auto& [name, why] : desk.quarantined()) QFAIL((name + ": " + why).c_str());
        const QByteArray live = viewsIn(directory);
        QVERIFY(desk.clearPages());
        QVERIFY(viewsIn(directory) != live);
        while (!desk.catchUp(100).value()) {
        }
        const QByteArray anew = viewsIn(directory);
        const auto was = live.split('\n');
        const auto is = anew.split('\n');
        for (qsizetype i = 0; i < std::min(was.size(), is.size()); ++i) QCOMPARE(is[i], was[i]);
        QCOMPARE(is.size(), was.size());

        // A second start finds nothing to make anew.
        desk::CommandDesk again(*ledger, {});
        QVERIFY(again.open());
        QVERIFY(!again.viewsAreOld());
        QCOMPARE(viewsIn(directory), live);
    }

    void oldDatabase_whenOrdered_goesOn_data() { oldDatabase_whenOpened_isWholeAndOfToday_data(); }
    void oldDatabase_whenOrdered_goesOn() {
        QFETCH(QString, dump);
        const QTemporaryDir directory;
        fill(directory, dump);
        auto ledger = SqliteLedger::open({.directory = directory.path().toStdString()}).value();
        desk::CommandDesk desk(*ledger, {});
        QVERIFY(desk.open());
        desk::PlaceOrder wish;
        wish.customerId = CustomerId{"song"};
        wish.lines.push_back({FoodId{1}, 1, {}, std::nullopt});
        wish.address = "서울 용산구 용산동 1-1";
        wish.area = "서울 용산구 용산동";
        wish.dropOff = GeoPoint{37'531'000, 126'966'000};
        desk::Envelope envelope;
        envelope.id = CommandId{"of-today"};
        envelope.actor = {UserId{"song"}, Role::Customer, std::nullopt};
        envelope.fingerprint = "of today";
        envelope.command = wish;
        const auto result = desk.run(std::vector{envelope}, desk.latest() + seconds(1));
        QVERIFY2(!result.fault, result.fault ? result.fault->text.c_str() : "");
        const desk::Answer& answer = result.answers.front();
        QVERIFY2(answer.kind == desk::Answer::Kind::Provisional,
                 answer.fault ? answer.fault->text.c_str() : "not taken");
        QVERIFY(ledger->verifyAllChains());
    }
};

QTEST_GUILESS_MAIN(TestLedgerMigrations)
#include "tst_ledger_migrations.moc"
