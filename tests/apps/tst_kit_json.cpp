// What kit writes into a command's body, reads out of a reply, and names its commands by.

#include <QTest>

#include "apps/kit/body.h"
#include "apps/kit/problem.h"
#include "apps/kit/representation.h"
#include "apps/kit/uuid7.h"

using namespace delivery::kit;

class TestKitJson : public QObject {
    Q_OBJECT

  private slots:
    void body_whenFieldsAreSet_keepsTheirOrderAndEscapes() {
        Body line;
        line.set("foodId", 2).set("qty", 3);
        Body body;
        body.set("note", QStringLiteral("단무지 \"많이\"\n"))
            .set("pickup", true)
            .set("lines", std::vector<Body>{line, line})
            .set("usePoints", std::optional<int>())
            .set("cardId", std::optional<QString>("c1"))
            .setNull("stock");
        QCOMPARE(body.json(),
                 QByteArray("{\"note\":\"단무지 \\\"많이\\\"\\n\",\"pickup\":true,"
                            "\"lines\":[{\"foodId\":2,\"qty\":3},{\"foodId\":2,\"qty\":3}],"
                            "\"cardId\":\"c1\",\"stock\":null}"));
        QCOMPARE(Body().json(), QByteArray("{}"));
    }

    void representation_whenFieldsAreThere_readsEachAsAsked() {
        const auto read = Representation::parse(
            R"({"id":12,"name":"짜장","qty":"3","sum":1.5,"soldOut":true,"none":null,)"
            R"("_links":{"self":{"href":"http://10.0.0.1:8088/orders/12?a=b"},)"
            R"("cancel":{"href":"/orders/12"}},"lines":[{"qty":1},{"qty":2}]})");
        QVERIFY(read.has_value());
        QCOMPARE(read->number("id"), 12);
        QCOMPARE(read->text("id"), "12");
        QCOMPARE(read->text("name"), "짜장");
        QCOMPARE(read->number("qty"), 3);
        QCOMPARE(read->fractional("sum"), 1.5);
        QVERIFY(read->isTrue("soldOut"));
        QVERIFY(!read->has("none"));
        QCOMPARE(read->number("missing"), 0);
        QCOMPARE(read->links(), (QStringList{"self", "cancel"}));
        QCOMPARE(read->linkPath("self"), "/orders/12?a=b");
        QCOMPARE(read->list("lines").size(), 2U);
        QCOMPARE(read->list("lines")[1].number("qty"), 2);
    }

    void representation_whenBytesAreNotJson_isNothing() {
        QVERIFY(!Representation::parse("{\"id\":").has_value());
        QVERIFY(!Representation::parse("<html>").has_value());
        QVERIFY(Representation::parse("[1]")->embedded().empty());
        QCOMPARE(Representation::parse("7")->text("id"), QString());
    }

    void problem_whenNothingIsExplained_namesTheStatus() {
        QCOMPARE(problemOf({.status = 502, .body = "<html>"}).title, "HTTP 502");
        const Problem problem = problemOf(
            {.status = 409,
             .body =
                 R"({"title":"너무 늦음","detail":"요리가 시작됐습니다","code":212,"state":"Cooking"})"});
        QCOMPARE(problem.title, "너무 늦음");
        QCOMPARE(problem.detail, "요리가 시작됐습니다");
        QCOMPARE(problem.code, 212);
        QCOMPARE(problem.state, "Cooking");
    }

    void uuid7_whenMadeLater_sortsLater() {
        // The example of RFC 9562, appendix A.6.
        QCOMPARE(uuid7(0x017F22E279B0, 0xCC3, 0x8F942A15B3CA1CC4ULL).left(18),
                 "017f22e2-79b0-7cc3");
        const QString early = uuid7(1'000, ~0ULL, ~0ULL);
        const QString late = uuid7(1'001, 0, 0);
        QVERIFY(early < late);
        QCOMPARE(early[14], u'7');
        QVERIFY(QStringLiteral("89ab").contains(early[19]));
        QVERIFY(QStringLiteral("89ab").contains(late[19]));
    }
};

QTEST_APPLESS_MAIN(TestKitJson)
#include "tst_kit_json.moc"
