/// kit's live part against the real server: one places, another watches, and the road between them
/// breaks in every way.

#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QtTest>

#include "tests/apps/kit_ear.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/real_city.h"

using namespace delivery;
using namespace delivery::kit;
using namespace delivery::test;
using namespace delivery::tests;
using nlohmann::json;
using Way = LiveFeed::Way;

namespace {

constexpr int patienceMs = 30'000;
/// What a loaded machine may add to the two seconds that healing takes.
constexpr int healingMs = 10'000;
/// Of a question to the server (kit::Timeouts).
constexpr int totalTimeoutMs = 10'000;
const LiveRules bySocket{.usesBroker = false};

}  // namespace

class TestKitLive : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> city;
    std::unique_ptr<BlockingHttp> song, store;

    qint64 placed(BlockingHttp& customer) {
        const auto answer = customer.post(
            "/orders", {{"foodId", "탕수육"}, {"qty", 1}, {"address", "서울 용산구 용산동 1-1"}});
        if (answer.status != 201) qFatal("order: %d %s", answer.status, answer.body.constData());
        return answer.json().at("id").get<qint64>();
    }
    void accept(qint64 id) {
        const QByteArray path = "/foodCookings/" + QByteArray::number(id) + "/accept";
        const auto answer = store->put(path, {{"cookMinutes", 20}});
        if (answer.status != 200) qFatal("accept: %d", answer.status);
    }
    void signIn() {
        song = city->as("song");
        store = city->as("store1");
    }
    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(city->port())); }

    /// The book holds exactly what the server shows: every order, each in its last version.
    static bool isTrue(const KitEar& ear, BlockingHttp& user) {
        std::map<qint64, qint64> shown;
        QByteArray after;
        while (true) {
            const json answer = user.get("/changes" + after).json();
            for (const json& item : answer.at("changes")) {
                if (item.value("gone", false)) continue;
                shown[item.at("id").get<qint64>()] = item.at("version").get<qint64>();
            }
            if (!answer.at("more").get<bool>()) break;
            after = "?after=" + QByteArray::fromStdString(answer.at("next"));
        }
        std::map<qint64, qint64> held;
        for (const std::int64_t id : ear.book.ids())
            held[id] = ear.book.find(id)->number("version");
        return held == shown;
    }

  private slots:
    void initTestCase() {
        city = std::make_unique<RealCity>();
        signIn();
    }

    void onePlaces_theOthersSeeItWithoutAsking() {
        KitEar customer(url(), "song", "customer", bySocket);
        KitEar ticket(url(), "store1", "store", bySocket);
        KitEar kim(url(), "kim", "customer", bySocket);
        KitEar other(url(), "store2", "store", bySocket);
        for (KitEar* one : {&customer, &ticket, &kim, &other}) one->feed.start();
        for (KitEar* one : {&customer, &ticket, &kim, &other}) {
            QTRY_VERIFY_WITH_TIMEOUT(one->isLive() && !one->feed.catchUp().isUnderWay(),
                                     patienceMs);
        }
        const int asked = customer.feed.catchUp().questions();
        QSignalSpy noticed(&customer.feed, &LiveFeed::noticed);
        const qint64 id = placed(*song);
        QTRY_COMPARE_WITH_TIMEOUT(customer.stateOf(id), QString("Paid"), patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(ticket.stateOf(id), QString("Paid"), patienceMs);
        accept(id);
        QTRY_COMPARE_WITH_TIMEOUT(customer.stateOf(id), QString("Accepted"), patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(ticket.stateOf(id), QString("Accepted"), patienceMs);
        QVERIFY(ticket.book.find(id)->links().contains("start"));
        QVERIFY(!noticed.isEmpty());
        QCOMPARE(customer.feed.catchUp().questions(), asked);
        QTRY_VERIFY_WITH_TIMEOUT(customer.feed.age() < 2'000, patienceMs);
        // Nobody else hears anything of it, neither pushed nor asked for.
        kim.feed.refresh();
        other.feed.refresh();
        QTRY_VERIFY_WITH_TIMEOUT(
            !kim.feed.catchUp().isUnderWay() && !other.feed.catchUp().isUnderWay(), patienceMs);
        QVERIFY(!kim.book.find(id));
        QVERIFY(!other.book.find(id));
        QCOMPARE(customer.backwards() + ticket.backwards(), 0);
    }

    void offer_goesToRidersAndIsGoneForTheSlower() {
        KitEar fast(url(), "rider1", "rider", bySocket);
        KitEar slow(url(), "rider2", "rider", bySocket);
        fast.feed.start();
        slow.feed.start();
        QTRY_VERIFY_WITH_TIMEOUT(fast.isLive() && slow.isLive(), patienceMs);
        const qint64 id = placed(*song);
        accept(id);
        const QByteArray ticket = "/foodCookings/" + QByteArray::number(id);
        QCOMPARE(store->put(ticket + "/start").status, 200);
        QCOMPARE(store->put(ticket + "/finish").status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(slow.stateOf(id), QString("Cooked"), patienceMs);
        const auto rider = city->as("rider1");
        const QByteArray delivery = "/deliveries/" + QByteArray::number(id);
        QCOMPARE(rider->put(delivery + "/pick").status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(!slow.book.find(id), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(
            fast.book.find(id) && fast.book.find(id)->links().contains("collect"), patienceMs);
        QCOMPARE(rider->put(delivery + "/collect").status, 200);
        QCOMPARE(rider->put(delivery + "/deliver").status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(fast.stateOf(id), QString("Delivered"), patienceMs);
    }

    void brokenRoad_convergesAfterHealing_data() {
        QTest::addColumn<QString>("what");
        for (const char* what : {"refuse", "silence", "reset", "slice", "delay", "drop"}) {
            QTest::newRow(what) << QString(what);
        }
    }
    void brokenRoad_convergesAfterHealing() {
        QFETCH(QString, what);
        FaultProxy proxy(city->port());
        KitEar customer(proxy.url(), "song", "customer", bySocket);
        KitEar ticket(proxy.url(), "store1", "store", bySocket);
        for (KitEar* one : {&customer, &ticket}) one->feed.start();
        for (KitEar* one : {&customer, &ticket}) {
            QTRY_VERIFY_WITH_TIMEOUT(one->isLive() && !one->feed.catchUp().isUnderWay(),
                                     patienceMs);
        }
        Faults faults;
        faults.refuse = what == "refuse";
        faults.silence = what == "silence";
        faults.slice = what == "slice";
        if (what == "delay") faults.delayMs = 200;
        if (what == "drop") faults.dropEvery = 3;
        if (what == "reset") faults.resetAfterBytes = 700;
        proxy.set(faults);
        if (what == "refuse") proxy.resetAll();
        for (int i = 0; i < 5; ++i) {
            const qint64 id = placed(*song);
            accept(id);
            if (i % 2 == 0) QCOMPARE(song->erase("/orders/" + QByteArray::number(id)).status, 204);
            // Lets the clients meet the fault in between.
            QTest::qWait(0);
            if (what == "reset") proxy.set(faults);
        }
        proxy.heal();
        QElapsedTimer healing;
        healing.start();
        // Bytes that are gone from the middle of a stream are noticed by nothing but the deadline
        // of whoever waits for them: a question that met the fault takes its whole ten seconds, and
        // the next one heals.
        const int untilTrueMs = healingMs + (what == "drop" ? totalTimeoutMs : 0);
        // Asked once each time: what is cancelled is paid back a moment later, and no book is the
        // server's in that moment.
        QVERIFY(QTest::qWaitFor([&] { return isTrue(customer, *song) && isTrue(ticket, *store); },
                                untilTrueMs));
        qInfo().noquote() << what << "healed in" << healing.elapsed() << "ms";
        for (KitEar* one : {&customer, &ticket}) {
            QTRY_VERIFY_WITH_TIMEOUT(one->isLive(), patienceMs);
            QCOMPARE(one->backwards(), 0);
        }
        const qint64 id = placed(*song);
        QTRY_COMPARE_WITH_TIMEOUT(ticket.stateOf(id), QString("Paid"), patienceMs);
    }

    /// Several questions at once, as apps ask them: none waits for a connection that is none.
    void refusedQuestions_areAnsweredAtOnceWhenTheRoadIsBack() {
        FaultProxy proxy(city->port());
        Gateway gateway(proxy.url());
        QObject context;
        const auto ask = [&](int& answered, int& refused) {
            for (int i = 0; i < 3; ++i) {
                gateway.ask({"GET", "/stores"}, {}, &context,
                            [&](const Outcome& outcome) { ++(outcome ? answered : refused); });
            }
        };
        for (int round = 0; round < 10; ++round) {
            int answered = 0;
            int refused = 0;
            Faults faults;
            faults.refuse = true;
            proxy.set(faults);
            proxy.resetAll();
            ask(answered, refused);
            QTRY_COMPARE_WITH_TIMEOUT(answered + refused, 3, patienceMs);
            proxy.heal();
            answered = refused = 0;
            ask(answered, refused);
            QTRY_COMPARE_WITH_TIMEOUT(answered + refused, 3, patienceMs);
            QCOMPARE(answered, 3);
        }
    }

    void killedServer_isFoundAgain() {
        FaultProxy proxy(city->port());
        KitEar customer(proxy.url(), "song", "customer", bySocket);
        customer.feed.start();
        QTRY_VERIFY_WITH_TIMEOUT(customer.isLive() && customer.feed.age(), patienceMs);
        const qint64 before = placed(*song);
        city->kill();
        QTRY_VERIFY_WITH_TIMEOUT(!customer.isLive(), patienceMs);
        const auto age = customer.feed.age();
        QVERIFY(city->start());
        proxy.setUpstream(city->port());
        signIn();
        const qint64 after = placed(*song);
        QTRY_VERIFY_WITH_TIMEOUT(customer.isLive() && isTrue(customer, *song), patienceMs);
        QVERIFY(customer.book.find(before) && customer.book.find(after));
        QVERIFY(age);
        QTRY_VERIFY_WITH_TIMEOUT(customer.feed.age() < 2'000, patienceMs);
        QCOMPARE(customer.backwards(), 0);
    }

    /// The copy ends before an order that the window has seen come far; its number is given out a
    /// second time, and the log may have grown past where the window stood.
    void serverPutBackFromACopy_isShownAsItIsNow_data() {
        QTest::addColumn<int>("orders");
        QTest::newRow("the log is shorter") << 1;
        QTest::newRow("the log is longer") << 4;
    }
    void serverPutBackFromACopy_isShownAsItIsNow() {
        QFETCH(int, orders);
        city = std::make_unique<RealCity>();
        signIn();
        FaultProxy proxy(city->port());
        KitEar ticket(proxy.url(), "store1", "store", bySocket);
        ticket.feed.start();
        QTRY_VERIFY_WITH_TIMEOUT(ticket.isLive(), patienceMs);
        const qint64 kept = placed(*song);
        accept(kept);
        const QString data = city->directory() + "/data";
        QCOMPARE(city->as("admin")->post("/backups", {{"file", "monday.db"}}).status, 200);
        const qint64 late = placed(*song);
        const qint64 lost = orders == 1 ? placed(*song) : late;
        accept(late);
        const QByteArray cooking = "/foodCookings/" + QByteArray::number(late);
        QCOMPARE(store->put(cooking + "/start").status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(ticket.stateOf(late), QString("Cooking"), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(isTrue(ticket, *store), patienceMs);
        const qint64 before = city->logPosition();

        Faults away;
        away.refuse = true;
        proxy.set(away);
        proxy.resetAll();
        QVERIFY(city->stop());
        QVERIFY(QFile::remove(data + "/delivery.db"));
        QVERIFY(QFile::copy(data + "/backups/monday.db", data + "/delivery.db"));
        QVERIFY(city->start());
        proxy.setUpstream(city->port());
        signIn();
        QCOMPARE(placed(*song), late);
        for (int i = 1; i < orders; ++i) accept(placed(*song));
        QTRY_COMPARE_WITH_TIMEOUT(city->logPosition() > before, orders > 1, patienceMs);
        proxy.heal();
        QTRY_COMPARE_WITH_TIMEOUT(ticket.stateOf(late), QString("Paid"), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(isTrue(ticket, *store), patienceMs);
        QCOMPARE(ticket.stateOf(kept), QString("Accepted"));
        QVERIFY(lost == late || !ticket.book.find(lost));
        // And it goes on by what is pushed.
        QTRY_VERIFY_WITH_TIMEOUT(ticket.isLive(), patienceMs);
        accept(late);
        QTRY_COMPARE_WITH_TIMEOUT(ticket.stateOf(late), QString("Accepted"), patienceMs);
    }

    void blockedLive_isAskedForInstead() {
        city = std::make_unique<RealCity>(QByteArray("[live]\ntotal_max = 0\n"));
        signIn();
        KitEar customer(url(), "song", "customer",
                        {.askEvery = std::chrono::milliseconds(500), .usesBroker = false});
        customer.feed.start();
        QTRY_COMPARE_WITH_TIMEOUT(customer.feed.way(), Way::Asking, patienceMs);
        const qint64 id = placed(*song);
        QTRY_COMPARE_WITH_TIMEOUT(customer.stateOf(id), QString("Paid"), patienceMs);
        QVERIFY(!customer.isLive());
    }
};

QTEST_GUILESS_MAIN(TestKitLive)
#include "tst_kit_live.moc"
