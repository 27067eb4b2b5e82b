/// Orders while the menu is away: taken on its last word, hidden from the store, and looked at one
/// by one when it is back.

#include <QtTest>

#include "saga/owed.h"
#include "tests/support/desk_city.h"

using namespace delivery;
using namespace delivery::tests;

namespace {

constexpr FoodId pork{1};
constexpr FoodId noodles{2};

class Away : public DeskCity {
  public:
    Away() { must(admin(), desk::PauseContext{"menu", true}); }
    void back() { must(admin(), desk::PauseContext{"menu", false}); }
    std::size_t tickets() { return scan("store", "tickets", "store:1").size(); }
    std::vector<std::string> armed(OrderId id) {
        std::vector<std::string> kinds;
        for (const auto& timer : timers()) {
            if (timer.stream.id == id.text()) kinds.push_back(timer.kind);
        }
        std::sort(kinds.begin(), kinds.end());
        return kinds;
    }
    /// The reason that the customer reads.
    std::string reason(OrderId id) {
        const auto end = std::get<order::placement::Cancelled>(order(id).placement);
        const auto row = (*ledger().reader())->side({"personal", end.text.value().id.text()});
        return *record::decodePersonalText((*row)->body);
    }
    order::CancelReason why(OrderId id) {
        return std::get<order::placement::Cancelled>(order(id).placement).reason;
    }
};

}  // namespace

class TestDeskMenu : public QObject {
    Q_OBJECT

  private slots:
    void placed_isUnverifiedChargedAndTakesNoStock() {
        Away city;
        const OrderId id = city.paid();
        QVERIFY(std::holds_alternative<order::placement::Unverified>(city.order(id).placement));
        QVERIFY(std::holds_alternative<order::payment::Approved>(city.order(id).payment));
        QCOMPARE(city.stock(pork), std::optional{10});
        QCOMPARE(QString::fromUtf8(order::koreanLabel(city.status(id)).data()), "결제완료");
        QCOMPARE(city.scan("customer", "orders", "customer:song").size(), std::size_t{1});
    }

    void store_whileAway_hasNoTicketNoAnswerAndNoTimer() {
        Away city;
        const OrderId id = city.paid();
        QCOMPARE(city.tickets(), std::size_t{0});
        QCOMPARE(city.refusal(owner(), desk::AcceptOrder{id, 10}).code, RefusalCode::NotVerified);
        QCOMPARE(city.armed(id), std::vector<std::string>{"Verification"});
        city.pass(hours(2));
        QCOMPARE(city.status(id), order::Status::Paid);
        QCOMPARE(city.effects(), std::vector<std::string>{});
    }

    void menusLastWord_stillCounts() {
        Away city;
        auto dear = DeskCity::wish();
        dear.lines.front().price = Won{9'000};
        QCOMPARE(city.refusal(customer("song"), dear).code, RefusalCode::PriceChanged);
        QCOMPARE(city.refusal(customer("song"), DeskCity::wish("song", 1, FoodId{77})).code,
                 RefusalCode::UnknownFood);
        city.must(owner(), desk::PauseStore{StoreId{1}, "", {}});
        QCOMPARE(city.refusal(customer("song"), DeskCity::wish()).code, RefusalCode::StorePaused);
    }

    void stock_isNotCountedButTheStoresMarkIs() {
        DeskCity city;
        desk::ChangeDish mark;
        mark.foodId = noodles;
        mark.soldOut = true;
        city.must(owner(), mark);
        city.paid(DeskCity::wish("song", 10));
        QCOMPARE(city.stock(pork), std::optional{0});
        city.must(admin(), desk::PauseContext{"menu", true});
        city.paid(DeskCity::wish("kim", 12));
        QCOMPARE(city.refusal(customer("song"), DeskCity::wish("song", 1, noodles)).code,
                 RefusalCode::SoldOut);
    }

    void stockLimit_whenLifted_isGone() {
        DeskCity city;
        desk::ChangeDish change;
        change.foodId = pork;
        change.name = "큰 탕수육";
        city.must(owner(), change);
        QCOMPARE(city.stock(pork), std::optional{10});
        change.stock = std::optional<int>{};
        city.must(owner(), change);
        QCOMPARE(city.stock(pork), std::optional<int>{});
        city.paid(DeskCity::wish("song", 99));
        change.stock = std::optional{3};
        city.must(owner(), change);
        QCOMPARE(city.stock(pork), std::optional{3});
    }

    void back_inStock_isVerifiedAndTheStoresTimeBeginsThen() {
        Away city;
        const OrderId id = city.paid(DeskCity::wish("song", 3));
        city.pass(hours(1));
        city.back();
        city.pass(Span{});
        QVERIFY(order::isVerified(city.order(id)));
        QCOMPARE(city.stock(pork), std::optional{7});
        QCOMPARE(city.tickets(), std::size_t{1});
        QCOMPARE(city.armed(id), (std::vector<std::string>{"StoreAnswer", "StoreReminder"}));
        city.pass(minutes(5) - milliseconds(1));
        QCOMPARE(city.status(id), order::Status::Paid);
        city.must(owner(), desk::AcceptOrder{id, 10});
    }

    /// An end does not say any more that the order was verified once, and the store must go on
    /// seeing it.
    void verifiedAndThenCancelled_isStillTheStoresToSee() {
        Away city;
        const OrderId id = city.paid();
        city.back();
        city.pass(Span{});
        city.must(customer("song"), desk::CancelOrder{id, std::nullopt});
        QVERIFY(city.order(id).reachedStore);
        QCOMPARE(city.scan("store", "open", "store:1").size(), std::size_t{1});
        QCOMPARE(city.stock(pork), std::optional{10});
    }

    void back_notInStock_endsWithMoneyPointsAndAWord() {
        Away city;
        const OrderId earned = city.paid(DeskCity::wish("song", 10));
        QCOMPARE(city.points("song").balance, Won{1'000});
        auto wished = DeskCity::wish("song", 1);
        wished.usePoints = Won{700};
        const OrderId late = city.paid(wished);
        city.back();
        city.pass(Span{});
        QVERIFY(order::isVerified(city.order(earned)));
        QCOMPARE(city.status(late), order::Status::Cancelled);
        QVERIFY(city.why(late) == order::CancelReason::NotOrderable);
        QVERIFY(QString::fromStdString(city.reason(late)).contains("탕수육"));
        QCOMPARE(city.effects(), std::vector<std::string>{"refund/2"});
        QCOMPARE(city.points("song").balance, Won{1'000});
        // It never took any, so none goes back.
        QCOMPARE(city.stock(pork), std::optional{0});
        QCOMPARE(city.tickets(), std::size_t{1});
        const auto notices = city.scan("notices", "notices", "user:song");
        const auto last = std::get<page::NoticeCard>(*record::decodeBody(notices.back().body));
        QVERIFY(last.status == order::Status::Cancelled);
        QVERIFY(last.why.has_value());
    }

    void oneDishOfTwoMissing_takesNothingOfTheOther() {
        Away city;
        auto both = DeskCity::wish("song", 4);
        both.lines.push_back({FoodId{1}, 7, {}, std::nullopt});
        both.lines.push_back({noodles, 1, {}, std::nullopt});
        const OrderId id = city.paid(both);
        city.back();
        city.pass(Span{});
        QCOMPARE(city.status(id), order::Status::Cancelled);
        QCOMPARE(city.stock(pork), std::optional{10});
    }

    void removedMeanwhile_isNotOrderableAndIsNamed() {
        Away city;
        const OrderId id = city.paid();
        city.back();
        city.must(owner(), desk::RemoveDish{pork});
        city.pass(Span{});
        QVERIFY(city.why(id) == order::CancelReason::NotOrderable);
        QVERIFY(QString::fromStdString(city.reason(id)).contains("탕수육"));
    }

    void cancelledWhileAway_isNotLookedAtAgain() {
        Away city;
        const OrderId id = city.paid();
        city.must(customer("song"), desk::CancelOrder{id, std::nullopt});
        QVERIFY(city.armed(id).empty());
        city.back();
        city.pass(Span{});
        QVERIFY(city.why(id) == order::CancelReason::CustomerAsked);
        QCOMPARE(city.stock(pork), std::optional{10});
    }

    void unpaidWhenBack_isVerifiedAndPaidLater() {
        Away city;
        const OrderId id = city.place();
        city.back();
        city.pass(Span{});
        QVERIFY(order::isVerified(city.order(id)));
        QCOMPARE(city.tickets(), std::size_t{0});
        city.approve(id);
        QCOMPARE(city.tickets(), std::size_t{1});
    }

    /// The resuming is committed, nothing else: whatever comes up next finds in its rows what is
    /// owed.
    void crashesAfterTheReturn_loseNoOrder() {
        Away city;
        for (int i = 0; i < 20; ++i) {
            city.paid();
            city.pass(milliseconds(1));
        }
        city.restart(minutes(3));
        city.back();
        for (int looked = 0; looked < 20; ++looked) {
            city.restart(seconds(1));
            city.fireOne();
        }
        int verified = 0;
        for (int i = 1; i <= 20; ++i) {
            const OrderId id{i};
            verified += order::isVerified(city.order(id)) ? 1 : 0;
            QCOMPARE(city.status(id), i <= 10 ? order::Status::Paid : order::Status::Cancelled);
        }
        QCOMPARE(verified, 10);
        QCOMPARE(city.stock(pork), std::optional{0});
        QCOMPARE(city.tickets(), std::size_t{10});
        QCOMPARE(city.effects().size(), std::size_t{10});
    }

    void failedLook_isMadeAgainAndTakesOnce() {
        Away city;
        const OrderId id = city.paid();
        city.back();
        city.ledger().failNext(LedgerOperation::Append,
                               {FaultCode::DiskFull, Aftermath::TransactionGone});
        city.fireOne();
        QCOMPARE(city.stock(pork), std::optional{10});
        city.pass(Span{});
        QCOMPARE(city.stock(pork), std::optional{9});
        QVERIFY(order::isVerified(city.order(id)));
    }

    void pausedAgain_waitsAgain() {
        Away city;
        const OrderId id = city.paid();
        city.back();
        city.must(admin(), desk::PauseContext{"menu", true});
        city.pass(minutes(1));
        QVERIFY(!order::isVerified(city.order(id)));
        city.back();
        city.pass(Span{});
        QVERIFY(order::isVerified(city.order(id)));
    }
};

QTEST_APPLESS_MAIN(TestDeskMenu)
#include "tst_desk_menu.moc"
