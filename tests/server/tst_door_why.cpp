/// Why an order is as it is, and where an address lies, as the door tells it to each who may ask.

#include <QtTest>

#include "place/geocoder.h"
#include "tests/server/door_stage.h"

using namespace delivery;
using namespace delivery::tests;
using nlohmann::json;

namespace {

/// Says what a test wants, when it wants.
class PlayedGeocoder : public place::Geocoder {
  public:
    void find(const std::string& address, Found found) override {
        asked.push_back(address);
        waiting = std::move(found);
        if (answersAtOnce) answer();
    }
    void answer() {
        if (waiting) std::exchange(waiting, {})(says);
    }
    std::optional<place::Place> says =
        place::Place{"서울 용산구 한남동", {37'534'000, 127'003'000}, place::Accuracy::Exact, 50};
    bool answersAtOnce = true;
    std::vector<std::string> asked;
    Found waiting;
};

QByteArray at(const char* resource, qint64 id, const char* rest) {
    return QByteArray("/") + resource + "/" + QByteArray::number(id) + rest;
}

std::vector<std::string> eventsOf(const json& why) {
    std::vector<std::string> events;
    for (const auto& link : why["chain"]) events.push_back(link["event"]);
    return events;
}

const json* linkOf(const json& why, const std::string& event) {
    for (const auto& link : why["chain"]) {
        if (link["event"] == event) return &link;
    }
    return nullptr;
}

bool follows(const json& link, const std::string& kind, const std::string& id) {
    for (const auto& one : link["follows"]) {
        if (one["kind"] == kind && one.value("id", "") == id && !one.contains("dropped"))
            return true;
    }
    return false;
}

}  // namespace

class TestDoorWhy : public QObject {
    Q_OBJECT

    std::unique_ptr<DoorStage> stage;

  private slots:
    void init() { stage = std::make_unique<DoorStage>(); }
    void cleanup() { stage.reset(); }

    void paidOrder_tellsCommandEventEffectEvent() {
        const Got placed =
            stage->as("song", "POST", "/orders",
                      R"({"foodId":"탕수육","qty":1,"address":"서울 용산구 용산동 1-1"})",
                      {{"Idempotency-Key", "my-wish"}});
        QCOMPARE(placed.status, 201);
        const qint64 id = placed.json["id"];
        const Got why = stage->as("song", "GET", at("orders", id, "/why"));
        QCOMPARE(why.status, 200);
        QCOMPARE(why.json["state"], "Paid");
        QCOMPARE(eventsOf(why.json),
                 (std::vector<std::string>{"OrderPlaced", "ChargeRequested", "PaymentApproved"}));
        const json& first = why.json["chain"][0];
        QCOMPARE(first["by"], "song");
        QCOMPARE(first["cause"]["kind"], "command");
        QCOMPARE(first["cause"]["id"], "my-wish");
        // The attempt's name comes with the charge: nothing was owed under an earlier one.
        QVERIFY(!why.body.contains("charge/" + QByteArray::number(id) + "/0"));
        const std::string charge = "charge/" + std::to_string(id) + "/1";
        QVERIFY(follows(*linkOf(why.json, "ChargeRequested"), "effect", charge));
        const json& paid = *linkOf(why.json, "PaymentApproved");
        QCOMPARE(paid["cause"]["kind"], "effect");
        QCOMPARE(paid["cause"]["id"], charge);
        QVERIFY(follows(paid, "timer", "StoreAnswer"));
        // What waits is what the ledger holds: the store's two timers.
        std::set<std::string> pending;
        for (const auto& one : why.json["pending"]) pending.insert(one["id"]);
        QCOMPARE(pending, (std::set<std::string>{"StoreAnswer", "StoreReminder"}));
    }

    void callThatIsOwed_standsAmongWhatWaits() {
        stage->provider = Provider::IsSilent;
        const qint64 id = stage->placed();
        const Got why = stage->as("admin", "GET", at("orders", id, "/why"));
        const std::string charge = "charge/" + std::to_string(id) + "/1";
        bool waits = false;
        for (const auto& one : why.json["pending"]) waits = waits || one["id"] == charge;
        QVERIFY2(waits, why.body);
    }
    void cancel_tellsWhatGoesBack() {
        const qint64 id = stage->placed();
        stage->as("song", "DELETE", at("orders", id, ""));
        const Got why = stage->as("admin", "GET", at("orders", id, "/why"));
        const std::string refund = "refund/" + std::to_string(id);
        QVERIFY(follows(*linkOf(why.json, "RefundRequested"), "effect", refund));
        std::set<std::string> back;
        for (const auto& one : (*linkOf(why.json, "OrderCancelled"))["follows"]) {
            back.insert(one["kind"]);
        }
        QVERIFY(back.contains("stock") && back.contains("points"));
    }

    void timers_areCausesToo() {
        const qint64 id = stage->placed();
        stage->clock.advance(seconds(59));
        stage->clock.advance(seconds(2));
        const auto reminded = [&] {
            const Got why = stage->as("admin", "GET", at("orders", id, "/why"));
            const json* link = linkOf(why.json, "StoreReminded");
            return link == nullptr ? json{} : (*link)["cause"];
        };
        QTRY_COMPARE_WITH_TIMEOUT(reminded(), (json{{"kind", "timer"}, {"id", "StoreReminder"}}),
                                  20'000);
    }

    void others_areNotNamedToTheCustomer() {
        const qint64 id = stage->placed();
        stage->cooked(id);
        stage->as("rider1", "PUT", at("deliveries", id, "/pick"));
        const Got own = stage->as("song", "GET", at("orders", id, "/why"));
        QCOMPARE(own.status, 200);
        QVERIFY2(!own.body.contains("rider1") && !own.body.contains("store1"), own.body);
        QVERIFY((*linkOf(own.json, "OrderAccepted"))["by"].is_null());
        QVERIFY(!(*linkOf(own.json, "OrderAccepted"))["cause"].contains("id"));
        const Got all = stage->as("admin", "GET", at("orders", id, "/why"));
        QCOMPARE((*linkOf(all.json, "OrderAccepted"))["by"], "store1");
        QCOMPARE((*linkOf(all.json, "DeliveryPicked"))["by"], "rider1");
    }

    void foreignOrders_doNotExist() {
        const qint64 id = stage->placed();
        QCOMPARE(stage->as("kim", "GET", at("orders", id, "/why")).status, 404);
        QCOMPARE(stage->as("song", "GET", at("orders", id + 9, "/why")).status, 404);
        QCOMPARE(stage->as("store1", "GET", at("orders", id, "/why")).status, 403);
        QCOMPARE(stage->as("rider1", "GET", at("orders", id, "/why")).status, 403);
        // Before it is cooked there is nothing for a rider.
        QCOMPARE(stage->as("rider1", "GET", at("deliveries", id, "/why")).status, 404);
        QCOMPARE(stage->as("song", "GET", at("deliveries", id, "/why")).status, 403);
    }

    void riders_hearHowTheCircleGrew() {
        const qint64 id = stage->placed();
        stage->cooked(id);
        stage->clock.advance(seconds(31));
        const auto rounds = [&] {
            return stage->as("rider1", "GET", at("deliveries", id, "/why")).json["rounds"].size();
        };
        QTRY_COMPARE_WITH_TIMEOUT(rounds(), std::size_t{2}, 20'000);
        const Got why = stage->as("rider1", "GET", at("deliveries", id, "/why"));
        QCOMPARE(why.json["rounds"][0]["radiusMeters"].get<int>(), 2'000);
        QCOMPARE(why.json["rounds"][1]["radiusMeters"].get<int>(), 3'000);
        QVERIFY(why.json["distances"]["toStoreMeters"].get<int>() < 2'000);
        QVERIFY(why.json["distances"].contains("toCustomerMeters"));
        QCOMPARE(why.json["withinSince"], why.json["rounds"][0]["at"]);
        QVERIFY(!why.body.contains("song"));
    }

    // --- where an address lies

    void places_tellHowExactTheyAre() {
        const Got found = stage->as(
            "song", "GET", "/places?address=" + QUrl::toPercentEncoding("서울 용산구 한남동 1-2"));
        QCOMPARE(found.status, 200);
        QCOMPARE(found.json["name"], "서울 용산구 한남동");
        QCOMPARE(found.json["accuracy"], "neighbourhood");
        QVERIFY(found.json["accuracyMeters"].get<int>() > 0);
        QVERIFY(found.json["lat"].is_number() && found.json["lng"].is_number());
        const QByteArray nowhere = "/places?address=" + QUrl::toPercentEncoding("달나라");
        QVERIFY(stage->as("song", "GET", nowhere).status >= 400);
        QCOMPARE(stage->as("song", "GET", "/places").status, 400);
        QCOMPARE(stage->call("GET", nowhere).status, 401);
    }

    void geocoder_isAskedForAddressesWithoutAPin() {
        PlayedGeocoder played;
        stage->door->offerGeocoder(played);
        const Got placed = stage->as("song", "POST", "/orders",
                                     R"({"foodId":"탕수육","qty":1,"address":"한남동 꽃집 위"})");
        QCOMPARE(placed.status, 201);
        QCOMPARE(played.asked, std::vector<std::string>{"한남동 꽃집 위"});
        stage->cooked(placed.json["id"].get<qint64>());
        const Got offers = stage->as("rider1", "GET", "/deliveries");
        QCOMPARE(offers.json["_embedded"]["deliveries"][0]["address"], "서울 용산구 한남동");
        const Got pinned = stage->as(
            "song", "POST", "/orders",
            R"({"foodId":"탕수육","qty":1,"address":"우리집","lat":37.536,"lng":126.98})");
        QCOMPARE(pinned.status, 201);
        QCOMPARE(played.asked.size(), std::size_t{1});
    }
    void storesNewAddress_isLookedUp_orPinned_orRefused() {
        DoorStage own;
        PlayedGeocoder played;
        own.door->offerGeocoder(played);
        const auto change = [&](const QByteArray& body) {
            return own.as("store1", "PATCH", "/stores/1", body);
        };
        const QByteArray seogyo = R"({"address":"서울 마포구 서교동"})";
        played.says = place::Place{
            "서울 마포구 서교동", {37'555'000, 126'921'000}, place::Accuracy::Neighbourhood, 700};
        const Got moved = change(seogyo);
        QCOMPARE(moved.status, 200);
        QCOMPARE(played.asked, std::vector<std::string>{"서울 마포구 서교동"});
        QCOMPARE(moved.json["address"], "서울 마포구 서교동");
        QCOMPARE(moved.json["lat"].get<double>(), 37.555);
        QCOMPARE(moved.json["lng"].get<double>(), 126.921);
        // The pin is more exact than any name, and stays when the same name is said again.
        QCOMPARE(change(R"({"lat":37.5561,"lng":126.9222})").status, 200);
        const Got again = change(seogyo);
        QCOMPARE(again.status, 200);
        QCOMPARE(again.json["lat"].get<double>(), 37.5561);
        QCOMPARE(change(R"({"address":"달나라 1","lat":37.5,"lng":126.9})").status, 200);
        QCOMPARE(played.asked.size(), std::size_t{1});
        played.says = std::nullopt;
        const Got nowhere = change(R"({"address":"달나라"})");
        QCOMPARE(nowhere.status, own.as("song", "GET", "/places?address=x").status);
        QCOMPARE(nowhere.json["code"], static_cast<int>(RefusalCode::AddressUnknown));
        QCOMPARE(change(R"({"lat":0,"lng":0})").status, 400);
        const Got still = own.as("song", "GET", "/stores/1");
        QCOMPARE(still.json["address"], "달나라 1");
        QCOMPARE(still.json["lat"].get<double>(), 37.5);
        QCOMPARE(own.as("admin", "PATCH", "/stores/99", seogyo).status, 404);
    }
    void geocoder_mayTakeItsTime() {
        PlayedGeocoder played;
        played.answersAtOnce = false;
        stage->door->offerGeocoder(played);
        const QByteArray token = stage->tokenOf("song");
        QNetworkReply* reply = stage->start(
            "POST", "/orders", R"({"foodId":"탕수육","qty":1,"address":"한남동"})", token);
        QTRY_VERIFY_WITH_TIMEOUT(played.waiting, 20'000);
        // Others are served meanwhile.
        QCOMPARE(stage->as("kim", "GET", "/stores").status, 200);
        QVERIFY(!reply->isFinished());
        played.answer();
        QCOMPARE(DoorStage::finished(reply).status, 201);
    }
    void pin_setsTheFeeByItsDistance() {
        QCOMPARE(stage
                     ->as("store1", "PUT", "/stores/1",
                          R"({"feeBands":[{"upToMeters":1000,"fee":1000},
                                          {"upToMeters":5000,"fee":3000}]})")
                     .status,
                 200);
        const auto fee = [&](const QByteArray& where) {
            const Got placed =
                stage->as("song", "POST", "/orders",
                          R"({"foodId":"탕수육","qty":1,"address":"우리집",)" + where + "}");
            return placed.json["deliveryFee"].get<int>();
        };
        QCOMPARE(fee(R"("lat":37.538,"lng":126.981)"), 1'000);
        QCOMPARE(fee(R"("lat":37.555,"lng":126.981)"), 3'000);
    }
};

QTEST_GUILESS_MAIN(TestDoorWhy)
#include "tst_door_why.moc"
