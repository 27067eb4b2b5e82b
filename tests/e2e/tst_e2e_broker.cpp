/// The server's own broker: it is there when the server is ready, dies with it, comes back when it
/// is killed, and sends away whoever signs out.

#include <signal.h>

#include <QtTest>

#include "tests/e2e/places.h"
#include "tests/support/mqtt_witness.h"

using namespace delivery::tests;

namespace {

bool isAlive(qint64 pid) {
    // A process that ended and was not waited for yet is no broker any more.
    QFile status(QString("/proc/%1/stat").arg(pid));
    return status.open(QIODevice::ReadOnly) && !status.readAll().contains(") Z ");
}

}  // namespace

class TestE2eBroker : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> city;

    static MqttLogin loginOf(BlockingHttp& session) {
        const json mqtt = session.get("/auth/session").json().at("mqtt");
        const auto text = [&](const char* field) {
            return QByteArray::fromStdString(mqtt.at(field).get<std::string>());
        };
        return {text("username"), text("password"), text("clientId")};
    }

  private slots:
    void initTestCase() {
        city = std::make_unique<RealCity>();
        QVERIFY(city->brokerPort() != 0);
    }

    void login_namesTheBrokerAndOpensIt() {
        auto door = city->nobody();
        const json answer =
            door->post("/auth/login", {{"userId", "song"}, {"password", "demo1234"}}).json();
        const json& mqtt = answer.at("mqtt");
        const auto text = [&](const char* field) {
            return QByteArray::fromStdString(mqtt.at(field).get<std::string>());
        };
        QCOMPARE(text("url"), QByteArray("mqtt://127.0.0.1:") +
                                  QByteArray::number(static_cast<int>(city->brokerPort())));
        QVERIFY(text("username").startsWith("song:"));
        MqttWitness guest(city->brokerPort());
        QCOMPARE(guest.connect({text("username"), text("password"), text("clientId")}), 0);
        QCOMPARE(guest.subscribe("delivery/v1/users/song/#"), 1);
        QCOMPARE(guest.subscribe("delivery/v1/users/kim/#"), 128);
    }

    void everySession_hasANameOfItsOwn() {
        auto first = city->as("song");
        auto second = city->as("song");
        const MqttLogin one = loginOf(*first);
        QVERIFY(one.username != loginOf(*second).username);
        QCOMPARE(loginOf(*first).username, one.username);
    }

    void signedOut_isGoneFromTheBroker() {
        auto session = city->as("kim");
        auto other = city->as("kim");
        const MqttLogin login = loginOf(*session);
        MqttWitness guest(city->brokerPort()), kept(city->brokerPort());
        QCOMPARE(guest.connect(login), 0);
        QCOMPARE(kept.connect(loginOf(*other)), 0);
        QVERIFY(session->post("/auth/logout", json::object()).status / 100 == 2);
        QVERIFY(guest.untilGone(5'000));
        QVERIFY(guest.connect(login) != 0);
        QVERIFY(kept.ping());
    }

    void killedBroker_comesBack_andOrdersAreTakenMeanwhile() {
        auto song = city->as("song");
        const qint64 pid = city->brokerPid();
        QVERIFY(pid != 0);
        ::kill(static_cast<pid_t>(pid), SIGKILL);
        placed(*song);
        QTRY_VERIFY_WITH_TIMEOUT(city->brokerPid() != 0 && city->brokerPid() != pid, 20'000);
        const MqttLogin login = loginOf(*song);
        MqttWitness guest(city->brokerPort());
        QTRY_COMPARE_WITH_TIMEOUT(guest.connect(login), 0, 20'000);
        auto nobody = city->nobody();
        QVERIFY(city->until(*nobody, "/actuator/health", [](const json& health) {
            return health.at("components").at("broker").at("status") == "UP";
        }));
    }

    void killedServer_takesItsBrokerAlong() {
        const qint64 pid = city->brokerPid();
        city->kill();
        QTRY_VERIFY_WITH_TIMEOUT(!isAlive(pid), 5'000);
        QVERIFY(city->start());
        QVERIFY(city->brokerPort() != 0);
    }

    void stoppedServer_takesItsBrokerAlong() {
        const qint64 pid = city->brokerPid();
        QVERIFY(city->stop());
        QVERIFY(!isAlive(pid));
        QVERIFY(city->start());
    }
};

QTEST_GUILESS_MAIN(TestE2eBroker)
#include "tst_e2e_broker.moc"
