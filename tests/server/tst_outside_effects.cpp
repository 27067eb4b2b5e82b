// The worker: what is owed is done under its own key, held back while the provider is down, and
// never lost.

#include <optional>

#include "fake_outbox.h"
#include "server/outside/effect_worker.h"

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>

using namespace delivery;
using namespace delivery::tests;
using effect::PaymentOperation;
using effect::ProviderAnswer;
using Kind = saga::Call::Kind;
using Charge = order::RecordCharge;
using Transport = ProviderAnswer::Transport;

namespace {

ProviderAnswer without(Transport transport) {
    ProviderAnswer answer;
    answer.transport = transport;
    return answer;
}
ProviderAnswer error(int status, const std::string& code) {
    ProviderAnswer answer;
    answer.httpStatus = status;
    answer.code = code;
    return answer;
}
ProviderAnswer payment(const std::string& status, const std::string& orderId, int balance) {
    ProviderAnswer answer;
    answer.httpStatus = 200;
    answer.payment = effect::ProviderPayment{status, Won{12'000}, Won{balance}, orderId,
                                             PaymentKey{"pay-" + orderId}};
    return answer;
}
ProviderAnswer approve(const FakePort::Seen& call) { return payment("DONE", call.what, 12'000); }

}  // namespace

class TestOutsideEffects : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    SetClock m_clock;
    SilentLog m_log;
    std::optional<outside::Vault> m_vault;
    std::unique_ptr<FakeOutbox> m_outbox;
    std::unique_ptr<FakePort> m_port;
    std::unique_ptr<outside::EffectWorker> m_worker;

    outside::Owed owed(Kind kind, int order) {
        outside::Owed owed;
        owed.call.kind = kind;
        owed.call.orderId = OrderId{order};
        owed.call.attempt = 1;
        owed.call.providerOrderId = "ds-i-" + std::to_string(order) + "-1";
        owed.call.key = ProviderKey{"key-" + std::to_string(order)};
        owed.call.amount = Won{12'000};
        owed.call.paymentKey = PaymentKey{"pay-" + std::to_string(order)};
        owed.effectId = saga::effectId(owed.call);
        owed.due = m_clock.at;
        owed.since = m_clock.at;
        owed.card = outside::SealedCard{m_vault->seal("bk"), m_vault->seal("ck")};
        return owed;
    }
    void start(int atOnceMax = 32) {
        outside::EffectSettings settings;
        settings.atOnceMax = atOnceMax;
        settings.submitAgain = milliseconds(1);
        settings.lookAgain = Span{};
        settings.random = [] { return std::uint64_t{1} << 63; };
        m_worker = std::make_unique<outside::EffectWorker>(*m_outbox, *m_port, *m_vault, m_clock,
                                                           m_log, settings);
        m_worker->start();
    }
    /// Everything that is posted happens, and what it posts.
    static void settle() {
        for (int i = 0; i < 200; ++i) QCoreApplication::processEvents();
    }
    void advance(Span span) {
        m_clock.at = m_clock.at + span;
        m_worker->wake();
        settle();
    }
    int count(PaymentOperation operation) const {
        return static_cast<int>(
            std::ranges::count(m_port->seen, operation, &FakePort::Seen::operation));
    }

  private slots:
    void initTestCase() {
        auto vault = outside::Vault::open(m_folder.filePath("k").toStdString(),
                                          outside::Vault::Missing::Make);
        QVERIFY(vault.has_value());
        m_vault.emplace(std::move(*vault));
    }
    void init() {
        m_log.alarms.clear();
        m_outbox = std::make_unique<FakeOutbox>(m_clock);
        m_port = std::make_unique<FakePort>();
    }
    void cleanup() { m_worker.reset(); }

    void owedCharge_whenApproved_isRecordedOnce() {
        m_port->react = approve;
        m_outbox->owe(owed(Kind::Charge, 1));
        start();
        QTRY_VERIFY(m_outbox->rows.empty());
        settle();
        QCOMPARE(m_port->seen.size(), 1u);
        QCOMPARE(m_port->seen[0].key, std::string("key-1"));
        QCOMPARE(m_port->seen[0].billingKey, std::string("bk"));
        QCOMPARE(m_outbox->commands.size(), 1u);
        const auto& record = std::get<desk::RecordCharge>(m_outbox->commands[0]);
        QCOMPARE(record.effectId, std::string("charge/1/1"));
        QCOMPARE(std::get<Charge::Approved>(record.outcome).amount.amount(), 12'000);
    }

    void hangingCharge_isNeverSentTwiceAtATime() {
        m_outbox->owe(owed(Kind::Charge, 1));
        start();
        QTRY_COMPARE(m_port->seen.size(), 1u);
        for (int i = 0; i < 5; ++i) advance(seconds(10));
        QCOMPARE(m_port->seen.size(), 1u);
    }

    void manyOwed_areDoneSoManyAtOnce() {
        for (int order = 1; order <= 5; ++order) m_outbox->owe(owed(Kind::Charge, order));
        m_outbox->owe(owed(Kind::Refund, 9));
        start(2);
        QTRY_COMPARE(count(PaymentOperation::Charge), 2);
        QTRY_COMPARE(count(PaymentOperation::Refund), 1);
        QCOMPARE(m_worker->figures().waiting, 3u);
        m_port->react = approve;
        m_port->seen[1].heard(approve(m_port->seen[1]));
        QTRY_VERIFY(count(PaymentOperation::Charge) >= 5);
    }

    void refusedCharge_isDeferred_andTriedAgainLaterAndLater() {
        m_port->react = [](const auto&) { return without(Transport::Refused); };
        m_outbox->owe(owed(Kind::Charge, 1));
        start();
        settle();
        QCOMPARE(m_outbox->countCharges<Charge::NotSent>(), 1);
        std::vector<std::int64_t> waits;
        Instant last = m_clock.at;
        for (int second = 0; second < 130; ++second) {
            const std::size_t before = m_port->seen.size();
            advance(seconds(1));
            if (m_port->seen.size() == before) continue;
            QCOMPARE(m_port->seen.size(), before + 1);
            waits.push_back((m_clock.at - last).milliseconds / 1000);
            last = m_clock.at;
        }
        QCOMPARE(waits, (std::vector<std::int64_t>{5, 10, 20, 30, 30, 30}));
        m_port->react = approve;
        advance(seconds(30));
        QVERIFY(m_outbox->rows.empty());
        for (const auto& call : m_port->seen) QCOMPARE(call.key, std::string("key-1"));
    }

    void openBreaker_defersNewChargesWithoutACall() {
        m_port->react = [](const auto&) { return without(Transport::Refused); };
        for (int order = 1; order <= 10; ++order) m_outbox->owe(owed(Kind::Charge, order));
        start();
        QTRY_COMPARE(m_outbox->countCharges<Charge::NotSent>(), 10);
        QCOMPARE(m_worker->figures().charge.breaker, effect::Breaker::State::Open);
        m_outbox->owe(owed(Kind::Charge, 11));
        m_worker->wake();
        QTRY_COMPARE(m_outbox->countCharges<Charge::NotSent>(), 11);
        QCOMPARE(m_port->seen.size(), 10u);
        // Refunds have a breaker of their own.
        m_outbox->owe(owed(Kind::Refund, 12));
        m_worker->wake();
        QTRY_COMPARE(count(PaymentOperation::Refund), 1);
    }

    void providerBack_paysEverybodyWithin90Seconds_oldestFirst() {
        m_port->react = [](const auto&) { return without(Transport::Refused); };
        for (int order = 1; order <= 40; ++order) m_outbox->owe(owed(Kind::Charge, order));
        start();
        for (int second = 0; second < 300; ++second) advance(seconds(1));
        QCOMPARE(m_outbox->rows.size(), 40u);
        const auto callsWhileDown = m_port->seen.size();
        QVERIFY2(callsWhileDown < 100, "the breaker holds calls back");
        m_port->react = approve;
        int took = 0;
        while (!m_outbox->rows.empty() && took < 90) {
            advance(seconds(1));
            took += 1;
        }
        QVERIFY(m_outbox->rows.empty());
        QCOMPARE(m_port->seen[callsWhileDown].what, std::string("ds-i-1-1"));
        QCOMPARE(m_outbox->countCharges<Charge::Approved>(), 40);
    }

    void silentCharge_isAskedAboutAndRepeatedUnderTheSameKey() {
        int charges = 0;
        m_port->react = [&](const FakePort::Seen& call) -> ProviderAnswer {
            if (call.operation == PaymentOperation::Query) return error(404, "NOT_FOUND_PAYMENT");
            return ++charges == 1 ? without(Transport::TimedOut) : approve(call);
        };
        m_outbox->owe(owed(Kind::Charge, 1));
        start();
        QTRY_COMPARE(m_outbox->countCharges<Charge::Unknown>(), 1);
        QCOMPARE(count(PaymentOperation::Query), 0);
        advance(seconds(1));
        QTRY_VERIFY(m_outbox->rows.empty());
        QCOMPARE(count(PaymentOperation::Charge), 2);
        QCOMPARE(m_port->seen.back().key, std::string("key-1"));
        QCOMPARE(m_outbox->countCharges<Charge::NotFound>(), 1);
        QCOMPARE(m_outbox->countCharges<Charge::Approved>(), 1);
    }

    void unknownCharge_whenFound_isTakenAsItIs_data() {
        QTest::addColumn<QString>("status");
        QTest::addColumn<int>("approved");
        QTest::addColumn<int>("declined");
        QTest::newRow("captured") << "DONE" << 1 << 0;
        QTest::newRow("failed") << "ABORTED" << 0 << 1;
        QTest::newRow("given back elsewhere") << "CANCELED" << 0 << 1;
    }
    void unknownCharge_whenFound_isTakenAsItIs() {
        QFETCH(QString, status);
        QFETCH(int, approved);
        QFETCH(int, declined);
        m_port->react = [&](const FakePort::Seen& call) {
            return payment(status.toStdString(), call.what, status == "CANCELED" ? 0 : 12'000);
        };
        m_outbox->owe(owed(Kind::Query, 1));
        start();
        QTRY_VERIFY(m_outbox->rows.empty());
        QCOMPARE(m_outbox->countCharges<Charge::Approved>(), approved);
        QCOMPARE(m_outbox->countCharges<Charge::Declined>(), declined);
    }

    void endedOrder_isAskedAboutFor15Days_andNeverCharged() {
        m_port->react = [](const auto&) { return error(404, "NOT_FOUND_PAYMENT"); };
        auto query = owed(Kind::Query, 1);
        query.call.orderOver = true;
        m_outbox->owe(query);
        start();
        settle();
        const Instant end = m_clock.at + days(15);
        int looks = 0;
        while (!m_outbox->rows.empty() && looks++ < 1'000) {
            m_clock.at = std::max(m_clock.at + seconds(1), m_outbox->rows.begin()->second.due);
            m_worker->wake();
            settle();
        }
        QVERIFY(m_outbox->rows.empty());
        QVERIFY(m_clock.at >= end);
        QVERIFY(m_clock.at < end + minutes(1));
        QCOMPARE(count(PaymentOperation::Charge), 0);
        QVERIFY(count(PaymentOperation::Query) < 260);
        QCOMPARE(m_outbox->countCharges<Charge::NotFound>(), 0);
        QVERIFY(!m_log.alarms.empty());
    }

    void resultThatChangesNothing_isAskedAgainLater_notAtOnce() {
        m_outbox->escalated = true;
        m_port->react = [](const auto&) { return error(404, "NOT_FOUND_PAYMENT"); };
        m_outbox->owe(owed(Kind::Query, 1));
        start();
        settle();
        settle();
        QCOMPARE(count(PaymentOperation::Query), 1);
        QVERIFY(m_outbox->rows.begin()->second.due > m_clock.at);
        advance(seconds(1));
        QCOMPARE(count(PaymentOperation::Query), 2);
    }

    void refund_whenDoneBefore_isLookedUpAndRecorded() {
        m_port->react = [](const FakePort::Seen& call) -> ProviderAnswer {
            if (call.operation == PaymentOperation::Refund) {
                return error(400, "ALREADY_CANCELED_PAYMENT");
            }
            return payment("CANCELED", "ds-i-1-1", 0);
        };
        m_outbox->owe(owed(Kind::Refund, 1));
        start();
        QTRY_VERIFY(m_outbox->rows.empty());
        QCOMPARE(count(PaymentOperation::QueryRefund), 1);
        const auto& record = std::get<desk::RecordRefund>(m_outbox->commands.back());
        QCOMPARE(std::get<order::RecordRefund::Refunded>(record.outcome).amount.amount(), 12'000);
    }

    void refund_isTriedUntilItSucceeds() {
        m_port->react = [](const auto&) { return without(Transport::TimedOut); };
        m_outbox->owe(owed(Kind::Refund, 1));
        start();
        for (int minute = 0; minute < 120; ++minute) advance(minutes(1));
        QVERIFY(count(PaymentOperation::Refund) > 50);
        QVERIFY(!m_log.alarms.empty());
        m_port->react = [](const auto&) { return payment("CANCELED", "ds-i-1-1", 0); };
        for (int minute = 0; minute < 3; ++minute) advance(minutes(1));
        QVERIFY(m_outbox->rows.empty());
        for (const auto& call : m_port->seen) QCOMPARE(call.key, std::string("key-1"));
    }

    void overloadedDesk_getsTheResultAgain_withoutASecondCall() {
        m_port->react = approve;
        m_outbox->refuseNext = 3;
        m_outbox->owe(owed(Kind::Charge, 1));
        start();
        QTRY_VERIFY(m_outbox->rows.empty());
        QCOMPARE(m_port->seen.size(), 1u);
    }

    void tooManyRequests_isObeyed() {
        m_port->react = [](const auto&) {
            ProviderAnswer answer = error(429, "TOO_MANY");
            answer.retryAfter = seconds(20);
            return answer;
        };
        m_outbox->owe(owed(Kind::Charge, 1));
        start();
        QTRY_COMPARE(m_outbox->countCharges<Charge::NotSent>(), 1);
        m_port->react = approve;
        for (int second = 0; second < 19; ++second) advance(seconds(1));
        QCOMPARE(m_port->seen.size(), 1u);
        advance(seconds(2));
        QVERIFY(m_outbox->rows.empty());
    }

    void chargeWithoutAUsableCard_isToldWithoutACall() {
        start();
        m_clock.at = m_clock.at + milliseconds(1);
        auto none = owed(Kind::Charge, 1);
        none.card.reset();
        auto foreign = owed(Kind::Charge, 2);
        char& last = foreign.card->billingKey.back();
        last = static_cast<char>(last ^ 1);
        m_outbox->owe(none);
        m_outbox->owe(foreign);
        m_worker->wake();
        QTRY_VERIFY(m_outbox->rows.empty());
        QVERIFY(m_port->seen.empty());
        QCOMPARE(m_outbox->countCharges<Charge::Declined>(), 1);
        QCOMPARE(m_outbox->countCharges<Charge::Unacceptable>(), 1);
    }

    void putOffCharge_whoseCardIsGone_isDeclined() {
        m_port->react = [](const auto&) { return without(Transport::Refused); };
        start();
        m_clock.at = m_clock.at + milliseconds(1);
        m_outbox->owe(owed(Kind::Charge, 1));
        m_worker->wake();
        QTRY_COMPARE(m_outbox->countCharges<Charge::NotSent>(), 1);
        // Every try of it was this worker's, and none left: another card may be used.
        m_outbox->rows.begin()->second.card.reset();
        advance(seconds(5));
        QTRY_VERIFY(m_outbox->rows.empty());
        QCOMPARE(m_outbox->countCharges<Charge::Declined>(), 1);
        QCOMPARE(m_port->seen.size(), 1u);
    }

    void chargeThatMayHaveLeft_whoseCardIsGone_isAskedAbout_data() {
        QTest::addColumn<bool>("inDoubt");
        QTest::newRow("an earlier life may have sent it") << false;
        QTest::newRow("an earlier try is in doubt") << true;
    }
    void chargeThatMayHaveLeft_whoseCardIsGone_isAskedAbout() {
        QFETCH(bool, inDoubt);
        m_port->react = approve;
        auto charge = owed(Kind::Charge, 1);
        charge.card.reset();
        if (inDoubt) {
            start();
            m_clock.at = m_clock.at + seconds(1);
            charge.since = charge.due = m_clock.at;
            charge.call.unknownSince = m_clock.at;
        }
        m_outbox->owe(charge);
        if (!inDoubt) start();
        m_worker->wake();
        QTRY_COMPARE(m_outbox->countCharges<Charge::Unknown>(), 1);
        QCOMPARE(m_outbox->countCharges<Charge::Declined>(), 0);
        advance(seconds(1));
        QTRY_VERIFY(m_outbox->rows.empty());
        QCOMPARE(count(PaymentOperation::Charge), 0);
        QCOMPARE(m_outbox->countCharges<Charge::Approved>(), 1);
    }

    void unknownCharge_withoutACard_isAskedOnAndOn() {
        m_port->react = [](const auto&) { return error(404, "NOT_FOUND_PAYMENT"); };
        auto query = owed(Kind::Query, 1);
        query.card.reset();
        m_outbox->owe(query);
        start();
        for (int minute = 0; minute < 5; ++minute) advance(minutes(1));
        QVERIFY(count(PaymentOperation::Query) > 3);
        QVERIFY(m_outbox->countCharges<Charge::NotFound>() == 0);
        QCOMPARE(m_outbox->countCharges<Charge::Declined>(), 0);
        // The card is back: the same call may be made again.
        m_outbox->rows.begin()->second.card = owed(Kind::Query, 1).card;
        m_port->react = [](const FakePort::Seen& call) {
            return call.operation == PaymentOperation::Charge ? approve(call)
                                                              : error(404, "NOT_FOUND_PAYMENT");
        };
        advance(minutes(2));
        QTRY_VERIFY(m_outbox->rows.empty());
        QCOMPARE(m_port->seen.back().key, std::string("key-1"));
    }

    void anotherAmount_isAnAlarm() {
        m_port->react = [](const FakePort::Seen& call) {
            ProviderAnswer answer = approve(call);
            answer.payment->totalAmount = answer.payment->balanceAmount = Won{12'100};
            return answer;
        };
        m_outbox->owe(owed(Kind::Charge, 1));
        start();
        QTRY_VERIFY(m_outbox->rows.empty());
        QCOMPARE(m_log.alarms.size(), 1u);
        const auto& record = std::get<desk::RecordCharge>(m_outbox->commands[0]);
        QCOMPARE(std::get<Charge::Approved>(record.outcome).amount.amount(), 12'100);
    }

    void othersPayment_isNotAskedAboutForEver() {
        m_port->react = [](const auto&) { return payment("DONE", "ds-i-8-1", 12'000); };
        auto query = owed(Kind::Query, 1);
        query.call.orderOver = true;
        m_outbox->owe(query);
        start();
        QTRY_COMPARE(m_outbox->countCharges<Charge::Approved>(), 1);
        query.since = m_clock.at - days(15);
        m_outbox->owe(query);
        m_worker->wake();
        QTRY_VERIFY(m_outbox->rows.empty());
        QCOMPARE(m_outbox->countCharges<Charge::Declined>(), 1);
    }

    void refusal_ofTheRefundOrOfAQuestion_isToldApart_data() {
        QTest::addColumn<bool>("answered");
        QTest::newRow("the refund was refused") << true;
        QTest::newRow("only the question was") << false;
    }
    void refusal_ofTheRefundOrOfAQuestion_isToldApart() {
        QFETCH(bool, answered);
        m_port->react = [&](const FakePort::Seen& call) {
            const bool unclear = call.operation == PaymentOperation::Refund && !answered;
            return unclear ? error(400, "ALREADY_CANCELED_PAYMENT")
                           : error(403, "FORBIDDEN_REQUEST");
        };
        m_outbox->owe(owed(Kind::Refund, 1));
        start();
        QTRY_VERIFY(m_outbox->rows.empty());
        const auto& record = std::get<desk::RecordRefund>(m_outbox->commands.back());
        QCOMPARE(std::get<order::RecordRefund::Unacceptable>(record.outcome).refused, answered);
    }

    void unreadableRow_isCounted_andTheRestGoesOn() {
        m_port->react = approve;
        m_outbox->unreadable = 2;
        m_outbox->owe(owed(Kind::Charge, 1));
        start();
        QTRY_VERIFY(m_outbox->rows.empty());
        settle();
        QCOMPARE(m_worker->figures().unreadable, 2u);
        QVERIFY(!m_worker->figures().outboxFails);
    }

    void unreadableOutbox_isOneAlarm_andTriedOn() {
        m_port->react = approve;
        m_outbox->broken = Fault{FaultCode::Unreadable, "damaged"};
        m_outbox->owe(owed(Kind::Charge, 1));
        start();
        QTRY_VERIFY(m_outbox->asked > 3);
        QVERIFY(m_worker->figures().outboxFails);
        QCOMPARE(m_log.alarms.size(), 1u);
        m_outbox->broken.reset();
        QTRY_VERIFY(m_outbox->rows.empty());
        QVERIFY(!m_worker->figures().outboxFails);
    }

    void stoppedWorker_bringsNothingBack_andTheNextOneDoesItAgain() {
        m_outbox->owe(owed(Kind::Charge, 1));
        start();
        QTRY_COMPARE(m_port->seen.size(), 1u);
        m_worker->stop();
        m_port->seen[0].heard(approve(m_port->seen[0]));
        settle();
        QVERIFY(m_outbox->commands.empty());
        m_port->seen[0].heard = {};
        m_port->react = approve;
        start();
        QTRY_VERIFY(m_outbox->rows.empty());
        QCOMPARE(m_port->seen[1].key, m_port->seen[0].key);
    }
};

QTEST_GUILESS_MAIN(TestOutsideEffects)
#include "tst_outside_effects.moc"
