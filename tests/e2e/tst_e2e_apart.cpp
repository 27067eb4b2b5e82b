/// N-11: the notices of the real server lie in a database of their own. Killed again and again,
/// both files stay whole, and what the second one holds is what the log of the first one says.

#include <sqlite3.h>

#include <QProcess>
#include <QtTest>

#include "tests/e2e/places.h"

using namespace delivery::tests;

class TestE2eApart : public QObject {
    Q_OBJECT

    static QByteArray textOf(const QString& file, const char* sql) {
        sqlite3* database = nullptr;
        if (sqlite3_open(qPrintable(file), &database) != SQLITE_OK) qFatal("no database");
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) != SQLITE_OK)
            qFatal("%s", sqlite3_errmsg(database));
        QByteArray text;
        while (sqlite3_step(statement) == SQLITE_ROW) {
            for (int column = 0; column < sqlite3_column_count(statement); ++column) {
                text += reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
                text += '|';
            }
            text += '\n';
        }
        sqlite3_finalize(statement);
        sqlite3_close(database);
        return text;
    }
    static QByteArray viewsIn(const QString& file) {
        return textOf(file,
                      "SELECT page, key, hex(entries), CAST(body AS TEXT) FROM page_row ORDER BY "
                      "1, 2") +
               textOf(file,
                      "SELECT page, lookup, part, sort, row_key FROM page_index ORDER BY 1, 2, 3, "
                      "4, 5") +
               textOf(file, "SELECT page, position FROM page_cursor ORDER BY 1");
    }
    static int noticesOf(BlockingHttp& who) {
        return who.get("/notificationLogs?size=1").json().at("page").at("totalElements").get<int>();
    }

  private slots:
    void killedAgainAndAgain_bothFilesAgree() {
        const QTemporaryDir elsewhere;
        const QByteArray place = elsewhere.filePath("notices").toUtf8();
        RealCity city("[storage]\napart_context = \"notice\"\napart_directory = \"" + place +
                      "\"\n");
        int orders = 0;
        for (int round = 0; round < 4; ++round) {
            auto song = city.as("song");
            auto store = city.as("store1");
            for (int i = 0; i < 12; ++i, ++orders) {
                step(*store, path("foodCookings", placed(*song), "accept"), {{"cookMinutes", 20}});
            }
            // The reply has left; the notice may not be written yet.
            city.kill();
            QVERIFY(city.start());
            song = city.as("song");
            // Requested, paid and accepted, each told once.
            QCOMPARE(noticesOf(*song), 3 * orders);
        }
        QVERIFY(city.stop());
        const QString main = city.directory() + "/data/delivery.db";
        const QString apart = QString::fromUtf8(place) + "/delivery.db";
        QCOMPARE(textOf(main, "PRAGMA integrity_check"), QByteArray("ok|\n"));
        QCOMPARE(textOf(apart, "PRAGMA integrity_check"), QByteArray("ok|\n"));
        QCOMPARE(textOf(main, "SELECT count(*) FROM page_row WHERE page = 'notices'"),
                 QByteArray("0|\n"));
        QCOMPARE(textOf(apart, "SELECT count(*) FROM page_row WHERE page <> 'notices'"),
                 QByteArray("0|\n"));
        QCOMPARE(textOf(apart, "SELECT position FROM page_cursor WHERE page = 'notices'"),
                 textOf(main, "SELECT max(position) FROM event"));

        const QByteArray live = viewsIn(main) + viewsIn(apart);
        QProcess rebuild;
        rebuild.start(QStringLiteral(DELIVERY_BIN_DIR "/deliveryd"),
                      {"--rebuild-views", "--demo", "--data", city.directory() + "/data",
                       "--config", city.directory() + "/deliveryd.toml"});
        QVERIFY(rebuild.waitForFinished(60'000));
        QVERIFY2(rebuild.exitCode() == 0, rebuild.readAllStandardError());
        QVERIFY(viewsIn(main) + viewsIn(apart) == live);
    }

    void otherFileGone_isMadeAnewFromTheLog() {
        const QTemporaryDir elsewhere;
        const QByteArray place = elsewhere.filePath("notices").toUtf8();
        RealCity city("[storage]\napart_context = \"notice\"\napart_directory = \"" + place +
                      "\"\n");
        placed(*city.as("song"));
        const int told = noticesOf(*city.as("song"));
        QVERIFY(told > 0);
        QVERIFY(city.stop());
        QVERIFY(QDir(QString::fromUtf8(place)).removeRecursively());
        QVERIFY(city.start());
        QCOMPARE(noticesOf(*city.as("song")), told);
    }
};

QTEST_GUILESS_MAIN(TestE2eApart)
#include "tst_e2e_apart.moc"
