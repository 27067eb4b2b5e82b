/// R-10, the list of a rider: nearest shop first, as far as each offer's round has grown, for
/// riders who come later too.

#include <QtTest>

#include "tests/server/door_stage.h"

using namespace delivery;
using namespace delivery::tests;

namespace {

/// North of 용산반점, which every stage has; a hundredth of a degree is about 1,112 m.
GeoPoint northBy(int hundredths) { return {37'537'000 + hundredths * 10'000, 126'981'000}; }

QByteArray pinAt(int hundredthsNorth) {
    return R"("lat":)" + QByteArray::number(37.537 + hundredthsNorth / 100.0, 'f', 6) +
           R"(,"lng":126.981)";
}
QByteArray standing(int hundredthsNorth) {
    return "?lat=" + QByteArray::number(37.537 + hundredthsNorth / 100.0, 'f', 6) + "&lng=126.981";
}

}  // namespace

class TestDoorNearby : public QObject {
    Q_OBJECT

    std::unique_ptr<DoorStage> stage;

    Actor admin() const { return {UserId{"admin"}, Role::Admin, std::nullopt}; }

    /// A shop so far to the north, whose one dish somebody ordered and it cooked: the order's
    /// number.
    qint64 cookedAt(int number, int hundredthsNorth) {
        const std::string name = "가게" + std::to_string(number);
        const std::string owner = "owner" + std::to_string(number);
        shop::Profile profile;
        profile.name = name;
        profile.address = "서울 용산구 용산동";
        profile.place = northBy(hundredthsNorth);
        stage->must(admin(), desk::OpenAccount{UserId{owner}, Role::Store, "x", StoreId{number},
                                               owner, "010-0000-0000"});
        stage->must(admin(), desk::OpenStore{StoreId{number}, UserId{owner}, profile});
        const Actor store{UserId{owner}, Role::Store, StoreId{number}};
        stage->must(
            store, desk::AddDish{StoreId{number}, {name + "밥", Won{9'000}, {}, std::nullopt, ""}});
        const Got placed = stage->as("song", "POST", "/orders",
                                     R"({"foodId":")" + QByteArray::fromStdString(name) +
                                         R"(밥","qty":1,"address":"서울 용산구 용산동 1",)" +
                                         pinAt(hundredthsNorth) + "}");
        if (placed.status != 201) qFatal("order: %s", placed.body.constData());
        const OrderId id{placed.json["id"].get<std::int64_t>()};
        stage->must(store, desk::AcceptOrder{id, 20});
        stage->must(store, desk::StartCooking{id});
        stage->must(store, desk::FinishCooking{id});
        return id.value();
    }

    std::vector<qint64> seen(const QByteArray& query, const std::string& rider = "rider1") {
        const Got got = stage->as(rider, "GET", "/deliveries" + query + "&size=100");
        if (got.status != 200) qFatal("deliveries: %s", got.body.constData());
        std::vector<qint64> ids;
        for (const auto& one : got.json["_embedded"]["deliveries"]) ids.push_back(one["id"]);
        return ids;
    }

    void stand(const std::string& rider, int hundredthsNorth, bool onDuty) {
        const Got got = stage->as(rider, "PUT", "/riders/" + QByteArray::fromStdString(rider),
                                  R"({"onDuty":)" + QByteArray(onDuty ? "true" : "false") + "," +
                                      pinAt(hundredthsNorth) + "}");
        if (got.status != 200) qFatal("standing: %s", got.body.constData());
    }
    Got pickedBy(const std::string& rider, qint64 id) {
        return stage->as(rider, "PUT", "/deliveries/" + QByteArray::number(id) + "/pick");
    }
    static bool isPickLinked(const nlohmann::json& deliveries, qint64 id) {
        for (const auto& one : deliveries) {
            if (one["id"] == id) return one["_links"].contains("pick");
        }
        return false;
    }
    /// By the delivery itself, and by all that changed: they say the same.
    bool mayPick(const std::string& rider, qint64 id) {
        const Got one = stage->as(rider, "GET", "/deliveries/" + QByteArray::number(id));
        const Got all = stage->as(rider, "GET", "/changes");
        if (one.status != 200 || all.status != 200) qFatal("not shown");
        const bool may = one.json["_links"].contains("pick");
        if (isPickLinked(all.json["changes"], id) != may) qFatal("two words on one thing");
        return may;
    }

  private slots:
    void init() { stage = std::make_unique<DoorStage>(); }
    void cleanup() { stage.reset(); }

    void offers_areNearestFirst() {
        const qint64 far = cookedAt(11, 1);
        const qint64 near = cookedAt(12, 0);
        const qint64 middle = cookedAt(13, -1);
        const std::vector<qint64> fromTheNorth{far, near, middle};
        QCOMPARE(seen(standing(2) + "&radius=9"), fromTheNorth);
        const std::vector<qint64> fromTheSouth{middle, near, far};
        QCOMPARE(seen(standing(-2) + "&radius=9"), fromTheSouth);
    }

    void equallyNear_theLongerWaitingComesFirst() {
        const qint64 first = cookedAt(11, 0);
        const qint64 second = cookedAt(12, 0);
        QCOMPARE(seen(standing(1)), (std::vector<qint64>{first, second}));
    }

    void offers_sayTheirDistancesAndTheirRound() {
        const qint64 id = cookedAt(11, 0);
        const Got got = stage->as("rider1", "GET", "/deliveries" + standing(1));
        const auto& one = got.json["_embedded"]["deliveries"][0];
        QCOMPARE(one["id"].get<qint64>(), id);
        QCOMPARE(one["distances"]["toStoreMeters"].get<int>(), 1'111);
        QVERIFY(one["distances"].contains("toCustomerMeters"));
        QCOMPARE(one["offer"]["round"].get<int>(), 1);
        QCOMPARE(one["offer"]["radiusMeters"].get<int>(), 2'000);
    }

    void circle_growsByTheRounds() {
        const qint64 id = cookedAt(11, 0);
        // 2 km at first, 3 km after half a minute, 4.5 km after a whole one.
        QCOMPARE(seen(standing(1)), std::vector<qint64>{id});
        QCOMPARE(seen(standing(2)), std::vector<qint64>{});
        stage->clock.advance(seconds(30));
        QTRY_COMPARE_WITH_TIMEOUT(seen(standing(2)), std::vector<qint64>{id}, 20'000);
        QCOMPARE(seen(standing(3)), std::vector<qint64>{});
        stage->clock.advance(seconds(30));
        QTRY_COMPARE_WITH_TIMEOUT(seen(standing(3)), std::vector<qint64>{id}, 20'000);
    }

    void whoComesOnDuty_seesWhatAlreadyWaits() {
        stage->as("rider2", "PUT", "/riders/rider2", R"({"onDuty":false})");
        const qint64 id = cookedAt(11, 0);
        QCOMPARE(seen(standing(0), "rider2"), std::vector<qint64>{});
        stage->as("rider2", "PUT", "/riders/rider2",
                  R"({"onDuty":true,"lat":37.537,"lng":126.981})");
        QTRY_COMPARE_WITH_TIMEOUT(seen("?view=now", "rider2"), std::vector<qint64>{id}, 20'000);
    }

    void whatIsPickedOrOver_isNotNearAnyMore() {
        const qint64 picked = cookedAt(11, 0);
        const qint64 cancelled = cookedAt(12, 0);
        QCOMPARE(stage->as("rider2", "PUT", "/deliveries/" + QByteArray::number(picked) + "/pick")
                     .status,
                 200);
        stage->must(admin(), desk::CancelOrder{OrderId{cancelled}, "시험"});
        QCOMPARE(seen(standing(0)), std::vector<qint64>{});
    }

    void pick_isLinkedOnlyForWhoCouldTakeItNow() {
        const qint64 id = cookedAt(11, 0);
        const qint64 other = cookedAt(12, 0);
        stand("rider1", 0, true);
        QVERIFY(mayPick("rider1", id));

        stand("rider1", 0, false);
        QVERIFY(!mayPick("rider1", id));
        QCOMPARE(pickedBy("rider1", id).status, 409);

        stand("rider1", 2, true);
        QVERIFY(!mayPick("rider1", id));
        stage->clock.advance(seconds(30));
        QTRY_VERIFY_WITH_TIMEOUT(mayPick("rider1", id), 20'000);
        // As far as they ask is near enough.
        stand("rider1", 5, true);
        QVERIFY(!mayPick("rider1", id));
        const Got asked = stage->as("rider1", "GET", "/deliveries?view=now&radius=9");
        QVERIFY(isPickLinked(asked.json["_embedded"]["deliveries"], id));

        stand("rider1", 0, true);
        QCOMPARE(pickedBy("rider1", id).status, 200);
        QVERIFY(!mayPick("rider1", other));
        QCOMPARE(pickedBy("rider1", other).status, 409);
        const Got released =
            stage->as("rider1", "PUT", "/deliveries/" + QByteArray::number(id) + "/release");
        QCOMPARE(released.status, 200);
        QVERIFY(released.json["_links"].contains("pick"));
        QVERIFY(mayPick("rider1", id));
        QVERIFY(mayPick("rider1", other));
    }

    void farAway_isOutOfReachHoweverWideOneAsks() {
        const qint64 id = cookedAt(11, 40);
        QCOMPARE(seen(standing(0) + "&radius=100"), std::vector<qint64>{id});
        QCOMPARE(seen(standing(-10) + "&radius=100"), std::vector<qint64>{});
    }
};

QTEST_GUILESS_MAIN(TestDoorNearby)
#include "tst_door_nearby.moc"
