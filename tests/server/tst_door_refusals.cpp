/// Bad input gets its documented status and a problem in the caller's language, and nothing changes
/// in the log.

#include <QtTest>

#include "tests/server/door_stage.h"
#include "tests/support/raw_client.h"

using namespace delivery;
using namespace delivery::tests;

namespace {
const QByteArray where = R"(,"address":"서울 용산구 용산동 1"})";
}

class TestDoorRefusals : public QObject {
    Q_OBJECT

    std::unique_ptr<DoorStage> stage;

  private slots:
    void initTestCase() {
        stage = std::make_unique<DoorStage>();
        QCOMPARE(stage->placed(), 1);
    }

    void request_isRefused_data() {
        QTest::addColumn<QByteArray>("user");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, const char* user, const char* method,
                            const char* path, const QByteArray& body, int status) {
            QTest::newRow(name) << QByteArray(user) << QByteArray(method) << QByteArray(path)
                                << body << status;
        };
        const auto post = [&](const char* name, const QByteArray& body, int status) {
            row(name, "song", "POST", "/orders", body, status);
        };
        QByteArray lines = R"({"lines":[{"foodId":1,"qty":1})";
        for (int i = 1; i < 51; ++i) lines += R"(,{"foodId":1,"qty":1})";
        post("unknown food", R"({"foodId":99999,"qty":1)" + where, 404);
        post("unknown food by name", R"({"foodId":"피자","qty":1)" + where, 404);
        post("sold out", R"({"foodId":"품절면","qty":1)" + where, 409);
        post("closed store", R"({"foodId":"김밥","qty":1)" + where, 409);
        post("changed price", R"({"foodId":"탕수육","qty":1,"price":9000)" + where, 409);
        post("unknown store", R"({"storeId":77,"foodId":"탕수육","qty":1)" + where, 404);
        post("food of another store", R"({"storeId":2,"foodId":"탕수육","qty":1)" + where, 404);
        post("quantity 0", R"({"foodId":"탕수육","qty":0)" + where, 400);
        post("quantity 100", R"({"foodId":"탕수육","qty":100)" + where, 400);
        post("quantity 1.5", R"({"foodId":"탕수육","qty":1.5)" + where, 400);
        post("51 lines", lines + "]" + where, 400);
        post("no lines", R"({"lines":[])" + where, 400);
        post("unknown field", R"({"foodId":"탕수육","qty":1,"paymentId":1)" + where, 400);
        post("another status", R"({"foodId":"탕수육","qty":1,"status":"Paid")" + where, 400);
        post("duplicate key", R"({"foodId":"탕수육","qty":1,"qty":2)" + where, 400);
        post("broken JSON", R"({"foodId":"탕수육",)", 400);
        post("not an object", "[]", 400);
        post("bad UTF-8", "{\"foodId\":\"\xff\xfe\",\"qty\":1}", 400);
        post("nothing", "", 400);
        post("too deep", QByteArray(50, '[') + QByteArray(50, ']'), 400);
        post("huge", "{\"address\":\"" + QByteArray(20'000, 'a') + "\"}", 413);
        post("another customer's id", R"({"customerId":"kim","foodId":"탕수육","qty":1)" + where,
             403);
        post("no address", R"({"foodId":"탕수육","qty":1})", 409);
        post("too far", R"({"foodId":"탕수육","qty":1,"address":"부산 해운대구"})", 409);
        post("more points than there are", R"({"foodId":"탕수육","qty":1,"usePoints":9999)" + where,
             409);
        post("unknown card", R"({"foodId":"탕수육","qty":1,"cardId":"nope")" + where, 404);
        row("no token", "", "POST", "/orders", R"({"foodId":1,"qty":1})", 401);
        row("wrong role", "store1", "POST", "/orders", R"({"foodId":1,"qty":1})", 403);
        row("foreign order read", "kim", "GET", "/orders/1", "", 404);
        row("foreign order cancelled", "kim", "DELETE", "/orders/1", "", 404);
        row("foreign order confirmed", "kim", "PUT", "/orders/1/confirm", "", 404);
        row("foreign order paid", "kim", "PUT", "/payments/1/pay", "", 404);
        row("unknown order", "song", "GET", "/orders/424242", "", 404);
        row("order of a strange number", "song", "GET", "/orders/1e3", "", 404);
        row("order of a huge number", "song", "GET", "/orders/99999999999999999999", "", 404);
        row("another store accepts", "store2", "PUT", "/foodCookings/1/accept",
            R"({"cookMinutes":20})", 404);
        row("another store acknowledges", "store2", "PUT", "/foodCookings/1/acknowledge", "", 404);
        row("a customer accepts", "song", "PUT", "/foodCookings/1/accept", R"({"cookMinutes":20})",
            403);
        row("start before accept", "store1", "PUT", "/foodCookings/1/start", "{}", 409);
        row("cook minutes 0", "store1", "PUT", "/foodCookings/1/accept", R"({"cookMinutes":0})",
            400);
        row("reject without a reason", "store1", "PUT", "/foodCookings/1/reject", "{}", 400);
        row("pick before cooked", "rider1", "PUT", "/deliveries/1/pick", "{}", 404);
        row("collect what is not held", "rider1", "PUT", "/deliveries/1/collect", "{}", 404);
        row("confirm before delivered", "song", "PUT", "/orders/1/confirm", "{}", 409);
        row("rate before confirmed", "song", "PUT", "/orders/1/rate", R"({"stars":5})", 409);
        row("six stars", "song", "PUT", "/orders/1/rate", R"({"stars":6})", 400);
        row("pay what is paid", "song", "PUT", "/payments/1/pay", "{}", 409);
        row("another store's dish", "store2", "PUT", "/foods/1", R"({"name":"x","price":1})", 404);
        row("another store", "store2", "PUT", "/stores/1", R"({"name":"x"})", 404);
        row("a store of a customer", "song", "PUT", "/stores/1", R"({"name":"x"})", 403);
        row("wrong method", "song", "DELETE", "/stores/1", "", 405);
        row("no such path", "song", "GET", "/nothing", "", 404);
        row("admin's page", "song", "GET", "/accounts", "", 403);
        row("a name that no query has", "store1", "GET", "/stores/1/sales?date=2026-11-21", "",
            400);
        row("a misspelt filter", "song", "GET", "/foods?storeID=1", "", 400);
        row("a filter of another list", "song", "GET", "/orders?state=Paid", "", 400);
        row("a query where none is", "song", "GET", "/orders/999?view=open", "", 400);
        row("a query of a command", "store1", "PUT", "/stores/1/resume?now=1", "{}", 400);
        row("a page twice", "song", "GET", "/orders?page=0&page=1", "", 400);
        row("the same page twice", "song", "GET", "/orders?page=0&page=0", "", 400);
        row("a query of nobody's twice", "", "GET", "/actuator/health?a=1&a=2", "", 400);
        row("another store's dishes", "store1", "GET", "/foodCounts?storeId=2", "", 403);
        row("another store's riders", "store1", "GET", "/riderCounts?storeId=2", "", 403);
        row("a store's riders for a rider", "rider1", "GET", "/riderCounts?storeId=1", "", 403);
        row("text as a picture", "store1", "PUT", "/foods/1/picture", "<svg>", 415);
        row("page of letters", "song", "GET", "/orders?page=x", "", 400);
        row("size 0", "song", "GET", "/orders?size=0", "", 400);
        row("unknown sort", "song", "GET", "/orders?sort=price,asc", "", 400);
        row("token of another making", "song", "GET", "/changes?after=17", "", 400);
        row("lat without lng", "rider1", "GET", "/deliveries?lat=37", "", 400);
    }
    void request_isRefused() {
        QFETCH(QByteArray, user);
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        const QByteArray token = user.isEmpty() ? QByteArray{} : stage->tokenOf(user.toStdString());
        const std::int64_t before = stage->position();
        const Got got = stage->call(method, path, body, token);
        if (got.status != status) qInfo() << got.body;
        QCOMPARE(got.status, status);
        QCOMPARE(got.header("content-type"), std::string{"application/problem+json"});
        for (const char* member : {"type", "title", "status", "detail"}) {
            QVERIFY2(got.json.contains(member), member);
        }
        QCOMPARE(got.json["status"].get<int>(), status);
        QVERIFY(!got.json["title"].get<std::string>().empty());
        QVERIFY(!got.json["detail"].get<std::string>().empty());
        QCOMPARE(stage->position(), before);
    }

    void ownStoreNamed_isWhatIsCountedAnyway() {
        QCOMPARE(stage->as("store1", "GET", "/foodCounts?storeId=1").json["_embedded"],
                 stage->as("store1", "GET", "/foodCounts").json["_embedded"]);
    }

    /// As a Mac's keyboard types it, and as nearly everything else does.
    void nameOfADish_isTheSameComposedOrNot() {
        const QString composed = QStringLiteral("해물파전");
        const QString taken = composed.normalized(QString::NormalizationForm_D);
        QVERIFY(taken != composed);
        const auto wish = [](const QString& name) {
            return "{\"foodId\":\"" + name.toUtf8() + "\",\"qty\":1" + where;
        };
        const auto sold = [](const QString& name) {
            return "{\"name\":\"" + name.toUtf8() + "\",\"price\":9000}";
        };
        const Got added = stage->as("store1", "POST", "/foods", sold(composed));
        QCOMPARE(added.status, 201);
        for (const QString& name : {composed, taken}) {
            const Got got = stage->as("song", "POST", "/orders", wish(name));
            QCOMPARE(got.status, 201);
            QCOMPARE(got.json["lines"][0]["foodId"], added.json["id"]);
        }
        // And the other way round; two dishes that look alike are not told apart.
        const Got another = stage->as("store1", "POST", "/foods", sold(taken));
        QCOMPARE(another.status, 201);
        QCOMPARE(stage->as("song", "POST", "/orders", wish(composed)).status, 409);
        const QByteArray path = "/foods/" + QByteArray::number(added.json["id"].get<qint64>());
        QCOMPARE(stage->as("store1", "DELETE", path).status, 204);
        const Got got = stage->as("song", "POST", "/orders", wish(composed));
        QCOMPARE(got.status, 201);
        QCOMPARE(got.json["lines"][0]["foodId"], another.json["id"]);
    }

    void nameOfTwoStoresDishes_isAmbiguousUntilTheStoreIsNamed() {
        for (const char* store : {"store1", "store2"}) {
            const Got added =
                stage->as(store, "POST", "/foods", R"({"name":"단무지","price":500})");
            QCOMPARE(added.status, 201);
        }
        const std::int64_t before = stage->position();
        const Got got =
            stage->as("song", "POST", "/orders", R"({"foodId":"단무지","qty":1)" + where);
        QCOMPARE(got.status, 409);
        QCOMPARE(got.json["code"].get<int>(), static_cast<int>(RefusalCode::AmbiguousFood));
        QCOMPARE(stage->position(), before);
        const Got named = stage->as("song", "POST", "/orders",
                                    R"({"storeId":1,"foodId":"단무지","qty":1)" + where);
        QCOMPARE(named.status, 201);
    }

    void storeAtAPlaceThatNobodyKnows_isRefusedUntilItsPlaceIsGiven() {
        const QByteArray store = R"({"name":"섬가게","owner":"store1","address":"없는섬 1번지")";
        const std::int64_t before = stage->position();
        const Got got = stage->as("admin", "POST", "/stores", store + "}");
        QCOMPARE(got.status, 409);
        QCOMPARE(got.json["code"].get<int>(), static_cast<int>(RefusalCode::AddressUnknown));
        QCOMPARE(stage->position(), before);
        const Got placed =
            stage->as("admin", "POST", "/stores", store + R"(,"lat":37.5,"lng":127.0})");
        QCOMPARE(placed.status, 201);
    }

    void changedPrice_namesTheRightOne() {
        const Got got = stage->as("song", "POST", "/orders",
                                  R"({"foodId":"탕수육","qty":1,"price":9000)" + where);
        QCOMPARE(got.json["code"].get<int>(), static_cast<int>(RefusalCode::PriceChanged));
        QCOMPARE(got.json["price"].get<int>(), 10'000);
        QCOMPARE(got.json["name"], "PriceChanged");
    }

    void refusal_namesTheState_inTheCallersLanguage() {
        const Got korean = stage->as("store1", "PUT", "/foodCookings/1/start", "{}",
                                     {{"Accept-Language", "ko-KR"}});
        QCOMPARE(korean.json["state"], "Paid");
        const Got english = stage->as("store1", "PUT", "/foodCookings/1/start", "{}",
                                      {{"Accept-Language", "en-US,en;q=0.9,ko;q=0.5"}});
        QVERIFY(english.json["title"] != korean.json["title"]);
        QCOMPARE(english.json["code"], korean.json["code"]);
        QCOMPARE(english.json["instance"], "/foodCookings/1/start");
    }

    void wrongMethod_namesTheRightOnes() {
        const Got got = stage->as("song", "DELETE", "/stores/1");
        QCOMPARE(got.header("allow"), std::string{"GET, PUT, PATCH, HEAD, OPTIONS"});
        const Got asked = stage->call("OPTIONS", "/orders");
        QCOMPARE(asked.status, 204);
        QCOMPARE(asked.header("allow"), std::string{"GET, POST, HEAD, OPTIONS"});
    }

    /// An unknown path is unknown whatever is done with it; a known one names what may be done.
    void oddMethods_findNoPathOrNameTheRightOnes_data() {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("allow");
        const auto row = [](const char* method, const char* path, int status, const char* allow) {
            QTest::newRow((std::string{method} + " " + path).c_str())
                << QByteArray(method) << QByteArray(path) << status << QByteArray(allow);
        };
        for (const char* method : {"TRACE", "PATCH", "DELETE", "PUT", "POST", "OPTIONS"}) {
            row(method, "/nothing", 404, "");
        }
        const char* ofOrders = "GET, POST, HEAD, OPTIONS";
        for (const char* method : {"TRACE", "PATCH", "DELETE", "PUT"}) {
            row(method, "/orders", 405, ofOrders);
        }
        row("TRACE", "/orders/1/confirm", 405, "PUT, OPTIONS");
        row("TRACE", "/actuator/health", 405, "GET, HEAD, OPTIONS");
    }
    void oddMethods_findNoPathOrNameTheRightOnes() {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        QFETCH(int, status);
        QFETCH(QByteArray, allow);
        test::RawClient client(stage->port());
        const auto reply =
            client.ask((method + " " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").toStdString());
        QCOMPARE(reply.status, status);
        const auto said = reply.headers.find("allow");
        QCOMPARE(
            said == reply.headers.end() ? QByteArray{} : QByteArray::fromStdString(said->second),
            allow);
    }

    void tokenAheadOfTheLog_isNoneOfOurs() {
        const auto at = [this](std::int64_t position, const char* install = "memory00") {
            return stage->as(
                "song", "GET",
                "/changes?after=p" + QByteArray::number(qint64{position}) + "." + install);
        };
        QCOMPARE(at(stage->position()).status, 200);
        const Got elsewhere = at(stage->position(), "memory01");
        QCOMPARE(elsewhere.status, 400);
        QCOMPARE(elsewhere.json["name"], "UnknownToken");
        const Got ahead = at(stage->position() + 1);
        QCOMPARE(ahead.status, 400);
        QCOMPARE(ahead.json["name"], "UnknownToken");
        QCOMPARE(ahead.json["field"], "after");
        for (const char* strange : {"p", "p-1", "px", "p99999999999999999999999", "17", "q1", "p1",
                                    "p1.", "p01.memory00", "p1.memory00x", "P1.memory00"}) {
            const Got got = stage->as("song", "GET", QByteArray("/changes?after=") + strange);
            QCOMPARE(got.status, 400);
            QCOMPARE(got.json["name"], "UnknownToken");
        }
    }

    void otherOrigins_areAnsweredAsConfigured() {
        const auto ask = [this](const char* origin) {
            return stage->call("OPTIONS", "/orders", {}, {},
                               {{"Origin", origin}, {"Access-Control-Request-Method", "POST"}});
        };
        const Got known = ask("https://shop.example");
        QCOMPARE(known.header("access-control-allow-origin"), std::string{"https://shop.example"});
        QVERIFY(known.header("access-control-allow-headers").find("Idempotency-Key") !=
                std::string::npos);
        QCOMPARE(ask("https://evil.example").header("access-control-allow-origin"), std::string{});
    }

    void manyCommands_haveToWait() {
        door::DoorSettings settings = DoorStage::generous();
        settings.commandsPerSecond = 10;
        settings.commandsBurst = 20;
        DoorStage strict(settings);
        int refused = 0;
        Got last;
        for (int i = 0; i < 60 && refused == 0; ++i) {
            const Got got = strict.as("song", "DELETE", "/cards/none");
            if (got.status == 429) {
                refused += 1;
                last = got;
            }
        }
        QCOMPARE(refused, 1);
        QCOMPARE(last.header("retry-after"), std::string{"1"});
        QCOMPARE(strict.as("song", "GET", "/orders").status, 200);
        QCOMPARE(strict.as("kim", "DELETE", "/cards/none").status, 204);
    }

    void pausedContext_answers503() {
        DoorStage own;
        QCOMPARE(own.as("admin", "PUT", "/contexts/store", R"({"paused":true})").status, 200);
        const qint64 id = own.placed();
        const QByteArray accept = "/foodCookings/" + QByteArray::number(id) + "/accept";
        const Got held = own.as("store1", "PUT", accept, R"({"cookMinutes":20})");
        QCOMPARE(held.status, 503);
        QVERIFY(!held.header("retry-after").empty());
        const Got contexts = own.as("admin", "GET", "/contexts/store");
        QCOMPARE(contexts.json["paused"].get<bool>(), true);
        QCOMPARE(own.as("admin", "PUT", "/contexts/store/resume").status, 200);
        // What the page missed meanwhile is caught up before the ticket is looked for.
        QTRY_COMPARE(
            own.as("admin", "GET", "/contexts/store").json["pages"][0]["behind"].get<int>(), 0);
        QCOMPARE(own.as("store1", "PUT", accept, R"({"cookMinutes":20})").status, 200);
        QCOMPARE(own.as("admin", "PUT", "/contexts/nothing/pause").status, 404);
    }
};

QTEST_GUILESS_MAIN(TestDoorRefusals)
#include "tst_door_refusals.moc"
