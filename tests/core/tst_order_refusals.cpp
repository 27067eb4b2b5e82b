/// Who may ask what of an order, what an order must look like to be placed, and the order in which
/// objections come.

#include <QtTest>

#include "core/order_fixtures.h"

using namespace delivery;
using namespace delivery::order;
using namespace delivery::order::fixtures;

Q_DECLARE_METATYPE(delivery::order::State)

/// Qt looks for a comparison of what is a variant by descent, and there is none.
struct Given {
    Command command;
};
Q_DECLARE_METATYPE(Given)

namespace {

QByteArray outcome(const State& state, const Command& command) {
    return QByteArray::fromStdString(inWords(decide(state, command)));
}

/// The same command from somebody else.
template <class Asked>
Command from(const Actor& actor, Asked command) {
    command.by = actor;
    return command;
}

template <class Change>
Command placing(Change change) {
    PlaceOrder command = placeOrder();
    change(command);
    return command;
}

Line dish(int qty, Won price) { return {FoodId{1}, "탕수육", qty, price, {}}; }

}  // namespace

class TestOrderRefusals : public QObject {
    Q_OBJECT

  private slots:
    void stranger_isRefusedBeforeAnythingElse_data() {
        QTest::addColumn<State>("state");
        QTest::addColumn<Given>("given");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* what, const State& state, const Command& command,
                            const char* expected) {
            QTest::newRow(what) << state << Given{command} << QByteArray{expected};
        };
        const char* notYours = "refused NotYours";
        const char* wrongRole = "refused WrongRole";
        row("another customer places for song", NotPlaced{}, from(kim(), placeOrder()), notYours);
        row("a store places", NotPlaced{}, from(store1(), placeOrder()), wrongRole);
        row("a rider places", NotPlaced{}, from(rider1(), placeOrder()), wrongRole);
        row("an admin places for song", NotPlaced{}, from(admin(), placeOrder()),
            "OrderPlaced ChargeRequested");

        row("another customer cancels", paid(), cancelBy(kim()), notYours);
        row("another customer cancels what is over", confirmed(), cancelBy(kim()), notYours);
        row("another store cancels", accepted(), cancelBy(store2()), notYours);
        row("a rider cancels", picked(), cancelBy(rider1()), wrongRole);
        row("another customer confirms", delivered(), confirmBy(kim()), notYours);
        row("the store confirms", delivered(), confirmBy(store1()), wrongRole);
        row("an admin confirms", delivered(), confirmBy(admin()), wrongRole);
        row("the system confirms", delivered(), confirmBy(systemActor()), "OrderConfirmed");
        row("another customer pays", after({placeOrder()}), from(kim(), payNow()), notYours);
        row("the store pays", after({placeOrder()}), from(store1(), payNow()), wrongRole);
        row("a customer retries", unknown(), retryBy(song()), wrongRole);
        row("the store retries", unknown(), retryBy(store1()), wrongRole);

        row("another store accepts", paid(), from(store2(), accept()), notYours);
        row("the customer accepts", paid(), from(song(), accept()), wrongRole);
        row("an admin accepts", paid(), from(admin(), accept()), wrongRole);
        row("another store accepts what is unpaid", after({placeOrder()}), from(store2(), accept()),
            notYours);
        row("another store rejects", paid(), from(store2(), reject()), notYours);
        row("the customer rejects", paid(), from(song(), reject()), wrongRole);
        row("another store promises", accepted(), from(store2(), promise()), notYours);
        row("the customer promises", accepted(), from(song(), promise()), wrongRole);
        row("an admin promises", cooking(), from(admin(), promise()), wrongRole);
        row("another store starts", accepted(), from(store2(), start()), notYours);
        row("a rider starts", accepted(), from(rider1(), start()), wrongRole);
        row("another store finishes", cooking(), from(store2(), finish()), notYours);
        row("the system finishes", cooking(), from(systemActor(), finish()), wrongRole);

        row("a customer picks", offered(), pickBy(song()), wrongRole);
        row("a rider picks in another's name", offered(), from(rider2(), pickBy(rider1())),
            notYours);
        row("the other rider releases", picked(), releaseBy(rider2()), "refused NotYourDelivery");
        row("the other rider collects", picked(), collectBy(rider2()), "refused NotYourDelivery");
        row("the other rider delivers", collected(), deliverBy(rider2()),
            "refused NotYourDelivery");
        row("the other rider delivers again", delivered(), deliverBy(rider2()),
            "refused NotYourDelivery");
        row("the store releases", picked(), releaseBy(store1()), wrongRole);
        row("the system collects", picked(), collectBy(systemActor()), wrongRole);
        row("the system delivers", collected(), deliverBy(systemActor()), wrongRole);
        row("the system releases", picked(), releaseBy(systemActor()),
            "DeliveryReleased DeliveryOffered");
    }
    void stranger_isRefusedBeforeAnythingElse() {
        QFETCH(State, state);
        QFETCH(Given, given);
        QFETCH(QByteArray, expected);
        QCOMPARE(outcome(state, given.command), expected);
    }

    void staleFence_isRefused_data() {
        QTest::addColumn<Given>("given");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("release, old fence")
            << Given{releaseBy(rider1(), 1)} << QByteArray{"refused StaleFence"};
        QTest::newRow("collect, old fence")
            << Given{collectBy(rider1(), 1)} << QByteArray{"refused StaleFence"};
        QTest::newRow("deliver, old fence")
            << Given{deliverBy(rider1(), 1)} << QByteArray{"refused StaleFence"};
        QTest::newRow("collect, fence to come")
            << Given{collectBy(rider1(), 3)} << QByteArray{"refused StaleFence"};
        QTest::newRow("collect, current fence")
            << Given{collectBy(rider1(), 2)} << QByteArray{"DeliveryCollected"};
        QTest::newRow("collect, no fence")
            << Given{collectBy(rider1())} << QByteArray{"DeliveryCollected"};
    }
    void staleFence_isRefused() {
        QFETCH(Given, given);
        QFETCH(QByteArray, expected);
        // The same rider holds it for the second time.
        const State again = after(picked(), {releaseBy(rider1(), 1), pickBy(rider1())});
        QCOMPARE(outcome(again, given.command), expected);
    }

    void placing_isCheckedInOrder_data() {
        QTest::addColumn<Given>("given");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* what, const Command& command, const char* expected) {
            QTest::newRow(what) << Given{command} << QByteArray{expected};
        };
        const auto lines = [](std::vector<Line> wanted) {
            return placing([&](PlaceOrder& c) { c.lines = wanted; });
        };
        const char* fits = "OrderPlaced ChargeRequested";
        row("no lines", lines({}), "refused NoLines");
        row("50 lines", lines(std::vector<Line>(50, dish(1, 100_won))), fits);
        row("51 lines", lines(std::vector<Line>(51, dish(1, 100_won))), "refused TooManyLines");
        row("quantity 0", lines({dish(0, 100_won)}), "refused QuantityOutOfRange");
        row("quantity -1", lines({dish(-1, 100_won)}), "refused QuantityOutOfRange");
        row("quantity 99", lines({dish(99, 100_won)}), fits);
        row("quantity 100", lines({dish(100, 100_won)}), "refused QuantityOutOfRange");
        row("exactly the largest total", lines({dish(1, 9'997'000_won)}), fits);
        row("one won more", lines({dish(1, 9'997'001_won)}), "refused TotalTooLarge");
        row("a price that would overflow", lines({dish(99, Won{INT64_MAX})}),
            "refused TotalTooLarge");
        row("a fee that would overflow",
            placing([](PlaceOrder& c) { c.deliveryFee = Won{INT64_MAX}; }),
            "refused TotalTooLarge");
        row("no address", placing([](PlaceOrder& c) { c.address = std::nullopt; }),
            "refused AddressNeeded");
        row("pickup without an address", pickupOrder(), fits);
        row("points for more than all", placing([](PlaceOrder& c) { c.pointsSpent = 18'001_won; }),
            "refused TooManyPoints");
        row("points below nothing", placing([](PlaceOrder& c) { c.pointsSpent = Won{-1}; }),
            "refused TooManyPoints");
        row("points for all", orderForPoints(), "OrderPlaced");
        row("99 won left", placing([](PlaceOrder& c) { c.pointsSpent = 17'901_won; }),
            "refused BelowMinimumPayment");
        row("100 won left", placing([](PlaceOrder& c) { c.pointsSpent = 17'900_won; }), fits);
        row("no card", placing([](PlaceOrder& c) { c.cardId = std::nullopt; }), "refused NoCard");
        row("nothing is right", placing([](PlaceOrder& c) {
                c.lines = {};
                c.address = std::nullopt;
                c.cardId = std::nullopt;
            }),
            "refused NoLines");
        row("shape before place", placing([](PlaceOrder& c) {
                c.lines = {dish(0, 1_won)};
                c.address = std::nullopt;
            }),
            "refused QuantityOutOfRange");
        row("place before money", placing([](PlaceOrder& c) {
                c.address = std::nullopt;
                c.cardId = std::nullopt;
            }),
            "refused AddressNeeded");
    }
    void placing_isCheckedInOrder() {
        QFETCH(Given, given);
        QFETCH(QByteArray, expected);
        QCOMPARE(outcome(NotPlaced{}, given.command), expected);
    }

    void cookMinutes_haveBounds_data() {
        QTest::addColumn<int>("cookMinutes");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("0") << 0 << QByteArray{"refused CookMinutesOutOfRange"};
        QTest::newRow("1") << 1 << QByteArray{"OrderAccepted"};
        QTest::newRow("180") << 180 << QByteArray{"OrderAccepted"};
        QTest::newRow("181") << 181 << QByteArray{"refused CookMinutesOutOfRange"};
    }
    void cookMinutes_haveBounds() {
        QFETCH(int, cookMinutes);
        QFETCH(QByteArray, expected);
        QCOMPARE(outcome(paid(), accept(cookMinutes)), expected);
        QByteArray anew = expected;
        anew.replace("OrderAccepted", "PromiseChanged");
        QCOMPARE(outcome(accepted(), promise(cookMinutes)), anew);
        QCOMPARE(outcome(cooking(), promise(cookMinutes)), anew);
        // What cannot be promised at all is said first.
        QCOMPARE(outcome(paid(), promise(cookMinutes)), QByteArray{"refused NotAccepted"});
    }

    void reject_needsAReason() {
        RejectOrder command = reject();
        command.reason = std::nullopt;
        QCOMPARE(outcome(paid(), command), QByteArray{"refused ReasonNeeded"});
        // What cannot be rejected at all is said first.
        QCOMPARE(outcome(cooking(), command), QByteArray{"refused AlreadyAccepted"});
    }

    void boundsInRefusals_areFacts() {
        const auto tooMany =
            decide(NotPlaced{}, placing([](PlaceOrder& c) { c.lines = {dish(100, 1_won)}; }));
        QCOMPARE(tooMany.error().facts.at("food"), std::string{"탕수육"});
        QCOMPARE(tooMany.error().facts.at("maximum"), std::string{"99"});
        const auto tooSmall =
            decide(NotPlaced{}, placing([](PlaceOrder& c) { c.pointsSpent = 17'950_won; }));
        QCOMPARE(tooSmall.error().facts.at("minimum"), std::string{"100"});
    }

    void cancelReason_followsTheRole() {
        CancelOrder command = cancelBy(song());
        // NoRider would make the platform pay the store; nobody but the system may say so.
        command.reason = CancelReason::NoRider;
        const auto byCustomer = decide(paid(), command);
        QVERIFY(std::get<OrderCancelled>(byCustomer->front()).reason ==
                CancelReason::CustomerAsked);
        command.by = store1();
        const auto byStore = decide(accepted(), command);
        QVERIFY(std::get<OrderCancelled>(byStore->front()).reason == CancelReason::StoreAsked);
        command.by = admin();
        const auto byAdmin = decide(accepted(), command);
        QVERIFY(std::get<OrderCancelled>(byAdmin->front()).reason == CancelReason::AdminAsked);
    }
};

QTEST_APPLESS_MAIN(TestOrderRefusals)
#include "tst_order_refusals.moc"
