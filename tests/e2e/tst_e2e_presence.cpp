/// A store whose last device vanishes takes no new orders until one is back: real server, real
/// broker, devices that go without a word.

#include <signal.h>

#include <QtTest>

#include "tests/e2e/places.h"
#include "tests/support/mqtt_witness.h"

#include <QWebSocket>

using namespace delivery::tests;

namespace {

/// One app of a store on the broker, as apps/kit connects: with its last will.
class Device {
  public:
    Device(quint16 port, BlockingHttp& session, const QByteArray& user) : m_witness(port) {
        const json mqtt = session.get("/auth/session").json().at("mqtt");
        const auto text = [&](const char* field) {
            return QByteArray::fromStdString(mqtt.at(field).get<std::string>());
        };
        const QByteArray device = text("username").split(':').value(1);
        m_topic = "delivery/v1/presence/" + user + "/" + device;
        MqttWitness::Manner manner;
        manner.will = MqttWitness::Will{m_topic, R"({"online":false})", false};
        m_isIn = m_witness.connect({text("username"), text("password"), text("clientId")},
                                   manner) == 0 &&
                 say();
    }
    [[nodiscard]] bool isIn() const { return m_isIn; }
    bool say() { return m_witness.publish(m_topic, R"({"online":true})"); }
    void vanish() { m_witness.vanish(); }
    /// As an app does that is closed by hand.
    void leave() {
        (void)m_witness.publish(m_topic, R"({"online":false})");
        m_witness.disconnect();
    }

  private:
    MqttWitness m_witness;
    QByteArray m_topic;
    bool m_isIn = false;
};

}  // namespace

class TestE2ePresence : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> city;
    std::unique_ptr<BlockingHttp> song, store, other;

    [[nodiscard]] std::unique_ptr<Device> device(BlockingHttp& session, const char* user) {
        auto one = std::make_unique<Device>(city->brokerPort(), session, user);
        if (!one->isIn()) qFatal("the broker did not let a device in");
        return one;
    }
    bool becomes(int number, bool paused) {
        return city->until(
            *song, "/stores/" + QByteArray::number(number),
            [paused](const json& one) { return one.at("paused") == paused; }, 20'000);
    }
    [[nodiscard]] bool isPaused(int number) {
        return song->get("/stores/" + QByteArray::number(number)).json().at("paused");
    }
    [[nodiscard]] double metric(const QByteArray& name) {
        for (const QByteArray& line : city->nobody()->get("/metrics").body.split('\n')) {
            if (line.startsWith(name + " ")) return line.mid(name.size() + 1).toDouble();
        }
        return -1;
    }
    void untilDevices(int count) {
        QTRY_COMPARE_WITH_TIMEOUT(metric("delivery_devices_present"), count, 10'000);
    }
    /// More than the grace goes by for whoever is gone already: another store loses its device now,
    /// and is paused in the end. So many other devices are on the broker once everything said
    /// before was heard.
    void letTheGracePass(int others) {
        untilDevices(others);
        auto witness = device(*other, "store2");
        // Said again as apps do: the server may not listen yet.
        QTRY_VERIFY_WITH_TIMEOUT(witness->say() && metric("delivery_devices_present") == others + 1,
                                 20'000);
        QVERIFY(becomes(2, false));
        witness->vanish();
        QVERIFY(becomes(2, true));
    }
    [[nodiscard]] int noticed(BlockingHttp& who, const char* state) {
        int count = 0;
        const json page = who.get("/notificationLogs?size=100").json();
        for (const json& one : page.at("_embedded").at("notificationLogs")) {
            count += one.at("state") == state ? 1 : 0;
        }
        return count;
    }

  private slots:
    void init() {
        city = std::make_unique<RealCity>("[presence]\npause = true\ngrace_ms = 1500\n");
        song = city->as("song");
        store = city->as("store1");
        other = city->as("store2");
        QVERIFY(city->brokerPort() != 0);
    }
    void cleanup() {
        song.reset();
        store.reset();
        other.reset();
        city.reset();
    }

    void lastDeviceVanishes_storeIsPaused_ownerIsTold_andItResumes() {
        auto one = device(*store, "store1");
        untilDevices(1);
        one->vanish();
        QVERIFY(becomes(1, true));
        const auto refused = song->post("/orders", wish());
        QCOMPARE(refused.status, 409);
        QVERIFY(QString::fromUtf8(refused.body).contains("기기"));
        QCOMPARE(noticed(*store, "DevicesGone"), 1);
        QCOMPARE(metric("delivery_stores_without_device"), 1);
        auto sandbox = city->sandbox();
        QVERIFY(city->until(*sandbox, "/sandbox/messages", [](const json& all) {
            return !all.empty() && all.back().at("to") == "01033330001" &&
                   QString::fromStdString(all.back().at("text")).contains("기기가 없어");
        }));
        auto again = device(*store, "store1");
        QVERIFY(becomes(1, false));
        (void)placed(*song);
        QCOMPARE(noticed(*store, "DevicesBack"), 1);
        QVERIFY(isPaused(2) == false);
    }

    void whoComesBackWithinTheGrace_orHasAnotherDevice_isNotPaused() {
        auto counter = city->as("store1");
        auto kitchen = city->as("store1");
        auto one = device(*counter, "store1");
        auto two = device(*kitchen, "store1");
        untilDevices(2);
        one->leave();
        letTheGracePass(1);
        QVERIFY(!isPaused(1));
        two->vanish();
        auto back = device(*kitchen, "store1");
        letTheGracePass(1);
        QVERIFY(!isPaused(1));
        QCOMPARE(noticed(*store, "DevicesGone"), 0);
    }

    void aStoreThatNeverHadADevice_isNotPaused() {
        (void)store->get("/foodCookings");
        letTheGracePass(0);
        QVERIFY(!isPaused(1));
        (void)placed(*song);
    }

    void aPauseMadeByHand_isNotEndedByADevice() {
        auto one = device(*store, "store1");
        untilDevices(1);
        step(*store, "/stores/1/pause", {{"reason", "재료 준비"}});
        one->vanish();
        letTheGracePass(0);
        auto again = device(*store, "store1");
        letTheGracePass(1);
        QVERIFY(isPaused(1));
        const json shown = song->get("/stores/1").json();
        QCOMPARE(QString::fromStdString(shown.at("pauseReason")), "재료 준비");
        QCOMPARE(noticed(*store, "DevicesGone"), 0);
    }

    void aBrokerThatDies_isNobodysAbsence() {
        auto one = device(*store, "store1");
        untilDevices(1);
        const qint64 pid = city->brokerPid();
        ::kill(static_cast<pid_t>(pid), SIGKILL);
        QTRY_VERIFY_WITH_TIMEOUT(city->brokerPid() != 0 && city->brokerPid() != pid, 20'000);
        other = city->as("store2");
        QVERIFY(city->until(*city->nobody(), "/actuator/health", [](const json& health) {
            return health.at("components").at("announcer").at("status") == "UP";
        }));
        // Whoever was there when it died counts as there.
        letTheGracePass(1);
        QVERIFY(!isPaused(1));
    }

    void aDeviceOnTheWebSocket_isADevice() {
        auto one = device(*store, "store1");
        untilDevices(1);
        QWebSocket socket;
        QNetworkRequest request(QUrl(QString("ws://127.0.0.1:%1/live").arg(city->port())));
        request.setRawHeader("Authorization", "Bearer " + store->token());
        socket.open(request);
        QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QAbstractSocket::ConnectedState, 10'000);
        one->vanish();
        // Only those on the broker are counted there.
        letTheGracePass(0);
        QVERIFY(!isPaused(1));
        socket.abort();
        QVERIFY(becomes(1, true));
        socket.open(request);
        QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QAbstractSocket::ConnectedState, 10'000);
        QVERIFY(becomes(1, false));
    }

    void aServerThatStartsAgain_resumesWhomItPaused() {
        auto one = device(*store, "store1");
        untilDevices(1);
        one->vanish();
        QVERIFY(becomes(1, true));
        city->kill();
        QVERIFY(city->start());
        song = city->as("song");
        store = city->as("store1");
        QVERIFY(isPaused(1));
        auto again = device(*store, "store1");
        QVERIFY(becomes(1, false));
    }
};

QTEST_GUILESS_MAIN(TestE2ePresence)
#include "tst_e2e_presence.moc"
