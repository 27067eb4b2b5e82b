/// A shop on the real server: hours, pauses, busy times, automatic acceptance, fees, dishes, sold
/// out, sales, and the last ten of a dish under sixty-four customers at once.

#include <QtTest>
#include <barrier>
#include <thread>

#include "tests/e2e/places.h"

using namespace delivery::tests;

namespace {

constexpr int customersAtOnce = 64;
constexpr int lastOnes = 10;

json delivered(const std::string& food, int qty = 1) { return wish(food, qty); }

}  // namespace

class TestE2eShop : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> city;
    std::unique_ptr<BlockingHttp> song, store, store2, admin, rider;

    BlockingHttp& who(const QString& name) {
        if (name == "store1") return *store;
        if (name == "store2") return *store2;
        if (name == "admin") return *admin;
        if (name == "rider1") return *rider;
        return *song;
    }
    qint64 addDish(const json& dish) {
        const auto added = store->post("/foods", dish);
        if (added.status != 201) qFatal("%s", added.body.constData());
        return added.json().at("id").get<qint64>();
    }
    json patched(qint64 food, const char* body) {
        const auto answer = store->request("PATCH", path("foods", food), body);
        if (answer.status != 200) qFatal("%s", answer.body.constData());
        return answer.json();
    }
    json set(const char* where, const json& body) { return step(*store, where, body); }

  private slots:
    void initTestCase() {
        city = std::make_unique<RealCity>();
        song = city->as("song");
        store = city->as("store1");
        store2 = city->as("store2");
        admin = city->as("admin");
        rider = city->as("rider1");
    }

    // First of all, while no order lives whose own life would move the log.
    void refused_changesNothing_data() {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("where");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        const auto row = [](const char* user, const char* method, const char* where,
                            const char* body, int status) {
            QTest::newRow((std::string(user) + " " + method + " " + where + " " + body).c_str())
                << user << QByteArray(method) << QByteArray(where) << QByteArray(body) << status;
        };
        const auto put = [&](const char* where, const char* body) {
            row("store1", "PUT", where, body, 400);
        };
        put("/stores/1", R"({"hours":"always"})");
        put("/stores/1", R"({"hours":[{"day":"someday","opens":"11:00","closes":"15:00"}]})");
        put("/stores/1", R"({"hours":[{"day":"mon","opens":"25:00","closes":"15:00"}]})");
        put("/stores/1", R"({"hours":[{"day":"mon","opens":"11:00"}]})");
        put("/stores/1", R"({"hours":[{"day":"mon","opens":"11:00","closes":"15:00"},
                                      {"day":"mon","opens":"12:00","closes":"13:00"}]})");
        put("/stores/1", R"({"alwaysOpen":"maybe"})");
        put("/stores/1", R"({"alwaysOpen":true,"hours":[]})");
        put("/stores/1", R"({"opens":"09:00","hours":[]})");
        put("/stores/1", R"({"opens":"9"})");
        put("/stores/1", R"({"specialDays":[{"date":"2026-02-30"}]})");
        put("/stores/1", R"({"specialDays":[{"date":"2026-12-25"},{"date":"2026-12-25"}]})");
        put("/stores/1", R"({"specialDays":[{"date":"2026-12-25","hours":[{"opens":"1"}]}]})");
        put("/stores/1", R"({"feeBands":[{"upToMeters":-1,"fee":0}]})");
        put("/stores/1", R"({"feeBands":[{"upToMeters":10,"fee":1.5}]})");
        put("/stores/1", R"({"feeBands":[{"upToMeters":10,"fee":1},{"upToMeters":5,"fee":1}]})");
        put("/stores/1", R"({"minimumOrder":-1})");
        put("/stores/1", R"({"deliveryFee":"free"})");
        put("/stores/1/pause", R"({"minutes":0})");
        put("/stores/1/pause", R"({"until":"soon"})");
        put("/stores/1/pause", R"({"until":"2020-01-01T00:00:00Z"})");
        put("/stores/1/pause", R"({"minutes":5,"until":"2099-01-01T00:00:00Z"})");
        put("/stores/1/busy", "{}");
        put("/stores/1/busy", R"({"extraMinutes":-5})");
        put("/stores/1/busy", R"({"extraMinutes":500})");
        put("/stores/1/busy", R"({"extraMinutes":"many"})");
        put("/stores/1/busy", R"({"extraMinutes":5,"until":"2020-01-01T00:00:00Z"})");
        put("/stores/1/busy", R"({"extraMinutes":0,"minutes":5})");
        put("/stores/1/autoAccept", "{}");
        put("/stores/1/autoAccept", R"({"ordersMax":-1})");
        put("/stores/1/autoAccept", R"({"ordersMax":1000})");
        put("/stores/1/autoAccept", R"({"ordersMax":5,"cookMinutes":0})");
        put("/stores/1/autoAccept", R"({"ordersMax":5,"minutes":10})");
        const auto patch = [&](const char* body) { row("store1", "PATCH", "/foods/5", body, 400); };
        patch(R"({"soldOutUntil":"someday"})");
        patch(R"({"soldOutUntil":"2020-01-01T00:00:00Z"})");
        patch(R"({"soldOutMinutes":0})");
        patch(R"({"soldOutMinutes":5,"soldOutUntil":"tomorrow"})");
        patch(R"({"soldOut":false,"soldOutMinutes":5})");
        patch(R"({"count":-1})");
        patch(R"({"station":5})");
        patch(
            R"({"station":"아주 아주 아주 아주 아주 아주 아주 아주 아주 아주 아주 아주 아주 긴 이름"})");
        patch(R"({"category":[]})");
        patch(R"({"options":[{"choices":[]}]})");
        patch(R"({"options":[{"name":"크기","choices":[{"choice":"큰","price":-1}]}]})");
        row("store1", "GET", "/stores/1/sales?day=today", "", 400);
        row("store1", "GET", "/stores/1/sales?day=2026-02-30", "", 400);
        row("store1", "GET", "/stores/2/sales", "", 404);
        row("store2", "PUT", "/stores/1/busy", R"({"extraMinutes":5})", 404);
        row("store2", "PUT", "/stores/1/autoAccept", R"({"ordersMax":5})", 404);
        row("store2", "PATCH", "/foods/5", R"({"soldOut":true})", 404);
        row("song", "PUT", "/stores/1/busy", R"({"extraMinutes":5})", 403);
        row("song", "PUT", "/stores/1/autoAccept", R"({"ordersMax":5})", 403);
        row("song", "GET", "/stores/1/sales", "", 403);
        row("rider1", "PATCH", "/foods/5", R"({"soldOut":true})", 403);
        row("store1", "GET", "/stores/1/busy", "", 405);
    }
    void refused_changesNothing() {
        QFETCH(QString, user);
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, where);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        const auto position = city->logPosition();
        const auto answer = who(user).request(method, where, body);
        if (answer.status != status) qInfo() << answer.body;
        QCOMPARE(answer.status, status);
        QVERIFY(answer.headers.value("content-type").startsWith("application/problem+json"));
        const json problem = answer.json();
        QVERIFY(problem.contains("title") && problem.contains("detail"));
        QCOMPARE(city->logPosition(), position);
    }

    void R19_hours_areShownAndKept() {
        const json closed = set("/stores/1", {{"hours", json::array()}});
        QCOMPARE(closed.at("open").get<bool>(), false);
        QVERIFY(closed.at("opensNext").is_null());
        QVERIFY(closed.at("opens").is_null());
        const auto refused = song->post("/orders", delivered("군만두"));
        QCOMPARE(refused.status, 409);
        QCOMPARE(refused.json().at("code").get<int>(), 301);

        const json twice = set(
            "/stores/1", json::parse(R"({"hours":[{"day":"sat","opens":"17:00","closes":"02:00"},
                                     {"day":"sat","opens":"11:00","closes":"15:00"}],
                            "specialDays":[{"date":"2099-12-25","note":"성탄절"}]})"));
        QCOMPARE(twice.at("hours").size(), std::size_t{2});
        QCOMPARE(twice.at("hours")[0].at("opens"), "11:00");
        QCOMPARE(twice.at("specialDays")[0].at("note"), "성탄절");
        QCOMPARE(twice.at("specialDays")[0].at("hours").size(), std::size_t{0});
        // Open or opening next: one of the two is always said.
        QVERIFY(twice.at("open").get<bool>() || twice.at("opensNext").is_string());

        const json always =
            set("/stores/1", {{"alwaysOpen", true}, {"specialDays", json::array()}});
        QVERIFY(always.at("open").get<bool>() && always.at("alwaysOpen").get<bool>());
        QVERIFY(!always.contains("opensNext"));
        placed(*song, delivered("군만두"));
    }

    void R19_pause_saysWhyAndUntilWhen() {
        const json paused = set("/stores/1/pause", {{"reason", "재료 준비 중"}, {"minutes", 30}});
        QVERIFY(paused.at("paused").get<bool>());
        QVERIFY(paused.at("pausedUntil").is_string());
        const auto refused = song->post("/orders", delivered("군만두"));
        QCOMPARE(refused.status, 409);
        QVERIFY(refused.body.contains("재료 준비 중"));
        const json seen = song->get("/stores/1").json();
        QCOMPARE(seen.at("pauseReason"), "재료 준비 중");
        QVERIFY(!set("/stores/1/resume", json::object()).at("paused").get<bool>());
    }

    void R19_busy_addsToThePromise() {
        QVERIFY(
            set("/stores/1/busy", {{"extraMinutes", 15}, {"minutes", 60}}).at("busy").get<bool>());
        const qint64 id = placed(*song, delivered("군만두"));
        const auto before = QDateTime::currentDateTimeUtc();
        const json accepted =
            step(*store, path("foodCookings", id, "accept"), {{"cookMinutes", 20}});
        const auto readyBy = QDateTime::fromString(
            QString::fromStdString(accepted.at("readyBy").get<std::string>()), Qt::ISODateWithMs);
        const qint64 promised = before.secsTo(readyBy);
        QVERIFY2(promised >= 35 * 60 && promised < 36 * 60, qPrintable(QString::number(promised)));
        QVERIFY(!set("/stores/1/busy", {{"extraMinutes", 0}}).at("busy").get<bool>());
    }

    void R19_automatic_acceptsUpToItsLimit_andOnlyTheOwnerSeesIt() {
        // What earlier tests left in the kitchen counts as well.
        const json on = set("/stores/1/autoAccept", {{"ordersMax", 100}, {"cookMinutes", 25}});
        const int inWork = on.at("autoAccept").at("inWork").get<int>();
        set("/stores/1/autoAccept", {{"ordersMax", inWork + 1}, {"cookMinutes", 25}});
        QVERIFY(!song->get("/stores/1").json().contains("autoAccept"));
        const qint64 first = placed(*song, delivered("군만두"));
        QVERIFY(city->until(*song, path("orders", first),
                            [](const json& order) { return order.at("state") == "Accepted"; }));
        const qint64 second = placed(*song, delivered("군만두"));
        QVERIFY(city->until(*song, path("orders", second),
                            [](const json& order) { return order.at("state") == "Paid"; }));
        step(*store, path("foodCookings", first, "start"));
        step(*store, path("foodCookings", first, "finish"));
        const qint64 third = placed(*song, delivered("군만두"));
        QVERIFY(city->until(*song, path("orders", third),
                            [](const json& order) { return order.at("state") == "Accepted"; }));
        QCOMPARE(song->get(path("orders", second)).json().at("state"), "Paid");
        set("/stores/1/autoAccept", {{"ordersMax", 0}});
    }

    void R19_fees_goByDistance_andLittleIsRefused() {
        set("/stores/1", json::parse(R"({"feeBands":[{"upToMeters":100,"fee":500},
                                                     {"upToMeters":9000,"fee":2500}],
                                         "minimumOrder":9000})"));
        const json seen = song->get("/stores/1?lat=37.5349&lng=126.9835").json();
        QCOMPARE(seen.at("deliveryFeeHere").get<int>(), 500);
        const auto little = song->post("/orders", delivered("군만두"));
        QCOMPARE(little.status, 409);
        QCOMPARE(little.json().at("code").get<int>(), 506);
        QVERIFY(little.body.contains("9000"));
        json near = delivered("군만두", 2);
        near["lat"] = 37.5349;
        near["lng"] = 126.9835;
        const auto order = song->post("/orders", near);
        QCOMPARE(order.status, 201);
        QCOMPARE(order.json().at("amount").get<int>(), 10'500);
        set("/stores/1", json::parse(R"({"feeBands":[],"minimumOrder":0,"deliveryFee":0})"));
    }

    void R19_dish_isAddedChangedSoldOutAndRemoved() {
        const qint64 food = addDish(json::parse(
            R"({"name":"새우튀김","price":6000,"category":"튀김류","station":"튀김",
                "options":[{"name":"소스","required":true,
                            "choices":[{"choice":"간장"},{"choice":"칠리","price":500}]}]})"));
        const json seen = song->get(path("foods", food)).json();
        QCOMPARE(seen.at("station"), "튀김");
        QCOMPARE(seen.at("category"), "튀김류");
        QCOMPARE(song->post("/orders", delivered("새우튀김")).status, 409);
        json chosen = {{"address", "서울 용산구 용산동"},
                       {"lines", json::parse(R"([{"foodId":"새우튀김","qty":1,
                                       "options":[{"name":"소스","choice":"칠리"}]}])")}};
        const auto order = song->post("/orders", chosen);
        QCOMPARE(order.status, 201);
        QCOMPARE(order.json().at("amount").get<int>(), 6'500);

        QVERIFY(patched(food, R"({"soldOutUntil":"tomorrow"})").at("soldOutUntil").is_string());
        const auto gone = song->post("/orders", chosen);
        QCOMPARE(gone.json().at("code").get<int>(), 402);
        QVERIFY(!patched(food, R"({"soldOut":false})").at("soldOut").get<bool>());
        QVERIFY(patched(food, R"({"soldOutMinutes":120})").at("soldOut").get<bool>());
        patched(food, R"({"soldOut":false,"count":1})");
        QCOMPARE(song->post("/orders", chosen).status, 201);
        QCOMPARE(song->post("/orders", chosen).json().at("code").get<int>(), 402);

        const auto whole = store->request("PUT", path("foods", food),
                                          R"({"name":"왕새우튀김","price":7000,"options":[]})");
        QCOMPARE(whole.status, 200);
        QCOMPARE(whole.json().at("options").size(), std::size_t{0});
        QCOMPARE(store->erase(path("foods", food)).status, 204);
        QCOMPARE(song->get(path("foods", food)).status, 404);
    }

    void R16_R17_topMenusAndCounts_followAtOnce() {
        const qint64 food = addDish({{"name", "오늘의 국수"}, {"price", 3000}});
        const qint64 id = placed(*song, delivered("오늘의 국수", 3));
        const auto ofDish = [food](const HttpAnswer& answer, const char* list) {
            // Kept: the rows belong to it.
            const json all = answer.json();
            for (const auto& row : all.at("_embedded").at(list)) {
                if (row.at("foodId") == food) return row;
            }
            return json::object();
        };
        step(*store, path("foodCookings", id, "accept"), {{"cookMinutes", 20}});
        QCOMPARE(ofDish(store->get("/foodCounts?size=100"), "foodCounts").at("count").get<int>(),
                 3);
        const auto top = [&](const char* sort) {
            return ofDish(song->get(QByteArray("/topMenus?size=100&sort=") + sort), "topMenus");
        };
        QCOMPARE(top("orderCount,desc").at("orderCount").get<int>(), 0);
        step(*store, path("foodCookings", id, "start"));
        step(*store, path("foodCookings", id, "finish"));
        QCOMPARE(top("orderCount,desc").at("orderCount").get<int>(), 1);
        step(*rider, path("deliveries", id, "pick"));
        step(*rider, path("deliveries", id, "collect"));
        step(*rider, path("deliveries", id, "deliver"));
        step(*song, path("orders", id, "confirm"));
        QVERIFY(top("score,desc").at("score").is_null());
        step(*song, path("orders", id, "rate"), {{"stars", 5}});
        QCOMPARE(top("score,desc").at("score").get<double>(), 5.0);
        const json first = song->get("/topMenus?size=1&sort=score,desc").json();
        QCOMPARE(first.at("_embedded").at("topMenus")[0].at("foodId").get<qint64>(), food);
    }

    void R19_sales_countTheDay() {
        const auto before = store2->get("/stores/2/sales").json();
        const auto money = [](const json& sales, const char* name) {
            return sales.at(name).get<qint64>();
        };
        const qint64 kept = placed(*song, delivered("김밥", 2));
        cook(*store2, kept);
        const qint64 rejected = placed(*song, delivered("김밥"));
        step(*store2, path("foodCookings", rejected, "reject"), {{"reason", "재료 없음"}});
        const qint64 cancelled = placed(*song, delivered("김밥"));
        step(*store2, path("foodCookings", cancelled, "accept"), {{"cookMinutes", 20}});
        QCOMPARE(song->erase(path("orders", cancelled)).status, 204);
        const auto after = store2->get("/stores/2/sales").json();
        QCOMPARE(money(after, "orders") - money(before, "orders"), 1);
        QCOMPARE(money(after, "sales") - money(before, "sales"), 7'000);
        QCOMPARE(money(after, "rejected") - money(before, "rejected"), 1);
        QCOMPARE(money(after, "cancelled") - money(before, "cancelled"), 1);
        QCOMPARE(money(after, "received") - money(before, "received"), 3);
        QCOMPARE(money(after, "waiting"), money(before, "waiting"));
        QVERIFY(after.at("averageCookSeconds").is_number());
        QVERIFY(!after.at("hours").empty());
        QCOMPARE(after.at("dishes")[0].at("name"), "김밥");
        QCOMPARE(admin->get("/stores/2/sales").status, 200);
        const auto other = store2->get("/stores/2/sales?day=2020-02-29").json();
        QCOMPARE(money(other, "received"), 0);
        QCOMPARE(other.at("day"), "2020-02-29");
    }

    void R02_lastTen_underSixtyFourAtOnce_areSoldOnceEach() {
        const qint64 food = addDish({{"name", "한정 만두"}, {"price", 1000}, {"count", lastOnes}});
        const QByteArray token = song->token();
        std::barrier gate(customersAtOnce);
        std::vector<HttpAnswer> answers(customersAtOnce);
        std::vector<std::thread> customers;
        for (int i = 0; i < customersAtOnce; ++i) {
            customers.emplace_back([&, i] {
                BlockingHttp customer(city->port(), token);
                gate.arrive_and_wait();
                answers[static_cast<std::size_t>(i)] =
                    customer.post("/orders", delivered("한정 만두"));
            });
        }
        for (std::thread& customer : customers) customer.join();
        int taken = 0;
        for (const HttpAnswer& answer : answers) {
            if (answer.status == 201 || answer.status == 202) {
                ++taken;
                continue;
            }
            QCOMPARE(answer.status, 409);
            QCOMPARE(answer.json().at("code").get<int>(), 402);
        }
        QCOMPARE(taken, lastOnes);
        const json dish = song->get(path("foods", food)).json();
        QCOMPARE(dish.at("count").get<int>(), 0);
        QVERIFY(dish.at("soldOut").get<bool>());
        // One goes back with its order, and one more is sold.
        for (const HttpAnswer& answer : answers) {
            if (answer.status != 201) continue;
            QCOMPARE(song->erase(path("orders", answer.json().at("id").get<qint64>())).status, 204);
            break;
        }
        QCOMPARE(song->get(path("foods", food)).json().at("count").get<int>(), 1);
        placed(*song, delivered("한정 만두"));
        QCOMPARE(song->get(path("foods", food)).json().at("count").get<int>(), 0);
    }
};

QTEST_GUILESS_MAIN(TestE2eShop)
#include "tst_e2e_shop.moc"
