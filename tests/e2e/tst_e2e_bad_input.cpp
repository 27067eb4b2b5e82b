/// Bad input gets its documented status and a problem, and nothing changes in the database.

#include <QtTest>

#include "tests/e2e/places.h"

using namespace delivery::tests;

class TestE2eBadInput : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> city;
    std::unique_ptr<BlockingHttp> song, kim, store, store2, rider, nobody;
    qint64 sold = 0;

    BlockingHttp& who(const QString& name) {
        if (name == "song") return *song;
        if (name == "kim") return *kim;
        if (name == "store1") return *store;
        if (name == "store2") return *store2;
        if (name == "rider1") return *rider;
        return *nobody;
    }

  private slots:
    void initTestCase() {
        city = std::make_unique<RealCity>();
        song = city->as("song");
        kim = city->as("kim");
        store = city->as("store1");
        store2 = city->as("store2");
        rider = city->as("rider1");
        nobody = city->nobody();
        QCOMPARE(placed(*song), 1);
        const auto food =
            store->post("/foods", {{"name", "한정판"}, {"price", 5000}, {"stock", 2}});
        QCOMPARE(food.status, 201);
        sold = food.json().at("id").get<qint64>();
        const auto out = store->request("PATCH", path("foods", sold), R"({"soldOut":true})");
        QCOMPARE(out.status, 200);
        QCOMPARE(store2->put("/stores/2/pause", {{"reason", "쉬는 날"}}).status, 200);
        // No hours on any day.
        const auto closed = city->as("store3")->put("/stores/3", {{"hours", json::array()}});
        QCOMPARE(closed.status, 200);
    }

    void refused_data() {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("where");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        const auto post = [](const char* name, const QByteArray& body, int status) {
            QTest::newRow(name) << "song" << QByteArray("POST") << QByteArray("/orders") << body
                                << status;
        };
        const QByteArray address = R"(,"address":"서울 용산구 용산동"})";
        post("unknown food", R"({"foodId":99999,"qty":1)" + address, 404);
        post("unknown food by name", R"({"foodId":"피자","qty":1)" + address, 404);
        post("sold out", R"({"foodId":"한정판","qty":1)" + address, 409);
        post("paused store", R"({"storeId":2,"foodId":"김밥","qty":1)" + address, 409);
        post("changed price", R"({"foodId":"탕수육","qty":1,"price":9000)" + address, 409);
        post("quantity 0", R"({"foodId":"탕수육","qty":0)" + address, 400);
        post("quantity 100", R"({"foodId":"탕수육","qty":100)" + address, 400);
        post("quantity -1", R"({"foodId":"탕수육","qty":-1)" + address, 400);
        post("quantity 1.5", R"({"foodId":"탕수육","qty":1.5)" + address, 400);
        post("quantity as a word", R"({"foodId":"탕수육","qty":"many")" + address, 400);
        QByteArray lines = R"({"lines":[)";
        for (int i = 0; i < 51; ++i) lines += QByteArray(i ? "," : "") + R"({"foodId":5,"qty":1})";
        post("51 lines", lines + "]" + address, 400);
        post("no lines", R"({"lines":[])" + address, 400);
        post("unknown field", R"({"foodId":"탕수육","qty":1,"score":5)" + address, 400);
        post("an id of one's own", R"({"id":7,"foodId":"탕수육","qty":1)" + address, 400);
        post("another status", R"({"foodId":"탕수육","qty":1,"status":"Paid")" + address, 400);
        post("duplicate key", R"({"foodId":"탕수육","qty":1,"qty":2)" + address, 400);
        post("broken JSON", R"({"foodId":"탕수육","qty":1)", 400);
        post("not an object", "[]", 400);
        post("bad UTF-8", "{\"foodId\":\"\xff\xfe\",\"qty\":1}", 400);
        post("no body", "", 400);
        post("too deep", QByteArray(50, '[') + QByteArray(50, ']'), 400);
        post("another customer's id", R"({"customerId":"kim","foodId":"탕수육","qty":1)" + address,
             403);
        post("no address", R"({"foodId":"탕수육","qty":1})", 409);
        post("a card that is not there", R"({"foodId":"탕수육","qty":1,"cardId":"nope")" + address,
             404);
        post("more points than there are",
             R"({"foodId":"탕수육","qty":1,"usePoints":9999)" + address, 409);
        post("more points than the total",
             R"({"foodId":"탕수육","qty":1,"usePoints":99999999)" + address, 409);
        QTest::newRow("no token") << "" << QByteArray("POST") << QByteArray("/orders")
                                  << QByteArray(R"({"foodId":"탕수육","qty":1})") << 401;
        QTest::newRow("a store places") << "store1" << QByteArray("POST") << QByteArray("/orders")
                                        << QByteArray(R"({"foodId":"탕수육","qty":1})") << 403;
        const auto row = [](const char* name, const char* user, const char* method,
                            const char* where, const char* body, int status) {
            QTest::newRow(name) << user << QByteArray(method) << QByteArray(where)
                                << QByteArray(body) << status;
        };
        row("foreign order read", "kim", "GET", "/orders/1", "", 404);
        row("foreign order cancelled", "kim", "DELETE", "/orders/1", "", 404);
        row("unknown order", "song", "GET", "/orders/424242", "", 404);
        row("foreign ticket accepted", "store2", "PUT", "/foodCookings/1/accept",
            R"({"cookMinutes":20})", 404);
        row("a customer accepts", "song", "PUT", "/foodCookings/1/accept", R"({"cookMinutes":20})",
            403);
        row("a rider accepts", "rider1", "PUT", "/foodCookings/1/accept", R"({"cookMinutes":20})",
            403);
        row("start before accept", "store1", "PUT", "/foodCookings/1/start", "{}", 409);
        row("cook minutes 0", "store1", "PUT", "/foodCookings/1/accept", R"({"cookMinutes":0})",
            400);
        row("reject without a reason", "store1", "PUT", "/foodCookings/1/reject", "{}", 400);
        row("pick before cooked", "rider1", "PUT", "/deliveries/1/pick", "{}", 404);
        row("confirm before delivered", "song", "PUT", "/orders/1/confirm", "{}", 409);
        row("rate before confirmed", "song", "PUT", "/orders/1/rate", R"({"stars":5})", 409);
        row("six stars", "song", "PUT", "/orders/1/rate", R"({"stars":6})", 400);
        row("a telephone of two lines", "song", "PATCH", "/customers/song",
            R"({"mobile":"010-1111-1111\r\nX: y"})", 400);
        row("a telephone of letters", "song", "PATCH", "/customers/song", R"({"mobile":"abc"})",
            400);
        row("a name of two lines", "song", "PATCH", "/customers/song", R"({"name":"송\n"})", 400);
        row("a name that turns the page", "song", "PATCH", "/customers/song",
            R"({"name":"송\u202e"})", 400);
        row("an address of fillers", "song", "POST", "/customers/song/addresses",
            R"({"text":"\u3164"})", 400);
        row("a store nowhere", "store1", "PATCH", "/stores/1", R"({"address":"달나라"})", 409);
        row("a store at sea", "store1", "PATCH", "/stores/1", R"({"lat":0,"lng":0})", 400);
        row("required of nothing", "store1", "POST", "/foods",
            R"({"name":"떡","price":1,"options":[{"name":"맛","required":true,"choices":[]}]})",
            400);
        row("pay what is paid", "song", "PUT", "/payments/1/pay", "{}", 409);
        row("wrong method", "song", "DELETE", "/stores/1", "", 405);
        row("no such path", "song", "GET", "/nothing", "", 404);
        row("admin's page", "song", "GET", "/accounts", "", 403);
    }

    void refused() {
        QFETCH(QString, user);
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, where);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        const auto position = city->logPosition();
        QVERIFY(position > 0);
        const auto answer = who(user).request(method, where, body);
        if (answer.status != status) qInfo() << answer.body;
        QCOMPARE(answer.status, status);
        QVERIFY(answer.headers.value("content-type").startsWith("application/problem+json"));
        const json problem = answer.json();
        QVERIFY(problem.contains("type") && problem.contains("title"));
        QCOMPARE(problem.at("status").get<int>(), status);
        QCOMPARE(city->logPosition(), position);
    }

    /// The problem's type says which "no" it is, for programs; the log stays where it was.
    void refusal_saysItsType_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("name");
        const auto row = [](const char* name, const QByteArray& body) {
            QTest::newRow(name) << QByteArray(body + R"(,"address":"서울 용산구 용산동"})") << name;
        };
        row("StoreClosed", R"({"storeId":3,"foodId":1,"qty":1)");
        row("StorePaused", R"({"storeId":2,"foodId":"김밥","qty":1)");
        row("SoldOut", R"({"foodId":"한정판","qty":1)");
        row("PriceChanged", R"({"foodId":"탕수육","qty":1,"price":9000)");
        row("UnknownFood", R"({"foodId":99999,"qty":1)");
    }
    void refusal_saysItsType() {
        QFETCH(QByteArray, body);
        QFETCH(QString, name);
        const auto position = city->logPosition();
        const auto answer = song->request("POST", "/orders", body);
        QCOMPARE(answer.status, name == "UnknownFood" ? 404 : 409);
        QVERIFY(answer.headers.value("content-type").startsWith("application/problem+json"));
        const json problem = answer.json();
        QCOMPARE(QString::fromStdString(problem.at("name")), name);
        const auto type = QString::fromStdString(problem.at("type"));
        const auto code = QString::number(problem.at("code").get<int>());
        QVERIFY2(type.contains(name) || type.contains(code), qPrintable(type));
        QCOMPARE(city->logPosition(), position);
    }

    void changedPrice_saysTheRightOne() {
        const auto answer = song->post(
            "/orders",
            {{"foodId", "탕수육"}, {"qty", 1}, {"price", 9000}, {"address", "서울 용산구 용산동"}});
        QCOMPARE(answer.status, 409);
        QVERIFY(answer.body.contains("10000") || answer.body.contains("10,000"));
    }

    /// The same good order each time, with more and more white space in it.
    void hugeBody_is413AndTheServerGoesOn_data() {
        QTest::addColumn<int>("bytes");
        QTest::addColumn<int>("status");
        QTest::newRow("just fits") << 16 * 1024 << 201;
        QTest::newRow("a byte more") << 16 * 1024 + 1 << 413;
        QTest::newRow("17 KiB") << 17 * 1024 << 413;
        QTest::newRow("200 KiB") << 200 * 1024 << 413;
    }
    void hugeBody_is413AndTheServerGoesOn() {
        QFETCH(int, bytes);
        QFETCH(int, status);
        const auto position = city->logPosition();
        QByteArray body = QByteArray::fromStdString(wish().dump());
        body.insert(1, QByteArray(bytes - body.size(), ' '));
        BlockingHttp client(city->port(), song->token());
        const auto answer = client.request("POST", "/orders", body);
        QCOMPARE(answer.status, status);
        if (status == 413) {
            QVERIFY(answer.headers.value("content-type").startsWith("application/problem+json"));
            QCOMPARE(answer.json().at("status").get<int>(), 413);
            QCOMPARE(city->logPosition(), position);
        }
        QCOMPARE(song->get("/orders").status, 200);
    }

    void english_isAnsweredInEnglish() {
        const auto answer = song->request("POST", "/orders", R"({"foodId":"탕수육","qty":0})",
                                          {{"Accept-Language", "en"}});
        const auto title = QString::fromStdString(answer.json().at("title"));
        for (const QChar letter : title) QVERIFY(letter.unicode() < 0x1100);
    }
};

QTEST_GUILESS_MAIN(TestE2eBadInput)
#include "tst_e2e_bad_input.moc"
