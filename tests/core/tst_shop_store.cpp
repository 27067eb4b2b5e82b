#include <QtTest>

#include "decision_text.h"
#include "shop/store.h"

using namespace delivery;
using namespace delivery::shop;

namespace {

/// 2023-11-15 00:00 in Korea.
constexpr Instant midnight{1'699'974'000'000};
constexpr Instant atMinute(int minute) { return midnight + minutes(minute); }
constexpr int clock(int hour, int minute = 0) { return hour * 60 + minute; }

constexpr GeoPoint yongsan{37'532'600, 126'990'000};
/// About 1.1 km and about 11 km to the north.
constexpr GeoPoint near{37'542'600, 126'990'000};
constexpr GeoPoint far{37'632'600, 126'990'000};

Profile profile(Hours hours = {}, bool pickupOnly = false) {
    Profile made;
    made.name = "용산반점";
    made.place = yongsan;
    made.address = "서울 용산구";
    made.pickupOnly = pickupOnly;
    made.opening.week = everyDay({hours});
    return made;
}
Store store(Hours hours = {}, bool pickupOnly = false, std::optional<Pause> pause = std::nullopt) {
    return {StoreId{1}, UserId{"store1"}, profile(hours, pickupOnly), pause};
}
const Pause tired{"재료 준비 중", std::nullopt, false};
const Pause tiredUntilOne{"재료 준비 중", atMinute(clock(13)), false};
const Busy rush{15, std::nullopt};
const Busy rushUntilOne{15, atMinute(clock(13))};
const AutoAccept two{2, std::nullopt};
Store taking(std::vector<OrderId> inWork, std::optional<AutoAccept> autoAccept = two) {
    Store made{StoreId{1}, UserId{"store1"}, {}, std::nullopt};
    made.autoAccept = autoAccept;
    made.inWork = std::move(inWork);
    return made;
}
Store busyStore(Busy busy) {
    Store made{StoreId{1}, UserId{"store1"}, {}, std::nullopt};
    made.busy = busy;
    return made;
}
Store resumedAt(int minute) {
    Store made{StoreId{1}, UserId{"store1"}, {}, std::nullopt};
    made.resumedAt = atMinute(minute);
    return made;
}
const OrderId seven{7};
const Hours lunch{clock(11), clock(14)};
const Hours night{clock(18), clock(2)};

struct Print {
    std::string operator()(const StoreOpened& e) const {
        return "StoreOpened " + e.storeId.text() + " by " + e.owner.text();
    }
    std::string operator()(const StoreChanged& e) const { return "StoreChanged " + e.profile.name; }
    std::string operator()(const OrdersPaused& e) const {
        return "OrdersPaused " + e.pause.reason + (e.pause.bySystem ? " by itself" : "") +
               (e.pause.devicesGone ? ", devices gone" : "");
    }
    std::string operator()(const OrdersResumed&) const { return "OrdersResumed"; }
    std::string operator()(const BusyStarted& e) const {
        return "BusyStarted " + std::to_string(e.busy.extraMinutes);
    }
    std::string operator()(const BusyEnded&) const { return "BusyEnded"; }
    std::string operator()(const AutoAcceptStarted& e) const {
        return "AutoAcceptStarted " + std::to_string(e.autoAccept.ordersMax) + " with " +
               std::to_string(e.inWork.size());
    }
    std::string operator()(const AutoAcceptEnded&) const { return "AutoAcceptEnded"; }
    std::string operator()(const TicketTaken& e) const { return "TicketTaken " + e.orderId.text(); }
    std::string operator()(const TicketLeft& e) const { return "TicketLeft " + e.orderId.text(); }
};

struct DecisionRow {
    const char* name;
    StoreState state;
    StoreCommand command;
    const char* then;
};

/// As losing every device leaves it.
const Pause alone{"기기 없음", std::nullopt, true, true};
LoseDevices gone(int minute = clock(12)) { return {"기기 없음", atMinute(minute)}; }

AdmitOrder delivery(std::optional<GeoPoint> to = near, int minute = clock(12)) {
    return {atMinute(minute), false, true, to};
}
AdmitOrder withoutAddress(int minute = clock(12)) { return {atMinute(minute), false, false, {}}; }
AdmitOrder pickup(bool address = false) { return {atMinute(clock(12)), true, address, {}}; }

const std::vector<DecisionRow>& decisionRows() {
    const OpenStore open{StoreId{1}, UserId{"store1"}, profile()};
    static const std::vector<DecisionRow> rows{
        {"none, open", NoStore{}, open, "StoreOpened 1 by store1"},
        {"none, change", NoStore{}, ChangeStore{profile()}, "UnknownStore"},
        {"none, pause", NoStore{}, PauseOrders{tired}, "UnknownStore"},
        {"none, silent", NoStore{}, PauseSilent{tired, {}}, "UnknownStore"},
        {"none, resume", NoStore{}, ResumeOrders{}, "UnknownStore"},
        {"none, busy", NoStore{}, SetBusy{rush}, "UnknownStore"},
        {"none, automatic", NoStore{}, SetAutoAccept{two}, "UnknownStore"},
        {"none, take", NoStore{}, TakeTicket{seven}, "nothing"},
        {"none, leave", NoStore{}, LeaveTicket{seven}, "nothing"},
        {"none, admit", NoStore{}, delivery(), "UnknownStore"},
        {"none, lose devices", NoStore{}, gone(), "UnknownStore"},
        {"none, regain one", NoStore{}, RegainDevice{}, "UnknownStore"},

        {"store, open again", store(), open, "nothing"},
        {"store, open otherwise", store(lunch), open, "NameTaken store=용산반점 storeId=1"},
        {"store, open by another", store(), OpenStore{StoreId{1}, UserId{"kim"}, profile()},
         "NotYours store=용산반점 storeId=1"},
        {"store, change", store(), ChangeStore{profile(lunch)}, "StoreChanged 용산반점"},
        {"store, change to the same", store(), ChangeStore{profile()}, "nothing"},
        {"store, pause", store(), PauseOrders{tired}, "OrdersPaused 재료 준비 중"},
        {"paused, pause the same", store({}, false, tired), PauseOrders{tired}, "nothing"},
        {"paused, pause otherwise", store({}, false, tired), PauseOrders{tiredUntilOne},
         "OrdersPaused 재료 준비 중"},
        {"paused, resume", store({}, false, tired), ResumeOrders{}, "OrdersResumed"},
        {"store, silent", store(), PauseSilent{tired, atMinute(clock(13))},
         "OrdersPaused 재료 준비 중"},
        {"paused, silent again", store({}, false, tired), PauseSilent{tired, atMinute(clock(13))},
         "nothing"},
        {"resumed, silent about an order from before", resumedAt(clock(13)),
         PauseSilent{tired, atMinute(clock(12))}, "nothing"},
        {"resumed, silent about an order from after", resumedAt(clock(13)),
         PauseSilent{tired, atMinute(clock(14))}, "OrdersPaused 재료 준비 중"},
        {"store, resume", store(), ResumeOrders{}, "nothing"},

        {"store, pause until a time that has passed", store(),
         PauseOrders{tiredUntilOne, atMinute(clock(13))}, "TimeHasPassed"},

        {"store, lose devices", store(), gone(), "OrdersPaused 기기 없음 by itself, devices gone"},
        {"closed, lose devices", store(lunch), gone(clock(20)), "nothing"},
        {"paused, lose devices", store({}, false, tired), gone(), "nothing"},
        {"paused and over, lose devices", store({}, false, tiredUntilOne), gone(clock(14)),
         "OrdersPaused 기기 없음 by itself, devices gone"},
        {"alone, lose devices", store({}, false, alone), gone(), "nothing"},
        {"alone, regain one", store({}, false, alone), RegainDevice{}, "OrdersResumed"},
        {"alone, resume by hand", store({}, false, alone), ResumeOrders{}, "OrdersResumed"},
        {"alone, pause by hand", store({}, false, alone), PauseOrders{tired},
         "OrdersPaused 재료 준비 중"},
        {"paused, regain one", store({}, false, tired), RegainDevice{}, "nothing"},
        {"silent, regain one", store({}, false, Pause{"", {}, true}), RegainDevice{}, "nothing"},
        {"store, regain one", store(), RegainDevice{}, "nothing"},

        {"store, busy", store(), SetBusy{rush}, "BusyStarted 15"},
        {"busy, busy the same", busyStore(rush), SetBusy{rush}, "nothing"},
        {"busy, busy otherwise", busyStore(rush), SetBusy{rushUntilOne}, "BusyStarted 15"},
        {"busy, no longer", busyStore(rush), SetBusy{std::nullopt}, "BusyEnded"},
        {"store, no longer busy", store(), SetBusy{std::nullopt}, "nothing"},
        {"store, busy until a time that has passed", store(),
         SetBusy{rushUntilOne, atMinute(clock(13))}, "TimeHasPassed"},

        {"store, automatic", store(), SetAutoAccept{two, {seven}}, "AutoAcceptStarted 2 with 1"},
        {"automatic, the same", taking({}), SetAutoAccept{two, {seven}}, "nothing"},
        {"automatic, otherwise, keeps its count", taking({seven}),
         SetAutoAccept{AutoAccept{3, 30}, {}}, "AutoAcceptStarted 3 with 1"},
        {"automatic, by hand", taking({seven}), SetAutoAccept{std::nullopt}, "AutoAcceptEnded"},
        {"store, by hand", store(), SetAutoAccept{std::nullopt}, "nothing"},
        {"by hand, take", store(), TakeTicket{seven}, "nothing"},
        {"automatic, take", taking({}), TakeTicket{seven}, "TicketTaken 7"},
        {"automatic, take twice", taking({seven}), TakeTicket{seven}, "nothing"},
        {"automatic, leave", taking({seven}), LeaveTicket{seven}, "TicketLeft 7"},
        {"automatic, leave what is not there", taking({}), LeaveTicket{seven}, "nothing"},

        {"open, delivery", store(), delivery(), "nothing"},
        {"open, delivery to where nobody knows", store(), delivery(std::nullopt), "nothing"},
        {"open, pickup", store(), pickup(), "nothing"},
        {"closed before paused", store(night, false, tired), delivery(),
         "StoreClosed opensAt=18:00 store=용산반점 storeId=1"},
        {"closed, early", store({clock(9, 5), clock(10)}, false), delivery(),
         "StoreClosed opensAt=2023-11-16 09:05 store=용산반점 storeId=1"},
        {"paused before place", store({}, true, tired), delivery(far),
         "StorePaused reason=재료 준비 중 store=용산반점 storeId=1"},
        {"paused until later", store({}, false, tiredUntilOne), delivery(),
         "StorePaused reason=재료 준비 중 store=용산반점 storeId=1 until=13:00"},
        {"paused until now", store({}, false, tiredUntilOne), delivery(near, clock(13)), "nothing"},
        {"pickup only, delivery", store({}, true), delivery(far), "nothing"},
        {"pickup only, nothing asked", store({}, true), withoutAddress(), "nothing"},
        {"pickup only, pickup", store({}, true), pickup(), "nothing"},
        {"delivery without address", store(), withoutAddress(),
         "AddressNeeded store=용산반점 storeId=1"},
        {"pickup with address", store(), pickup(true), "nothing"},
        {"too far", store(), delivery(far), "TooFar store=용산반점 storeId=1"},
    };
    return rows;
}

}  // namespace

class TestShopStore : public QObject {
    Q_OBJECT

  private slots:
    void decide_answers_data() {
        QTest::addColumn<int>("row");
        int row = 0;
        for (const DecisionRow& it : decisionRows()) QTest::newRow(it.name) << row++;
    }
    void decide_answers() {
        QFETCH(int, row);
        const DecisionRow& it = decisionRows()[static_cast<std::size_t>(row)];
        QCOMPARE(QString::fromStdString(text(decide(it.state, it.command), Print{})),
                 QString::fromUtf8(it.then));
    }
    void decide_everyPairHasARow() {
        QVERIFY((everyPairHasARow<StoreState, StoreCommand>(decisionRows())));
    }
    void decided_events_fitWhereTheyWereDecided() {
        for (const DecisionRow& row : decisionRows()) {
            const auto decided = decide(row.state, row.command);
            if (!decided) continue;
            for (const StoreEvent& event : *decided) {
                QVERIFY2(evolveRecorded(row.state, event), row.name);
            }
        }
    }

    void evolve_appliesEachEvent() {
        StoreState state = evolve(NoStore{}, StoreOpened{StoreId{1}, UserId{"store1"}, profile()});
        QCOMPARE(std::get<Store>(state).owner, UserId{"store1"});
        state = evolve(state, StoreChanged{profile(lunch)});
        QVERIFY(std::get<Store>(state).profile.opening.week == everyDay({lunch}));
        state = evolve(state, OrdersPaused{tired});
        QVERIFY(std::get<Store>(state).pause == tired);
        state = evolve(state, OrdersResumed{atMinute(clock(13))});
        QVERIFY(!std::get<Store>(state).pause);
        QVERIFY(std::get<Store>(state).resumedAt == atMinute(clock(13)));
        state = evolve(state, BusyStarted{rush});
        QVERIFY(std::get<Store>(state).busy == rush);
        state = evolve(state, BusyEnded{});
        QVERIFY(!std::get<Store>(state).busy);
        state = evolve(state, AutoAcceptStarted{two, {seven}});
        QVERIFY(std::get<Store>(state).autoAccept == two);
        state = evolve(state, TicketTaken{OrderId{8}});
        state = evolve(state, TicketLeft{seven});
        QVERIFY((std::get<Store>(state).inWork == std::vector<OrderId>{OrderId{8}}));
        state = evolve(state, AutoAcceptEnded{});
        QVERIFY(std::get<Store>(state).inWork.empty());
    }
    void recorded_whenItDoesNotFit_isAMisfit() {
        const std::vector<std::pair<StoreState, StoreEvent>> misfits{
            {NoStore{}, StoreChanged{profile()}},
            {NoStore{}, OrdersPaused{tired}},
            {NoStore{}, OrdersResumed{}},
            {NoStore{}, BusyStarted{rush}},
            {NoStore{}, BusyEnded{}},
            {NoStore{}, AutoAcceptStarted{two, {}}},
            {NoStore{}, AutoAcceptEnded{}},
            {NoStore{}, TicketTaken{seven}},
            {NoStore{}, TicketLeft{seven}},
            {store(), TicketTaken{seven}},
            {taking({seven}), TicketTaken{seven}},
            {taking({}), TicketLeft{seven}},
            {store(), StoreOpened{StoreId{1}, UserId{"store1"}, profile()}}};
        for (const auto& [state, event] : misfits) {
            const auto next = evolveRecorded(state, event);
            QVERIFY(!next);
            QCOMPARE(next.error().code, FaultCode::Misfit);
        }
    }

    void isOpen_byTheKoreanClock_data() {
        QTest::addColumn<int>("opens");
        QTest::addColumn<int>("closes");
        QTest::addColumn<int>("minute");
        QTest::addColumn<bool>("open");
        QTest::newRow("round the clock, midnight") << 0 << 0 << 0 << true;
        QTest::newRow("round the clock, last minute") << 0 << 0 << clock(23, 59) << true;
        QTest::newRow("lunch, minute before") << clock(11) << clock(14) << clock(10, 59) << false;
        QTest::newRow("lunch, opening") << clock(11) << clock(14) << clock(11) << true;
        QTest::newRow("lunch, last minute") << clock(11) << clock(14) << clock(13, 59) << true;
        QTest::newRow("lunch, closing") << clock(11) << clock(14) << clock(14) << false;
        QTest::newRow("night, afternoon") << clock(18) << clock(2) << clock(17, 59) << false;
        QTest::newRow("night, evening") << clock(18) << clock(2) << clock(18) << true;
        QTest::newRow("night, past midnight") << clock(18) << clock(2) << clock(1, 59) << true;
        QTest::newRow("night, closing") << clock(18) << clock(2) << clock(2) << false;
        QTest::newRow("until 24:00, last minute") << clock(9) << clock(24) << clock(23, 59) << true;
        QTest::newRow("until 24:00, midnight") << clock(9) << clock(24) << 0 << false;
        QTest::newRow("until 00:00, last minute") << clock(9) << 0 << clock(23, 59) << true;
        QTest::newRow("until 00:00, midnight") << clock(9) << 0 << 0 << false;
        QTest::newRow("same minute") << clock(9) << clock(9) << clock(3) << true;
    }
    void isOpen_byTheKoreanClock() {
        QFETCH(int, opens);
        QFETCH(int, closes);
        QFETCH(int, minute);
        QFETCH(bool, open);
        QCOMPARE(isOpen(store({opens, closes}), atMinute(minute)), open);
    }

    void promise_whenBusy_isLongerUntilItsTime() {
        const Store calm = store();
        QCOMPARE(promisedMinutes(calm, 20, atMinute(clock(12))), 20);
        const Store busy = busyStore(rushUntilOne);
        QCOMPARE(promisedMinutes(busy, 20, atMinute(clock(12, 59))), 35);
        QCOMPARE(promisedMinutes(busy, 20, atMinute(clock(13))), 20);
        QCOMPARE(promisedMinutes(busyStore(rush), 170, atMinute(0)), 180);
        // What nobody may promise is not made to fit.
        QCOMPARE(promisedMinutes(busyStore(rush), 500, atMinute(0)), 500);
    }
    void acceptsByItself_untilTheLimitOrAPause() {
        QVERIFY(!acceptsByItself(store(), atMinute(0)));
        QVERIFY(acceptsByItself(taking({seven}), atMinute(0)));
        QVERIFY(!acceptsByItself(taking({seven, OrderId{8}}), atMinute(0)));
        Store paused = taking({});
        paused.pause = tiredUntilOne;
        QVERIFY(!acceptsByItself(paused, atMinute(clock(12))));
        QVERIFY(acceptsByItself(paused, atMinute(clock(13))));
    }
    void deliveryFee_goesByTheNearestBandThatReaches() {
        Profile made = profile();
        made.deliveryFee = Won{3'000};
        QCOMPARE(deliveryFee(made, near), Won{3'000});
        made.feeBands = {{1'000, Won{1'000}}, {2'000, Won{2'000}}, {5'000, Won{5'000}}};
        QCOMPARE(deliveryFee(made, yongsan), Won{1'000});
        QCOMPARE(deliveryFee(made, near), Won{2'000});
        QCOMPARE(deliveryFee(made, far), Won{5'000});
        QCOMPARE(deliveryFee(made, std::nullopt), Won{3'000});
    }
    void admitTotal_ofADeliveryBelowTheMinimum_isRefused() {
        Store asking = store();
        asking.profile.minimumOrder = Won{12'000};
        QVERIFY(admitTotal(asking, Won{12'000}, false));
        QVERIFY(admitTotal(asking, Won{100}, true));
        const auto little = admitTotal(asking, Won{11'999}, false);
        QVERIFY(!little);
        QCOMPARE(little.error().code, RefusalCode::BelowMinimumOrder);
        QCOMPARE(little.error().facts.at("minimum"), std::string("12000"));
        QCOMPARE(little.error().facts.at("total"), std::string("11999"));
    }
    void oneEndOfTheHours_whenChanged_movesEachOpenDay() {
        Profile made;
        made.opening.week = everyDay({{clock(11), clock(15)}, {clock(17), clock(21)}});
        made.opening.week.monday.clear();
        ProfileChange earlier;
        earlier.openMinute = clock(10);
        const Week week = changed(made, earlier).opening.week;
        QVERIFY(week.monday.empty());
        QVERIFY(
            (week.sunday == std::vector<Hours>{{clock(10), clock(15)}, {clock(17), clock(21)}}));
        ProfileChange later;
        later.closeMinute = clock(23);
        QVERIFY((changed(made, later).opening.week.sunday ==
                 std::vector<Hours>{{clock(11), clock(15)}, {clock(17), clock(23)}}));
    }
};

QTEST_APPLESS_MAIN(TestShopStore)
#include "tst_shop_store.moc"
