/// Placing, paying and repeating at the desk: one transaction, one reply, one charge.

#include <QtTest>

#include "tests/support/desk_city.h"

using namespace delivery;
using namespace delivery::tests;

class TestDeskPlacing : public QObject {
    Q_OBJECT

  private slots:
    void placed_isProvisionalUntilThePaymentsOutcome() {
        DeskCity city;
        const auto answer = city.ask(customer("song"), DeskCity::wish(), "first");
        QCOMPARE(answer.kind, desk::Answer::Kind::Provisional);
        QVERIFY(city.finalised.empty());
        city.approve(OrderId{1});
        const auto& reply = city.finalised.at({"song", CommandId{"first"}});
        const auto& accepted = std::get<desk::Accepted>(reply);
        QCOMPARE(accepted.outcome, desk::Outcome::Created);
        QCOMPARE(order::statusOf(std::get<desk::OrderSnapshot>(accepted.thing).order),
                 order::Status::Paid);
    }

    void sameCommandTwice_getsTheSameReplyAndOneOrder() {
        DeskCity city;
        city.place(DeskCity::wish(), "twice");
        QCOMPARE(city.ask(customer("song"), DeskCity::wish(), "twice").kind,
                 desk::Answer::Kind::Provisional);
        city.approve(OrderId{1});
        const auto position = city.position();
        const auto again = city.ask(customer("song"), DeskCity::wish(), "twice");
        QCOMPARE(again.kind, desk::Answer::Kind::Final);
        QCOMPARE(record::encode(*again.reply),
                 record::encode(city.finalised.at({"song", CommandId{"twice"}})));
        QCOMPARE(city.position(), position);
        QCOMPARE(city.stock(FoodId{1}), std::optional{9});
    }

    void sameCommandTwiceInOneBatch_isOneOrder() {
        DeskCity city;
        const auto result = city.run({city.envelope(customer("song"), DeskCity::wish(), "both"),
                                      city.envelope(customer("song"), DeskCity::wish(), "both")});
        QCOMPARE(result.answers[0].kind, desk::Answer::Kind::Provisional);
        QCOMPARE(result.answers[1].kind, desk::Answer::Kind::Provisional);
        QCOMPARE(city.stock(FoodId{1}), std::optional{9});
        QCOMPARE(city.effects(), std::vector<std::string>{"charge/1/1"});
    }

    void sameIdOtherRequest_isRefused() {
        DeskCity city;
        city.place(DeskCity::wish(), "reused");
        auto result = city.run(
            {city.envelope(customer("song"), DeskCity::wish("song", 2), "reused", "another")});
        const auto refusal = std::get<Refusal>(*result.answers[0].reply);
        QCOMPARE(refusal.code, RefusalCode::CommandIdReused);
        QCOMPARE(city.stock(FoodId{1}), std::optional{9});
    }

    void refused_changesNothingAndIsRepeatedIdentically() {
        DeskCity city;
        const auto position = city.position();
        const auto first = city.ask(customer("song"), DeskCity::wish("song", 11), "toomany");
        const auto again = city.ask(customer("song"), DeskCity::wish("song", 11), "toomany");
        QCOMPARE(std::get<Refusal>(*first.reply).code, RefusalCode::NotEnoughStock);
        QVERIFY(std::get<Refusal>(*first.reply) == std::get<Refusal>(*again.reply));
        QCOMPARE(city.position(), position);
        QCOMPARE(city.stock(FoodId{1}), std::optional{10});
        QVERIFY(city.effects().empty());
    }

    void replyDeadline_answersWithTheStatusAsItIs() {
        DeskCity city;
        city.place(DeskCity::wish(), "slow");
        city.pass(milliseconds(1999));
        QVERIFY(city.finalised.empty());
        city.pass(milliseconds(1));
        const auto& accepted =
            std::get<desk::Accepted>(city.finalised.at({"song", CommandId{"slow"}}));
        QCOMPARE(accepted.outcome, desk::Outcome::Created);
        QCOMPARE(order::statusOf(std::get<desk::OrderSnapshot>(accepted.thing).order),
                 order::Status::PaymentRequested);
        // Final once: the payment's outcome does not change what was answered.
        city.finalised.clear();
        city.approve(OrderId{1});
        QVERIFY(city.finalised.empty());
    }

    void deferredPayment_answers202AndWaitsForTheNextTry() {
        DeskCity city;
        city.place(DeskCity::wish(), "later");
        city.must(systemActor(),
                  desk::RecordCharge{"charge/1/1", OrderId{1}, 1, order::RecordCharge::NotSent{}});
        const auto& accepted =
            std::get<desk::Accepted>(city.finalised.at({"song", CommandId{"later"}}));
        QCOMPARE(accepted.outcome, desk::Outcome::Deferred);
        QCOMPARE(city.effects(), std::vector<std::string>{"charge/1/1"});
        QVERIFY(city.scan("store", "tickets", "store:1").empty());
        city.pass(minutes(10));
        QCOMPARE(city.status(OrderId{1}), order::Status::Expired);
        QCOMPARE(city.stock(FoodId{1}), std::optional{10});
        QVERIFY(city.timers().empty());
    }

    /// A try may have left right before a crash that took its answer with it: money that arrives
    /// after the end must be found and go back.
    void deferredPayment_whenExpired_isStillAskedAboutAndGoesBackWhenFound() {
        DeskCity city;
        const OrderId id = city.place();
        city.must(systemActor(),
                  desk::RecordCharge{"charge/1/1", id, 1, order::RecordCharge::NotSent{}});
        city.pass(minutes(10));
        QCOMPARE(city.status(id), order::Status::Expired);
        QCOMPARE(city.effects(), std::vector<std::string>{"query/1/1"});
        const auto attempt = std::get<order::payment::Deferred>(city.order(id).payment).attempt;
        city.must(systemActor(),
                  desk::RecordCharge{"query/1/1", id, 1,
                                     order::RecordCharge::Approved{PaymentKey{"pay-1"}, Won{10'000},
                                                                   attempt.providerOrderId}});
        QCOMPARE(city.effects(), std::vector<std::string>{"refund/1"});
    }

    void pointsPayAll_needsNoCaptureAndIsPaidAtOnce() {
        DeskCity city;
        for (int i = 0; i < 10; ++i) {
            const OrderId id = city.paid(DeskCity::wish("song", 1, FoodId{2}));
            city.must(owner(), desk::AcceptOrder{id, 10});
        }
        QCOMPARE(city.points("song").balance, Won{250});
        shop::Dish cheap{"단무지", Won{200}, {}, std::nullopt, ""};
        city.must(owner(), desk::AddDish{StoreId{1}, cheap});
        auto wished = DeskCity::wish("song", 1, FoodId{3});
        wished.usePoints = Won{200};
        const auto answer = city.ask(customer("song"), wished);
        QCOMPARE(answer.kind, desk::Answer::Kind::Final);
        const OrderId id{11};
        QCOMPARE(city.status(id), order::Status::Paid);
        QCOMPARE(city.points("song").balance, Won{50});
        city.must(customer("song"), desk::CancelOrder{id, std::nullopt});
        QCOMPARE(city.points("song").balance, Won{250});
    }

    void foreignCustomerId_isRefused() {
        DeskCity city;
        QCOMPARE(city.refusal(customer("kim"), DeskCity::wish("song")).code, RefusalCode::NotYours);
    }

    void blankAddress_isNoAddress() {
        DeskCity city;
        for (const char* blank : {"", " ", " \t\n", "\u3000\u00a0\u200b"}) {
            auto wished = DeskCity::wish();
            wished.address = blank;
            QCOMPARE(city.refusal(customer("song"), wished).code, RefusalCode::AddressNeeded);
        }
        auto fetched = DeskCity::wish();
        fetched.address = " ";
        fetched.pickup = true;
        city.place(fetched);
        QVERIFY(!city.order(OrderId{1}).placed.address);
    }

    void adminForNobody_hearsThatThereIsNoSuchCustomer() {
        DeskCity city;
        QCOMPARE(city.refusal(admin(), DeskCity::wish("nobody")).code, RefusalCode::UnknownUser);
        city.must(systemActor(),
                  desk::OpenAccount{UserId{"rider1"}, Role::Rider, "hash", {}, "rider1", ""});
        QCOMPARE(city.refusal(admin(), DeskCity::wish("rider1")).code, RefusalCode::UnknownUser);
        (void)city.ask(admin(), DeskCity::wish("song"));
        QCOMPARE(city.order(OrderId{1}).placed.customerId, CustomerId{"song"});
    }

    void repliesOlderThanAWeek_areForgottenAFewAtATime() {
        DeskCity city;
        for (int i = 0; i < 600; ++i) {
            city.must(courier("rider1"), desk::SetDuty{true});
        }
        city.pass(days(7));
        city.place(DeskCity::wish(), "young");
        city.approve(OrderId{1});
        const auto kept = [&] { return city.ledger().snapshot().replies.size(); };
        const std::size_t before = kept();
        QVERIFY(before > 600);
        // Not older than a week yet: a repeat still hears the same.
        for (int i = 0; i < 64; ++i) city.must(systemActor(), desk::PostponeEffect{"none", {}});
        QCOMPARE(kept(), before);
        city.now = city.now + milliseconds(1);
        std::vector<std::size_t> steps;
        for (int i = 0; i < 64 * 4; ++i) {
            const std::size_t then = kept();
            city.must(systemActor(), desk::PostponeEffect{"none", {}});
            if (kept() != then) steps.push_back(then - kept());
        }
        QCOMPARE(kept(), std::size_t{1});
        for (const std::size_t step : steps) QVERIFY(step <= 256);
        QVERIFY(steps.size() >= 3);
        QCOMPARE(city.ask(customer("song"), DeskCity::wish(), "young").kind,
                 desk::Answer::Kind::Final);
        QVERIFY(std::holds_alternative<order::NotPlaced>(city.state<order::State>("order", "2")));
    }

    void unknownCard_isRefused() {
        DeskCity city;
        auto wished = DeskCity::wish();
        wished.cardId = CardId{"card-kim"};
        QCOMPARE(city.refusal(customer("song"), wished).code, RefusalCode::UnknownCard);
    }

    void personalData_isNeverInsideEventsRepliesOrEffects() {
        DeskCity city;
        auto wished = DeskCity::wish();
        wished.address = "비밀번지 77-7";
        wished.note = "비밀요청";
        wished.phone = "010-1234-5678";
        city.place(wished, "secret");
        city.must(customer("song"), desk::CancelOrder{OrderId{1}, "비밀사유"});
        auto reader = city.ledger().reader();
        const auto log = (*reader)->log(0, 10'000);
        std::string all;
        for (const auto& row : *log) all += row.body;
        const auto reply = (*reader)->reply({"song", CommandId{"secret"}});
        all += (*reply)->body;
        const auto effects = (*reader)->effectsDue(city.now + days(100), 100);
        for (const auto& effect : *effects) {
            all += effect.body;
        }
        for (const char* secret : {"비밀", "77-7", "1234"}) {
            QVERIFY2(all.find(secret) == std::string::npos, secret);
        }
        const auto kept = (*reader)->sidesOf("personal", "song");
        std::string personal;
        for (const auto& row : *kept) personal += row.body;
        QVERIFY(personal.find("비밀번지") != std::string::npos);
        city.must(customer("song"), desk::ForgetCustomer{CustomerId{"song"}});
        QVERIFY((*city.ledger().reader())->sidesOf("personal", "song")->empty());
    }

    void diskFullInTheMiddleOfABatch_leavesNothingHalfDoneAndRecovers() {
        DeskCity city;
        const auto position = city.position();
        city.ledger().failNext(LedgerOperation::Append,
                               {FaultCode::DiskFull, Aftermath::TransactionGone});
        const auto result =
            city.run({city.envelope(customer("song"), DeskCity::wish(), "full1"),
                      city.envelope(customer("kim"), DeskCity::wish("kim"), "full2")});
        QVERIFY(result.fault.has_value());
        QCOMPARE(result.answers[0].kind, desk::Answer::Kind::Failed);
        QCOMPARE(result.answers[1].kind, desk::Answer::Kind::Failed);
        QCOMPARE(city.position(), position);
        QCOMPARE(city.stock(FoodId{1}), std::optional{10});
        const auto again = city.run({city.envelope(customer("song"), DeskCity::wish(), "full1")});
        QCOMPARE(again.answers[0].kind, desk::Answer::Kind::Provisional);
        QCOMPARE(city.order(OrderId{1}).placed.orderId, OrderId{1});
        QCOMPARE(city.stock(FoodId{1}), std::optional{9});
    }
};

QTEST_APPLESS_MAIN(TestDeskPlacing)
#include "tst_desk_placing.moc"
