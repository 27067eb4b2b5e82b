#include <fstream>
#include <memory>
#include <vector>

#include <unistd.h>

#include "server/door/http_server.h"
#include "tests/support/front_handler.h"
#include "tests/support/raw_client.h"

#include <QTest>

using namespace delivery;
using namespace delivery::door;
using delivery::test::FrontHandler;
using delivery::test::RawClient;
using delivery::test::RawReply;

namespace {

const std::string get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

long residentKiB() {
    std::ifstream statm("/proc/self/statm");
    long total = 0;
    long resident = 0;
    statm >> total >> resident;
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

}  // namespace

class TestHttpLimits : public QObject {
    Q_OBJECT

    FrontHandler m_handler;
    std::unique_ptr<HttpServer> m_server;
    std::int64_t m_now = 1'000'000;
    std::uint16_t m_port = 0;

    void listen(HttpLimits limits) {
        m_handler = FrontHandler{};
        m_server =
            std::make_unique<HttpServer>(m_handler, limits, nullptr, [this] { return m_now; });
        m_port = m_server->listen("127.0.0.1", 0).value();
    }
    void pass(std::int64_t ms) {
        m_now += ms;
        m_server->checkDeadlines();
    }

  private slots:
    void cleanup() {
        m_handler.held.clear();
        m_server.reset();
    }

    void header_tooSlow_is408() {
        listen({});
        RawClient client(m_port);
        client.send("GET /a HTT");
        QTRY_COMPARE(m_server->counters().connectionsOpen, std::uint64_t{1});
        QTest::qWait(0);
        // Dripping bytes does not move the deadline.
        for (int i = 0; i < 4; ++i) {
            pass(1'000);
            client.send("x");
            QCoreApplication::processEvents();
        }
        QVERIFY(client.received.empty());
        pass(2'000);
        const RawReply reply = client.reply();
        QCOMPARE(reply.status, 408);
        QVERIFY(client.waitClosed());
        QCOMPARE(m_server->counters().timeouts, std::uint64_t{1});
    }

    void body_tooSlow_is408() {
        listen({});
        RawClient client(m_port);
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab");
        QTRY_COMPARE(m_handler.heads.size(), std::size_t{1});
        pass(9'000);
        client.send("c");
        QCoreApplication::processEvents();
        QVERIFY(client.received.empty());
        pass(1'500);
        QCOMPARE(client.reply().status, 408);
        QVERIFY(m_handler.requests.empty());
    }

    void idleConnection_isClosedWithoutAWord() {
        listen({});
        RawClient fresh(m_port);
        RawClient used(m_port);
        QCOMPARE(used.ask(get).status, 200);
        QTRY_COMPARE(m_server->counters().connectionsOpen, std::uint64_t{2});
        pass(20'000);
        QCOMPARE(used.ask(get).status, 200);
        pass(15'000);
        QVERIFY(fresh.waitClosed());
        QVERIFY(fresh.received.empty());
        QCOMPARE(used.ask(get).status, 200);
        pass(30'000);
        QVERIFY(used.waitClosed());
    }

    void waitingForTheAnswer_isNotIdle() {
        listen({.answerMs = 0});
        m_handler.holds = true;
        RawClient client(m_port);
        client.send(get);
        QTRY_COMPARE(m_handler.held.size(), std::size_t{1});
        pass(120'000);
        m_handler.held[0](FrontHandler::saying("late"));
        QCOMPARE(client.reply().body, std::string("late"));
        pass(29'000);
        m_handler.holds = false;
        QCOMPARE(client.ask(get).status, 200);
    }

    void answerThatDoesNotCome_is503_andTheConnectionStays() {
        listen({});
        m_handler.holds = true;
        RawClient client(m_port);
        client.send(
            "POST /a HTTP/1.1\r\nHost: x\r\nAccept-Language: en\r\nContent-Length: "
            "2\r\n\r\n{}");
        QTRY_COMPARE(m_handler.held.size(), std::size_t{1});
        pass(14'900);
        QVERIFY(client.received.empty());
        pass(200);
        const RawReply late = client.reply();
        QCOMPARE(late.status, 503);
        QVERIFY(late.headers.contains("retry-after"));
        QCOMPARE(late.headers.at("content-type"), std::string("application/problem+json"));
        QVERIFY(late.body.find("may have been done") != std::string::npos);
        QVERIFY(late.body.find("Idempotency-Key") != std::string::npos);
        QCOMPARE(m_server->counters().answersLate, std::uint64_t{1});
        // What the handler says at last finds nobody, and the next request gets its own answer.
        m_handler.held[0](FrontHandler::saying("late"));
        m_handler.holds = false;
        QCOMPARE(client.ask(get).body, std::string("GET /a "));
    }

    void answersThatDoNotCome_keepTheirOrder() {
        listen({});
        m_handler.holds = true;
        RawClient client(m_port);
        client.send(get + get);
        QTRY_COMPARE(m_handler.held.size(), std::size_t{2});
        m_handler.held[1](FrontHandler::saying("second"));
        pass(15'000);
        QCOMPARE(client.reply().status, 503);
        QCOMPARE(client.reply().body, std::string("second"));
    }

    void readerThatStalls_isDropped() {
        listen({});
        m_handler.holds = true;
        RawClient client(m_port);
        client.stopReading();
        client.send(get);
        QTRY_COMPARE(m_handler.held.size(), std::size_t{1});
        m_handler.held[0](FrontHandler::saying(std::string(16'000'000, 'x')));
        QTest::qWait(0);
        pass(9'000);
        QCOMPARE(m_server->counters().connectionsOpen, std::uint64_t{1});
        // What the kernel took meanwhile counts as progress once.
        QTRY_VERIFY((pass(11'000), m_server->counters().writeStalls == 1));
        QTRY_COMPARE(m_server->counters().connectionsOpen, std::uint64_t{0});
    }

    void goodbyeThatIsIgnored_endsAnyway() {
        listen({});
        RawClient client(m_port);
        client.stopReading();
        client.send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        QTRY_COMPARE(m_handler.requests.size(), std::size_t{1});
        QTRY_VERIFY((pass(1'000), m_server->counters().connectionsOpen == 0));
    }

    void connectionsOfOneAddress_areCapped() {
        listen({.perAddressConnectionsMax = 5});
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 5; ++i) clients.push_back(std::make_unique<RawClient>(m_port));
        QTRY_COMPARE(m_server->counters().connectionsOpen, std::uint64_t{5});
        RawClient sixth(m_port);
        QCOMPARE(sixth.reply().status, 429);
        QVERIFY(sixth.waitClosed());
        QCOMPARE(m_server->counters().connectionsRefused, std::uint64_t{1});
        QCOMPARE(clients[0]->ask(get).status, 200);
        clients.pop_back();
        QTRY_COMPARE(m_server->counters().connectionsOpen, std::uint64_t{4});
        RawClient again(m_port);
        QCOMPARE(again.ask(get).status, 200);
    }

    void connectionsInAll_areCapped() {
        listen({.connectionsMax = 2});
        RawClient first(m_port);
        RawClient second(m_port);
        QTRY_COMPARE(m_server->counters().connectionsOpen, std::uint64_t{2});
        RawClient third(m_port);
        QCOMPARE(third.reply().status, 503);
    }

    void flood_data() {
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<int>("status");
        const QByteArray line(16'384, 'a');
        const QByteArray host = "Host: x\r\n";
        QTest::newRow("endless request line") << QByteArray("GET /") << line << 431;
        QTest::newRow("endless header") << "GET / HTTP/1.1\r\n" + host + "X: " << line << 431;
        QTest::newRow("endless fields")
            << "GET / HTTP/1.1\r\n" + host << QByteArray("X: y\r\n").repeated(2'000) << 431;
        QTest::newRow("announced huge body")
            << "POST / HTTP/1.1\r\n" + host + "Content-Length: 99999999999\r\n\r\n"
            << line << 413;
        QTest::newRow("endless chunks")
            << "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n"
            << "4000\r\n" + line + "\r\n"
            << 413;
        QTest::newRow("endless chunk size line")
            << "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n4;x=" << line
            << 400;
        QTest::newRow("endless trailer")
            << "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: " << line
            << 400;
    }
    /// 48 MB of each, as much as made Qt HTTP Server 6.4 grow by 100 MB and more.
    void flood() {
        QFETCH(QByteArray, begin);
        QFETCH(QByteArray, more);
        QFETCH(int, status);
        listen({});
        RawClient client(m_port);
        const long before = residentKiB();
        client.send(begin.toStdString());
        qint64 sent = 0;
        while (sent < 48'000'000 && !client.closed()) {
            if (client.socket().bytesToWrite() < 1'000'000) sent += client.socket().write(more);
            QCoreApplication::processEvents();
            pass(1);
        }
        const RawReply reply = test::takeReply(client.received).value_or(RawReply{});
        QCOMPARE(reply.status, status);
        QVERIFY(m_handler.requests.empty());
#ifndef __SANITIZE_ADDRESS__
        QVERIFY2(residentKiB() - before < 8'000,
                 QByteArray::number(qlonglong(residentKiB() - before)));
#else
        (void)before;
#endif
    }

    void idleFlood_isClosedInTime() {
        listen({.perAddressConnectionsMax = 300});
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 300; ++i) clients.push_back(std::make_unique<RawClient>(m_port));
        QTRY_COMPARE(m_server->counters().connectionsOpen, std::uint64_t{300});
        pass(30'000);
        QTRY_VERIFY((pass(0), m_server->counters().connectionsOpen == 0));
    }

    /// Pipelined requests whose answers nobody reads must not pile up in memory.
    void answersThatNobodyReads_stopTheReading() {
        listen({});
        m_handler.holds = true;
        RawClient client(m_port);
        client.stopReading();
        std::string bytes;
        for (int i = 0; i < 500; ++i) bytes += get;
        client.send(bytes);
        const std::string large(200'000, 'x');
        std::size_t answered = 0;
        bool grew = true;
        while (grew) {
            grew = QTest::qWaitFor([&] { return m_handler.held.size() > answered; }, 300);
            while (answered < m_handler.held.size()) {
                m_handler.held[answered++](FrontHandler::saying(large));
            }
        }
        // Kernel buffers take some megabytes on loopback; without the bound all 500 would be taken.
        QVERIFY2(answered < 100, QByteArray::number(qulonglong(answered)));
    }
};

QTEST_GUILESS_MAIN(TestHttpLimits)
#include "tst_http_limits.moc"
