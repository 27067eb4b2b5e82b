/// What stands still is heard at once, on the real server with its real broker: by the store that
/// does not answer, by the admins when nobody rides, and by nobody else.

#include <QtTest>

#include "tests/e2e/listeners.h"

using namespace delivery::tests;

namespace {

constexpr int deadlineMs = 30'000;
constexpr const char* impatient = "[timers]\nstore_reminder_first_ms = 500\noffer_round_ms = 100\n";

}  // namespace

class TestE2eAlerts : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> city;

    /// Of this order on this topic.
    static json noticeOf(const std::vector<MqttMessage>& all, const QByteArray& topic, qint64 order,
                         const std::string& alert) {
        for (const MqttMessage& one : all) {
            if (one.topic != topic) continue;
            const json notice = json::parse(one.payload.toStdString()).at("notice");
            if (notice.value("orderId", qint64{0}) != order) continue;
            if (notice.value("alert", "") == alert) return notice;
        }
        return {};
    }
    static bool hears(Person& who, const QByteArray& topic, qint64 order,
                      const std::string& alert) {
        return who.ear->until(
            [&](const auto& all) { return !noticeOf(all, topic, order, alert).is_null(); },
            deadlineMs);
    }

  private slots:
    void initTestCase() {
        city = std::make_unique<RealCity>(impatient);
        QVERIFY(city->brokerPort() != 0);
    }

    void storeAndAdmins_hearOfWhatStandsStill_andNobodyElse() {
        const QByteArray ofStore = "delivery/v1/stores/1/notifications";
        const QByteArray ofAdmins = "delivery/v1/admins/notifications";
        Person store = listener(*city, "store1", {"delivery/v1/stores/1/#"});
        Person admin = listener(*city, "admin", {"delivery/v1/admins/#"});
        Person other = listener(*city, "store2", {"delivery/v1/stores/2/#"});
        // What is refused is not heard, whoever asks for it.
        QCOMPARE(other.ear->subscribe("delivery/v1/stores/1/#"), 128);
        QCOMPARE(other.ear->subscribe("delivery/v1/admins/#"), 128);
        auto song = city->as("song");
        const qint64 id = placed(*song);
        QVERIFY(hears(store, ofStore, id, "StoreReminded"));
        const json reminded = noticeOf(store.ear->messages(), ofStore, id, "StoreReminded");
        QCOMPARE(reminded.at("state"), "OrderUnheard");
        cook(*store.http, id);
        QVERIFY(hears(admin, ofAdmins, id, "DeliveryUnassignable"));
        QVERIFY(hears(store, ofStore, id, "DeliveryUnassignable"));
        const json listed = admin.http->get("/notificationLogs").json();
        const json told = noticeOf(admin.ear->messages(), ofAdmins, id, "DeliveryUnassignable");
        QCOMPARE(told.at("message"),
                 listed.at("_embedded").at("notificationLogs").front().at("message"));
        QVERIFY(other.ear->ping());
        QVERIFY(other.ear->messages().empty());
    }
};

QTEST_GUILESS_MAIN(TestE2eAlerts)
#include "tst_e2e_alerts.moc"
