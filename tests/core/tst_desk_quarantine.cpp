// What cannot be read is set aside alone, and what an order owes is made again from its state.

#include <QtTest>

#include "tests/support/desk_city.h"

using namespace delivery;
using namespace delivery::tests;
using desk::Unreadable;

class TestDeskQuarantine : public QObject {
    Q_OBJECT

  private:
    static desk::SetAside effect(const std::string& id) {
        return {{.what = Unreadable::What::Effect, .effectId = id, .why = "seal"}};
    }
    static desk::SetAside timer(const std::string& order, const std::string& kind) {
        return {{.what = Unreadable::What::Timer,
                 .stream = {"order", order},
                 .timer = kind,
                 .why = "seal"}};
    }
    static desk::SetAside stream(const std::string& kind, const std::string& id) {
        return {{.stream = {kind, id}, .why = "seal"}};
    }
    static desk::EffectRow effectRow(DeskCity& city, const std::string& id) {
        return (*city.ledger().reader())->effect(id)->value_or(desk::EffectRow{});
    }
    static bool isOwed(DeskCity& city, OrderId id) {
        return effectRow(city, "charge/" + id.text() + "/1").id == "charge/" + id.text() + "/1";
    }
    static void damage(DeskCity& city, const desk::StreamKey& key, const desk::Bytes& body) {
        LedgerRows rows = city.ledger().snapshot();
        rows.states.at(key).body = body;
        city.ledger().restore(std::move(rows));
    }

    /// Breaks the state of another stream under a desk that has to read it, and gives what it was.
    static desk::Bytes breakUnder(DeskCity& city, const desk::StreamKey& key) {
        const desk::Bytes whole = city.ledger().snapshot().states.at(key).body;
        damage(city, key, "?");
        city.restart();
        return whole;
    }
    static bool rests(DeskCity& city, const std::string& stream) {
        return city.desk().quarantined().contains("stream " + stream);
    }
    static void mend(DeskCity& city, const desk::StreamKey& key, const desk::Bytes& whole) {
        damage(city, key, whole);
        city.restart();
        const std::string name = "stream " + key.kind + "/" + key.id;
        QVERIFY(city.desk().quarantined().contains(name));
        city.must(systemActor(), desk::TakeBack{name});
        QVERIFY(!city.desk().quarantined().contains(name));
        QVERIFY((*city.ledger().reader())->sidesOf("owed", key.kind + "/" + key.id)->empty());
    }
    static void refunded(DeskCity& city, OrderId id) {
        city.must(systemActor(), desk::RecordRefund{"refund/" + id.text(), id,
                                                    order::RecordRefund::Refunded{Won{10'000}}});
        QVERIFY(order::refundOf(city.order(id)) == order::RefundState::Done);
    }

  private slots:
    // --- a row beside the log

    void sideRow_isNamedAndRestsUntilItCanBeRead() {
        DeskCity city;
        const Unreadable row{
            .what = Unreadable::What::Side, .side = {"account", "song"}, .why = "seal"};
        const std::string name = "side account/song";
        QCOMPARE(desk::nameOf(row), name);
        QVERIFY(desk::unreadableNamed(name)->side == row.side);
        city.ledger().damage({.sides = {row.side}});
        city.must(systemActor(), desk::SetAside{row});
        QVERIFY(city.desk().quarantined().contains(name));
        city.restart();
        city.must(systemActor(), desk::TakeBack{name});
        QVERIFY(city.desk().quarantined().contains(name));
        city.ledger().damage({});
        city.must(systemActor(), desk::TakeBack{name});
        QVERIFY(!city.desk().quarantined().contains(name));
        // Of a row that was erased meanwhile nothing is told.
        city.must(systemActor(), desk::SetAside{{.what = Unreadable::What::Side,
                                                 .side = {"personal", "gone"},
                                                 .why = "seal"}});
        QVERIFY(city.desk().quarantined().empty());
    }

    // --- an order whose store, dish or points account cannot be read

    void damagedStore_stopsNoPaymentAndNoRefund() {
        DeskCity city;
        city.must(owner(), desk::SetAutoAccept{StoreId{1}, shop::AutoAccept{5}});
        const OrderId id = city.place();
        const OrderId expires = city.place(DeskCity::wish("kim"));
        const desk::Bytes whole = breakUnder(city, {"store", "1"});
        city.approve(id);
        // Nobody knows any more that it accepts by itself: the ticket waits for its own hands.
        QCOMPARE(city.status(id), order::Status::Paid);
        city.must(owner(), desk::AcceptOrder{id, 20});
        QCOMPARE(city.status(id), order::Status::Accepted);
        QVERIFY(rests(city, "store/1"));
        city.must(customer("song"), desk::CancelOrder{id, std::nullopt});
        refunded(city, id);
        city.pass(minutes(11));
        QCOMPARE(city.status(expires), order::Status::Expired);
        mend(city, {"store", "1"}, whole);
        // Taken and left in the order in which it happened.
        QVERIFY(std::get<shop::Store>(city.state<shop::StoreState>("store", "1")).inWork.empty());
    }

    void damagedStore_thatDoesNotAnswer_stopsNoCancel() {
        DeskCity city;
        const OrderId id = city.paid();
        breakUnder(city, {"store", "1"});
        city.pass(minutes(6));
        QCOMPARE(city.status(id), order::Status::Cancelled);
        refunded(city, id);
    }

    void damagedDish_getsItsStockBackWhenItCanBeRead() {
        DeskCity city;
        const OrderId cancelled = city.paid(DeskCity::wish("song", 2));
        const OrderId expires = city.place(DeskCity::wish("kim", 3));
        QCOMPARE(city.stock(FoodId{1}), std::optional{5});
        const desk::Bytes whole = breakUnder(city, {"food", "1"});
        city.must(customer("song"), desk::CancelOrder{cancelled, std::nullopt});
        QCOMPARE(city.status(cancelled), order::Status::Cancelled);
        QVERIFY(order::refundOf(city.order(cancelled)) == order::RefundState::Due);
        QVERIFY(rests(city, "food/1"));
        city.pass(minutes(11));
        QCOMPARE(city.status(expires), order::Status::Expired);
        mend(city, {"food", "1"}, whole);
        QCOMPARE(city.stock(FoodId{1}), std::optional{10});
        // Taking it back once more gives nothing more.
        city.must(systemActor(), desk::TakeBack{"stream food/1"});
        QCOMPARE(city.stock(FoodId{1}), std::optional{10});
    }

    void damagedPoints_areEarnedRevokedAndReturnedWhenTheyCanBeRead() {
        DeskCity city;
        city.paid();
        QCOMPARE(city.points("song").balance, Won{100});
        desk::PlaceOrder spending = DeskCity::wish();
        spending.usePoints = Won{60};
        const OrderId spends = city.place(spending);
        const OrderId earns = city.place();
        const desk::Bytes whole = breakUnder(city, {"points", "song"});
        city.approve(earns);
        QCOMPARE(city.status(earns), order::Status::Paid);
        city.approve(spends, Won{9'940});
        city.must(customer("song"), desk::CancelOrder{spends, std::nullopt});
        QCOMPARE(city.status(spends), order::Status::Cancelled);
        QVERIFY(rests(city, "points/song"));
        mend(city, {"points", "song"}, whole);
        // 100 and 100 earned; 60 spent and returned; 99 earned and revoked.
        QCOMPARE(city.points("song").balance, Won{200});
        QCOMPARE(city.points("song").returned, Won{60});
        QCOMPARE(city.points("song").revoked, Won{99});
    }

    void damagedRider_isLetGoWhenTheyCanBeRead() {
        DeskCity city;
        const OrderId id = city.cooked();
        city.must(courier("rider1"), desk::PickDelivery{id});
        const desk::Bytes whole = breakUnder(city, {"rider", "rider1"});
        city.must(admin(), desk::CancelOrder{id, std::nullopt});
        QCOMPARE(city.status(id), order::Status::Cancelled);
        mend(city, {"rider", "rider1"}, whole);
        QVERIFY(city.state<rider::Rider>("rider", "rider1").holding.empty());
    }

    void twoDamagedDishes_bothRest() {
        DeskCity city;
        desk::PlaceOrder wished = DeskCity::wish();
        wished.lines.push_back({FoodId{2}, 1, {}, std::nullopt});
        const OrderId id = city.place(wished);
        damage(city, {"food", "1"}, "?");
        breakUnder(city, {"food", "2"});
        city.must(customer("song"), desk::CancelOrder{id, std::nullopt});
        QVERIFY(rests(city, "food/1"));
        QVERIFY(rests(city, "food/2"));
    }

    void diskThatFails_isNoReasonToOwe() {
        DeskCity city;
        const OrderId id = city.paid();
        city.ledger().failNext(LedgerOperation::Append,
                               {FaultCode::DiskFull, Aftermath::TransactionGone});
        const desk::Answer answer = city.ask(customer("song"), desk::CancelOrder{id, std::nullopt});
        QCOMPARE(answer.kind, desk::Answer::Kind::Failed);
        QCOMPARE(city.status(id), order::Status::Paid);
        QVERIFY(city.desk().quarantined().empty());
    }

    void strayMoney_isAnAlarmOnce() {
        DeskCity city;
        const OrderId id = city.paid();
        const desk::RecordCharge again{
            "charge/1/1", id, 1,
            order::RecordCharge::Approved{PaymentKey{"pay-other"}, Won{10'000}, "ds-x-1-1"}};
        const auto first = city.run({city.envelope(systemActor(), again)});
        QCOMPARE(first.alarms.size(), std::size_t{1});
        QVERIFY(first.alarms.front().find("pay-other") != std::string::npos);
        QCOMPARE(city.scan("customer", "escalated", "all").size(), std::size_t{1});
        QVERIFY(city.run({city.envelope(systemActor(), again)}).alarms.empty());
    }

    // --- rows of an order's own

    void damagedCharge_isMadeAgainUnderItsKey() {
        DeskCity city;
        const OrderId id = city.place();
        const desk::EffectRow before = effectRow(city, "charge/1/1");
        city.now = city.now + seconds(1);
        city.must(systemActor(), effect("charge/1/1"));
        const desk::EffectRow after = effectRow(city, "charge/1/1");
        QCOMPARE(after.body, before.body);
        QCOMPARE(after.due, city.now);
        // An earlier try may have left: a refused connection is not "certainly not sent" any more.
        QCOMPARE(after.tries, 1);
        QCOMPARE(city.desk().quarantined().at("effect charge/1/1"),
                 std::string("seal; made again from the order"));
        city.approve(id);
        QCOMPARE(city.status(id), order::Status::Paid);
    }

    /// A disk that is busy for a moment says nothing about a row: nothing owed may be lost by it.
    void diskThatIsBusyNow_leavesWhatIsOwed_data() {
        QTest::addColumn<int>("passes");
        for (int passes = 0; passes < 6; ++passes) QTest::addRow("%d", passes) << passes;
    }
    void diskThatIsBusyNow_leavesWhatIsOwed() {
        QFETCH(int, passes);
        DeskCity city;
        const OrderId id = city.place();
        city.restart();
        const desk::EffectRow before = effectRow(city, "charge/1/1");
        int reads = 0;
        city.ledger().setFaultSource([&](LedgerOperation operation) -> std::optional<LedgerFault> {
            if (operation != LedgerOperation::Read || reads++ != passes) return std::nullopt;
            return LedgerFault{FaultCode::Busy, Aftermath::TransactionLives};
        });
        (void)city.ask(systemActor(), effect("charge/1/1"));
        city.ledger().setFaultSource({});
        QCOMPARE(effectRow(city, "charge/1/1").body, before.body);
        QVERIFY(isOwed(city, id));
    }

    void damagedRefund_isMadeAgain() {
        DeskCity city;
        const OrderId id = city.paid();
        city.must(customer("song"), desk::CancelOrder{id, std::nullopt});
        const std::string refund = city.effects().front();
        const desk::EffectRow before = effectRow(city, refund);
        city.must(systemActor(), effect(refund));
        QCOMPARE(effectRow(city, refund).body, before.body);
    }

    void staleEffect_isNotMadeAgain() {
        DeskCity city;
        city.paid();
        LedgerRows rows = city.ledger().snapshot();
        rows.effects["charge/1/1"] = {"charge/1/1", "charge", city.now, 0, city.now, "?"};
        rows.effectsByDue[{city.now, "charge/1/1"}] = {};
        city.ledger().restore(std::move(rows));
        city.must(systemActor(), effect("charge/1/1"));
        QVERIFY(city.effects().empty());
    }

    void effectThatIsDone_isNotSetAside() {
        DeskCity city;
        city.paid();
        city.must(systemActor(), effect("charge/1/1"));
        QVERIFY(city.effects().empty());
        QVERIFY(city.desk().quarantined().empty());
    }

    void damagedTimer_isArmedAnew() {
        DeskCity city;
        const OrderId id = city.paid();
        city.now = city.now + minutes(4);
        city.must(systemActor(), timer(id.text(), "StoreAnswer"));
        city.pass(minutes(4));
        QCOMPARE(city.status(id), order::Status::Paid);
        city.pass(minutes(2));
        QCOMPARE(city.status(id), order::Status::Cancelled);
    }

    void damagedReplyDeadline_isArmedAnew() {
        DeskCity city;
        city.place(DeskCity::wish(), "p1");
        city.must(systemActor(), timer("1", "ReplyDeadline"));
        city.pass(seconds(3));
        QVERIFY(city.finalised.contains({"song", CommandId{"p1"}}));
    }

    void unknownTimer_isGone() {
        DeskCity city;
        city.paid();
        LedgerRows rows = city.ledger().snapshot();
        const desk::StreamKey key{"order", "1"};
        rows.timers[{key, "Tea"}] = {key, "Tea", city.now};
        rows.timersByDue[{"", city.now, key, "Tea"}] = {};
        city.ledger().restore(std::move(rows));
        const desk::Answer fired = city.ask(systemActor(), desk::FireTimer{{key, "Tea", city.now}});
        QCOMPARE(fired.kind, desk::Answer::Kind::Failed);
        QVERIFY(!fired.unreadable);
        city.must(systemActor(), timer("1", "Tea"));
        for (const desk::TimerRow& left : city.timers()) QVERIFY(left.kind != "Tea");
    }

    void unreadableState_isNamedByWhatMeetsIt() {
        DeskCity city;
        const OrderId id = city.paid();
        const OrderId other = city.paid(DeskCity::wish("kim"));
        damage(city, {"order", "1"}, "?");
        // The desk remembers states; a restart reads them.
        desk::CommandDesk desk(city.ledger(), {});
        QVERIFY(desk.open());
        const auto run = [&](const Actor& actor, desk::Command command) {
            const std::vector batch{city.envelope(actor, std::move(command))};
            return desk.run(batch, city.now).answers.front();
        };
        const desk::Answer met = run(owner(), desk::AcceptOrder{id, 20});
        QCOMPARE(met.kind, desk::Answer::Kind::Failed);
        QCOMPARE(met.fault->code, FaultCode::Unreadable);
        QVERIFY(met.unreadable == (desk::StreamKey{"order", "1"}));
        QCOMPARE(run(systemActor(), stream("order", "1")).kind, desk::Answer::Kind::Final);
        QVERIFY(desk.quarantined().contains("stream order/1"));
        QVERIFY(run(owner(), desk::AcceptOrder{other, 20}).reply.has_value());
    }

    void mendedStream_isTakenBackWithWhatItOwes() {
        DeskCity city;
        const OrderId id = city.paid();
        const desk::Bytes whole = city.ledger().snapshot().states.at({"order", "1"}).body;
        damage(city, {"order", "1"}, "?");
        {
            desk::CommandDesk desk(city.ledger(), {});
            QVERIFY(desk.open());
            std::vector<desk::Envelope> batch{
                city.envelope(systemActor(), stream("order", "1")),
                city.envelope(systemActor(), timer("1", "StoreAnswer")),
                city.envelope(systemActor(), desk::TakeBack{"stream order/1"})};
            QVERIFY(!desk.run(batch, city.now).fault);
            // Still damaged: it rests on.
            QCOMPARE(desk.quarantined().size(), std::size_t{2});
        }
        damage(city, {"order", "1"}, whole);
        desk::CommandDesk desk(city.ledger(), {});
        QVERIFY(desk.open());
        std::vector<desk::Envelope> batch;
        for (const auto& [name, why] : desk.quarantined()) {
            batch.push_back(city.envelope(systemActor(), desk::TakeBack{name}));
        }
        QCOMPARE(batch.size(), std::size_t{2});
        QVERIFY(!desk.run(batch, city.now).fault);
        QVERIFY(desk.quarantined().empty());
        std::vector<std::string> kinds;
        for (const desk::TimerRow& armed : city.timers()) kinds.push_back(armed.kind);
        QVERIFY(std::find(kinds.begin(), kinds.end(), "StoreAnswer") != kinds.end());
        QCOMPARE(city.status(id), order::Status::Paid);
    }

    void names_whenReadBack_areTheSame_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"effect charge/17/1", "timer order/17 StoreAnswer",
                                 "stream points/kim lee", "timer order/1 7 Tea"}) {
            QTest::newRow(name) << name;
        }
    }
    void names_whenReadBack_areTheSame() {
        QFETCH(QString, name);
        const auto row = desk::unreadableNamed(name.toStdString());
        QVERIFY(row);
        QCOMPARE(QString::fromStdString(desk::nameOf(*row)), name);
        QVERIFY(!desk::unreadableNamed("page orders"));
    }
};

QTEST_APPLESS_MAIN(TestDeskQuarantine)
#include "tst_desk_quarantine.moc"
