/// KakaoTalk on real processes: every change reaches the telephone, a provider that is down, slow
/// or silent holds nobody up, and nobody gets a message twice, also after kill -9.

#include <QRandomGenerator>
#include <QtTest>
#include <map>
#include <set>

#include "tests/e2e/places.h"

using namespace delivery::tests;

class TestE2eMessages : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> city;
    std::unique_ptr<BlockingHttp> song, store, rider, sandbox;

    void arrive(const QByteArray& extra = {}) {
        city = std::make_unique<RealCity>(extra);
        song = city->as("song");
        store = city->as("store1");
        rider = city->as("rider1");
        sandbox = city->sandbox();
    }
    void mode(const char* name, int count = -1) {
        QCOMPARE(sandbox->put("/sandbox/kakao", {{"mode", name}, {"count", count}}).status, 200);
    }
    [[nodiscard]] json shown() { return sandbox->get("/sandbox/messages").json(); }
    /// What telephones show of an order, by our name for the message.
    [[nodiscard]] std::map<std::string, int> shownOf(qint64 id) {
        std::map<std::string, int> count;
        const std::string prefix = "message/" + std::to_string(id) + "/";
        for (const json& one : shown()) {
            const std::string name = one.at("customFields").at("outboxId");
            if (name.starts_with(prefix)) count[name] += 1;
        }
        return count;
    }
    /// State of the order, and what its message has come to: "Paid delivered".
    [[nodiscard]] static std::set<std::string> told(const json& page, qint64 id) {
        std::set<std::string> found;
        for (const json& one : page.at("_embedded").at("notificationLogs")) {
            if (!one.contains("orderId") || one.at("orderId") != id) continue;
            for (const json& channel : one.at("channels")) {
                if (channel.at("channel") != "kakaotalk") continue;
                std::string line = one.at("state");
                line += ' ';
                line += channel.at("sent").get<std::string>();
                found.insert(line);
            }
        }
        return found;
    }
    bool untilTold(BlockingHttp& who, qint64 id, const std::set<std::string>& expected,
                   int timeoutMs = 30'000) {
        std::set<std::string> last;
        const bool done = city->until(
            who, "/notificationLogs?size=100",
            [&](const json& page) { return (last = told(page, id)) == expected; }, timeoutMs);
        if (!done) {
            for (const std::string& line : last) qWarning("told: %s", line.c_str());
            qWarning().noquote() << QString::fromStdString(health().dump());
            for (const QByteArray& line : city->nobody()->get("/metrics").body.split('\n')) {
                if (line.startsWith("delivery_messages")) qWarning() << line;
            }
        }
        return done;
    }
    [[nodiscard]] json health() { return city->nobody()->get("/actuator/health").json(); }
    void deliver(qint64 id) {
        cook(*store, id);
        step(*rider, path("deliveries", id, "pick"));
        step(*rider, path("deliveries", id, "collect"));
        step(*rider, path("deliveries", id, "deliver"));
        step(*song, path("orders", id, "confirm"));
    }

  private slots:
    void cleanup() {
        song.reset();
        store.reset();
        rider.reset();
        sandbox.reset();
        city.reset();
    }

    void everyChange_reachesTheTelephone_once() {
        arrive();
        const qint64 id = placed(*song);
        deliver(id);
        QVERIFY(untilTold(
            *song, id,
            {"Paid delivered", "Accepted delivered", "Cooking delivered", "Cooked delivered",
             "PickedUp delivered", "Delivered delivered", "Confirmed delivered"}));
        const auto messages = shownOf(id);
        QCOMPARE(messages.size(), std::size_t{7});
        for (const auto& [name, count] : messages) QCOMPARE(count, 1);
        const json last = shown().back();
        QCOMPARE(QString::fromStdString(last.at("to")), "01011111111");
        QVERIFY(QString::fromStdString(last.at("text")).contains("거래완료"));
        // Nothing secret and nothing personal stands in the log.
        QFile log(city->directory() + "/deliveryd.log");
        QVERIFY(log.open(QIODevice::ReadOnly));
        const QByteArray text = log.readAll();
        QVERIFY(!text.contains("sandbox-solapi-secret"));
        QVERIFY(!text.contains("01011111111"));
    }

    void english_isForWhoeverPrefersIt() {
        arrive();
        QCOMPARE(song->put("/customers/song", {{"language", "en"}}).status, 200);
        const qint64 id = placed(*song);
        QVERIFY(untilTold(*song, id, {"Paid delivered"}));
        QVERIFY(QString::fromStdString(shown().back().at("text")).contains("Paid"));
        const json page = song->get("/notificationLogs").json();
        const json first = page.at("_embedded").at("notificationLogs").front();
        QVERIFY(QString::fromStdString(first.at("message")).contains(" order "));
        QCOMPARE(song->put("/customers/song", {{"language", "fr"}}).status, 400);
    }

    void down_holdsNobodyUp_andComesAfterwards() {
        arrive();
        mode("down");
        const qint64 id = placed(*song);
        deliver(id);
        QVERIFY(untilTold(*song, id,
                          {"Paid queued", "Accepted queued", "Cooking queued", "Cooked queued",
                           "PickedUp queued", "Delivered queued", "Confirmed queued"}));
        QVERIFY(shownOf(id).empty());
        mode("ok");
        QVERIFY(untilTold(
            *song, id,
            {"Paid delivered", "Accepted delivered", "Cooking delivered", "Cooked delivered",
             "PickedUp delivered", "Delivered delivered", "Confirmed delivered"},
            90'000));
        for (const auto& [name, count] : shownOf(id)) QCOMPARE(count, 1);
    }

    void downForLong_leavesOutWhatIsOld_andSaysSo() {
        arrive(
            "[kakaotalk]\nsend_for_ms = 3000\n[breaker_kakaotalk]\ncalls_min = 5\n"
            "open_first_ms = 1500\nopen_max_ms = 1500\n");
        mode("down");
        QElapsedTimer clock;
        clock.start();
        std::vector<qint64> ids;
        for (int i = 0; i < 30; ++i) ids.push_back(placed(*song, wish("짜장")));
        // The provider's trouble is none of the orders'.
        QVERIFY2(clock.elapsed() < 20'000, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(city->until(
            *city->nobody(), "/actuator/health",
            [](const json& all) {
                return all.at("components").at("kakaotalk").at("status") != "UP";
            },
            30'000));
        for (const qint64 id : ids) QVERIFY(untilTold(*song, id, {"Paid suppressed"}, 60'000));
        QVERIFY(shown().empty());
        const QByteArray metrics = city->nobody()->get("/metrics").body;
        QVERIFY(metrics.contains("delivery_messages{sent=\"suppressed\"} 30"));
        mode("ok");
        const qint64 fresh = placed(*song, wish("짜장"));
        QVERIFY(untilTold(*song, fresh, {"Paid delivered"}, 60'000) ||
                untilTold(*song, fresh, {"Paid suppressed"}, 1'000));
        QVERIFY(city->until(
            *city->nobody(), "/actuator/health",
            [&](const json& all) {
                (void)placed(*song, wish("짜장"));
                return all.at("components").at("kakaotalk").at("status") == "UP";
            },
            60'000));
        QFile log(city->directory() + "/deliveryd.log");
        QVERIFY(log.open(QIODevice::ReadOnly));
        QVERIFY(log.readAll().contains("breaker of sending opened"));
    }

    void slowAndSilent_holdNobodyUp() {
        arrive();
        for (const char* how : {"slow", "charge-then-hang"}) {
            mode(how, 8);
            QElapsedTimer clock;
            clock.start();
            for (int i = 0; i < 8; ++i) (void)placed(*song, wish("짜장"));
            QVERIFY2(clock.elapsed() < 8'000, how);
        }
        const qint64 id = placed(*song, wish("짜장"));
        QVERIFY(untilTold(*song, id, {"Paid delivered"}, 60'000));
        std::map<std::string, int> counts;
        for (const json& one : shown()) {
            counts[one.at("customFields").at("outboxId").get<std::string>()] += 1;
        }
        for (const auto& [name, count] : counts) QVERIFY2(count == 1, name.c_str());
    }

    void aNumberThatIsNone_failsWithItsReason_andNobodyElse() {
        arrive();
        auto kim = city->as("kim");
        QCOMPARE(kim->put("/customers/kim", {{"mobile", "123-4567"}}).status, 200);
        const qint64 id = placed(*kim);
        QVERIFY(untilTold(*kim, id, {"Paid failed"}));
        const json page = kim->get("/notificationLogs").json();
        const json channels = page.at("_embedded").at("notificationLogs").front().at("channels");
        QCOMPARE(QString::fromStdString(channels.back().at("reason")), "1060");
        const qint64 other = placed(*song);
        QVERIFY(untilTold(*song, other, {"Paid delivered"}));
    }

    void killedAgainAndAgain_nobodyGetsAMessageTwice() {
        arrive();
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo() << "seed" << seed;
        QRandomGenerator random(seed);
        std::vector<qint64> ids;
        for (int round = 0; round < 8; ++round) {
            // Some answers are lost on the way, too.
            mode(round % 2 == 0 ? "ok" : "error-after-charge", round % 2 == 0 ? -1 : 3);
            for (int i = 0; i < 5; ++i) ids.push_back(placed(*song, wish("짜장")));
            // In the middle of it: some are out, some are not.
            const auto out = shown().size() + random.bounded(6U);
            (void)city->until(
                *sandbox, "/sandbox/messages", [out](const json& all) { return all.size() >= out; },
                3'000);
            city->kill();
            QVERIFY(city->start());
            song = city->as("song");
            sandbox = city->sandbox();
        }
        mode("ok");
        for (const qint64 id : ids) QVERIFY(untilTold(*song, id, {"Paid delivered"}, 90'000));
        for (const qint64 id : ids) {
            const auto messages = shownOf(id);
            QCOMPARE(messages.size(), std::size_t{1});
            for (const auto& [name, count] : messages) QVERIFY2(count == 1, name.c_str());
        }
    }

    void anOrderThatNobodyHears_isSentToTheOwner() {
        arrive("[timers]\nstore_reminder_first_ms = 1500\n");
        const qint64 answered = placed(*song);
        step(*store, path("foodCookings", answered, "accept"), {{"cookMinutes", 20}});
        const qint64 unheard = placed(*song);
        QVERIFY(untilTold(*store, unheard, {"OrderUnheard delivered"}));
        const auto owner = QString("message/%1/").arg(unheard);
        bool found = false;
        for (const json& one : shown()) {
            if (one.at("to") != "01033330001") continue;
            const auto name = QString::fromStdString(one.at("customFields").at("outboxId"));
            QVERIFY(name.startsWith(owner) && name.endsWith("/owner"));
            QVERIFY(QString::fromStdString(one.at("text")).contains("사장님"));
            found = true;
        }
        QVERIFY(found);
    }
};

QTEST_GUILESS_MAIN(TestE2eMessages)
#include "tst_e2e_messages.moc"
