#include <rapidcheck.h>
#include <QtTest>

#include "decision_text.h"
#include "points/points.h"

using namespace delivery;
using namespace delivery::points;

namespace {

constexpr OrderId order{3};

struct Print {
    static std::string line(const char* what, OrderId id, Won amount) {
        return std::string{what} + " " + std::to_string(amount.amount()) + " for " + id.text();
    }
    std::string operator()(const PointsEarned& e) const {
        return line("PointsEarned", e.orderId, e.amount);
    }
    std::string operator()(const PointsSpent& e) const {
        return line("PointsSpent", e.orderId, e.amount);
    }
    std::string operator()(const PointsRevoked& e) const {
        return line("PointsRevoked", e.orderId, e.amount);
    }
    std::string operator()(const PointsReturned& e) const {
        return line("PointsReturned", e.orderId, e.amount);
    }
};

Account with(Won balance) {
    if (balance < Won{0}) return {balance, Won{0}, Won{0}, -balance, Won{0}};
    return {balance, balance, Won{0}, Won{0}, Won{0}};
}

struct Row {
    const char* name;
    Account account;
    Command command;
    const char* then;
};

const std::vector<Row>& rows() {
    static const std::vector<Row> all{
        {"earn", with(Won{0}), EarnPoints{order, Won{185}}, "PointsEarned 185 for 3"},
        {"earn nothing", with(Won{0}), EarnPoints{order, Won{0}}, "nothing"},
        {"spend a part", with(Won{500}), SpendPoints{order, Won{499}}, "PointsSpent 499 for 3"},
        {"spend all", with(Won{500}), SpendPoints{order, Won{500}}, "PointsSpent 500 for 3"},
        {"spend too many", with(Won{500}), SpendPoints{order, Won{501}},
         "NotEnoughPoints balance=500 wanted=501"},
        {"spend nothing", with(Won{0}), SpendPoints{order, Won{0}}, "nothing"},
        {"spend below zero", with(Won{-20}), SpendPoints{order, Won{1}},
         "NotEnoughPoints balance=-20 wanted=1"},
        {"spend nothing below zero", with(Won{-20}), SpendPoints{order, Won{0}}, "nothing"},
        {"revoke what is there", with(Won{500}), RevokePoints{order, Won{100}},
         "PointsRevoked 100 for 3"},
        {"revoke what was spent", with(Won{0}), RevokePoints{order, Won{100}},
         "PointsRevoked 100 for 3"},
        {"revoke nothing", with(Won{0}), RevokePoints{order, Won{0}}, "nothing"},
        {"return", with(Won{-20}), ReturnPoints{order, Won{100}}, "PointsReturned 100 for 3"},
        {"return nothing", with(Won{0}), ReturnPoints{order, Won{0}}, "nothing"},
    };
    return all;
}

Command drawnCommand() {
    const OrderId orderId{*rc::gen::inRange<std::int64_t>(1, 50)};
    const Won amount{*rc::gen::inRange<std::int64_t>(0, 2000)};
    switch (*rc::gen::inRange(0, 4)) {
        case 0:
            return EarnPoints{orderId, amount};
        case 1:
            return SpendPoints{orderId, amount};
        case 2:
            return RevokePoints{orderId, amount};
        default:
            return ReturnPoints{orderId, amount};
    }
}

}  // namespace

class TestPointsAccount : public QObject {
    Q_OBJECT

  private slots:
    void decide_answers_data() {
        QTest::addColumn<int>("row");
        int row = 0;
        for (const Row& it : rows()) QTest::newRow(it.name) << row++;
    }
    void decide_answers() {
        QFETCH(int, row);
        const Row& it = rows()[static_cast<std::size_t>(row)];
        QCOMPARE(QString::fromStdString(text(decide(it.account, it.command), Print{})),
                 QString::fromUtf8(it.then));
    }
    void decide_everyCommandHasARow() {
        std::set<std::size_t> reached;
        for (const Row& row : rows()) reached.insert(row.command.index());
        QCOMPARE(reached.size(), std::variant_size_v<Command>);
    }

    void evolve_movesBalanceAndTotal() {
        Account account;
        account = evolve(account, PointsEarned{order, Won{300}});
        account = evolve(account, PointsSpent{order, Won{200}});
        account = evolve(account, PointsRevoked{order, Won{300}});
        QVERIFY((account == Account{Won{-200}, Won{300}, Won{200}, Won{300}, Won{0}}));
        account = evolve(account, PointsReturned{order, Won{200}});
        QVERIFY((account == Account{Won{0}, Won{300}, Won{200}, Won{300}, Won{200}}));
    }
    void recorded_whenAmountOrSumCannotBe_isAMisfit() {
        constexpr Won most{std::numeric_limits<std::int64_t>::max()};
        const std::vector<std::pair<Account, Event>> misfits{
            {{}, PointsEarned{order, Won{-1}}},        {{}, PointsSpent{order, Won{-1}}},
            {{}, PointsRevoked{order, Won{-1}}},       {{}, PointsReturned{order, Won{-1}}},
            {with(Won{1}), PointsEarned{order, most}}, {with(Won{-2}), PointsSpent{order, most}}};
        for (const auto& [account, event] : misfits) {
            const auto next = evolveRecorded(account, event);
            QVERIFY(!next);
            QCOMPARE(next.error().code, FaultCode::Misfit);
        }
    }

    /// S6: balance = earned + returned − spent − revoked, and nobody spends what is not there.
    void whateverHappens_theBalanceIsTheSumOfItsParts() {
        QVERIFY(rc::check("S6", [] {
            Account account;
            const int steps = *rc::gen::inRange(0, 60);
            for (int i = 0; i < steps; ++i) {
                const Command command = drawnCommand();
                const auto events = decide(account, command);
                if (!events) {
                    RC_ASSERT(std::get<SpendPoints>(command).amount > account.balance);
                    continue;
                }
                for (const Event& event : *events) {
                    const Won before = account.balance;
                    account = evolve(account, event);
                    if (std::holds_alternative<PointsSpent>(event)) {
                        RC_ASSERT(before > Won{0});
                        RC_ASSERT(account.balance >= Won{0});
                    }
                    RC_ASSERT(account.balance ==
                              account.earned + account.returned - account.spent - account.revoked);
                }
            }
        }));
    }
    void whenSpentAndReturned_theBalanceIsAsBefore() {
        QVERIFY(rc::check("spend and return", [] {
            const Account before = with(Won{*rc::gen::inRange<std::int64_t>(1, 10'000)});
            const Won amount{*rc::gen::inRange<std::int64_t>(1, before.balance.amount() + 1)};
            Account account = evolve(before, decide(before, SpendPoints{order, amount})->front());
            account = evolve(account, decide(account, ReturnPoints{order, amount})->front());
            RC_ASSERT(account.balance == before.balance);
            RC_ASSERT(account.spent == account.returned);
        }));
    }
};

QTEST_APPLESS_MAIN(TestPointsAccount)
#include "tst_points_account.moc"
