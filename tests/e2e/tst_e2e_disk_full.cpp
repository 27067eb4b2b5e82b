/// A full disk under the running server: 503, nothing half-committed, and it goes on without a
/// restart once there is room.

#include <QtTest>

#include "tests/e2e/places.h"

using namespace delivery::tests;

class TestE2eDiskFull : public QObject {
    Q_OBJECT

  private slots:
    void fullDisk_refusesWholeCommandsAndRecoversWithoutARestart() {
        RealCity city(RealCity::SmallDisk{24});
        auto song = city.as("song");
        placed(*song);
        const qint64 pid = city.pid();
        city.fillDisk();

        // The log's file has some room inside: it takes a few orders until the disk is really asked
        // for more.
        HttpAnswer refused;
        Headers id;
        constexpr int ordersMax = 2'000;
        for (int n = 0; n < ordersMax && refused.status != 503; ++n) {
            id = {{"Idempotency-Key", "full-" + QByteArray::number(n)}};
            refused = song->post("/orders", wish("짜장"), id);
            QVERIFY(refused.status == 201 || refused.status == 202 || refused.status == 503);
        }
        QCOMPARE(refused.status, 503);
        QVERIFY(!refused.headers.value("retry-after").isEmpty());
        QVERIFY(refused.headers.value("content-type").startsWith("application/problem+json"));
        const qint64 total =
            song->get("/orders").json().at("page").at("totalElements").get<qint64>();
        // Reading goes on.
        QCOMPARE(song->get("/myPages").status, 200);
        QCOMPARE(song->post("/orders", wish("짜장"), id).status, 503);

        city.freeDisk();
        HttpAnswer taken;
        for (int n = 0; n < 100 && taken.status != 201; ++n) {
            taken = song->post("/orders", wish("짜장"), id);
        }
        QCOMPARE(taken.status, 201);
        QCOMPARE(city.pid(), pid);
        QCOMPARE(song->get("/orders").json().at("page").at("totalElements").get<qint64>(),
                 total + 1);
        QVERIFY(city.until(
            *song, path("orders", taken.json().at("id").get<qint64>()),
            [](const json& o) { return o.at("state") == "Paid"; }, 60'000));
        QVERIFY(city.stop());
    }
};

QTEST_GUILESS_MAIN(TestE2eDiskFull)
#include "tst_e2e_disk_full.moc"
