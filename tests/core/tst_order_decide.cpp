/// The table of decisions: every state answers every command as order_decisions.txt says, and
/// nothing is left out.

#include <QtTest>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "core/cases.h"
#include "core/order_fixtures.h"

using namespace delivery;
using namespace delivery::order;
using namespace delivery::order::fixtures;

namespace {

struct Row {
    std::string state;
    std::string command;
    std::string outcome;
};

void appendCommands(std::vector<Row>& rows, const std::string& state, const std::string& outcome,
                    const std::string& text) {
    std::istringstream words{text};
    for (std::string command; words >> command;) rows.push_back({state, command, outcome});
}

std::vector<Row> readTable() {
    std::ifstream file{DELIVERY_SOURCE_DIR "/tests/core/order_decisions.txt"};
    std::vector<Row> rows;
    std::string state;
    std::string outcome;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') continue;
        if (line.front() != ' ') {
            state = line;
            continue;
        }
        const std::size_t arrow = line.find(" <- ");
        if (arrow == std::string::npos) {
            appendCommands(rows, state, outcome, line);
            continue;
        }
        outcome = line.substr(2, arrow - 2);
        appendCommands(rows, state, outcome, line.substr(arrow + 4));
    }
    return rows;
}

using Pair = std::pair<std::size_t, std::size_t>;

/// Which cases of the four parts stand together. Placement and payment ask each other, and so do
/// kitchen and courier.
struct Together {
    std::set<Pair> ofPlacementAndPayment;
    std::set<Pair> ofKitchenAndCourier;

    void take(const Order& order) {
        ofPlacementAndPayment.emplace(order.placement.index(), order.payment.index());
        ofKitchenAndCourier.emplace(order.kitchen.index(), order.courier.index());
    }
};

/// What commands lead to from these states and from wherever they lead, to the end: one state for
/// each combination of the four parts' cases.
std::map<std::vector<std::size_t>, State> reachableFrom(const std::vector<Named>& starts) {
    std::map<std::vector<std::size_t>, State> found;
    std::vector<State> open;
    const auto meet = [&](const State& state) {
        const auto* order = std::get_if<Order>(&state);
        if (order == nullptr) return;
        const std::vector<std::size_t> cases{order->placement.index(), order->payment.index(),
                                             order->kitchen.index(), order->courier.index()};
        if (found.emplace(cases, state).second) open.push_back(state);
    };
    for (const Named& named : starts) meet(named.state);
    const std::vector<NamedCommand> commands = everyCommand();
    while (!open.empty()) {
        const State state = open.back();
        open.pop_back();
        for (const NamedCommand& named : commands) {
            const Decided<Events> decided = decide(state, named.command);
            if (decided) meet(folded(state, *decided));
        }
    }
    return found;
}

std::string inWords(const std::set<Pair>& missing) {
    std::string words;
    for (const auto& [first, second] : missing)
        words += " (" + std::to_string(first) + ", " + std::to_string(second) + ")";
    return words;
}
/// What is in `all` and not in `known`.
std::set<Pair> missingFrom(const std::set<Pair>& known, const std::set<Pair>& all) {
    std::set<Pair> missing;
    std::ranges::set_difference(all, known, std::inserter(missing, missing.end()));
    return missing;
}

QByteArray bytes(const std::string& text) { return QByteArray::fromStdString(text); }

}  // namespace

class TestOrderDecide : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        for (const Named& named : everyState()) m_states.emplace(named.name, named.state);
        for (const NamedCommand& named : everyCommand())
            m_commands.emplace(named.name, named.command);
        m_rows = readTable();
    }

    void table_hasEveryPairOnce() {
        std::map<std::pair<std::string, std::string>, int> seen;
        for (const Row& row : m_rows) {
            QVERIFY2(m_states.contains(row.state), row.state.c_str());
            QVERIFY2(m_commands.contains(row.command), row.command.c_str());
            ++seen[{row.state, row.command}];
        }
        for (const auto& [state, ignoredState] : m_states) {
            for (const auto& [command, ignoredCommand] : m_commands)
                QVERIFY2((seen[{state, command}] == 1), (state + " | " + command).c_str());
        }
        QCOMPARE(m_rows.size(), m_states.size() * m_commands.size());
    }

    void table_namesEveryKindOfCommand() {
        std::set<std::size_t> kinds;
        for (const auto& [ignored, command] : m_commands) kinds.insert(command.index());
        QCOMPARE(kinds.size(), caseCount<Command>);
    }

    /// The states are listed by hand: a case of a part that none of them is in has no rows.
    void states_areInEveryCaseOfEveryPart() {
        std::set<std::size_t> placements, payments, kitchens, couriers;
        for (const auto& [ignored, state] : m_states) {
            const auto* order = std::get_if<Order>(&state);
            if (order == nullptr) continue;
            placements.insert(order->placement.index());
            payments.insert(order->payment.index());
            kitchens.insert(order->kitchen.index());
            couriers.insert(order->courier.index());
        }
        QCOMPARE(placements.size(), caseCount<Placement>);
        QCOMPARE(payments.size(), caseCount<Payment>);
        QCOMPARE(kitchens.size(), caseCount<Kitchen>);
        QCOMPARE(couriers.size(), caseCount<Courier>);
        QCOMPARE(m_states.size(), everyState().size());
    }

    void states_haveWhateverCommandsLeadTo() {
        Together listed, reachable;
        for (const auto& [ignored, state] : m_states) {
            if (const auto* order = std::get_if<Order>(&state)) listed.take(*order);
        }
        for (const auto& [ignored, state] : reachableFrom(everyState()))
            reachable.take(orderIn(state));
        const std::string ends =
            inWords(missingFrom(listed.ofPlacementAndPayment, reachable.ofPlacementAndPayment));
        QVERIFY2(ends.empty(), ("placement and payment:" + ends).c_str());
        const std::string work =
            inWords(missingFrom(listed.ofKitchenAndCourier, reachable.ofKitchenAndCourier));
        QVERIFY2(work.empty(), ("kitchen and courier:" + work).c_str());
    }

    void table_holds_data() {
        QTest::addColumn<QByteArray>("state");
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<QByteArray>("outcome");
        for (const Row& row : readTable())
            QTest::newRow((row.state + " | " + row.command).c_str())
                << bytes(row.state) << bytes(row.command) << bytes(row.outcome);
    }
    void table_holds() {
        QFETCH(QByteArray, state);
        QFETCH(QByteArray, command);
        QFETCH(QByteArray, outcome);
        const State& given = m_states.at(state.toStdString());
        QCOMPARE(bytes(inWords(decide(given, m_commands.at(command.toStdString())))), outcome);
    }

    void everyDecision_canBeReadBack() {
        for (const auto& [state, given] : m_states) {
            for (const auto& [command, asked] : m_commands) {
                const Decided<Events> decided = decide(given, asked);
                if (!decided) continue;
                State current = given;
                for (const Event& event : *decided) {
                    Expected<State> next = evolveRecorded(current, event);
                    QVERIFY2(next.has_value(), (state + " | " + command).c_str());
                    current = *next;
                }
            }
        }
    }

    void everyStateRefusal_isReached() {
        std::set<std::string> reached;
        for (const Row& row : m_rows) {
            if (row.outcome.starts_with("refused ")) reached.insert(row.outcome.substr(8));
        }
        // Of the 2xx codes these belong to other streams, or to the fence and the holder
        // (tst_order_refusals).
        const std::set<RefusalCode> elsewhere{
            RefusalCode::RiderBusy,       RefusalCode::RiderOffDuty,
            RefusalCode::NotYourDelivery, RefusalCode::StaleFence,
            RefusalCode::NotConfirmed,    RefusalCode::AlreadyRated,
            RefusalCode::RatingClosed,    RefusalCode::NothingToAcknowledge,
            RefusalCode::AlreadyAnswered, RefusalCode::OrderStillRunning};
        for (const RefusalCode code : allRefusalCodes()) {
            if (static_cast<int>(code) / 100 != 2 || elsewhere.contains(code)) continue;
            const std::string codeName{name(code)};
            QVERIFY2(reached.contains(codeName), codeName.c_str());
        }
    }

    void everyEvent_isReached() {
        std::set<std::size_t> reached;
        for (const auto& [state, given] : m_states) {
            for (const auto& [command, asked] : m_commands) {
                const Decided<Events> decided = decide(given, asked);
                if (!decided) continue;
                for (const Event& event : *decided) reached.insert(event.index());
            }
        }
        QCOMPARE(reached.size(), caseCount<Event>);
    }

    void everyRefusalAboutState_namesIt() {
        for (const auto& [stateName, given] : m_states) {
            const auto* order = std::get_if<Order>(&given);
            if (order == nullptr) continue;
            for (const auto& [ignored, asked] : m_commands) {
                const Decided<Events> decided = decide(given, asked);
                if (decided || static_cast<int>(decided.error().code) / 100 != 2) continue;
                const auto& facts = decided.error().facts;
                QCOMPARE(facts.at("state"), std::string{name(statusOf(*order))});
                QCOMPARE(facts.at("status"), std::string{koreanLabel(statusOf(*order))});
            }
        }
    }

  private:
    std::map<std::string, State> m_states;
    std::map<std::string, Command> m_commands;
    std::vector<Row> m_rows;
};

QTEST_APPLESS_MAIN(TestOrderDecide)
#include "tst_order_decide.moc"
