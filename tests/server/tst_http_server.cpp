#include <memory>

#include "server/door/http_server.h"
#include "tests/support/front_handler.h"
#include "tests/support/raw_client.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

using namespace delivery;
using namespace delivery::door;
using delivery::test::FrontHandler;
using delivery::test::RawClient;
using delivery::test::RawReply;

namespace {

const std::string get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

std::string getOf(const std::string& path) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
}

std::string postOf(const std::string& path, const std::string& body) {
    return "POST " + path +
           " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
}

}  // namespace

class TestHttpServer : public QObject {
    Q_OBJECT

    std::unique_ptr<FrontHandler> m_handler;
    std::unique_ptr<HttpServer> m_server;
    std::uint16_t m_port = 0;

    void listen(HttpLimits limits) {
        m_server = std::make_unique<HttpServer>(*m_handler, limits);
        const auto port = m_server->listen("127.0.0.1", 0);
        QVERIFY(port.has_value());
        m_port = *port;
    }

  private slots:
    void init() {
        m_handler = std::make_unique<FrontHandler>();
        listen({});
    }
    void cleanup() {
        m_handler->held.clear();
        m_server.reset();
        m_handler.reset();
    }

    void get_isAnsweredAndTheConnectionStays() {
        RawClient client(m_port);
        for (int i = 0; i < 3; ++i) {
            const RawReply reply = client.ask(get);
            QCOMPARE(reply.status, 200);
            QCOMPARE(reply.body, std::string("GET /a "));
            QVERIFY(!reply.headers.contains("connection"));
            QVERIFY(reply.headers.contains("date"));
        }
        QCOMPARE(m_handler->requests.size(), std::size_t{3});
        QCOMPARE(m_handler->requests[0].peerAddress, std::string("127.0.0.1"));
        QCOMPARE(m_handler->requests[0].localPort, m_port);
        QCOMPARE(m_server->counters().requests, std::uint64_t{3});
        QCOMPARE(m_server->counters().responsesByClass[2], std::uint64_t{3});
    }

    void post_sentByteByByte_isTheSameRequest() {
        const std::string bytes = postOf("/주문", R"({"음식":"치킨"})");
        RawClient whole(m_port);
        const RawReply inOnePiece = whole.ask(bytes);
        RawClient slow(m_port);
        for (const char c : bytes) {
            slow.send(std::string(1, c));
            QCoreApplication::processEvents();
        }
        QCOMPARE(slow.reply().body, inOnePiece.body);
        QCOMPARE(m_handler->requests.size(), std::size_t{2});
        QCOMPARE(m_handler->requests[1].body, m_handler->requests[0].body);
    }

    void body_largerThanTheReadBuffer_arrivesWhole() {
        m_handler->verdict = [](const HttpRequest&) { return HeadVerdict{300'000, {}}; };
        std::string body(200'000, 'x');
        for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i % 26);
        RawClient client(m_port);
        QCOMPARE(client.ask(postOf("/big", body)).body, "POST /big " + body);

        std::string chunked = "POST /big HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (std::size_t at = 0; at < body.size(); at += 0x4E20) {
            chunked += "4E20\r\n" + body.substr(at, 0x4E20) + "\r\n";
        }
        QCOMPARE(client.ask(chunked + "0\r\n\r\n").body, "POST /big " + body);
    }

    void head_getsTheLengthWithoutTheBody() {
        RawClient client(m_port);
        client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n");
        const RawReply reply = client.reply(true);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.headers.at("content-length"), std::string("8"));
        QCOMPARE(client.ask(get).body, std::string("GET /a "));
    }

    void connectionClose_closesAfterTheAnswer() {
        RawClient client(m_port);
        const RawReply reply =
            client.ask("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" + get);
        QCOMPARE(reply.headers.at("connection"), std::string("close"));
        QVERIFY(client.waitClosed());
        QVERIFY(client.received.empty());
        QCOMPARE(m_handler->requests.size(), std::size_t{1});
    }

    void http10_closesUnlessItAsksToStay() {
        RawClient client(m_port);
        QCOMPARE(client.ask("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                     .headers.at("connection"),
                 std::string("keep-alive"));
        QCOMPARE(client.ask("GET /a HTTP/1.0\r\n\r\n").headers.at("connection"),
                 std::string("close"));
        QVERIFY(client.waitClosed());
    }

    void expectContinue_isAnsweredBeforeTheBody() {
        RawClient client(m_port);
        client.send(
            "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
        QTRY_COMPARE(client.received, std::string("HTTP/1.1 100 Continue\r\n\r\n"));
        client.received.clear();
        QCOMPARE(client.ask("hi").body, std::string("POST /a hi"));
    }

    void expectContinue_whenRefusedAtTheHead_isNotInvited() {
        m_handler->verdict = [](const HttpRequest&) {
            return HeadVerdict{0, HttpResponse{401, "text/plain", {}, "who"}};
        };
        RawClient client(m_port);
        const RawReply reply = client.ask(
            "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
        QCOMPARE(reply.status, 401);
        QVERIFY(client.waitClosed());
        QVERIFY(m_handler->requests.empty());
    }

    void refusalAtTheHead_withoutABody_keepsTheConnection() {
        m_handler->verdict = [](const HttpRequest& head) {
            HeadVerdict verdict;
            if (head.path == "/secret") verdict.refuse = HttpResponse{401, "", {}, ""};
            return verdict;
        };
        RawClient client(m_port);
        QCOMPARE(client.ask(getOf("/secret")).status, 401);
        QCOMPARE(client.ask(get).status, 200);
    }

    void bodyOverTheLimit_isRefusedBeforeItIsRead() {
        RawClient client(m_port);
        const RawReply reply =
            client.ask("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n");
        QCOMPARE(reply.status, 413);
        QCOMPARE(reply.headers.at("content-type"), std::string("application/problem+json"));
        QVERIFY(reply.body.find("\"status\":413") != std::string::npos);
        QVERIFY(client.waitClosed());
        QCOMPARE(m_server->counters().refusedByFront, std::uint64_t{1});
    }

    /// The refused body is already under way; a hard close would reset the connection and eat the
    /// answer.
    void bodyOverTheLimit_whenAlreadySent_stillGetsTheAnswer() {
        for (int i = 0; i < 10; ++i) {
            RawClient client(m_port);
            client.send(postOf("/a", std::string(200'000, 'x')));
            QCOMPARE(client.reply().status, 413);
        }
    }

    void garbage_isRefusedAndClosed() {
        RawClient client(m_port);
        QCOMPARE(client.ask("nonsense\r\n\r\n").status, 400);
        QVERIFY(client.waitClosed());
    }

    void smuggledRequest_isNeverHandled() {
        RawClient client(m_port);
        const RawReply reply = client.ask(
            "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: "
            "chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\nHost: x\r\n\r\n");
        QCOMPARE(reply.status, 400);
        QVERIFY(client.waitClosed());
        QVERIFY(client.received.empty());
        QVERIFY(m_handler->heads.empty());
    }

    void pipelinedGets_answeredLateAndBackwards_arriveInOrder() {
        m_handler->holds = true;
        RawClient client(m_port);
        client.send(getOf("/1") + getOf("/2") + getOf("/3"));
        QTRY_COMPARE(m_handler->held.size(), std::size_t{3});
        m_handler->held[2](FrontHandler::saying("three"));
        m_handler->held[1](FrontHandler::saying("two"));
        QVERIFY(client.received.empty());
        m_handler->held[0](FrontHandler::saying("one"));
        QCOMPARE(client.reply().body, std::string("one"));
        QCOMPARE(client.reply().body, std::string("two"));
        QCOMPARE(client.reply().body, std::string("three"));
    }

    void pipelinedPosts_areHandledOneAfterAnother() {
        m_handler->holds = true;
        RawClient client(m_port);
        client.send(postOf("/1", "a") + postOf("/2", "b") + getOf("/3"));
        for (const std::size_t count : {1U, 2U, 3U}) {
            QTRY_COMPARE(m_handler->held.size(), count);
            // Nothing else may have begun although all the bytes are here.
            QCoreApplication::processEvents();
            QCOMPARE(m_handler->held.size(), count);
            m_handler->held.back()(FrontHandler::saying("x"));
            QCOMPARE(client.reply().status, 200);
        }
        QCOMPARE(m_handler->requests[1].body, std::string("b"));
    }

    void pipelinedManyPosts_answeredAtOnce_doNotRecurse() {
        RawClient client(m_port);
        std::string bytes;
        for (int i = 0; i < 2'000; ++i) bytes += postOf("/p", "x");
        client.send(bytes);
        for (int i = 0; i < 2'000; ++i) QCOMPARE(client.reply().status, 200);
    }

    void pipelined_beyondTheBound_waits() {
        listen({.pipelinedMax = 4});
        m_handler->holds = true;
        RawClient client(m_port);
        std::string bytes;
        for (int i = 0; i < 10; ++i) bytes += get;
        client.send(bytes);
        QTRY_COMPARE(m_handler->held.size(), std::size_t{4});
        QCoreApplication::processEvents();
        QCOMPARE(m_handler->held.size(), std::size_t{4});
        for (std::size_t i = 0; i < 10; ++i) {
            QTRY_VERIFY(m_handler->held.size() > i);
            m_handler->held[i](FrontHandler::saying("x"));
            QCOMPARE(client.reply().status, 200);
        }
    }

    void refusalBehindAPipelinedRequest_waitsForItsTurn() {
        m_handler->holds = true;
        RawClient client(m_port);
        client.send(get + "BREW / HTTP/1.1\r\nHost: x\r\n\r\n");
        QTRY_COMPARE(m_handler->held.size(), std::size_t{1});
        QTRY_COMPARE(m_server->counters().refusedByFront, std::uint64_t{1});
        QVERIFY(client.received.empty());
        m_handler->held[0](FrontHandler::saying("first"));
        QCOMPARE(client.reply().body, std::string("first"));
        QCOMPARE(client.reply().status, 501);
        QVERIFY(client.waitClosed());
    }

    void clientGoneBeforeTheAnswer_isHarmless() {
        m_handler->holds = true;
        for (int i = 0; i < 20; ++i) {
            RawClient client(m_port);
            client.send(get);
            QTRY_COMPARE(m_handler->held.size(), static_cast<std::size_t>(i) + 1);
        }
        QTRY_COMPARE(m_server->counters().connectionsOpen, std::uint64_t{0});
        QCOMPARE(m_server->counters().answersAbandoned, std::uint64_t{20});
        QCOMPARE(m_server->counters().requestsInFlight, std::uint64_t{0});
        for (Answer& answer : m_handler->held) answer(FrontHandler::saying("late"));
        RawClient client(m_port);
        m_handler->holds = false;
        QCOMPARE(client.ask(get).status, 200);
    }

    void answerAfterTheServer_isHarmless() {
        m_handler->holds = true;
        RawClient client(m_port);
        client.send(get);
        QTRY_COMPARE(m_handler->held.size(), std::size_t{1});
        m_server.reset();
        m_handler->held[0](FrontHandler::saying("late"));
        QVERIFY(client.waitClosed());
    }

    void answerGivenTwice_isSentOnce() {
        m_handler->holds = true;
        RawClient client(m_port);
        client.send(get);
        QTRY_COMPARE(m_handler->held.size(), std::size_t{1});
        m_handler->held[0](FrontHandler::saying("first"));
        m_handler->held[0](FrontHandler::saying("second"));
        QCOMPARE(client.reply().body, std::string("first"));
        m_handler->holds = false;
        QCOMPARE(client.ask(get).body, std::string("GET /a "));
    }

    void answerDropped_is500() {
        m_handler->holds = true;
        RawClient client(m_port);
        client.send(get);
        QTRY_COMPARE(m_handler->held.size(), std::size_t{1});
        m_handler->held.clear();
        QCOMPARE(client.reply().status, 500);
    }

    void drain_finishesWhatIsInFlightThenTells() {
        m_handler->holds = true;
        QSignalSpy drained(m_server.get(), &HttpServer::drained);
        RawClient idle(m_port);
        RawClient busy(m_port);
        busy.send(get);
        QTRY_COMPARE(m_handler->held.size(), std::size_t{1});
        QTRY_COMPARE(m_server->counters().connectionsOpen, std::uint64_t{2});
        m_server->drain();
        QVERIFY(idle.waitClosed());
        QVERIFY(!busy.closed());
        QCOMPARE(drained.count(), 0);
        m_handler->held[0](FrontHandler::saying("done"));
        const RawReply reply = busy.reply();
        QCOMPARE(reply.body, std::string("done"));
        QCOMPARE(reply.headers.at("connection"), std::string("close"));
        QTRY_COMPARE(drained.count(), 1);
        RawClient late(m_port, 200);
        QVERIFY(late.closed());
    }

    void drain_ofAnIdleServer_tellsOnce() {
        QSignalSpy drained(m_server.get(), &HttpServer::drained);
        m_server->drain();
        m_server->drain();
        QTRY_COMPARE(drained.count(), 1);
    }

    void drain_whenNoAnswerWillCome_says503AndLetsTheRestLeave() {
        m_handler->holds = true;
        QSignalSpy drained(m_server.get(), &HttpServer::drained);
        RawClient waiting(m_port);
        RawClient answered(m_port);
        RawClient halfSent(m_port);
        waiting.send(getOf("/1") + getOf("/2"));
        QTRY_COMPARE(m_handler->held.size(), std::size_t{2});
        answered.send(get);
        QTRY_COMPARE(m_handler->held.size(), std::size_t{3});
        halfSent.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab");
        QTRY_COMPARE(m_handler->heads.size(), std::size_t{4});
        m_server->drain();
        m_handler->held[0](FrontHandler::saying("one"));
        m_handler->held[2](FrontHandler::saying(std::string(3'000'000, 'x')));
        m_server->giveUpUnanswered();
        QCOMPARE(waiting.reply().body, std::string("one"));
        const RawReply given = waiting.reply();
        QCOMPARE(given.status, 503);
        QVERIFY(given.headers.contains("retry-after"));
        QCOMPARE(given.headers.at("connection"), std::string("close"));
        QCOMPARE(answered.reply().body.size(), std::size_t{3'000'000});
        QVERIFY(halfSent.waitClosed());
        QTRY_COMPARE(drained.count(), 1);
        QCOMPARE(m_handler->requests.size(), std::size_t{3});
    }

    void close_stopsListeningButServesOpenConnections() {
        RawClient client(m_port);
        QCOMPARE(client.ask(get).status, 200);
        m_server->close();
        RawClient late(m_port, 200);
        QVERIFY(late.closed());
        QCOMPARE(client.ask(get).status, 200);
        const auto again = m_server->listen("127.0.0.1", m_port);
        QVERIFY(again.has_value());
        QCOMPARE(*again, m_port);
        QCOMPARE(RawClient(m_port).ask(get).status, 200);
    }

    void abortConnections_dropsThemWithoutAnswer() {
        m_handler->holds = true;
        RawClient client(m_port);
        client.send(get);
        QTRY_COMPARE(m_handler->held.size(), std::size_t{1});
        m_server->abortConnections();
        QVERIFY(client.waitClosed());
        QVERIFY(client.received.empty());
    }

    void listen_whereItCannot_saysWhy() {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        const auto taken = m_server->listen("127.0.0.1", other.serverPort());
        QVERIFY(!taken.has_value());
        QVERIFY(taken.error().text.find("cannot listen on 127.0.0.1") == 0);
        QVERIFY(!m_server->listen("not an address", 0).has_value());
    }
};

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_http_server.moc"
