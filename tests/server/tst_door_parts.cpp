/// The parts of the door by themselves: throttles, sessions, passwords, the gazetteer, the table of
/// routes.

#include <QtTest>

#include "place/gazetteer.h"
#include "server/door/door.h"
#include "server/door/passwords.h"
#include "server/door/routes.h"
#include "server/door/sessions.h"
#include "server/door/throttle.h"

#include <atomic>
#include <future>

#include <sodium.h>

using namespace delivery;
using namespace delivery::door;

namespace {

constexpr Instant start{1'700'000'000'000};

RouteTable sampleTable() {
    return RouteTable{{{"GET", "/orders", anyone, nullptr, {}},
                       {"GET", "/orders/{id}", anyone, nullptr, {}},
                       {"DELETE", "/orders/{id}", anyone, nullptr, {}},
                       {"PUT", "/orders/{id}/confirm", anyone, nullptr, {}}}};
}

}  // namespace

class TestDoorParts : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }

    void bucket_givesItsBurstThenItsRate() {
        Buckets buckets{10, 20};
        for (int i = 0; i < 20; ++i) QVERIFY(!buckets.take("song", start));
        QCOMPARE(buckets.take("song", start), std::optional<std::int64_t>{1});
        QVERIFY(!buckets.take("kim", start));
        QVERIFY(!buckets.take("song", start + milliseconds(100)));
        QVERIFY(buckets.take("song", start + milliseconds(100)));
        // Even after a long time no more than the burst.
        for (int i = 0; i < 20; ++i) QVERIFY(!buckets.take("song", start + hours(1)));
        QVERIFY(buckets.take("song", start + hours(1)));
    }

    void bucket_survivesAClockThatGoesBack() {
        Buckets buckets{10, 20};
        for (int i = 0; i < 20; ++i) (void)buckets.take("song", start);
        QVERIFY(buckets.take("song", start - hours(1)));
        QVERIFY(!buckets.take("song", start + seconds(1)));
    }

    void buckets_forgetNamesThatAreFullAgain_aFewAtATime() {
        Buckets buckets{10, 20};
        for (int i = 0; i < 100; ++i) (void)buckets.take("user" + std::to_string(i), start);
        QCOMPARE(buckets.size(), std::size_t{100});
        (void)buckets.take("late", start + minutes(1));
        QCOMPARE(buckets.size(), std::size_t{99});
        for (int i = 0; i < 100; ++i) (void)buckets.take("late", start + minutes(1));
        QCOMPARE(buckets.size(), std::size_t{1});
    }

    void buckets_keepNoMoreNamesThanTheirBound() {
        Buckets buckets{10, 20, 100};
        for (int i = 0; i < 20; ++i) QVERIFY(!buckets.take("song", start));
        for (int i = 0; i < 99; ++i) (void)buckets.take("user" + std::to_string(i), start);
        QVERIFY(buckets.take("song", start));
        for (int i = 0; i < 1'000; ++i) (void)buckets.take("more" + std::to_string(i), start);
        QCOMPARE(buckets.size(), std::size_t{100});
    }

    void bucket_givesSeveralTokensOrNone() {
        Buckets buckets{10, 3};
        QVERIFY(!buckets.take("song", start, 2));
        QVERIFY(buckets.take("song", start, 2));
        QVERIFY(!buckets.take("song", start, 1));
        Buckets narrow{10, 1};
        QVERIFY(!narrow.take("song", start, 2));
        QVERIFY(narrow.take("song", start, 2));
    }

    void failures_ofRandomNames_takeBoundedRoom() {
        FailureBook book{3, minutes(5), 100};
        for (int i = 0; i < 5'000; ++i) (void)book.attempt("user" + std::to_string(i), start);
        QCOMPARE(book.size(), std::size_t{100});
        // The newest are remembered, whoever came before them.
        QVERIFY(!book.attempt("user4999", start));
        QVERIFY(!book.attempt("user4999", start));
        QVERIFY(book.attempt("user4999", start));
        // What is over leaves without anybody asking for it by name.
        for (int i = 0; i < 60; ++i) (void)book.attempt("late", start + minutes(6));
        QCOMPARE(book.size(), std::size_t{1});
    }

    void addresses_ofOneNetwork_areOne_data() {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<QByteArray>("group");
        QTest::newRow("v4") << QByteArray("192.0.2.7") << QByteArray("192.0.2.7");
        QTest::newRow("v6") << QByteArray("2001:db8:1:2:3:4:5:6")
                            << QByteArray("2001:db8:1:2::/64");
        QTest::newRow("v6 short") << QByteArray("2001:db8:1:2::9")
                                  << QByteArray("2001:db8:1:2::/64");
        QTest::newRow("v6 zone") << QByteArray("fe80::1%eth0") << QByteArray("fe80::/64");
        QTest::newRow("nothing") << QByteArray("") << QByteArray("");
    }
    void addresses_ofOneNetwork_areOne() {
        QFETCH(QByteArray, address);
        QFETCH(QByteArray, group);
        QCOMPARE(QByteArray::fromStdString(addressGroup(address.toStdString())), group);
    }

    void failures_closeAndOpenAgain() {
        FailureBook book{3, minutes(5)};
        for (int i = 0; i < 3; ++i) QVERIFY(!book.attempt("song", start));
        QCOMPARE(book.attempt("song", start + minutes(1)), std::optional<std::int64_t>{240});
        QVERIFY(!book.attempt("kim", start));
        QVERIFY(!book.attempt("song", start + minutes(5)));
        book.worked("song");
        for (int i = 0; i < 3; ++i) QVERIFY(!book.attempt("song", start + minutes(6)));
        QVERIFY(book.attempt("song", start + minutes(6)));
    }

    void session_livesUntilClosedOrExpired() {
        SessionBook book;
        const Actor song{UserId{"song"}, Role::Customer, std::nullopt};
        QVERIFY(book.open("a", {song, start + hours(1)}, start).empty());
        QVERIFY(book.open("b", {song, start + hours(1)}, start).empty());
        QVERIFY(book.open("c", {song, start + hours(2)}, start).empty());
        QCOMPARE(book.find("a", start)->actor, song);
        QVERIFY(!book.find("x", start));
        book.close("a");
        QVERIFY(!book.find("a", start));
        QVERIFY(!book.find("b", start + hours(1)));
        QVERIFY(book.find("c", start + hours(1)));
        // Who looked for it and came too late leaves it to whoever comes next, with its row.
        QCOMPARE(book.open("e", {song, start + hours(2)}, start + hours(1)),
                 std::vector<std::string>{"b"});
        book.close("e");
        QVERIFY(book.open("d", {song, start + hours(2)}, start).empty());
        QCOMPARE(book.closeAllBut("c", song.user), std::vector<std::string>{"d"});
        QVERIFY(book.find("c", start));
        QCOMPARE(book.all(start).size(), std::size_t{1});
        QCOMPARE(book.closeAllBut({}, song.user).size(), std::size_t{1});
        QCOMPARE(book.size(), std::size_t{0});
    }

    void sessions_thatAreOverOrTooMany_makeRoom() {
        SessionBook book;
        const Actor song{UserId{"song"}, Role::Customer, std::nullopt};
        const Actor kim{UserId{"kim"}, Role::Customer, std::nullopt};
        QVERIFY(book.open("kims", {kim, start + hours(1)}, start).empty());
        for (std::size_t i = 0; i < sessionsOfUserMax; ++i) {
            const Session one{song, start + hours(2) + seconds(static_cast<std::int64_t>(i))};
            QVERIFY(book.open("s" + std::to_string(i), one, start).empty());
        }
        QCOMPARE(book.open("more", {song, start + hours(3)}, start),
                 std::vector<std::string>{"s0"});
        QVERIFY(book.find("kims", start));
        // What is over leaves with whoever comes next.
        QCOMPARE(book.open("later", {song, start + hours(3)}, start + hours(1)),
                 (std::vector<std::string>{"kims", "s1"}));
        QCOMPARE(book.size(), sessionsOfUserMax);
    }

    void tokens_areLongAndTheirHashesStable() {
        const std::string token = freshToken();
        QCOMPARE(token.size(), std::size_t{43});
        QVERIFY(freshToken() != token);
        QCOMPARE(tokenHash(token), tokenHash(token));
        QCOMPARE(tokenHash(token).size(), std::size_t{64});
        QVERIFY(tokenHash(token) != tokenHash(freshToken()));
    }

    void passwords_fitOrDoNot() {
        const auto hash = hashedPassword("demo1234");
        QVERIFY(hash);
        QVERIFY(hash->starts_with("$argon2id$"));
        PasswordBench bench{2, 8};
        const auto verify = [&bench](std::optional<std::string> against, const char* password) {
            std::promise<bool> answer;
            auto waiting = answer.get_future();
            const bool taken = bench.verify(std::move(against), password,
                                            [&answer](bool fits) { answer.set_value(fits); });
            return taken && waiting.get();
        };
        QVERIFY(verify(hash, "demo1234"));
        QVERIFY(!verify(hash, "demo1235"));
        QVERIFY(!verify(std::nullopt, "demo1234"));
    }

    void passwords_beyondTheBound_areNotTaken() {
        PasswordBench bench{1, 1};
        std::promise<void> release;
        const std::shared_future<void> released = release.get_future().share();
        std::atomic<int> done = 0;
        // The first one occupies the thread until released, the second one waits, the third is too
        // many.
        std::promise<void> begun;
        QVERIFY(bench.hash("demo1234", [&](auto) {
            begun.set_value();
            released.wait();
            done += 1;
        }));
        begun.get_future().wait();
        QVERIFY(bench.hash("demo1234", [&](auto) { done += 1; }));
        QVERIFY(!bench.hash("demo1234", [&](auto) { done += 1; }));
        release.set_value();
        QTRY_COMPARE(done.load(), 2);
    }

    void address_isFoundAsFarAsItGoes_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("place");
        QTest::newRow("용산동") << "서울 용산구 용산동"
                                << "서울 용산구 용산동";
        QTest::newRow("with a door") << "서울특별시 용산구 용산동2가 1-3 502호"
                                     << "서울 용산구 용산동";
        QTest::newRow("신사동 in 서초구") << "서울 서초구 신사동"
                                          << "서울 서초구 신사동";
        QTest::newRow("신사동 in 강남구") << "서울시 강남구 신사동 가로수길 5"
                                          << "서울 강남구 신사동";
        QTest::newRow("한남동") << "서울 용산구 한남동"
                                << "서울 용산구 한남동";
        QTest::newRow("without a city") << "용산구 한남동 1"
                                        << "서울 용산구 한남동";
        QTest::newRow("district only") << "서울 마포구 어느길 3"
                                       << "서울 마포구";
        QTest::newRow("city only") << "서울"
                                   << "서울";
        QTest::newRow("another city") << "부산광역시 해운대구 우동"
                                      << "부산";
        QTest::newRow("same district, another city") << "부산 중구 남포동"
                                                     << "부산";
        QTest::newRow("city and quarter") << "서울 한남동"
                                          << "서울 용산구 한남동";
        QTest::newRow("nowhere") << "달나라 토끼마을"
                                 << "";
        QTest::newRow("empty") << ""
                               << "";
    }
    void address_isFoundAsFarAsItGoes() {
        QFETCH(QString, address);
        QFETCH(QString, place);
        const place::Gazetteer gazetteer;
        QVERIFY(gazetteer.size() > 100);
        const auto found = gazetteer.find(address.toStdString());
        QCOMPARE(found ? QString::fromStdString(found->name) : QString{}, place);
    }

    void area_saysNoDoor_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("area");
        QTest::newRow("full") << "서울 용산구 용산동 1-2 301호"
                              << "서울 용산구 용산동";
        QTest::newRow("long city") << "서울특별시 서초구 신사동 5"
                                   << "서울 서초구 신사동";
        QTest::newRow("street") << "서울 용산구 한강대로 100"
                                << "서울 용산구";
        QTest::newRow("town") << "경기도 양평군 서종면 북한강로 1"
                              << "경기 양평군 서종면";
        QTest::newRow("nothing known") << "우리집 3층"
                                       << "";
        QTest::newRow("empty") << ""
                               << "";
    }
    void area_saysNoDoor() {
        QFETCH(QString, address);
        QFETCH(QString, area);
        QCOMPARE(QString::fromStdString(place::areaOf(address.toStdString())), area);
    }

    void route_isFoundByMethodAndPath() {
        const RouteTable table = sampleTable();
        const auto one = table.find("DELETE", "/orders/17");
        QVERIFY(one.route != nullptr);
        QCOMPARE(one.parts, std::vector<std::string>{"17"});
        QVERIFY(table.find("HEAD", "/orders").route != nullptr);
        const auto wrong = table.find("POST", "/orders/17");
        QVERIFY(wrong.route == nullptr);
        QCOMPARE(wrong.allowed, (std::vector<std::string>{"GET", "DELETE", "HEAD", "OPTIONS"}));
        QVERIFY(table.find("GET", "/nothing").allowed.empty());
        QVERIFY(table.find("GET", "/orders/").allowed.empty());
        QVERIFY(table.find("GET", "/orders/1/2").allowed.empty());
        QVERIFY(table.find("GET", "/").allowed.empty());
    }

    void everyRoute_isThereOnce() {
        std::set<std::pair<std::string, std::string>> seen;
        for (const RouteName& route : routeNames()) {
            QVERIFY2(seen.insert({route.method, route.path}).second, route.path.c_str());
        }
        QVERIFY(seen.contains({"PUT", "/storeOrders/{id}/accept"}));
        QVERIFY(seen.contains({"POST", "/orders"}));
    }
};

QTEST_GUILESS_MAIN(TestDoorParts)
#include "tst_door_parts.moc"
