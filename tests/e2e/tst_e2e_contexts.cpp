/// N-03: an operator pauses a context of the real server, customers go on ordering, and nobody
/// loses an order or money by it; nor by a kill -9 right when it is back.

#include <QtTest>

#include <set>

#include "tests/e2e/places.h"

using namespace delivery::tests;

class TestE2eContexts : public QObject {
    Q_OBJECT

    static json shown(BlockingHttp& who, qint64 id) { return who.get(path("orders", id)).json(); }

    static int stockOf(BlockingHttp& store, qint64 food) {
        return store.get(path("foods", food)).json().at("count").get<int>();
    }
    static qint64 foodNamed(BlockingHttp& store, const std::string& name) {
        const json foods = store.get("/foods?size=100").json();
        for (const json& food : foods.at("_embedded").at("foods")) {
            if (food.at("name") == name) return food.at("id").get<qint64>();
        }
        qFatal("no dish %s", name.c_str());
    }

    /// Twenty ordered while the menu was away and ten in stock: half of them is cooked, the other
    /// half paid back.
    static void settles(RealCity& city, const std::vector<qint64>& orders, qint64 food) {
        auto song = city.as("song");
        auto store = city.as("store1");
        for (const qint64 id : orders) {
            QVERIFY(city.until(
                *song, path("orders", id),
                [&](const json& o) {
                    const bool known = store->get(path("foodCookings", id)).status == 200;
                    return known || (o.at("state") == "Cancelled" && o.at("refund") == "done");
                },
                60'000));
        }
        int verified = 0;
        for (const qint64 id : orders) {
            const json order = shown(*song, id);
            const bool isTicket = store->get(path("foodCookings", id)).status == 200;
            QCOMPARE(order.at("state").get<std::string>(), isTicket ? "Paid" : "Cancelled");
            QCOMPARE(city.capturesAtProvider(id), 1);
            QCOMPARE(city.heldAtProvider(id), isTicket ? qint64{10'000} : qint64{0});
            verified += isTicket ? 1 : 0;
            if (isTicket) continue;
            QCOMPARE(order.at("cancelReason").get<std::string>(), "NotOrderable");
            const auto reason = QString::fromStdString(order.at("reason").get<std::string>());
            QVERIFY2(reason.contains("탕수육"), qPrintable(reason));
            const auto page = song->get(path("myPages", id));
            QVERIFY(page.body.contains("탕수육은 품절"));
        }
        QCOMPARE(verified, 10);
        QCOMPARE(stockOf(*store, food), 0);
        const auto notices = song->get("/notificationLogs?size=100");
        QVERIFY(notices.body.contains("주문취소 · 탕수육"));
    }

    static std::vector<qint64> orderWhileAway(RealCity& city, qint64 food) {
        auto song = city.as("song");
        auto store = city.as("store1");
        auto admin = city.as("admin");
        const auto limited =
            store->request("PATCH", path("foods", food), QByteArray(R"({"count":10})"));
        if (limited.status != 200) qFatal("stock: %s", limited.body.constData());
        step(*admin, "/contexts/menu/pause");
        std::vector<qint64> orders;
        for (int i = 0; i < 20; ++i) orders.push_back(placed(*song));
        for (const qint64 id : orders) {
            if (shown(*song, id).at("status") != "결제완료") qFatal("not paid");
            if (store->get(path("foodCookings", id)).status != 404) qFatal("a ticket too early");
        }
        if (stockOf(*store, food) != 10) qFatal("stock was taken");
        return orders;
    }

    /// In the order in which the store sees them, page by page.
    static std::vector<qint64> ticketsOf(BlockingHttp& store, int many) {
        std::vector<qint64> tickets;
        for (int page = 0; page * 100 < many; ++page) {
            const json list =
                store.get("/foodCookings?size=100&sort=id,asc&page=" + QByteArray::number(page))
                    .json();
            for (const json& ticket : list.at("_embedded").at("foodCookings")) {
                tickets.push_back(ticket.at("orderId").get<qint64>());
            }
        }
        return tickets;
    }

  private slots:
    void menuAway_thenBack_halfIsCookedAndHalfIsPaidBack() {
        RealCity city;
        const qint64 food = foodNamed(*city.as("store1"), "탕수육");
        const auto orders = orderWhileAway(city, food);
        step(*city.as("admin"), "/contexts/menu/resume");
        settles(city, orders, food);
    }

    void menuBack_thenKilledAtOnce_isFinishedByTheNextLife() {
        RealCity city;
        const qint64 food = foodNamed(*city.as("store1"), "탕수육");
        const auto orders = orderWhileAway(city, food);
        city.kill();
        QVERIFY(city.start());
        QCOMPARE(stockOf(*city.as("store1"), food), 10);
        step(*city.as("admin"), "/contexts/menu/resume");
        city.kill();
        QVERIFY(city.start());
        settles(city, orders, food);
    }

    void storeAwayForLongerThanItsTime_findsEveryTicketOnceAndInOrder() {
        constexpr int many = 500;
        RealCity city(
            "[timers]\nstore_answer_ms = 10000\nstore_reminder_first_ms = 500\n"
            "store_reminder_second_ms = 1000\n");
        auto song = city.as("song");
        auto store = city.as("store1");
        auto admin = city.as("admin");
        step(*admin, "/contexts/store/pause");
        std::vector<qint64> orders;
        for (int i = 0; i < many; ++i) orders.push_back(placed(*song, wish("짜장")));
        QElapsedTimer away;
        away.start();
        // The last one waits longer than the store has time, too.
        QVERIFY(city.until(
            *song, path("orders", orders.back()),
            [&](const json& o) { return o.at("state") != "Paid" || away.elapsed() > 11'000; },
            60'000));
        const auto sum = [&](BlockingHttp& who, const QByteArray& list) {
            return who.get(list).json().at("page").at("totalElements").get<int>();
        };
        QCOMPARE(sum(*song, "/myPages?state=Paid"), many);
        QCOMPARE(sum(*song, "/myPages"), many);
        QCOMPARE(sum(*store, "/foodCookings"), 0);
        QCOMPARE(store->put(path("foodCookings", orders.front(), "accept"), {{"cookMinutes", 20}})
                     .status,
                 503);
        const json health = store->get("/actuator/health").json().at("components");
        QCOMPARE(health.at("context-store").at("status").get<std::string>(), "DOWN");
        const auto detail = health.at("context-store").at("detail").get<std::string>();
        QVERIFY2(detail.find(" behind, paused") != std::string::npos, detail.c_str());
        QCOMPARE(health.at("context-customer").at("status").get<std::string>(), "UP");
        const json paused = admin->get("/contexts/store").json().at("pages")[0];
        QVERIFY(paused.at("behind").get<int>() >= many);
        step(*admin, "/contexts/store/resume");
        QVERIFY(city.until(
            *store, "/foodCookings?size=1",
            [&](const json& list) { return list.at("page").at("totalElements") == many; }, 60'000));
        QCOMPARE(sum(*song, "/myPages?state=Paid"), many);
        const std::vector<qint64> tickets = ticketsOf(*store, many);
        QVERIFY(tickets == orders);
        // What a store that was away asks first: every ticket once.
        const json changes = store->get("/changes").json();
        std::set<qint64> told;
        for (const json& one : changes.at("changes")) told.insert(one.at("orderId").get<qint64>());
        QCOMPARE(static_cast<int>(changes.at("changes").size()), many);
        QVERIFY(told == std::set<qint64>(orders.begin(), orders.end()));
        for (int i = 0; i < many; i += 50) {
            step(*store, path("foodCookings", orders[static_cast<std::size_t>(i)], "accept"),
                 {{"cookMinutes", 20}});
        }
        QCOMPARE(sum(*song, "/myPages?state=Accepted"), many / 50);
    }
};

QTEST_GUILESS_MAIN(TestE2eContexts)
#include "tst_e2e_contexts.moc"
