/// Pictures of dishes over HTTP: who may set them, what is taken, and what everybody gets.

#include <QtTest>

#include "shop/picture.h"
#include "tests/server/door_stage.h"
#include "tests/support/pictures.h"

using namespace delivery;
using namespace delivery::tests;

namespace {

QByteArray bytes(const std::string& picture) { return QByteArray::fromStdString(picture); }

}  // namespace

class TestDoorPictures : public QObject {
    Q_OBJECT

    std::unique_ptr<DoorStage> stage;

    Got put(const std::string& user, const std::string& picture,
            const QByteArray& path = "/foods/1/picture",
            const std::map<QByteArray, QByteArray>& headers = {}) {
        return stage->as(user, "PUT", path, bytes(picture), headers);
    }
    nlohmann::json food() { return stage->as("song", "GET", "/foods/1").json; }

  private slots:
    void init() { stage = std::make_unique<DoorStage>(); }

    void ownStore_sets_everybodyGetsIt() {
        QVERIFY(food().at("picture").is_null());
        QVERIFY(!food().at("_links").contains("picture"));
        const std::string picture = png(640, 480, "bytes \n and more");
        const Got set = put("store1", picture);
        QCOMPARE(set.status, 200);
        const std::string href = set.json.at("_links").at("picture").at("href");
        QVERIFY(href.find("/foods/1/picture?v=") != std::string::npos);
        QCOMPARE(food().at("picture").get<std::string>(), href);

        const Got got = stage->call("GET", "/foods/1/picture");
        QCOMPARE(got.status, 200);
        QCOMPARE(got.body, bytes(picture));
        QCOMPARE(got.header("content-type"), std::string("image/png"));
        QCOMPARE(got.header("cache-control"), std::string("public, max-age=300"));
        QCOMPARE(got.header("x-content-type-options"), std::string("nosniff"));
        const QByteArray tag = QByteArray::fromStdString(got.header("etag"));
        QVERIFY(tag.startsWith('"') && tag.size() == 66);
        QCOMPARE(stage->call("GET", "/menus/1/picture").status, 200);

        const Got same =
            stage->call("GET", "/foods/1/picture", {}, {}, {{"If-None-Match", "W/\"x\", " + tag}});
        QCOMPARE(same.status, 304);
        QVERIFY(same.body.isEmpty());
        QCOMPARE(
            stage->call("GET", "/foods/1/picture", {}, {}, {{"If-None-Match", "\"old\""}}).status,
            200);
        const Got head = stage->call("HEAD", "/foods/1/picture");
        QCOMPARE(head.status, 200);
        QCOMPARE(head.header("etag"), tag.toStdString());
    }

    void refusedPictures_changeNothing_data() {
        QTest::addColumn<QByteArray>("picture");
        QTest::addColumn<int>("status");
        QTest::newRow("text") << QByteArray("<svg onload=alert(1)>") << 415;
        QTest::newRow("nothing") << QByteArray() << 415;
        QTest::newRow("gif") << QByteArray("GIF89a and so on") << 415;
        QTest::newRow("too wide") << bytes(png(4097, 10)) << 400;
        QTest::newRow("unreadable") << bytes(png(9, 9)).left(20) << 400;
        QTest::newRow("too heavy")
            << bytes(png(9, 9, std::string(shop::pictureBytesMax, 'x'))) << 413;
    }
    void refusedPictures_changeNothing() {
        QFETCH(QByteArray, picture);
        QFETCH(int, status);
        const auto before = stage->position();
        QCOMPARE(put("store1", picture.toStdString()).status, status);
        QCOMPARE(stage->position(), before);
        QCOMPARE(stage->call("GET", "/foods/1/picture").status, 404);
        QCOMPARE(food().at("_links").contains("picture"), false);
    }

    void heaviestPicture_isTaken_otherRoutesStaySmall() {
        const std::string picture = jpeg(4096, 4096);
        const std::string padded =
            picture + std::string(shop::pictureBytesMax - picture.size(), 'x');
        QCOMPARE(put("store1", padded).status, 200);
        QCOMPARE(stage->call("GET", "/foods/1/picture").body.size(),
                 static_cast<qsizetype>(shop::pictureBytesMax));
        QCOMPARE(stage->as("store1", "PATCH", "/foods/1", bytes(padded)).status, 413);
    }

    void othersMayNot() {
        const std::string picture = webpLossy(30, 20);
        QCOMPARE(put("store2", picture).status, 404);
        QCOMPARE(put("song", picture).status, 403);
        QCOMPARE(put("rider1", picture).status, 403);
        QCOMPARE(stage->call("PUT", "/foods/1/picture", bytes(picture)).status, 401);
        QCOMPARE(put("store1", picture, "/foods/999/picture").status, 404);
        QCOMPARE(put("store1", picture, "/foods/x/picture").status, 404);
        QCOMPARE(stage->call("GET", "/foods/1/picture").status, 404);
        QCOMPARE(stage->call("GET", "/foods/999/picture").status, 404);
        QCOMPARE(put("admin", picture).status, 200);
        QCOMPARE(stage->as("store2", "DELETE", "/foods/1/picture").status, 404);
        QCOMPARE(stage->call("GET", "/foods/1/picture").status, 200);
    }

    void replacedPicture_isTheNewOne() {
        QCOMPARE(put("store1", png(10, 10)).status, 200);
        const std::string before = food().at("picture");
        const auto position = stage->position();
        QCOMPARE(put("store1", png(10, 10)).status, 200);
        QCOMPARE(stage->position(), position);
        QCOMPARE(put("store1", webpLossless(20, 20)).status, 200);
        QVERIFY(food().at("picture").get<std::string>() != before);
        const Got got = stage->call("GET", "/foods/1/picture");
        QCOMPARE(got.header("content-type"), std::string("image/webp"));
        QCOMPARE(got.body, bytes(webpLossless(20, 20)));
    }

    void removedPicture_andRemovedDish_areGone() {
        QCOMPARE(put("store1", png(10, 10)).status, 200);
        QCOMPARE(stage->as("store1", "DELETE", "/foods/1/picture").status, 204);
        QCOMPARE(stage->as("store1", "DELETE", "/foods/1/picture").status, 204);
        QCOMPARE(stage->call("GET", "/foods/1/picture").status, 404);
        QVERIFY(food().at("picture").is_null());

        QCOMPARE(put("store1", png(10, 10)).status, 200);
        QCOMPARE(stage->as("store1", "DELETE", "/foods/1").status, 204);
        QCOMPARE(stage->call("GET", "/foods/1/picture").status, 404);
        QCOMPARE(put("store1", png(10, 10)).status, 404);
    }

    /// Two pictures under one key are two requests.
    void sameKey_withOtherBytes_isRefused() {
        const std::map<QByteArray, QByteArray> key{{"Idempotency-Key", "picture-1"}};
        QCOMPARE(put("store1", png(10, 10), "/foods/1/picture", key).status, 200);
        QCOMPARE(put("store1", png(10, 10), "/foods/1/picture", key).status, 200);
        QCOMPARE(put("store1", png(11, 11), "/foods/1/picture", key).status, 422);
    }

    void pausedMenu_takesNone_givesAll() {
        QCOMPARE(put("store1", png(10, 10)).status, 200);
        stage->must({UserId{"admin"}, Role::Admin, std::nullopt}, desk::PauseContext{"menu", true});
        QCOMPARE(put("store1", png(11, 11)).status, 503);
        QCOMPARE(stage->call("GET", "/foods/1/picture").body, bytes(png(10, 10)));
    }
};

QTEST_GUILESS_MAIN(TestDoorPictures)
#include "tst_door_pictures.moc"
