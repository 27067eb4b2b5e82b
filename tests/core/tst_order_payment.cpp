/// What becomes of a charge and of a refund, in their contents: attempts, keys, amounts, points,
/// and doubt that stays doubt.

#include <QtTest>

#include <algorithm>

#include "core/order_fixtures.h"

using namespace delivery;
using namespace delivery::order;
using namespace delivery::order::fixtures;

Q_DECLARE_METATYPE(delivery::order::State)

namespace {

template <class Fact>
Fact only(const Decided<Events>& decided) {
    const bool single = decided.has_value() && decided->size() == 1;
    return single ? std::get<Fact>(decided->front()) : throw std::runtime_error{inWords(decided)};
}

QByteArray words(const State& state, const Command& command) {
    return QByteArray::fromStdString(inWords(decide(state, command)));
}

const Payment& paymentIn(const State& state) { return orderIn(state).payment; }

}  // namespace

class TestOrderPayment : public QObject {
    Q_OBJECT

  private slots:
    void notPlaced_whenPlaced_requestsTheFirstAttempt() {
        const Decided<Events> decided = decide(NotPlaced{}, placeOrder());
        const auto& placed = std::get<OrderPlaced>(decided->at(0));
        QVERIFY(placed.payable == 18'000_won);
        const auto& requested = std::get<ChargeRequested>(decided->at(1));
        QCOMPARE(requested.attempt, 1);
        QCOMPARE(requested.providerOrderId, std::string{"ds-i1-7-1"});
        QVERIFY(requested.key == ProviderKey{"charge-1"});
        QVERIFY(requested.amount == 18'000_won);
        QVERIFY(requested.cardId == CardId{"card-1"});
    }

    void pickup_whenPlaced_paysNoDeliveryFee() {
        PlaceOrder command = pickupOrder();
        command.deliveryFee = 3'000_won;
        const Decided<Events> decided = decide(NotPlaced{}, command);
        const auto& placed = std::get<OrderPlaced>(decided->at(0));
        QVERIFY(placed.deliveryFee.isZero());
        QVERIFY(placed.payable == 15'000_won);
    }

    void requested_whenApproved_earnsOnePercentRoundedDown_data() {
        QTest::addColumn<qint64>("pointsSpent");
        QTest::addColumn<qint64>("earned");
        QTest::newRow("18,000 won paid") << qint64{0} << qint64{180};
        QTest::newRow("17,999 won paid") << qint64{1} << qint64{179};
        QTest::newRow("100 won paid") << qint64{17'900} << qint64{1};
    }
    void requested_whenApproved_earnsOnePercentRoundedDown() {
        QFETCH(qint64, pointsSpent);
        QFETCH(qint64, earned);
        PlaceOrder command = placeOrder();
        command.pointsSpent = Won{pointsSpent};
        const State placed = after({command});
        const auto approved =
            only<PaymentApproved>(decide(placed, approvalOf(Won{18'000 - pointsSpent})));
        QVERIFY(approved.pointsEarned == Won{earned});
    }

    void requested_whenAnotherOrderIsApproved_isEscalated() {
        const auto outcome =
            charge(RecordCharge::Approved{PaymentKey{"pay-1"}, 18'000_won, "ds-i1-8-1"});
        const State state = after({placeOrder()});
        only<PaymentEscalated>(decide(state, outcome));
        // And once a person has been told, the same news is no news.
        QCOMPARE(words(after(state, {outcome}), outcome), QByteArray{"nothing"});
    }

    void escalated_whenTheRightApprovalComes_isPaid() {
        const State state = after({placeOrder(), approvalOf(17'000_won)});
        QVERIFY(!isPaid(orderIn(state)));
        QVERIFY(isPaid(orderIn(after(state, {approval()}))));
    }

    void over_whenApprovedLate_isRefundedAndEarnsNothing() {
        const std::vector<Command> ends{cancelBy(song()), timer(TimerKind::PaymentDeadline)};
        for (const Command& end : ends) {
            const State over = after({placeOrder(), end});
            const Decided<Events> decided = decide(over, approval());
            QVERIFY(std::get<PaymentApproved>(decided->at(0)).pointsEarned.isZero());
            const auto& due = std::get<RefundRequested>(decided->at(1));
            QVERIFY(due.amount == 18'000_won);
            QVERIFY(due.key == ProviderKey{"refund-1"});
            QVERIFY(due.paymentKey == PaymentKey{"pay-1"});
        }
    }

    void declined_whenPaidWithAnotherCard_isANewAttemptUnderANewKey() {
        const State declined = after({placeOrder(), charge(RecordCharge::Declined{"NO_FUNDS"})});
        const auto next = only<ChargeRequested>(decide(declined, payNow(CardId{"card-2"})));
        QCOMPARE(next.attempt, 2);
        QCOMPARE(next.providerOrderId, std::string{"ds-i1-7-2"});
        QVERIFY(next.key == ProviderKey{"charge-2"});
        QVERIFY(next.cardId == CardId{"card-2"});
        QVERIFY(next.amount == 18'000_won);
        const auto same = only<ChargeRequested>(decide(declined, payNow()));
        QVERIFY(same.cardId == CardId{"card-1"});
    }

    void secondAttempt_whenTheFirstIsHeardOf_staysAsItIs() {
        const State second =
            after({placeOrder(), charge(RecordCharge::Declined{"NO_FUNDS"}), payNow()});
        for (const RecordCharge::Outcome& late :
             {RecordCharge::Outcome{RecordCharge::Declined{"NO_FUNDS"}},
              RecordCharge::Outcome{RecordCharge::NotSent{}},
              RecordCharge::Outcome{RecordCharge::Unknown{}},
              RecordCharge::Outcome{RecordCharge::NotFound{}},
              RecordCharge::Outcome{RecordCharge::Unacceptable{"BAD"}}}) {
            QCOMPARE(words(second, charge(late, 1)), QByteArray{"nothing"});
        }
        QCOMPARE(words(second, approval(2)), QByteArray{"PaymentApproved"});
    }

    void secondAttempt_whenTheFirstIsApproved_aPersonIsToldThePaymentsKey() {
        const State second =
            after({placeOrder(), charge(RecordCharge::Declined{"NO_FUNDS"}), payNow()});
        const auto told = only<PaymentEscalated>(decide(second, approval(1)));
        QVERIFY(told.reason.find("pay-1") != std::string::npos);
        QVERIFY(told.stray == PaymentKey{"pay-1"});
        // The attempt that is under way is not forgotten over it.
        const State worried = after(second, {approval(1)});
        QCOMPARE(words(worried, approval(2)), QByteArray{"PaymentApproved"});
        QCOMPARE(words(worried, approval(1)), QByteArray{"nothing"});
        QVERIFY(std::holds_alternative<payment::Requested>(paymentIn(worried)));
        QCOMPARE(orderIn(worried).strays.size(), std::size_t{1});
        QVERIFY(orderIn(worried).strays.front().amount == 18'000_won);
    }

    /// Whatever the order's own payment is, money that no attempt accounts for is kept before a
    /// person's eyes, told once, and changes nothing else.
    void strayMoney_staysVisibleBesideThePayment_data() {
        QTest::addColumn<State>("state");
        QTest::newRow("nothing to pay") << after({orderForPoints()});
        QTest::newRow("paid") << paid();
        QTest::newRow("refund due") << after(paid(), {cancelBy(song())});
        const Command refunded{refund(RecordRefund::Refunded{18'000_won})};
        const Command refused{refund(RecordRefund::Unacceptable{"REFUND_REFUSED"})};
        QTest::newRow("refunded") << after(paid(), {cancelBy(song()), refunded});
        QTest::newRow("refund escalated") << after(paid(), {cancelBy(song()), refused});
    }
    void strayMoney_staysVisibleBesideThePayment() {
        QFETCH(State, state);
        const RecordCharge stray =
            charge(RecordCharge::Approved{PaymentKey{"pay-stray"}, 9'000_won, "ds-i1-7-1"}, 1);
        const State told = after(state, {stray});
        QCOMPARE(paymentIn(told).index(), paymentIn(state).index());
        QVERIFY(refundOf(orderIn(told)) == refundOf(orderIn(state)));
        const auto concerns = concernsOf(orderIn(told));
        QVERIFY(std::find(concerns.begin(), concerns.end(), Concern::StrayPayment) !=
                concerns.end());
        QCOMPARE(orderIn(told).strays.size(), std::size_t{1});
        QVERIFY(orderIn(told).strays.front().paymentKey == PaymentKey{"pay-stray"});
        QVERIFY(orderIn(told).strays.front().amount == 9'000_won);
        QCOMPARE(words(told, stray), QByteArray{"nothing"});
        // A log that tells it twice does not fit.
        const PaymentEscalated again{"reason", 9'000_won, false, PaymentKey{"pay-stray"}};
        QVERIFY(!evolveRecorded(told, again));
    }

    void refundDue_whenStrayMoneyIsHeardOf_isStillMadeByItself() {
        const State due = after(paid(), {cancelBy(song())});
        const State told = after(
            due, {charge(RecordCharge::Approved{PaymentKey{"pay-stray"}, 9'000_won, "ds-i1-7-1"})});
        QVERIFY(std::holds_alternative<payment::RefundDue>(paymentIn(told)));
        QCOMPARE(words(told, refund(RecordRefund::Refunded{18'000_won})),
                 QByteArray{"PaymentRefunded"});
    }

    void deferred_whenPaidNow_goesOutUnderTheSameKey() {
        const State deferred = after({placeOrder(), charge(RecordCharge::NotSent{})});
        QCOMPARE(only<ChargeRetried>(decide(deferred, payNow())).attempt, 1);
        QCOMPARE(only<ChargeRetried>(decide(deferred, payNow(CardId{"card-1"}))).attempt, 1);
        const State again = after(deferred, {payNow()});
        QVERIFY(std::get<payment::Requested>(paymentIn(again)).attempt.key ==
                ProviderKey{"charge-1"});
    }

    void deferred_whenTheOrderIsOver_isNeverSentAgain() {
        const State deferred = after({placeOrder(), charge(RecordCharge::NotSent{})});
        for (const Command& end :
             {Command{cancelBy(song())}, Command{timer(TimerKind::PaymentDeadline)}}) {
            const State over = after(deferred, {end});
            QVERIFY(!decide(over, payNow()).has_value());
            QVERIFY(!evolveRecorded(over, ChargeRetried{1}).has_value());
            QVERIFY(!evolveRecorded(over, ChargeRequested{2, "ds-i1-7-2", {}, 18'000_won, {}})
                         .has_value());
        }
    }

    void unknown_whenTheRepeatIsNotSent_staysUnknownSinceTheFirst() {
        const State once = unknown();
        const Instant since = std::get<payment::Unknown>(paymentIn(once)).since;
        const State repeated = after(once, {charge(RecordCharge::NotFound{})});
        RecordCharge notSent = charge(RecordCharge::NotSent{});
        notSent.at = noon + minutes(5);
        // "Not sent" is said of the repeat only; the first call may still have charged.
        const auto doubt = only<PaymentOutcomeUnknown>(decide(repeated, notSent));
        QVERIFY(doubt.since == since);
        QCOMPARE(words(after(repeated, {notSent}), payNow(CardId{"card-2"})),
                 QByteArray{"refused PaymentUnderWay"});
    }

    void unknown_whenNotFoundAfterTheEnd_isNeverPostedAgain() {
        const State over = after(unknown(), {timer(TimerKind::PaymentDeadline)});
        QCOMPARE(words(over, charge(RecordCharge::NotFound{})), QByteArray{"nothing"});
        QVERIFY(!evolveRecorded(over, ChargeRepeated{1}).has_value());
        QCOMPARE(words(over, approval()), QByteArray{"PaymentApproved RefundRequested"});
    }

    void escalatedCharge_whenRetried_isAskedForAgain() {
        const State retried =
            after(unknown(), {timer(TimerKind::PaymentEscalation), retryBy(admin())});
        const auto& state = std::get<payment::Unknown>(paymentIn(retried));
        QCOMPARE(state.attempt.number, 1);
        // Since the first doubt: a retry does not begin the fifteen days anew.
        QVERIFY(state.since == charge(RecordCharge::Unknown{}).at);
    }

    void escalatedCharge_whenRetriedAgain_isUnknownSinceTheFirst() {
        const State once = unknown();
        const Instant since = std::get<payment::Unknown>(paymentIn(once)).since;
        const State retried = after(once, {timer(TimerKind::PaymentEscalation), retryBy(admin())});
        QVERIFY(std::get<payment::Unknown>(paymentIn(retried)).since == since);
        const State over = after(once, {cancelBy(song()), timer(TimerKind::PaymentEscalation)});
        const State asked = after(over, {retryBy(admin())});
        // Only asked: it stays before a person's eyes, and its fifteen days do not begin anew.
        QVERIFY(std::get<payment::Escalated>(paymentIn(asked)).unknownSince == since);
        QVERIFY(!evolveRecorded(asked, ChargeRepeated{1}).has_value());
        QCOMPARE(words(asked, charge(RecordCharge::Declined{"NOT_FOUND_PAYMENT"})),
                 QByteArray{"PaymentDeclined"});
    }

    void over_whenAnotherAmountWasTaken_givesBackWhatWasTaken_data() {
        QTest::addColumn<qint64>("taken");
        QTest::newRow("more") << qint64{18'100};
        QTest::newRow("less") << qint64{17'000};
    }
    void over_whenAnotherAmountWasTaken_givesBackWhatWasTaken() {
        QFETCH(qint64, taken);
        const State state = after({placeOrder(), approvalOf(Won{taken})});
        QVERIFY(refundOf(orderIn(state)) == RefundState::None);
        QVERIFY(std::get<payment::Escalated>(paymentIn(state)).held == Won{taken});
        for (const Command& end :
             {Command{cancelBy(admin())}, Command{timer(TimerKind::PaymentDeadline)}}) {
            const State over = after(state, {end});
            QVERIFY(refundOf(orderIn(over)) == RefundState::Due);
            const Decided<Events> looked = decide(over, approvalOf(Won{taken}));
            QCOMPARE(words(over, approvalOf(Won{taken})),
                     QByteArray{"PaymentApproved RefundRequested"});
            QVERIFY(std::get<PaymentApproved>(looked->at(0)).pointsEarned.isZero());
            QVERIFY(std::get<RefundRequested>(looked->at(1)).amount == Won{taken});
            const State back =
                after(over, {approvalOf(Won{taken}), refund(RecordRefund::Refunded{Won{taken}})});
            QVERIFY(refundOf(orderIn(back)) == RefundState::Done);
        }
    }

    void over_whenAnothersOrderIsShown_isNeverRefunded() {
        const auto others =
            charge(RecordCharge::Approved{PaymentKey{"pay-8"}, 18'000_won, "ds-i1-8-1"});
        const State over = after({placeOrder(), cancelBy(song())});
        only<PaymentEscalated>(decide(over, others));
        QVERIFY(refundOf(orderIn(after(over, {others}))) == RefundState::None);
    }

    void anotherAmount_whileTheOrderLives_isNoApprovalInTheLog() {
        const State state = after({placeOrder()});
        QVERIFY(!evolveRecorded(state, PaymentApproved{1, PaymentKey{"pay-1"}, 17'000_won, Won{}})
                     .has_value());
    }

    void refusedRefund_whenRetried_isDueUnderANewKey() {
        const State retried = after(
            paid(),
            {cancelBy(song()), refund(RecordRefund::Unacceptable{"CLOSED"}), retryBy(admin())});
        const auto& due = std::get<payment::RefundDue>(paymentIn(retried));
        QVERIFY(due.refundKey == ProviderKey{"refund-2"});
        QVERIFY(due.capture.amount == 18'000_won);
        QVERIFY(refundOf(orderIn(retried)) == RefundState::Due);
    }

    void unknownRefund_whenRetried_keepsItsKey() {
        // Only the question was refused; the refund itself may have been done.
        const State retried =
            after(paid(),
                  {cancelBy(song()), refund(RecordRefund::Unacceptable{"FORBIDDEN_REQUEST", false}),
                   retryBy(admin())});
        const auto& due = std::get<payment::RefundDue>(paymentIn(retried));
        QVERIFY(due.refundKey == ProviderKey{"refund-1"});
        QVERIFY(due.capture.amount == 18'000_won);
        QVERIFY(refundOf(orderIn(retried)) == RefundState::Due);
    }

    void refundDue_whenAnotherAmountComesBack_isEscalatedAndStillDue() {
        const State state =
            after(paid(), {cancelBy(song()), refund(RecordRefund::Refunded{17'000_won})});
        QVERIFY(std::holds_alternative<payment::Escalated>(paymentIn(state)));
        QVERIFY(refundOf(orderIn(state)) == RefundState::Due);
        QCOMPARE(words(state, refund(RecordRefund::Refunded{17'000_won})), QByteArray{"nothing"});
        QCOMPARE(words(state, refund(RecordRefund::Refunded{18'000_won})),
                 QByteArray{"PaymentRefunded"});
    }

    void approved_whenApprovedUnderAnotherKey_isToldAndStaysPaid() {
        const RecordCharge twice =
            charge(RecordCharge::Approved{PaymentKey{"pay-other"}, 18'000_won, "ds-i1-7-1"});
        only<PaymentEscalated>(decide(paid(), twice));
        // The customer's order goes on; a person sees to the second payment.
        const State told = after(paid(), {twice});
        QVERIFY(isPaid(orderIn(told)));
        QCOMPARE(words(told, accept()), QByteArray{"OrderAccepted"});
    }

    void refunded_whenTheApprovalIsHeardOfAgain_isNoNews() {
        const State refunded =
            after(paid(), {cancelBy(song()), refund(RecordRefund::Refunded{18'000_won})});
        QCOMPARE(words(refunded, approval()), QByteArray{"nothing"});
        QVERIFY(refundOf(orderIn(refunded)) == RefundState::Done);
    }

    void ordersPaidByPoints_whenTheyEnd_haveNothingToRefund() {
        const State state = after({orderForPoints()});
        QCOMPARE(words(state, reject()), QByteArray{"OrderRejected"});
        QVERIFY(refundOf(orderIn(after(state, {reject()}))) == RefundState::None);
    }
};

QTEST_APPLESS_MAIN(TestOrderPayment)
#include "tst_order_payment.moc"
