/// What an order is called in each of its states, and which transitions each caller may make in it.

#include <QtTest>

#include <map>

#include "core/order_fixtures.h"

using namespace delivery;
using namespace delivery::order;
using namespace delivery::order::fixtures;

namespace {

QByteArray transitionsInWords(const Order& order, const Actor& actor) {
    std::string words;
    for (const Transition transition : transitionsFor(order, actor))
        words += (words.empty() ? "" : " ") + std::string{name(transition)};
    return QByteArray::fromStdString(words);
}

State stateNamed(const std::string& wanted) {
    for (const Named& named : everyState()) {
        if (named.name == wanted) return named.state;
    }
    throw std::runtime_error{wanted};
}

}  // namespace

class TestOrderStatus : public QObject {
    Q_OBJECT

  private slots:
    void everyState_hasItsStatus_data() {
        QTest::addColumn<QByteArray>("state");
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QByteArray>("label");
        const auto row = [](const char* state, const char* status, const char* label) {
            QTest::newRow(state) << QByteArray{state} << QByteArray{status} << QByteArray{label};
        };
        row("payment requested", "PaymentRequested", "주문-결제요청중");
        row("payment deferred", "PaymentDeferred", "결제대기");
        row("payment declined", "PaymentDeclined", "결제실패");
        row("payment unknown", "PaymentRequested", "주문-결제요청중");
        row("charge repeated", "PaymentRequested", "주문-결제요청중");
        row("charge escalated", "PaymentRequested", "주문-결제요청중");
        row("paid", "Paid", "결제완료");
        row("paid by points", "Paid", "결제완료");
        row("paid, unverified", "Paid", "결제완료");
        row("accepted", "Accepted", "주문접수됨");
        row("cooking", "Cooking", "요리시작됨");
        row("cooked, not yet offered", "Cooked", "요리완료됨");
        row("offered", "Cooked", "요리완료됨");
        row("offered for the last time", "Cooked", "요리완료됨");
        row("unassignable", "Cooked", "요리완료됨");
        row("picked", "PickedUp", "배송시작됨");
        row("collected", "PickedUp", "배송시작됨");
        row("delivered", "Delivered", "배송완료됨");
        row("confirmed", "Confirmed", "거래완료");
        row("pickup, paid", "Paid", "결제완료");
        row("pickup, cooked", "Cooked", "요리완료됨");
        row("cancelled, refund due", "Cancelled", "주문취소");
        row("cancelled, refunded", "Cancelled", "주문취소");
        row("cancelled, refund escalated", "Cancelled", "주문취소");
        row("cancelled, payment requested", "Cancelled", "주문취소");
        row("cancelled, payment unknown", "Cancelled", "주문취소");
        row("cancelled, payment deferred", "Cancelled", "주문취소");
        row("rejected", "Rejected", "주문거절됨");
        row("expired, payment requested", "Expired", "결제시간초과");
        row("expired, payment declined", "Expired", "결제시간초과");
    }
    void everyState_hasItsStatus() {
        QFETCH(QByteArray, state);
        QFETCH(QByteArray, status);
        QFETCH(QByteArray, label);
        const State given = stateNamed(state.toStdString());
        const Status actual = statusOf(orderIn(given));
        QCOMPARE(QByteArray::fromStdString(std::string{name(actual)}), status);
        QCOMPARE(QByteArray::fromStdString(std::string{koreanLabel(actual)}), label);
    }

    void placedAlone_alreadyReadsAsPaymentRequested() {
        // A page that looks between the events of one decision must not see a charge that was put
        // off.
        const Decided<Events> decided = decide(NotPlaced{}, placeOrder());
        const State state = evolve(NotPlaced{}, decided->front());
        QVERIFY(statusOf(orderIn(state)) == Status::PaymentRequested);
    }

    void transitions_areWhatDecideAllows_data() {
        QTest::addColumn<QByteArray>("state");
        QTest::addColumn<QByteArray>("customer");
        QTest::addColumn<QByteArray>("store");
        QTest::addColumn<QByteArray>("holder");
        QTest::addColumn<QByteArray>("otherRider");
        QTest::addColumn<QByteArray>("byAdmin");
        const auto row = [](const char* state, const char* customer, const char* store,
                            const char* holder, const char* otherRider, const char* byAdmin) {
            QTest::newRow(state) << QByteArray{state} << QByteArray{customer} << QByteArray{store}
                                 << QByteArray{holder} << QByteArray{otherRider}
                                 << QByteArray{byAdmin};
        };
        row("payment requested", "cancel", "", "", "", "cancel");
        row("payment deferred", "cancel pay", "", "", "", "cancel");
        row("payment declined", "cancel pay", "", "", "", "cancel");
        row("payment unknown", "cancel", "", "", "", "cancel");
        row("charge escalated", "cancel", "", "", "", "cancel retry");
        row("paid", "cancel", "accept reject", "", "", "cancel");
        row("paid, unverified", "cancel", "", "", "", "cancel");
        row("accepted", "cancel", "cancel promise start", "", "", "cancel");
        row("cooking", "", "cancel promise finish", "", "", "cancel");
        row("offered", "", "cancel", "pick", "pick", "cancel");
        row("unassignable", "", "cancel", "pick", "pick", "cancel");
        row("picked", "", "cancel", "release collect", "", "cancel");
        row("collected", "", "", "deliver", "", "cancel");
        row("delivered", "confirm", "", "", "", "");
        row("confirmed", "", "", "", "", "");
        row("pickup, cooked", "confirm", "cancel", "", "", "cancel");
        row("cancelled, refund due", "", "", "", "", "");
        row("cancelled, refund escalated", "", "", "", "", "retry");
        row("rejected", "", "", "", "", "");
    }
    void transitions_areWhatDecideAllows() {
        QFETCH(QByteArray, state);
        QFETCH(QByteArray, customer);
        QFETCH(QByteArray, store);
        QFETCH(QByteArray, holder);
        QFETCH(QByteArray, otherRider);
        QFETCH(QByteArray, byAdmin);
        const State given = stateNamed(state.toStdString());
        const Order& order = orderIn(given);
        QCOMPARE(transitionsInWords(order, song()), customer);
        QCOMPARE(transitionsInWords(order, store1()), store);
        QCOMPARE(transitionsInWords(order, rider1()), holder);
        QCOMPARE(transitionsInWords(order, rider2()), otherRider);
        QCOMPARE(transitionsInWords(order, admin()), byAdmin);
        QCOMPARE(transitionsInWords(order, kim()), QByteArray{});
        QCOMPARE(transitionsInWords(order, store2()), QByteArray{});
    }

    void storeSees_whatIsPaidAndVerified() {
        QVERIFY(isVisibleToStore(orderIn(paid())));
        QVERIFY(isVisibleToStore(orderIn(after({orderForPoints()}))));
        QVERIFY(!isVisibleToStore(orderIn(after({placeOrder()}))));
        QVERIFY(!isVisibleToStore(orderIn(stateNamed("paid, unverified"))));
        QVERIFY(!isVisibleToStore(orderIn(stateNamed("payment unknown"))));
        QVERIFY(isVisibleToStore(orderIn(after({unverifiedOrder(), approval(), verify()}))));
    }

    void reachedStore_isWhatWasPaidAndVerifiedWhileItLived() {
        QVERIFY(orderIn(paid()).reachedStore);
        QVERIFY(orderIn(after({orderForPoints()})).reachedStore);
        QVERIFY(orderIn(after({unverifiedOrder(), approval(), verify()})).reachedStore);
        QVERIFY(orderIn(after(paid(), {cancelBy(song())})).reachedStore);
        QVERIFY(orderIn(confirmed()).reachedStore);
        QVERIFY(!orderIn(after({placeOrder()})).reachedStore);
        QVERIFY(!orderIn(stateNamed("paid, unverified")).reachedStore);
        // The money came after the end.
        QVERIFY(!orderIn(after({placeOrder(), cancelBy(song()), approval()})).reachedStore);
        const Command expiry{timer(TimerKind::PaymentDeadline)};
        QVERIFY(!orderIn(after({placeOrder(), expiry, approval()})).reachedStore);
        QVERIFY(!orderIn(after({unverifiedOrder(), approval(), notOrderable()})).reachedStore);
    }

    void offered_isWhatARiderMayPickNow() {
        for (const Named& named : everyState()) {
            const auto* order = std::get_if<Order>(&named.state);
            if (order == nullptr) continue;
            const bool picks = decide(named.state, pickBy(rider2())).has_value();
            QVERIFY2(isOffered(*order) == picks, named.name.c_str());
            QCOMPARE(offerReachMeters(*order).has_value(), picks);
        }
        QCOMPARE(offerReachMeters(orderIn(offered())), std::optional{offerRadiusFirstMeters});
        QCOMPARE(offerReachMeters(orderIn(unassignable())), std::optional{offerRadiusMaxMeters});
    }

    void concerns_areWhatAPersonMustLookAt() {
        const auto words = [](const State& state) {
            QByteArray text;
            for (const Concern concern : concernsOf(orderIn(state))) {
                const std::string_view one = name(concern);
                text += (text.isEmpty() ? "" : " ") + QByteArray(one.data(), qsizetype(one.size()));
            }
            return text;
        };
        QCOMPARE(words(offered()), QByteArray{});
        QCOMPARE(words(unassignable()), QByteArray{"NobodyRides"});
        QCOMPARE(words(after(unassignable(), {cancelBy(admin())})), QByteArray{});
        QCOMPARE(words(collected()), QByteArray{});
        const State late = after(collected(), {timer(TimerKind::DeliveryOverdue)});
        QCOMPARE(words(late), QByteArray{"DeliveryLate"});
        QCOMPARE(words(after(late, {deliverBy(rider1())})), QByteArray{});
        QCOMPARE(words(stateNamed("charge escalated")), QByteArray{"OpenPayment"});
    }

    void holder_isWhoeverPickedAndHasNotDelivered() {
        QVERIFY(!holderOf(orderIn(offered())).has_value());
        QVERIFY(holderOf(orderIn(picked())) == RiderId{"rider1"});
        QVERIFY(holderOf(orderIn(collected())) == RiderId{"rider1"});
        QVERIFY(!holderOf(orderIn(delivered())).has_value());
    }

    void over_isAnyEnd() {
        for (const Named& named : everyState()) {
            const auto* order = std::get_if<Order>(&named.state);
            if (order == nullptr) continue;
            const Status status = statusOf(*order);
            const bool over = status == Status::Confirmed || status == Status::Cancelled ||
                              status == Status::Rejected || status == Status::Expired;
            QVERIFY2(isOver(*order) == over, named.name.c_str());
        }
    }

    void timeline_ofADelivery_readsAsPublished() {
        State state = NotPlaced{};
        std::vector<std::string> labels;
        const std::vector<Command> life{placeOrder(),
                                        approval(),
                                        accept(),
                                        start(),
                                        finish(),
                                        pickBy(rider1()),
                                        collectBy(rider1()),
                                        deliverBy(rider1()),
                                        confirmBy(song())};
        for (const Command& command : life) {
            state = after(state, {command});
            const std::string label{koreanLabel(statusOf(orderIn(state)))};
            if (labels.empty() || labels.back() != label) labels.push_back(label);
        }
        const std::vector<std::string> published{"주문-결제요청중", "결제완료",   "주문접수됨",
                                                 "요리시작됨",      "요리완료됨", "배송시작됨",
                                                 "배송완료됨",      "거래완료"};
        QVERIFY(labels == published);
    }
};

QTEST_APPLESS_MAIN(TestOrderStatus)
#include "tst_order_status.moc"
