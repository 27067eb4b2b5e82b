/// R-13, N-06, N-08 on the real server with its real broker: everybody whom a change concerns hears
/// of it at once, as GET shows it to them, and nobody else hears anything.

#include <signal.h>

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QtTest>

#include "tests/e2e/listeners.h"

using namespace delivery::tests;

namespace {

/// From the answer of a command until everybody has heard of it, on a loaded machine.
constexpr int deadlineMs = 10'000;

json envelopeOf(const MqttMessage& message) { return json::parse(message.payload.toStdString()); }
json itemOf(const json& envelope) {
    return envelope.contains("order") ? envelope.at("order") : envelope.value("notice", json());
}

QStringList statesOf(const std::vector<MqttMessage>& messages, const QByteArray& topic) {
    QStringList states;
    for (const MqttMessage& one : messages) {
        if (one.topic != topic) continue;
        const json item = itemOf(envelopeOf(one));
        states << (item.contains("gone") ? QString("gone")
                                         : QString::fromStdString(item.at("state")));
    }
    states.removeDuplicates();
    return states;
}

json lastOf(const std::vector<MqttMessage>& messages, const QByteArray& topic) {
    json last;
    for (const MqttMessage& one : messages) {
        if (one.topic == topic) last = itemOf(envelopeOf(one));
    }
    return last;
}

}  // namespace

class TestE2eLive : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> city;
    Person song, store, rider1, rider2, kim;

    void everybodyListens() {
        song = listener(*city, "song", {"delivery/v1/users/song/#"});
        store = listener(*city, "store1", {"delivery/v1/users/store1/#", "delivery/v1/stores/1/#"});
        rider1 = listener(*city, "rider1",
                          {"delivery/v1/users/rider1/#", "delivery/v1/riders/rider1/#"});
        rider2 = listener(*city, "rider2",
                          {"delivery/v1/users/rider2/#", "delivery/v1/riders/rider2/#"});
        kim = listener(*city, "kim", {});
    }
    static QByteArray orders(const char* user, qint64 id) {
        return QByteArray("delivery/v1/users/") + user + "/orders/" + QByteArray::number(id);
    }
    static QByteArray tickets(qint64 id) {
        return "delivery/v1/stores/1/orders/" + QByteArray::number(id);
    }
    static QByteArray offers(const char* rider, qint64 id) {
        return QByteArray("delivery/v1/riders/") + rider + "/offers/" + QByteArray::number(id);
    }
    static bool hears(Person& who, const QByteArray& topic, const QString& state) {
        return who.ear->until([&](const auto& all) { return statesOf(all, topic).contains(state); },
                              deadlineMs);
    }
    /// As GET shows it, but for the place in front of the links.
    json shown(Person& who, const QByteArray& path) {
        QString text = QString::fromUtf8(who.http->get(path).body);
        text.replace(QRegularExpression("http://127\\.0\\.0\\.1:[0-9]+"), "");
        return json::parse(text.toStdString());
    }
    double metric(const QByteArray& name) {
        for (const QByteArray& line : city->nobody()->get("/metrics").body.split('\n')) {
            if (line.startsWith(name + " ")) return line.mid(name.size() + 1).toDouble();
        }
        return -1;
    }

  private slots:
    void initTestCase() {
        city = std::make_unique<RealCity>();
        QVERIFY(city->brokerPort() != 0);
        everybodyListens();
    }

    void wholeLife_isHeardByEverybodyWhomItConcerns() {
        const qint64 id = placed(*song.http);
        const auto allHear = [&](const QString& state) {
            return hears(song, orders("song", id), state) && hears(store, tickets(id), state);
        };
        QVERIFY(allHear("Paid"));
        step(*store.http, path("foodCookings", id, "accept"), {{"cookMinutes", 20}});
        QVERIFY(allHear("Accepted"));
        step(*store.http, path("foodCookings", id, "start"));
        QVERIFY(allHear("Cooking"));
        step(*store.http, path("foodCookings", id, "finish"));
        QVERIFY(allHear("Cooked"));
        QVERIFY(hears(rider1, offers("rider1", id), "Cooked"));
        QVERIFY(hears(rider2, offers("rider2", id), "Cooked"));
        step(*rider1.http, path("deliveries", id, "pick"));
        QVERIFY(allHear("PickedUp"));
        QVERIFY(hears(rider1, offers("rider1", id), "PickedUp"));
        QVERIFY(hears(rider2, offers("rider2", id), "gone"));
        step(*rider1.http, path("deliveries", id, "collect"));
        step(*rider1.http, path("deliveries", id, "deliver"));
        QVERIFY(allHear("Delivered"));
        QVERIFY(hears(rider1, offers("rider1", id), "Delivered"));
        step(*song.http, path("orders", id, "confirm"));
        QVERIFY(allHear("Confirmed"));
        const QString life = "Paid Accepted Cooking Cooked PickedUp Delivered Confirmed";
        QVERIFY(statesOf(song.ear->messages(), orders("song", id)).join(' ').endsWith(life));
        QCOMPARE(statesOf(store.ear->messages(), tickets(id)).join(' '), life);
        QVERIFY(rider1.ear->ping());
        QVERIFY(rider2.ear->ping());
        QVERIFY(!statesOf(rider1.ear->messages(), offers("rider1", id)).contains("gone"));
        QCOMPARE(statesOf(rider2.ear->messages(), offers("rider2", id)).join(' '), "Cooked gone");
    }

    void everyEnvelope_isWhatGetShows() {
        const qint64 id = placed(*song.http);
        cook(*store.http, id);
        step(*rider1.http, path("deliveries", id, "pick"));
        QVERIFY(hears(song, orders("song", id), "PickedUp"));
        QVERIFY(hears(store, tickets(id), "PickedUp"));
        QVERIFY(hears(rider1, offers("rider1", id), "PickedUp"));
        QCOMPARE(lastOf(song.ear->messages(), orders("song", id)).dump(),
                 shown(song, path("orders", id)).dump());
        QCOMPARE(lastOf(store.ear->messages(), tickets(id)).dump(),
                 shown(store, path("foodCookings", id)).dump());
        const json toRider = lastOf(rider1.ear->messages(), offers("rider1", id));
        const json difference = json::diff(toRider, shown(rider1, path("deliveries", id)));
        QVERIFY2(difference.empty(), difference.dump().c_str());
        QVERIFY(toRider.contains("phone"));
        step(*rider1.http, path("deliveries", id, "collect"));
        step(*rider1.http, path("deliveries", id, "deliver"));
        QVERIFY(hears(rider1, offers("rider1", id), "Delivered"));
        const json past = lastOf(rider1.ear->messages(), offers("rider1", id));
        QVERIFY(!past.contains("phone"));
        QCOMPARE(past.dump(), shown(rider1, path("deliveries", id)).dump());
    }

    /// A number that is missing is how a client notices a loss.
    void numbersOfOneRecipient_haveNoGaps_andNothingGoesBack() {
        const qint64 id = placed(*song.http);
        cook(*store.http, id);
        QVERIFY(hears(song, orders("song", id), "Cooked"));
        qint64 number = 0;
        qint64 version = 0;
        std::string epoch;
        for (const MqttMessage& one : song.ear->messages()) {
            QVERIFY(!one.retained);
            const json envelope = envelopeOf(one);
            QCOMPARE(envelope.at("to").get<std::string>(), std::string("users/song"));
            if (number > 0) {
                QCOMPARE(envelope.at("number").get<qint64>(), number + 1);
                QCOMPARE(envelope.at("epoch").get<std::string>(), epoch);
            }
            number = envelope.at("number").get<qint64>();
            epoch = envelope.at("epoch").get<std::string>();
            if (one.topic != orders("song", id)) continue;
            QVERIFY(itemOf(envelope).at("version").get<qint64>() >= version);
            version = itemOf(envelope).at("version").get<qint64>();
        }
        QVERIFY(version > 0);
        step(*store.http, path("foodCookings", id, "cancel"), {{"reason", "끝"}});
    }

    void offer_holdsNoDoorAndNoPhone() {
        const qint64 id = placed(*song.http);
        cook(*store.http, id);
        QVERIFY(hears(rider2, offers("rider2", id), "Cooked"));
        const MqttMessage* offer = nullptr;
        for (const MqttMessage& one : rider2.ear->messages()) {
            if (one.topic == offers("rider2", id)) offer = &one;
        }
        QVERIFY(offer != nullptr);
        QVERIFY(!offer->payload.contains("1-1"));
        QVERIFY(!offer->payload.contains("phone"));
        QVERIFY(!offer->payload.contains("song"));
        step(*rider2.http, path("deliveries", id, "pick"));
        step(*rider2.http, path("deliveries", id, "collect"));
        step(*rider2.http, path("deliveries", id, "deliver"));
    }

    void cancelledOrder_isHeardByTheStore_andTheAcknowledgementByItsOtherScreens() {
        const qint64 id = placed(*song.http);
        QVERIFY(hears(store, tickets(id), "Paid"));
        QCOMPARE(song.http->erase(path("orders", id)).status, 204);
        QVERIFY(hears(store, tickets(id), "Cancelled"));
        step(*store.http, path("foodCookings", id, "acknowledge"));
        QVERIFY(store.ear->until(
            [&](const auto& all) {
                const json last = lastOf(all, tickets(id));
                return last.contains("acknowledged") && last.at("acknowledged") == true;
            },
            deadlineMs));
    }

    void everyNewStatus_isANotificationToo() {
        song.ear->forget();
        const qint64 id = placed(*song.http);
        const QByteArray topic = "delivery/v1/users/song/notifications";
        QVERIFY(song.ear->until(
            [&](const auto& all) {
                return std::any_of(all.begin(), all.end(), [&](const MqttMessage& one) {
                    const json notice = itemOf(envelopeOf(one));
                    return one.topic == topic && notice.at("orderId") == id &&
                           notice.at("state") == "Paid";
                });
            },
            deadlineMs));
        QVERIFY(store.ear->until(
            [&](const auto& all) {
                return std::any_of(all.begin(), all.end(), [&](const MqttMessage& one) {
                    if (one.topic != "delivery/v1/stores/1/notifications") return false;
                    const json notice = itemOf(envelopeOf(one));
                    return notice.value("orderId", 0) == id && notice.at("state") == "Paid";
                });
            },
            deadlineMs));
        QVERIFY(rider1.ear->ping());
        for (const MqttMessage& one : rider1.ear->messages()) {
            QVERIFY(!one.topic.startsWith("delivery/v1/stores/"));
        }
    }

    /// The customer is told in words, and the store's other screens by the ticket; riders, who do
    /// not know of it before it is cooked, hear nothing.
    void newPromise_isHeardByWhomItConcerns() {
        const qint64 id = placed(*song.http);
        const QByteArray where = path("foodCookings", id, "promise");
        QCOMPARE(store.http->put(where, {{"cookMinutes", 30}}).status, 409);
        const json first =
            step(*store.http, path("foodCookings", id, "accept"), {{"cookMinutes", 20}});
        QVERIFY(first.at("_links").contains("promise"));
        for (Person* one : {&song, &store, &rider1}) one->ear->forget();
        const json changed = step(*store.http, where, {{"cookMinutes", 45}});
        QVERIFY(changed.at("readyBy") > first.at("readyBy"));
        const auto hearsTheTime = [&](Person& who, const QByteArray& topic) {
            return who.ear->until(
                [&](const auto& all) {
                    const json last = lastOf(all, topic);
                    return last.contains("readyBy") && last.at("readyBy") == changed.at("readyBy");
                },
                deadlineMs);
        };
        QVERIFY(hearsTheTime(song, orders("song", id)));
        QVERIFY(hearsTheTime(store, tickets(id)));
        const QByteArray notices = "delivery/v1/users/song/notifications";
        QVERIFY(hearsTheTime(song, notices));
        const json notice = lastOf(song.ear->messages(), notices);
        QCOMPARE(notice.at("state"), "PromiseChanged");
        const std::string message = notice.at("message");
        QVERIFY2(message.find("요리 시각 바뀜") != std::string::npos, message.c_str());
        const json mine = shown(song, path("myPages", id)).at("timeline").back();
        QCOMPARE(mine.at("event"), "PromiseChanged");
        QCOMPARE(mine.at("readyBy"), changed.at("readyBy"));
        QVERIFY(rider1.ear->ping());
        for (const MqttMessage& one : rider1.ear->messages()) {
            QVERIFY(!one.topic.endsWith("/" + QByteArray::number(id)));
        }
        QCOMPARE(store.http->put(where, {{"cookMinutes", 500}}).status, 400);
        QCOMPARE(song.http->put(where, {{"cookMinutes", 45}}).status, 403);
        step(*store.http, path("foodCookings", id, "start"));
        step(*store.http, where, {{"cookMinutes", 5}});
        step(*store.http, path("foodCookings", id, "finish"));
        QCOMPARE(store.http->put(where, {{"cookMinutes", 5}}).status, 409);
        step(*store.http, path("foodCookings", id, "cancel"), {{"reason", "끝"}});
    }

    void strangerWhoSubscribesToEverything_witnessesNothing() {
        for (const QByteArray& filter :
             {QByteArray("#"), QByteArray("delivery/#"), QByteArray("delivery/v1/users/song/#"),
              QByteArray("delivery/v1/users/+/orders/+"), QByteArray("delivery/v1/stores/1/#"),
              QByteArray("delivery/v1/riders/+/offers/+"), QByteArray("$SYS/#"),
              QByteArray("delivery/v1/presence/#"), QByteArray("delivery/v1/positions/#"),
              QByteArray("$share/x/delivery/v1/users/song/#")}) {
            kim.ear->subscribe(filter);
        }
        const qint64 id = placed(*song.http);
        cook(*store.http, id);
        QVERIFY(hears(song, orders("song", id), "Cooked"));
        QVERIFY(rider1.ear->publish("delivery/v1/positions/rider1",
                                    R"({"lat":37.5361,"lng":126.9801})"));
        QVERIFY(kim.ear->ping());
        QVERIFY(kim.ear->messages().empty());
        step(*store.http, path("foodCookings", id, "cancel"), {{"reason", "끝"}});
    }

    void positionOfARider_isTaken() {
        QVERIFY(rider2.ear->publish("delivery/v1/positions/rider2",
                                    R"({"lat":37.5399,"lng":126.9911})"));
        QVERIFY(city->until(*rider2.http, "/riders/rider2", [](const json& rider) {
            return rider.contains("lat") && rider.at("lat").dump().starts_with("37.5399");
        }));
        QVERIFY(rider2.ear->publish("delivery/v1/positions/rider2", "nonsense"));
        QVERIFY(rider2.ear->ping());
    }

    void presence_isCountedAndEndsWithItsWill() {
        const auto there = [&] { return metric("delivery_devices_present"); };
        const double before = there();
        Person guest;
        guest.http = city->as("store2");
        QVERIFY(listen(*city, guest, {}));
        const QByteArray topic =
            "delivery/v1/presence/store2/" + guest.login.username.split(':').value(1);
        QCOMPARE(guest.ear->connect(guest.login,
                                    {.will = MqttWitness::Will{topic, R"({"online":false})"}}),
                 0);
        QVERIFY(guest.ear->publish(topic, R"({"online":true})"));
        QTRY_COMPARE_WITH_TIMEOUT(there(), before + 1, deadlineMs);
        guest.ear->vanish();
        QTRY_COMPARE_WITH_TIMEOUT(there(), before, deadlineMs);
    }

    /// Commands never wait for the broker, and what happened meanwhile is announced when it is
    /// back.
    void brokerKilledAgainAndAgain_commandsGoOn_andNothingStaysUnannounced() {
        for (int round = 0; round < 5; ++round) {
            const qint64 pid = city->brokerPid();
            if (pid != 0) ::kill(static_cast<pid_t>(pid), SIGKILL);
            const qint64 id = placed(*song.http);
            cook(*store.http, id);
            QCOMPARE(song.http->get(path("orders", id)).json().at("state").get<std::string>(),
                     std::string("Cooked"));
        }
        QTRY_COMPARE_WITH_TIMEOUT(metric("delivery_announcer_lag"), 0.0, 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(listen(*city, song, {"delivery/v1/users/song/#"}), 30'000);
        const qint64 id = placed(*song.http);
        QVERIFY(hears(song, orders("song", id), "Paid"));
        // The server's own subscriptions are back as well.
        QTRY_VERIFY_WITH_TIMEOUT(listen(*city, rider2, {}), 30'000);
        QVERIFY(rider2.ear->publish("delivery/v1/positions/rider2",
                                    R"({"lat":37.5377,"lng":126.9902})"));
        QVERIFY(city->until(*rider2.http, "/riders/rider2", [&](const json& rider) {
            return rider.contains("lat") && rider.at("lat").dump().starts_with("37.5377");
        }));
    }

    void serverKilled_goesOnWhereItWas() {
        const double published = metric("delivery_announcer_published");
        QVERIFY(published > 0);
        city->kill();
        QVERIFY(city->start());
        // Of all that was announced before, at most the last moment's is announced again.
        QTRY_COMPARE_WITH_TIMEOUT(metric("delivery_announcer_lag"), 0.0, 30'000);
        QVERIFY(metric("delivery_announcer_published") < published);
        everybodyListens();
        const qint64 id = placed(*song.http);
        QVERIFY(hears(song, orders("song", id), "Paid"));
        QVERIFY(hears(store, tickets(id), "Paid"));
        QVERIFY(city->stop());
    }
};

QTEST_GUILESS_MAIN(TestE2eLive)
#include "tst_e2e_live.moc"
