// The payment client against the real delivery-sandbox: what each of its switches is taken for.

#include <optional>

#include "effect/payment_protocol.h"
#include "server/outside/payment_client.h"
#include "tests/support/sandbox_process.h"

#include <QTemporaryDir>
#include <QTest>

using namespace delivery;
using effect::PaymentOperation;
using effect::ProviderAnswer;
using effect::Verdict;
namespace verdict = effect::verdict;
using Transport = ProviderAnswer::Transport;

class TestOutsideSandbox : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<test::SandboxProcess> m_sandbox;
    std::unique_ptr<outside::PaymentClient> m_client;
    int m_order = 0;

    /// Runs one call and waits for what is heard.
    template <class Call>
    ProviderAnswer hear(Call call) {
        std::optional<ProviderAnswer> answer;
        call([&](ProviderAnswer heard) { answer = std::move(heard); });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000)) qFatal("no answer");
        return *answer;
    }
    std::string order() const { return "ds-test-" + std::to_string(m_order) + "-1"; }
    ProviderAnswer charge(const std::string& billingKey = "bk_demo_song") {
        return hear([&](auto heard) {
            m_client->charge({billingKey, "demo-song", order(), "탕수육", Won{10'000},
                              ProviderKey{"charge-" + order()}},
                             heard);
        });
    }
    ProviderAnswer ask() {
        return hear([&](auto heard) { m_client->askByOrder(order(), heard); });
    }
    ProviderAnswer refund(const PaymentKey& payment, const std::string& key = "refund-") {
        return hear([&](auto heard) {
            m_client->refund({payment, ProviderKey{key + order()}, "주문 취소"}, heard);
        });
    }
    void mode(const char* name, const char* operation = "charge") {
        const auto reply = m_sandbox->put("/sandbox/payment", {{"mode", name}, {"op", operation}});
        QCOMPARE(reply.status, 200);
    }
    template <class Kind>
    static bool is(PaymentOperation operation, const ProviderAnswer& answer) {
        return std::holds_alternative<Kind>(effect::judge(operation, answer));
    }

  private slots:
    void initTestCase() {
        m_sandbox = std::make_unique<test::SandboxProcess>(m_folder.path());
        QVERIFY(m_sandbox->start());
        outside::PaymentClientSettings settings;
        settings.baseUrl = "http://127.0.0.1:" + std::to_string(m_sandbox->providerPort);
        settings.secretKey = "test_sk_sandbox";
        settings.charge = settings.query = settings.refund = milliseconds(1'500);
        m_client = std::make_unique<outside::PaymentClient>(settings);
    }
    void init() {
        m_order += 1;
        mode("ok", "all");
    }

    void charge_thenTheSameAgain_isOneCapture() {
        const ProviderAnswer first = charge();
        const Verdict judged = effect::judge(PaymentOperation::Charge, first);
        QVERIFY(std::holds_alternative<verdict::Approved>(judged));
        const auto& approved = std::get<verdict::Approved>(judged);
        QCOMPARE(approved.amount.amount(), 10'000);
        QCOMPARE(approved.providerOrderId, order());
        QVERIFY(effect::judge(PaymentOperation::Charge, charge()) == judged);
        QVERIFY(is<verdict::Approved>(PaymentOperation::Query, ask()));
    }

    void refund_thenTheSameAgain_isOneRefund() {
        const PaymentKey payment = charge().payment->paymentKey;
        QVERIFY(is<verdict::Refunded>(PaymentOperation::Refund, refund(payment)));
        QVERIFY(is<verdict::Refunded>(PaymentOperation::Refund, refund(payment)));
        // Under another key it was done before: ask, and find it done.
        QVERIFY(is<verdict::Unknown>(PaymentOperation::Refund, refund(payment, "other-")));
        const ProviderAnswer asked =
            hear([&](auto heard) { m_client->askByPayment(payment, heard); });
        QVERIFY(is<verdict::Refunded>(PaymentOperation::QueryRefund, asked));
        QVERIFY(is<verdict::Cancelled>(PaymentOperation::Query, ask()));
    }

    void declined_isFinal() {
        mode("decline");
        QVERIFY(is<verdict::Declined>(PaymentOperation::Charge, charge()));
        QVERIFY(!is<verdict::Approved>(PaymentOperation::Query, ask()));
    }

    void unknownOrder_isNotFound() {
        QVERIFY(is<verdict::NotFound>(PaymentOperation::Query, ask()));
    }

    void capturedThenBroken_isUnknown_andFoundByAsking_data() {
        QTest::addColumn<QString>("mode");
        QTest::newRow("500 after the capture") << "error-after-charge";
        QTest::newRow("silence after the capture") << "charge-then-hang";
    }
    void capturedThenBroken_isUnknown_andFoundByAsking() {
        QFETCH(QString, mode);
        this->mode(mode.toUtf8().constData());
        QVERIFY(is<verdict::Unknown>(PaymentOperation::Charge, charge()));
        this->mode("ok", "all");
        QVERIFY(is<verdict::Approved>(PaymentOperation::Query, ask()));
        QVERIFY(is<verdict::Approved>(PaymentOperation::Charge, charge()));
    }

    void wrongAmount_isTheProvidersWord() {
        mode("wrong-amount");
        const Verdict judged = effect::judge(PaymentOperation::Charge, charge());
        QVERIFY(std::holds_alternative<verdict::Approved>(judged));
        QVERIFY(std::get<verdict::Approved>(judged).amount != Won{10'000});
    }

    void down_isCertainlyNotSent() {
        mode("down");
        QCOMPARE(charge().transport, Transport::Refused);
        mode("ok", "all");
        QVERIFY(is<verdict::NotFound>(PaymentOperation::Query, ask()));
        QVERIFY(is<verdict::Approved>(PaymentOperation::Charge, charge()));
    }

    void wrongSecretKey_isOurFault() {
        outside::PaymentClientSettings settings;
        settings.baseUrl = "http://127.0.0.1:" + std::to_string(m_sandbox->providerPort);
        settings.secretKey = "test_sk_other";
        outside::PaymentClient stranger(settings);
        const ProviderAnswer answer = hear([&](auto heard) {
            stranger.charge({"bk_demo_song", "demo-song", order(), "탕수육", Won{10'000},
                             ProviderKey{"stranger-" + order()}},
                            heard);
        });
        QVERIFY(is<verdict::Unacceptable>(PaymentOperation::Charge, answer));
    }
};

QTEST_GUILESS_MAIN(TestOutsideSandbox)
#include "tst_outside_sandbox.moc"
