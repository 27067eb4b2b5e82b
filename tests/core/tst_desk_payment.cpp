/// Payments in doubt on a real desk: who is shown them and for how long, what another amount comes
/// to, what a retry asks for, what a hint from outside may bring about.

#include <QtTest>

#include "tests/support/desk_city.h"

using namespace delivery;
using namespace delivery::tests;
using Charge = order::RecordCharge;

namespace {

struct City : DeskCity {
    void hear(OrderId id, Charge::Outcome outcome) {
        must(systemActor(), desk::RecordCharge{"query/" + id.text() + "/1", id, 1, outcome});
    }
    void hearRefund(OrderId id, order::RecordRefund::Outcome outcome) {
        must(systemActor(), desk::RecordRefund{"refund/" + id.text(), id, outcome});
    }
    Charge::Approved captured(OrderId id, Won amount) {
        return {PaymentKey{"pay-" + id.text()}, amount, nameOf(id)};
    }
    std::string nameOf(OrderId id) {
        return "ds-" + *(*ledger().reader())->install() + "-" + id.text() + "-1";
    }
    OrderId inDoubt() {
        const OrderId id = place();
        hear(id, Charge::Unknown{});
        return id;
    }
    bool isShown(OrderId id) {
        for (const desk::PageRow& row : scan("customer", "escalated", "all")) {
            if (row.key == id.text()) return true;
        }
        return false;
    }
    desk::EffectRow effect(const std::string& id) {
        return (*ledger().reader())->effect(id)->value();
    }
    saga::Call call(const std::string& id) { return record::decodeCall(effect(id).body).value(); }
    std::int64_t booked(const std::string& account) {
        const auto row = (*ledger().reader())->pageRow("books", account);
        if (!row->has_value()) return 0;
        return std::get<page::BookCard>(record::decodeBody((*row)->body).value()).balance.amount();
    }
};

}  // namespace

class TestDeskPayment : public QObject {
    Q_OBJECT

  private slots:
    void orderOver_inDoubt_isShownFromTenMinutesOnUntilItIsKnown_data() {
        QTest::addColumn<bool>("cancelled");
        QTest::newRow("cancelled by the customer") << true;
        QTest::newRow("expired") << false;
    }
    void orderOver_inDoubt_isShownFromTenMinutesOnUntilItIsKnown() {
        QFETCH(bool, cancelled);
        City city;
        const OrderId id = city.inDoubt();
        if (cancelled) city.must(customer("song"), desk::CancelOrder{id, {}});
        city.pass(minutes(9));
        QVERIFY(!city.isShown(id));
        city.pass(minutes(2));
        QVERIFY(order::isOver(city.order(id)));
        QVERIFY(city.isShown(id));
        QCOMPARE(city.effects(), std::vector<std::string>{"query/1/1"});
        city.must(admin(), desk::RetryPayment{id});
        QVERIFY(city.isShown(id));
        city.pass(days(1));
        QVERIFY(city.isShown(id));
        city.hear(id, Charge::Declined{"NOT_FOUND_PAYMENT"});
        QVERIFY(!city.isShown(id));
        QVERIFY(city.effects().empty() && city.timers().empty());
    }

    void chargeUnderWay_whenTheOrderEnds_isShownToo() {
        City city;
        const OrderId id = city.place();
        city.must(customer("song"), desk::CancelOrder{id, {}});
        city.pass(minutes(11));
        QVERIFY(city.isShown(id));
        city.hear(id, city.captured(id, Won{10'000}));
        QVERIFY(!city.isShown(id));
        QCOMPARE(city.effects(), std::vector<std::string>{"refund/1"});
    }

    void repeatedCharge_thatStaysUnknown_isNotForgottenOverTheRepeats() {
        City city;
        const OrderId id = city.inDoubt();
        const Instant since = city.now;
        for (int i = 0; i < 3; ++i) {
            city.pass(minutes(3));
            city.hear(id, Charge::NotFound{});
            QVERIFY(city.effect("charge/1/1").since == since);
            city.hear(id, Charge::Unknown{});
            QVERIFY(city.effect("query/1/1").since == since);
        }
        city.pass(minutes(2));
        QVERIFY(city.isShown(id));
    }

    void retry_doesNotBeginTheFifteenDaysAnew() {
        City city;
        const OrderId id = city.inDoubt();
        const Instant since = city.now;
        city.pass(minutes(11));
        city.must(admin(), desk::RetryPayment{id});
        QVERIFY(city.effect("query/1/1").since == since);
        QVERIFY(city.effect("query/1/1").due == city.now + seconds(1));
        city.pass(days(14));
        city.must(admin(), desk::RetryPayment{id});
        QVERIFY(city.effect("query/1/1").since == since);
    }

    void refusedCall_whenRetried_isAskedAboutSinceItWasFirstAskedAbout() {
        City city;
        const OrderId id = city.place();
        city.hear(id, Charge::Unacceptable{"INVALID_API_KEY"});
        const Instant first = city.now;
        city.pass(minutes(11));
        city.must(admin(), desk::RetryPayment{id});
        city.pass(days(3));
        city.must(admin(), desk::RetryPayment{id});
        QVERIFY(city.effect("query/1/1").since <= first + minutes(10));
    }

    void anotherAmount_endsWithWhatWasTakenGivenBack_data() {
        QTest::addColumn<bool>("byAdmin");
        QTest::addColumn<qint64>("taken");
        QTest::newRow("more, cancelled by an admin") << true << qint64{10'100};
        QTest::newRow("less, cancelled by an admin") << true << qint64{9'000};
        QTest::newRow("more, by the deadline") << false << qint64{10'100};
    }
    void anotherAmount_endsWithWhatWasTakenGivenBack() {
        QFETCH(bool, byAdmin);
        QFETCH(qint64, taken);
        City city;
        const OrderId id = city.place();
        city.hear(id, city.captured(id, Won{taken}));
        QVERIFY(city.isShown(id));
        // A person may look again at the provider, which says the same.
        city.must(admin(), desk::RetryPayment{id});
        city.hear(id, city.captured(id, Won{taken}));
        QVERIFY(city.isShown(id));
        QCOMPARE(city.booked("providerClearing"), 0);
        if (byAdmin) {
            city.must(admin(), desk::CancelOrder{id, {}});
        } else {
            city.pass(minutes(11));
        }
        QVERIFY(order::refundOf(city.order(id)) == order::RefundState::Due);
        QCOMPARE(city.effects(), std::vector<std::string>{"query/1/1"});
        city.hear(id, city.captured(id, Won{taken}));
        QCOMPARE(city.effects(), std::vector<std::string>{"refund/1"});
        QCOMPARE(city.call("refund/1").amount.amount(), taken);
        QCOMPARE(city.booked("providerClearing"), taken);
        QVERIFY(order::refundOf(city.order(id)) == order::RefundState::Due);
        city.hearRefund(id, order::RecordRefund::Refunded{Won{taken}});
        QVERIFY(order::refundOf(city.order(id)) == order::RefundState::Done);
        QCOMPARE(city.booked("providerClearing"), 0);
        QCOMPARE(city.booked("customer"), 0);
        QCOMPARE(city.points("song").balance.amount(), 0);
        QVERIFY(city.effects().empty() && city.timers().empty());
    }

    void anotherAmount_thatWasAMistakeOfTheAnswer_isPaidAfterAll() {
        City city;
        const OrderId id = city.place();
        city.hear(id, city.captured(id, Won{10'100}));
        city.must(admin(), desk::RetryPayment{id});
        city.hear(id, city.captured(id, Won{10'000}));
        QVERIFY(city.status(id) == order::Status::Paid);
        QCOMPARE(city.booked("providerClearing"), 10'000);
    }

    void refusedRefund_whenRetried_goesOutUnderANewKey() {
        City city;
        const OrderId id = city.paid();
        city.must(customer("song"), desk::CancelOrder{id, {}});
        const ProviderKey first = city.call("refund/1").key;
        city.hearRefund(id, order::RecordRefund::Unacceptable{"NOT_CANCELABLE_PAYMENT"});
        QVERIFY(city.effects().empty() && city.isShown(id));
        city.must(admin(), desk::RetryPayment{id});
        const ProviderKey second = city.call("refund/1").key;
        QVERIFY(second != first);
        city.hearRefund(id, order::RecordRefund::Unacceptable{"FORBIDDEN_REQUEST", false});
        city.must(admin(), desk::RetryPayment{id});
        QVERIFY(city.call("refund/1").key == second);
    }

    void outcomeHeardTwice_isAppliedOnce() {
        City city;
        const OrderId id = city.inDoubt();
        city.hear(id, Charge::NotFound{});
        const auto before = city.position();
        city.hear(id, Charge::NotFound{});
        QCOMPARE(city.position(), before);
        city.hear(id, city.captured(id, Won{10'000}));
        const auto paidAt = city.position();
        city.hear(id, city.captured(id, Won{10'000}));
        QCOMPARE(city.position(), paidAt);
        QCOMPARE(city.points("song").balance.amount(), 100);
    }

    void hint_bringsAQuestionForward_andNothingElse() {
        City city;
        const OrderId id = city.inDoubt();
        city.must(systemActor(), desk::PostponeEffect{"query/1/1", city.now + minutes(10)});
        const auto before = city.position();
        city.must(systemActor(), desk::HeedHint{city.nameOf(id)});
        QVERIFY(city.effect("query/1/1").due == city.now);
        QCOMPARE(city.position(), before);
    }

    void hint_whileTheFirstAnswerIsAwaited_letsTheProviderBeAsked() {
        City city;
        const OrderId id = city.place();
        city.must(systemActor(), desk::HeedHint{city.nameOf(id)});
        QCOMPARE(city.effects(), std::vector<std::string>{"query/1/1"});
        // Never believed: without the provider's own word the order is not paid, and the call that
        // is under way may still be the first to bring it.
        QVERIFY(city.status(id) == order::Status::PaymentRequested);
        city.hear(id, city.captured(id, Won{10'000}));
        QVERIFY(city.status(id) == order::Status::Paid);
    }

    void hint_ofWhatNobodyWaitsFor_changesNothing_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("not ours") << "somebody-elses-order";
        QTest::newRow("no such order") << "ds-x-99-1";
        QTest::newRow("another install") << "ds-other-1-1";
        QTest::newRow("another attempt") << "ds-x-1-7";
        QTest::newRow("no number") << "ds-x--1";
        QTest::newRow("too large a number") << "ds-x-99999999999999999999-1";
        QTest::newRow("nothing") << "";
    }
    void hint_ofWhatNobodyWaitsFor_changesNothing() {
        QFETCH(QString, name);
        City city;
        city.inDoubt();
        const Instant due = city.effect("query/1/1").due;
        const auto before = city.position();
        city.must(systemActor(), desk::HeedHint{name.toStdString()});
        QVERIFY(city.effect("query/1/1").due == due);
        QCOMPARE(city.position(), before);
    }

    void hint_ofAPutOffOrSettledPayment_changesNothing() {
        City city;
        const OrderId id = city.place();
        city.hear(id, Charge::NotSent{});
        const auto before = city.position();
        city.must(systemActor(), desk::HeedHint{city.nameOf(id)});
        QCOMPARE(city.position(), before);
        QCOMPARE(city.effects(), std::vector<std::string>{"charge/1/1"});
        const OrderId settled = city.paid();
        const auto paidAt = city.position();
        city.must(systemActor(), desk::HeedHint{city.nameOf(settled)});
        QCOMPARE(city.position(), paidAt);
    }

    void declined_whenItsCardWasRemoved_isTriedWithOneThatIsLeft() {
        City city;
        const OrderId id = city.place();
        city.hear(id, Charge::Declined{"EXCEED_MAX_AMOUNT"});
        city.must(customer("song"), desk::RemoveCard{CardId{"card-song"}});
        const desk::PayNow pay{id, {}};
        const auto before = city.position();
        QCOMPARE(city.refusal(customer("song"), pay).code, RefusalCode::NoCard);
        // Whose order it is comes before what it lacks.
        QCOMPARE(city.refusal(customer("kim"), pay).code, RefusalCode::NotYours);
        QCOMPARE(city.position(), before);
        QVERIFY(city.status(id) == order::Status::PaymentDeclined);
        city.must(systemActor(),
                  desk::AddCard{CardId{"card-new"}, CustomerId{"song"}, "b", "c", "**34", "현대"});
        city.must(customer("song"), pay);
        QVERIFY(city.status(id) == order::Status::PaymentRequested);
        const auto& payment = city.order(id).payment;
        QCOMPARE(std::get<order::payment::Requested>(payment).attempt.cardId,
                 std::optional(CardId{"card-new"}));
    }
    void declined_whenItsCardIsStillThere_isTriedWithIt() {
        City city;
        city.must(systemActor(),
                  desk::AddCard{CardId{"a-first"}, CustomerId{"song"}, "b", "c", "**34", "현대"});
        desk::PlaceOrder wished = City::wish();
        wished.cardId = CardId{"card-song"};
        const OrderId id = city.place(wished);
        city.hear(id, Charge::Declined{"EXCEED_MAX_AMOUNT"});
        city.must(customer("song"), desk::PayNow{id, {}});
        QCOMPARE(std::get<order::payment::Requested>(city.order(id).payment).attempt.cardId,
                 std::optional(CardId{"card-song"}));
    }
    void cancelled_whenItsCardWasRemoved_isRefusedAsCancelled() {
        City city;
        const OrderId id = city.place();
        city.hear(id, Charge::Declined{"EXCEED_MAX_AMOUNT"});
        city.must(customer("song"), desk::RemoveCard{CardId{"card-song"}});
        city.must(customer("song"), desk::CancelOrder{id, {}});
        QCOMPARE(city.refusal(customer("song"), desk::PayNow{id, {}}).code,
                 RefusalCode::AlreadyCancelled);
    }

    void putOffCharge_isOwedSinceItWasFirstOwed() {
        City city;
        const OrderId id = city.place();
        const Instant first = city.now;
        city.hear(id, Charge::NotSent{});
        city.pass(seconds(30));
        city.must(customer("song"), desk::PayNow{id, {}});
        QVERIFY(city.effect("charge/1/1").since == first);
    }
};

QTEST_APPLESS_MAIN(TestDeskPayment)
#include "tst_desk_payment.moc"
