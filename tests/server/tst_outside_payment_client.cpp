// The HTTP side of the payment contract: what is sent, and what each way of failing is taken for.

#include <optional>

#include "fake_provider.h"
#include "server/outside/payment_client.h"

#include <QTest>

using namespace delivery;
using delivery::tests::FakeProvider;
using delivery::tests::SeenRequest;
using effect::ProviderAnswer;
using Transport = effect::ProviderAnswer::Transport;
using Behaviour = FakeProvider::Behaviour;

namespace {

const QByteArray donePayment =
    R"({"version":"2022-11-16","paymentKey":"pay_1","orderId":"ds-i-1-1","status":"DONE",
        "totalAmount":12000,"balanceAmount":12000.0,"brandNew":{"field":[1,2]},"failure":null})";

outside::ChargeCall someCharge() {
    return {"bk_secret/1", "ck-secret", "ds-i-1-1", "용산반점", Won{12'000}, ProviderKey{"key-1"}};
}

}  // namespace

class TestOutsidePaymentClient : public QObject {
    Q_OBJECT

    outside::PaymentClientSettings settingsFor(const std::string& baseUrl) {
        return {.baseUrl = baseUrl,
                .secretKey = "test_sk",
                .connect = milliseconds(2'000),
                .charge = milliseconds(400),
                .query = milliseconds(400),
                .refund = milliseconds(400)};
    }
    ProviderAnswer charged(const std::string& baseUrl) { return charged(settingsFor(baseUrl)); }
    static ProviderAnswer charged(const outside::PaymentClientSettings& settings) {
        outside::PaymentClient client(settings);
        std::optional<ProviderAnswer> answer;
        client.charge(someCharge(), [&](ProviderAnswer heard) { answer = std::move(heard); });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 10'000)) qFatal("no answer");
        return *answer;
    }

  private slots:
    void charge_whenSent_carriesContractAndKey() {
        FakeProvider provider;
        provider.react = [](const SeenRequest&) {
            return FakeProvider::Reaction{Behaviour::Answer, 200, donePayment, {}};
        };
        const ProviderAnswer answer = charged(provider.baseUrl());
        QCOMPARE(provider.seen.size(), 1u);
        const SeenRequest& sent = provider.seen.front();
        QCOMPARE(sent.method, "POST");
        QCOMPARE(sent.path, "/v1/billing/bk_secret%2F1");
        QCOMPARE(sent.headers.at("authorization"), "Basic " + QByteArray("test_sk:").toBase64());
        QCOMPARE(sent.headers.at("idempotency-key"), "key-1");
        QCOMPARE(sent.headers.at("connection").toLower(), "close");
        QCOMPARE(sent.body, QByteArray(R"({"amount":12000,"customerKey":"ck-secret",)"
                                       R"("orderId":"ds-i-1-1","orderName":"용산반점"})"));
        QCOMPARE(answer.transport, Transport::Answered);
        QVERIFY(answer.payment.has_value());
        QCOMPARE(answer.payment->status, std::string("DONE"));
        QCOMPARE(answer.payment->totalAmount.amount(), 12'000);
        QCOMPARE(answer.payment->balanceAmount.amount(), 12'000);
        QCOMPARE(answer.payment->paymentKey.text(), std::string("pay_1"));
    }

    void queryAndRefund_whenSent_useTheirPaths() {
        FakeProvider provider;
        provider.react = [](const SeenRequest&) {
            return FakeProvider::Reaction{
                Behaviour::Answer, 404, R"({"code":"NOT_FOUND_PAYMENT","message":"x"})", {}};
        };
        outside::PaymentClient client(settingsFor(provider.baseUrl() + "/"));
        int heard = 0;
        ProviderAnswer last;
        const auto hear = [&](ProviderAnswer answer) {
            heard += 1;
            last = std::move(answer);
        };
        client.askByOrder("ds-i-1-1", hear);
        QTRY_COMPARE(heard, 1);
        QCOMPARE(last.code, std::string("NOT_FOUND_PAYMENT"));
        QCOMPARE(last.httpStatus, 404);
        client.askByPayment(PaymentKey{"pay_1"}, hear);
        QTRY_COMPARE(heard, 2);
        client.refund({PaymentKey{"pay_1"}, ProviderKey{"refund-key"}, "주문 취소"}, hear);
        QTRY_COMPARE(heard, 3);
        QCOMPARE(provider.seen[0].method, "GET");
        QCOMPARE(provider.seen[0].path, "/v1/payments/orders/ds-i-1-1");
        QCOMPARE(provider.seen[1].path, "/v1/payments/pay_1");
        QCOMPARE(provider.seen[2].method, "POST");
        QCOMPARE(provider.seen[2].path, "/v1/payments/pay_1/cancel");
        QCOMPARE(provider.seen[2].headers.at("idempotency-key"), "refund-key");
        QCOMPARE(provider.seen[2].body, QByteArray(R"({"cancelReason":"주문 취소"})"));
    }

    void refusedConnection_isCertainlyNotSent() {
        QTcpServer closed;
        closed.listen(QHostAddress::LocalHost, 0);
        const std::string url = "http://127.0.0.1:" + std::to_string(closed.serverPort());
        closed.close();
        QCOMPARE(charged(url).transport, Transport::Refused);
    }

    void silence_isTimedOut() {
        FakeProvider provider;
        provider.react = [](const SeenRequest&) {
            return FakeProvider::Reaction{Behaviour::Hang, 0, {}, {}};
        };
        QCOMPARE(charged(provider.baseUrl()).transport, Transport::TimedOut);
    }

    void questions_neverWaitBehindSilentCharges() {
        FakeProvider provider;
        provider.react = [](const SeenRequest& request) {
            if (request.method == "POST") return FakeProvider::Reaction{Behaviour::Hang, 0, {}, {}};
            return FakeProvider::Reaction{Behaviour::Answer, 200, donePayment, {}};
        };
        auto settings = settingsFor(provider.baseUrl());
        settings.charge = seconds(60);
        outside::PaymentClient client(settings);
        for (int i = 0; i < 40; ++i) client.charge(someCharge(), [](const ProviderAnswer&) {});
        QTRY_COMPARE(provider.seen.size(), 40u);
        std::optional<ProviderAnswer> answer;
        client.askByOrder("ds-i-1-1", [&](ProviderAnswer heard) { answer = std::move(heard); });
        QTRY_VERIFY(answer.has_value());
        QVERIFY(answer->payment.has_value());
    }

    void brokenOff_isReset_data() {
        QTest::addColumn<int>("behaviour");
        QTest::newRow("closed without an answer") << int(Behaviour::CloseUnanswered);
        QTest::newRow("half an answer") << int(Behaviour::CutShort);
    }
    void brokenOff_isReset() {
        QFETCH(int, behaviour);
        FakeProvider provider;
        provider.react = [behaviour](const SeenRequest&) {
            return FakeProvider::Reaction{Behaviour(behaviour), 0, {}, {}};
        };
        QCOMPARE(charged(provider.baseUrl()).transport, Transport::Reset);
        // Whether it is sent again is not for the road to say.
        QCOMPARE(provider.seen.size(), 1u);
        QCOMPARE(provider.seen.front().headers.at("idempotency-key"), "key-1");
    }

    void answers_areReadLeniently_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("transport");
        QTest::addColumn<QString>("code");
        const int answered = int(Transport::Answered);
        const int unreadable = int(Transport::Unreadable);
        QTest::newRow("done") << 200 << donePayment << answered << "";
        QTest::newRow("error") << 400 << QByteArray(R"({"code":"REJECT_CARD_PAYMENT","x":1})")
                               << answered << "REJECT_CARD_PAYMENT";
        QTest::newRow("error page") << 502 << QByteArray("<html>") << answered << "";
        QTest::newRow("success without a payment") << 200 << QByteArray("{}") << unreadable << "";
        QTest::newRow("success that is no JSON") << 200 << QByteArray("{") << unreadable << "";
        QTest::newRow("list") << 200 << QByteArray("[]") << unreadable << "";
        QTest::newRow("half a won")
            << 200
            << QByteArray(R"({"paymentKey":"p","orderId":"o","status":"DONE","totalAmount":0.5,)"
                          R"("balanceAmount":0})")
            << unreadable << "";
        QTest::newRow("more than there is")
            << 200
            << QByteArray(R"({"paymentKey":"p","orderId":"o","status":"DONE",)"
                          R"("totalAmount":99999999999999999999,"balanceAmount":0})")
            << unreadable << "";
        QTest::newRow("failed payment")
            << 200
            << QByteArray(R"({"paymentKey":"p","orderId":"o","status":"ABORTED","totalAmount":1,)"
                          R"("balanceAmount":1,"failure":{"code":"REJECT_CARD_COMPANY"}})")
            << answered << "REJECT_CARD_COMPANY";
        QTest::newRow("redirect") << 302 << QByteArray() << answered << "";
    }
    void answers_areReadLeniently() {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, transport);
        QFETCH(QString, code);
        const ProviderAnswer answer = outside::readAnswer(status, body.toStdString(), {});
        QCOMPARE(int(answer.transport), transport);
        QCOMPARE(QString::fromStdString(answer.code), code);
        QCOMPARE(answer.httpStatus, status);
    }

    void retryAfter_isReadInSeconds() {
        QCOMPARE(outside::readAnswer(429, "{}", "7").retryAfter->milliseconds, 7'000);
        QVERIFY(!outside::readAnswer(429, "{}", "").retryAfter);
        QVERIFY(!outside::readAnswer(429, "{}", "-1").retryAfter);
        QVERIFY(!outside::readAnswer(429, "{}", "Fri, 31 Dec 1999 23:59:59 GMT").retryAfter);
    }

    void endlessHeader_isCutOffAtOnce() {
        FakeProvider provider;
        provider.react = [](const SeenRequest&) {
            return FakeProvider::Reaction{Behaviour::EndlessHeader, 0, {}, {}};
        };
        auto settings = settingsFor(provider.baseUrl());
        settings.charge = minutes(10);
        settings.answer.header = minutes(10);
        const ProviderAnswer answer = charged(settings);
        QCOMPARE(answer.transport, Transport::Unreadable);
        QCOMPARE(effect::breakerOutcome(answer), effect::Breaker::Outcome::Failure);
    }

    /// Silence may be a bank at work; a header that has begun is one breath.
    void drippingAnswer_isTimedOutLongBeforeTheWholeTime_data() {
        QTest::addColumn<int>("behaviour");
        QTest::newRow("header") << int(Behaviour::DripHeader);
        QTest::newRow("body") << int(Behaviour::DripBody);
    }
    void drippingAnswer_isTimedOutLongBeforeTheWholeTime() {
        QFETCH(int, behaviour);
        FakeProvider provider;
        provider.react = [behaviour](const SeenRequest&) {
            return FakeProvider::Reaction{Behaviour(behaviour), 0, {}, {}};
        };
        auto settings = settingsFor(provider.baseUrl());
        settings.charge = minutes(10);
        settings.answer.header = milliseconds(300);
        settings.answer.body = milliseconds(300);
        const ProviderAnswer answer = charged(settings);
        QCOMPARE(answer.transport, Transport::TimedOut);
        QCOMPARE(effect::breakerOutcome(answer), effect::Breaker::Outcome::Failure);
        const outside::AnswerLimits usual;
        QCOMPARE(usual.header.milliseconds, 5'000);
        QCOMPARE(usual.body.milliseconds, 10'000);
        QCOMPARE(usual.headerBytes, std::size_t{8 * 1024});
    }

    void slowThenWhole_isWaitedForBeyondTheHeadersTime() {
        FakeProvider provider;
        QTcpSocket* waits = nullptr;
        provider.react = [&](const SeenRequest&) {
            return FakeProvider::Reaction{Behaviour::Hang, 0, {}, {}};
        };
        provider.hung = [&](QTcpSocket* socket) { waits = socket; };
        auto settings = settingsFor(provider.baseUrl());
        settings.charge = minutes(10);
        settings.answer.header = milliseconds(100);
        outside::PaymentClient client(settings);
        std::optional<ProviderAnswer> answer;
        client.charge(someCharge(), [&](ProviderAnswer heard) { answer = std::move(heard); });
        QTRY_VERIFY(waits != nullptr);
        QVERIFY(!QTest::qWaitFor([&] { return answer.has_value(); }, 500));
        waits->write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: " +
                     QByteArray::number(donePayment.size()) + "\r\n\r\n" + donePayment);
        QTRY_VERIFY(answer.has_value());
        QCOMPARE(answer->transport, Transport::Answered);
        QVERIFY(answer->payment.has_value());
    }

    void endlessAndDrippingAnswers_keepNobodyElseWaiting() {
        FakeProvider provider;
        provider.react = [](const SeenRequest& request) {
            const QByteArray key = request.headers.at("idempotency-key");
            if (key == "endless") {
                return FakeProvider::Reaction{Behaviour::EndlessHeader, 0, {}, {}};
            }
            if (key == "drip") return FakeProvider::Reaction{Behaviour::DripHeader, 0, {}, {}};
            return FakeProvider::Reaction{Behaviour::Answer, 200, donePayment, {}};
        };
        auto settings = settingsFor(provider.baseUrl());
        settings.charge = minutes(10);
        settings.answer.header = minutes(10);
        outside::PaymentClient client(settings);
        std::vector<ProviderAnswer> cut;
        auto call = someCharge();
        for (int i = 0; i < 32; ++i) {
            call.key = ProviderKey{i % 2 == 0 ? "endless" : "drip"};
            client.charge(call, [&](ProviderAnswer heard) { cut.push_back(std::move(heard)); });
        }
        QTRY_COMPARE(provider.seen.size(), 32u);
        int paid = 0;
        for (int i = 0; i < 10; ++i) {
            client.charge(someCharge(),
                          [&](const ProviderAnswer& heard) { paid += heard.payment ? 1 : 0; });
        }
        QTRY_COMPARE(paid, 10);
        QTRY_COMPARE(cut.size(), 16u);
        for (const ProviderAnswer& answer : cut) {
            QCOMPARE(answer.transport, Transport::Unreadable);
        }
    }

    void hugeAnswer_isCutOff() {
        FakeProvider provider;
        provider.react = [](const SeenRequest&) {
            return FakeProvider::Reaction{Behaviour::Answer, 200, QByteArray(2'000'000, ' '), {}};
        };
        QCOMPARE(charged(provider.baseUrl()).transport, Transport::Unreadable);
    }
};

QTEST_GUILESS_MAIN(TestOutsidePaymentClient)
#include "tst_outside_payment_client.moc"
