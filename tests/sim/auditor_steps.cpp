#include <array>
#include <cassert>
#include <utility>

#include <nlohmann/json.hpp>

#include "tests/sim/auditor.h"
#include "tests/sim/owed.h"

// What is looked at after every batch: each order, customer, rider and page that it touched.

namespace delivery::sim {

using nlohmann::json;
using Pay = OrderModel::Pay;
using End = OrderModel::End;

namespace {

constexpr int effectsPerOrderMax = 1;

}  // namespace

void Auditor::checkOrder(desk::LedgerReader& reader, const OrderModel& order) {
    checkMoney(order);
    checkPoints(order);
    checkStock(order);
    checkOwed(reader, order);
}

/// S3, S4: 0 ≤ refunded ≤ captured ≤ payable, and the provider has moved what our log says it
/// moved.
void Auditor::checkMoney(const OrderModel& order) {
    // What was taken by another amount is no deal and goes back whole.
    const bool noDeal = order.isOver() && order.end != End::Confirmed;
    const bool inOrder = 0 <= order.refunded && order.refunded <= order.captured &&
                         (order.captured <= order.payable || noDeal);
    if (!inOrder) broken("S3", "refunded, captured and payable are out of order", order.id);
    if (order.isOver() && order.end != End::Confirmed && order.pay == Pay::Paid) {
        broken("S3", "an order has ended and its money is not asked back", order.id);
    }
    if (order.captured == 0) return;
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
    for (const Movement& movement : movementsOf(order)) {
        const bool capture = movement.kind == Movement::Kind::Capture;
        (capture ? captured : refunded) += movement.amount.amount();
    }
    if (captured != order.captured) broken("S4", "the provider captured another amount", order.id);
    if (refunded < order.refunded) broken("S4", "the provider never refunded this", order.id);
}

/// S6: an order that ended badly gives back what was spent and takes back what was earned.
void Auditor::checkPoints(const OrderModel& order) {
    const PointsModel& points = m_points[order.customer];
    const auto of = [&](const std::map<std::int64_t, std::int64_t>& byOrder) {
        const auto found = byOrder.find(order.id);
        return found == byOrder.end() ? std::int64_t{0} : found->second;
    };
    const bool bad = order.isOver() && order.end != End::Confirmed;
    if (of(points.spent) != order.pointsSpent) broken("S6", "points spent differ", order.id);
    if (of(points.earned) != order.pointsEarned) broken("S6", "points earned differ", order.id);
    if (of(points.returned) != (bad ? order.pointsSpent : 0)) {
        broken("S6", "spent points come back when an order ends badly, and only then", order.id);
    }
    if (of(points.revoked) != (bad ? order.pointsEarned : 0)) {
        broken("S6", "earned points go when an order ends badly, and only then", order.id);
    }
}

void Auditor::checkStock(const OrderModel& order) {
    const bool bad = order.isOver() && order.end != End::Confirmed;
    for (const auto& [dish, qty] : order.dishes) {
        if (m_stock[{order.id, dish}] != (bad || !order.verified ? 0 : qty)) {
            broken("S3", "stock is taken by an order and comes back when it ends badly", order.id);
        }
    }
}

/// S15, S16: what is owed is in the outbox or armed, and nothing else is.
void Auditor::checkOwed(desk::LedgerReader& reader, const OrderModel& order) {
    static constexpr std::array kinds{"PaymentDeadline", "PaymentEscalation", "StoreReminder",
                                      "StoreAnswer",     "CookingOverdue",    "OfferRound",
                                      "AssignDeadline",  "CollectDeadline",   "DeliveryOverdue",
                                      "ConfirmDeadline", "ReplyDeadline",     "Verification"};
    const std::string id = std::to_string(order.id);
    const std::set<std::string> owed = owedTimers(order);
    for (const char* kind : kinds) {
        const bool armed = (*reader.timer({"order", id}, kind)).has_value();
        const bool must = owed.contains(kind);
        const bool may = !order.isOver() && kind == std::string("ReplyDeadline");
        if (must && !armed) broken("S15", std::string(kind) + " is not armed", order.id);
        if (armed && !must && !may) {
            broken("S15", std::string(kind) + " is armed for nothing", order.id);
        }
    }
    const std::string effect = owedEffect(order);
    int found = 0;
    for (const std::string& one :
         {"charge/" + id + "/" + std::to_string(order.attempt),
          "query/" + id + "/" + std::to_string(order.attempt), "refund/" + id}) {
        const bool there = (*reader.effect(one)).has_value();
        found += there ? 1 : 0;
        if (there && one != effect) broken("S15", one + " is owed for nothing", order.id);
        if (!there && one == effect) broken("S15", one + " is not in the outbox", order.id);
    }
    if (found > effectsPerOrderMax) broken("S16", "more than one call is owed", order.id);
}

/// S6, S14: the balance in the row is the sum of what happened.
void Auditor::checkBalance(desk::LedgerReader& reader, const std::string& customer) {
    const auto row = reader.state({"points", customer});
    assert(row);
    if (!row->has_value()) return broken("S14", "there is no state of the points of " + customer);
    const json state = json::parse((*row)->body, nullptr, false);
    if (state.at("of").at("balance").get<std::int64_t>() != m_points[customer].balance) {
        broken("S6", "the balance of " + customer + " is not the sum of its movements");
    }
}

/// S7: a rider holds one delivery at most, and both streams say the same.
void Auditor::checkRider(const std::string& rider) {
    const auto& holding = m_holding[rider];
    if (holding.size() > 1) broken("S7", rider + " holds two", *holding.begin());
    if (holding != m_heldByOrders[rider]) {
        broken("S7", "orders and rider disagree about what " + rider + " holds",
               holding.empty() ? 0 : *holding.begin());
    }
}

/// S14: when a reply leaves, every page that is not paused shows it. One that comes back from a
/// pause has time to catch up.
void Auditor::checkPages(desk::LedgerReader& reader, const Touched& touched) {
    const auto cursors = reader.pageCursors();
    assert(cursors);
    std::set<std::string> standing;
    for (const desk::PageCursor& cursor : *cursors) {
        if (cursor.paused || cursor.quarantined) continue;
        if (cursor.position == m_position) {
            standing.insert(cursor.page);
        } else if (m_standing.contains(cursor.page)) {
            broken("S14", "the page " + cursor.page + " lags behind the log");
        }
    }
    m_standing = standing;
    // Only what moves money changes the books.
    if (standing.contains("books") && std::exchange(m_moneyTouched, false)) checkBooks(reader);
    if (!standing.contains("customer")) return;
    for (const std::int64_t id : touched.orders) {
        const auto row = reader.pageRow("customer", std::to_string(id));
        const std::string version = ",\"version\":" + std::to_string(order(id)->version) + ",";
        const bool shown =
            row && row->has_value() && (*row)->body.find(version) != std::string::npos;
        if (!shown) broken("S14", "the customer's page does not show what happened", id);
    }
}

/// S3: postings sum to zero.
void Auditor::checkBooks(desk::LedgerReader& reader) {
    const auto rows = reader.scan({"books", "accounts", "all", false, 0, 1000, std::nullopt});
    std::int64_t sum = 0;
    for (const desk::PageRow& row : *rows) {
        sum += json::parse(row.body).at("of").at("balance").get<std::int64_t>();
    }
    if (sum != 0) broken("S3", "the books do not sum to zero");
}

}  // namespace delivery::sim
