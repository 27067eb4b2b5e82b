/// One order from placing to 배송확인, and every way back, on the real server with the real sandbox
/// process.

#include <QtTest>

#include "tests/e2e/places.h"

using namespace delivery::tests;

class TestE2eLife : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> city;
    std::unique_ptr<BlockingHttp> song, store, rider, admin;

    json order(qint64 id) { return song->get(path("orders", id)).json(); }
    bool refunded(qint64 id) {
        return city->until(*song, path("orders", id),
                           [](const json& o) { return o.at("refund") == "done"; });
    }

  private slots:
    void initTestCase() {
        city = std::make_unique<RealCity>();
        song = city->as("song");
        store = city->as("store1");
        rider = city->as("rider1");
        admin = city->as("admin");
    }

    void R03_R14_fromPlacingToConfirmed() {
        const auto answer = song->post("/orders", wish("탕수육", 2));
        QCOMPARE(answer.status, 201);
        QVERIFY(answer.headers.value("content-type").startsWith("application/json"));
        const json body = answer.json();
        const auto id = body.at("id").get<qint64>();
        QVERIFY(answer.headers.value("location").endsWith(path("orders", id)));
        QCOMPARE(QString::fromStdString(body.at("status")), "결제완료");
        QCOMPARE(body.at("amount").get<int>(), 20'000);
        QCOMPARE(body.at("price").get<int>(), 10'000);
        QCOMPARE(body.at("qty").get<int>(), 2);
        QVERIFY(body.at("_links").contains("cancel"));
        QVERIFY(!body.at("_links").contains("confirm"));

        QCOMPARE(QString::fromStdString(
                     step(*store, path("foodCookings", id, "accept"), {{"cookMinutes", "20"}})
                         .at("status")),
                 "주문접수됨");
        step(*store, path("foodCookings", id, "start"));
        QCOMPARE(QString::fromStdString(order(id).at("status")), "요리시작됨");
        QVERIFY(!order(id).at("_links").contains("cancel"));
        step(*store, path("foodCookings", id, "finish"));
        step(*rider, path("deliveries", id, "pick"));
        step(*rider, path("deliveries", id, "collect"));
        QCOMPARE(QString::fromStdString(order(id).at("status")), "배송시작됨");
        step(*rider, path("deliveries", id, "deliver"));
        QCOMPARE(QString::fromStdString(order(id).at("status")), "배송완료됨");
        QCOMPARE(QString::fromStdString(step(*song, path("orders", id, "confirm")).at("status")),
                 "거래완료");
        QCOMPARE(city->heldAtProvider(id), 20'000);
        const json page = song->get(path("myPages", id)).json();
        QVERIFY(page.at("timeline").size() >= 7);
        step(*song, path("orders", id, "rate"), {{"stars", 5}, {"text", "맛있어요"}});
        QCOMPARE(song->put(path("orders", id, "rate"), {{"stars", 4}}).status, 409);
    }

    void R04_pointsAreEarnedSpentAndGoBack() {
        const auto balance = [&] { return song->get("/points").json().at("balance").get<int>(); };
        const int before = balance();
        const qint64 id = placed(*song);
        QCOMPARE(balance(), before + 100);
        QCOMPARE(song->erase(path("orders", id)).status, 204);
        QCOMPARE(balance(), before);
        QVERIFY(refunded(id));
        QCOMPARE(city->heldAtProvider(id), 0);
    }

    void R08_cancelledOrder_leavesTheListAndStaysReadable() {
        const qint64 id = placed(*song);
        QCOMPARE(song->request("PATCH", path("orders", id), R"({"status":"OrderCanceled"})").status,
                 200);
        QCOMPARE(song->erase(path("orders", id)).status, 204);
        QCOMPARE(QString::fromStdString(order(id).at("status")), "주문취소");
        const json list = song->get("/orders?size=100").json();
        for (const auto& row : list.at("_embedded").at("orders")) QVERIFY(row.at("id") != id);
        QCOMPARE(song->get(path("myPages", id)).status, 200);
        QVERIFY(refunded(id));
    }

    void R06_rejectedOrder_saysWhyAndIsRefunded() {
        const qint64 id = placed(*song);
        step(*store, path("foodCookings", id, "reject"), {{"reason", "재료 소진"}});
        const json seen = order(id);
        QCOMPARE(QString::fromStdString(seen.at("status")), "주문거절됨");
        QCOMPARE(QString::fromStdString(seen.at("reason")), "재료 소진");
        QVERIFY(refunded(id));
        QCOMPARE(city->heldAtProvider(id), 0);
    }

    void R21_storeCancelsAfterThePick_theRiderIsFree() {
        const qint64 id = placed(*song);
        cook(*store, id);
        step(*rider, path("deliveries", id, "pick"));
        step(*store, path("foodCookings", id, "cancel"), {{"reason", "주방 사고"}});
        QCOMPARE(rider->put(path("deliveries", id, "collect")).status / 100, 4);
        const qint64 next = placed(*song);
        cook(*store, next);
        step(*rider, path("deliveries", next, "pick"));
        step(*rider, path("deliveries", next, "collect"));
        step(*rider, path("deliveries", next, "deliver"));
        QVERIFY(refunded(id));
    }

    void R26_pickupNeedsNoAddressAndNoCourier() {
        auto owner = city->as("store3");
        const qint64 id = placed(*song, {{"foodId", 1}, {"qty", "1"}});
        QCOMPARE(order(id).at("pickup").get<bool>(), true);
        cook(*owner, id);
        QCOMPARE(rider->put(path("deliveries", id, "pick")).status / 100, 4);
        QCOMPARE(QString::fromStdString(step(*song, path("orders", id, "confirm")).at("status")),
                 "거래완료");
    }

    void gracefulStopAndStart_keepEverything() {
        const qint64 id = placed(*song);
        QVERIFY(city->stop());
        QVERIFY(city->start());
        song = city->as("song");
        store = city->as("store1");
        rider = city->as("rider1");
        QCOMPARE(QString::fromStdString(order(id).at("status")), "결제완료");
        step(*store, path("foodCookings", id, "accept"), {{"cookMinutes", 20}});
    }
};

QTEST_GUILESS_MAIN(TestE2eLife)
#include "tst_e2e_life.moc"
