/// The live feed between a played gateway and a played /live: who asks what, how often, and how
/// fresh it says it is.

#include <QSignalSpy>
#include <QWebSocket>
#include <QWebSocketServer>
#include <QtTest>
#include <deque>

#include "apps/kit/position_reporter.h"
#include "tests/apps/fake_server.h"
#include "tests/apps/kit_ear.h"
#include "wire/envelope.h"

using namespace delivery;
using namespace delivery::kit;
using namespace delivery::test;
using Way = LiveFeed::Way;

namespace {

constexpr int patienceMs = 20'000;

std::string orderText(int id, int version) {
    return QStringLiteral(
               R"({"id":%1,"version":%2,"changedAt":"2026-01-01T00:00:00.%3Z","state":"v%2",)"
               R"("_links":{"self":{"href":"/orders/%1"}}})")
        .arg(id)
        .arg(version)
        .arg(version, 3, 10, QChar(u'0'))
        .toStdString();
}

}  // namespace

class TestKitFeed : public QObject {
    Q_OBJECT

    std::unique_ptr<FakeServer> http;
    std::unique_ptr<QWebSocketServer> live;
    std::unique_ptr<QWebSocket> peer;
    std::unique_ptr<KitEar> ear;
    QByteArray mqtt;
    int answerStatus = 200;
    bool knowsTokens = true;
    QByteArrayList changes;
    int next = 0;
    quint16 livePort = 0;

    FakeReply answer(const HeardRequest& request) {
        if (request.path == "/auth/login") {
            return {.body = R"({"token":"t","userId":"song","role":"customer","mqtt":null})"};
        }
        if (request.path == "/auth/session") {
            return {.body = R"({"userId":"song","role":"customer","mqtt":null})"};
        }
        if (!request.path.startsWith("/changes")) return {};
        if (answerStatus != 200) return problemReply(answerStatus, "no", "no");
        if (!knowsTokens && request.path.contains("after=")) return problemReply(400, "no", "no");
        const QByteArray items = changes.join(',');
        changes.clear();
        return {.body = "{\"changes\":[" + items + "],\"next\":\"p" + QByteArray::number(++next) +
                        "\",\"more\":false}"};
    }
    qsizetype asked() const {
        qsizetype count = 0;
        for (const HeardRequest& one : http->heard())
            count += one.path.startsWith("/changes") ? 1 : 0;
        return count;
    }
    void say(int number, const std::string& order, const char* epoch = "e") {
        peer->sendTextMessage(QString::fromStdString(wire::printEnvelope(
            {wire::Envelope::Kind::Order, "users/song", epoch, number, order})));
    }
    bool listen(quint16 port = 0) { return live->listen(QHostAddress::LocalHost, port); }
    /// Connected by WebSocket, and everything asked for that a connect asks for.
    void start(LiveRules rules = {}) {
        ear = std::make_unique<KitEar>(http->url(), "song", "customer", rules,
                                       QUrl(QStringLiteral("http://127.0.0.1:%1").arg(livePort)));
        ear->feed.start();
    }
    bool settled() const {
        return peer && ear->feed.way() == Way::Socket && !ear->feed.catchUp().isUnderWay();
    }

  private slots:
    void init() {
        answerStatus = 200;
        knowsTokens = true;
        next = 0;
        changes.clear();
        http = std::make_unique<FakeServer>(
            [this](const HeardRequest& request) { return answer(request); });
        live = std::make_unique<QWebSocketServer>("live", QWebSocketServer::NonSecureMode);
        QVERIFY(listen());
        livePort = live->serverPort();
        connect(live.get(), &QWebSocketServer::newConnection, this,
                [this] { peer.reset(live->nextPendingConnection()); });
    }
    void cleanup() {
        ear.reset();
        peer.reset();
        live.reset();
        http.reset();
    }

    void connecting_asksAndSendsTheTokenInTheHeader() {
        changes = {QByteArray::fromStdString(orderText(1, 1))};
        start();
        QTRY_VERIFY_WITH_TIMEOUT(settled(), patienceMs);
        QCOMPARE(ear->stateOf(1), QString("v1"));
        QCOMPARE(peer->request().rawHeader("Authorization"), QByteArray("Bearer t"));
        QVERIFY(!peer->requestUrl().toString().contains("Bearer"));
    }

    void messagesInOrder_askNothing() {
        start();
        QTRY_VERIFY_WITH_TIMEOUT(settled(), patienceMs);
        const qsizetype before = asked();
        for (int n = 1; n <= 20; ++n) say(n, orderText(1, n));
        QTRY_COMPARE_WITH_TIMEOUT(ear->stateOf(1), QString("v20"), patienceMs);
        say(20, orderText(1, 20));
        say(19, orderText(1, 19));
        say(21, orderText(2, 1));
        QTRY_COMPARE_WITH_TIMEOUT(ear->stateOf(2), QString("v1"), patienceMs);
        QCOMPARE(ear->stateOf(1), QString("v20"));
        QCOMPARE(ear->taken(), 21);
        QCOMPARE(ear->backwards(), 0);
        QCOMPARE(asked(), before);
    }

    void aGap_asksExactlyOnce_data() {
        QTest::addColumn<QByteArray>("what");
        for (const char* what : {"number left out", "another epoch", "resync", "partial"}) {
            QTest::newRow(what) << QByteArray(what);
        }
    }
    void aGap_asksExactlyOnce() {
        QFETCH(QByteArray, what);
        start();
        QTRY_VERIFY_WITH_TIMEOUT(settled(), patienceMs);
        say(1, orderText(1, 1));
        QTRY_COMPARE_WITH_TIMEOUT(ear->stateOf(1), QString("v1"), patienceMs);
        const qsizetype before = asked();
        changes = {QByteArray::fromStdString(orderText(7, 7))};
        if (what == "number left out") say(3, orderText(1, 3));
        if (what == "another epoch") say(1, orderText(1, 3), "f");
        if (what == "resync") peer->sendTextMessage(R"({"resync":true})");
        if (what == "partial") say(2, R"({"id":1,"version":3,"changedAt":"2027","partial":true})");
        QTRY_COMPARE_WITH_TIMEOUT(ear->stateOf(7), QString("v7"), patienceMs);
        const char* epoch = what == "another epoch" ? "f" : "e";
        const int after = what == "number left out" ? 4 : what == "partial" ? 3 : 2;
        say(after, orderText(1, 4), epoch);
        QTRY_COMPARE_WITH_TIMEOUT(ear->stateOf(1), QString("v4"), patienceMs);
        QCOMPARE(asked(), before + 1);
    }

    void nextQuestion_beginsWhereTheLastAnswerEnded() {
        start();
        QTRY_VERIFY_WITH_TIMEOUT(settled(), patienceMs);
        const int last = next;
        ear->feed.refresh();
        QTRY_COMPARE_WITH_TIMEOUT(next, last + 1, patienceMs);
        QCOMPARE(http->heard().back().path, "/changes?after=p" + QByteArray::number(last));
    }

    /// The server was put back from a copy: what was known of 1 is of another order of that number,
    /// 2 never was, and 3 is as it was.
    void unknownToken_beginsAnew() {
        const auto text = [](int id, int version) {
            return QByteArray::fromStdString(orderText(id, version));
        };
        changes = {text(1, 9), text(2, 3), text(3, 4)};
        start();
        QTRY_VERIFY_WITH_TIMEOUT(settled(), patienceMs);
        QCOMPARE(ear->stateOf(2), QString("v3"));
        QSignalSpy removed(&ear->book, &OrderBook::removed);
        QSignalSpy changed(&ear->book, &OrderBook::changed);
        const qsizetype before = asked();
        knowsTokens = false;
        changes = {text(1, 1), text(3, 4)};
        ear->feed.refresh();
        QTRY_COMPARE_WITH_TIMEOUT(ear->stateOf(1), QString("v1"), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!ear->book.find(2), patienceMs);
        // Nothing else blinks: windows and alarms live off these.
        QCOMPARE(removed.size(), 1);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(asked(), before + 2);
        knowsTokens = true;
        say(1, orderText(1, 2));
        QTRY_COMPARE_WITH_TIMEOUT(ear->stateOf(1), QString("v2"), patienceMs);
        ear->feed.refresh();
        QTRY_COMPARE_WITH_TIMEOUT(asked(), before + 3, patienceMs);
        QVERIFY(http->heard().back().path.contains("after=p"));
    }

    void lostSocket_isOpenedAgainAndAskedFor() {
        start();
        QTRY_VERIFY_WITH_TIMEOUT(settled(), patienceMs);
        changes = {QByteArray::fromStdString(orderText(3, 2))};
        peer->abort();
        QTRY_COMPARE_WITH_TIMEOUT(ear->stateOf(3), QString("v2"), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(settled() && peer->isValid(), patienceMs);
    }

    void withoutAnyRoad_itAsksEveryFewSeconds() {
        live->close();
        start({.tick = std::chrono::milliseconds(100), .askEvery = std::chrono::milliseconds(300)});
        QTRY_COMPARE_WITH_TIMEOUT(ear->feed.way(), Way::Asking, patienceMs);
        const qsizetype before = asked();
        changes = {QByteArray::fromStdString(orderText(4, 1))};
        QTRY_COMPARE_WITH_TIMEOUT(ear->stateOf(4), QString("v1"), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(asked() >= before + 3, patienceMs);
        QVERIFY(listen(livePort));
        QTRY_VERIFY_WITH_TIMEOUT(settled(), patienceMs);
    }

    void age_isSmallWhileLiveAndGrowsWhenNothingAnswers() {
        QVERIFY(!KitEar(http->url(), "song", "customer").feed.age());
        start();
        QTRY_VERIFY_WITH_TIMEOUT(settled(), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(ear->feed.age() && *ear->feed.age() < 1'500, patienceMs);
        const auto asks = asked();
        // It is the answered ping that keeps it young: nothing is asked.
        QTRY_VERIFY_WITH_TIMEOUT(ear->feed.age() > 900, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(ear->feed.age() < 500, patienceMs);
        QCOMPARE(asked(), asks);
        answerStatus = 503;
        live->close();
        peer->abort();
        QTRY_COMPARE_WITH_TIMEOUT(ear->feed.way(), Way::Searching, patienceMs);
        const qint64 then = *ear->feed.age();
        QTRY_VERIFY_WITH_TIMEOUT(*ear->feed.age() > then + 2'000, patienceMs);
    }

    void resync_isNotFreshUntilAnswered() {
        start();
        QTRY_VERIFY_WITH_TIMEOUT(settled(), patienceMs);
        answerStatus = 503;
        peer->sendTextMessage(R"({"resync":true})");
        // Pings are answered all the while, and prove nothing about what was left out.
        QTRY_VERIFY_WITH_TIMEOUT(*ear->feed.age() > 2'500, patienceMs);
        answerStatus = 200;
        QTRY_VERIFY_WITH_TIMEOUT(*ear->feed.age() < 1'500, patienceMs);
    }

    void endedSession_withoutPassword_stopsAndSaysSo() {
        start();
        QTRY_VERIFY_WITH_TIMEOUT(settled(), patienceMs);
        ear->session.setPassword({});
        QSignalSpy needed(&ear->feed, &LiveFeed::signInNeeded);
        answerStatus = 401;
        ear->feed.refresh();
        QTRY_COMPARE_WITH_TIMEOUT(needed.size(), 1, patienceMs);
        QCOMPARE(ear->feed.way(), Way::Off);
    }

    void signingOut_forgetsEverything() {
        changes = {QByteArray::fromStdString(orderText(1, 1))};
        start();
        QTRY_VERIFY_WITH_TIMEOUT(settled(), patienceMs);
        ear->session.logout();
        QTRY_COMPARE_WITH_TIMEOUT(ear->feed.way(), Way::Off, patienceMs);
        QCOMPARE(ear->book.size(), std::size_t{0});
        QVERIFY(!ear->feed.age());
    }

    void positions_goOverHttpWithoutABroker() {
        start();
        QTRY_VERIFY_WITH_TIMEOUT(settled(), patienceMs);
        PositionReporter reporter(ear->session, ear->feed, realSurroundings());
        reporter.report({37.5, 127.25});
        reporter.report({37.6, 127.25});
        QTRY_COMPARE_WITH_TIMEOUT(http->heard("PUT /riders/song").size(), std::size_t{1},
                                  patienceMs);
        QCOMPARE(http->heard("PUT /riders/song").front().body,
                 QByteArray(R"({"lat":37.5,"lng":127.25})"));
        QCOMPARE(reporter.sent(), 1);
    }
};

QTEST_GUILESS_MAIN(TestKitFeed)
#include "tst_kit_feed.moc"
