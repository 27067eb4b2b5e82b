/// The books of one order: every event balances, and an order that is settled owes its customer
/// nothing.

#include <QtTest>

#include <map>

#include "core/order_fixtures.h"
#include "order/postings.h"

using namespace delivery;
using namespace delivery::order;
using namespace delivery::order::fixtures;

namespace {

using Books = std::map<Account, Won>;

/// Plays the commands and sums the postings of every event by account.
Books booksOf(const std::vector<Command>& commands) {
    Books books;
    State state = NotPlaced{};
    for (const Command& command : commands) {
        const Decided<Events> decided = decide(state, command);
        if (!decided) throw std::runtime_error{inWords(decided)};
        for (const Event& event : *decided) {
            state = evolve(std::move(state), event);
            Won sum;
            for (const Posting& posting : postings(orderIn(state), event)) {
                books[posting.account] += posting.delta;
                sum += posting.delta;
            }
            if (!sum.isZero()) throw std::runtime_error{std::string{name(event)}};
        }
    }
    return books;
}

bool balances(Books books, const Books& expected) {
    for (const auto& [account, sum] : expected) {
        if (books[account] != sum) return false;
    }
    for (const auto& [account, sum] : books) {
        if (!sum.isZero() && !expected.contains(account)) return false;
    }
    return true;
}

std::vector<Command> joined(std::vector<Command> first, const std::vector<Command>& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

PlaceOrder withPoints(Won points) {
    PlaceOrder command = placeOrder();
    command.pointsSpent = points;
    return command;
}

const std::vector<Command> untilCooked{accept(), start(), finish()};
const std::vector<Command> untilConfirmed{
    accept(),         start(), finish(), pickBy(rider1()), collectBy(rider1()), deliverBy(rider1()),
    confirmBy(song())};
const Command refunded{refund(RecordRefund::Refunded{18'000_won})};

}  // namespace

class TestOrderPostings : public QObject {
    Q_OBJECT

  private slots:
    void confirmed_paysStoreAndRider() {
        const Books books = booksOf(joined({placeOrder(), approval()}, untilConfirmed));
        QVERIFY(balances(books, {{Account::ProviderClearing, 18'000_won},
                                 {Account::StorePayable, -15'000_won},
                                 {Account::RiderPayable, -3'000_won},
                                 {Account::Platform, 180_won},
                                 {Account::PointsLiability, -180_won}}));
    }

    void confirmedWithPoints_usesUpTheLiability() {
        const Books books =
            booksOf(joined({withPoints(8'000_won), approvalOf(10'000_won)}, untilConfirmed));
        QVERIFY(balances(books, {{Account::ProviderClearing, 10'000_won},
                                 {Account::StorePayable, -15'000_won},
                                 {Account::RiderPayable, -3'000_won},
                                 {Account::Platform, 100_won},
                                 {Account::PointsLiability, 7'900_won}}));
    }

    void paidByPoints_needsNoProvider() {
        const Books books = booksOf(joined({orderForPoints()}, untilConfirmed));
        QVERIFY(balances(books, {{Account::StorePayable, -15'000_won},
                                 {Account::RiderPayable, -3'000_won},
                                 {Account::PointsLiability, 18'000_won}}));
    }

    void everyEndWithoutADeal_leavesNothing() {
        const std::vector<std::vector<Command>> lives{
            {placeOrder(), approval(), cancelBy(song()), refunded},
            {placeOrder(), approval(), accept(), cancelBy(store1()), refunded},
            {placeOrder(), approval(), reject(), refunded},
            {placeOrder(), approval(), timer(TimerKind::StoreAnswer), refunded},
            {placeOrder(), timer(TimerKind::PaymentDeadline)},
            {placeOrder(), timer(TimerKind::PaymentDeadline), approval(), refunded},
            {placeOrder(), cancelBy(song()), approval(), refunded},
            {placeOrder(), charge(RecordCharge::Declined{"X"}), cancelBy(song())},
            {orderForPoints(), cancelBy(song())},
            {unverifiedOrder(), approval(), notOrderable(), refunded},
        };
        for (const std::vector<Command>& life : lives) QVERIFY(balances(booksOf(life), {}));
    }

    void pointsSpent_comeBackWithTheEnd() {
        const Books books = booksOf({withPoints(8'000_won), approvalOf(10'000_won),
                                     cancelBy(song()), refund(RecordRefund::Refunded{10'000_won})});
        QVERIFY(balances(books, {}));
    }

    void refundDue_isOwedToTheCustomerUntilItIsDone() {
        const Books books = booksOf({placeOrder(), approval(), cancelBy(song())});
        QVERIFY(balances(
            books, {{Account::ProviderClearing, 18'000_won}, {Account::Customer, -18'000_won}}));
    }

    void noRider_paysTheStoreFromTheLoss() {
        const Books books = booksOf(joined(joined({placeOrder(), approval()}, untilCooked),
                                           {timer(TimerKind::AssignDeadline), refunded}));
        QVERIFY(
            balances(books, {{Account::StorePayable, -15'000_won}, {Account::Loss, 15'000_won}}));
    }

    void deliveredThenConfirmedByItself_isTheSame() {
        const std::vector<Command> byHand = joined({placeOrder(), approval()}, untilConfirmed);
        std::vector<Command> byItself = byHand;
        byItself.back() = timer(TimerKind::ConfirmDeadline);
        QVERIFY(booksOf(byHand) == booksOf(byItself));
    }

    void payables_nameWhomTheyAreOwed() {
        const State done = confirmed();
        for (const Posting& posting :
             postings(orderIn(done), OrderConfirmed{noon, Role::Customer})) {
            QVERIFY(posting.store == (posting.account == Account::StorePayable
                                          ? std::optional<StoreId>{storeId}
                                          : std::nullopt));
        }
        for (const Posting& posting : postings(orderIn(delivered()), DeliveryDelivered{noon})) {
            QVERIFY(posting.rider == (posting.account == Account::RiderPayable
                                          ? std::optional<RiderId>{RiderId{"rider1"}}
                                          : std::nullopt));
        }
    }
};

QTEST_APPLESS_MAIN(TestOrderPostings)
#include "tst_order_postings.moc"
