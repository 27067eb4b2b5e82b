/// The real broker under BrokerChild: who comes in, what a witness receives, how it ends. A return
/// code proves nothing here: mosquitto acknowledges what it then drops.

#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QSslSocket>
#include <QTcpServer>
#include <QtTest>

#include "server/announce/broker_accounts.h"
#include "server/announce/broker_child.h"
#include "tests/support/mqtt_witness.h"

using namespace delivery;
using namespace delivery::announce;
using delivery::tests::MqttLogin;
using delivery::tests::MqttMessage;
using delivery::tests::MqttWitness;

namespace {

class Silence : public shift::Log {
  public:
    void line(shift::Level, std::string_view, std::string_view text, std::string_view,
              std::string_view) override {
        lines << QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    }
    QStringList lines;
};

Instant now() { return {QDateTime::currentMSecsSinceEpoch()}; }

const Actor song{UserId{"song"}, Role::Customer, std::nullopt};
const Actor kim{UserId{"kim"}, Role::Customer, std::nullopt};
const Actor owner{UserId{"store1"}, Role::Store, StoreId{1}};
const Actor courier{UserId{"rider1"}, Role::Rider, std::nullopt};

}  // namespace

class TestAnnounceBroker : public QObject {
    Q_OBJECT

    QTemporaryDir directory;
    Silence log;
    PassKey key{};
    std::unique_ptr<BrokerAccounts> accounts;
    std::unique_ptr<BrokerChild> broker;

    quint16 port() const {
        return static_cast<quint16>(QUrl(QString::fromStdString(broker->url())).port());
    }
    static MqttLogin plain(const BrokerLogin& login) {
        return {QByteArray::fromStdString(login.username),
                QByteArray::fromStdString(login.password),
                QByteArray::fromStdString(login.clientId)};
    }
    MqttLogin login(const Actor& actor, const std::string& session = "s", Span length = hours(1)) {
        return plain(accounts->loginFor(session + actor.user.text(), actor, now() + length, now()));
    }
    MqttLogin server(std::string_view name) { return plain(accounts->loginForServer(name, now())); }
    BrokerWish wish() {
        BrokerWish one;
        one.plugin = DELIVERY_BIN_DIR "/delivery_broker_plugin.so";
        one.directory = directory.filePath("broker").toStdString();
        one.key = key;
        return one;
    }
    static QByteArray device(const MqttLogin& one) { return one.username.split(':').value(1); }
    static bool has(const std::vector<MqttMessage>& messages, const QByteArray& topic) {
        return std::any_of(messages.begin(), messages.end(),
                           [&](const MqttMessage& one) { return one.topic == topic; });
    }
    static QByteArray topics(const std::vector<MqttMessage>& messages) {
        QByteArray text;
        for (const MqttMessage& one : messages) text += one.topic + " ";
        return text;
    }
    /// Publishes as the server does; what was published before has then reached whom it reaches.
    void announce(MqttWitness& announcer, const QByteArray& topic) {
        QVERIFY(announcer.publish(topic, "hello"));
    }

  private slots:
    /// However many leave while the broker runs.
    void revocations_areForgottenWhenTheirPassesHaveEnded() {
        BrokerWish one = wish();
        one.revocationKeptMs = 0;
        BrokerChild forgetful(one, log);
        for (const char* name : {"a", "b", "c"}) forgetful.revoke(name);
        QCOMPARE(forgetful.revocations(), std::size_t{1});
        BrokerChild lasting(wish(), log);
        for (const char* name : {"a", "b", "c"}) lasting.revoke(name);
        QCOMPARE(lasting.revocations(), std::size_t{3});
    }

    void initTestCase() {
        QVERIFY(sodium_init() >= 0);
        key = freshPassKey();
        accounts = std::make_unique<BrokerAccounts>(key);
        broker = std::make_unique<BrokerChild>(wish(), log);
        broker->launch();
        QVERIFY2(broker->await(20'000), qPrintable(log.lines.join('\n')));
    }
    void cleanupTestCase() {
        const auto pid = static_cast<pid_t>(broker->pid());
        broker->stop();
        QVERIFY(::kill(pid, 0) != 0);
    }

    /// Each of these was a loss or a hole with this version: a WebSocket listener opens on every
    /// interface, wills are lost with settings per listener, what is persisted is lost with kill -9
    /// all the same, and without Nagle's delay Paho waits 40 ms for itself.
    void configuration_keepsClearOfTheTraps() {
        const QString text =
            QString::fromStdString(brokerConfiguration(wish(), 1'883, 5, 6)).replace("\n", "|");
        for (const char* needed :
             {"|listener 1883 127.0.0.1|", "|allow_anonymous false|", "|persistence false|",
              "|per_listener_settings false|", "|use_username_as_clientid true|",
              "|retain_available false|", "|max_packet_size 16384|", "|sys_interval 0|"}) {
            QVERIFY2(text.contains(needed), needed);
        }
        for (const char* harmful : {"websockets", "set_tcp_nodelay", "password_file", "bridge",
                                    "connection ", "allow_anonymous true"}) {
            QVERIFY2(!text.contains(harmful), harmful);
        }
        BrokerWish tls = wish();
        tls.certificateFile = "c";
        tls.keyFile = "k";
        QVERIFY(brokerConfiguration(tls, 1'883, 5, 6).find("tls_version tlsv1.2\n") !=
                std::string::npos);
    }

    void everybody_hearsWhatIsTheirs() {
        MqttWitness announcer(port()), customer(port()), store(port()), rider(port());
        QCOMPARE(announcer.connect(server(share::announcerName)), 0);
        QCOMPARE(customer.connect(login(song)), 0);
        QCOMPARE(store.connect(login(owner)), 0);
        QCOMPARE(rider.connect(login(courier)), 0);
        QCOMPARE(customer.subscribe("delivery/v1/users/song/#"), 1);
        QCOMPARE(store.subscribe("delivery/v1/stores/1/orders/+"), 1);
        QCOMPARE(rider.subscribe("delivery/v1/riders/rider1/#"), 1);
        announce(announcer, "delivery/v1/users/song/orders/7");
        announce(announcer, "delivery/v1/stores/1/orders/7");
        announce(announcer, "delivery/v1/riders/rider1/offers/7");
        QVERIFY(customer.until([](const auto& all) { return all.size() == 1; }));
        QVERIFY(store.until([](const auto& all) { return all.size() == 1; }));
        QVERIFY(rider.until([](const auto& all) { return all.size() == 1; }));
        QCOMPARE(customer.messages()[0].payload, QByteArray("hello"));
    }

    /// mosquitto grants some of these and filters later, acknowledges what it drops: only what
    /// arrives counts.
    void nosyOne_witnessesNothing() {
        MqttWitness announcer(port()), nosy(port());
        QCOMPARE(announcer.connect(server(share::announcerName)), 0);
        QCOMPARE(nosy.connect(login(kim)), 0);
        for (const char* filter : {"#",
                                   "+/#",
                                   "/#",
                                   "delivery/#",
                                   "delivery/v1/#",
                                   "delivery/v1/users/#",
                                   "delivery/v1/users/+/orders/+",
                                   "delivery/v1/users/song/#",
                                   "delivery/v1/users/song/orders/7",
                                   "delivery/v1/+/song/#",
                                   "delivery/v1/stores/#",
                                   "delivery/v1/stores/1/orders/7",
                                   "delivery/v1/riders/#",
                                   "delivery/v1/positions/+",
                                   "delivery/v1/presence/#",
                                   "$share/g/delivery/v1/users/song/#",
                                   "$share/g/#",
                                   "$SYS/#",
                                   "$SYS/broker/clients/connected",
                                   "$CONTROL/#"}) {
            nosy.subscribe(filter);
        }
        QCOMPARE(nosy.subscribe("delivery/v1/users/kim/#"), 1);
        MqttWitness rider(port());
        QCOMPARE(rider.connect(login(courier)), 0);
        announce(rider, "delivery/v1/positions/rider1");
        announce(announcer, "delivery/v1/users/song/orders/7");
        announce(announcer, "delivery/v1/stores/1/orders/7");
        announce(announcer, "delivery/v1/riders/rider1/offers/7");
        announce(announcer, "delivery/v1/users/kim/orders/8");
        QVERIFY(
            nosy.until([](const auto& all) { return has(all, "delivery/v1/users/kim/orders/8"); }));
        QVERIFY(nosy.ping());
        QCOMPARE(topics(nosy.messages()), "delivery/v1/users/kim/orders/8 ");
    }

    void foreignWord_reachesNobody() {
        MqttWitness victim(port()), store(port()), ear(port()), liar(port());
        QCOMPARE(victim.connect(login(song)), 0);
        QCOMPARE(store.connect(login(owner)), 0);
        QCOMPARE(ear.connect(server(share::earName)), 0);
        victim.subscribe("delivery/v1/users/song/#");
        store.subscribe("delivery/v1/stores/1/#");
        ear.subscribe("delivery/v1/presence/#");
        ear.subscribe("delivery/v1/positions/#");
        const MqttLogin own = login(kim);
        QCOMPARE(liar.connect(own), 0);
        for (const char* topic :
             {"delivery/v1/users/song/orders/7", "delivery/v1/users/kim/orders/7",
              "delivery/v1/stores/1/orders/7", "delivery/v1/presence/song/x",
              "delivery/v1/presence/kim/other", "delivery/v1/positions/rider1",
              "delivery/v1/positions/kim", "$SYS/broker/version", "$CONTROL/x"}) {
            if (!liar.isConnected()) QCOMPARE(liar.connect(own), 0);
            liar.publish(topic, "lie");
        }
        if (!liar.isConnected()) QCOMPARE(liar.connect(own), 0);
        const QByteArray presence = "delivery/v1/presence/kim/" + device(own);
        QVERIFY(liar.publish(presence, "here"));
        QVERIFY(ear.until([&](const auto& all) { return has(all, presence); }));
        QVERIFY(victim.ping());
        QVERIFY(store.ping());
        QCOMPARE(topics(ear.messages()), presence + " ");
        QCOMPARE(topics(victim.messages()) + topics(store.messages()), "");
    }

    void retainedWord_isNotKept() {
        const MqttLogin own = login(kim);
        const QByteArray presence = "delivery/v1/presence/kim/" + device(own);
        MqttWitness liar(port()), announcer(port());
        QCOMPARE(liar.connect(own), 0);
        liar.publish(presence, "kept", true);
        QCOMPARE(announcer.connect(server(share::announcerName)), 0);
        announcer.publish("delivery/v1/users/song/orders/9", "kept", true);
        MqttWitness ear(port()), late(port());
        QCOMPARE(ear.connect(server(share::earName)), 0);
        QCOMPARE(late.connect(login(song)), 0);
        ear.subscribe("delivery/v1/presence/#");
        late.subscribe("delivery/v1/users/song/#");
        QVERIFY(ear.ping());
        QVERIFY(late.ping());
        QCOMPARE(topics(ear.messages()) + topics(late.messages()), "");
    }

    void will_isHeardWhenItIsOnesOwnPresence() {
        MqttWitness ear(port());
        QCOMPARE(ear.connect(server(share::earName)), 0);
        ear.subscribe("delivery/v1/presence/#");
        const MqttLogin own = login(owner);
        const QByteArray presence = "delivery/v1/presence/store1/" + device(own);
        MqttWitness store(port());
        QCOMPARE(store.connect(own, {.will = MqttWitness::Will{presence, "gone"}}), 0);
        store.vanish();
        QVERIFY(ear.until([&](const auto& all) { return has(all, presence); }));
    }

    void foreignWill_isNeverSaid() {
        MqttWitness ear(port()), victim(port());
        QCOMPARE(ear.connect(server(share::earName)), 0);
        QCOMPARE(victim.connect(login(song)), 0);
        ear.subscribe("delivery/v1/presence/#");
        victim.subscribe("delivery/v1/users/song/#");
        const MqttLogin own = login(kim);
        for (const char* topic : {"delivery/v1/users/song/orders/7", "delivery/v1/presence/song/x",
                                  "delivery/v1/users/kim/orders/7"}) {
            MqttWitness liar(port());
            liar.connect(own, {.will = MqttWitness::Will{topic, "lie"}});
            liar.vanish();
        }
        // A retained one is refused with its connection, or at least not said.
        const QByteArray presence = "delivery/v1/presence/kim/" + device(own);
        {
            MqttWitness liar(port());
            liar.connect(own, {.will = MqttWitness::Will{presence, "kept", true}});
            liar.vanish();
        }
        MqttWitness honest(port());
        QCOMPARE(honest.connect(own), 0);
        QVERIFY(honest.publish(presence, "here"));
        QVERIFY(ear.until([&](const auto& all) {
            return std::any_of(all.begin(), all.end(),
                               [](const auto& one) { return one.payload == "here"; });
        }));
        QVERIFY(victim.ping());
        QCOMPARE(ear.messages().size(), std::size_t{1});
        QCOMPARE(topics(victim.messages()), "");
    }

    /// Another's client id would destroy their queue and take their messages. The broker puts the
    /// user's name in its place, so that the thief may come in, as nobody but themselves.
    void foreignClientId_movesNothing_andItsOwnerStays() {
        const MqttLogin mine = login(song);
        MqttWitness victim(port()), announcer(port());
        QCOMPARE(victim.connect(mine), 0);
        victim.subscribe("delivery/v1/users/song/#");
        MqttLogin theft = login(kim);
        theft.clientId = mine.clientId;
        MqttWitness thief(port());
        thief.connect(theft);
        thief.subscribe("delivery/v1/users/song/#");
        QCOMPARE(announcer.connect(server(share::announcerName)), 0);
        announce(announcer, "delivery/v1/users/song/orders/7");
        QVERIFY(victim.until([](const auto& all) { return all.size() == 1; }));
        if (thief.isConnected()) thief.ping();
        QCOMPARE(topics(thief.messages()), "");
    }

    void forgedPass_isRefused() {
        MqttWitness guest(port());
        MqttLogin forged = login(kim);
        forged.password = login(song).password;
        QVERIFY(guest.connect(forged) != 0);
        forged.password = "demo1234";
        QVERIFY(guest.connect(forged) != 0);
        forged = login(kim);
        forged.username = forged.clientId = "@announcer";
        QVERIFY(guest.connect(forged) != 0);
        QVERIFY(guest.connect({"", "", ""}) != 0);
    }

    /// max_keepalive does nothing for MQTT 3.1.1 in this version.
    void endlessKeepalive_isRefused() {
        MqttWitness guest(port());
        QVERIFY(guest.connect(login(kim), {.keepaliveSeconds = 60'000}) != 0);
        QVERIFY(guest.connect(login(kim), {.keepaliveSeconds = 0}) != 0);
        QCOMPARE(guest.connect(login(kim), {.keepaliveSeconds = 60}), 0);
    }

    void sessionThatWouldBeKept_getsNothing() {
        MqttWitness guest(port()), announcer(port());
        QCOMPARE(announcer.connect(server(share::announcerName)), 0);
        if (guest.connect(login(song), {.cleanSession = false}) == 0) {
            guest.subscribe("delivery/v1/users/song/#");
            announce(announcer, "delivery/v1/users/song/orders/7");
            if (guest.isConnected()) guest.ping();
        }
        QCOMPARE(topics(guest.messages()), "");
    }

    void secondConnectionUnderOneName_takesOverWithItsRights() {
        const MqttLogin mine = login(song);
        MqttWitness first(port()), second(port()), announcer(port());
        QCOMPARE(first.connect(mine), 0);
        QCOMPARE(second.connect(mine), 0);
        QVERIFY(first.untilGone());
        QCOMPARE(second.subscribe("delivery/v1/users/song/#"), 1);
        QCOMPARE(announcer.connect(server(share::announcerName)), 0);
        announce(announcer, "delivery/v1/users/song/orders/7");
        QVERIFY(second.until([](const auto& all) { return all.size() == 1; }));
    }

    void revokedSession_isGoneWithinASecondAndStaysOut() {
        const MqttLogin mine = login(song, "lost");
        MqttWitness lost(port()), kept(port());
        QCOMPARE(lost.connect(mine), 0);
        QCOMPARE(kept.connect(login(song, "kept")), 0);
        broker->revoke(mine.username.toStdString());
        QVERIFY(lost.untilGone(5'000));
        QVERIFY(lost.connect(mine) != 0);
        QVERIFY(kept.ping());
    }

    void sessionsEnd_endsTheConnection() {
        MqttWitness guest(port());
        QCOMPARE(guest.connect(login(song, "short", milliseconds(1'500))), 0);
        QVERIFY(guest.untilGone(10'000));
    }

    void packetThatIsTooLarge_endsItsConnection() {
        const MqttLogin own = login(courier);
        MqttWitness ear(port()), loud(port());
        QCOMPARE(ear.connect(server(share::earName)), 0);
        ear.subscribe("delivery/v1/positions/+");
        QCOMPARE(loud.connect(own), 0);
        loud.publish("delivery/v1/positions/rider1", QByteArray(600, 'x'));
        if (!loud.isConnected()) QCOMPARE(loud.connect(own), 0);
        QVERIFY(!loud.publish("delivery/v1/positions/rider1", QByteArray(20'000, 'x')));
        QCOMPARE(loud.connect(own), 0);
        QVERIFY(loud.publish("delivery/v1/positions/rider1", "small"));
        QVERIFY(ear.until([](const auto& all) { return !all.empty(); }));
        QCOMPARE(ear.messages().size(), std::size_t{1});
        QCOMPARE(ear.messages()[0].payload, QByteArray("small"));
    }

    void brokerNeverRunsAsRoot_andItsFilesArePrivate() {
        QFile status(QString("/proc/%1/status").arg(broker->pid()));
        QVERIFY(status.open(QIODevice::ReadOnly));
        for (const QByteArray& line : status.readAll().split('\n')) {
            if (line.startsWith("Uid:")) QVERIFY(!line.split('\t').contains("0"));
        }
        struct stat file {};
        QCOMPARE(::stat(qPrintable(directory.filePath("broker/mosquitto.conf")), &file), 0);
        QCOMPARE(file.st_mode & 077, 0U);
    }

    void killedBroker_isBackAtTheSamePort_andKnowsWhoWasRevoked() {
        const MqttLogin revoked = login(song, "earlier");
        broker->revoke(revoked.username.toStdString());
        const auto before = broker->url();
        const auto pid = broker->pid();
        QSignalSpy down(broker.get(), &BrokerChild::wentDown);
        ::kill(static_cast<pid_t>(pid), SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(down.count(), 1, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(broker->isUp(), 20'000);
        QVERIFY(broker->pid() != pid);
        QCOMPARE(broker->url(), before);
        MqttWitness guest(port());
        QVERIFY(guest.connect(revoked) != 0);
        QCOMPARE(guest.connect(login(song)), 0);
    }

    /// The kernel's help is lost where a broker changes its uid by itself, or where a debugger
    /// holds the server: the line alone is enough.
    void lineThatEnds_endsTheBroker() {
        int ends[2] = {-1, -1};
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
        const BrokerWish alone = wish();
        const int plugin = ::open(alone.plugin.c_str(), O_RDONLY);
        QTcpServer probe;
        QVERIFY(probe.listen(QHostAddress::LocalHost));
        const quint16 free = probe.serverPort();
        probe.close();
        QFile file(directory.filePath("alone.conf"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(brokerConfiguration(alone, free, ends[1], plugin)));
        file.close();
        const QByteArray line = "key " + QByteArray(64, 'a') + "\n";
        QCOMPARE(::write(ends[0], line.constData(), static_cast<std::size_t>(line.size())),
                 line.size());
        QProcess process;
        process.setChildProcessModifier([end = ends[1]] { ::fcntl(end, F_SETFD, 0); });
        process.start(QString::fromStdString(alone.program), {"-c", file.fileName()});
        ::close(ends[1]);
        ::close(plugin);
        char ready[16];
        QCOMPARE(::read(ends[0], ready, sizeof ready), ssize_t{6});
        QVERIFY(!process.waitForFinished(300));
        ::close(ends[0]);
        QVERIFY(process.waitForFinished(5'000));
    }

    void portThatIsTaken_isLeftForAFreeOne() {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        BrokerWish second = wish();
        second.directory = directory.filePath("second").toStdString();
        second.port = other.serverPort();
        second.otherPortIfTaken = true;
        BrokerChild child(second, log);
        child.launch();
        QVERIFY2(child.await(20'000), qPrintable(log.lines.join('\n')));
        QVERIFY(QUrl(QString::fromStdString(child.url())).port() != other.serverPort());
    }

    void brokerThatCannotStart_isTriedAgainAndSaysWhy() {
        BrokerWish third = wish();
        third.directory = directory.filePath("third").toStdString();
        third.program = "/nonexistent/mosquitto";
        Silence complaints;
        BrokerChild child(third, complaints);
        child.launch();
        QVERIFY(!child.await(500));
        QTRY_VERIFY(child.restarts() >= 2);
        QVERIFY(complaints.lines.join('\n').contains("starts again"));
    }

    void overTls_connectionsAreEncrypted() {
        const QString certificate = directory.filePath("c.pem");
        const QString secret = directory.filePath("k.pem");
        QProcess made;
        made.start("openssl", {"req", "-x509", "-newkey", "ec", "-pkeyopt",
                               "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                               "/CN=localhost", "-keyout", secret, "-out", certificate});
        QVERIFY(made.waitForFinished());
        QCOMPARE(made.exitCode(), 0);
        BrokerWish fourth = wish();
        fourth.directory = directory.filePath("fourth").toStdString();
        fourth.certificateFile = certificate.toStdString();
        fourth.keyFile = secret.toStdString();
        BrokerChild child(fourth, log);
        child.launch();
        QVERIFY2(child.await(20'000), qPrintable(log.lines.join('\n')));
        const QUrl url(QString::fromStdString(child.url()));
        QCOMPARE(url.scheme(), "mqtts");
        QSslSocket socket;
        socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        socket.connectToHostEncrypted(url.host(), static_cast<quint16>(url.port()));
        QVERIFY(socket.waitForEncrypted());
        MqttWitness guest(static_cast<quint16>(url.port()));
        QCOMPARE(guest.connect(login(song)), -1);
    }
};

QTEST_GUILESS_MAIN(TestAnnounceBroker)
#include "tst_announce_broker.moc"
