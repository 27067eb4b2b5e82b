/// What each view shows of an order: fields, labels and links; problems and collections.

#include <QtTest>

#include <nlohmann/json.hpp>

#include "wire/collection.h"
#include "wire/print_order.h"
#include "wire/problem.h"

using namespace delivery;
using nlohmann::json;
using share::View;

namespace {

PersonalRef ref(const char* id) { return {PersonalId{id}, "hash"}; }

page::OrderCard paidCard() {
    page::OrderCard card;
    order::OrderPlaced& placed = card.order.placed;
    placed.orderId = OrderId{17};
    placed.at = Instant{1'700'000'000'000};
    placed.customerId = CustomerId{"song"};
    placed.storeId = StoreId{1};
    placed.storeName = "용산반점";
    placed.lines = {{FoodId{1}, "탕수육", 2, Won{10'000}, {}}};
    placed.deliveryFee = Won{3'000};
    placed.pointsSpent = Won{500};
    placed.payable = Won{22'500};
    placed.address = ref("a");
    placed.phone = ref("p");
    placed.note = ref("n");
    placed.area = "서울 용산구 용산동";
    card.order.placement = order::placement::Verified{};
    card.order.payment = order::payment::Approved{{PaymentKey{"k"}, Won{22'500}, Won{225}}};
    card.order.kitchen = order::kitchen::Waiting{};
    card.order.courier = order::courier::None{};
    card.version = 3;
    card.changedAt = placed.at;
    card.order.reachedStore = true;
    return card;
}

wire::Scene sceneOf(const char* user, Role role, std::optional<StoreId> store = std::nullopt) {
    return {"http://shop:8088",
            {UserId{user}, role, store},
            {{PersonalId{"a"}, "서울 용산구 용산동 1-2"},
             {PersonalId{"p"}, "010-1"},
             {PersonalId{"n"}, "문 앞에"}}};
}

const wire::Naming orders{"orders", "order"};
const wire::Naming tickets{"foodCookings", "foodCooking"};
const wire::Naming deliveries{"deliveries", "delivery"};

QStringList linksIn(const json& item) {
    QStringList names;
    for (const auto& [name, value] : item["_links"].items()) {
        names << QString::fromStdString(name);
    }
    return names;
}

}  // namespace

class TestWirePrint : public QObject {
    Q_OBJECT

  private slots:
    void order_asItsCustomerSeesIt() {
        const auto scene = sceneOf("song", Role::Customer);
        const json item = json::parse(printOrder(paidCard(), View::Customer, scene, orders));
        QCOMPARE(item["id"].get<int>(), 17);
        QCOMPARE(item["customerId"], "song");
        QCOMPARE(item["foodId"].get<int>(), 1);
        QCOMPARE(item["qty"].get<int>(), 2);
        QCOMPARE(item["price"].get<int>(), 10'000);
        QCOMPARE(item["amount"].get<int>(), 23'000);
        QCOMPARE(item["payable"].get<int>(), 22'500);
        QCOMPARE(item["address"], "서울 용산구 용산동 1-2");
        QCOMPARE(item["options"], "문 앞에");
        QCOMPARE(item["status"], "결제완료");
        QCOMPARE(item["state"], "Paid");
        QCOMPARE(item["refund"], "none");
        QCOMPARE(item["placedAt"], "2023-11-14T22:13:20.000Z");
        QCOMPARE(linksIn(item), (QStringList{"cancel", "order", "self"}));
        QCOMPARE(item["_links"]["self"]["href"], "http://shop:8088/orders/17");
    }

    void severalDishes_standInLinesOnly() {
        page::OrderCard card = paidCard();
        card.order.placed.lines.push_back({FoodId{2}, "짜장", 1, Won{2'500}, {}});
        const json item =
            json::parse(printOrder(card, View::Customer, sceneOf("song", Role::Customer), orders));
        QVERIFY(!item.contains("foodId"));
        QVERIFY(!item.contains("qty"));
        QCOMPARE(item["lines"].size(), std::size_t{2});
        QCOMPARE(item["amount"].get<int>(), 25'500);
    }

    void erasedTexts_areNull() {
        auto scene = sceneOf("song", Role::Customer);
        scene.texts.clear();
        const json item = json::parse(printOrder(paidCard(), View::Customer, scene, orders));
        QVERIFY(item["address"].is_null());
        QVERIFY(item["options"].is_null());
        QCOMPARE(item["area"], "서울 용산구 용산동");
    }

    void ticket_asTheStoreSeesIt() {
        const auto scene = sceneOf("store1", Role::Store, StoreId{1});
        page::OrderCard card = paidCard();
        json item = json::parse(printTicket(card, View::Store, scene, tickets));
        QCOMPARE(item["orderId"].get<int>(), 17);
        QCOMPARE(item["payment"]["amount"].get<int>(), 22'500);
        QCOMPARE(item["address"], "서울 용산구 용산동 1-2");
        QVERIFY(!item.contains("phone"));
        QCOMPARE(linksIn(item), (QStringList{"accept", "foodCooking", "reject", "self"}));

        card.order.placement = order::placement::Cancelled{Role::Customer, {}, {}};
        card.order.payment = order::payment::RefundDue{};
        item = json::parse(printTicket(card, View::Store, scene, tickets));
        QCOMPARE(item["status"], "주문취소");
        QCOMPARE(item["payment"]["status"], "주문취소");
        QCOMPARE(item["payment"]["refund"], "due");
        QCOMPARE(item["address"], "서울 용산구 용산동");
        QCOMPARE(linksIn(item), (QStringList{"acknowledge", "foodCooking", "self"}));
        card.endAcknowledged = true;
        item = json::parse(printTicket(card, View::Store, scene, tickets));
        QVERIFY(!item["_links"].contains("acknowledge"));
    }

    void promise_isShownUntilItIsDelivered() {
        const Instant promised{1'800'000'000'000};
        const auto scene = sceneOf("song", Role::Customer);
        const auto shop = sceneOf("store1", Role::Store, StoreId{1});
        page::OrderCard card = paidCard();
        const auto shown = [&] {
            const json order = json::parse(printOrder(card, View::Customer, scene, orders));
            const json ticket = json::parse(printTicket(card, View::Store, shop, tickets));
            if (order.contains("readyBy") != ticket.contains("readyBy")) qFatal("not the same");
            return order.value("readyBy", std::string{});
        };
        QCOMPARE(shown(), std::string{});
        card.order.kitchen = order::kitchen::Cooking{promised, promised, 0};
        const std::string text = shown();
        QVERIFY(!text.empty());
        card.order.kitchen = order::kitchen::Cooked{promised, promised, promised};
        card.order.courier = order::courier::Offered{1, 2'000, 1};
        QCOMPARE(shown(), text);
        card.order.courier = order::courier::Collected{RiderId{"rider1"}, 1, promised, 0};
        QCOMPARE(shown(), text);
        card.order.courier = order::courier::Delivered{RiderId{"rider1"}, promised};
        QCOMPARE(shown(), std::string{});
        // What the customer fetches is theirs when the deal is done.
        card.order.courier = order::courier::NotNeeded{};
        QCOMPARE(shown(), text);
        card.order.placement = order::placement::Confirmed{};
        QCOMPARE(shown(), std::string{});
        // Cooked by a version that did not keep it.
        card = paidCard();
        card.order.kitchen = order::kitchen::Cooked{promised, promised};
        QCOMPARE(shown(), std::string{});
    }

    void delivery_hidesTheDoorUntilItIsHeld() {
        const auto scene = sceneOf("rider1", Role::Rider);
        page::OrderCard card = paidCard();
        card.order.kitchen = order::kitchen::Cooked{};
        card.order.courier = order::courier::Offered{1, 2'000, 1};
        const wire::DeliveryMoment moment{120, 900, "", std::nullopt, true};
        const json offered =
            json::parse(printDelivery(card, View::RiderOffered, moment, scene, deliveries));
        QCOMPARE(offered["address"], "서울 용산구 용산동");
        QVERIFY(!offered.contains("phone"));
        QVERIFY(!offered.contains("customerId"));
        QVERIFY(!offered.contains("options"));
        QCOMPARE(offered["distances"]["toStoreMeters"].get<int>(), 120);
        QCOMPARE(linksIn(offered), (QStringList{"delivery", "pick", "self"}));
        const wire::DeliveryMoment tooFar{12'000, 900, "", std::nullopt, false};
        QCOMPARE(linksIn(json::parse(
                     printDelivery(card, View::RiderOffered, tooFar, scene, deliveries))),
                 (QStringList{"delivery", "self"}));
        QVERIFY(wire::textsOf(card, View::RiderOffered).empty());

        card.order.courier = order::courier::Picked{RiderId{"rider1"}, 4};
        const json held =
            json::parse(printDelivery(card, View::RiderHolding, moment, scene, deliveries));
        QCOMPARE(held["address"], "서울 용산구 용산동 1-2");
        QCOMPARE(held["phone"], "010-1");
        QCOMPARE(held["fence"].get<int>(), 4);
        QCOMPARE(held["riderId"], "rider1");
        QCOMPARE(linksIn(held), (QStringList{"collect", "delivery", "release", "self"}));
        const json past =
            json::parse(printDelivery(card, View::RiderPast, moment, scene, deliveries));
        QCOMPARE(past["address"], "서울 용산구 용산동");
        QVERIFY(!past.contains("phone"));
    }

    void delivery_saysSinceWhenItIsCooked_andWhoCancelledIt() {
        const auto scene = sceneOf("rider1", Role::Rider);
        page::OrderCard card = paidCard();
        card.order.placed.areaPlace = GeoPoint{37'535'000, 126'980'000};
        card.timeline = {
            {Instant{1'000}, "CookFinished", order::Status::Cooked, "store1", std::nullopt},
            {Instant{61'000}, "DeliveryDelivered", order::Status::Delivered, "rider1",
             std::nullopt}};
        json item = json::parse(printDelivery(card, View::RiderPast, {}, scene, deliveries));
        QCOMPARE(item["cookedAt"], "1970-01-01T00:00:01.000Z");
        QCOMPARE(item["deliveredAt"], "1970-01-01T00:01:01.000Z");
        // The rider's word on when it was, where it came later.
        card.timeline.back().doneAt = Instant{31'000};
        item = json::parse(printDelivery(card, View::RiderPast, {}, scene, deliveries));
        QCOMPARE(item["deliveredAt"], "1970-01-01T00:00:31.000Z");
        // Where to is over for whoever does not hold it any more.
        QVERIFY(!item.contains("dropOff"));
        QVERIFY(!item.contains("cancelReason"));
        card.order.placement =
            order::placement::Cancelled{Role::Store, order::CancelReason::StoreAsked, std::nullopt};
        item = json::parse(printDelivery(card, View::RiderPast, {}, scene, deliveries));
        QCOMPARE(item["cancelReason"], "StoreAsked");
        QCOMPARE(item["cancelledBy"], "store");
        // Words that a store writes are for its customer.
        QVERIFY(!item.contains("reason"));
    }

    void promise_isOfferedUntilItIsCooked_andItsChangeStandsInTheTimeline() {
        const auto scene = sceneOf("store1", Role::Store, StoreId{1});
        page::OrderCard card = paidCard();
        card.order.kitchen = order::kitchen::Accepted{Instant{61'000}};
        card.timeline = {{.at = Instant{1'000},
                          .event = "PromiseChanged",
                          .status = order::Status::Accepted,
                          .actor = "store1",
                          .why = std::nullopt,
                          .readyBy = Instant{61'000}}};
        json item = json::parse(printTicket(card, View::Store, scene, tickets));
        QCOMPARE(linksIn(item), (QStringList{"cancel", "foodCooking", "promise", "self", "start"}));
        QVERIFY(item["_links"]["promise"]["href"].get<std::string>().ends_with(
            "foodCookings/17/promise"));
        QCOMPARE(item["readyBy"], "1970-01-01T00:01:01.000Z");
        QCOMPARE(item["timeline"][0]["readyBy"], "1970-01-01T00:01:01.000Z");
        QCOMPARE(item["timeline"][0]["by"], "store");
        card.order.kitchen = order::kitchen::Cooked{};
        item = json::parse(printTicket(card, View::Store, scene, tickets));
        QVERIFY(!item["_links"].contains("promise"));
    }

    void refundThatFollows_isNobodysStep() {
        page::OrderCard card = paidCard();
        card.timeline = {
            {Instant{1'000}, "OrderRejected", order::Status::Rejected, "store1", std::nullopt},
            {Instant{1'000}, "RefundRequested", order::Status::Rejected, "store1", std::nullopt}};
        const json item = json::parse(
            printTicket(card, View::Store, sceneOf("store1", Role::Store), {"foodCookings", "x"}));
        QCOMPARE(item["timeline"][0]["by"], "store");
        QCOMPARE(item["timeline"][1]["by"], "system");
    }

    void payment_hasItsOwnStatus_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("refund");
        QTest::newRow("requested") << 0 << "주문-결제요청중"
                                   << "none";
        QTest::newRow("deferred") << 1 << "결제대기"
                                  << "none";
        QTest::newRow("declined") << 2 << "결제실패"
                                  << "none";
        QTest::newRow("approved") << 3 << "결제완료"
                                  << "none";
        QTest::newRow("cancelled") << 4 << "주문취소"
                                   << "due";
        QTest::newRow("refunded") << 5 << "주문취소"
                                  << "done";
    }
    void payment_hasItsOwnStatus() {
        QFETCH(int, which);
        QFETCH(QString, status);
        QFETCH(QString, refund);
        page::OrderCard card = paidCard();
        namespace pay = order::payment;
        if (which == 0) card.order.payment = pay::Requested{};
        if (which == 1) card.order.payment = pay::Deferred{};
        if (which == 2) card.order.payment = pay::Declined{};
        if (which >= 4) card.order.placement = order::placement::Cancelled{};
        if (which == 4) card.order.payment = pay::RefundDue{};
        if (which == 5) card.order.payment = pay::Refunded{};
        const json item = json::parse(
            printPayment(card, sceneOf("song", Role::Customer), {"payments", "payment"}));
        QCOMPARE(QString::fromStdString(item["status"]), status);
        QCOMPARE(QString::fromStdString(item["refund"]), refund);
        QCOMPARE(item["amount"].get<int>(), 22'500);
        QCOMPARE(item["orderId"].get<int>(), 17);
    }

    void problem_speaksBothLanguages() {
        const Refusal changed{RefusalCode::PriceChanged,
                              {{"food", "짜장"}, {"price", "3000"}, {"status", "결제완료"}}};
        const json korean =
            json::parse(wire::printProblem(changed, 409, Language::Korean, "/orders"));
        QCOMPARE(korean["status"].get<int>(), 409);
        QCOMPARE(korean["code"].get<int>(), 404);
        QCOMPARE(korean["name"], "PriceChanged");
        QCOMPARE(korean["price"].get<int>(), 3000);
        QCOMPARE(korean["label"], "결제완료");
        QCOMPARE(korean["instance"], "/orders");
        QVERIFY(korean["detail"].get<std::string>().find("3000") != std::string::npos);
        const json english =
            json::parse(wire::printProblem(changed, 409, Language::English, "/orders"));
        QVERIFY(english["title"].get<std::string>().find("price") != std::string::npos);
        QVERIFY(english["title"] != korean["title"]);

        const wire::Misread misread{"qty", "한글", "English"};
        const json malformed =
            json::parse(wire::printProblem(misread, Language::English, "/orders"));
        QCOMPARE(malformed["status"].get<int>(), 400);
        QCOMPARE(malformed["field"], "qty");
    }

    void problem_ofOneSentence_hasItAsItsTitle() {
        const wire::Complaint complaint{415, "NotAPicture", "그림이 아닙니다.", "No picture."};
        const json said =
            json::parse(wire::printProblem(complaint, Language::Korean, "/foods/1/picture"));
        QCOMPARE(said["title"], "그림이 아닙니다.");
        QCOMPARE(said["detail"], "그림이 아닙니다.");
    }

    void collection_countsItsPages() {
        const json page = json::parse(wire::printCollection({"orders",
                                                             {"{\"id\":1}", "{\"id\":2}"},
                                                             "s",
                                                             "p",
                                                             std::nullopt,
                                                             "n",
                                                             wire::PageOf{0, 2, 5},
                                                             {{"balance", -3}}}));
        QCOMPARE(page["_embedded"]["orders"].size(), std::size_t{2});
        QCOMPARE(page["page"]["totalPages"].get<int>(), 3);
        QCOMPARE(page["balance"].get<int>(), -3);
        QCOMPARE(page["_links"]["next"]["href"], "n");
        QVERIFY(!page["_links"].contains("prev"));
    }
};

QTEST_APPLESS_MAIN(TestWirePrint)
#include "tst_wire_print.moc"
