/// Whose topic is whose: every role against every kind of topic, filter and trick.

#include <QtTest>

#include "share/topics.h"
#include "wire/topics.h"

using namespace delivery;
using share::Connection;

namespace {

Connection customer(const char* user = "song") {
    return {{UserId{user}, Role::Customer, std::nullopt}, "d1"};
}
Connection store() { return {{UserId{"store1"}, Role::Store, StoreId{1}}, "d2"}; }
Connection rider() { return {{UserId{"rider1"}, Role::Rider, std::nullopt}, "d3"}; }
Connection admin() { return {{UserId{"admin"}, Role::Admin, std::nullopt}, "d4"}; }
Connection server(std::string_view name) {
    return {{UserId{std::string{name}}, Role::System, std::nullopt}, ""};
}

const char* const everybody = "customer store rider admin announcer ear";

Connection named(const QByteArray& who) {
    if (who == "customer") return customer();
    if (who == "store") return store();
    if (who == "rider") return rider();
    if (who == "admin") return admin();
    return server(who == "ear" ? share::earName : share::announcerName);
}

}  // namespace

class TestShareTopics : public QObject {
    Q_OBJECT

    void rows(std::initializer_list<std::pair<const char*, const char*>> table) {
        QTest::addColumn<QByteArray>("topic");
        QTest::addColumn<QByteArray>("allowed");
        for (const auto& [topic, allowed] : table) {
            QTest::newRow(topic) << QByteArray(topic) << QByteArray(allowed);
        }
    }
    template <class May>
    void check(const May& may) {
        QFETCH(QByteArray, topic);
        QFETCH(QByteArray, allowed);
        for (const QByteArray& who : QByteArray(everybody).split(' ')) {
            const bool expected = allowed.split(' ').contains(who);
            QVERIFY2(may(named(who), topic.toStdString()) == expected, who.constData());
        }
    }

  private slots:
    void whoMaySubscribe_data() {
        rows({{"delivery/v1/users/song/#", "customer"},
              {"delivery/v1/users/song/orders/+", "customer"},
              {"delivery/v1/users/song/+/17", "customer"},
              {"delivery/v1/users/song/notifications", "customer"},
              {"delivery/v1/users/store1/#", "store"},
              {"delivery/v1/users/rider1/#", "rider"},
              {"delivery/v1/users/admin/#", "admin"},
              {"delivery/v1/stores/1/#", "store"},
              {"delivery/v1/stores/1/orders/+", "store"},
              {"delivery/v1/riders/rider1/offers/+", "rider"},
              {"delivery/v1/admins/#", "admin"},
              {"delivery/v1/admins/notifications", "admin"},
              {"delivery/v1/admins", ""},
              {"delivery/v1/presence/#", "ear"},
              {"delivery/v1/positions/+", "ear"},
              {"#", ""},
              {"+/#", ""},
              {"/#", ""},
              {"delivery/#", ""},
              {"delivery/v1/#", ""},
              {"delivery/v1/+/song/#", ""},
              {"delivery/v1/users/#", ""},
              {"delivery/v1/users/+/orders/+", ""},
              {"delivery/v1/users/+", ""},
              {"delivery/v1/users/song", ""},
              {"delivery/v1/users/song/", ""},
              {"delivery/v1/users/song2/#", ""},
              {"delivery/v1/users/kim/#", ""},
              {"delivery/v1/users/kim/orders/17", ""},
              {"delivery/v1/stores/11/#", ""},
              {"delivery/v1/stores/2/#", ""},
              {"delivery/v1/stores/+/orders/17", ""},
              {"delivery/v1/riders/rider2/#", ""},
              {"delivery/v1/positions/rider1/x", "ear"},
              {"+/v1/users/song/#", ""},
              {"$share/g/delivery/v1/users/song/#", ""},
              {"$share/delivery/v1/users/song/#", ""},
              {"$SYS/#", ""},
              {"$SYS/broker/clients/connected", ""},
              {"$CONTROL/dynamic-security/v1", ""},
              {"", ""}});
    }
    void whoMaySubscribe() { check(share::maySubscribe); }

    void whoMayReceive_data() {
        rows({{"delivery/v1/users/song/orders/17", "customer"},
              {"delivery/v1/users/song/notifications", "customer"},
              {"delivery/v1/users/song/+/17", ""},
              {"delivery/v1/users/kim/orders/17", ""},
              {"delivery/v1/stores/1/orders/17", "store"},
              {"delivery/v1/stores/12/orders/17", ""},
              {"delivery/v1/riders/rider1/offers/17", "rider"},
              {"delivery/v1/riders/rider10/offers/17", ""},
              {"delivery/v1/stores/1/notifications", "store"},
              {"delivery/v1/stores/2/notifications", ""},
              {"delivery/v1/riders/rider1/notifications", "rider"},
              {"delivery/v1/admins/notifications", "admin"},
              {"delivery/v1/presence/song/d1", "ear"},
              {"delivery/v1/positions/rider1", "ear"},
              {"$SYS/broker/version", ""},
              {"other", ""}});
    }
    void whoMayReceive() { check(share::mayReceive); }

    void whoMayPublish_data() {
        rows({{"delivery/v1/presence/song/d1", "customer"},
              {"delivery/v1/presence/store1/d2", "store"},
              {"delivery/v1/presence/rider1/d3", "rider"},
              {"delivery/v1/presence/song/d2", ""},
              {"delivery/v1/presence/song", ""},
              {"delivery/v1/presence/song/d1/more", ""},
              {"delivery/v1/presence/song/+", ""},
              {"delivery/v1/positions/rider1", "rider"},
              {"delivery/v1/positions/rider2", ""},
              {"delivery/v1/positions/song", ""},
              {"delivery/v1/users/song/orders/17", "announcer"},
              {"delivery/v1/stores/1/orders/17", "announcer"},
              {"delivery/v1/riders/rider1/offers/17", "announcer"},
              {"delivery/v1/admins/notifications", "announcer"},
              {"delivery/v1/users/song/#", ""},
              {"delivery/v2/users/song/orders/17", ""},
              {"$SYS/broker/version", ""},
              {"$CONTROL/x", ""},
              {"", ""}});
    }
    void whoMayPublish() {
        check([](const Connection& who, const std::string& topic) {
            return share::mayPublish(who, topic, false);
        });
    }
    void whoMayPublishRetained_data() { whoMayPublish_data(); }
    void whoMayPublishRetained() {
        QFETCH(QByteArray, topic);
        for (const QByteArray& who : QByteArray(everybody).split(' ')) {
            QVERIFY(!share::mayPublish(named(who), topic.toStdString(), true));
        }
    }

    void nameThatIsNoLevel_hasNothing_data() {
        QTest::addColumn<QString>("user");
        for (const char* user : {"", "+", "#", "a/b", "so ng", "$SYS", "a+"}) {
            QTest::addRow("'%s'", user) << QString(user);
        }
    }
    void nameThatIsNoLevel_hasNothing() {
        QFETCH(QString, user);
        const Connection who = customer(user.toUtf8().constData());
        const std::string base = "delivery/v1/users/" + user.toStdString();
        QVERIFY(!share::maySubscribe(who, base + "/#"));
        QVERIFY(!share::mayReceive(who, base + "/orders/1"));
        QVERIFY(
            !share::mayPublish(who, "delivery/v1/presence/" + user.toStdString() + "/d1", false));
    }

    void ownerWithoutAStore_hasOnlyTheirOwn() {
        const Connection who{{UserId{"store9"}, Role::Store, std::nullopt}, "d"};
        QVERIFY(share::maySubscribe(who, "delivery/v1/users/store9/#"));
        QVERIFY(!share::maySubscribe(who, "delivery/v1/stores/0/#"));
        QVERIFY(!share::maySubscribe(who, "delivery/v1/stores//#"));
    }

    /// The names that wire gives are those that the rules know.
    void namesOfWire_areTheRulesTopics() {
        QVERIFY(share::mayReceive(customer(), wire::userOrderTopic(UserId{"song"}, OrderId{17})));
        QVERIFY(share::mayReceive(customer(), wire::notificationTopic(UserId{"song"})));
        QVERIFY(share::mayReceive(store(), wire::storeOrderTopic(StoreId{1}, OrderId{17})));
        QVERIFY(share::mayReceive(store(), wire::notificationTopic(StoreId{1})));
        QVERIFY(share::mayReceive(rider(), wire::notificationTopic(RiderId{"rider1"})));
        QVERIFY(share::mayReceive(admin(), wire::adminNotificationTopic()));
        QVERIFY(share::mayReceive(rider(), wire::offerTopic(RiderId{"rider1"}, OrderId{17})));
        QVERIFY(share::mayPublish(store(), wire::presenceTopic({UserId{"store1"}, "d2"}), false));
        QVERIFY(share::mayPublish(rider(), wire::positionTopic(RiderId{"rider1"}), false));
        for (const std::string& topic :
             {wire::userOrderTopic(UserId{"song"}, OrderId{17}),
              wire::notificationTopic(UserId{"song"}),
              wire::storeOrderTopic(StoreId{1}, OrderId{1}), wire::notificationTopic(StoreId{1}),
              wire::notificationTopic(RiderId{"rider1"}), wire::adminNotificationTopic(),
              wire::offerTopic(RiderId{"rider1"}, OrderId{17})}) {
            QVERIFY(share::mayPublish(server(share::announcerName), topic, false));
        }
        for (const std::string& filter : {wire::everyPresence(), wire::everyPosition()}) {
            QVERIFY(share::maySubscribe(server(share::earName), filter));
        }
    }
    void namesOfWire_readBackAsWhatTheyName() {
        const auto place = wire::presenceNamed(wire::presenceTopic({UserId{"store1"}, "d2"}));
        QVERIFY(place.has_value());
        QCOMPARE(QString::fromStdString(place->user.text()), "store1");
        QCOMPARE(QString::fromStdString(place->device), "d2");
        QVERIFY(wire::riderNamed(wire::positionTopic(RiderId{"rider1"})) == RiderId{"rider1"});
        QVERIFY(!wire::presenceNamed("delivery/v1/presence/store1").has_value());
        QVERIFY(!wire::presenceNamed("delivery/v1/presence/a/b/c").has_value());
        QVERIFY(!wire::presenceNamed("delivery/v1/positions/rider1").has_value());
        QVERIFY(!wire::riderNamed("delivery/v1/positions/").has_value());
        QVERIFY(!wire::riderNamed("delivery/v1/positions/a/b").has_value());
    }
};

QTEST_APPLESS_MAIN(TestShareTopics)
#include "tst_share_topics.moc"
