/// Two riders at one delivery, a cancel against a start: exactly one wins, the other hears which
/// state it met.

#include <QtTest>
#include <barrier>
#include <thread>

#include "tests/e2e/places.h"

using namespace delivery::tests;

namespace {

constexpr int races = 200;

struct Pair {
    HttpAnswer first;
    HttpAnswer second;
};

/// Both requests leave at the same moment.
template <class First, class Second>
Pair atOnce(First first, Second second) {
    Pair pair;
    std::barrier gate(2);
    std::thread one([&] {
        gate.arrive_and_wait();
        pair.first = first();
    });
    std::thread two([&] {
        gate.arrive_and_wait();
        pair.second = second();
    });
    one.join();
    two.join();
    return pair;
}

}  // namespace

class TestE2eRaces : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> city;
    QByteArray song, store, rider1, rider2;

    static QString stateIn(const HttpAnswer& answer) {
        return QString::fromStdString(answer.json().value("state", "none"));
    }

  private slots:
    void initTestCase() {
        city = std::make_unique<RealCity>();
        song = city->as("song")->token();
        store = city->as("store1")->token();
        rider1 = city->as("rider1")->token();
        rider2 = city->as("rider2")->token();
    }

    void R11_twoRidersPickAtOnce_oneWins() {
        BlockingHttp customer(city->port(), song), kitchen(city->port(), store);
        for (int race = 0; race < races; ++race) {
            const qint64 id = placed(customer, wish("짜장"));
            cook(kitchen, id);
            const auto pick = [&](const QByteArray& token) {
                return [this, token, id] {
                    BlockingHttp rider(city->port(), token);
                    return rider.put(path("deliveries", id, "pick"));
                };
            };
            const Pair pair = atOnce(pick(rider1), pick(rider2));
            const bool firstWon = pair.first.status == 200;
            const HttpAnswer& lost = firstWon ? pair.second : pair.first;
            QCOMPARE((firstWon ? pair.first : pair.second).status, 200);
            QCOMPARE(lost.status, 409);
            QCOMPARE(stateIn(lost), "PickedUp");
            QCOMPARE(stateIn(customer.get(path("orders", id))), "PickedUp");
            BlockingHttp winner(city->port(), firstWon ? rider1 : rider2);
            const json held = winner.get(path("deliveries", id)).json();
            QCOMPARE(QString::fromStdString(held.value("riderId", "nobody")),
                     firstWon ? "rider1" : "rider2");
            step(winner, path("deliveries", id, "collect"));
            step(winner, path("deliveries", id, "deliver"));
        }
    }

    void S08_cancelAgainstStart_oneWins() {
        BlockingHttp customer(city->port(), song), kitchen(city->port(), store);
        int cancelled = 0;
        for (int race = 0; race < races; ++race) {
            const qint64 id = placed(customer, wish("짜장"));
            step(kitchen, path("foodCookings", id, "accept"), {{"cookMinutes", 5}});
            const Pair pair = atOnce(
                [&] {
                    BlockingHttp canceller(city->port(), song);
                    return canceller.erase(path("orders", id));
                },
                [&] {
                    BlockingHttp starter(city->port(), store);
                    return starter.put(path("foodCookings", id, "start"));
                });
            const bool cancelWon = pair.first.status == 204;
            const HttpAnswer& lost = cancelWon ? pair.second : pair.first;
            QVERIFY(cancelWon != (pair.second.status == 200));
            QCOMPARE(lost.status, 409);
            const QString winners = cancelWon ? "Cancelled" : "Cooking";
            QCOMPARE(stateIn(lost), winners);
            QCOMPARE(stateIn(customer.get(path("orders", id))), winners);
            cancelled += cancelWon ? 1 : 0;
        }
        qInfo() << cancelled << "of" << races << "races were won by the cancel";
    }
};

QTEST_GUILESS_MAIN(TestE2eRaces)
#include "tst_e2e_races.moc"
