/// Every body that people send, read into its command or refused naming the field.

#include <QtTest>

#include "wire/parse_account.h"
#include "wire/parse_order.h"
#include "wire/parse_shop.h"
#include "wire/payment_hint.h"

using namespace delivery;
using wire::JsonBody;

namespace {

const OrderId seven{7};

JsonBody body(const QByteArray& text) {
    auto read = JsonBody::read(text.toStdString());
    assert(read);
    return *read;
}

/// The field that is to blame, or "" when it was understood.
template <class T>
QString blamed(const wire::Read<T>& read) {
    return read ? QString{} : QString::fromStdString(read.error().field);
}

}  // namespace

class TestWireParse : public QObject {
    Q_OBJECT

  private slots:
    void aWholeOrder_isRead() {
        const auto wish = wire::parsePlaceOrder(body(R"({"storeId":"1","lines":[
            {"foodId":1,"qty":"2","options":[{"name":"맵기","choice":"아주"}]},
            {"foodId":"짜장","qty":1,"price":2500}],
            "address":"서울 용산구 용산동","mobile":"010-1234-5678","options":"문 앞에","usePoints":"100",
            "cardId":"c1","customerId":"song","lat":37.5,"lng":126.97,"status":"Ordered"})"));
        QVERIFY(wish);
        const desk::PlaceOrder& command = wish->command;
        QCOMPARE(command.storeId, std::optional(StoreId{1}));
        QCOMPARE(command.lines.size(), std::size_t{2});
        QCOMPARE(command.lines[0].foodId, FoodId{1});
        QCOMPARE(command.lines[0].qty, 2);
        QCOMPARE(command.lines[0].options[0].choice, std::string{"아주"});
        QCOMPARE(command.lines[1].price, std::optional(Won{2500}));
        QCOMPARE(wish->named.size(), std::size_t{1});
        QCOMPARE(wish->named[0].line, std::size_t{1});
        QCOMPARE(wish->named[0].name, std::string{"짜장"});
        QCOMPARE(command.address, std::optional(std::string{"서울 용산구 용산동"}));
        QCOMPARE(command.phone, std::optional(std::string{"010-1234-5678"}));
        QCOMPARE(command.note, std::optional(std::string{"문 앞에"}));
        QCOMPARE(command.usePoints, Won{100});
        QCOMPARE(wish->customerId, std::optional(CustomerId{"song"}));
        QCOMPARE(wish->pin->latitudeE6, 37'500'000);
    }

    void aSingleDish_standsInTheBodyItself() {
        const auto byId = wire::parsePlaceOrder(
            body(R"({"menuId":"3","qty":"1","price":"9000","pickup":"true"})"));
        QVERIFY(byId);
        QCOMPARE(byId->command.lines[0].foodId, FoodId{3});
        QVERIFY(byId->command.pickup);
        const auto byName = wire::parsePlaceOrder(body(R"({"foodId":"탕수육","qty":1})"));
        QVERIFY(byName);
        QCOMPARE(byName->named[0].name, std::string{"탕수육"});
        const auto chosen = wire::parsePlaceOrder(
            body(R"({"foodId":1,"qty":1,"options":[{"name":"맵기","choice":"순한"}]})"));
        QVERIFY(chosen);
        QCOMPARE(chosen->command.lines[0].options.size(), std::size_t{1});
        QVERIFY(!chosen->command.note);
    }

    void aBadOrder_isBlamedOnItsField_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("field");
        const QByteArray line = R"({"foodId":1,"qty":1})";
        QByteArray lines51 = line;
        for (int i = 1; i < 51; ++i) lines51 += "," + line;
        QTest::newRow("empty") << QByteArray{"{}"} << "foodId";
        QTest::newRow("no quantity") << QByteArray{R"({"foodId":1})"} << "qty";
        QTest::newRow("quantity 0") << QByteArray{R"({"foodId":1,"qty":0})"} << "qty";
        QTest::newRow("quantity 100") << QByteArray{R"({"foodId":1,"qty":100})"} << "qty";
        QTest::newRow("quantity -1") << QByteArray{R"({"foodId":1,"qty":"-1"})"} << "qty";
        QTest::newRow("quantity text") << QByteArray{R"({"foodId":1,"qty":"one"})"} << "qty";
        QTest::newRow("quantity true") << QByteArray{R"({"foodId":1,"qty":true})"} << "qty";
        QTest::newRow("no lines") << QByteArray{R"({"lines":[]})"} << "lines";
        QTest::newRow("51 lines") << "{\"lines\":[" + lines51 + "]}"
                                  << "lines";
        QTest::newRow("lines no list") << QByteArray{R"({"lines":{}})"} << "lines";
        QTest::newRow("line no object") << QByteArray{R"({"lines":[1]})"} << "lines[0]";
        QTest::newRow("quantity in line")
            << QByteArray{R"({"lines":[{"foodId":1,"qty":1},{"foodId":1,"qty":0}]})"}
            << "lines[1].qty";
        QTest::newRow("unknown in line")
            << QByteArray{R"({"lines":[{"foodId":1,"qty":1,"score":5}]})"} << "lines[0].score";
        QTest::newRow("id") << QByteArray{R"({"foodId":1,"qty":1,"id":9})"} << "id";
        QTest::newRow("score") << QByteArray{R"({"foodId":1,"qty":1,"score":9})"} << "score";
        QTest::newRow("paymentId")
            << QByteArray{R"({"foodId":1,"qty":1,"paymentId":9})"} << "paymentId";
        QTest::newRow("another status")
            << QByteArray{R"({"foodId":1,"qty":1,"status":"Paid"})"} << "status";
        QTest::newRow("both shapes")
            << QByteArray{R"({"foodId":1,"qty":1,"lines":[{"foodId":1,"qty":1}]})"} << "foodId";
        QTest::newRow("lat alone") << QByteArray{R"({"foodId":1,"qty":1,"lat":37})"} << "lng";
        QTest::newRow("lat too far")
            << QByteArray{R"({"foodId":1,"qty":1,"lat":91,"lng":0})"} << "lat";
        QTest::newRow("negative points")
            << QByteArray{R"({"foodId":1,"qty":1,"usePoints":-1})"} << "usePoints";
    }
    void aBadOrder_isBlamedOnItsField() {
        QFETCH(QByteArray, text);
        QFETCH(QString, field);
        QCOMPARE(blamed(wire::parsePlaceOrder(body(text))), field);
    }

    void businessNumbers_goWithShapes() {
        const auto code = [](const QByteArray& text) {
            const auto read = wire::parsePlaceOrder(body(text));
            return read.error().refusal->code;
        };
        QCOMPARE(code(R"({"foodId":1,"qty":0})"), RefusalCode::QuantityOutOfRange);
        QCOMPARE(code(R"({"lines":[]})"), RefusalCode::NoLines);
        const auto stars = wire::parseRateOrder(seven, body(R"({"stars":6})"));
        QCOMPARE(stars.error().refusal->code, RefusalCode::StarsOutOfRange);
        const auto minutes = wire::parseAcceptOrder(seven, body(R"({"cookMinutes":181})"));
        QCOMPARE(minutes.error().refusal->code, RefusalCode::CookMinutesOutOfRange);
        const auto promise = wire::parseChangePromise(seven, body(R"({"cookMinutes":0})"));
        QCOMPARE(promise.error().refusal->code, RefusalCode::CookMinutesOutOfRange);
        const auto reason = wire::parseRejectOrder(seven, body(R"({"reason":"  "})"));
        QCOMPARE(reason.error().refusal->code, RefusalCode::ReasonNeeded);
    }

    void transitions_areRead() {
        QCOMPARE(wire::parseAcceptOrder(seven, body(R"({"cookMinutes":"20"})"))->cookMinutes, 20);
        QCOMPARE(blamed(wire::parseAcceptOrder(seven, body("{}"))), QString{"cookMinutes"});
        const auto promise = wire::parseChangePromise(seven, body(R"({"cookMinutes":15})"));
        QVERIFY(promise && promise->orderId == seven && promise->cookMinutes == 15);
        QCOMPARE(blamed(wire::parseChangePromise(seven, body("{}"))), QString{"cookMinutes"});
        QCOMPARE(wire::parseRejectOrder(seven, body(R"({"reason":"재료 없음"})"))->reason,
                 std::string{"재료 없음"});
        QCOMPARE(wire::parseRateOrder(seven, body(R"({"stars":5,"text":"맛있음"})"))->stars, 5);
        QVERIFY(wire::parseCancelOrder(seven, body("")));
        QVERIFY(wire::parseOrderPatch(seven, body(R"({"status":"OrderCanceled"})")));
        QCOMPARE(blamed(wire::parseOrderPatch(seven, body(R"({"status":"Paid"})"))),
                 QString{"status"});
        QCOMPARE(blamed(wire::parseOrderPatch(seven, body(R"({})"))), QString{"status"});
        QCOMPARE(*wire::parseFence(body(R"({"fence":3})")), std::optional<std::int64_t>{3});
        const auto step =
            wire::parseStep(body(R"({"fence":3,"doneAt":"2026-11-21T01:02:03.004Z"})"));
        QVERIFY(step && step->fence == 3 && step->doneAt);
        QVERIFY(!wire::parseStep(body(""))->doneAt);
        QCOMPARE(blamed(wire::parseStep(body(R"({"doneAt":"yesterday"})"))), QString{"doneAt"});
        QVERIFY(wire::parseNothing(body("")));
        QCOMPARE(blamed(wire::parseNothing(body(R"({"x":1})"))), QString{"x"});
        QVERIFY(wire::parsePayNow(seven, body(R"({"cardId":"c"})"))->cardId);
    }

    void dishes_areRead() {
        const auto wish = wire::parseAddDish(
            body(R"({"name":"우동","price":"7000","count":5,"options":[{"name":"양",
            "required":true,"choices":[{"choice":"곱빼기","price":1000}]}]})"));
        QVERIFY(wish);
        QCOMPARE(wish->dish.price, Won{7000});
        QCOMPARE(wish->dish.stock, std::optional(5));
        QCOMPARE(wish->dish.options[0].choices[0].price, Won{1000});
        QCOMPARE(wish->dish.options[0].atMost(), 1);
        const auto group = [](const char* most) {
            return wire::parseAddDish(body(
                QByteArray(R"({"name":"떡","price":1,"options":[{"name":"토핑","choicesMax":)") +
                most + R"(,"choices":[{"choice":"치즈"},{"choice":"김"}]}]})"));
        };
        QCOMPARE(group("\"2\"")->dish.options[0].atMost(), 2);
        // One is what it is anyhow, and is written as if nobody had said it.
        QVERIFY(!group("1")->dish.options[0].choicesMax);
        QCOMPARE(blamed(group("0")), QString{"options[0].choicesMax"});
        QCOMPARE(blamed(wire::parseAddDish(body(R"({"name":"우동"})"))), QString{"price"});
        QCOMPARE(blamed(wire::parseAddDish(body(R"({"name":" \t　","price":1})"))),
                 QString{"name"});
        QCOMPARE(blamed(wire::parseAddDish(body(R"({"name":"우동","price":-1})"))),
                 QString{"price"});

        const auto change = [](const QByteArray& text, bool whole = false) {
            return wire::parseChangeDish(FoodId{1}, body(text), whole);
        };
        QVERIFY(!change("{}")->stock);
        QVERIFY(change(R"({"count":null})")->stock.has_value());
        QVERIFY(!change(R"({"count":null})")->stock->has_value());
        QCOMPARE(**change(R"({"stock":"0"})")->stock, 0);
        QCOMPARE(change(R"({"soldOut":true})")->soldOut, std::optional(true));
        QCOMPARE(blamed(change(R"({"price":1})", true)), QString{"name"});
        QCOMPARE(blamed(change(R"({"id":1})")), QString{"id"});
        QCOMPARE(blamed(change(R"({"soldOut":false,"soldOutUntil":"2024-01-01T00:00:00Z"})")),
                 QString{"soldOutUntil"});
    }

    void weeks_areReadWithBreaksAndNights() {
        const auto wish = wire::parseChangeStore(body(
            R"({"hours":[{"day":"mon","opens":"17:00","closes":"02:00"},
                         {"day":"mon","opens":"11:00","closes":"15:00"},
                         {"day":"sun","opens":"00:00","closes":"24:00"}],
                "specialDays":[{"date":"2026-12-25","note":"성탄절"},
                               {"date":"2026-12-24","hours":[{"opens":"10:00","closes":"12:00"}]}],
                "feeBands":[{"upToMeters":1000,"fee":"2000"},{"upToMeters":3000,"fee":3500}],
                "minimumOrder":12000})"));
        QVERIFY(wish);
        QVERIFY((wish->week->monday == std::vector<shop::Hours>{{660, 900}, {1020, 120}}));
        QVERIFY(wish->week->tuesday.empty());
        QVERIFY((wish->week->sunday == std::vector<shop::Hours>{{0, 1440}}));
        QCOMPARE(wish->specialDays->size(), std::size_t{2});
        QCOMPARE(wish->specialDays->at(0).day, std::int64_t{20'811});
        QVERIFY(wish->specialDays->at(1).hours.empty());
        QCOMPARE(wish->specialDays->at(1).note, std::string{"성탄절"});
        QVERIFY((*wish->feeBands ==
                 std::vector<shop::FeeBand>{{1'000, Won{2'000}}, {3'000, Won{3'500}}}));
        QCOMPARE(*wish->minimumOrder, Won{12'000});
        QVERIFY(
            shop::isAroundTheClock(*wire::parseChangeStore(body(R"({"alwaysOpen":true})"))->week));
        QVERIFY(!wire::parseChangeStore(body(R"({"hours":[]})"))->week->monday.size());
    }
    void stores_whenWrong_nameTheField_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("field");
        const auto row = [](const char* text, const char* field) {
            QTest::newRow(text) << QByteArray(text) << QString(field);
        };
        row(R"({"hours":{}})", "hours");
        row(R"({"hours":[{"day":"월","opens":"11:00","closes":"15:00"}]})", "hours[0].day");
        row(R"({"hours":[{"opens":"11:00","closes":"15:00"}]})", "hours[0].day");
        row(R"({"hours":[{"day":"mon","closes":"15:00"}]})", "hours[0].opens");
        row(R"({"hours":[{"day":"mon","opens":"24:00","closes":"15:00"}]})", "hours[0].opens");
        row(R"({"hours":[{"day":"mon","opens":"11:00","closes":"24:01"}]})", "hours[0].closes");
        row(R"({"hours":[{"day":"mon","opens":"11:00","closes":"15:00","x":1}]})", "hours[0].x");
        row(R"({"hours":[{"day":"mon","opens":"11:00","closes":"15:00"},
                         {"day":"mon","opens":"14:59","closes":"16:00"}]})",
            "hours");
        row(R"({"hours":[{"day":"mon","opens":"18:00","closes":"02:00"},
                         {"day":"mon","opens":"20:00","closes":"21:00"}]})",
            "hours");
        row(R"({"hours":[],"alwaysOpen":true})", "alwaysOpen");
        row(R"({"alwaysOpen":"yes"})", "alwaysOpen");
        row(R"({"hours":[],"opens":"10:00"})", "hours");
        row(R"({"specialDays":[{"note":"?"}]})", "specialDays[0].date");
        row(R"({"specialDays":[{"date":"2026-02-30"}]})", "specialDays[0].date");
        row(R"({"specialDays":[{"date":"2026-2-3"}]})", "specialDays[0].date");
        row(R"({"specialDays":[{"date":"2026-12-25"},{"date":"2026-12-25"}]})", "specialDays");
        row(R"({"specialDays":[{"date":"2026-12-25","hours":[{"opens":"10:00"}]}]})",
            "specialDays[0].hours[0].closes");
        row(R"({"feeBands":[{"upToMeters":0,"fee":1}]})", "feeBands[0].upToMeters");
        row(R"({"feeBands":[{"upToMeters":9}]})", "feeBands[0].fee");
        row(R"({"feeBands":[{"upToMeters":9,"fee":-1}]})", "feeBands[0].fee");
        row(R"({"feeBands":[{"upToMeters":9,"fee":1},{"upToMeters":9,"fee":2}]})",
            "feeBands[1].upToMeters");
        row(R"({"minimumOrder":-1})", "minimumOrder");
        row(R"({"minimumOrder":"free"})", "minimumOrder");
    }
    void stores_whenWrong_nameTheField() {
        QFETCH(QByteArray, text);
        QFETCH(QString, field);
        QCOMPARE(blamed(wire::parseChangeStore(body(text.constData()))), field);
    }
    void pace_isReadOrBlamed() {
        const StoreId one{1};
        const auto busy = wire::parseSetBusy(one, body(R"({"extraMinutes":"15","minutes":60})"));
        QVERIFY(busy && busy->busy && busy->busy->extraMinutes == 15 && busy->minutes == 60);
        QVERIFY(!wire::parseSetBusy(one, body(R"({"extraMinutes":0})"))->busy);
        const auto wrongBusy = [&](const char* text) {
            return blamed(wire::parseSetBusy(one, body(text)));
        };
        QCOMPARE(wrongBusy("{}"), QString{"extraMinutes"});
        QCOMPARE(wrongBusy(R"({"extraMinutes":121})"), QString{"extraMinutes"});
        QCOMPARE(wrongBusy(R"({"extraMinutes":-1})"), QString{"extraMinutes"});
        QCOMPARE(wrongBusy(R"({"extraMinutes":5,"minutes":0})"), QString{"minutes"});
        QCOMPARE(wrongBusy(R"({"extraMinutes":0,"minutes":5})"), QString{"extraMinutes"});
        QCOMPARE(wrongBusy(R"({"extraMinutes":5,"minutes":5,"until":"2030-01-01T00:00:00Z"})"),
                 QString{"minutes"});
        const auto automatic = wire::parseSetAutoAccept(one, body(R"({"ordersMax":3})"));
        QVERIFY(automatic && automatic->autoAccept == (shop::AutoAccept{3, {}}));
        QVERIFY(!wire::parseSetAutoAccept(one, body(R"({"ordersMax":0})"))->autoAccept);
        const auto wrongAuto = [&](const char* text) {
            return blamed(wire::parseSetAutoAccept(one, body(text)));
        };
        QCOMPARE(wrongAuto("{}"), QString{"ordersMax"});
        QCOMPARE(wrongAuto(R"({"ordersMax":101})"), QString{"ordersMax"});
        QCOMPARE(wrongAuto(R"({"ordersMax":1,"cookMinutes":0})"), QString{"cookMinutes"});
        QCOMPARE(wrongAuto(R"({"ordersMax":1,"cookMinutes":181})"), QString{"cookMinutes"});
        QCOMPARE(blamed(wire::parsePauseStore(one, body(R"({"minutes":10081})"))),
                 QString{"minutes"});
        QCOMPARE(blamed(wire::parsePauseStore(
                     one, body(R"({"minutes":1,"until":"2030-01-01T00:00:00Z"})"))),
                 QString{"minutes"});
    }
    void soldOut_isSaidInThreeWays() {
        const auto change = [](const char* text) {
            return wire::parseChangeDish(FoodId{3}, body(text), false);
        };
        const auto tomorrow = change(R"({"soldOutUntil":"tomorrow"})");
        QVERIFY(tomorrow && tomorrow->soldOut == true && tomorrow->soldOutUntilTomorrow);
        const auto spell = change(R"({"soldOutMinutes":120})");
        QVERIFY(spell && spell->soldOut == true && spell->soldOutMinutes == 120);
        QCOMPARE(change(R"({"station":"튀김","category":"면류"})")->station,
                 std::optional<std::string>{"튀김"});
        QCOMPARE(blamed(change(R"({"soldOutUntil":"someday"})")), QString{"soldOutUntil"});
        QCOMPARE(blamed(change(R"({"soldOutMinutes":0})")), QString{"soldOutMinutes"});
        QCOMPARE(blamed(change(R"({"soldOutMinutes":9,"soldOutUntil":"tomorrow"})")),
                 QString{"soldOutMinutes"});
        QCOMPARE(blamed(change(R"({"soldOut":false,"soldOutMinutes":9})")),
                 QString{"soldOutUntil"});
    }

    void stores_areReadAndLaidOver() {
        const auto wish = wire::parseChangeStore(
            body(R"({"opens":"09:30","closes":"22:00","deliveryFee":3000})"));
        QVERIFY(wish);
        shop::Profile before;
        before.name = "용산반점";
        const shop::Profile after = shop::changed(before, *wish);
        QCOMPARE(after.name, std::string{"용산반점"});
        for (int weekday = 0; weekday < 7; ++weekday) {
            const auto& hours = shop::hoursOf(after.opening.week, weekday);
            QVERIFY((hours == std::vector<shop::Hours>{{570, 1320}}));
        }
        QCOMPARE(after.deliveryFee, Won{3000});
        QCOMPARE(blamed(wire::parseChangeStore(body(R"({"opens":"9:30"})"))), QString{"opens"});
        QCOMPARE(blamed(wire::parseOpenStore(body(R"({"name":"x","address":"y"})"))),
                 QString{"owner"});
        QVERIFY(wire::parsePauseStore(StoreId{1}, body("")));
        QCOMPARE(blamed(wire::parseAnswerReview(seven, body("{}"))), QString{"text"});
    }

    void people_areRead() {
        QCOMPARE(wire::parseLogin(body(R"({"userId":"song","password":"demo1234"})"))->userId,
                 std::string{"song"});
        QCOMPARE(blamed(wire::parseLogin(body(R"({"userId":"song"})"))), QString{"password"});
        const auto account = [](const QByteArray& userId, const QByteArray& password) {
            return blamed(wire::parseSignUp(body(R"({"userId":")" + userId + R"(","password":")" +
                                                 password + R"(","name":"송"})")));
        };
        QCOMPARE(account("song", "demo1234"), QString{});
        QCOMPARE(account("s", "demo1234"), QString{"userId"});
        QCOMPARE(account("song/#", "demo1234"), QString{"userId"});
        QCOMPARE(account("system", "demo1234"), QString{"userId"});
        QCOMPARE(account("song", "short"), QString{"password"});
        QCOMPARE(blamed(wire::parseSignUp(body(
                     R"({"userId":"song","password":"demo1234","name":"송","role":"admin"})"))),
                 QString{"role"});
        const auto opened = wire::parseOpenAccount(body(
            R"({"userId":"s9","password":"demo1234","name":"주인","role":"store","storeId":9})"));
        QCOMPARE(opened->storeId, std::optional(StoreId{9}));
        QCOMPARE(blamed(wire::parseOpenAccount(
                     body(R"({"userId":"s9","password":"demo1234","name":"x","role":"system"})"))),
                 QString{"role"});
        QVERIFY(wire::parseChangeRider(body(R"({"onDuty":true})")));
        QCOMPARE(blamed(wire::parseChangeRider(body("{}"))), QString{"onDuty"});
        QCOMPARE(wire::parseAddAddress(body(R"({"text":"서울"})"))->text, std::string{"서울"});
    }

    void backup_isNamedAsAFileIs_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<bool>("taken");
        QTest::newRow("a name") << QByteArray("monday.db") << true;
        QTest::newRow("a Korean name") << QByteArray("월요일 밤.db") << true;
        QTest::newRow("a path") << QByteArray("/var/copies-of/monday-1.db") << true;
        QTest::newRow("a relative path") << QByteArray("copies/monday.db") << false;
        QTest::newRow("a line break") << QByteArray("x\\n.db") << false;
        QTest::newRow("a line break in a path") << QByteArray("/var/x\\r/y.db") << false;
        QTest::newRow("an option") << QByteArray("-x") << false;
        QTest::newRow("an option in a path") << QByteArray("/var/-x") << false;
        QTest::newRow("a log of SQLite's") << QByteArray("m.db-wal") << false;
        QTest::newRow("an index of SQLite's") << QByteArray("/var/m.db-shm") << false;
        QTest::newRow("a journal of SQLite's") << QByteArray("m.db-journal") << false;
    }
    void backup_isNamedAsAFileIs() {
        QFETCH(QByteArray, file);
        QFETCH(bool, taken);
        const auto read = wire::parseBackup(body("{\"file\":\"" + file + "\"}"));
        QCOMPARE(read.has_value(), taken);
        if (!taken) QCOMPARE(blamed(read), QString{"file"});
    }

    void paymentHint_namesThePaymentAndNothingElse_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("the provider's own")
            << QByteArray(R"({"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2022-05-12T00:00",)"
                          R"("data":{"orderId":"ds-x-17-1","totalAmount":1.5,"new":{"x":[1]}}})")
            << QByteArray("ds-x-17-1");
        QTest::newRow("other news")
            << QByteArray(R"({"eventType":"METHOD_UPDATED","data":{"orderId":"ds-x-17-1"}})")
            << QByteArray();
        QTest::newRow("no payment")
            << QByteArray(R"({"eventType":"PAYMENT_STATUS_CHANGED"})") << QByteArray();
        QTest::newRow("a number for a name")
            << QByteArray(R"({"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":17}})")
            << QByteArray();
        QTest::newRow("too long a name")
            << QByteArray(R"({"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":"NAME"}})")
                   .replace("NAME", QByteArray(65, 'x'))
            << QByteArray();
        QTest::newRow("empty object") << QByteArray("{}") << QByteArray();
    }
    void paymentHint_namesThePaymentAndNothingElse() {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, name);
        const auto hint = wire::parsePaymentHint(body.toStdString());
        QVERIFY(hint.has_value());
        QCOMPARE(QByteArray::fromStdString(hint->value_or("")), name);
    }

    void paymentHint_thatIsNoObject_isMisread() {
        for (const char* text : {"", "[]", "17", "{", "\xff\xfe"}) {
            QVERIFY(!wire::parsePaymentHint(text));
        }
    }
};

QTEST_APPLESS_MAIN(TestWireParse)
#include "tst_wire_parse.moc"
