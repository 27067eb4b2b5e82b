// A migration that was released never changes, and a database of any released schema opens whole.

#include <sqlite3.h>

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <vector>

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
        QFile text(dump);
        QVERIFY(text.open(QIODevice::ReadOnly));
        sqlite3* raw = nullptr;
        QCOMPARE(sqlite3_open(qPrintable(directory.filePath("delivery.db")), &raw), SQLITE_OK);
        QCOMPARE(sqlite3_exec(raw, text.readAll().constData(), nullptr, nullptr, nullptr),
                 SQLITE_OK);
        QCOMPARE(sqlite3_close(raw), SQLITE_OK);

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
            const auto state = reader->state(event.stream).value();
            QVERIFY(state && record::decodeState(event.stream.kind, state->body));
        }
    }
};

QTEST_GUILESS_MAIN(TestLedgerMigrations)
#include "tst_ledger_migrations.moc"
