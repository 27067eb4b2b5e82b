/// The server's own lines to a real broker: what is announced arrives, also what was committed
/// while the broker was dead; what devices say is heard; where the announcer is, is kept.

#include <signal.h>
#include <sodium.h>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "server/announce/broker_accounts.h"
#include "server/announce/broker_child.h"
#include "server/announce/mqtt_announcer.h"
#include "server/announce/mqtt_ear.h"
#include "server/announce/mqtt_line.h"
#include "server/announce/store_presence.h"
#include "share/topics.h"
#include "tests/server/shift_room.h"
#include "tests/support/mqtt_witness.h"
#include "wire/topics.h"

using namespace delivery;
using namespace delivery::announce;
using delivery::tests::MqttMessage;
using delivery::tests::MqttWitness;

namespace {

const Actor song{UserId{"song"}, Role::Customer, std::nullopt};
const Actor owner{UserId{"store1"}, Role::Store, StoreId{1}};
const Actor courier{UserId{"rider1"}, Role::Rider, std::nullopt};

Instant wallClock() { return {QDateTime::currentMSecsSinceEpoch()}; }

}  // namespace

class TestAnnounceMqtt : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;
    PassKey m_key{};
    std::unique_ptr<BrokerAccounts> m_accounts;
    std::unique_ptr<tests::RecordingLog> m_log;
    std::unique_ptr<BrokerChild> m_broker;
    std::unique_ptr<tests::ShiftRoom> m_room;

    std::unique_ptr<MqttLine> line(std::string_view name,
                                   std::vector<std::string> subscriptions = {}) {
        LineWish wish;
        wish.subscriptions = std::move(subscriptions);
        wish.url = [this] { return m_broker->isUp() ? m_broker->localUrl() : std::string{}; };
        wish.login = [this, name] { return m_accounts->loginForServer(name, wallClock()); };
        auto one = std::make_unique<MqttLine>(std::move(wish), *m_log);
        connect(m_broker.get(), &BrokerChild::cameUp, one.get(), &MqttLine::start);
        return one;
    }
    [[nodiscard]] tests::MqttLogin login(const Actor& actor) const {
        const BrokerLogin one = m_accounts->loginFor("s" + actor.user.text(), actor,
                                                     wallClock() + hours(1), wallClock());
        return {QByteArray::fromStdString(one.username), QByteArray::fromStdString(one.password),
                QByteArray::fromStdString(one.clientId)};
    }
    [[nodiscard]] quint16 port() const {
        return static_cast<quint16>(QUrl(QString::fromStdString(m_broker->url())).port());
    }
    void killBroker() {
        QSignalSpy down(m_broker.get(), &BrokerChild::wentDown);
        ::kill(static_cast<pid_t>(m_broker->pid()), SIGKILL);
        QTRY_VERIFY_WITH_TIMEOUT(!down.isEmpty(), 20'000);
    }
    void untilUp(MqttLine& one) { QTRY_VERIFY_WITH_TIMEOUT(one.isUp(), 30'000); }
    static bool tells(const std::vector<MqttMessage>& messages, OrderId order) {
        const QByteArray end = "/orders/" + QByteArray::fromStdString(order.text());
        return std::any_of(messages.begin(), messages.end(),
                           [&](const MqttMessage& one) { return one.topic.endsWith(end); });
    }
    [[nodiscard]] std::optional<std::int64_t> keptCursor() {
        const auto row =
            *(*m_room->city.ledger().reader())->side({"cursor", MqttAnnouncer::cursorName});
        if (!row) return std::nullopt;
        return record::decodeCursor(row->body)->position;
    }

  private slots:
    void initTestCase() {
        QVERIFY(sodium_init() >= 0);
        m_key = freshPassKey();
        m_accounts = std::make_unique<BrokerAccounts>(m_key);
        m_log = std::make_unique<tests::RecordingLog>();
        BrokerWish wish;
        wish.plugin = DELIVERY_BIN_DIR "/delivery_broker_plugin.so";
        wish.directory = m_directory.filePath("broker").toStdString();
        wish.key = m_key;
        m_broker = std::make_unique<BrokerChild>(wish, *m_log);
        m_broker->launch();
        QVERIFY(m_broker->await(20'000));
    }
    void cleanupTestCase() { m_broker->stop(); }
    void init() {
        QTRY_VERIFY_WITH_TIMEOUT(m_broker->isUp(), 30'000);
        m_room = std::make_unique<tests::ShiftRoom>();
    }
    void cleanup() {
        m_room->shift.stop();
        m_room.reset();
    }

    // --- the line

    void line_publishes_andSaysWhatTheBrokerHas() {
        auto one = line(share::announcerName);
        one->start();
        untilUp(*one);
        MqttWitness witness(port());
        QCOMPARE(witness.connect(login(song)), 0);
        QCOMPARE(witness.subscribe("delivery/v1/users/song/#"), 1);
        std::vector<std::uint64_t> delivered;
        connect(one.get(), &MqttLine::delivered, this,
                [&](std::uint64_t number) { delivered.push_back(number); });
        for (std::uint64_t number = 1; number <= 50; ++number) {
            QVERIFY(one->publish(number, wire::userOrderTopic(UserId{"song"}, OrderId{7}),
                                 std::to_string(number)));
        }
        QTRY_COMPARE(delivered.size(), std::size_t{50});
        QVERIFY(witness.until([](const auto& all) { return all.size() == 50; }));
        for (std::size_t i = 0; i < 50; ++i) {
            QCOMPARE(witness.messages()[i].payload, QByteArray::number(static_cast<int>(i) + 1));
            QVERIFY(!witness.messages()[i].retained);
        }
        one->stop();
    }

    void line_thatIsDown_takesNothing_andComesBackWithTheBroker() {
        auto one = line(share::announcerName);
        QVERIFY(!one->publish(1, "delivery/v1/users/song/notifications", "early"));
        one->start();
        untilUp(*one);
        QSignalSpy up(one.get(), &MqttLine::cameUp);
        QSignalSpy down(one.get(), &MqttLine::wentDown);
        killBroker();
        QTRY_COMPARE_WITH_TIMEOUT(down.size(), 1, 20'000);
        QVERIFY(!one->publish(2, "delivery/v1/users/song/notifications", "meanwhile"));
        QTRY_COMPARE_WITH_TIMEOUT(up.size(), 1, 30'000);
        QVERIFY(one->isUp());
        one->stop();
    }

    // --- the announcer

    void announcer_saysWhatIsCommitted_andKeepsItsPlace() {
        const OrderId before = m_room->city.paid();
        const OrderId pending = m_room->city.place();
        const auto approval = m_room->approvalOf(pending);
        m_room->open();
        auto one = line(share::announcerName);
        MqttAnnouncer announcer(m_room->shift, *one, *m_log);
        announcer.start();
        one->start();
        untilUp(*one);
        MqttWitness witness(port());
        QCOMPARE(witness.connect(login(song)), 0);
        QCOMPARE(witness.subscribe("delivery/v1/users/song/#"), 1);
        // The first cursor is kept at once: the log's end.
        QTRY_VERIFY(keptCursor().has_value());
        m_room->submit("approve", systemActor(), approval);
        QVERIFY(m_room->ears.hears(1));
        announcer.wake(m_room->city.position());
        QTRY_VERIFY_WITH_TIMEOUT(
            witness.until([&](const auto& all) { return tells(all, pending); }, 100), 20'000);
        QVERIFY(!tells(witness.messages(), before));
        QTRY_COMPARE_WITH_TIMEOUT(keptCursor().value_or(0), m_room->city.position(), 10'000);
        m_room->shift.stop();
        one->stop();
    }

    void announcer_whoseCursorIsTheLogsBeginning_leavesNothingOut() {
        // What a first start keeps before anything has happened, with a broker that is away.
        m_room->city.must(systemActor(), desk::MoveCursor{MqttAnnouncer::cursorName, 0});
        QCOMPARE(keptCursor().value_or(-1), 0);
        const OrderId early = m_room->city.paid();
        m_room->open();
        MqttWitness witness(port());
        QCOMPARE(witness.connect(login(song)), 0);
        QCOMPARE(witness.subscribe("delivery/v1/users/song/#"), 1);
        auto one = line(share::announcerName);
        MqttAnnouncer announcer(m_room->shift, *one, *m_log);
        announcer.start();
        one->start();
        QTRY_VERIFY_WITH_TIMEOUT(
            witness.until([&](const auto& all) { return tells(all, early); }, 100), 20'000);
        m_room->shift.stop();
        one->stop();
    }

    void announcer_whoseBrokerDies_saysAfterwardsWhatItMissed() {
        const OrderId pending = m_room->city.place();
        const auto approval = m_room->approvalOf(pending);
        m_room->open();
        auto one = line(share::announcerName);
        MqttAnnouncer announcer(m_room->shift, *one, *m_log);
        announcer.start();
        one->start();
        untilUp(*one);
        QTRY_VERIFY(keptCursor().has_value());
        killBroker();
        m_room->submit("approve", systemActor(), approval);
        QVERIFY(m_room->ears.hears(1));
        announcer.wake(m_room->city.position());
        QTRY_VERIFY_WITH_TIMEOUT(m_broker->isUp(), 30'000);
        // Nobody else is told of it for the witness: it may be said before it listens. The next
        // line says again what the broker did not acknowledge, from the cursor on.
        QTRY_COMPARE_WITH_TIMEOUT(announcer.figures().announcedUpTo, m_room->city.position(),
                                  30'000);
        QVERIFY(announcer.figures().published > 0);
        m_room->shift.stop();
        one->stop();
    }

    // --- the ear

    void ear_hearsWhoIsThere_andWillsOfThoseWhoAreNot() {
        m_room->open();
        auto one = line(share::earName, {wire::everyPresence(), wire::everyPosition()});
        MqttEar ear(m_room->shift, m_room->clock, *one);
        QSignalSpy changed(&ear, &MqttEar::presenceChanged);
        one->start();
        untilUp(*one);
        const tests::MqttLogin name = login(owner);
        const QByteArray device = name.username.split(':').value(1);
        const QByteArray topic = "delivery/v1/presence/store1/" + device;
        MqttWitness tablet(port());
        MqttWitness::Manner manner;
        manner.will = MqttWitness::Will{topic, R"({"online":false})", false};
        QCOMPARE(tablet.connect(name, manner), 0);
        QVERIFY(tablet.publish(topic, R"({"online":true})"));
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toString(), QString("store1"));
        QCOMPARE(changed[0][1].toBool(), true);
        QCOMPARE(ear.devicesOf(UserId{"store1"}), std::size_t{1});
        QVERIFY(tablet.publish(topic, R"({"online":true})"));
        QVERIFY(tablet.publish(topic, "nonsense"));
        QTRY_COMPARE(ear.notUnderstood(), std::uint64_t{1});
        tablet.vanish();
        QTRY_COMPARE(changed.size(), 2);
        QCOMPARE(changed[1][1].toBool(), false);
        QCOMPARE(ear.devices(), std::size_t{0});
        one->stop();
    }

    void ear_thatCouldNotHear_takesNobodysSilenceForAbsence() {
        m_room->open();
        auto one = line(share::earName, {wire::everyPresence()});
        MqttEar ear(m_room->shift, m_room->clock, *one);
        one->start();
        untilUp(*one);
        const tests::MqttLogin name = login(owner);
        const QByteArray topic = "delivery/v1/presence/store1/" + name.username.split(':').value(1);
        MqttWitness tablet(port());
        QCOMPARE(tablet.connect(name), 0);
        QVERIFY(tablet.publish(topic, R"({"online":true})"));
        QTRY_COMPARE(ear.devices(), std::size_t{1});
        QSignalSpy down(one.get(), &MqttLine::wentDown);
        killBroker();
        QTRY_VERIFY_WITH_TIMEOUT(!down.isEmpty(), 20'000);
        m_room->clock.set(m_room->clock.now() + hours(1));
        untilUp(*one);
        QTRY_COMPARE(ear.devices(), std::size_t{1});
        // A device that stays silent from now on is gone after its time.
        m_room->clock.set(m_room->clock.now() + MqttEar::presenceLasts + seconds(1));
        QTRY_COMPARE_WITH_TIMEOUT(ear.devices(), std::size_t{0}, 20'000);
        one->stop();
    }

    void ear_makesPositionsCommands_oneASecond() {
        m_room->open();
        auto one = line(share::earName, {wire::everyPosition()});
        MqttEar ear(m_room->shift, m_room->clock, *one);
        one->start();
        untilUp(*one);
        MqttWitness phone(port());
        QCOMPARE(phone.connect(login(courier)), 0);
        const auto position = [&] {
            const auto row = *(*m_room->city.ledger().reader())->side({"position", "rider1"});
            return row ? record::decodePosition(row->body)->place.latitudeE6 : 0;
        };
        const QByteArray topic = "delivery/v1/positions/rider1";
        QVERIFY(phone.publish(topic, R"({"lat":37.5,"lng":127.0})"));
        QTRY_COMPARE(position(), 37'500'000);
        // Within the second: not taken. After it: taken.
        QVERIFY(phone.publish(topic, R"({"lat":37.6,"lng":127.0})"));
        QVERIFY(phone.publish(topic, R"({"lat":"north"})"));
        QTRY_COMPARE(ear.notUnderstood(), std::uint64_t{1});
        QCOMPARE(position(), 37'500'000);
        m_room->clock.set(m_room->clock.now() + seconds(2));
        QVERIFY(phone.publish(topic, R"({"lat":37.7,"lng":127.0})"));
        QTRY_COMPARE(position(), 37'700'000);
        one->stop();
    }
};

QTEST_GUILESS_MAIN(TestAnnounceMqtt)
#include "tst_announce_mqtt.moc"
