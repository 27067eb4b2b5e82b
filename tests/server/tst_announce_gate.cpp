/// The broker's gate without a broker: passes, revocations, ends of sessions.

#include <sodium.h>

#include <QtTest>

#include "server/announce/broker_accounts.h"
#include "server/announce/broker_plugin/gate.h"

using namespace delivery;
using namespace delivery::announce;

namespace {

const Instant start{1'700'000'000'000};
const Actor song{UserId{"song"}, Role::Customer, std::nullopt};
const Actor owner{UserId{"store1"}, Role::Store, StoreId{1}};

std::string keyLine(const PassKey& key) {
    std::string hex(2 * key.size() + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), key.data(), key.size());
    hex.pop_back();
    return "key " + hex + "\n";
}

}  // namespace

class TestAnnounceGate : public QObject {
    Q_OBJECT

    PassKey key{};
    std::unique_ptr<BrokerAccounts> accounts;
    std::unique_ptr<BrokerGate> gate;

    BrokerLogin login(const Actor& actor = song, const std::string& session = "hash1") {
        return accounts->loginFor(session, actor, start + hours(1), start);
    }
    bool admits(const BrokerLogin& pass, Instant now = start) {
        return gate->admit({pass.username, pass.password, pass.clientId, 60}, now);
    }
    static QString joined(const std::vector<std::string>& names) {
        QStringList list;
        for (const std::string& name : names) list << QString::fromStdString(name);
        return list.join(' ');
    }

  private slots:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void init() {
        key = freshPassKey();
        accounts = std::make_unique<BrokerAccounts>(key);
        gate = std::make_unique<BrokerGate>();
        QVERIFY(gate->hear(keyLine(key)));
    }

    void withoutAKey_nobodyComesIn() {
        gate = std::make_unique<BrokerGate>();
        QVERIFY(!gate->hasKey());
        QVERIFY(!admits(login()));
    }

    void goodPass_comesInAndHasWhatIsTheirs() {
        const auto pass = login(owner);
        QVERIFY(admits(pass));
        QVERIFY(gate->maySubscribe(pass.username, "delivery/v1/stores/1/#", true));
        QVERIFY(gate->mayReceive(pass.username, "delivery/v1/stores/1/orders/7"));
        QVERIFY(!gate->mayReceive(pass.username, "delivery/v1/stores/2/orders/7"));
        QVERIFY(!gate->maySubscribe(pass.username, "delivery/v1/stores/1/#", false));
    }

    void badPass_staysOutside_data() {
        QTest::addColumn<QString>("what");
        for (const char* what : {"another name", "another client id", "one bit", "cut", "longer",
                                 "empty", "another key", "no keepalive", "long keepalive"}) {
            QTest::newRow(what) << what;
        }
    }
    void badPass_staysOutside() {
        QFETCH(QString, what);
        auto pass = login();
        int keepalive = 60;
        if (what == "another name") {
            pass.username = pass.clientId = login({UserId{"kim"}, Role::Customer, {}}).username;
        } else if (what == "another client id") {
            pass.clientId = "kim";
        } else if (what == "one bit") {
            pass.password[10] = pass.password[10] == 'A' ? 'B' : 'A';
        } else if (what == "cut") {
            pass.password.pop_back();
        } else if (what == "longer") {
            pass.password += "AAAA";
        } else if (what == "empty") {
            pass.password.clear();
        } else if (what == "another key") {
            accounts = std::make_unique<BrokerAccounts>(freshPassKey());
            pass = login();
        } else if (what == "no keepalive") {
            keepalive = 0;
        } else if (what == "long keepalive") {
            keepalive = 60'000;
        }
        QVERIFY(!gate->admit({pass.username, pass.password, pass.clientId, keepalive}, start));
    }

    void everyBitOfAPass_matters() {
        const auto pass = login();
        for (std::size_t i = 0; i < pass.password.size() * 6; ++i) {
            const auto changed = [&] {
                static constexpr std::string_view digits =
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
                std::string text = pass.password;
                const auto value = digits.find(text[i / 6]) ^ (std::size_t{1} << (i % 6));
                text[i / 6] = digits[value];
                return text;
            }();
            QVERIFY(!readPass(pass.username, changed, key));
        }
        QVERIFY(readPass(pass.username, pass.password, key).has_value());
    }

    void passOfYesterday_opensNothing() {
        const auto pass = login();
        QVERIFY(!admits(pass, start + BrokerAccounts::passLength));
        QVERIFY(admits(pass, start + BrokerAccounts::passLength - milliseconds(1)));
    }

    void revokedSession_isKickedOnceAndStaysOut() {
        const auto pass = login();
        QVERIFY(admits(pass));
        QVERIFY(gate->hear("revoke " + pass.username + "\n"));
        QVERIFY(!gate->mayReceive(pass.username, "delivery/v1/users/song/orders/1"));
        QCOMPARE(joined(gate->toKick(start)), QString::fromStdString(pass.username));
        QCOMPARE(joined(gate->toKick(start)), QString{});
        QVERIFY(!admits(pass));
        // Another session of the same person is not touched.
        QVERIFY(admits(login(song, "hash2")));
    }

    void sessionsEnd_sendsItsConnectionAway() {
        const auto pass = login();
        QVERIFY(admits(pass));
        QCOMPARE(joined(gate->toKick(start + minutes(59))), QString{});
        QCOMPARE(joined(gate->toKick(start + hours(1))), QString::fromStdString(pass.username));
    }

    void secondConnection_keepsItsRightsWhenTheFirstLeaves() {
        const auto pass = login();
        QVERIFY(admits(pass));
        QVERIFY(admits(pass));
        gate->left(pass.username, start);
        QVERIFY(gate->mayReceive(pass.username, "delivery/v1/users/song/orders/1"));
    }

    void willAfterTheEnd_isStillAsked_andThenForgotten() {
        const auto pass = login();
        QVERIFY(admits(pass));
        const std::string own = "delivery/v1/presence/song/" + pass.username.substr(5);
        gate->left(pass.username, start);
        QVERIFY(gate->mayPublish(pass.username, own, false, 10));
        QVERIFY(gate->toKick(start + minutes(2)).empty());
        QCOMPARE(gate->guests(), std::size_t{0});
        QVERIFY(!gate->mayPublish(pass.username, own, false, 10));
    }

    void connectionThatNeverCame_isForgottenWithItsSession() {
        QVERIFY(admits(login()));
        (void)gate->toKick(start + hours(2));
        QCOMPARE(gate->guests(), std::size_t{0});
    }

    void largeWord_isRefused() {
        const auto pass = login();
        QVERIFY(admits(pass));
        const std::string own = "delivery/v1/presence/song/" + pass.username.substr(5);
        QVERIFY(gate->mayPublish(pass.username, own, false, BrokerGate::payloadBytesMax));
        QVERIFY(!gate->mayPublish(pass.username, own, false, BrokerGate::payloadBytesMax + 1));
        const auto server = accounts->loginForServer(share::announcerName, start);
        QVERIFY(admits(server));
        QVERIFY(
            gate->mayPublish(server.username, "delivery/v1/users/song/orders/1", false, 15'000));
    }

    void linesInAnyPieces_areUnderstood() {
        gate = std::make_unique<BrokerGate>();
        for (const char c : keyLine(key) + "revoke song:1\n") QVERIFY(gate->hear({&c, 1}));
        QVERIFY(gate->hasKey());
        QCOMPARE(joined(gate->toKick(start)), "song:1");
    }

    void nonsense_isNotUnderstoodAndChangesNothing_data() {
        QTest::addColumn<QByteArray>("line");
        for (const char* line :
             {"\n", "key \n", "key 00\n", "key zz\n", "revoke \n", "revoke\n", "open song\n"}) {
            QTest::addRow("%s", line) << QByteArray(line);
        }
        QTest::newRow("endless") << QByteArray(1'000, 'x');
    }
    void nonsense_isNotUnderstoodAndChangesNothing() {
        QFETCH(QByteArray, line);
        QVERIFY(!gate->hear(line.toStdString()));
        QVERIFY(admits(login()));
        QVERIFY(gate->toKick(start).empty());
    }

    void sessionsName_saysNothingOfItsToken() {
        const std::string device = deviceOf("5f0c");
        QCOMPARE(device.size(), std::size_t{32});
        QVERIFY(device != deviceOf("5f0d"));
        QCOMPARE(QString::fromStdString(BrokerAccounts::nameFor("5f0c", UserId{"song"})),
                 QString::fromStdString("song:" + device));
        QCOMPARE(login(song, "5f0c").username, "song:" + device);
    }
};

QTEST_APPLESS_MAIN(TestAnnounceGate)
#include "tst_announce_gate.moc"
