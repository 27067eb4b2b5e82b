/// Who may pick which offer now: near enough for its round, on duty and with a hand free.

#include <QtTest>

#include "share/offers.h"
#include "tests/core/order_fixtures.h"

Q_DECLARE_METATYPE(delivery::order::State)
Q_DECLARE_METATYPE(delivery::share::Standing)

using namespace delivery;
using namespace delivery::order::fixtures;

namespace {

const GeoPoint atTheStore{37'530'000, 126'965'000};
/// 2,223 m to the north of it: beyond the first round, within the second.
const GeoPoint upTheHill{37'550'000, 126'965'000};

rider::Rider resting() { return {}; }
rider::Rider riding() { return {true, {}}; }
rider::Rider carrying(int deliveries) {
    rider::Rider rider = riding();
    for (int i = 0; i < deliveries; ++i) rider.holding.push_back(OrderId{100 + i});
    return rider;
}

}  // namespace

class TestShareOffers : public QObject {
    Q_OBJECT

  private slots:
    void pick_isForWhoCouldTakeItNow_data() {
        QTest::addColumn<order::State>("state");
        QTest::addColumn<share::Standing>("standing");
        QTest::addColumn<bool>("may");
        const auto row = [](const char* name, const order::State& state,
                            const share::Standing& standing,
                            bool may) { QTest::newRow(name) << state << standing << may; };
        row("on duty at the store", offered(), {.place = atTheStore, .rider = riding()}, true);
        row("nobody knows where", offered(), {.rider = riding()}, true);
        row("off duty", offered(), {.place = atTheStore, .rider = resting()}, false);
        row("not a rider", offered(), {.place = atTheStore}, false);
        row("too far for the first round", offered(), {.place = upTheHill, .rider = riding()},
            false);
        row("near enough for the second", offeredInRound(2),
            {.place = upTheHill, .rider = riding()}, true);
        row("as far as they asked", offered(),
            {.place = upTheHill, .radiusMeters = 3'000, .rider = riding()}, true);
        row("nearer than they asked", offered(),
            {.place = upTheHill, .radiusMeters = 1'000, .rider = riding()}, false);
        row("hands full", offered(), {.place = atTheStore, .rider = carrying(1)}, false);
        row("one of two hands free", offered(),
            {.place = atTheStore, .rider = carrying(1), .holdMax = 2}, true);
        row("both full", offered(), {.place = atTheStore, .rider = carrying(2), .holdMax = 2},
            false);
        row("offered to the last", unassignable(), {.place = upTheHill, .rider = riding()}, true);
        row("not cooked yet", cooking(), {.place = atTheStore, .rider = riding()}, false);
        row("another's", picked(), {.place = atTheStore, .rider = riding()}, false);
    }
    void pick_isForWhoCouldTakeItNow() {
        QFETCH(order::State, state);
        QFETCH(share::Standing, standing);
        QFETCH(bool, may);
        QCOMPARE(share::mayPick(orderIn(state), standing), may);
    }
};

QTEST_APPLESS_MAIN(TestShareOffers)
#include "tst_share_offers.moc"
