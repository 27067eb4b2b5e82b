/// Orders that nobody pays in time, on the real server: points and money come back, a capture found
/// later is refunded, and the store never hears of them.

#include <QtTest>

#include "tests/e2e/places.h"

using namespace delivery::tests;

class TestE2eEnds : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> city;
    std::unique_ptr<BlockingHttp> song, store, sandbox;

    void mode(const char* mode, const char* op, int count = -1, int delayMs = 0) {
        const json wanted{{"mode", mode}, {"op", op}, {"count", count}, {"delayMs", delayMs}};
        QCOMPARE(sandbox->put("/sandbox/payment", wanted).status / 100, 2);
    }
    int balance() { return song->get("/points").json().at("balance").get<int>(); }
    bool becomes(qint64 id, const char* state) {
        return city->until(
            *song, path("orders", id), [&](const json& o) { return o.at("state") == state; },
            30'000);
    }
    bool refunded(qint64 id) {
        return city->until(
            *song, path("orders", id), [](const json& o) { return o.at("refund") == "done"; },
            30'000);
    }
    /// What stands in the customer's own list of points, for one order.
    std::map<std::string, int> pointsOf(qint64 id) {
        std::map<std::string, int> lines;
        const json ledger = song->get("/points?size=100").json();
        for (const auto& line : ledger.at("_embedded").at("points")) {
            if (line.at("orderId") == id) lines[line.at("what")] = line.at("amount").get<int>();
        }
        return lines;
    }

  private slots:
    void initTestCase() {
        city = std::make_unique<RealCity>(
            "[timers]\npayment_ms = 4000\n[payment]\ncharge_ms = 1500\nquery_ms = 1000\n");
        song = city->as("song");
        store = city->as("store1");
        sandbox = city->sandbox();
        // A deal's points to spend.
        placed(*song, wish("탕수육", 9));
        QCOMPARE(balance(), 900);
    }
    void cleanup() { mode("ok", "all"); }

    void R09_declinedAndNotPaidAgain_expiresAndReturnsThePoints() {
        mode("decline", "charge");
        json wanted = wish();
        wanted["usePoints"] = 300;
        const qint64 id = placed(*song, wanted);
        QCOMPARE(balance(), 600);
        QVERIFY(becomes(id, "PaymentDeclined"));
        QVERIFY(becomes(id, "Expired"));
        QCOMPARE(balance(), 900);
        QCOMPARE(pointsOf(id),
                 (std::map<std::string, int>{{"PointsReturned", 300}, {"PointsSpent", -300}}));
        QCOMPARE(city->capturesAtProvider(id), 0);
        const auto again = song->put(path("payments", id, "pay"), json::object());
        QCOMPARE(again.status, 409);
        QCOMPARE(storeHearsOf(*store, id), QString());
    }

    void R09_capturedBehindOurBack_expiresAndIsRefundedWhenFound() {
        mode("charge-then-hang", "charge", 1);
        // No question is answered before the order is over.
        mode("slow", "query", -1, 60'000);
        json wanted = wish();
        wanted["usePoints"] = 500;
        const qint64 id = placed(*song, wanted);
        QVERIFY(becomes(id, "Expired"));
        QCOMPARE(balance(), 900);
        mode("ok", "all");
        QVERIFY(refunded(id));
        QCOMPARE(city->capturesAtProvider(id), 1);
        QCOMPARE(city->heldAtProvider(id), 0);
        // Returned once, and nothing was earned by money that went back.
        QCOMPARE(balance(), 900);
        QCOMPARE(pointsOf(id),
                 (std::map<std::string, int>{{"PointsReturned", 500}, {"PointsSpent", -500}}));
        QCOMPARE(storeHearsOf(*store, id), QString());
    }

    void R04_pointsSpentOnAPaidOrder_comeBackWithItsMoney() {
        json wanted = wish();
        wanted["usePoints"] = 400;
        const qint64 id = placed(*song, wanted);
        QVERIFY(becomes(id, "Paid"));
        QCOMPARE(city->heldAtProvider(id), 9'600);
        QCOMPARE(balance(), 900 - 400 + 96);
        step(*store, path("foodCookings", id, "reject"), {{"reason", "재료 소진"}});
        QVERIFY(refunded(id));
        QCOMPARE(city->heldAtProvider(id), 0);
        QCOMPARE(balance(), 900);
        QCOMPARE(pointsOf(id), (std::map<std::string, int>{{"PointsEarned", 96},
                                                           {"PointsReturned", 400},
                                                           {"PointsRevoked", -96},
                                                           {"PointsSpent", -400}}));
    }

    void R24_forgetMe_waitsForARunningOrder() {
        auto kim = city->as("kim");
        const qint64 id = placed(*kim);
        const auto refused = kim->erase("/customers/kim");
        QCOMPARE(refused.status, 409);
        QCOMPARE(QString::fromStdString(refused.json().at("name")), "OrderStillRunning");
        QCOMPARE(kim->erase(path("orders", id)).status, 204);
        QCOMPARE(kim->erase("/customers/kim").status, 204);
    }
};

QTEST_GUILESS_MAIN(TestE2eEnds)
#include "tst_e2e_ends.moc"
