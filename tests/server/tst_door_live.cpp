/// WebSocket /live: who gets in, what they hear, and when they have to leave.

#include <QSignalSpy>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>
#include <QtTest>

#include "tests/server/door_stage.h"

using namespace delivery;
using namespace delivery::tests;
using nlohmann::json;

namespace {

constexpr int patienceMs = 20'000;

door::DoorSettings small() {
    door::DoorSettings settings = DoorStage::generous();
    settings.live.perUserMax = 2;
    settings.live.unsentBytesMax = 32 * 1024;
    settings.live.tickMs = 50;
    return settings;
}

}  // namespace

class TestDoorLive : public QObject {
    Q_OBJECT

    DoorStage stage{small()};

    QUrl url() const {
        QUrl live(QString::fromLatin1(stage.base()) + "/live");
        live.setScheme("ws");
        return live;
    }
    /// A client with its token in the header; heard fills up with what it is told.
    struct Ear {
        QWebSocket socket;
        std::vector<json> heard;
        explicit Ear() {
            QObject::connect(
                &socket, &QWebSocket::textMessageReceived, &socket,
                [this](const QString& text) { heard.push_back(json::parse(text.toStdString())); });
        }
        bool hears(const char* member, qint64 order) const {
            return std::any_of(heard.begin(), heard.end(), [&](const json& one) {
                return one.contains(member) && one.at(member).value("id", json()) == json(order);
            });
        }
    };
    std::unique_ptr<Ear> open(const std::string& user) {
        auto ear = std::make_unique<Ear>();
        QNetworkRequest request(url());
        request.setRawHeader("Authorization", "Bearer " + stage.tokenOf(user));
        QSignalSpy connected(&ear->socket, &QWebSocket::connected);
        ear->socket.open(request);
        if (!connected.wait(patienceMs)) qFatal("no WebSocket for %s", user.c_str());
        return ear;
    }
    /// The status that an upgrade is answered with.
    int statusOf(const QByteArray& target, const std::map<QByteArray, QByteArray>& headers) {
        QTcpSocket socket;
        socket.connectToHost("127.0.0.1", static_cast<quint16>(url().port()));
        QByteArray request = "GET " + target +
                             " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                             "dGhlIHNhbXBsZSBub25jZQ==\r\n";
        for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
        socket.write(request + "\r\n");
        QByteArray answer;
        QElapsedTimer clock;
        clock.start();
        while (!answer.contains("\r\n") && clock.elapsed() < patienceMs) {
            QTest::qWait(0);
            answer += socket.readAll();
        }
        return answer.mid(9, 3).toInt();
    }
    std::map<QByteArray, QByteArray> bearer(const std::string& user) {
        return {{"Authorization", "Bearer " + stage.tokenOf(user)}};
    }
    std::map<QByteArray, QByteArray> protocol(const std::string& user) {
        return {{"Sec-WebSocket-Protocol", "delivery.v1, bearer." + stage.tokenOf(user)}};
    }

  private slots:
    void orders_reachTheirOwnEarsAlone() {
        const auto song = open("song");
        const auto again = open("song");
        const auto kim = open("kim");
        const auto store1 = open("store1");
        const auto store2 = open("store2");
        const auto rider = open("rider1");
        const qint64 id = stage.placed("song");
        QTRY_VERIFY_WITH_TIMEOUT(song->hears("order", id), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(again->hears("order", id), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(store1->hears("order", id), patienceMs);
        stage.cooked(id);
        QTRY_VERIFY_WITH_TIMEOUT(rider->hears("order", id), patienceMs);
        QVERIFY(kim->heard.empty());
        QVERIFY(store2->heard.empty());
        const auto isNotice = [](const json& one) { return one.contains("notice"); };
        QTRY_VERIFY_WITH_TIMEOUT(std::any_of(song->heard.begin(), song->heard.end(), isNotice),
                                 patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(std::any_of(store1->heard.begin(), store1->heard.end(), isNotice),
                                 patienceMs);
    }

    void whoComesLater_hearsWhatComesAfter() {
        const qint64 before = stage.placed("song");
        const auto song = open("song");
        const qint64 after = stage.placed("song");
        QTRY_VERIFY_WITH_TIMEOUT(song->hears("order", after), patienceMs);
        QCOMPARE(song->heard.front().at("number"), json(1));
        Q_UNUSED(before);
    }

    void upgrade_isAnsweredByWhoAsks_data() {
        QTest::addColumn<QByteArray>("user");
        QTest::addColumn<QByteArray>("how");
        QTest::addColumn<int>("status");
        QTest::newRow("header") << QByteArray("kim") << QByteArray("bearer") << 101;
        QTest::newRow("subprotocol") << QByteArray("kim") << QByteArray("protocol") << 101;
        QTest::newRow("nobody") << QByteArray() << QByteArray() << 401;
        QTest::newRow("in the URL") << QByteArray("kim") << QByteArray("url") << 401;
        QTest::newRow("forged") << QByteArray() << QByteArray("forged") << 401;
        QTest::newRow("admin") << QByteArray("admin") << QByteArray("bearer") << 403;
        QTest::newRow("another site's page") << QByteArray("kim") << QByteArray("foreign") << 403;
        QTest::newRow("our own page") << QByteArray("kim") << QByteArray("own page") << 101;
    }
    void upgrade_isAnsweredByWhoAsks() {
        QFETCH(QByteArray, user);
        QFETCH(QByteArray, how);
        QFETCH(int, status);
        const std::string who = user.toStdString();
        std::map<QByteArray, QByteArray> headers;
        QByteArray target = "/live";
        if (how == "bearer" || how == "foreign" || how == "own page") headers = bearer(who);
        if (how == "protocol") headers = protocol(who);
        if (how == "url") target += "?token=" + stage.tokenOf(who);
        if (how == "forged") headers = {{"Authorization", "Bearer " + QByteArray(43, 'x')}};
        if (how == "foreign") headers["Origin"] = "https://evil.example";
        if (how == "own page") headers["Origin"] = "https://shop.example";
        QCOMPARE(statusOf(target, headers), status);
    }

    void browsersSubprotocol_isAgreedOn() {
        QWebSocket socket("https://shop.example");
        QWebSocketHandshakeOptions options;
        options.setSubprotocols(
            {"delivery.v1", "bearer." + QString::fromLatin1(stage.tokenOf("kim"))});
        QSignalSpy connected(&socket, &QWebSocket::connected);
        socket.open(url(), options);
        QVERIFY(connected.wait(patienceMs));
        QCOMPARE(socket.subprotocol(), QString("delivery.v1"));
    }

    void plainRequest_isToldToUpgrade() {
        const Got got = stage.as("song", "GET", "/live");
        QCOMPARE(got.status, 426);
        QCOMPARE(got.header("upgrade"), std::string("websocket"));
        QCOMPARE(stage.call("GET", "/live").status, 401);
    }

    void tooMany_areTurnedAwayUntilOneLeaves() {
        auto first = open("rider2");
        const auto second = open("rider2");
        QCOMPARE(statusOf("/live", bearer("rider2")), 429);
        first->socket.close();
        QTRY_COMPARE_WITH_TIMEOUT(statusOf("/live", bearer("rider2")), 101, patienceMs);
    }

    void signedOut_isClosedWithinFiveSeconds() {
        const auto ear = open("store2");
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(stage.as("store2", "POST", "/auth/logout").status, 204);
        QTRY_COMPARE_WITH_TIMEOUT(ear->socket.state(), QAbstractSocket::UnconnectedState, 5'000);
        QVERIFY(clock.elapsed() < 5'000);
        QCOMPARE(ear->socket.closeCode(), QWebSocketProtocol::CloseCodePolicyViolated);
    }

    void whoTalks_isClosed_data() {
        QTest::addColumn<int>("size");
        QTest::newRow("a word") << 1;
        QTest::newRow("more than 16 KiB") << 20'000;
    }
    void whoTalks_isClosed() {
        QFETCH(int, size);
        const auto ear = open("kim");
        ear->socket.sendTextMessage(QString(size, 'x'));
        QTRY_COMPARE_WITH_TIMEOUT(ear->socket.state(), QAbstractSocket::UnconnectedState,
                                  patienceMs);
    }

    void slowConsumer_getsOneResyncAndIsClosed() {
        QTcpSocket slow;
        slow.setReadBufferSize(1);
        slow.connectToHost("127.0.0.1", static_cast<quint16>(url().port()));
        slow.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 4096);
        slow.write(
            "GET /live HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            "Authorization: Bearer " +
            stage.tokenOf("store1") + "\r\n\r\n");
        const auto quick = open("store1");
        const json order{{"id", 1}, {"x", std::string(9'000, 'x')}};
        const std::string text =
            json{{"to", "stores/1"}, {"epoch", "e"}, {"number", 1}, {"order", order}}.dump();
        const auto slowOnes = [&] {
            const QByteArray metrics = stage.call("GET", "/metrics").body;
            const qsizetype at = metrics.indexOf("\ndelivery_live_closed_as_slow ");
            return metrics.mid(at + 30, 1).toInt();
        };
        for (int i = 0; i < 2'000 && slowOnes() == 0; ++i) {
            stage.door->tell(Role::Store, "1", text);
        }
        QCOMPARE(slowOnes(), 1);
        QByteArray taken;
        slow.setReadBufferSize(0);
        QElapsedTimer clock;
        clock.start();
        while (slow.state() == QAbstractSocket::ConnectedState && clock.elapsed() < patienceMs) {
            QTest::qWait(0);
            taken += slow.readAll();
        }
        taken += slow.readAll();
        QCOMPARE(taken.count("{\"resync\":true}"), 1);
        QVERIFY(taken.indexOf("\"resync\"") > taken.lastIndexOf("\"to\""));
        QCOMPARE(quick->socket.state(), QAbstractSocket::ConnectedState);
    }

    void leavingServer_saysGoodbye() {
        const auto ear = open("song");
        stage.door->leave();
        QTRY_COMPARE_WITH_TIMEOUT(ear->socket.state(), QAbstractSocket::UnconnectedState,
                                  patienceMs);
        QCOMPARE(ear->socket.closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
        QCOMPARE(statusOf("/live", bearer("song")), 503);
    }
};

QTEST_GUILESS_MAIN(TestDoorLive)
#include "tst_door_live.moc"
