/// The known defects of this system's ancestors, each held off by a test of its own.

#include <QtTest>

#include "core/order_fixtures.h"

using namespace delivery;
using namespace delivery::order;
using namespace delivery::order::fixtures;

namespace {

QByteArray words(const State& state, const Command& command) {
    return QByteArray::fromStdString(inWords(decide(state, command)));
}

bool promisesRefund(const Decided<Events>& decided) {
    if (!decided) return false;
    for (const Event& event : *decided) {
        if (std::holds_alternative<RefundRequested>(event)) return true;
    }
    return false;
}

}  // namespace

class TestOrderAncestors : public QObject {
    Q_OBJECT

  private slots:
    void accept_changesTheState() {
        QVERIFY(statusOf(orderIn(paid())) == Status::Paid);
        QVERIFY(statusOf(orderIn(accepted())) == Status::Accepted);
        QCOMPARE(words(accepted(), accept()), QByteArray{"refused AlreadyAccepted"});
    }

    void newTicket_isNotAlreadyCooking() {
        const State ticket = paid();
        QVERIFY(std::holds_alternative<kitchen::Waiting>(orderIn(ticket).kitchen));
        QCOMPARE(words(ticket, start()), QByteArray{"refused NotAccepted"});
        QCOMPARE(words(ticket, finish()), QByteArray{"refused NotAccepted"});
        QVERIFY(std::holds_alternative<kitchen::Accepted>(orderIn(accepted()).kitchen));
    }

    void claim_doesNotOverwriteAnothers() {
        const Decided<Events> second = decide(picked(), pickBy(rider2()));
        QVERIFY(second.error().code == RefusalCode::AlreadyPicked);
        QCOMPARE(second.error().facts.at("state"), std::string{"PickedUp"});
        QVERIFY(holderOf(orderIn(picked())) == RiderId{"rider1"});
        // Nor does a log that says so.
        QVERIFY(!evolveRecorded(picked(), DeliveryPicked{RiderId{"rider2"}, 2}).has_value());
    }

    void reject_makesTheRefundItPromises() {
        const State rejected = after(paid(), {reject()});
        QVERIFY(refundOf(orderIn(rejected)) == RefundState::Due);
        const State settled = after(rejected, {refund(RecordRefund::Refunded{18'000_won})});
        QVERIFY(refundOf(orderIn(settled)) == RefundState::Done);
        QVERIFY(statusOf(orderIn(settled)) == Status::Rejected);
    }

    void cancel_checksTheStateNotAClock() {
        // A second or a week after the order: only whether cooking has started counts.
        for (const Span later : {seconds(1), days(7)}) {
            CancelOrder cancel = cancelBy(song());
            cancel.at = noon + later;
            QCOMPARE(words(accepted(), cancel), QByteArray{"OrderCancelled RefundRequested"});
            QCOMPARE(words(cooking(), cancel), QByteArray{"refused TooLateToCancel"});
        }
        const Decided<Events> late = decide(cooking(), cancelBy(song()));
        QCOMPARE(late.error().facts.at("state"), std::string{"Cooking"});
    }

    void compensation_isImplementedForEveryEnd() {
        const std::vector<std::pair<State, Command>> ends{
            {paid(), cancelBy(song())},
            {accepted(), cancelBy(store1())},
            {cooking(), cancelBy(store1())},
            {collected(), cancelBy(admin())},
            {after({unverifiedOrder(), approval()}), notOrderable()},
            {paid(), reject()},
            {paid(), timer(TimerKind::StoreAnswer)},
            {offered(), timer(TimerKind::AssignDeadline)},
            {unassignable(), timer(TimerKind::AssignDeadline)},
            {after({placeOrder(), cancelBy(song())}), approval()},
            {after({placeOrder(), timer(TimerKind::PaymentDeadline)}), approval()},
        };
        for (const auto& [state, end] : ends) {
            const Decided<Events> decided = decide(state, end);
            QVERIFY2(promisesRefund(decided), inWords(decided).c_str());
            const State over = folded(state, *decided);
            const State settled = after(over, {refund(RecordRefund::Refunded{18'000_won})});
            QVERIFY(refundOf(orderIn(settled)) == RefundState::Done);
        }
    }

    void refund_isForTheOrdersOwnPayment() {
        // The ancestors looked a payment up by the order's number; here the capture is part of the
        // order itself.
        PlaceOrder second = placeOrder();
        second.orderId = OrderId{3};
        RecordCharge charged =
            charge(RecordCharge::Approved{PaymentKey{"pay-of-order-3"}, 18'000_won, "ds-i1-3-1"});
        charged.orderId = OrderId{3};
        const State third = after({second, charged});
        const Decided<Events> decided = decide(third, cancelBy(song()));
        const auto& due = std::get<RefundRequested>(decided->back());
        QVERIFY(due.paymentKey == PaymentKey{"pay-of-order-3"});
        // And another order's payment is not taken for ours.
        QCOMPARE(words(after({placeOrder()}), charged), QByteArray{"PaymentEscalated"});
    }

    void unpaidOrder_isNeverADeal() {
        for (const State& unpaid :
             {after({placeOrder()}), unknown(),
              after({placeOrder(), charge(RecordCharge::NotSent{})}),
              after({placeOrder(), charge(RecordCharge::Declined{"NO_FUNDS"})})}) {
            for (const Command& command : std::vector<Command>{accept(), start(), finish()})
                QCOMPARE(words(unpaid, command), QByteArray{"refused NotPaid"});
            QVERIFY(!isVisibleToStore(orderIn(unpaid)));
        }
    }

    void deliver_isNotPossibleWhileCooking() {
        QCOMPARE(words(cooking(), pickBy(rider1())), QByteArray{"refused NotCooked"});
        QCOMPARE(words(cooking(), deliverBy(rider1())), QByteArray{"refused NotPicked"});
        QCOMPARE(words(picked(), deliverBy(rider1())), QByteArray{"refused NotCollected"});
    }
};

QTEST_APPLESS_MAIN(TestOrderAncestors)
#include "tst_order_ancestors.moc"
