/// A copy taken while customers order is one moment of the whole; put back with its key file, the
/// server goes on from it.

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtTest>
#include <atomic>
#include <thread>

#include "tests/e2e/places.h"

using namespace delivery::tests;

class TestE2eBackup : public QObject {
    Q_OBJECT

    static QFile::Permissions rightsOf(const QString& path) {
        return QFileInfo(path).permissions() &
               (QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                QFile::WriteOther | QFile::ExeOther);
    }
    static HttpAnswer backup(BlockingHttp& admin, const QString& file) {
        return admin.post("/backups", {{"file", file.toStdString()}});
    }

  private slots:
    void copyTakenUnderLoad_isRestoredAndGoesOn() {
        RealCity city;
        const QString data = city.directory() + "/data";
        const QByteArray token = city.as("song")->token();
        std::atomic<bool> isEnough{false};
        std::atomic<int> taken{0};
        std::vector<std::thread> customers;
        for (int lane = 0; lane < 2; ++lane) {
            customers.emplace_back([&] {
                BlockingHttp http(city.port(), token);
                while (!isEnough) {
                    if (http.post("/orders", wish("짜장")).status / 100 == 2) ++taken;
                }
            });
        }
        QTRY_VERIFY_WITH_TIMEOUT(taken > 20, 60'000);
        auto song = city.as("song");
        const auto first = song->post("/orders", wish(), {{"Idempotency-Key", "before"}});
        const auto admin = city.as("admin");
        const auto copied = backup(*admin, "monday.db");
        QVERIFY2(copied.status == 200, copied.body.constData());
        const int before = taken;
        QTRY_VERIFY_WITH_TIMEOUT(taken > before + 5, 60'000);
        isEnough = true;
        for (auto& customer : customers) customer.join();
        const QString copy = data + "/backups/monday.db";
        QCOMPARE(QString::fromStdString(copied.json().at("file")),
                 QFileInfo(copy).canonicalFilePath());
        for (const QString& file :
             {copy, data + "/backups", data + "/delivery.db", data + "/delivery.db-wal",
              data + "/delivery.db-shm", data + "/vault.key", data + "/sandbox/sandbox.db"}) {
            QVERIFY2(QFileInfo::exists(file) && !rightsOf(file), qPrintable(file));
        }
        QVERIFY(!QFileInfo::exists(copy + ".making"));

        // Put back: the copy under the database's name; the key file lies beside it as before.
        QVERIFY(city.stop());
        QVERIFY(QFile::remove(data + "/delivery.db"));
        QVERIFY(QFile::copy(copy, data + "/delivery.db"));
        QVERIFY(city.start());
        song = city.as("song");
        const auto again = song->post("/orders", wish(), {{"Idempotency-Key", "before"}});
        QCOMPARE(again.status, first.status);
        QVERIFY(again.json().at("id") == first.json().at("id"));
        QCOMPARE(song->post("/orders", wish("짜장"), {{"Idempotency-Key", "before"}}).status, 422);
        const auto id = first.json().at("id").get<qint64>();
        QCOMPARE(song->get(path("orders", id)).status, 200);
        // Its number was another order's after the copy; the provider is not confused by that.
        const qint64 next = placed(*song);
        QVERIFY(next > id);
        QVERIFY(city.until(*song, path("orders", next),
                           [](const json& o) { return o.at("state") == "Paid"; }));
        const json contexts = city.as("admin")->get("/contexts").json();
        for (const json& context : contexts.at("_embedded").at("contexts")) {
            for (const json& page : context.at("pages")) QVERIFY(page.at("behind") == 0);
        }
    }

    void wrongPlaces_areRefused_data() {
        QTest::addColumn<QString>("file");
        QTest::newRow("outside") << "/tmp/stolen.db";
        QTest::newRow("through the parent") << "DATA/backups/../stolen.db";
        QTest::newRow("a folder that is not there") << "DATA/backups/deep/stolen.db";
        QTest::newRow("the database") << "DATA/delivery.db";
        QTest::newRow("no name") << "DATA/backups/";
        QTest::newRow("through a link") << "DATA/backups/link/stolen.db";
        QTest::newRow("there already") << "DATA/backups/there.db";
        QTest::newRow("a link that leads nowhere") << "DATA/backups/dangling.db";
    }
    void wrongPlaces_areRefused() {
        QFETCH(QString, file);
        static RealCity city;
        const QString data = city.directory() + "/data";
        QDir().mkpath(data + "/backups");
        QFile::link("/tmp", data + "/backups/link");
        QFile::link("/tmp/delivery-nowhere.db", data + "/backups/dangling.db");
        QFile there(data + "/backups/there.db");
        QVERIFY(there.open(QIODevice::WriteOnly));
        there.close();
        const auto refused = backup(*city.as("admin"), file.replace("DATA", data));
        QCOMPARE(refused.status, 409);
        QVERIFY(!QFileInfo::exists("/tmp/stolen.db"));
        QCOMPARE(there.size(), 0);
        QVERIFY(QDir(data + "/backups").entryList({"*.making*"}).isEmpty());
    }

    void fullDisk_isSaidAndLeavesNothing() {
        RealCity city(RealCity::SmallDisk{.mebibytes = 8});
        const auto admin = city.as("admin");
        city.fillDisk();
        const auto refused = backup(*admin, "full.db");
        QVERIFY2(refused.status == 507, refused.body.constData());
        city.freeDisk();
        QVERIFY2(backup(*admin, "full.db").status == 200, "with room again");
    }
};

QTEST_GUILESS_MAIN(TestE2eBackup)
#include "tst_e2e_backup.moc"
