#include "tests/support/sandbox_process.h"

#include <QTemporaryDir>
#include <QTest>

using delivery::test::RawClient;
using delivery::test::SandboxProcess;
using delivery::test::SandboxReply;
using nlohmann::json;

class TestSandboxPayment : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<SandboxProcess> m_sandbox;

    static std::string codeOf(const SandboxReply& reply) { return reply.body.value("code", ""); }

  private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        m_sandbox = std::make_unique<SandboxProcess>(m_directory->path());
        QVERIFY(m_sandbox->start());
    }
    void cleanup() {
        m_sandbox.reset();
        m_directory.reset();
    }

    void charge_isCapturedAndFoundAgain() {
        const SandboxReply charged = m_sandbox->charge("ds-x1-42-1", "key-1");
        QCOMPARE(charged.status, 200);
        QCOMPARE(charged.body["status"].get<std::string>(), std::string("DONE"));
        QCOMPARE(charged.body["type"].get<std::string>(), std::string("BILLING"));
        QCOMPARE(charged.body["totalAmount"].get<int>(), 12'000);
        QCOMPARE(charged.body["balanceAmount"].get<int>(), 12'000);
        QCOMPARE(charged.body["orderId"].get<std::string>(), std::string("ds-x1-42-1"));
        QVERIFY(charged.body["approvedAt"].get<std::string>().ends_with("+09:00"));
        QVERIFY(charged.body["cancels"].is_null());
        QVERIFY(charged.body["card"].is_object());
        const std::string paymentKey = charged.body["paymentKey"].get<std::string>();
        QCOMPARE(m_sandbox->query("ds-x1-42-1").body, charged.body);
        QCOMPARE(m_sandbox->pay("GET", "/v1/payments/" + paymentKey).body, charged.body);

        const json ledger = m_sandbox->ledger();
        QCOMPARE(ledger.size(), std::size_t{1});
        QCOMPARE(ledger[0]["orderId"], json(42));
        QCOMPARE(ledger[0]["providerOrderId"], json("ds-x1-42-1"));
        QCOMPARE(ledger[0]["key"], json("key-1"));
        QCOMPARE(ledger[0]["kind"], json("capture"));
        QCOMPARE(ledger[0]["amount"], json(12'000));
    }

    void ledger_namesForeignOrderIdsAsTheyAre_data() {
        QTest::addColumn<QString>("providerOrderId");
        QTest::addColumn<bool>("ours");
        QTest::newRow("ours") << "ds-install-1-77-2" << true;
        QTest::newRow("no install") << "ds--77-2" << false;
        QTest::newRow("no number") << "ds-a-b7-2" << false;
        QTest::newRow("no attempt") << "ds-a-77-x" << false;
        QTest::newRow("foreign") << "order-77" << false;
    }
    void ledger_namesForeignOrderIdsAsTheyAre() {
        QFETCH(QString, providerOrderId);
        QFETCH(bool, ours);
        const std::string id = providerOrderId.toStdString();
        QCOMPARE(m_sandbox->charge(id, "k").status, 200);
        QCOMPARE(m_sandbox->ledger()[0]["orderId"], ours ? json(77) : json(id));
    }

    void sameKey_getsTheFirstAnswerWithoutASecondCapture() {
        const SandboxReply first = m_sandbox->charge("ds-x-1-1", "key");
        const SandboxReply again = m_sandbox->charge("ds-x-1-1", "key");
        QCOMPARE(again.status, 200);
        QCOMPARE(again.body, first.body);
        QCOMPARE(m_sandbox->ledger().size(), std::size_t{1});
    }

    void sameKey_onAnotherUrl_isAnotherCall() {
        const SandboxReply charged = m_sandbox->charge("ds-x-1-1", "key");
        QCOMPARE(m_sandbox->cancel(charged.body["paymentKey"].get<std::string>(), "key").status,
                 200);
        QCOMPARE(m_sandbox->ledger().size(), std::size_t{2});
    }

    void sameKey_whileProcessing_is409() {
        m_sandbox->put("/sandbox/payment", {{"mode", "slow"}, {"delayMs", 2'500}});
        RawClient first(m_sandbox->providerPort);
        RawClient second(m_sandbox->providerPort);
        first.send(SandboxProcess::chargeRequest("ds-x-1-1", "key"));
        // Its answer tells that the charge before it on the same program has arrived.
        QCOMPARE(m_sandbox->query("ds-x-1-1").status, 404);
        second.send(SandboxProcess::chargeRequest("ds-x-1-1", "key"));
        const SandboxReply refused = SandboxProcess::readReply(second);
        QCOMPARE(refused.status, 409);
        QCOMPARE(codeOf(refused), std::string("IDEMPOTENT_REQUEST_PROCESSING"));
        QCOMPARE(SandboxProcess::readReply(first).status, 200);
        QCOMPARE(m_sandbox->charge("ds-x-1-1", "key").status, 200);
        QCOMPARE(m_sandbox->ledger().size(), std::size_t{1});
    }

    void sameOrder_underAnotherKey_isRefusedForGood() {
        const SandboxReply charged = m_sandbox->charge("ds-x-1-1", "key-1");
        QCOMPARE(codeOf(m_sandbox->charge("ds-x-1-1", "key-2")),
                 std::string("DUPLICATED_ORDER_ID"));
        QCOMPARE(m_sandbox->cancel(charged.body["paymentKey"].get<std::string>(), "key-3").status,
                 200);
        const SandboxReply after = m_sandbox->charge("ds-x-1-1", "key-4");
        QCOMPARE(after.status, 400);
        QCOMPARE(codeOf(after), std::string("DUPLICATED_ORDER_ID"));
    }

    void charge_whenRefused_leavesNothing_data() {
        QTest::addColumn<QByteArray>("patch");
        QTest::addColumn<QString>("billingKey");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        const QString good = "bk_demo_song";
        const auto row = [&](const char* name, const char* patch, const QString& key, int status,
                             const char* code) {
            QTest::newRow(name) << QByteArray(patch) << key << status << QString(code);
        };
        row("too little", R"({"amount":99})", good, 400, "BELOW_MINIMUM_AMOUNT");
        row("nothing", R"({"amount":0})", good, 400, "INVALID_REQUEST");
        row("fraction", R"({"amount":100.5})", good, 400, "INVALID_REQUEST");
        row("amount as text", R"({"amount":"12000"})", good, 400, "INVALID_REQUEST");
        row("no order", R"({"orderId":null})", good, 400, "INVALID_REQUEST");
        row("short order", R"({"orderId":"abc"})", good, 400, "INVALID_REQUEST");
        row("odd order", R"({"orderId":"ds/x/1/1"})", good, 400, "INVALID_REQUEST");
        row("no name", R"({"orderName":""})", good, 400, "INVALID_REQUEST");
        row("foreign customer", R"({"customerKey":"demo-kim"})", good, 403,
            "NOT_MATCHES_CUSTOMER_KEY");
        row("unknown card", "{}", "bk_nobody", 404, "NOT_FOUND_BILLING");
        row("declining card", R"({"customerKey":"demo-decline"})", "bk_demo_decline", 403,
            "REJECT_CARD_PAYMENT");
    }
    void charge_whenRefused_leavesNothing() {
        QFETCH(QByteArray, patch);
        QFETCH(QString, billingKey);
        QFETCH(int, status);
        QFETCH(QString, code);
        json body = SandboxProcess::chargeBody("ds-x-1-1");
        body.merge_patch(json::parse(patch.toStdString()));
        const std::string url = "/v1/billing/" + billingKey.toStdString();
        for (int i = 0; i < 2; ++i) {
            const SandboxReply refused = m_sandbox->pay("POST", url, body.dump(), "key");
            QCOMPARE(refused.status, status);
            QCOMPARE(codeOf(refused), code.toStdString());
        }
        QCOMPARE(m_sandbox->query("ds-x-1-1").status, 404);
        QVERIFY(m_sandbox->ledger().empty());
    }

    void secretKey_isChecked() {
        const std::string get = "/v1/payments/orders/ds-x-1-1";
        const auto ask = [&](const std::string& fields) {
            return SandboxProcess::exchange(m_sandbox->providerPort, "GET", get, "", fields);
        };
        QCOMPARE(codeOf(ask("")), std::string("UNAUTHORIZED_KEY"));
        QCOMPARE(ask("").status, 401);
        QCOMPARE(ask(SandboxProcess::authorization("live_sk_other")).status, 401);
        const SandboxReply noColon = ask("Authorization: Basic dGVzdF9za19zYW5kYm94\r\n");
        QCOMPARE(codeOf(noColon), std::string("INCORRECT_BASIC_AUTH_FORMAT"));
        const SandboxReply unknown = ask(SandboxProcess::authorization());
        QCOMPARE(unknown.status, 404);
        QCOMPARE(codeOf(unknown), std::string("NOT_FOUND_PAYMENT"));
    }

    void body_thatIsNoObject_isRefused() {
        for (const char* body : {"", "[]", "{", "12", "{\"amount\":1e400}"}) {
            QCOMPARE(m_sandbox->pay("POST", "/v1/billing/bk_demo_song", body).status, 400);
        }
    }

    void cancel_inParts_endsAtNothingLeft() {
        const std::string paymentKey =
            m_sandbox->charge("ds-x-1-1", "k1", 10'000).body["paymentKey"].get<std::string>();
        const SandboxReply part = m_sandbox->cancel(
            paymentKey, "k2", {{"cancelReason", "일부"}, {"cancelAmount", 4'000}});
        QCOMPARE(part.status, 200);
        QCOMPARE(part.body["status"], json("PARTIAL_CANCELED"));
        QCOMPARE(part.body["balanceAmount"], json(6'000));
        const SandboxReply tooMuch = m_sandbox->cancel(
            paymentKey, "k3", {{"cancelReason", "너무 많이"}, {"cancelAmount", 6'001}});
        QCOMPARE(codeOf(tooMuch), std::string("NOT_CANCELABLE_AMOUNT"));
        const SandboxReply rest = m_sandbox->cancel(paymentKey, "k4");
        QCOMPARE(rest.body["status"], json("CANCELED"));
        QCOMPARE(rest.body["cancels"].size(), std::size_t{2});
        QCOMPARE(rest.body["cancels"][0]["cancelAmount"], json(4'000));
        QCOMPARE(rest.body["cancels"][1]["refundableAmount"], json(0));
        QCOMPARE(m_sandbox->cancel(paymentKey, "k4").body, rest.body);
        const SandboxReply again = m_sandbox->cancel(paymentKey, "k5");
        QCOMPARE(again.status, 400);
        QCOMPARE(codeOf(again), std::string("ALREADY_CANCELED_PAYMENT"));
        QCOMPARE(m_sandbox->cancel("nobody", "k6").status, 404);
        QCOMPARE(m_sandbox->cancel(paymentKey, "k7", json::object()).status, 400);

        const json ledger = m_sandbox->ledger();
        QCOMPARE(ledger.size(), std::size_t{3});
        QCOMPARE(ledger[1]["kind"], json("refund"));
        QCOMPARE(ledger[1]["amount"], json(4'000));
        QCOMPARE(ledger[2]["amount"], json(6'000));
        QCOMPARE(ledger[2]["key"], json("k4"));
    }

    static std::string typed(const std::string& number, const std::string& year = "39",
                             const std::string& identity = "900101",
                             const std::string& password = "00") {
        const std::string plus = QString::fromStdString(number).replace(' ', '+').toStdString();
        return "&act=register&cardNumber=" + plus +
               "&cardExpirationMonth=12&cardExpirationYear=" + year +
               "&customerIdentityNumber=" + identity + "&cardPassword=" + password;
    }
    void card_thatIsRefused_leadsToFailUrl_data() {
        QTest::addColumn<QString>("form");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* name, const std::string& form, const char* code) {
            QTest::newRow(name) << QString::fromStdString(form) << QString(code);
        };
        row("stopped", typed("4330123456780002"), "INVALID_STOPPED_CARD");
        row("stolen", typed("4330123456780004"), "INVALID_CARD_LOST_OR_STOLEN");
        row("expired", typed("4330123456781111", "20"), "INVALID_CARD_EXPIRATION");
        row("number too short", typed("43301234"), "");
        row("letters", typed("433012345678abcd"), "");
        row("no birthday", typed("4330123456781111", "39", "9001"), "");
        row("no password", typed("4330123456781111", "39", "900101", "x"), "");
    }
    /// What was mistyped can be mended on the page; a card that is refused is not taken.
    void card_thatIsRefused_leadsToFailUrl() {
        QFETCH(QString, form);
        QFETCH(QString, code);
        const SandboxReply reply = m_sandbox->ask(
            "POST", "/sandbox/cards/register",
            "customerKey=cust-1&successUrl=http://a/ok&failUrl=http://a/no" + form.toStdString());
        if (code.isEmpty()) {
            QCOMPARE(reply.status, 400);
            return;
        }
        QCOMPARE(reply.status, 303);
        QVERIFY(reply.headers.at("location").starts_with("http://a/no?code=" + code.toStdString()));
    }

    void card_registeredOnThePage_canBeCharged_data() {
        QTest::addColumn<QString>("card");
        QTest::addColumn<int>("status");
        QTest::newRow("good card") << "4330123456781111" << 200;
        QTest::newRow("declining card") << "4330 1234 5678 0010" << 403;
    }
    void card_registeredOnThePage_canBeCharged() {
        QFETCH(QString, card);
        QFETCH(int, status);
        const std::string fields =
            "customerKey=cust-1&successUrl=http%3A%2F%2Fapp%2Fdone%3Fa%3D1&failUrl=http%3A%2F%"
            "2Fapp%2Fno";
        QCOMPARE(m_sandbox->ask("GET", "/sandbox/cards/register?" + fields).status, 200);
        const SandboxReply redirected =
            m_sandbox->ask("POST", "/sandbox/cards/register", fields + typed(card.toStdString()));
        QCOMPARE(redirected.status, 303);
        const std::string location = redirected.headers.at("location");
        const std::string front = "http://app/done?a=1&customerKey=cust-1&authKey=";
        QVERIFY(location.starts_with(front));
        const json body{{"authKey", location.substr(front.size())}, {"customerKey", "cust-1"}};
        const std::string issue = "/v1/billing/authorizations/issue";

        json foreign = body;
        foreign["customerKey"] = "cust-2";
        QCOMPARE(m_sandbox->pay("POST", issue, foreign.dump()).status, 403);
        const SandboxReply issued = m_sandbox->pay("POST", issue, body.dump());
        QCOMPARE(issued.status, 200);
        const QString number = QString(card).remove(' ').replace(8, 4, "****").left(15) + "*";
        QCOMPARE(issued.body["card"]["number"], number.toStdString());
        QCOMPARE(issued.body["card"]["issuerCode"], "41");
        QCOMPARE(m_sandbox->pay("POST", issue, body.dump()).status, 400);
        json charge = SandboxProcess::chargeBody("ds-x-1-1");
        charge["customerKey"] = "cust-1";
        const std::string url = "/v1/billing/" + issued.body["billingKey"].get<std::string>();
        QCOMPARE(m_sandbox->pay("POST", url, charge.dump(), "k").status, status);
        charge["customerKey"] = "cust-2";
        QCOMPARE(m_sandbox->pay("POST", url, charge.dump(), "k2").status, 403);
    }

    void cardPage_neverEchoesMarkup() {
        RawClient client(m_sandbox->port);
        const auto page = client.ask(SandboxProcess::printRequest(
            "GET", "/sandbox/cards/register?customerKey=ab&successUrl=http://a/%22%3E%3Cscript%3E",
            "", ""));
        QCOMPARE(page.status, 200);
        QVERIFY(page.body.find("<script>") == std::string::npos);
        QCOMPARE(
            m_sandbox->ask("GET", "/sandbox/cards/register?customerKey=ab&successUrl=javascript:x")
                .status,
            400);
    }

    void cardPage_cancelled_leadsToFailUrl() {
        const SandboxReply redirected =
            m_sandbox->ask("POST", "/sandbox/cards/register",
                           "customerKey=ab&successUrl=http://a/ok&failUrl=http://a/no&act=cancel");
        QVERIFY(
            redirected.headers.at("location").starts_with("http://a/no?code=PAY_PROCESS_CANCELED"));
    }
};

QTEST_GUILESS_MAIN(TestSandboxPayment)
#include "tst_sandbox_payment.moc"
