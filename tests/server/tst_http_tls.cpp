/// The HTTP front over TLS: the same answers, limits and deadlines, and none without a handshake.

#include <memory>

#include "server/door/http_server.h"
#include "tests/support/front_handler.h"
#include "tests/support/own_certificate.h"
#include "tests/support/raw_client.h"

#include <QFile>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTest>

using namespace delivery;
using namespace delivery::door;
using delivery::test::FrontHandler;
using delivery::test::OwnCertificate;
using delivery::test::RawClient;
using delivery::test::RawReply;

namespace {

const std::string get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

/// Sends the bytes that it is told through TLS, and trusts one certificate only.
class TlsClient {
  public:
    TlsClient(std::uint16_t port, const QString& trusted,
              QSsl::SslProtocol protocol = QSsl::TlsV1_2OrLater) {
        QSslConfiguration configuration;
        configuration.setCaCertificates(QSslCertificate::fromPath(trusted));
        configuration.setProtocol(protocol);
        m_socket.setSslConfiguration(configuration);
        QObject::connect(&m_socket, &QSslSocket::readyRead, &m_socket, [this] {
            const QByteArray more = m_socket.readAll();
            received.append(more.constData(), static_cast<std::size_t>(more.size()));
        });
        m_socket.connectToHostEncrypted("127.0.0.1", port);
        (void)QTest::qWaitFor([&] { return m_socket.isEncrypted() || closed(); }, 10'000);
    }
    bool closed() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }
    bool isEncrypted() const { return m_socket.isEncrypted(); }
    void send(const std::string& bytes) {
        m_socket.write(bytes.data(), static_cast<qint64>(bytes.size()));
        m_socket.flush();
    }
    RawReply reply() {
        std::optional<RawReply> whole;
        (void)QTest::qWaitFor(
            [&] { return (whole = test::takeReply(received)).has_value() || closed(); }, 10'000);
        return whole.value_or(RawReply{});
    }
    RawReply ask(const std::string& bytes) {
        send(bytes);
        return reply();
    }
    bool waitClosed() {
        return QTest::qWaitFor([&] { return closed(); }, 10'000);
    }

    std::string received;

  private:
    QSslSocket m_socket;
};

}  // namespace

class TestHttpTls : public QObject {
    Q_OBJECT

    std::unique_ptr<OwnCertificate> m_certificate;
    FrontHandler m_handler;
    std::unique_ptr<HttpServer> m_server;
    std::int64_t m_now = 1'000'000;
    std::uint16_t m_port = 0;

    HttpTls files() const {
        return {m_certificate->certificateFile().toStdString(),
                m_certificate->keyFile().toStdString()};
    }
    void listen(HttpLimits limits = {}) {
        m_handler = FrontHandler{};
        m_server =
            std::make_unique<HttpServer>(m_handler, limits, nullptr, [this] { return m_now; });
        const auto secured = m_server->secure(files());
        QVERIFY2(secured.has_value(), secured ? "" : secured.error().text.c_str());
        m_port = m_server->listen("127.0.0.1", 0).value();
    }
    void pass(std::int64_t ms) {
        m_now += ms;
        m_server->checkDeadlines();
    }

  private slots:
    void initTestCase() {
        m_certificate = std::make_unique<OwnCertificate>();
        QVERIFY(m_certificate->isMade());
    }
    void cleanup() {
        m_handler.held.clear();
        m_server.reset();
    }

    void requests_areAnsweredAndSaidToBeSecure() {
        listen();
        TlsClient client(m_port, m_certificate->certificateFile());
        QVERIFY(client.isEncrypted());
        for (int i = 0; i < 3; ++i) QCOMPARE(client.ask(get).body, std::string("GET /a "));
        QVERIFY(m_handler.requests.at(0).tls);
        QCOMPARE(m_handler.requests.at(0).peerAddress, std::string("127.0.0.1"));
        QCOMPARE(m_handler.requests.at(0).localPort, m_port);
    }

    void largeBodies_passBothWays() {
        listen();
        m_handler.verdict = [](const HttpRequest&) { return HeadVerdict{300'000, {}}; };
        const std::string body(250'000, 'x');
        TlsClient client(m_port, m_certificate->certificateFile());
        const RawReply reply =
            client.ask("POST /big HTTP/1.1\r\nHost: x\r\nContent-Length: 250000\r\n\r\n" + body);
        QCOMPARE(reply.body.size(), std::string("POST /big ").size() + body.size());
        QCOMPARE(client.ask(get).status, 200);
    }

    void connectionClose_closesBehindTheWholeAnswer() {
        listen();
        m_handler.holds = true;
        TlsClient client(m_port, m_certificate->certificateFile());
        client.send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        QTRY_COMPARE(m_handler.held.size(), std::size_t{1});
        m_handler.held[0](FrontHandler::saying(std::string(1'000'000, 'x')));
        QCOMPARE(client.reply().body.size(), std::size_t{1'000'000});
        QVERIFY(client.waitClosed());
        QTRY_VERIFY((pass(1'000), m_server->counters().connectionsOpen == 0));
    }

    void bodyOverTheLimit_whenAlreadySent_stillGetsTheAnswer() {
        listen();
        for (int i = 0; i < 5; ++i) {
            TlsClient client(m_port, m_certificate->certificateFile());
            client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" +
                        std::string(200'000, 'x'));
            QCOMPARE(client.reply().status, 413);
        }
    }

    void oldProtocols_areRefused() {
        listen();
        QT_WARNING_PUSH
        QT_WARNING_DISABLE_DEPRECATED
        TlsClient client(m_port, m_certificate->certificateFile(), QSsl::TlsV1_1);
        QT_WARNING_POP
        QVERIFY(!client.isEncrypted());
        QTRY_COMPARE(m_server->counters().connectionsOpen, std::uint64_t{0});
        QVERIFY(m_handler.heads.empty());
    }

    void whoTrustsAnotherCertificate_getsNoWord() {
        listen();
        const OwnCertificate another;
        TlsClient client(m_port, another.certificateFile());
        QVERIFY(!client.isEncrypted());
        QVERIFY(m_handler.heads.empty());
    }

    void plainHttp_isNotAnswered() {
        listen();
        RawClient client(m_port);
        client.send(get);
        QVERIFY(client.waitClosed());
        QVERIFY(client.received.find("HTTP/1.1") == std::string::npos);
        QVERIFY(m_handler.heads.empty());
        QTRY_COMPARE(m_server->counters().connectionsOpen, std::uint64_t{0});
    }

    void handshakeThatDoesNotEnd_isDropped() {
        listen();
        RawClient silent(m_port);
        RawClient dripping(m_port);
        // The first bytes of a ClientHello that never comes.
        dripping.send(std::string("\x16\x03\x01\x02\x00\x01", 6));
        QTRY_COMPARE(m_server->counters().connectionsOpen, std::uint64_t{2});
        pass(4'900);
        QCOMPARE(m_server->counters().connectionsOpen, std::uint64_t{2});
        dripping.send("\x01");
        QCoreApplication::processEvents();
        pass(200);
        QVERIFY(silent.waitClosed());
        QVERIFY(dripping.waitClosed());
        QCOMPARE(m_server->counters().timeouts, std::uint64_t{2});
    }

    void headerTooSlow_is408() {
        listen();
        TlsClient client(m_port, m_certificate->certificateFile());
        client.send("GET /a HTT");
        QTest::qWait(0);
        QTRY_VERIFY((pass(1'000), m_server->counters().timeouts == 1));
        QCOMPARE(client.reply().status, 408);
    }

    void idleConnection_isClosed() {
        listen();
        TlsClient client(m_port, m_certificate->certificateFile());
        QCOMPARE(client.ask(get).status, 200);
        pass(31'000);
        QVERIFY(client.waitClosed());
    }

    void connectionsOverTheCap_areClosed() {
        listen({.perAddressConnectionsMax = 1});
        TlsClient first(m_port, m_certificate->certificateFile());
        QVERIFY(first.isEncrypted());
        TlsClient second(m_port, m_certificate->certificateFile());
        QVERIFY(!second.isEncrypted());
        QCOMPARE(m_server->counters().connectionsRefused, std::uint64_t{1});
        QCOMPARE(first.ask(get).status, 200);
    }

    void drain_letsTheLastAnswerLeave() {
        listen();
        m_handler.holds = true;
        QSignalSpy drained(m_server.get(), &HttpServer::drained);
        TlsClient client(m_port, m_certificate->certificateFile());
        client.send(get);
        QTRY_COMPARE(m_handler.held.size(), std::size_t{1});
        m_server->drain();
        m_handler.held[0](FrontHandler::saying(std::string(1'000'000, 'x')));
        QCOMPARE(client.reply().body.size(), std::size_t{1'000'000});
        QTRY_VERIFY((pass(1'000), drained.count() == 1));
    }

    void wrongFiles_areNamed() {
        const OwnCertificate another;
        const auto wrong = [](const QString& certificate, const QString& key) {
            const auto checked = checkTls({certificate.toStdString(), key.toStdString()});
            return checked ? QString("taken") : QString::fromStdString(checked.error().text);
        };
        const QString certificate = m_certificate->certificateFile();
        const QString key = m_certificate->keyFile();
        QCOMPARE(wrong(certificate, key), QString("taken"));
        QVERIFY(wrong("/nowhere.pem", key).contains("/nowhere.pem"));
        QVERIFY(wrong(certificate, "/nowhere.pem").contains("cannot be read"));
        QVERIFY(wrong(key, key).contains("no certificate"));
        QVERIFY(wrong(certificate, certificate).contains("no private key"));
        QVERIFY(wrong(certificate, another.keyFile()).contains("is not the key of"));
    }
};

QTEST_GUILESS_MAIN(TestHttpTls)
#include "tst_http_tls.moc"
