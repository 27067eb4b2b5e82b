/// Rows damaged in the real file: what they concern rests alone and is named, everything else goes
/// on.

#include <sqlite3.h>

#include <QtTest>
#include <algorithm>
#include <set>
#include <string>

#include "tests/e2e/listeners.h"

using namespace delivery::tests;

class TestE2eQuarantine : public QObject {
    Q_OBJECT

    static void damage(const RealCity& city, const QByteArray& sql) {
        sqlite3* database = nullptr;
        QCOMPARE(sqlite3_open(qPrintable(city.directory() + "/data/delivery.db"), &database),
                 SQLITE_OK);
        sqlite3_busy_timeout(database, 10'000);
        QCOMPARE(sqlite3_exec(database, sql.constData(), nullptr, nullptr, nullptr), SQLITE_OK);
        QCOMPARE(sqlite3_changes(database), 1);
        QCOMPARE(sqlite3_close(database), SQLITE_OK);
    }
    using Names = std::set<std::string>;
    static Names restingIn(const json& context) {
        Names names;
        for (const json& one : context.at("resting")) names.insert(one.at("name"));
        return names;
    }
    static std::string quarantineOf(BlockingHttp& client) {
        const json part = client.get("/actuator/health").json().at("components").at("quarantine");
        return part.value("detail", std::string{});
    }

  private slots:
    void damagedEffect_stopsNoPaymentAndIsMadeAgain() {
        RealCity city;
        auto song = city.as("song");
        QCOMPARE(city.sandbox()->put("/sandbox/payment", {{"mode", "down"}}).status / 100, 2);
        const auto first = song->post("/orders", wish()).json().at("id").get<qint64>();
        const auto second = song->post("/orders", wish()).json().at("id").get<qint64>();
        QVERIFY(city.stop());
        damage(city, "UPDATE effect SET body = x'00' WHERE id = 'charge/" +
                         QByteArray::number(first) + "/1'");
        QVERIFY(city.start());
        QCOMPARE(
            city.sandbox()->put("/sandbox/payment", {{"mode", "ok"}, {"op", "all"}}).status / 100,
            2);
        song = city.as("song");
        for (const qint64 id : {first, second}) {
            QVERIFY(city.until(
                *song, path("orders", id), [](const json& o) { return o.at("state") == "Paid"; },
                90'000));
            QCOMPARE(city.capturesAtProvider(id), 1);
        }
        const std::string name = "effect charge/" + std::to_string(first) + "/1";
        QVERIFY(quarantineOf(*song).find(name) != std::string::npos);
        QVERIFY(song->get("/metrics").body.contains("delivery_quarantined{what=\"effect\"} 1\n"));
        QCOMPARE(song->get("/actuator/health/readiness").status, 200);
        // It was mended by the order's own state; a restart finds nothing left to tell.
        QVERIFY(city.stop());
        QVERIFY(city.start());
        song = city.as("song");
        QVERIFY(city.until(*song, "/actuator/health", [](const json& health) {
            return health.at("components").at("quarantine").at("status") == "UP";
        }));
    }

    void damagedRowsBesideTheLog_countAsErasedAndStopNobody() {
        RealCity city;
        auto song = city.as("song");
        auto store = city.as("store1");
        json there = wish();
        there["address"] = "서울 용산구 용산동 77-7";
        const qint64 id = placed(*song, there);
        damage(city,
               "UPDATE side SET body = x'00' WHERE kind = 'personal' AND "
               "instr(CAST(body AS TEXT), '77-7') > 0");
        for (const char* list : {"/changes", "/orders"}) QCOMPARE(song->get(list).status, 200);
        for (const char* list : {"/changes", "/foodCookings"})
            QCOMPARE(store->get(list).status, 200);
        QVERIFY(city.until(*song, "/actuator/health", [](const json& health) {
            const json part = health.at("components").at("quarantine");
            return part.value("detail", std::string{}).find("side personal/") != std::string::npos;
        }));
        QVERIFY(song->get("/metrics").body.contains("delivery_quarantined{what=\"side\"} 1\n"));
        QCOMPARE(song->get("/actuator/health/readiness").status, 200);
        // The order goes on as if its customer had been forgotten.
        QVERIFY(city.until(*store, path("foodCookings", id),
                           [](const json& ticket) { return ticket.at("state") == "Paid"; }));
        cook(*store, id);
        QVERIFY(placed(*song) > id);
        // Nor does a damaged session or card keep the server from starting.
        QVERIFY(city.stop());
        damage(city, "UPDATE side SET body = x'00' WHERE kind = 'session' AND owner = 'song'");
        damage(city, "UPDATE side SET body = x'00' WHERE kind = 'card' AND key = 'card-song'");
        QVERIFY(city.start());
        QCOMPARE(BlockingHttp(city.port(), store->token()).get("/foodCookings").status, 200);
        QCOMPARE(BlockingHttp(city.port(), song->token()).get("/orders").status, 401);
        song = city.as("song");
        QCOMPARE(song->get("/orders").status, 200);
        for (const char* name : {"side personal/", "side session/", "side card/card-song"}) {
            QVERIFY2(quarantineOf(*song).find(name) != std::string::npos, name);
        }
    }

    void damagedRowsThatOthersDoWithout_silenceAndStopNobody() {
        RealCity city;
        auto store = city.as("store1");
        auto rider = city.as("rider1");
        auto other = city.as("rider2");
        QVERIFY(city.stop());
        for (const char* row :
             {"kind = 'cursor'", "kind = 'position' AND key = 'rider1'",
              "kind = 'account' AND key = 'store1'", "kind = 'account' AND key = 'rider2'"}) {
            damage(city, QByteArray("UPDATE side SET body = CAST(CAST(body AS TEXT) || ' ' AS "
                                    "BLOB) WHERE ") +
                             row);
        }
        QVERIFY(city.start());
        store = std::make_unique<BlockingHttp>(city.port(), store->token());
        rider = std::make_unique<BlockingHttp>(city.port(), rider->token());
        other = std::make_unique<BlockingHttp>(city.port(), other->token());
        const Person song = listener(city, "song", {"delivery/v1/users/song/#"});
        const Person kitchen = [&] {
            Person one{std::make_unique<BlockingHttp>(city.port(), store->token()), nullptr, {}};
            if (!listen(city, one, {"delivery/v1/stores/1/#"})) qFatal("the store hears nothing");
            return one;
        }();
        const qint64 id = placed(*song.http);
        for (const Person* one : {&song, &kitchen}) {
            QVERIFY(one->ear->until(
                [&](const auto& all) {
                    return std::any_of(all.begin(), all.end(), [&](const auto& message) {
                        return message.topic.endsWith("/orders/" + QByteArray::number(id));
                    });
                },
                30'000));
        }
        // What was taken is not called busy.
        cook(*store, id);
        step(*other, "/riders/rider2", {{"onDuty", false}});
        QCOMPARE(store->get("/notificationLogs").status, 200);
        for (const char* verb : {"pick", "collect", "deliver"}) {
            for (const char* list : {"/deliveries", "/riders/rider1"}) {
                QCOMPARE(rider->get(list).status, 200);
            }
            step(*rider, path("deliveries", id, verb));
            QCOMPARE(song.http->get(path("deliveries", id)).status, 200);
        }
        const auto admin = city.as("admin");
        for (const char* list : {"/riders", "/accounts", "/customers"}) {
            QCOMPARE(admin->get(list).status, 200);
        }
        QVERIFY(admin->get("/riders").body.contains("rider1"));
        QVERIFY(!admin->get("/riders").body.contains("rider2"));
        for (const char* name : {"side cursor/", "side position/rider1", "side account/store1",
                                 "side account/rider2"}) {
            QVERIFY2(quarantineOf(*song.http).find(name) != std::string::npos, name);
        }
        // A new place of the rider mends theirs, and the announcer's first pulse its own.
        step(*rider, "/riders/rider1", {{"lat", 37.5385}, {"lng", 126.9905}});
        QVERIFY(rider->get("/riders/rider1").body.contains("37.5385"));
        QVERIFY(city.stop());
        QVERIFY(city.start());
        const auto later = city.as("song");
        QVERIFY(city.until(*later, "/actuator/health", [](const json& health) {
            const json part = health.at("components").at("quarantine");
            const auto detail = part.value("detail", std::string{});
            return detail.find("account/store1") != std::string::npos &&
                   detail.find("cursor/") == std::string::npos &&
                   detail.find("position/") == std::string::npos;
        }));
    }

    void damagedStateOfADueTimer_restsAlone() {
        // One timer of it comes due, the store's time to answer.
        RealCity city(
            "[timers]\nstore_answer_ms = 20000\n"
            "store_reminder_first_ms = 86400000\nstore_reminder_second_ms = 86400000\n");
        auto song = city.as("song");
        const qint64 id = placed(*song);
        QVERIFY(city.until(*song, path("orders", id),
                           [](const json& o) { return o.at("state") == "Paid"; }));
        // After a restart the desk has not looked at the order yet, and the opening has.
        QVERIFY(city.stop());
        QVERIFY(city.start());
        damage(city, "UPDATE state SET body = x'00' WHERE kind = 'order' AND id = '" +
                         QByteArray::number(id) + "'");
        song = city.as("song");
        const std::string name = "stream order/" + std::to_string(id);
        const std::string timer = "timer order/" + std::to_string(id) + " StoreAnswer";
        QVERIFY(city.until(
            *song, "/actuator/health",
            [&](const json& health) {
                const json part = health.at("components").at("quarantine");
                const auto detail = part.value("detail", std::string{});
                return detail.find(name) != std::string::npos &&
                       detail.find(timer) != std::string::npos;
            },
            150'000));
        QVERIFY(placed(*song) > id);
        const json customers = city.as("admin")->get("/contexts/customer").json();
        QCOMPARE(restingIn(customers), (Names{name, timer}));
        for (const json& one : customers.at("resting")) {
            QVERIFY(!one.at("why").get<std::string>().empty());
        }
        // Neither a restart nor the background check stops at what rests.
        QVERIFY(city.stop());
        QVERIFY(city.start());
        song = city.as("song");
        QVERIFY(placed(*song) > id);
        QVERIFY(quarantineOf(*song).find(name) != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestE2eQuarantine)
#include "tst_e2e_quarantine.moc"
