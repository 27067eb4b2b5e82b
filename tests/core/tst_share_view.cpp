/// Who sees an order as what, in every state of it; which fields each view holds; whom a change
/// concerns.

#include <QtTest>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "share/policy.h"

using namespace delivery;
using order::Order;
using share::View;

namespace {

Order placed(std::int64_t payable = 10'000) {
    Order order;
    order.placed.orderId = OrderId{17};
    order.placed.customerId = CustomerId{"song"};
    order.placed.storeId = StoreId{1};
    order.placed.payable = Won{payable};
    order.placement = order::placement::Verified{};
    order.payment = order::payment::Requested{};
    order.kitchen = order::kitchen::Waiting{};
    order.courier = order::courier::None{};
    return order;
}
Order paid() {
    Order order = placed();
    order.payment = order::payment::Approved{{PaymentKey{"p"}, Won{10'000}, Won{100}}};
    order.reachedStore = true;
    return order;
}
Order offered() {
    Order order = paid();
    order.kitchen = order::kitchen::Cooked{};
    order.courier = order::courier::Offered{1, 2'000, 1};
    return order;
}
Order with(Order order, const std::function<void(Order&)>& change) {
    change(order);
    return order;
}

std::map<std::string, Order> states() {
    namespace pay = order::payment;
    namespace place = order::placement;
    namespace ride = order::courier;
    const RiderId rider{"rider1"};
    std::map<std::string, Order> all;
    all["requested"] = placed();
    all["declined"] = with(placed(), [](Order& o) { o.payment = pay::Declined{}; });
    all["deferred"] = with(placed(), [](Order& o) { o.payment = pay::Deferred{}; });
    all["unverified"] = with(paid(), [](Order& o) {
        o.placement = place::Unverified{};
        o.reachedStore = false;
    });
    all["unverified, cancelled"] = with(paid(), [](Order& o) {
        o.placement = place::Cancelled{};
        o.payment = pay::Refunded{};
        o.reachedStore = false;
    });
    all["paid"] = paid();
    all["paid by points"] = with(placed(0), [](Order& o) {
        o.payment = pay::NoneNeeded{};
        o.reachedStore = true;
    });
    all["accepted"] = with(paid(), [](Order& o) { o.kitchen = order::kitchen::Accepted{}; });
    all["cooking"] = with(paid(), [](Order& o) { o.kitchen = order::kitchen::Cooking{}; });
    all["offered"] = offered();
    all["picked"] = with(offered(), [&](Order& o) { o.courier = ride::Picked{rider, 1}; });
    all["collected"] = with(offered(), [&](Order& o) {
        o.courier = ride::Collected{rider, 1, {}};
    });
    all["delivered"] = with(offered(), [&](Order& o) { o.courier = ride::Delivered{rider, {}}; });
    all["confirmed"] = with(all["delivered"], [](Order& o) { o.placement = place::Confirmed{}; });
    all["unassignable"] = with(offered(), [](Order& o) { o.courier = ride::Unassignable{}; });
    all["cancelled unpaid"] = with(placed(), [](Order& o) { o.placement = place::Cancelled{}; });
    all["cancelled, refund due"] = with(paid(), [](Order& o) {
        o.placement = place::Cancelled{};
        o.payment = pay::RefundDue{};
    });
    // The money came after the end: the order was never its store's ticket.
    all["cancelled, captured later"] = with(placed(), [](Order& o) {
        o.placement = place::Cancelled{};
        o.payment = pay::RefundDue{};
    });
    all["expired, refunded later"] = with(placed(), [](Order& o) {
        o.placement = place::Expired{};
        o.payment = pay::Refunded{};
    });
    all["rejected, refunded"] = with(paid(), [](Order& o) {
        o.placement = place::Rejected{};
        o.payment = pay::Refunded{};
    });
    all["expired"] = with(placed(), [](Order& o) { o.placement = place::Expired{}; });
    return all;
}

char letterOf(std::optional<View> view) {
    if (!view) return '-';
    switch (*view) {
        case View::Customer:
            return 'C';
        case View::Store:
            return 'S';
        case View::RiderOffered:
            return 'o';
        case View::RiderHolding:
            return 'h';
        case View::RiderPast:
            return 'p';
        case View::Admin:
            return 'A';
    }
    return '?';
}

Actor actor(const char* user, Role role, std::optional<StoreId> store = std::nullopt) {
    return {UserId{user}, role, store};
}

/// song, kim, store 1, store 2, rider1 (who holds or held it), rider2, admin.
std::string rowOf(const Order& order) {
    std::string row;
    const std::vector<Actor> everyone{actor("song", Role::Customer),
                                      actor("kim", Role::Customer),
                                      actor("store1", Role::Store, StoreId{1}),
                                      actor("store2", Role::Store, StoreId{2}),
                                      actor("rider1", Role::Rider),
                                      actor("rider2", Role::Rider),
                                      actor("admin", Role::Admin)};
    for (const Actor& one : everyone) row += letterOf(share::viewOf(one, order));
    return row;
}

}  // namespace

class TestShareView : public QObject {
    Q_OBJECT

  private slots:
    void everyState_isSeenByWhomItConcerns() {
        const std::map<std::string, std::string> expected{
            {"requested", "C-----A"},
            {"declined", "C-----A"},
            {"deferred", "C-----A"},
            {"unverified", "C-----A"},
            {"unverified, cancelled", "C-----A"},
            {"paid", "C-S---A"},
            {"paid by points", "C-S---A"},
            {"accepted", "C-S---A"},
            {"cooking", "C-S---A"},
            {"offered", "C-S-ooA"},
            {"picked", "C-S-h-A"},
            {"collected", "C-S-h-A"},
            {"delivered", "C-S-p-A"},
            {"confirmed", "C-S-p-A"},
            {"unassignable", "C-S-ooA"},
            {"cancelled, captured later", "C-----A"},
            {"expired, refunded later", "C-----A"},
            {"cancelled unpaid", "C-----A"},
            {"cancelled, refund due", "C-S---A"},
            {"rejected, refunded", "C-S---A"},
            {"expired", "C-----A"},
        };
        const auto all = states();
        QCOMPARE(all.size(), expected.size());
        for (const auto& [state, row] : expected) {
            const std::string seen = rowOf(all.at(state));
            QVERIFY2(seen == row, (state + ": " + seen + ", not " + row).c_str());
        }
    }

    void aRiderWhoOnceHeldIt_seesItAsPast() {
        const Actor rider2 = actor("rider2", Role::Rider);
        const Order order = states().at("picked");
        QCOMPARE(share::viewOf(rider2, order, true), std::optional(View::RiderPast));
        page::OrderCard card;
        card.order = order;
        QVERIFY(!share::viewOf(rider2, card));
        card.timeline.push_back({{}, "DeliveryPicked", order::Status::PickedUp, "rider2", {}});
        QCOMPARE(share::viewOf(rider2, card), std::optional(View::RiderPast));
    }

    void aStore_seesOfAPageWhatOnceReachedIt() {
        const Actor store1 = actor("store1", Role::Store, StoreId{1});
        page::OrderCard card;
        card.order = states().at("cancelled, captured later");
        QVERIFY(!share::viewOf(store1, card));
        card.order = states().at("cancelled, refund due");
        QCOMPARE(share::viewOf(store1, card), std::optional(View::Store));
        QVERIFY(!share::viewOf(actor("store2", Role::Store, StoreId{2}), card));
    }

    void everyView_holdsItsFields() {
        const auto fields = [](View view) {
            const share::Sees sees = share::seenBy(view);
            return std::string{} + (sees.fullAddress ? 'a' : '-') + (sees.phone ? 'p' : '-') +
                   (sees.note ? 'n' : '-') + (sees.customerId ? 'c' : '-') +
                   (sees.payment ? 'm' : '-') + (sees.chosenLines ? 'l' : '-');
        };
        QCOMPARE(fields(View::Customer), std::string{"apncml"});
        QCOMPARE(fields(View::Store), std::string{"a-ncml"});
        QCOMPARE(fields(View::RiderOffered), std::string{"-----l"});
        QCOMPARE(fields(View::RiderHolding), std::string{"apnc-l"});
        QCOMPARE(fields(View::RiderPast), std::string{"-----l"});
        QCOMPARE(fields(View::Admin), std::string{"apncml"});
    }

    void aChange_reachesWhomItConcerns_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("recipients");
        QTest::newRow("placed") << ""
                                << "requested"
                                << "song:C";
        QTest::newRow("paid") << "requested"
                              << "paid"
                              << "song:C 1:S";
        QTest::newRow("offered") << "cooking"
                                 << "offered"
                                 << "song:C 1:S *:o";
        QTest::newRow("picked") << "offered"
                                << "picked"
                                << "song:C 1:S rider1:h *:o";
        QTest::newRow("released") << "picked"
                                  << "offered"
                                  << "song:C 1:S rider1:p *:o";
        QTest::newRow("delivered") << "collected"
                                   << "delivered"
                                   << "song:C 1:S rider1:p";
        QTest::newRow("cancelled") << "paid"
                                   << "cancelled, refund due"
                                   << "song:C 1:S";
        QTest::newRow("cancelled under way") << "picked"
                                             << "cancelled, refund due"
                                             << "song:C 1:S rider1:p";
        QTest::newRow("paid for after the end") << "cancelled unpaid"
                                                << "cancelled, captured later"
                                                << "song:C";
        QTest::newRow("nobody rides") << "offered"
                                      << "unassignable"
                                      << "song:C 1:S *:o";
        QTest::newRow("nobody rode") << "unassignable"
                                     << "cancelled, refund due"
                                     << "song:C 1:S *:o";
        QTest::newRow("expired") << "declined"
                                 << "expired"
                                 << "song:C";
    }
    void aChange_reachesWhomItConcerns() {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(QString, recipients);
        const auto all = states();
        order::State state = order::NotPlaced{};
        if (!before.isEmpty()) state = all.at(before.toStdString());
        QStringList reached;
        for (const share::Recipient& one : share::audience(state, all.at(after.toStdString()))) {
            reached << QString::fromStdString(one.id) + ":" + letterOf(one.view);
        }
        QCOMPARE(reached.join(' '), recipients);
    }
};

QTEST_APPLESS_MAIN(TestShareView)
#include "tst_share_view.moc"
