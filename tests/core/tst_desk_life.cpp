/// The life of an order at the desk: every road to its end, what goes back, and the defects of its
/// ancestors.

#include <QtTest>

#include "saga/owed.h"
#include "tests/support/desk_city.h"

using namespace delivery;
using namespace delivery::tests;

namespace {

/// What outbox and timers hold must be what the state owes: nothing forgotten, nothing left over.
bool owesWhatIsKept(DeskCity& city, OrderId id) {
    const auto owed = saga::resume(city.order(id));
    std::vector<std::string> calls;
    for (const auto& call : owed.calls) calls.push_back(saga::effectId(call));
    std::vector<std::string> timers;
    for (const auto kind : owed.timers) timers.push_back(saga::name(kind));
    std::vector<std::string> armed;
    for (const auto& timer : city.timers()) {
        if (timer.stream.id == id.text() && timer.kind != "ReplyDeadline")
            armed.push_back(timer.kind);
    }
    std::sort(timers.begin(), timers.end());
    std::sort(armed.begin(), armed.end());
    return calls == city.effects() && timers == armed;
}

}  // namespace

class TestDeskLife : public QObject {
    Q_OBJECT

  private slots:
    void fromPlacingToConfirmed_theWholeRoad() {
        DeskCity city;
        const OrderId id = city.place();
        QVERIFY(owesWhatIsKept(city, id));
        QVERIFY(city.scan("store", "tickets", "store:1").empty());
        city.approve(id);
        QCOMPARE(city.status(id), order::Status::Paid);
        QCOMPARE(city.points("song").balance, Won{100});
        QCOMPARE(city.scan("store", "tickets", "store:1").size(), std::size_t{1});
        QVERIFY(owesWhatIsKept(city, id));
        city.must(owner(), desk::AcceptOrder{id, 20});
        QCOMPARE(city.status(id), order::Status::Accepted);
        city.must(owner(), desk::StartCooking{id});
        city.must(owner(), desk::FinishCooking{id});
        QCOMPARE(city.status(id), order::Status::Cooked);
        QCOMPARE(city.scan("rider", "offered", "all").size(), std::size_t{1});
        QVERIFY(owesWhatIsKept(city, id));
        city.must(courier("rider1"), desk::PickDelivery{id});
        QVERIFY(city.scan("rider", "offered", "all").empty());
        city.must(courier("rider1"), desk::CollectDelivery{id, std::nullopt});
        QCOMPARE(city.status(id), order::Status::PickedUp);
        city.must(courier("rider1"), desk::DeliverOrder{id, std::nullopt});
        QCOMPARE(city.status(id), order::Status::Delivered);
        QVERIFY(city.state<rider::Rider>("rider", "rider1").holding.empty());
        city.must(customer("song"), desk::ConfirmOrder{id});
        QCOMPARE(city.status(id), order::Status::Confirmed);
        QVERIFY(city.effects().empty());
        QVERIFY(city.timers().empty());
        city.must(customer("song"), desk::RateOrder{id, 5, "맛있어요"});
        QCOMPARE(city.refusal(customer("song"), desk::RateOrder{id, 5, {}}).code,
                 RefusalCode::AlreadyRated);
    }

    void cancelledAfterPaying_everythingGoesBack() {
        DeskCity city;
        const OrderId id = city.paid();
        city.must(owner(), desk::AcceptOrder{id, 20});
        city.must(customer("song"), desk::CancelOrder{id, "마음이 바뀌었어요"});
        QCOMPARE(city.status(id), order::Status::Cancelled);
        QCOMPARE(city.points("song").balance, Won{0});
        QCOMPARE(city.stock(FoodId{1}), std::optional{10});
        QCOMPARE(city.effects(), std::vector<std::string>{"refund/1"});
        QVERIFY(city.timers().empty());
        city.must(systemActor(),
                  desk::RecordRefund{"refund/1", id, order::RecordRefund::Refunded{Won{10'000}}});
        QVERIFY(city.effects().empty());
        QVERIFY(order::refundOf(city.order(id)) == order::RefundState::Done);
    }

    void approvalAfterTheCancel_isRefunded() {
        DeskCity city;
        const OrderId id = city.place();
        const auto attempt = std::get<order::payment::Requested>(city.order(id).payment).attempt;
        city.must(customer("song"), desk::CancelOrder{id, std::nullopt});
        QCOMPARE(city.effects(), std::vector<std::string>{"query/1/1"});
        city.must(systemActor(),
                  desk::RecordCharge{"charge/1/1", id, 1,
                                     order::RecordCharge::Approved{PaymentKey{"p"}, Won{10'000},
                                                                   attempt.providerOrderId}});
        QCOMPARE(city.effects(), std::vector<std::string>{"refund/1"});
        QCOMPARE(city.points("song").balance, Won{0});
    }

    void unknownOutcome_isAskedAndChargedAgainUnderTheSameKey() {
        DeskCity city;
        const OrderId id = city.place();
        const auto key = std::get<order::payment::Requested>(city.order(id).payment).attempt.key;
        city.must(systemActor(),
                  desk::RecordCharge{"charge/1/1", id, 1, order::RecordCharge::Unknown{}});
        QCOMPARE(city.effects(), std::vector<std::string>{"query/1/1"});
        QVERIFY(owesWhatIsKept(city, id));
        city.must(systemActor(),
                  desk::RecordCharge{"query/1/1", id, 1, order::RecordCharge::NotFound{}});
        QCOMPARE(city.effects(), std::vector<std::string>{"charge/1/1"});
        QVERIFY(std::get<order::payment::Requested>(city.order(id).payment).attempt.key == key);
    }

    void silentStore_isRemindedThenCancelledRefundedAndPaused() {
        DeskCity city;
        const OrderId id = city.paid();
        city.pass(seconds(60));
        QCOMPARE(std::get<order::kitchen::Waiting>(city.order(id).kitchen).reminders, 1);
        city.pass(seconds(120));
        QCOMPARE(std::get<order::kitchen::Waiting>(city.order(id).kitchen).reminders, 2);
        city.pass(minutes(2));
        QCOMPARE(city.status(id), order::Status::Cancelled);
        QCOMPARE(city.effects(), std::vector<std::string>{"refund/1"});
        QCOMPARE(city.refusal(customer("song"), DeskCity::wish()).code, RefusalCode::StorePaused);
    }

    void resumed_staysSoWhenOrdersFromBeforeGoUnanswered() {
        DeskCity city;
        const OrderId first = city.paid();
        city.pass(minutes(1));
        const OrderId second = city.paid();
        city.pass(minutes(4));
        QCOMPARE(city.status(first), order::Status::Cancelled);
        QCOMPARE(city.refusal(customer("song"), DeskCity::wish()).code, RefusalCode::StorePaused);
        city.must(owner(), desk::ResumeStore{StoreId{1}});
        city.pass(minutes(1));
        QCOMPARE(city.status(second), order::Status::Cancelled);
        static_cast<void>(city.paid());
        city.pass(minutes(5));
        QCOMPARE(city.refusal(customer("song"), DeskCity::wish()).code, RefusalCode::StorePaused);
    }

    void answeredInTime_theTimersAreGone() {
        DeskCity city;
        const OrderId id = city.paid();
        city.must(owner(), desk::AcceptOrder{id, 20});
        city.pass(minutes(6));
        QCOMPARE(city.status(id), order::Status::Accepted);
    }

    void deliveredAndForgotten_confirmsByItselfAfterThreeHours() {
        DeskCity city;
        const OrderId id = city.cooked();
        city.must(courier("rider1"), desk::PickDelivery{id});
        city.must(courier("rider1"), desk::CollectDelivery{id, std::nullopt});
        city.must(courier("rider1"), desk::DeliverOrder{id, std::nullopt});
        city.pass(hours(3) - milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Delivered);
        city.pass(milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Confirmed);
    }

    void nobodyPicks_endsRefundedAfterThirtyMinutes() {
        DeskCity city;
        const OrderId id = city.cooked();
        city.pass(minutes(11));
        QVERIFY(std::holds_alternative<order::courier::Unassignable>(city.order(id).courier));
        city.pass(minutes(19));
        QCOMPARE(city.status(id), order::Status::Cancelled);
        QCOMPARE(city.effects(), std::vector<std::string>{"refund/1"});
    }

    void pickedAndNotCollected_isOfferedAgainWithANewFence() {
        DeskCity city;
        const OrderId id = city.cooked();
        city.must(courier("rider1"), desk::PickDelivery{id});
        const auto fence = order::fenceOf(city.order(id));
        city.pass(minutes(20));
        QVERIFY(city.state<rider::Rider>("rider", "rider1").holding.empty());
        city.must(courier("rider2"), desk::PickDelivery{id});
        QVERIFY(order::fenceOf(city.order(id)) > fence);
        QCOMPARE(city.refusal(courier("rider1"), desk::CollectDelivery{id, fence}).code,
                 RefusalCode::NotYourDelivery);
    }

    void riderHoldsAtMostOne() {
        DeskCity city;
        const OrderId first = city.cooked();
        const OrderId second = city.cooked();
        city.must(courier("rider1"), desk::PickDelivery{first});
        QCOMPARE(city.refusal(courier("rider1"), desk::PickDelivery{second}).code,
                 RefusalCode::RiderBusy);
        QCOMPARE(city.scan("rider", "offered", "all").size(), std::size_t{1});
    }

    void pickup_needsNoCourierAndIsConfirmedWhenCooked() {
        DeskCity city;
        auto wished = DeskCity::wish();
        wished.pickup = true;
        wished.address = std::nullopt;
        const OrderId id = city.paid(wished);
        city.must(owner(), desk::AcceptOrder{id, 5});
        city.must(owner(), desk::StartCooking{id});
        city.must(owner(), desk::FinishCooking{id});
        QCOMPARE(city.refusal(courier("rider1"), desk::PickDelivery{id}).code,
                 RefusalCode::NoCourierNeeded);
        city.must(customer("song"), desk::ConfirmOrder{id});
        QCOMPARE(city.status(id), order::Status::Confirmed);
    }

    void cancelledOrder_isAcknowledgedOnceByTheStore() {
        DeskCity city;
        const OrderId id = city.paid();
        QCOMPARE(city.refusal(owner(), desk::AcknowledgeEnd{id}).code,
                 RefusalCode::NothingToAcknowledge);
        city.must(customer("song"), desk::CancelOrder{id, std::nullopt});
        QCOMPARE(city.scan("store", "open", "store:1").size(), std::size_t{1});
        city.must(owner(), desk::AcknowledgeEnd{id});
        QVERIFY(city.scan("store", "open", "store:1").empty());
    }

    // --- what the ancestors got wrong

    void ancestor_paymentLookedUpByTheOrdersId_cancelOfOneNeverHitsAnother() {
        DeskCity city;
        const OrderId declined = city.place();
        city.must(systemActor(), desk::RecordCharge{"charge/1/1", declined, 1,
                                                    order::RecordCharge::Declined{"X"}});
        const OrderId second = city.paid();
        const OrderId third = city.paid();
        city.must(customer("song"), desk::CancelOrder{second, std::nullopt});
        QCOMPARE(city.effects(), std::vector<std::string>{"refund/2"});
        QVERIFY(order::isPaid(city.order(third)));
        const auto call =
            record::decodeCall((*(*city.ledger().reader())->effectsDue(city.now, 10))[0].body);
        QVERIFY(call->paymentKey == PaymentKey{"pay-2"});
    }

    void ancestor_emptyPointsHandlers_pointsAreEarnedAndRevoked() {
        DeskCity city;
        const OrderId id = city.paid();
        QCOMPARE(city.points("song").earned, Won{100});
        city.must(customer("song"), desk::CancelOrder{id, std::nullopt});
        QCOMPARE(city.points("song").revoked, Won{100});
    }

    void ancestor_eventsPublishedAlthoughRolledBack_nothingLeavesAFailedBatch() {
        DeskCity city;
        city.ledger().failNext(LedgerOperation::Commit,
                               {FaultCode::DiskFull, Aftermath::TransactionGone});
        const auto position = city.position();
        const auto result = city.run({city.envelope(customer("song"), DeskCity::wish(), "lost")});
        QCOMPARE(result.answers[0].kind, desk::Answer::Kind::Failed);
        QVERIFY(!result.effectsChanged && result.finalised.empty());
        QCOMPARE(city.position(), position);
        QVERIFY(city.effects().empty());
    }

    void ancestor_newTicketSaysCookingStartedAndFinished_aNewTicketOnlyWaits() {
        DeskCity city;
        const OrderId id = city.paid();
        QVERIFY(std::holds_alternative<order::kitchen::Waiting>(city.order(id).kitchen));
    }

    void ancestor_acceptNeverChangesTheState_acceptDoes() {
        DeskCity city;
        const OrderId id = city.paid();
        city.must(owner(), desk::AcceptOrder{id, 20});
        QVERIFY(std::holds_alternative<order::kitchen::Accepted>(city.order(id).kitchen));
        QCOMPARE(city.refusal(owner(), desk::AcceptOrder{id, 20}).code,
                 RefusalCode::AlreadyAccepted);
    }

    void promise_isChangedUntilItIsCooked_asTheStoreSaysIt() {
        DeskCity city;
        const OrderId id = city.paid();
        const desk::ChangePromise later{id, 40};
        QCOMPARE(city.refusal(owner(), later).code, RefusalCode::NotAccepted);
        city.must(owner(), desk::AcceptOrder{id, 20});
        city.now = city.now + minutes(5);
        // Nothing is added to what a person says who knows how busy it is.
        city.must(owner(), desk::SetBusy{StoreId{1}, shop::Busy{15, {}}, {}});
        city.must(owner(), later);
        QVERIFY(std::get<order::kitchen::Accepted>(city.order(id).kitchen).readyBy ==
                city.now + minutes(40));
        QVERIFY(owesWhatIsKept(city, id));
        QCOMPARE(city.refusal(owner(StoreId{2}), later).code, RefusalCode::NotYours);
        city.must(owner(), desk::StartCooking{id});
        city.must(owner(), desk::ChangePromise{id, 10});
        QVERIFY(owesWhatIsKept(city, id));
        city.must(owner(), desk::FinishCooking{id});
        QCOMPARE(city.refusal(owner(), later).code, RefusalCode::AlreadyCooked);
        city.must(admin(), desk::PauseContext{"store", true});
        QCOMPARE(city.refusal(owner(), later).code, RefusalCode::ContextPaused);
    }

    void ancestor_cancelChecksAClock_itIsTheStateThatCounts() {
        DeskCity city;
        const OrderId id = city.paid();
        city.must(owner(), desk::AcceptOrder{id, 60});
        city.now = city.now + minutes(14);
        city.must(owner(), desk::StartCooking{id});
        const auto refused = city.refusal(customer("song"), desk::CancelOrder{id, std::nullopt});
        QCOMPARE(refused.code, RefusalCode::TooLateToCancel);
        QCOMPARE(refused.facts.at("state"), std::string("Cooking"));
    }

    void ancestor_claimOverwritesAnothers_theSecondRiderIsRefused() {
        DeskCity city;
        const OrderId id = city.cooked();
        const auto result = city.run({city.envelope(courier("rider1"), desk::PickDelivery{id}),
                                      city.envelope(courier("rider2"), desk::PickDelivery{id})});
        QVERIFY(std::holds_alternative<desk::Accepted>(*result.answers[0].reply));
        QCOMPARE(std::get<Refusal>(*result.answers[1].reply).code, RefusalCode::AlreadyPicked);
        QVERIFY(order::holderOf(city.order(id)) == RiderId{"rider1"});
        QVERIFY(city.state<rider::Rider>("rider", "rider2").holding.empty());
    }

    void ancestor_rejectPromisesARefundThatNoCodeMakes_theRefundIsOwed() {
        DeskCity city;
        const OrderId id = city.paid();
        city.must(owner(), desk::RejectOrder{id, "재료가 떨어졌어요"});
        QCOMPARE(city.status(id), order::Status::Rejected);
        QCOMPARE(city.effects(), std::vector<std::string>{"refund/1"});
        QCOMPARE(city.stock(FoodId{1}), std::optional{10});
    }

    void ancestor_compensationNotImplemented_everyEndOwesNothingInTheEnd() {
        DeskCity city;
        const OrderId withRider = city.cooked();
        city.must(courier("rider1"), desk::PickDelivery{withRider});
        city.must(owner(), desk::CancelOrder{withRider, "주방 사고"});
        QVERIFY(city.state<rider::Rider>("rider", "rider1").holding.empty());
        QVERIFY(city.scan("rider", "held", "rider:rider1").empty());
        city.must(systemActor(), desk::RecordRefund{"refund/1", withRider,
                                                    order::RecordRefund::Refunded{Won{10'000}}});
        QVERIFY(city.effects().empty());
        QVERIFY(city.timers().empty());
        QCOMPARE(city.points("song").balance, Won{0});
    }

    // --- accounts

    void forgottenUserId_isNeverGivenToSomebodyElse() {
        DeskCity city;
        const OrderId id = city.paid();
        city.must(customer("song"), desk::CancelOrder{id, std::nullopt});
        city.must(customer("song"), desk::ForgetCustomer{CustomerId{"song"}});
        const desk::OpenAccount again{UserId{"song"}, Role::Customer, "hash", {}, "다른 이", ""};
        QCOMPARE(city.refusal(systemActor(), again).code, RefusalCode::UserIdTaken);
    }

    void runningOrder_keepsItsCustomerFromBeingForgotten() {
        DeskCity city;
        const OrderId first = city.paid();
        const OrderId second = city.place();
        const desk::ForgetCustomer forget{CustomerId{"song"}};
        for (const Actor& who : {customer("song"), admin()}) {
            QCOMPARE(city.refusal(who, forget).code, RefusalCode::OrderStillRunning);
        }
        QVERIFY(!(*city.ledger().reader())->sidesOf("personal", "song")->empty());
        // Somebody else's orders are no matter of theirs.
        city.must(customer("kim"), desk::ForgetCustomer{CustomerId{"kim"}});
        city.must(customer("song"), desk::CancelOrder{first, std::nullopt});
        QCOMPARE(city.refusal(customer("song"), forget).facts.at("orderId"), second.text());
        city.pass(minutes(11));
        QCOMPARE(city.status(second), order::Status::Expired);
        city.must(customer("song"), forget);
        QVERIFY((*city.ledger().reader())->sidesOf("personal", "song")->empty());
        QVERIFY((*city.ledger().reader())->sidesOf("running", "song")->empty());
    }

    /// What stood in the queue behind the erasure writes nothing that nobody would erase.
    void commandsBehindAnErasure_leaveNothingPersonal() {
        DeskCity city;
        const OrderId id = city.cooked();
        city.must(courier("rider1"), desk::PickDelivery{id});
        city.must(courier("rider1"), desk::CollectDelivery{id, std::nullopt});
        city.must(courier("rider1"), desk::DeliverOrder{id, std::nullopt});
        city.must(customer("song"), desk::ConfirmOrder{id});
        const auto result = city.run(
            {city.envelope(customer("song"), desk::ForgetCustomer{CustomerId{"song"}}),
             city.envelope(customer("song"), DeskCity::wish()),
             city.envelope(customer("song"), desk::AddAddress{"서울 용산구 용산동 9-9", {}}),
             city.envelope(customer("song"), desk::RateOrder{id, 5, "우리 집 문 앞"})});
        for (std::size_t i = 1; i < result.answers.size(); ++i) {
            const auto* refused = std::get_if<Refusal>(&*result.answers[i].reply);
            QVERIFY(refused != nullptr);
            QCOMPARE(refused->code, RefusalCode::UnknownUser);
        }
        const auto ledger = city.ledger().reader();
        for (const char* kind : {"personal", "address", "account", "card", "running"}) {
            QVERIFY2((*ledger)->sidesOf(kind, "song")->empty(), kind);
        }
    }

    void changedPassword_endsTheSessionsOfTheOldOne() {
        DeskCity city;
        const std::string verified = "hash";
        for (const char* token : {"token", "kept"}) {
            city.must(systemActor(),
                      desk::OpenSession{token, UserId{"song"}, city.now + hours(1), verified});
        }
        desk::ChangeProfile change;
        change.userId = UserId{"song"};
        change.passwordHash = "another";
        change.keptSession = "kept";
        city.must(customer("song"), change);
        const auto left = (*city.ledger().reader())->sidesOf("session", "song");
        QCOMPARE(left->size(), std::size_t{1});
        QCOMPARE(left->front().key, std::string("kept"));
    }

    void loginWithTheOldPassword_whenItWasChangedMeanwhile_opensNothing() {
        DeskCity city;
        const std::string verified = "hash";
        desk::ChangeProfile change;
        change.userId = UserId{"song"};
        change.passwordHash = "another";
        city.must(customer("song"), change);
        const desk::OpenSession late{"token", UserId{"song"}, city.now + hours(1), verified};
        QCOMPARE(city.refusal(systemActor(), late).code, RefusalCode::WrongPassword);
        QVERIFY((*city.ledger().reader())->sidesOf("session", "song")->empty());
        city.must(systemActor(),
                  desk::OpenSession{"token", UserId{"song"}, city.now + hours(1), "another"});
    }

    void login_whenTheAccountWasForgottenMeanwhile_opensNothing() {
        DeskCity city;
        const std::string verified = "hash";
        city.must(customer("song"), desk::ForgetCustomer{CustomerId{"song"}});
        const desk::OpenSession late{"token", UserId{"song"}, city.now + hours(1), verified};
        QCOMPARE(city.refusal(systemActor(), late).code, RefusalCode::WrongPassword);
    }

    void forgottenCustomersSessions_areKnownAsForgotten() {
        DeskCity city;
        city.must(systemActor(),
                  desk::OpenSession{"token", UserId{"song"}, city.now + hours(1), "hash"});
        city.must(customer("song"), desk::ForgetCustomer{CustomerId{"song"}});
        const auto ledger = city.ledger().reader();
        QVERIFY((*ledger)->sidesOf("session", "song")->empty());
        const auto known = (*ledger)->side({"forgottenSession", "token"});
        QVERIFY(known->has_value());
        QCOMPARE((*known)->body, std::string("song"));
    }

    void nextStore_takesANumberThatNobodyChose() {
        DeskCity city;
        shop::Profile profile;
        profile.name = "한남분식";
        city.must(admin(), desk::OpenStore{StoreId{0}, UserId{"store2"}, profile});
        QVERIFY(std::holds_alternative<shop::Store>(city.state<shop::StoreState>("store", "2")));
    }

    // --- pages that stand still

    void pausedContext_fallsBehindAloneAndCatchesUp() {
        DeskCity city;
        city.must(admin(), desk::PauseContext{"store", true});
        const OrderId id = city.paid();
        QVERIFY(city.scan("store", "tickets", "store:1").empty());
        QCOMPARE(city.scan("customer", "orders", "customer:song").size(), std::size_t{1});
        QCOMPARE(city.refusal(owner(), desk::AcceptOrder{id, 10}).code, RefusalCode::ContextPaused);
        city.pass(minutes(9));
        QCOMPARE(city.status(id), order::Status::Paid);
        city.must(admin(), desk::PauseContext{"store", false});
        while (!*city.desk().catchUp(100)) {
        }
        QCOMPARE(city.scan("store", "tickets", "store:1").size(), std::size_t{1});
        city.must(owner(), desk::AcceptOrder{id, 10});
    }

    void rebuiltPages_equalTheLiveOnes() {
        DeskCity city;
        city.cooked();
        city.must(customer("song"), desk::CancelOrder{city.paid(), std::nullopt});
        const auto rows = [&] {
            std::vector<std::pair<std::string, std::string>> all;
            for (const char* where :
                 {"customer/all/all", "store/tickets/all", "rider/deliveries/all", "menu/foods/all",
                  "stores/stores/all", "points/ledger/customer:song", "foodCounts/counts/all",
                  "notices/notices/user:song", "books/accounts/all"}) {
                const std::string path = where;
                const auto first = path.find('/');
                const auto second = path.find('/', first + 1);
                for (const auto& row :
                     city.scan(path.substr(0, first), path.substr(first + 1, second - first - 1),
                               path.substr(second + 1))) {
                    all.emplace_back(path + "#" + row.key, row.body);
                }
            }
            return all;
        };
        const auto live = rows();
        QVERIFY(live.size() > 10);
        QVERIFY(city.desk().clearPages());
        QVERIFY(rows().empty());
        while (!*city.desk().catchUp(7)) {
        }
        QVERIFY(rows() == live);
    }
};

QTEST_APPLESS_MAIN(TestDeskLife)
#include "tst_desk_life.moc"
