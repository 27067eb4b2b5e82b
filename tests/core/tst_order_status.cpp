/// What an order is called in each of its states, and which transitions each caller may make in it.

#include <QtTest>

#include <set>

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

/// The names of all states but the one without an order: what a table here must have rows for.
std::set<std::string> everyPlacedState() {
    std::set<std::string> names;
    for (const Named& named : everyState()) {
        if (std::holds_alternative<Order>(named.state)) names.insert(named.name);
    }
    return names;
}
std::string inWords(const std::set<std::string>& left) {
    std::string words = "without a row:";
    for (const std::string& name : left) words += " \"" + name + "\"";
    return words;
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
        std::set<std::string> left = everyPlacedState();
        const auto row = [&left](const char* state, const char* status, const char* label) {
            left.erase(state);
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
        row("unverified, payment requested", "PaymentRequested", "주문-결제요청중");
        row("unverified, payment deferred", "PaymentDeferred", "결제대기");
        row("unverified, payment declined", "PaymentDeclined", "결제실패");
        row("unverified, payment unknown", "PaymentRequested", "주문-결제요청중");
        row("unverified, charge escalated", "PaymentRequested", "주문-결제요청중");
        row("paid, unverified", "Paid", "결제완료");
        row("paid by points, unverified", "Paid", "결제완료");
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
        row("confirmed, paid by points", "Confirmed", "거래완료");
        row("pickup, paid", "Paid", "결제완료");
        row("pickup, accepted", "Accepted", "주문접수됨");
        row("pickup, cooking", "Cooking", "요리시작됨");
        row("pickup, cooked", "Cooked", "요리완료됨");
        for (const char* state :
             {"cancelled, refund due", "cancelled, refunded", "cancelled, refund escalated",
              "cancelled, payment requested", "cancelled, payment unknown",
              "cancelled, charge escalated", "cancelled, payment deferred",
              "cancelled, payment declined", "cancelled, paid by points"})
            row(state, "Cancelled", "주문취소");
        for (const char* state : {"rejected", "rejected, refunded", "rejected, refund escalated",
                                  "rejected, paid by points"})
            row(state, "Rejected", "주문거절됨");
        for (const char* state :
             {"expired, payment requested", "expired, payment deferred",
              "expired, payment declined", "expired, payment unknown", "expired, charge escalated",
              "expired, refund due", "expired, refunded", "expired, refund escalated"})
            row(state, "Expired", "결제시간초과");
        QVERIFY2(left.empty(), inWords(left).c_str());
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
        std::set<std::string> left = everyPlacedState();
        const auto row = [&left](const char* state, const char* customer, const char* store,
                                 const char* holder, const char* otherRider, const char* byAdmin) {
            left.erase(state);
            QTest::newRow(state) << QByteArray{state} << QByteArray{customer} << QByteArray{store}
                                 << QByteArray{holder} << QByteArray{otherRider}
                                 << QByteArray{byAdmin};
        };
        row("payment requested", "cancel", "", "", "", "cancel");
        row("payment deferred", "cancel pay", "", "", "", "cancel");
        row("payment declined", "cancel pay", "", "", "", "cancel");
        row("payment unknown", "cancel", "", "", "", "cancel");
        row("charge repeated", "cancel", "", "", "", "cancel");
        row("charge escalated", "cancel", "", "", "", "cancel retry");
        row("unverified, payment requested", "cancel", "", "", "", "cancel");
        row("unverified, payment deferred", "cancel pay", "", "", "", "cancel");
        row("unverified, payment declined", "cancel pay", "", "", "", "cancel");
        row("unverified, payment unknown", "cancel", "", "", "", "cancel");
        row("unverified, charge escalated", "cancel", "", "", "", "cancel retry");
        row("paid, unverified", "cancel", "", "", "", "cancel");
        row("paid by points, unverified", "cancel", "", "", "", "cancel");
        row("paid", "cancel", "accept reject", "", "", "cancel");
        row("paid by points", "cancel", "accept reject", "", "", "cancel");
        row("pickup, paid", "cancel", "accept reject", "", "", "cancel");
        row("accepted", "cancel", "cancel promise start", "", "", "cancel");
        row("cooking", "", "cancel promise finish", "", "", "cancel");
        row("pickup, accepted", "cancel", "cancel promise start", "", "", "cancel");
        row("pickup, cooking", "", "cancel promise finish", "", "", "cancel");
        row("cooked, not yet offered", "", "cancel", "", "", "cancel");
        row("offered", "", "cancel", "pick", "pick", "cancel");
        row("offered for the last time", "", "cancel", "pick", "pick", "cancel");
        row("unassignable", "", "cancel", "pick", "pick", "cancel");
        row("picked", "", "cancel", "release collect", "", "cancel");
        row("collected", "", "", "deliver", "", "cancel");
        row("delivered", "confirm", "", "", "", "");
        row("pickup, cooked", "confirm", "cancel", "", "", "cancel");
        for (const char* state : {"cancelled, charge escalated", "cancelled, refund escalated",
                                  "rejected, refund escalated", "expired, charge escalated",
                                  "expired, refund escalated"})
            row(state, "", "", "", "", "retry");
        for (const char* state :
             {"confirmed", "confirmed, paid by points", "cancelled, refund due",
              "cancelled, refunded", "cancelled, payment requested", "cancelled, payment unknown",
              "cancelled, payment deferred", "cancelled, payment declined",
              "cancelled, paid by points", "rejected", "rejected, refunded",
              "rejected, paid by points", "expired, payment requested", "expired, payment deferred",
              "expired, payment declined", "expired, payment unknown", "expired, refund due",
              "expired, refunded"})
            row(state, "", "", "", "", "");
        QVERIFY2(left.empty(), inWords(left).c_str());
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
