/// Facts find their part or are Misfits: a log that breaks a rule is found when it is read, and
/// reading never asserts.

#include <QtTest>

#include "core/cases.h"
#include "core/order_fixtures.h"

using namespace delivery;
using namespace delivery::order;
using namespace delivery::order::fixtures;

namespace {

bool isMisfit(const State& state, const Event& event) {
    const Expected<State> next = evolveRecorded(state, event);
    return !next.has_value() && next.error().code == FaultCode::Misfit;
}

Event placedEvent() { return decide(NotPlaced{}, placeOrder())->front(); }

/// One of every kind of event, as it would stand in the log of the fixtures' order.
std::vector<Event> everyEvent() {
    return {
        placedEvent(),
        OrderVerified{},
        OrderCancelled{},
        OrderRejected{},
        OrderExpired{},
        OrderConfirmed{noon, Role::Customer},
        ChargeRequested{2, "ds-i1-7-2", ProviderKey{"charge-2"}, 18'000_won, {}},
        PaymentApproved{1, PaymentKey{"pay-1"}, 18'000_won, 180_won},
        PaymentDeclined{1, "NO_FUNDS"},
        PaymentDeferred{1},
        ChargeRetried{1},
        PaymentOutcomeUnknown{1, noon},
        ChargeRepeated{1},
        PaymentEscalated{"reason"},
        RefundRequested{ProviderKey{"refund-1"}, PaymentKey{"pay-1"}, 18'000_won},
        PaymentRefunded{18'000_won},
        PaymentRetried{UserId{"admin"}, noon},
        StoreReminded{1},
        OrderAccepted{20, noon},
        PromiseChanged{25, noon},
        CookStarted{noon},
        CookFinished{noon},
        CookingRanLate{1},
        DeliveryOffered{1, 2'000},
        DeliveryPicked{RiderId{"rider1"}, 1},
        DeliveryReleased{RiderId{"rider1"}, 1, Role::Rider},
        DeliveryCollected{noon},
        DeliveryDelivered{noon},
        DeliveryRanLate{1},
        OfferWithdrawn{},
        DeliveryUnassignable{},
    };
}

}  // namespace

class TestOrderEvolve : public QObject {
    Q_OBJECT

  private slots:
    void everyEvent_onEveryState_fitsOrIsAFault() {
        QCOMPARE(everyEvent().size(), caseCount<Event>);
        std::size_t fits = 0;
        for (const Named& named : everyState()) {
            for (const Event& event : everyEvent()) {
                const Expected<State> next = evolveRecorded(named.state, event);
                if (!next) {
                    QVERIFY(next.error().code == FaultCode::Misfit);
                    QVERIFY(next.error().text.find(name(event)) == 0);
                    continue;
                }
                ++fits;
            }
        }
        QVERIFY(fits > 0);
    }

    void misfit_namesEventOrderAndStatus() {
        const Expected<State> next = evolveRecorded(paid(), CookStarted{noon});
        QCOMPARE(next.error().text, std::string{"CookStarted does not fit order 7 in Paid"});
        const Expected<State> none = evolveRecorded(NotPlaced{}, CookStarted{noon});
        QCOMPARE(none.error().text,
                 std::string{"CookStarted does not fit an order that was never placed"});
    }

    void nothingButOrderPlaced_opensAStream() {
        for (const Event& event : everyEvent()) {
            const bool opens = std::holds_alternative<OrderPlaced>(event);
            QCOMPARE(isMisfit(NotPlaced{}, event), !opens);
            QVERIFY(!opens || isMisfit(paid(), event));
        }
    }

    void afterTheEnd_onlySettlingFits() {
        const State over = after(picked(), {cancelBy(admin())});
        for (const Event& event : std::vector<Event>{
                 OrderVerified{}, OrderCancelled{}, OrderRejected{}, OrderExpired{},
                 OrderConfirmed{noon, Role::Customer}, OrderAccepted{20, noon},
                 PromiseChanged{25, noon}, CookStarted{noon}, DeliveryOffered{1, 2'000},
                 DeliveryPicked{RiderId{"rider1"}, 2}, StoreReminded{1}})
            QVERIFY2(isMisfit(over, event), std::string{name(event)}.c_str());
        QVERIFY(!isMisfit(over, PaymentRefunded{18'000_won}));
    }

    void rulesThatSpanParts_holdInTheLog_data() {
        QTest::addColumn<QByteArray>("rule");
        QTest::addColumn<bool>("broken");
        const State requested = after({placeOrder()});
        const auto row = [](const char* rule, const State& state, const Event& event) {
            QTest::newRow(rule) << QByteArray{rule} << isMisfit(state, event);
        };
        row("no acceptance before payment", requested, OrderAccepted{20, noon});
        row("no reminder before payment", requested, StoreReminded{1});
        row("no acceptance before verification", after({unverifiedOrder(), approval()}),
            OrderAccepted{20, noon});
        row("no new promise before the first", paid(), PromiseChanged{25, noon});
        row("no new promise of what is cooked", offered(), PromiseChanged{25, noon});
        row("no rejection after acceptance", accepted(), OrderRejected{});
        row("no expiry of what is paid", paid(), OrderExpired{});
        row("no refund while the order lives", paid(),
            RefundRequested{ProviderKey{"refund-1"}, PaymentKey{"pay-1"}, 18'000_won});
        row("no refund after the deal", confirmed(),
            RefundRequested{ProviderKey{"refund-1"}, PaymentKey{"pay-1"}, 18'000_won});
        row("no refund of another amount", after(paid(), {cancelBy(song())}),
            PaymentRefunded{1_won});
        row("no approval of another amount", requested,
            PaymentApproved{1, PaymentKey{"pay-1"}, 17'000_won, 170_won});
        row("no approval of another attempt", requested,
            PaymentApproved{2, PaymentKey{"pay-2"}, 18'000_won, 180_won});
        row("no second charge beside an open one", requested,
            ChargeRequested{2, "ds-i1-7-2", {}, 18'000_won, {}});
        row("no second charge beside an unknown one", unknown(),
            ChargeRequested{2, "ds-i1-7-2", {}, 18'000_won, {}});
        row("no deferral of what may have been sent",
            after(unknown(), {charge(RecordCharge::NotFound{})}), PaymentDeferred{1});
        row("no offer before the dish is cooked", cooking(), DeliveryOffered{1, 2'000});
        row("no pick without an offer", cooking(), DeliveryPicked{RiderId{"rider1"}, 1});
        row("no pick under an old fence", after(picked(), {releaseBy(rider1())}),
            DeliveryPicked{RiderId{"rider2"}, 1});
        row("no release by another", picked(), DeliveryReleased{RiderId{"rider2"}, 1, Role::Rider});
        row("no release of another fence", picked(),
            DeliveryReleased{RiderId{"rider1"}, 2, Role::Rider});
        row("no delivery before collection", picked(), DeliveryDelivered{noon});
        row("no deal before delivery", collected(), OrderConfirmed{noon, Role::Customer});
        row("no deal before a pickup is cooked",
            after({pickupOrder(), approvalOf(15'000_won), accept()}),
            OrderConfirmed{noon, Role::Customer});
        row("no offer of a pickup", pickupCooked(), DeliveryOffered{1, 2'000});
        row("no round left out", offered(), DeliveryOffered{3, 4'500});
        row("no reminder told twice", after(paid(), {timer(TimerKind::StoreReminder)}),
            StoreReminded{1});
    }
    void rulesThatSpanParts_holdInTheLog() {
        QFETCH(bool, broken);
        QVERIFY(broken);
    }

    void misfit_leavesTheStateAlone() {
        const State before = picked();
        QVERIFY(isMisfit(before, DeliveryPicked{RiderId{"rider2"}, 2}));
        QVERIFY(holderOf(orderIn(before)) == RiderId{"rider1"});
    }

    void movedState_evolvesLikeACopiedOne() {
        const State copied = evolve(cooking(), CookFinished{noon});
        State moved = cooking();
        moved = evolve(std::move(moved), CookFinished{noon});
        QVERIFY(statusOf(orderIn(copied)) == statusOf(orderIn(moved)));
        QCOMPARE(orderIn(moved).placed.lines.size(), std::size_t{2});
    }
};

QTEST_APPLESS_MAIN(TestOrderEvolve)
#include "tst_order_evolve.moc"
