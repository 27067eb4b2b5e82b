#include <algorithm>
#include <cassert>

#include <nlohmann/json.hpp>

#include "core/cases.h"
#include "desk/desk.h"
#include "record/record.h"
#include "tests/sim/auditor.h"

// Checkpoints. The folds of the real code are used here against the real rows: what was kept step
// by step must be what a fold from the beginning gives.

namespace delivery::sim {

using nlohmann::json;

namespace {

/// The state of a stream after one more event; nothing where the event does not fit.
std::optional<record::AnyState> folded(const record::AnyState& state, const page::AnyEvent& event) {
    const auto one = [&](const auto& before, const auto& next) -> std::optional<record::AnyState> {
        auto after = evolveRecorded(before, next);
        if (!after) return std::nullopt;
        return record::AnyState{*after};
    };
    return std::visit(
        Overloaded{
            [&](const order::State& s, const order::Event& e) { return one(s, e); },
            [&](const shop::FoodState& s, const shop::FoodEvent& e) { return one(s, e); },
            [&](const shop::StoreState& s, const shop::StoreEvent& e) { return one(s, e); },
            [&](const points::Account& s, const points::Event& e) { return one(s, e); },
            [&](const rider::Rider& s, const rider::Event& e) { return one(s, e); },
            [&](const shop::ReviewState& s, const shop::ReviewEvent& e) { return one(s, e); },
            [&](const shop::AcknowledgementState& s, const shop::AcknowledgementEvent& e) {
                return one(s, e);
            },
            [](const auto&, const auto&) -> std::optional<record::AnyState> {
                return std::nullopt;
            },
        },
        state, event);
}

record::AnyState initialState(const page::AnyEvent& event) {
    return std::visit(
        Overloaded{
            [](const order::Event&) -> record::AnyState { return order::State{}; },
            [](const shop::FoodEvent&) -> record::AnyState { return shop::FoodState{}; },
            [](const shop::StoreEvent&) -> record::AnyState { return shop::StoreState{}; },
            [](const points::Event&) -> record::AnyState { return points::Account{}; },
            [](const rider::Event&) -> record::AnyState { return rider::Rider{}; },
            [](const shop::ReviewEvent&) -> record::AnyState { return shop::ReviewState{}; },
            [](const shop::AcknowledgementEvent&) -> record::AnyState {
                return shop::AcknowledgementState{};
            },
        },
        event);
}

bool sameRow(const desk::PageRow& left, const desk::PageRow& right) {
    return left.key == right.key && left.body == right.body && left.entries == right.entries;
}

}  // namespace

void Auditor::checkEverything() {
    m_world.count("checkpoints");
    auto reader = m_disk.reader();
    checkLogKept(**reader, 0);
    for (const auto& [key, bytes] : m_heard) checkReply(**reader, key);
    for (const auto& [id, order] : m_orders) checkOrder(**reader, order);
    if (isBroken()) return;
    checkStates(m_disk.rows().snapshot());
}

void Auditor::checkPagesAnew() { checkRebuiltPages(m_disk.rows().snapshot()); }

/// S2, S14: every stream folds, and to the row that is kept of it.
void Auditor::checkStates(const tests::LedgerRows& rows) {
    std::map<desk::StreamKey, record::AnyState> states;
    for (const auto& [position, row] : rows.events) {
        const auto event =
            record::decodeEvent(row.stream.kind, row.type, row.typeVersion, row.body);
        const std::string where = row.stream.kind + "/" + row.stream.id + " " + row.type;
        if (!event) return broken("S2", "an event cannot be read: " + where);
        const auto known = states.try_emplace(row.stream, initialState(*event)).first;
        const auto after = folded(known->second, *event);
        if (!after) return broken("S2", "an event does not fit its stream: " + where);
        known->second = *after;
    }
    for (const auto& [stream, state] : states) {
        const auto kept = rows.states.find(stream);
        const bool same = kept != rows.states.end() && kept->second.body == record::encode(state);
        if (!same) {
            return broken(
                "S14",
                "the state of " + stream.kind + "/" + stream.id + " is not what its events fold to",
                stream.kind == "order" ? std::stoll(stream.id) : 0);
        }
    }
}

/// S14: pages that stand at the log's end equal pages that are folded anew.
void Auditor::checkRebuiltPages(const tests::LedgerRows& rows) {
    tests::MemoryLedger copy("simulate");
    copy.restore(rows);
    desk::CommandDesk desk(copy, desk::Settings{});
    const bool opened = desk.open() && desk.clearPages();
    assert(opened);
    while (true) {
        const auto done = desk.catchUp(500);
        assert(done);
        if (*done) break;
    }
    const tests::LedgerRows rebuilt = copy.snapshot();
    for (const auto& [page, cursor] : rows.pageCursors) {
        if (cursor.position != m_position || cursor.quarantined) continue;
        const auto ofPage = [&](const auto& table) {
            std::vector<const desk::PageRow*> found;
            for (auto row = table.lower_bound({page, {}});
                 row != table.end() && row->first.first == page; ++row) {
                found.push_back(&row->second);
            }
            return found;
        };
        const auto live = ofPage(rows.pageRows);
        const auto anew = ofPage(rebuilt.pageRows);
        const auto [one, other] = std::ranges::mismatch(
            live, anew, [](const auto* left, const auto* right) { return sameRow(*left, *right); });
        if (one == live.end() && other == anew.end()) continue;
        const std::string key = one != live.end() ? (*one)->key : (*other)->key;
        return broken("S14", "the page " + page + " is not what a rebuild gives, at " + key);
    }
}

void Auditor::checkRest() {
    auto reader = m_disk.reader();
    for (const auto& [id, order] : m_orders) {
        if (!order.isOver()) return broken("L1", "an order has not ended", id);
        const bool open = order.pay == OrderModel::Pay::RefundDue ||
                          order.pay == OrderModel::Pay::RefundEscalated;
        if (open) return broken("L1", "a refund is still owed", id);
        const bool confirmed = order.end == OrderModel::End::Confirmed;
        if (!confirmed && order.captured != order.refunded) {
            return broken("S3", "an order ended badly and its money is not back", id);
        }
    }
    for (const char* clock : {"", "customer", "store", "rider", "menu"}) {
        const bool isArmed = (*reader)->nextTimerDue(clock)->has_value();
        if (isArmed) broken("L1", "a timer is armed at rest");
    }
    if ((*reader)->nextEffectDue()->has_value()) broken("L1", "a call is owed at rest");
    for (const auto& [rider, holding] : m_holding) {
        if (!holding.empty()) broken("L1", rider + " holds a delivery at rest", *holding.begin());
    }
    checkProvider();
}

/// S4: at rest the provider's ledger equals ours, movement by movement; S3: so do the books.
void Auditor::checkProvider() {
    std::map<std::string, std::int64_t> captured;
    std::map<std::string, std::int64_t> refunded;
    std::int64_t clearing = 0;
    for (const Movement& movement : m_provider.movements()) {
        const bool capture = movement.kind == Movement::Kind::Capture;
        (capture ? captured : refunded)[movement.paymentKey.text()] += movement.amount.amount();
        clearing += (capture ? 1 : -1) * movement.amount.amount();
    }
    for (const auto& [id, order] : m_orders) {
        if (order.paymentKey.empty()) continue;
        if (captured[order.paymentKey] != order.captured) {
            broken("S4", "the provider captured another amount", id);
        }
        if (refunded[order.paymentKey] != order.refunded) {
            broken("S4", "the provider refunded another amount", id);
        }
        captured.erase(order.paymentKey);
        refunded.erase(order.paymentKey);
    }
    for (const Movement& movement : m_provider.movements()) {
        if (!captured.contains(movement.paymentKey.text())) continue;
        std::int64_t id = 0;
        for (const auto& [number, order] : m_orders) {
            if (order.chargeKeys.contains(movement.key.text())) id = number;
        }
        return broken("S4", "the provider holds money that we know nothing of", id);
    }
    const auto books = m_disk.rows().snapshot();
    const auto row = books.pageRows.find({"books", "providerClearing"});
    const std::int64_t ours =
        row == books.pageRows.end()
            ? 0
            : json::parse(row->second.body).at("of").at("balance").get<std::int64_t>();
    if (ours != clearing) broken("S3", "our books of the provider differ from its own");
}

}  // namespace delivery::sim
