/// deliveryd --rebuild-views over a real database file: every row of every page is what it was.

#include <sqlite3.h>

#include <QtTest>

#include "tests/e2e/database_file.h"
#include "tests/e2e/places.h"

using namespace delivery::tests;

class TestE2eRebuild : public QObject {
    Q_OBJECT

    static void run(const QString& file, const char* sql) {
        sqlite3* database = nullptr;
        QCOMPARE(sqlite3_open(qPrintable(file), &database), SQLITE_OK);
        QCOMPARE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
        QVERIFY(sqlite3_changes(database) > 0);
        QCOMPARE(sqlite3_close(database), SQLITE_OK);
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
        QCOMPARE(rebuildViews(data), 0);
        QCOMPARE(pagesOf(file), live);

        // Also where rows were lost meanwhile.
        run(file, "DELETE FROM page_row WHERE page IN ('customer', 'notices')");
        run(file, "DELETE FROM page_index WHERE page = 'menu'");
        QVERIFY(pagesOf(file) != live);
        QCOMPARE(rebuildViews(data), 0);
        QCOMPARE(pagesOf(file), live);
    }
};

QTEST_GUILESS_MAIN(TestE2eRebuild)
#include "tst_e2e_rebuild.moc"
