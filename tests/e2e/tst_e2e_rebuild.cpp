/// deliveryd --rebuild-views over a real database file: every row of every page is what it was.

#include <sqlite3.h>

#include <QProcess>
#include <QtTest>

#include "tests/e2e/places.h"

using namespace delivery::tests;

class TestE2eRebuild : public QObject {
    Q_OBJECT

    /// Every row of what pages keep, one text for each, in order.
    static QStringList pagesOf(const QString& file) {
        sqlite3* database = nullptr;
        if (sqlite3_open_v2(qPrintable(file), &database, SQLITE_OPEN_READONLY, nullptr) !=
            SQLITE_OK) {
            qFatal("%s", sqlite3_errmsg(database));
        }
        QStringList rows;
        const auto collect = [](void* to, int columns, char** values, char**) {
            QString row;
            for (int i = 0; i < columns; ++i) row += QString::fromUtf8(values[i]) + " ";
            static_cast<QStringList*>(to)->append(row);
            return 0;
        };
        for (const char* sql : {
                 "SELECT 'row', page, key, hex(entries), hex(body) FROM page_row ORDER BY page, "
                 "key",
                 "SELECT 'index', page, lookup, part, sort, row_key FROM page_index "
                 "ORDER BY page, lookup, part, sort, row_key",
                 "SELECT 'count', page, lookup, part, entries FROM page_count "
                 "ORDER BY page, lookup, part",
                 "SELECT 'cursor', page, paused, quarantined FROM page_cursor "
                 "ORDER BY page",
             }) {
            if (sqlite3_exec(database, sql, collect, &rows, nullptr) != SQLITE_OK) {
                qFatal("%s: %s", sql, sqlite3_errmsg(database));
            }
        }
        sqlite3_close(database);
        return rows;
    }
    static void run(const QString& file, const char* sql) {
        sqlite3* database = nullptr;
        QCOMPARE(sqlite3_open(qPrintable(file), &database), SQLITE_OK);
        QCOMPARE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
        QVERIFY(sqlite3_changes(database) > 0);
        QCOMPARE(sqlite3_close(database), SQLITE_OK);
    }
    static int rebuild(const QString& data) {
        QProcess process;
        process.start(QStringLiteral(DELIVERY_BIN_DIR "/deliveryd"),
                      {"--rebuild-views", "--data", data});
        if (!process.waitForFinished(60'000)) return -1;
        if (process.exitCode() != 0) qWarning() << process.readAllStandardError();
        return process.exitCode();
    }

  private slots:
    void everyRow_isWhatItWas() {
        RealCity city;
        auto song = city.as("song");
        auto store = city.as("store1");
        auto rider = city.as("rider1");
        const qint64 whole = placed(*song, wish("탕수육", 3));
        cook(*store, whole);
        for (const char* verb : {"pick", "release", "pick", "collect", "deliver"}) {
            step(*rider, path("deliveries", whole, verb));
        }
        step(*song, path("orders", whole, "confirm"));
        step(*song, path("orders", whole, "rate"), {{"stars", 4}, {"text", "좋아요"}});
        json spending = wish("짜장", 2);
        spending["usePoints"] = 200;
        const qint64 rejected = placed(*song, spending);
        step(*store, path("foodCookings", rejected, "reject"), {{"reason", "재료 소진"}});
        const qint64 cancelled = placed(*song);
        QCOMPARE(song->erase(path("orders", cancelled)).status, 204);
        step(*store, path("foodCookings", cancelled, "acknowledge"));
        QCOMPARE(store->put("/stores/1/pause", {{"reason", "쉬는 시간"}}).status, 200);
        QVERIFY(city.until(*song, path("orders", cancelled),
                           [](const json& o) { return o.at("refund") == "done"; }));
        QVERIFY(city.until(*song, path("orders", rejected),
                           [](const json& o) { return o.at("refund") == "done"; }));
        QVERIFY(city.stop());

        const QString data = city.directory() + "/data";
        const QString file = data + "/delivery.db";
        const QStringList live = pagesOf(file);
        QVERIFY(live.size() > 100);
        QCOMPARE(rebuild(data), 0);
        QCOMPARE(pagesOf(file), live);

        // Also where rows were lost meanwhile.
        run(file, "DELETE FROM page_row WHERE page IN ('customer', 'notices')");
        run(file, "DELETE FROM page_index WHERE page = 'menu'");
        QVERIFY(pagesOf(file) != live);
        QCOMPARE(rebuild(data), 0);
        QCOMPARE(pagesOf(file), live);
    }
};

QTEST_GUILESS_MAIN(TestE2eRebuild)
#include "tst_e2e_rebuild.moc"
