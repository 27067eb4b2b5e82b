/// What people read: pages of collections, the menu and its changes, offers near by, what changed,
/// health and metrics.

#include <QtTest>

#include "tests/server/door_stage.h"

using namespace delivery;
using namespace delivery::tests;

class TestDoorReading : public QObject {
    Q_OBJECT

    std::unique_ptr<DoorStage> stage;

  private slots:
    void init() { stage = std::make_unique<DoorStage>(); }
    void cleanup() { stage.reset(); }

    void collection_comesInPages() {
        for (int i = 0; i < 5; ++i) stage->placed();
        const Got first = stage->as("song", "GET", "/orders?size=2&sort=id,desc");
        QCOMPARE(first.status, 200);
        QCOMPARE(first.header("content-type"), std::string{"application/hal+json"});
        QCOMPARE(first.json["_embedded"]["orders"].size(), std::size_t{2});
        QCOMPARE(first.json["_embedded"]["orders"][0]["id"].get<int>(), 5);
        QCOMPARE(first.json["page"]["totalElements"].get<int>(), 5);
        QCOMPARE(first.json["page"]["totalPages"].get<int>(), 3);
        QVERIFY(first.json["_links"].contains("profile"));
        const std::string next = first.json["_links"]["next"]["href"];
        const QByteArray path = QUrl(QString::fromStdString(next))
                                    .toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
        const Got second = stage->as("song", "GET", path);
        QCOMPARE(second.json["_embedded"]["orders"][0]["id"].get<int>(), 3);
        QCOMPARE(second.json["_links"].contains("prev"), true);
        QCOMPARE(stage->as("song", "GET", "/orders?size=1000").json["page"]["size"].get<int>(),
                 100);
        QCOMPARE(stage->as("kim", "GET", "/orders").json["page"]["totalElements"].get<int>(), 0);
        QCOMPARE(stage->as("admin", "GET", "/orders").json["page"]["totalElements"].get<int>(), 5);
    }

    void aliases_areTheSameUnderAnotherName() {
        const qint64 id = stage->placed();
        const Got pays = stage->as("song", "GET", "/pays");
        QCOMPARE(pays.json["_embedded"]["pays"][0]["orderId"].get<qint64>(), id);
        QVERIFY(
            stage->as("store1", "GET", "/storeOrders").json["_embedded"].contains("storeOrders"));
        QVERIFY(stage->as("song", "GET", "/menus").json["_embedded"].contains("menus"));
        QVERIFY(
            stage->as("song", "GET", "/customerInfos").json["_embedded"].contains("customerInfos"));
        QVERIFY(
            stage->as("song", "GET", "/deliveryLists").json["_embedded"].contains("deliveryLists"));
    }

    void head_hasNoBody() {
        const Got head = stage->as("song", "HEAD", "/orders");
        QCOMPARE(head.status, 200);
        QVERIFY(head.body.isEmpty());
    }

    void store_managesItsMenu() {
        const Got added = stage->as(
            "store1", "POST", "/foods",
            R"({"name":"우동","price":"7000","count":"3","options":[{"name":"양","required":false,
            "choices":[{"choice":"곱빼기","price":1000}]}]})");
        QCOMPARE(added.status, 201);
        const auto id = QByteArray::number(added.json["id"].get<qint64>());
        QVERIFY(added.header("location").ends_with(("/foods/" + id).toStdString()));
        QCOMPARE(added.json["storeId"].get<int>(), 1);
        QCOMPARE(added.json["count"].get<int>(), 3);

        const Got patched = stage->as("store1", "PATCH", "/menus/" + id, R"({"soldOut":true})");
        QCOMPARE(patched.status, 200);
        QCOMPARE(patched.json["soldOut"].get<bool>(), true);
        QCOMPARE(stage
                     ->as("song", "POST", "/orders",
                          R"({"foodId":"우동","qty":1,"address":"서울 용산구 용산동"})")
                     .status,
                 409);
        stage->as("store1", "PATCH", "/foods/" + id, R"({"soldOut":false,"count":"5"})");
        const Got food = stage->as("song", "GET", "/foods/" + id);
        QCOMPARE(food.json["count"].get<int>(), 5);
        QVERIFY(!food.json["_links"].contains("change"));
        const Got ordered = stage->as(
            "song", "POST", "/orders",
            R"({"lines":[{"foodId":"우동","qty":1,"options":[{"name":"양","choice":"곱빼기"}]}],
            "address":"서울 용산구 용산동"})");
        QCOMPARE(ordered.status, 201);
        QCOMPARE(ordered.json["price"].get<int>(), 8'000);
        QCOMPARE(stage->as("store1", "DELETE", "/foods/" + id).status, 204);
        QCOMPARE(stage->as("store1", "DELETE", "/foods/" + id).status, 204);
        QCOMPARE(stage->as("song", "GET", "/foods/" + id).status, 404);
    }

    void store_pausesAndResumes() {
        QCOMPARE(stage->as("store1", "PUT", "/stores/1/pause", R"({"reason":"바쁨"})").status, 200);
        const Got paused = stage->as("song", "GET", "/stores/1");
        QCOMPARE(paused.json["paused"].get<bool>(), true);
        QCOMPARE(paused.json["pauseReason"], "바쁨");
        QCOMPARE(stage->as("store1", "PUT", "/stores/1/resume").json["paused"].get<bool>(), false);
        const Got changed =
            stage->as("store1", "PUT", "/stores/1", R"({"deliveryFee":"3000","opens":"00:00"})");
        QCOMPARE(changed.json["deliveryFee"].get<int>(), 3'000);
        QCOMPARE(changed.json["name"], "용산반점");
        const Got order =
            stage->as("song", "POST", "/orders",
                      R"({"foodId":"탕수육","qty":1,"address":"서울 용산구 용산동"})");
        QCOMPARE(order.json["amount"].get<int>(), 13'000);
    }

    void offers_areNearestFirstAndOnlyOnDuty() {
        stage->cooked(stage->placed());
        const auto seen = [this](const QByteArray& query) {
            return stage->as("rider1", "GET", "/deliveries" + query)
                .json["_embedded"]["deliveries"]
                .size();
        };
        QCOMPARE(seen(""), std::size_t{1});
        QCOMPARE(seen("?lat=37.4&lng=126.9"), std::size_t{0});
        QCOMPARE(seen("?lat=37.4&lng=126.9&radius=100"), std::size_t{1});
        QCOMPARE(seen("?lat=37.536&lng=126.98&radius=101"), std::size_t{0});
        const Got off = stage->as("rider1", "PUT", "/riders/rider1",
                                  R"({"onDuty":false,"lat":37.53,"lng":126.98})");
        QCOMPARE(off.status, 200);
        QCOMPARE(off.json["onDuty"].get<bool>(), false);
        QCOMPARE(off.json["lat"].get<double>(), 37.53);
        QCOMPARE(seen(""), std::size_t{0});
        QCOMPARE(stage->as("rider1", "PUT", "/riders/rider2", R"({"onDuty":true})").status, 404);
    }

    void changes_areToldOnceAndGoOn() {
        const Got before = stage->as("song", "GET", "/changes");
        QCOMPARE(before.status, 200);
        const qint64 id = stage->placed();
        const auto after = QByteArray::fromStdString(before.json["next"]);
        const Got changed = stage->as("song", "GET", "/changes?after=" + after);
        QCOMPARE(changed.json["changes"].size(), std::size_t{1});
        QCOMPARE(changed.json["changes"][0]["id"].get<qint64>(), id);
        QCOMPARE(changed.json["more"].get<bool>(), false);
        const auto next = QByteArray::fromStdString(changed.json["next"]);
        QCOMPARE(stage->as("song", "GET", "/changes?after=" + next).json["changes"].size(),
                 std::size_t{0});
        QCOMPARE(stage->as("kim", "GET", "/changes").json["changes"].size(), std::size_t{0});
        QCOMPARE(stage->as("store1", "GET", "/changes").json["changes"].size(), std::size_t{1});
    }

    void changes_leaveATombstoneForTheSlowerRider() {
        const qint64 id = stage->placed();
        stage->cooked(id);
        const Got offered = stage->as("rider2", "GET", "/changes");
        QCOMPARE(offered.json["changes"][0]["id"].get<qint64>(), id);
        const auto after = QByteArray::fromStdString(offered.json["next"]);
        stage->as("rider1", "PUT", "/deliveries/" + QByteArray::number(id) + "/pick");
        const Got gone = stage->as("rider2", "GET", "/changes?after=" + after);
        QCOMPARE(gone.json["changes"].size(), std::size_t{1});
        QCOMPARE(gone.json["changes"][0]["gone"].get<bool>(), true);
    }

    /// More than one answer holds, and the first of them went on after they left the offers.
    void manyChanges_areAllToldToRiders() {
        constexpr int offers = 503;
        for (int i = 0; i < offers; ++i) stage->cooked(stage->placed());
        for (int id : {1, 2}) {
            const QByteArray path = "/deliveries/" + QByteArray::number(id);
            for (const char* step : {"/pick", "/collect", "/deliver"}) {
                QCOMPARE(stage->as("rider1", "PUT", path + step).status, 200);
            }
        }
        std::map<qint64, bool> told;
        QByteArray after;
        bool more = true;
        for (int page = 0; more && page < 5; ++page) {
            const Got got = stage->as("rider2", "GET", "/changes?after=" + after);
            QCOMPARE(got.status, 200);
            QVERIFY(got.json["changes"].size() <= 500);
            for (const auto& change : got.json["changes"]) {
                told[change["id"].get<qint64>()] = change.value("gone", false);
            }
            after = QByteArray::fromStdString(got.json["next"]);
            more = got.json["more"].get<bool>();
        }
        QVERIFY(!more);
        QCOMPARE(told.size(), std::size_t{offers});
        for (const auto& [id, gone] : told) QCOMPARE(gone, id <= 2);
    }

    void notices_areTheCustomersOwn() {
        stage->placed();
        const Got own = stage->as("song", "GET", "/notificationLogs");
        QVERIFY(own.json["page"]["totalElements"].get<int>() >= 1);
        QCOMPARE(own.json["_embedded"]["notificationLogs"][0]["customerId"], "song");
        QCOMPARE(
            stage->as("kim", "GET", "/notificationLogs").json["page"]["totalElements"].get<int>(),
            0);
        QCOMPARE(stage->as("kim", "GET", "/notificationLogs?customerId=song").status, 403);
    }

    void operators_lookAtHealthAndMetrics() {
        QCOMPARE(stage->call("GET", "/actuator/health").json["status"], "UP");
        QCOMPARE(stage->call("GET", "/actuator/health/liveness").status, 200);
        stage->door->addHealth("charge", [] {
            return door::HealthState{false, "the breaker is open", false};
        });
        stage->door->addGauge("delivery_breaker_open{operation=\"charge\"}", "1 while open",
                              [] { return 1.0; });
        const Got health = stage->call("GET", "/actuator/health");
        QCOMPARE(health.status, 200);
        QCOMPARE(health.json["components"]["charge"]["status"], "DOWN");
        const Got metrics = stage->call("GET", "/metrics");
        QVERIFY(metrics.body.contains("delivery_breaker_open{operation=\"charge\"} 1\n"));
        QVERIFY(metrics.body.contains("\ndelivery_commands_total "));
        QVERIFY(metrics.body.contains("\ndelivery_http_requests_total "));
        QCOMPARE(stage->call("GET", "/openapi.json").json["openapi"], "3.0.3");
        stage->door->leave();
        QCOMPARE(stage->call("GET", "/actuator/health/readiness").status, 503);
        QCOMPARE(stage->call("GET", "/actuator/health/liveness").status, 200);
    }

    void admin_seesAndMakesAccounts() {
        const Got made =
            stage->as("admin", "POST", "/accounts",
                      R"({"userId":"rider9","password":"rider-1234","name":"구","role":"rider"})");
        QCOMPARE(made.status, 201);
        const Got all = stage->as("admin", "GET", "/accounts?size=100");
        QCOMPARE(all.json["page"]["totalElements"].get<int>(), 8);
        QVERIFY(!all.body.contains("argon2"));
        const Got store = stage->as(
            "admin", "POST", "/stores",
            R"({"name":"새가게","owner":"store1","address":"서울 용산구 한남동","pickupOnly":true})");
        QCOMPARE(store.status, 201);
        QVERIFY(store.json["lat"].get<double>() > 37.0);
        QCOMPARE(stage->as("admin", "GET", "/escalations").json["page"]["totalElements"].get<int>(),
                 0);
        stage->tokenOf("song");
        QVERIFY(stage->as("admin", "GET", "/sessions").json["page"]["totalElements"].get<int>() >=
                2);
    }
};

QTEST_GUILESS_MAIN(TestDoorReading)
#include "tst_door_reading.moc"
