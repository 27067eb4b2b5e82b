/// What a shopkeeper types and what the day's charts show, without a server.

#include <QtTest>

#include "apps/kit/choices.h"
#include "apps/look/start.h"
#include "apps/store/day.h"
#include "apps/store/hours.h"
#include "apps/store/shop.h"

using namespace delivery;
using namespace delivery::store;

namespace {

kit::Representation json(const char* text) {
    const auto read = kit::Representation::parse(text);
    if (!read) qFatal("not JSON: %s", text);
    return *read;
}
QByteArray bytes(const std::vector<kit::Body>& bodies) {
    kit::Body body;
    return body.set("x", bodies).json();
}

}  // namespace

class TestStoreShop : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { look::speak(*qApp, look::Language::Korean); }

    void hours_readAsTheyAreTyped_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("read");
        QTest::newRow("a break") << "11:00-15:00, 17:00-21:00"
                                 << "11:00-15:00, 17:00-21:00";
        QTest::newRow("short") << "9:00~18:30"
                               << "09:00-18:30";
        QTest::newRow("over midnight") << "18:00-02:00"
                                       << "18:00-02:00";
        QTest::newRow("to midnight") << "18:00-24:00"
                                     << "18:00-24:00";
        QTest::newRow("a day off") << "  "
                                   << "";
        QTest::newRow("no minute") << "11-15"
                                   << "wrong";
        QTest::newRow("no such hour") << "25:00-26:00"
                                      << "wrong";
        QTest::newRow("begins at 24") << "24:00-02:00"
                                      << "wrong";
        QTest::newRow("words") << "아침부터"
                               << "wrong";
    }
    void hours_readAsTheyAreTyped() {
        QFETCH(QString, typed);
        QFETCH(QString, read);
        const auto hours = hoursIn(typed);
        QCOMPARE(hours ? hoursText(*hours) : QString("wrong"), read);
    }

    void week_goesBackAsItCame() {
        const auto store = json(R"({"hours":[{"day":"mon","opens":"11:00","closes":"15:00"},)"
                                R"({"day":"mon","opens":"17:00","closes":"21:00"},)"
                                R"({"day":"sun","opens":"12:00","closes":"24:00"}]})");
        QVector<QVector<Hours>> week;
        for (int weekday = 0; weekday < 7; ++weekday) week.append(hoursOn(store, weekday));
        QCOMPARE(hoursText(week[0]), "11:00-15:00, 17:00-21:00");
        QVERIFY(week[1].isEmpty());
        QCOMPARE(bytes(weekBody(week)), "{\"x\":" + store.at("hours").oneLine() + '}');
    }

    void choices_goBackAsTheyCame_data() {
        QTest::addColumn<QString>("group");
        QTest::addColumn<QString>("line");
        const auto row = [](const char* name, const char* group, const char* line) {
            QTest::newRow(name) << QString::fromUtf8(group) << QString::fromUtf8(line);
        };
        row("must be chosen",
            R"({"name":"맵기","required":true,"choices":[{"choice":"순한맛","price":0},)"
            R"({"choice":"매운맛","price":500}]})",
            "맵기* = 순한맛:0 | 매운맛:500");
        row("may be chosen",
            R"({"name":"곱빼기","required":false,"choices":[{"choice":"예","price":1000}]})",
            "곱빼기 = 예:1000");
        row("up to two",
            R"({"name":"토핑","required":false,"choices":[{"choice":"치즈","price":500},)"
            R"({"choice":"떡","price":300}],"choicesMax":2})",
            "토핑[2] = 치즈:500 | 떡:300");
        row("one to three",
            R"({"name":"토핑","required":true,"choices":[{"choice":"치즈","price":500}],"choicesMax":3})",
            "토핑[3]* = 치즈:500");
        row("a bracket of the name's own",
            R"({"name":"크기[L]","required":false,"choices":[{"choice":"예","price":0}]})",
            "크기[L][1] = 예:0");
        row("a star of the name's own",
            R"({"name":"맵기*","required":false,"choices":[{"choice":"예","price":0}]})",
            "맵기*[1] = 예:0");
    }
    void choices_goBackAsTheyCame() {
        QFETCH(QString, group);
        QFETCH(QString, line);
        const auto dish = json(qPrintable("{\"options\":[" + group + "]}"));
        QCOMPARE(kit::choicesText(dish), line);
        const auto read = kit::choicesIn(line + "\n\n");
        QVERIFY(read);
        QCOMPARE(bytes(*read), "{\"x\":" + dish.at("options").oneLine() + '}');
    }

    void choices_whenTheyCannotBeRead_areNothing_data() {
        QTest::addColumn<QString>("typed");
        QTest::newRow("no choices") << "맵기 순한맛";
        QTest::newRow("a price in words") << "맵기 = 순한맛:공짜";
        QTest::newRow("a nameless choice") << "맵기 = | 매운맛";
        QTest::newRow("a nameless group") << "= 매운맛";
        QTest::newRow("nothing but a bracket") << "[2] = 매운맛";
        QTest::newRow("up to none") << "맵기[0] = 매운맛";
        QTest::newRow("below zero") << "맵기 = 매운맛:-500";
    }
    void choices_whenTheyCannotBeRead_areNothing() {
        QFETCH(QString, typed);
        QVERIFY(!kit::choicesIn(typed));
        QVERIFY(!kit::choicesIn("크기 = 예\n" + typed));
        QVERIFY(kit::choicesIn("\n\n")->empty());
    }

    void day_showsEmptyHoursBetween() {
        const auto sales = json(
            R"({"hours":[{"hour":11,"orders":3},{"hour":14,"orders":1}],)"
            R"("dishes":[{"name":"짜장","qty":2,"sales":5000},{"name":"탕수육","qty":7,"sales":70000}]})");
        const QVector<Bar> load = loadByHour(sales);
        QCOMPARE(load.size(), 4);
        QCOMPARE(load[0].name, "11시");
        QCOMPARE(load[1].value, 0.0);
        QCOMPARE(load[3].words, "1");
        const QVector<Bar> dishes = countByDish(sales);
        QCOMPARE(dishes[0].name, "탕수육");
        QCOMPARE(dishes[0].words, "7개 · 70,000원");
        QCOMPARE(countByDish(sales, 1).size(), 1);
        QVERIFY(loadByHour(json("{}")).isEmpty());
    }

    void cooking_isMeasuredFromAcceptanceToCooked() {
        const auto ticket = [](const char* accepted, const char* cooked) {
            return json(qPrintable(
                QString(
                    R"({"timeline":[{"event":"OrderAccepted","at":"%1"},{"event":"CookFinished","at":"%2"}]})")
                    .arg(accepted, cooked)));
        };
        const std::vector tickets{
            ticket("2026-11-21T02:00:00.000Z", "2026-11-21T02:10:00.000Z"),
            ticket("2026-11-21T02:30:00.000Z", "2026-11-21T02:50:00.000Z"),
            ticket("2026-11-20T02:30:00.000Z", "2026-11-20T03:50:00.000Z"),
            json(R"({"timeline":[{"event":"OrderAccepted","at":"2026-11-21T02:00:00.000Z"}]})")};
        // 02:00 UTC is 11 o'clock in Korea; yesterday's is not today's; what is not cooked does not
        // count.
        const QVector<Bar> bars = cookingByHour(tickets, "2026-11-21");
        QCOMPARE(bars.size(), 1);
        QCOMPARE(bars[0].name, "11시");
        QCOMPARE(bars[0].value, 15.0);
    }

    void shop_isShownAsItTakesOrders() {
        QCOMPARE(faceOfShop(json("{}")).word, QString());
        QCOMPARE(faceOfShop(json(R"({"id":1,"open":true})")).tone, look::Tone::Ready);
        QCOMPARE(faceOfShop(json(R"({"id":1,"open":true,"busy":true,"busyExtraMinutes":10})")).word,
                 "바쁨 +10분");
        const auto paused = faceOfShop(json(
            R"({"id":1,"open":true,"busy":true,"paused":true,"pausedUntil":"2026-11-21T03:00:00.000Z"})"));
        QCOMPARE(paused.word, "주문 안 받음 ~오후 12:00");
        QCOMPARE(faceOfShop(json(R"({"id":1,"open":false,"opensNext":"2026-11-21T02:00:00.000Z"})"))
                     .word,
                 "오전 11:00에 엽니다");
    }
};

QTEST_MAIN(TestStoreShop)
#include "tst_store_shop.moc"
