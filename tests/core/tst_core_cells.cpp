/// The grid by which near things are found: rings hold each cell once, and what they promise to
/// cover they do.

#include <rapidcheck.h>

#include <QtTest>
#include <algorithm>
#include <set>

#include "core/cells.h"

using namespace delivery;

namespace {

GeoPoint anywhere(std::int32_t latitudeMaxE6) {
    return {*rc::gen::inRange(-latitudeMaxE6, latitudeMaxE6 + 1),
            *rc::gen::inRange(-180'000'000, 180'000'001)};
}

/// A place about so many cells off.
GeoPoint near(GeoPoint place, int steps) {
    const int most = 45'000 * steps;
    return {place.latitudeE6 + *rc::gen::resize(100, rc::gen::inRange(-most, most + 1)),
            place.longitudeE6 + *rc::gen::resize(100, rc::gen::inRange(-most, most + 1))};
}

bool isWithin(GeoPoint middle, int steps, GeoPoint place) {
    for (int ring = 0; ring <= steps; ++ring) {
        const auto cells = ringAround(middle, ring);
        if (std::find(cells.begin(), cells.end(), cellOf(place)) != cells.end()) return true;
    }
    return false;
}

}  // namespace

class TestCoreCells : public QObject {
    Q_OBJECT

  private slots:
    void rings_holdEachCellOnce() {
        const GeoPoint seoul{37'532'600, 126'990'000};
        std::set<Cell> all;
        std::size_t counted = 0;
        for (int steps = 0; steps <= 4; ++steps) {
            const auto ring = ringAround(seoul, steps);
            QCOMPARE(ring.size(), steps == 0 ? std::size_t{1} : std::size_t(8 * steps));
            all.insert(ring.begin(), ring.end());
            counted += ring.size();
        }
        QCOMPARE(all.size(), counted);
        QCOMPARE(counted, std::size_t{81});
    }

    void seoul_isCoveredByFewRings() {
        const GeoPoint seoul{37'532'600, 126'990'000};
        QVERIFY(metersCovered(seoul, 0) == 0);
        QVERIFY(metersCovered(seoul, 1) > 4'000);
        // The widest circle of an offer costs 49 looks.
        QVERIFY(metersCovered(seoul, 3) > 10'000);
        QVERIFY(metersCovered(seoul, 12) > 50'000);
    }

    void aCell_hasOneName() {
        QCOMPARE(cellOf({37'532'600, 126'990'000}).text(), std::string("cell:938,2539"));
        QCOMPARE(cellOf({-1, -1}).text(), std::string("cell:-1,7199"));
        QCOMPARE(cellOf({0, 180'000'000}), cellOf({0, -180'000'000}));
    }

    void whatIsCovered_liesInTheRings() {
        const bool holds = rc::check([] {
            const GeoPoint middle = anywhere(60'000'000);
            const int steps = *rc::gen::inRange(1, 9);
            const GeoPoint place = near(middle, steps);
            RC_PRE(distanceMeters(middle, place) < metersCovered(middle, steps));
            RC_ASSERT(isWithin(middle, steps, place));
        });
        QVERIFY(holds);
    }

    void acrossTheDateLine_aNeighbourIsFound() {
        const GeoPoint west{10'000'000, 179'990'000};
        const GeoPoint east{10'000'000, -179'990'000};
        QVERIFY(isWithin(west, 1, east));
        QVERIFY(isWithin(east, 1, west));
    }
};

QTEST_APPLESS_MAIN(TestCoreCells)
#include "tst_core_cells.moc"
