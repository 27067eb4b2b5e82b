#include <QTest>

#include "core/cells.h"
#include "tests/core/page_dialogue.h"

using namespace delivery;
using tests::Dialogue;
using tests::Keys;

namespace {

/// How many steps of the usual life lead there.
enum Step {
    Placed = 1,
    Charged,
    Approved,
    Accepted,
    CookStarted,
    CookFinished,
    Offered,
    Picked,
    Collected,
    Delivered,
    Confirmed
};

/// Lives through the usual life from one step (not included) to another.
void live(Dialogue& dialogue, int id, int from, int to) {
    const auto life = tests::usualLife(id);
    for (int step = from; step < to; ++step) {
        const auto& [event, actor] = life.at(static_cast<std::size_t>(step));
        QCOMPARE(dialogue.order(id, event, actor), std::string());
    }
}
void open(Dialogue& dialogue) { QCOMPARE(tests::openShop(dialogue), std::string()); }

std::vector<std::string> timelineOf(Dialogue& dialogue, const std::string& key) {
    std::vector<std::string> told;
    for (const auto& entry : dialogue.card<page::OrderCard>("customer", key).timeline) {
        told.push_back(entry.event + ":" + std::string(order::name(entry.status)));
    }
    return told;
}

}  // namespace

class TestPageOrders : public QObject {
    Q_OBJECT

  private slots:
    void customer_whenOrderLives_seesItUnderBothIndexes() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, Confirmed);
        for (const char* index : {"orders", "all"}) {
            QCOMPARE(dialogue.keys("customer", index, "customer:song"), Keys{"17"});
            QCOMPARE(dialogue.keys("customer", index, "all"), Keys{"17"});
        }
        QCOMPARE(dialogue.keys("customer", "changes", "customer:song"), Keys{"17"});
        QCOMPARE(dialogue.keys("customer", "orders", "customer:kim"), Keys{});
        const auto card = dialogue.card<page::OrderCard>("customer", "17");
        QCOMPARE(card.version, std::int64_t{11});
        QCOMPARE(card.position, dialogue.position());
        QCOMPARE(order::statusOf(card.order), order::Status::Confirmed);
    }
    void customer_whenCancelled_leavesOrdersAndStaysInAll() {
        Dialogue dialogue;
        live(dialogue, 17, 0, Approved);
        QCOMPARE(dialogue.order(17, tests::cancelled(Role::Customer)), std::string());
        QCOMPARE(dialogue.keys("customer", "orders", "customer:song"), Keys{});
        QCOMPARE(dialogue.keys("customer", "orders", "all"), Keys{});
        QCOMPARE(dialogue.keys("customer", "all", "customer:song"), Keys{"17"});
    }
    void customer_whenRejected_staysInOrders() {
        Dialogue dialogue;
        live(dialogue, 17, 0, Approved);
        QCOMPARE(dialogue.order(17, order::OrderRejected{}), std::string());
        QCOMPARE(dialogue.keys("customer", "orders", "customer:song"), Keys{"17"});
    }
    void orders_whenMany_areSortedByNumber() {
        Dialogue dialogue;
        for (const int id : {9, 10, 100, 11}) live(dialogue, id, 0, Charged);
        QCOMPARE(dialogue.keys("customer", "orders", "all"), (Keys{"9", "10", "11", "100"}));
    }

    void timeline_whenOrderLivesAsUsual_tellsEveryStepOnce() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, Confirmed);
        QCOMPARE(timelineOf(dialogue, "17"),
                 (Keys{"OrderPlaced:PaymentRequested", "PaymentApproved:Paid",
                       "OrderAccepted:Accepted", "CookStarted:Cooking", "CookFinished:Cooked",
                       "DeliveryPicked:PickedUp", "DeliveryCollected:PickedUp",
                       "DeliveryDelivered:Delivered", "OrderConfirmed:Confirmed"}));
        const auto card = dialogue.card<page::OrderCard>("customer", "17");
        QCOMPARE(card.timeline.at(2).actor, std::string("store1"));
        QVERIFY(card.timeline.at(0).at < card.timeline.at(1).at);
    }
    void timeline_whenPromisedAnew_saysTheNewTime() {
        Dialogue dialogue;
        live(dialogue, 17, 0, Accepted);
        const Instant readyBy{5'000'000};
        QCOMPARE(dialogue.order(17, order::PromiseChanged{25, readyBy}), std::string());
        const auto card = dialogue.card<page::OrderCard>("customer", "17");
        QCOMPARE(timelineOf(dialogue, "17").back(), std::string("PromiseChanged:Accepted"));
        QVERIFY(card.timeline.back().readyBy == readyBy);
        QVERIFY(std::get<order::kitchen::Accepted>(card.order.kitchen).readyBy == readyBy);
    }
    void timeline_whenCancelledAndRefunded_saysWhyAndThatMoneyWentBack() {
        Dialogue dialogue;
        live(dialogue, 17, 0, Accepted);
        const PersonalRef why{PersonalId{"p2"}, "11"};
        QCOMPARE(dialogue.order(
                     17, order::OrderCancelled{Role::Store, order::CancelReason::StoreAsked, why}),
                 std::string());
        QCOMPARE(dialogue.order(
                     17, order::RefundRequested{ProviderKey{"r"}, PaymentKey{"pay1"}, Won{24'500}}),
                 std::string());
        QCOMPARE(dialogue.order(17, order::PaymentRefunded{Won{24'500}}), std::string());
        const Keys told = timelineOf(dialogue, "17");
        QCOMPARE(Keys(told.begin() + 3, told.end()),
                 (Keys{"OrderCancelled:Cancelled", "RefundRequested:Cancelled",
                       "PaymentRefunded:Cancelled"}));
        QVERIFY(dialogue.card<page::OrderCard>("customer", "17").timeline.at(3).why == why);
    }
    /// While the provider is away the charge is tried every half minute; nobody wants to read that.
    void timeline_whenDeferredChargeIsRetriedOften_tellsItOnce() {
        Dialogue dialogue;
        live(dialogue, 17, 0, Charged);
        QCOMPARE(dialogue.order(17, order::PaymentDeferred{1}), std::string());
        for (int i = 0; i < 20; ++i) {
            QCOMPARE(dialogue.order(17, order::ChargeRetried{1}), std::string());
            QCOMPARE(dialogue.order(17, order::PaymentDeferred{1}), std::string());
        }
        QCOMPARE(dialogue.order(17, order::ChargeRetried{1}), std::string());
        QCOMPARE(dialogue.order(17, tests::approved()), std::string());
        QCOMPARE(timelineOf(dialogue, "17"),
                 (Keys{"OrderPlaced:PaymentRequested", "PaymentDeferred:PaymentDeferred",
                       "PaymentApproved:Paid"}));
        QCOMPARE(dialogue.keys("notices", "notices", "user:song").size(), std::size_t{3});
    }

    void store_untilPaid_seesNothing() {
        Dialogue dialogue;
        live(dialogue, 17, 0, Charged);
        for (const char* index : {"tickets", "open", "changes"}) {
            QCOMPARE(dialogue.keys("store", index, "store:1"), Keys{});
        }
        live(dialogue, 17, Charged, Approved);
        for (const char* index : {"tickets", "open", "changes"}) {
            QCOMPARE(dialogue.keys("store", index, "store:1"), Keys{"17"});
        }
        QCOMPARE(dialogue.keys("store", "tickets", "all"), Keys{"17"});
        QCOMPARE(dialogue.keys("store", "tickets", "store:2"), Keys{});
    }
    void store_untilVerified_seesNothing() {
        Dialogue dialogue;
        order::OrderPlaced order = tests::placed(17);
        order.verified = false;
        QCOMPARE(dialogue.order(17, order), std::string());
        QCOMPARE(dialogue.order(17, tests::charge()), std::string());
        QCOMPARE(dialogue.order(17, tests::approved()), std::string());
        QCOMPARE(dialogue.keys("store", "tickets", "store:1"), Keys{});
        QCOMPARE(dialogue.keys("rider", "deliveries", "all"), Keys{});
        QCOMPARE(dialogue.order(17, order::OrderVerified{}), std::string());
        QCOMPARE(dialogue.keys("store", "tickets", "store:1"), Keys{"17"});
        QCOMPARE(dialogue.keys("rider", "deliveries", "all"), Keys{"17"});
    }
    void store_whenUnverifiedOrderIsCancelled_neverSeesIt() {
        Dialogue dialogue;
        order::OrderPlaced order = tests::placed(17);
        order.verified = false;
        QCOMPARE(dialogue.order(17, order), std::string());
        QCOMPARE(dialogue.order(17, tests::charge()), std::string());
        QCOMPARE(dialogue.order(17, tests::approved()), std::string());
        QCOMPARE(
            dialogue.order(17, tests::cancelled(Role::System, order::CancelReason::NotOrderable)),
            std::string());
        for (const char* index : {"tickets", "open", "changes"}) {
            QCOMPARE(dialogue.keys("store", index, "store:1"), Keys{});
        }
    }
    void store_whenCustomerCancels_keepsTheTicketOpenUntilAcknowledged() {
        Dialogue dialogue;
        live(dialogue, 17, 0, Accepted);
        QCOMPARE(dialogue.order(17, tests::cancelled(Role::Customer)), std::string());
        QCOMPARE(dialogue.order(
                     17, order::RefundRequested{ProviderKey{"r"}, PaymentKey{"pay1"}, Won{24'500}}),
                 std::string());
        QCOMPARE(dialogue.keys("store", "open", "store:1"), Keys{"17"});
        const auto before = dialogue.card<page::OrderCard>("store", "17");
        QVERIFY(!before.endAcknowledged);
        const shop::AcknowledgementEvent seen =
            shop::EndAcknowledged{OrderId{17}, UserId{"store1"}, Instant{1}};
        QCOMPARE(dialogue.happened("ack", "17", seen, "store1"), std::string());
        QCOMPARE(dialogue.keys("store", "open", "store:1"), Keys{});
        QCOMPARE(dialogue.keys("store", "tickets", "store:1"), Keys{"17"});
        const auto after = dialogue.card<page::OrderCard>("store", "17");
        QVERIFY(after.endAcknowledged);
        // Not an event of the order: its version stays, the position tells of the change.
        QCOMPARE(after.version, before.version);
        QCOMPARE(after.position, dialogue.position());
    }
    void store_whenItEndsTheOrderItself_hasNothingToAcknowledge() {
        Dialogue dialogue;
        live(dialogue, 17, 0, Approved);
        QCOMPARE(dialogue.order(17, order::OrderRejected{}), std::string());
        live(dialogue, 18, 0, Accepted);
        QCOMPARE(dialogue.order(18, tests::cancelled(Role::Store)), std::string());
        QCOMPARE(dialogue.keys("store", "open", "store:1"), Keys{});
        QCOMPARE(dialogue.keys("store", "tickets", "store:1"), (Keys{"17", "18"}));
    }
    void store_whenConfirmed_closesTheTicket() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, Delivered);
        QCOMPARE(dialogue.keys("store", "open", "store:1"), Keys{"17"});
        live(dialogue, 17, Delivered, Confirmed);
        QCOMPARE(dialogue.keys("store", "open", "store:1"), Keys{});
    }

    void rider_whenCookedAndPicked_movesFromOfferedToHeld() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, CookFinished);
        QCOMPARE(dialogue.keys("rider", "offered", "all"), Keys{});
        live(dialogue, 17, CookFinished, Offered);
        QCOMPARE(dialogue.keys("rider", "offered", "all"), Keys{"17"});
        live(dialogue, 17, Offered, Picked);
        QCOMPARE(dialogue.keys("rider", "offered", "all"), Keys{});
        QCOMPARE(dialogue.keys("rider", "held", "rider:rider1"), Keys{"17"});
        QCOMPARE(dialogue.keys("rider", "held", "rider:rider2"), Keys{});
        QCOMPARE(dialogue.keys("rider", "history", "rider:rider1"), Keys{"17"});
        live(dialogue, 17, Picked, Delivered);
        QCOMPARE(dialogue.keys("rider", "held", "rider:rider1"), Keys{});
        QCOMPARE(dialogue.keys("rider", "history", "rider:rider1"), Keys{"17"});
        for (const char* who : {"customer:song", "store:1", "all"}) {
            QCOMPARE(dialogue.keys("rider", "deliveries", who), Keys{"17"});
        }
    }
    void rider_isNearItsShopExactlyWhileItIsOffered() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, CookFinished);
        const auto near = [&] {
            const std::optional<page::Row> row = dialogue.rows("rider").find("17");
            const auto& card = std::get<page::OrderCard>(row->body);
            return dialogue.keys("rider", "near", cellOf(card.order.placed.storePlace).text());
        };
        QCOMPARE(near(), Keys{});
        live(dialogue, 17, CookFinished, Offered);
        QCOMPARE(near(), Keys{"17"});
        QCOMPARE(dialogue.order(17, order::DeliveryUnassignable{}), std::string());
        QCOMPARE(near(), Keys{"17"});
        QCOMPARE(dialogue.order(17, order::DeliveryPicked{RiderId{"rider1"}, 1}), std::string());
        QCOMPARE(near(), Keys{});
    }
    void rider_whenReleased_isOfferedAgainAndTheOldRiderHearsOfItOnce() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, Picked);
        QCOMPARE(dialogue.order(17, order::DeliveryReleased{RiderId{"rider1"}, 1, Role::Rider}),
                 std::string());
        const std::int64_t lost = dialogue.position();
        QCOMPARE(dialogue.order(17, order::DeliveryOffered{1, 2'000}), std::string());
        QCOMPARE(dialogue.keys("rider", "offered", "all"), Keys{"17"});
        QCOMPARE(dialogue.keys("rider", "held", "rider:rider1"), Keys{});
        QCOMPARE(dialogue.keys("rider", "history", "rider:rider1"), Keys{});
        QCOMPARE(dialogue.order(17, order::DeliveryPicked{RiderId{"rider2"}, 2}), std::string());
        const std::int64_t picked = dialogue.position();
        QCOMPARE(dialogue.order(17, order::DeliveryCollected{Instant{1}}), std::string());
        QCOMPARE(dialogue.keys("rider", "held", "rider:rider2"), Keys{"17"});
        std::map<std::string, std::int64_t> changes;
        const std::optional<page::Row> row = dialogue.rows("rider").find("17");
        for (const IndexEntry& entry : row->entries) {
            if (entry.index == "changes") changes[entry.partition] = entry.sort;
        }
        QCOMPARE(changes.at("rider:rider1"), lost);
        QCOMPARE(changes.at("offers"), picked);
        QCOMPARE(changes.at("rider:rider2"), dialogue.position());
        QCOMPARE(changes.at("customer:song"), dialogue.position());
    }
    void rider_whenNobodyPickedForLong_mayStillPick() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, Offered);
        QCOMPARE(dialogue.keys("customer", "escalated", "all"), Keys{});
        QCOMPARE(dialogue.order(17, order::DeliveryUnassignable{}), std::string());
        QCOMPARE(dialogue.keys("rider", "offered", "all"), Keys{"17"});
        // An admin finds it until somebody rides.
        QCOMPARE(dialogue.keys("customer", "escalated", "all"), Keys{"17"});
        QCOMPARE(dialogue.order(17, order::DeliveryPicked{RiderId{"rider2"}, 1}), std::string());
        QCOMPARE(dialogue.keys("customer", "escalated", "all"), Keys{});
    }
    void rider_whenOrderEnds_findsItNeitherOfferedNorHeld() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, Offered);
        // Between the end and the withdrawal it is no longer offered either.
        QCOMPARE(dialogue.order(17, tests::cancelled(Role::Admin)), std::string());
        QCOMPARE(dialogue.keys("rider", "offered", "all"), Keys{});
        QCOMPARE(dialogue.order(17, order::OfferWithdrawn{}), std::string());
        QCOMPARE(dialogue.keys("rider", "offered", "all"), Keys{});

        live(dialogue, 18, 0, Picked);
        QCOMPARE(dialogue.order(18, tests::cancelled(Role::Admin)), std::string());
        QCOMPARE(dialogue.keys("rider", "held", "rider:rider1"), Keys{});
        QCOMPARE(dialogue.order(18, order::DeliveryReleased{RiderId{"rider1"}, 1, Role::System}),
                 std::string());
        QCOMPARE(dialogue.keys("rider", "held", "rider:rider1"), Keys{});
        QCOMPARE(dialogue.keys("rider", "history", "rider:rider1"), Keys{});
        QCOMPARE(dialogue.keys("rider", "changes", "rider:rider1"), Keys{"18"});
    }
    void rider_whenPickup_hasNoRow() {
        Dialogue dialogue;
        open(dialogue);
        order::OrderPlaced order = tests::placed(17);
        order.pickup = true;
        QCOMPARE(dialogue.order(17, order), std::string());
        live(dialogue, 17, Placed, CookFinished);
        QCOMPARE(dialogue.order(17, order::OrderConfirmed{Instant{1}, Role::Customer}),
                 std::string());
        QVERIFY(dialogue.rows("rider").all().empty());
        QCOMPARE(dialogue.keys("store", "tickets", "store:1"), Keys{"17"});
    }

    void review_whenWritten_showsItsStarsToCustomerAndStore() {
        Dialogue dialogue;
        open(dialogue);
        live(dialogue, 17, 0, Confirmed);
        const shop::ReviewEvent review = tests::review(17, 4, {FoodId{1}, FoodId{2}});
        QCOMPARE(dialogue.happened("review", "17", review, "song"), std::string());
        QCOMPARE(dialogue.card<page::OrderCard>("customer", "17").stars, 4);
        QCOMPARE(dialogue.card<page::OrderCard>("store", "17").stars, 4);
        QCOMPARE(dialogue.card<page::OrderCard>("rider", "17").stars, 0);
    }

    void eventThatDoesNotFit_isAFaultAndChangesNothing() {
        Dialogue dialogue;
        live(dialogue, 17, 0, Charged);
        const std::string before = dialogue.rows("customer").text();
        const std::string faulted = dialogue.order(17, order::CookStarted{});
        QVERIFY2(faulted.starts_with("customer store rider "), faulted.c_str());
        QCOMPARE(dialogue.rows("customer").text(), before);
        QVERIFY(!dialogue.order(99, order::OrderVerified{}).empty());
        QVERIFY(
            !dialogue
                 .happened("ack", "99",
                           shop::AcknowledgementEvent{shop::EndAcknowledged{OrderId{99}, {}, {}}})
                 .empty());
    }
};

QTEST_APPLESS_MAIN(TestPageOrders)
#include "tst_page_orders.moc"
