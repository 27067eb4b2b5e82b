/// An order's whole life over HTTP, every way back, and repeats that change nothing.

#include <QtTest>

#include "tests/server/door_stage.h"

using namespace delivery;
using namespace delivery::tests;

namespace {

QByteArray at(const char* resource, qint64 id, const char* verb = "") {
    return "/" + QByteArray(resource) + "/" + QByteArray::number(id) + verb;
}

constexpr const char* sweetAndSour =
    R"({"foodId":"탕수육","qty":"2","price":"10000","address":"서울 용산구 용산동 1-1"})";

}  // namespace

class TestDoorOrders : public QObject {
    Q_OBJECT

    std::unique_ptr<DoorStage> stage;

  private slots:
    void init() { stage = std::make_unique<DoorStage>(); }
    void cleanup() { stage.reset(); }

    void fromPlacingToConfirmed() {
        const Got placed = stage->as("song", "POST", "/orders", sweetAndSour);
        QCOMPARE(placed.status, 201);
        QCOMPARE(placed.header("content-type"), std::string{"application/json"});
        const auto id = placed.json["id"].get<qint64>();
        QVERIFY(placed.header("location").ends_with(at("orders", id).toStdString()));
        QCOMPARE(placed.json["status"], "결제완료");
        QCOMPARE(placed.json["amount"].get<int>(), 20'000);
        QCOMPARE(placed.json["address"], "서울 용산구 용산동 1-1");
        QCOMPARE(placed.json["area"], "서울 용산구 용산동");
        QVERIFY(placed.json["_links"].contains("cancel"));
        QCOMPARE(placed.json["_links"]["self"]["href"], placed.header("location"));

        const Got accepted = stage->as("store1", "PUT", at("foodCookings", id, "/accept"),
                                       R"({"cookMinutes":"20"})");
        QCOMPARE(accepted.status, 200);
        QCOMPARE(accepted.json["status"], "주문접수됨");
        QVERIFY(accepted.json.contains("readyBy"));
        QCOMPARE(stage->as("store1", "PUT", at("storeOrders", id, "/start")).json["state"],
                 "Cooking");
        QCOMPARE(stage->as("song", "DELETE", at("orders", id)).status, 409);
        QCOMPARE(stage->as("store1", "PUT", at("foodCookings", id, "/finish")).status, 200);

        // What was promised stays in sight until it is there.
        const auto promisedTo = [&] {
            return stage->as("song", "GET", at("myPages", id)).json.value("readyBy", std::string{});
        };
        QCOMPARE(promisedTo(), accepted.json["readyBy"].get<std::string>());

        // When the answer to "finish" is there, the riders' list has it.
        const Got near = stage->as("rider1", "GET", "/deliveries");
        QCOMPARE(near.json["_embedded"]["deliveries"].size(), std::size_t{1});
        const auto& offer = near.json["_embedded"]["deliveries"][0];
        QCOMPARE(offer["address"], "서울 용산구 용산동");
        QVERIFY(!offer.contains("phone"));
        QVERIFY(offer["distances"]["toStoreMeters"].get<int>() < 2'000);
        QVERIFY(offer["_links"].contains("pick"));

        const Got picked = stage->as("rider1", "PUT", at("deliveries", id, "/pick"));
        QCOMPARE(picked.status, 200);
        QCOMPARE(picked.json["address"], "서울 용산구 용산동 1-1");
        QCOMPARE(picked.json["phone"], "010-0000-0000");
        const QByteArray fence =
            R"({"fence":)" + QByteArray::number(picked.json["fence"].get<int>()) + "}";
        QCOMPARE(stage->as("rider1", "PUT", at("deliveries", id, "/collect"), fence).status, 200);
        const Got delivered =
            stage->as("rider1", "PUT", at("deliveryLists", id, "/deliver"), fence);
        QCOMPARE(delivered.status, 200);
        QCOMPARE(delivered.json["address"], "서울 용산구 용산동");
        QVERIFY(!delivered.json.contains("phone"));
        QCOMPARE(promisedTo(), std::string{});

        const Got confirmed = stage->as("song", "PUT", at("orders", id, "/confirm"));
        QCOMPARE(confirmed.json["status"], "거래완료");
        const Got rated = stage->as("song", "PUT", at("orders", id, "/rate"),
                                    R"({"stars":"5","text":"맛있어요"})");
        QCOMPARE(rated.status, 200);
        QCOMPARE(rated.json["text"], "맛있어요");
        QCOMPARE(stage->as("song", "PUT", at("orders", id, "/rate"), R"({"stars":4})").status, 409);
        QCOMPARE(stage->as("store1", "PUT", at("reviews", id, "/answer"), R"({"text":"감사"})")
                     .json["answer"],
                 "감사");

        const Got page = stage->as("song", "GET", at("myPages", id));
        QCOMPARE(page.header("content-type"), std::string{"application/hal+json"});
        QVERIFY(page.json["timeline"].size() >= 8);
        QCOMPARE(page.json["stars"].get<int>(), 5);
        QCOMPARE(stage->as("song", "GET", "/points").json["balance"].get<int>(), 200);
        QCOMPARE(
            stage->as("rider1", "GET", "/riders/rider1").json["today"]["deliveries"].get<int>(), 1);
        const Got top = stage->as("song", "GET", "/topMenus?sort=orderCount,desc");
        QCOMPARE(top.json["_embedded"]["topMenus"][0]["name"], "탕수육");
        const Got counts = stage->as("store1", "GET", "/foodCounts");
        QCOMPARE(counts.json["_embedded"]["foodCounts"][0]["count"].get<int>(), 2);
        QCOMPARE(stage->as("rider1", "GET", "/riderCounts")
                     .json["_embedded"]["riderCounts"][0]["count"]
                     .get<int>(),
                 1);
    }

    /// Far back it is not read at all: what lies there is broken, and nobody notices.
    void ridersDay_endsWhereYesterdaysOrdersDo() {
        auto owned = std::make_unique<MemoryLedger>();
        MemoryLedger& ledger = *owned;
        DoorStage own(DoorStage::generous(), std::move(owned));
        const auto deliver = [&] {
            const qint64 id = own.placed();
            own.cooked(id);
            const Got picked = own.as("rider1", "PUT", at("deliveries", id, "/pick"));
            const QByteArray fence =
                R"({"fence":)" + QByteArray::number(picked.json["fence"].get<int>()) + "}";
            for (const char* step : {"/collect", "/deliver"}) {
                const Got got = own.as("rider1", "PUT", at("deliveries", id, step), fence);
                if (got.status != 200) qFatal("%s", got.body.constData());
            }
            return std::to_string(id);
        };
        const std::string oldest = deliver();
        deliver();
        own.clock.advance(days(2));
        deliver();
        LedgerRows rows = ledger.snapshot();
        rows.pageRows.at({"rider", oldest}).body = "?";
        ledger.restore(std::move(rows));
        const Got rider = own.as("rider1", "GET", "/riders/rider1");
        QCOMPARE(rider.status, 200);
        QCOMPARE(rider.json["today"]["deliveries"].get<int>(), 1);
        // Who says where they are is told no sums.
        const Got place =
            own.as("rider1", "PUT", "/riders/rider1", R"({"lat":37.53,"lng":126.98})");
        QCOMPARE(place.status, 200);
        QCOMPARE(place.json["lat"].get<double>(), 37.53);
        QVERIFY(!place.json.contains("today"));
        const Got duty = own.as("rider1", "PUT", "/riders/rider1", R"({"onDuty":true})");
        QVERIFY(duty.json.contains("today"));
    }

    void promise_canBeChanged_whileItIsOffered() {
        const qint64 id = stage->placed();
        const QByteArray where = at("foodCookings", id, "/promise");
        const auto offers = [&] {
            const Got ticket = stage->as("store1", "GET", at("foodCookings", id));
            return ticket.json["_links"].contains("promise");
        };
        QVERIFY(!offers());
        const Got early = stage->as("store1", "PUT", where, R"({"cookMinutes":30})");
        QCOMPARE(early.status, 409);
        QCOMPARE(early.json["code"].get<int>(), 207);
        const Got accepted =
            stage->as("store1", "PUT", at("foodCookings", id, "/accept"), R"({"cookMinutes":20})");
        const auto link = accepted.json["_links"]["promise"]["href"].get<std::string>();
        QVERIFY(link.ends_with(where.toStdString()));
        const Got changed = stage->as("store1", "PUT", where, R"({"cookMinutes":30})");
        QCOMPARE(changed.status, 200);
        QCOMPARE(changed.json["state"], "Accepted");
        QVERIFY(changed.json["readyBy"].get<std::string>() >
                accepted.json["readyBy"].get<std::string>());
        const Got seen = stage->as("song", "GET", at("myPages", id));
        QCOMPARE(seen.json["readyBy"], changed.json["readyBy"]);
        const auto last = seen.json["timeline"].back();
        QCOMPARE(last["event"], "PromiseChanged");
        QCOMPARE(last["by"], "store");
        QCOMPARE(last["readyBy"], changed.json["readyBy"]);
        const Got notices = stage->as("song", "GET", "/notificationLogs");
        const auto notice = notices.json["_embedded"]["notificationLogs"][0];
        QCOMPARE(notice["state"], "PromiseChanged");
        QCOMPARE(notice["readyBy"], changed.json["readyBy"]);
        QCOMPARE(stage->as("store1", "PUT", where, R"({"cookMinutes":181})").status, 400);
        QCOMPARE(stage->as("store1", "PUT", where, "{}").status, 400);
        stage->as("store1", "PUT", at("foodCookings", id, "/start"));
        QVERIFY(offers());
        QCOMPARE(
            stage->as("store1", "PUT", at("storeOrders", id, "/promise"), R"({"cookMinutes":5})")
                .status,
            200);
        stage->as("store1", "PUT", at("foodCookings", id, "/finish"));
        QVERIFY(!offers());
        QCOMPARE(stage->as("store1", "PUT", where, R"({"cookMinutes":30})").json["code"].get<int>(),
                 210);
    }

    void cancelled_leavesTheListAndStaysReadable() {
        const qint64 id = stage->placed();
        QCOMPARE(stage->as("song", "DELETE", at("orders", id)).status, 204);
        QCOMPARE(stage->as("song", "DELETE", at("orders", id)).status, 204);
        const Got list = stage->as("song", "GET", "/orders");
        QCOMPARE(list.json["page"]["totalElements"].get<int>(), 0);
        QCOMPARE(list.json["_embedded"]["orders"].size(), std::size_t{0});
        const Got one = stage->as("song", "GET", at("orders", id));
        QCOMPARE(one.json["status"], "주문취소");
        QCOMPARE(one.json["cancelReason"], "CustomerAsked");
        QTRY_COMPARE(stage->as("song", "GET", at("payments", id)).json["refund"], "done");
        QCOMPARE(stage->as("song", "GET", at("pays", id)).json["status"], "주문취소");

        const Got ticket = stage->as("store1", "GET", at("foodCookings", id));
        QVERIFY(ticket.json["_links"].contains("acknowledge"));
        const Got seen = stage->as("store1", "PUT", at("foodCookings", id, "/acknowledge"));
        QCOMPARE(seen.status, 200);
        QCOMPARE(seen.json["acknowledged"].get<bool>(), true);
        QVERIFY(!stage->as("store1", "GET", at("foodCookings", id))
                     .json["_links"]
                     .contains("acknowledge"));
    }

    void patch_cancelsToo() {
        const qint64 id = stage->placed();
        const Got patched = stage->as("song", "PATCH", at("orders", id),
                                      R"({"status":"OrderCanceled","reason":"마음이 바뀜"})");
        QCOMPARE(patched.status, 200);
        QCOMPARE(patched.json["status"], "주문취소");
        QCOMPARE(patched.json["reason"], "마음이 바뀜");
    }

    void rejected_saysWhy() {
        const qint64 id = stage->placed();
        const Got rejected = stage->as("store1", "PUT", at("foodCookings", id, "/reject"),
                                       R"({"reason":"재료 소진"})");
        QCOMPARE(rejected.status, 200);
        QCOMPARE(stage->as("song", "GET", at("orders", id)).json["reason"], "재료 소진");
    }

    void declined_isPaidByAnotherAttempt() {
        stage->provider = Provider::Declines;
        const Got placed = stage->as("song", "POST", "/orders", sweetAndSour);
        QCOMPARE(placed.status, 201);
        QCOMPARE(placed.json["status"], "결제실패");
        const auto id = placed.json["id"].get<qint64>();
        QCOMPARE(stage->as("store1", "GET", at("foodCookings", id)).status, 404);
        QCOMPARE(
            stage->as("store1", "PUT", at("foodCookings", id, "/accept"), R"({"cookMinutes":20})")
                .status,
            404);
        stage->provider = Provider::Approves;
        QVERIFY(stage->as("song", "GET", at("payments", id)).json["_links"].contains("pay"));
        QCOMPARE(stage->as("song", "PUT", at("payments", id, "/pay")).status, 200);
        QTRY_COMPARE(stage->as("song", "GET", at("orders", id)).json["status"], "결제완료");
    }

    void deferred_isAccepted202() {
        stage->provider = Provider::CannotBeReached;
        const Got placed = stage->as("song", "POST", "/orders", sweetAndSour);
        QCOMPARE(placed.status, 202);
        QVERIFY(!placed.header("retry-after").empty());
        QCOMPARE(placed.json["status"], "결제대기");
    }

    void repeat_getsTheSameAnswer() {
        const std::map<QByteArray, QByteArray> key{{"Idempotency-Key", "order-1"}};
        const Got first = stage->as("song", "POST", "/orders", sweetAndSour, key);
        QCOMPARE(first.status, 201);
        // The same content, written differently.
        const Got again = stage->as(
            "song", "POST", "/orders",
            R"({ "address":"서울 용산구 용산동 1-1", "price":10000,"qty":2,"foodId":"탕수육"})",
            key);
        QCOMPARE(again.status, 201);
        QCOMPARE(again.body, first.body);
        QCOMPARE(again.header("location"), first.header("location"));
        const Got other =
            stage->as("song", "POST", "/orders",
                      R"({"foodId":"짜장","qty":1,"address":"서울 용산구 용산동"})", key);
        QCOMPARE(other.status, 422);
        QCOMPARE(other.json["name"], "CommandIdReused");
        // Keys are per person.
        QCOMPARE(stage->as("kim", "POST", "/orders", sweetAndSour, key).status, 201);
        QCOMPARE(stage->as("song", "GET", "/orders").json["page"]["totalElements"].get<int>(), 1);
    }

    void repeatOfAPick_isAnsweredAfterItWasTaken() {
        const qint64 id = stage->placed();
        stage->cooked(id);
        const std::map<QByteArray, QByteArray> key{{"Idempotency-Key", "pick-1"}};
        const QByteArray pick = at("deliveries", id, "/pick");
        const Got first = stage->as("rider1", "PUT", pick, {}, key);
        QCOMPARE(first.status, 200);
        QCOMPARE(stage->as("rider1", "PUT", at("deliveries", id, "/release")).status, 200);
        QCOMPARE(stage->as("rider2", "PUT", pick).status, 200);
        QCOMPARE(stage->as("rider1", "PUT", pick, {}, key).body, first.body);
    }

    void badKeys_areRefused() {
        for (const QByteArray& key : {QByteArray(129, 'k'), QByteArray("two words")}) {
            const Got got =
                stage->as("song", "POST", "/orders", sweetAndSour, {{"Idempotency-Key", key}});
            QCOMPARE(got.status, 400);
        }
    }

    void twoRidersAtOnce_oneWins() {
        for (int i = 0; i < 10; ++i) {
            const qint64 id = stage->placed();
            stage->cooked(id);
            const QByteArray pick = at("deliveries", id, "/pick");
            const auto [one, two] = stage->both("rider1", pick, "rider2", pick);
            QCOMPARE(std::min(one.status, two.status), 200);
            const Got& late = one.status == 200 ? two : one;
            QCOMPARE(late.status, 409);
            QVERIFY(late.json.contains("state"));
            const std::string winner = one.status == 200 ? "rider1" : "rider2";
            stage->as(winner, "PUT", at("deliveries", id, "/collect"));
            stage->as(winner, "PUT", at("deliveries", id, "/deliver"));
        }
    }

    void pickup_needsNoAddress() {
        const Got placed =
            stage->as("song", "POST", "/orders", R"({"foodId":"짜장","qty":1,"pickup":true})");
        QCOMPARE(placed.status, 201);
        QCOMPARE(placed.json["pickup"].get<bool>(), true);
        const auto id = placed.json["id"].get<qint64>();
        stage->cooked(id);
        QCOMPARE(stage->as("rider1", "PUT", at("deliveries", id, "/pick")).status, 404);
        QCOMPARE(stage->as("song", "PUT", at("orders", id, "/confirm")).status, 200);
    }

    void admin_actsForACustomer() {
        const Got placed = stage->as(
            "admin", "POST", "/orders",
            R"({"customerId":"song","foodId":"짜장","qty":1,"address":"서울 용산구 용산동"})");
        QCOMPARE(placed.status, 201);
        QCOMPARE(placed.json["customerId"], "song");
        const Got foreign = stage->as(
            "kim", "POST", "/orders",
            R"({"customerId":"song","foodId":"짜장","qty":1,"address":"서울 용산구 용산동"})");
        QCOMPARE(foreign.status, 403);
    }
};

QTEST_GUILESS_MAIN(TestDoorOrders)
#include "tst_door_orders.moc"
