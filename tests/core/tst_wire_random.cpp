/// Whatever bytes come, reading ends in a command or in a reason, and reading again ends the same.

#include <QtTest>

#include <string>

#include <rapidcheck.h>

#include "wire/parse_account.h"
#include "wire/parse_order.h"
#include "wire/parse_shop.h"

using namespace delivery;

namespace {

/// Text that is often nearly JSON: pieces of it in any order.
rc::Gen<std::string> nearlyJson() {
    const auto piece = rc::gen::element<std::string>(
        "{", "}", "[", "]", ":", ",", "\"", "\"qty\"", "\"foodId\"", "\"lines\"", "\"options\"",
        "\"name\"", "\"price\"", "\"lat\"", "\"count\"", "\"userId\"", "\"password\"", "1", "-1",
        "0", "99", "1.5", "1e9", "\"1\"", "\"탕수육\"", "null", "true", "9223372036854775807",
        "\\u0000", "\\ud800", "\xED\x95", " ", "\n", "\"status\":\"Ordered\"",
        "{\"foodId\":1,\"qty\":1}");
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                        [](const std::vector<std::string>& pieces) {
                            std::string text;
                            for (const std::string& one : pieces) text += one;
                            return text;
                        });
}

/// A whole object whose members are of any kind.
rc::Gen<std::string> someObject() {
    const auto name = rc::gen::element<std::string>(
        "foodId", "menuId", "qty", "price", "lines", "options", "address", "pickup", "customerId",
        "usePoints", "cardId", "lat", "lng", "status", "stars", "text", "cookMinutes", "reason",
        "fence", "name", "count", "soldOut", "soldOutUntil", "opens", "userId", "password", "role",
        "onDuty", "owner");
    const auto value = rc::gen::element<std::string>(
        "1", "\"1\"", "0", "100", "-5", "\"\"", "\"한글\"", "null", "true", "false", "[]", "{}",
        "[1]", "[{}]", "[{\"foodId\":1,\"qty\":1}]", "[{\"name\":\"a\",\"choice\":\"b\"}]",
        "\"09:30\"", "\"2024-01-01T00:00:00Z\"", "\"Ordered\"", "\"OrderCanceled\"", "\"store\"",
        "9223372036854775807", "\"99999999999999999999\"");
    return rc::gen::map(rc::gen::container<std::map<std::string, std::string>>(name, value),
                        [](const std::map<std::string, std::string>& members) {
                            std::string text = "{";
                            for (const auto& [key, one] : members) {
                                if (text.size() > 1) text += ",";
                                text += "\"" + key + "\":" + one;
                            }
                            return text + "}";
                        });
}

void readEveryWay(const std::string& text) {
    const auto body = wire::JsonBody::read(text);
    if (!body) {
        RC_ASSERT(!body.error().korean.empty());
        return;
    }
    // What was taken once is taken again in its canonical form, and that form is its own.
    const auto again = wire::JsonBody::read(body->canonical());
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->canonical() == body->canonical());

    const OrderId order{1};
    const auto wish = wire::parsePlaceOrder(*body);
    if (wish) {
        RC_ASSERT(!wish->command.lines.empty());
        for (const auto& line : wish->command.lines) RC_ASSERT(line.qty >= 1 && line.qty <= 99);
    }
    (void)wire::parseCancelOrder(order, *body);
    (void)wire::parseOrderPatch(order, *body);
    (void)wire::parsePayNow(order, *body);
    (void)wire::parseRateOrder(order, *body);
    (void)wire::parseAcceptOrder(order, *body);
    (void)wire::parseRejectOrder(order, *body);
    (void)wire::parseFence(*body);
    (void)wire::parseStep(*body);
    (void)wire::parseNothing(*body);
    (void)wire::parseAddDish(*body);
    (void)wire::parseChangeDish(FoodId{1}, *body, true);
    (void)wire::parseChangeStore(*body);
    (void)wire::parseOpenStore(*body);
    (void)wire::parsePauseStore(StoreId{1}, *body);
    (void)wire::parseAnswerReview(order, *body);
    (void)wire::parseLogin(*body);
    (void)wire::parseOpenAccount(*body);
    (void)wire::parseChangeProfile(*body);
    (void)wire::parseAddAddress(*body);
    (void)wire::parseChangeRider(*body);
}

}  // namespace

class TestWireRandom : public QObject {
    Q_OBJECT

  private slots:
    void anyBytes_endInACommandOrAReason() {
        QVERIFY(rc::check([](const std::string& text) { readEveryWay(text); }));
    }
    void nearlyJson_endsInACommandOrAReason() {
        QVERIFY(rc::check([] { readEveryWay(*nearlyJson()); }));
    }
    void anyObject_endsInACommandOrAReason() {
        QVERIFY(rc::check([] { readEveryWay(*someObject()); }));
    }
};

QTEST_APPLESS_MAIN(TestWireRandom)
#include "tst_wire_random.moc"
