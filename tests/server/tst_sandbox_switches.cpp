#include "fake_provider.h"
#include "tests/support/sandbox_process.h"

#include <csignal>

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using delivery::test::RawClient;
using delivery::test::SandboxProcess;
using delivery::test::SandboxReply;
using nlohmann::json;

class TestSandboxSwitches : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<SandboxProcess> m_sandbox;

    static std::string codeOf(const SandboxReply& reply) { return reply.body.value("code", ""); }
    void mode(const json& body) {
        const SandboxReply reply = m_sandbox->put("/sandbox/payment", body);
        QVERIFY2(reply.status == 200, reply.body.dump().c_str());
    }

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

    void switches_areShown() {
        const json before = m_sandbox->ask("GET", "/sandbox/payment").body;
        QCOMPARE(before["mode"], json("ok"));
        QCOMPARE(before["down"], json(false));
        mode({{"mode", "decline"}, {"op", "cancel"}, {"count", 3}});
        const json after = m_sandbox->ask("GET", "/sandbox/payment").body;
        QCOMPARE(after["charge"]["mode"], json("ok"));
        QCOMPARE(after["cancel"]["mode"], json("decline"));
        QCOMPARE(after["cancel"]["count"], json(3));
    }

    void switches_thatMakeNoSense_areRefused_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("nothing") << QByteArray("{}");
        QTest::newRow("no object") << QByteArray("[]");
        QTest::newRow("unknown mode") << QByteArray(R"({"mode":"explode"})");
        QTest::newRow("unknown op") << QByteArray(R"({"mode":"ok","op":"x"})");
        QTest::newRow("unknown field") << QByteArray(R"({"mode":"ok","wait":1})");
        QTest::newRow("negative delay") << QByteArray(R"({"mode":"slow","delayMs":-1})");
        QTest::newRow("no calls") << QByteArray(R"({"mode":"slow","count":0})");
    }
    void switches_thatMakeNoSense_areRefused() {
        QFETCH(QByteArray, body);
        QCOMPARE(m_sandbox->ask("PUT", "/sandbox/payment", body.toStdString()).status, 400);
        QCOMPARE(m_sandbox->ask("DELETE", "/sandbox/payment").status, 405);
    }

    void decline_isFinalForItsKeyOnly() {
        mode({{"mode", "decline"}, {"count", 1}});
        const SandboxReply declined = m_sandbox->charge("ds-x-1-1", "k1");
        QCOMPARE(declined.status, 403);
        QCOMPARE(codeOf(declined), std::string("REJECT_CARD_PAYMENT"));
        QCOMPARE(codeOf(m_sandbox->charge("ds-x-1-1", "k1")), std::string("REJECT_CARD_PAYMENT"));
        QCOMPARE(m_sandbox->charge("ds-x-1-2", "k2").status, 200);
        QCOMPARE(m_sandbox->ledger().size(), std::size_t{1});
    }

    void webhook_isToldOfEveryCaptureAndRefundOnce() {
        delivery::tests::FakeProvider merchant;
        merchant.react = [](const auto&) { return delivery::tests::FakeProvider::Reaction{}; };
        m_sandbox->charge("ds-x-1-1", "k0");
        const json wanted{{"url", merchant.baseUrl() + "/webhooks/payments"}};
        QCOMPARE(m_sandbox->put("/sandbox/webhook", wanted).status, 200);
        QCOMPARE(m_sandbox->ask("GET", "/sandbox/webhook").body, wanted);
        mode({{"mode", "charge-then-hang"}, {"count", 1}});
        RawClient silent(m_sandbox->providerPort);
        silent.send(SandboxProcess::chargeRequest("ds-x-1-2", "k1"));
        QTRY_COMPARE(merchant.seen.size(), 1u);
        // A repeat is answered, and moves nothing.
        const SandboxReply again = m_sandbox->charge("ds-x-1-2", "k1");
        QCOMPARE(again.status, 200);
        QCOMPARE(m_sandbox->cancel(again.body["paymentKey"].get<std::string>(), "k2").status, 200);
        QTRY_COMPARE(merchant.seen.size(), 2u);
        QCOMPARE(merchant.seen[0].path, QByteArray("/webhooks/payments"));
        const json first = json::parse(merchant.seen[0].body.toStdString());
        QCOMPARE(first["eventType"], json("PAYMENT_STATUS_CHANGED"));
        QCOMPARE(first["data"]["orderId"], json("ds-x-1-2"));
        QCOMPARE(first["data"]["status"], json("DONE"));
        const json second = json::parse(merchant.seen[1].body.toStdString());
        QCOMPARE(second["data"]["status"], json("CANCELED"));
        QCOMPARE(m_sandbox->put("/sandbox/webhook", {{"url", "ftp://x"}}).status, 400);
        QCOMPARE(m_sandbox->put("/sandbox/webhook", {{"url", ""}}).status, 200);
    }

    void slow_answersLateAndCapturesOnce() {
        mode({{"mode", "slow"}, {"delayMs", 400}});
        QElapsedTimer waited;
        waited.start();
        QCOMPARE(m_sandbox->charge("ds-x-1-1", "k1").status, 200);
        QVERIFY(waited.elapsed() >= 390);
        QCOMPARE(m_sandbox->ledger().size(), std::size_t{1});
    }

    void ok_withADelay_capturesFirstAndAnswersLate() {
        mode({{"mode", "ok"}, {"delayMs", 60'000}});
        RawClient client(m_sandbox->providerPort);
        client.send(SandboxProcess::chargeRequest("ds-x-1-1", "k1"));
        QTRY_COMPARE(m_sandbox->query("ds-x-1-1").status, 200);
        QVERIFY(client.received.empty());
    }

    void down_refusesConnectionsButKeepsTheRestUp() {
        QCOMPARE(m_sandbox->charge("ds-x-1-1", "k1").status, 200);
        RawClient kept(m_sandbox->providerPort);
        kept.send(SandboxProcess::chargeRequest("ds-x-1-2", "k2"));
        QCOMPARE(SandboxProcess::readReply(kept).status, 200);

        mode({{"mode", "down"}});
        QVERIFY(kept.waitClosed());
        RawClient refused(m_sandbox->providerPort);
        QVERIFY(refused.closed());
        QCOMPARE(refused.socket().error(), QAbstractSocket::ConnectionRefusedError);
        QCOMPARE(m_sandbox->ledger().size(), std::size_t{2});
        QCOMPARE(m_sandbox->ask("GET", "/sandbox/messages").status, 200);
        QCOMPARE(m_sandbox->ask("GET", "/sandbox/payment").body["down"], json(true));
        // Nobody else gets the port meanwhile.
        for (int i = 0; i < 50; ++i) {
            QTcpServer other;
            QVERIFY(other.listen(QHostAddress::LocalHost));
            QVERIFY(other.serverPort() != m_sandbox->providerPort);
        }
        mode({{"mode", "down"}});
        mode({{"mode", "ok"}});
        QCOMPARE(m_sandbox->charge("ds-x-1-3", "k3").status, 200);
        QCOMPARE(m_sandbox->query("ds-x-1-1").status, 200);
    }

    void chargeThenHang_capturesAndNeverAnswers() {
        mode({{"mode", "charge-then-hang"}, {"count", 1}});
        RawClient client(m_sandbox->providerPort);
        client.send(SandboxProcess::chargeRequest("ds-x-1-1", "k1"));
        QTRY_COMPARE(m_sandbox->query("ds-x-1-1").status, 200);
        QVERIFY(client.received.empty());
        QVERIFY(!client.closed());
        const SandboxReply again = m_sandbox->charge("ds-x-1-1", "k1");
        QCOMPARE(again.status, 200);
        QCOMPARE(m_sandbox->ledger().size(), std::size_t{1});
        QVERIFY(client.received.empty());
    }

    void errorAfterCharge_capturesAndAnswers500() {
        mode({{"mode", "error-after-charge"}, {"count", 2}});
        QCOMPARE(m_sandbox->charge("ds-x-1-1", "k1").status, 500);
        QCOMPARE(m_sandbox->charge("ds-x-1-1", "k1").status, 500);
        QCOMPARE(m_sandbox->charge("ds-x-1-1", "k1").status, 200);
        QCOMPARE(m_sandbox->ledger().size(), std::size_t{1});
    }

    void wrongAmount_chargesMoreThanAsked() {
        mode({{"mode", "wrong-amount"}, {"count", 1}});
        const SandboxReply charged = m_sandbox->charge("ds-x-1-1", "k1");
        QCOMPARE(charged.status, 200);
        QVERIFY(charged.body["totalAmount"] != json(12'000));
        QCOMPARE(m_sandbox->ledger()[0]["amount"], charged.body["totalAmount"]);
    }

    void op_choosesWhatMisbehaves() {
        const std::string paymentKey =
            m_sandbox->charge("ds-x-1-1", "k1").body["paymentKey"].get<std::string>();
        mode({{"mode", "error-after-charge"}, {"op", "cancel"}});
        QCOMPARE(m_sandbox->query("ds-x-1-1").status, 200);
        QCOMPARE(m_sandbox->cancel(paymentKey, "k2").status, 500);
        QCOMPARE(m_sandbox->query("ds-x-1-1").body["status"], json("CANCELED"));
        mode({{"mode", "error-after-charge"}, {"op", "query"}});
        QCOMPARE(m_sandbox->query("ds-x-1-1").status, 500);
        QCOMPARE(m_sandbox->charge("ds-x-1-2", "k3").status, 200);
        mode({{"mode", "decline"}, {"op", "all"}});
        QCOMPARE(m_sandbox->charge("ds-x-1-3", "k4").status, 403);
        QCOMPARE(m_sandbox->query("ds-x-1-1").status, 403);
        mode({{"mode", "ok"}, {"op", "all"}});
        QCOMPARE(m_sandbox->query("ds-x-1-1").status, 200);
        mode({{"mode", "charge-then-hang"}, {"op", "query"}, {"count", 1}});
        RawClient silent(m_sandbox->providerPort, 300);
        silent.send(SandboxProcess::printRequest("GET", "/v1/payments/orders/ds-x-1-1", "",
                                                 SandboxProcess::authorization()));
        QTRY_COMPARE(m_sandbox->ask("GET", "/sandbox/payment").body["query"]["mode"], json("ok"));
        QCOMPARE(silent.reply().status, 0);
    }

    void killed_keepsEveryAnsweredCapture() {
        for (int i = 1; i <= 20; ++i) {
            const std::string number = std::to_string(i);
            QCOMPARE(m_sandbox->charge("ds-x-" + number + "-1", "k" + number).status, 200);
        }
        const json before = m_sandbox->ledger();
        const std::uint16_t providerPort = m_sandbox->providerPort;
        m_sandbox->kill();
        QVERIFY(m_sandbox->start());
        QCOMPARE(m_sandbox->ledger(), before);
        QCOMPARE(m_sandbox->providerPort, providerPort);
        QCOMPARE(m_sandbox->charge("ds-x-1-1", "k1").status, 200);
        QCOMPARE(codeOf(m_sandbox->charge("ds-x-2-1", "other")),
                 std::string("DUPLICATED_ORDER_ID"));
        QCOMPARE(m_sandbox->ledger(), before);
    }

    void chargesAtOnce_areAllKept() {
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 40; ++i) {
            clients.push_back(std::make_unique<RawClient>(m_sandbox->providerPort));
        }
        for (std::size_t i = 0; i < clients.size(); ++i) {
            // Two clients each ask for the same order with the same key.
            const std::string number = std::to_string(i / 2 + 1);
            clients[i]->send(SandboxProcess::chargeRequest("ds-x-" + number + "-1", "k" + number));
        }
        for (const auto& client : clients) {
            const int status = SandboxProcess::readReply(*client).status;
            QVERIFY2(status == 200 || status == 409, QByteArray::number(status));
        }
        QCOMPARE(m_sandbox->ledger().size(), std::size_t{20});
    }

    void secondProgram_onTheSameData_isTurnedAway() {
        SandboxProcess second(m_directory->path());
        QVERIFY(!second.start());
        QCOMPARE(second.process().exitCode(), 75);
    }

    void terminate_endsCleanlyEvenWithAClientThatWaits() {
        mode({{"mode", "charge-then-hang"}});
        RawClient client(m_sandbox->providerPort);
        client.send(SandboxProcess::chargeRequest("ds-x-1-1", "k1"));
        QTRY_COMPARE(m_sandbox->query("ds-x-1-1").status, 200);
        QCOMPARE(m_sandbox->terminate(), 0);
    }

    void parentKilled_takesItAlong() {
        // A shell stands between: it is the parent, and it is killed.
        QProcess shell;
        const QTemporaryDir data;
        shell.start("/bin/sh",
                    {"-c", QString(DELIVERY_BIN_DIR "/delivery-sandbox --port 0 --data %1 "
                                                    "--die-with-parent & wait")
                               .arg(data.path())});
        QByteArray line;
        QVERIFY(QTest::qWaitFor(
            [&] { return (line += shell.readAllStandardOutput()).endsWith('\n'); }, 20'000));
        const json ready = json::parse(line.toStdString());
        const pid_t pid = ready["pid"].get<pid_t>();
        QCOMPARE(::kill(pid, 0), 0);
        shell.kill();
        QVERIFY(shell.waitForFinished());
        const auto port = QUrl(QString::fromStdString(ready["http"].get<std::string>())).port();
        QTRY_VERIFY(RawClient(static_cast<std::uint16_t>(port), 500).closed());
    }

    void parentGoneAlready_isNoticed() {
        QProcess orphan;
        const QTemporaryDir data;
        orphan.start(DELIVERY_BIN_DIR "/delivery-sandbox",
                     {"--port", "0", "--data", data.path(), "--die-with-parent", "999999"});
        QVERIFY(orphan.waitForFinished());
        QCOMPARE(orphan.exitCode(), 69);
    }
};

QTEST_GUILESS_MAIN(TestSandboxSwitches)
#include "tst_sandbox_switches.moc"
