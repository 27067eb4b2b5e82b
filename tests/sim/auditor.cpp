#include "tests/sim/auditor.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>

#include <nlohmann/json.hpp>

#include "record/record.h"
#include "server/ledger/chain.h"

namespace delivery::sim {

using nlohmann::json;
using Pay = OrderModel::Pay;
using Kitchen = OrderModel::Kitchen;
using Courier = OrderModel::Courier;
using End = OrderModel::End;

namespace {

constexpr int everything = std::numeric_limits<int>::max();
constexpr int effectsPerOrderMax = 1;

std::int64_t orderNumber(const json& body) { return body.at("orderId").get<std::int64_t>(); }

}  // namespace

void Auditor::broken(std::string invariant, std::string what, std::int64_t orderId) {
    if (!m_violation) m_violation = {std::move(invariant), std::move(what), orderId};
}

const OrderModel* Auditor::order(std::int64_t id) const {
    const auto found = m_orders.find(id);
    return found == m_orders.end() ? nullptr : &found->second;
}

std::int64_t Auditor::pointsOf(const std::string& customer) const {
    const auto found = m_points.find(customer);
    return found == m_points.end() ? 0 : found->second.balance;
}

std::vector<Movement> Auditor::movementsOf(const OrderModel& order) const {
    std::vector<Movement> found;
    for (const Movement& movement : m_provider.movements()) {
        const bool same =
            order.chargeKeys.contains(movement.key.text()) ||
            movement.orderId == order.providerOrderId ||
            (!order.paymentKey.empty() && movement.paymentKey.text() == order.paymentKey);
        if (same) found.push_back(movement);
    }
    return found;
}

std::vector<desk::EventRow> Auditor::looked() {
    auto reader = m_disk.reader();
    assert(reader);
    auto rows = (*reader)->log(m_position, everything);
    assert(rows);
    Touched touched;
    for (const TimerIntent& intent : m_disk.takeIntents()) followTimers(intent);
    for (const desk::EventRow& row : *rows) {
        followLog(row);
        followCause(row);
        if (row.stream.kind == "order") followOrder(row, touched);
        if (row.stream.kind == "points") followPoints(row, touched);
        if (row.stream.kind == "food") followStock(row, touched);
        if (row.stream.kind == "rider") followRider(row, touched);
        if (isBroken()) return *rows;
    }
    for (const std::int64_t id : touched.orders) {
        const OrderModel* known = order(id);
        if (known == nullptr) {
            broken("S2", "something happened for an order that was never placed", id);
        } else {
            checkOrder(**reader, *known);
        }
    }
    for (const std::string& customer : touched.customers) checkBalance(**reader, customer);
    for (const std::string& rider : touched.riders) checkRider(rider);
    if (!isBroken()) checkPages(**reader, touched);
    return *rows;
}

/// S1: versions without gaps, positions and time that grow, a chain that verifies.
void Auditor::followLog(const desk::EventRow& row) {
    StreamModel& stream = m_streams[row.stream];
    const std::string where = row.stream.kind + "/" + row.stream.id + " " + row.type;
    const std::int64_t id = row.stream.kind == "order" ? std::stoll(row.stream.id) : 0;
    if (row.version != stream.version + 1) broken("S1", "a version is skipped: " + where, id);
    if (row.position <= m_position) broken("S1", "a position does not grow: " + where, id);
    if (row.at < m_time) broken("S1", "time goes back: " + where, id);
    if (stream.tail.empty()) stream.tail = ledger::chainRoot();
    if (row.hash != ledger::chainHash(stream.tail, row)) {
        broken("S1", "the hash chain breaks: " + where, id);
    }
    stream.version = row.version;
    stream.tail = row.hash;
    m_position = row.position;
    m_time = std::max(m_time, row.at);
    m_hashes[row.position] = row.hash;
}

/// S12: every event has a cause, and the cause is one that there was.
void Auditor::followCause(const desk::EventRow& row) {
    const auto colon = row.cause.find(':');
    const std::string kind = row.cause.substr(0, colon);
    const std::string what = colon == std::string::npos ? "" : row.cause.substr(colon + 1);
    const std::int64_t id = row.stream.kind == "order" ? std::stoll(row.stream.id) : 0;
    if (kind == "command" && m_clients.find(row.actor, what) == nullptr) {
        broken("S12", row.type + " is caused by a command that nobody sent: " + what, id);
    }
    if (what.empty() || (kind != "command" && kind != "timer" && kind != "effect")) {
        broken("S12", row.type + " has no cause: " + row.cause, id);
    }
}

void Auditor::followOrder(const desk::EventRow& row, Touched& touched) {
    const std::int64_t id = std::stoll(row.stream.id);
    OrderModel& order = m_orders[id];
    const OrderModel before = order;
    order.id = id;
    if (auto violation = follow(order, row); violation && !m_violation) {
        m_violation = std::move(violation);
    }
    touched.orders.insert(id);
    if (row.type == "ChargeRequested") m_chargeKeys.insert(order.chargeKey);
    const bool refunds = row.type == "RefundRequested" || row.type == "PaymentRetried";
    if (refunds) m_refundKeys.insert(order.refundKey);
    if (row.type == "DeliveryPicked") m_heldByOrders[order.rider].insert(id);
    if (before.isHeld() && !order.isHeld()) m_heldByOrders[before.rider].erase(id);
    if (before.isHeld() || order.isHeld()) {
        touched.riders.insert(before.isHeld() ? before.rider : order.rider);
    }
    if (row.type == "DeliveryCollected" || row.type == "DeliveryDelivered" ||
        row.type == "DeliveryReleased") {
        followFence(row, before.fence);
    }
    if (!before.isOver() && order.isOver()) {
        constexpr std::array names{"", "confirmed", "cancelled", "rejected", "expired"};
        m_world.count(std::string("ends.") + names.at(static_cast<std::size_t>(order.end)));
        if (m_world.has(Bug::Canary)) broken("canary", "an order has ended", id);
    }
}

/// S7: whoever acts on a holding speaks of this one and not of an earlier one.
void Auditor::followFence(const desk::EventRow& row, std::int64_t fence) {
    if (!row.cause.starts_with("command:")) return;
    const Sent* sent = m_clients.find(row.actor, row.cause.substr(8));
    if (sent == nullptr) return;
    std::optional<std::int64_t> said;
    const desk::Command& command = sent->envelope.command;
    if (const auto* release = std::get_if<desk::ReleaseDelivery>(&command)) said = release->fence;
    if (const auto* collect = std::get_if<desk::CollectDelivery>(&command)) said = collect->fence;
    if (const auto* deliver = std::get_if<desk::DeliverOrder>(&command)) said = deliver->fence;
    if (said && *said != fence) {
        broken("S7", row.type + " under a fence that is void", std::stoll(row.stream.id));
    }
}

/// S6: each movement at most once per order, and nothing is spent that is not there.
void Auditor::followPoints(const desk::EventRow& row, Touched& touched) {
    const json body = json::parse(row.body, nullptr, false);
    const std::int64_t id = orderNumber(body);
    const std::int64_t amount = body.at("amount").get<std::int64_t>();
    PointsModel& points = m_points[row.stream.id];
    const bool adds = row.type == "PointsEarned" || row.type == "PointsReturned";
    auto& byOrder = row.type == "PointsEarned"     ? points.earned
                    : row.type == "PointsSpent"    ? points.spent
                    : row.type == "PointsReturned" ? points.returned
                                                   : points.revoked;
    if (row.type == "PointsSpent" && amount > points.balance) {
        broken("S6", "more points are spent than there are", id);
    }
    if (!byOrder.emplace(id, amount).second) broken("S6", row.type + " twice for one order", id);
    points.balance += adds ? amount : -amount;
    touched.orders.insert(id);
    touched.customers.insert(row.stream.id);
}

void Auditor::followStock(const desk::EventRow& row, Touched& touched) {
    if (row.type != "StockTaken" && row.type != "StockReturned") return;
    const json body = json::parse(row.body, nullptr, false);
    const std::int64_t id = orderNumber(body);
    const std::int64_t qty = body.at("qty").get<std::int64_t>();
    m_stock[{id, std::stoll(row.stream.id)}] += row.type == "StockTaken" ? qty : -qty;
    touched.orders.insert(id);
}

void Auditor::followRider(const desk::EventRow& row, Touched& touched) {
    if (row.type != "DeliveryHeld" && row.type != "DeliveryLetGo") return;
    const std::int64_t id = orderNumber(json::parse(row.body, nullptr, false));
    auto& holding = m_holding[row.stream.id];
    if (row.type == "DeliveryHeld") {
        if (!holding.insert(id).second) broken("S7", "a delivery is held twice", id);
    } else if (holding.erase(id) == 0) {
        broken("S7", "a delivery is let go that was not held", id);
    }
    touched.riders.insert(row.stream.id);
}

/// S17: what fires was armed and is due, once.
void Auditor::followTimers(const TimerIntent& intent) {
    if (intent.cause.starts_with("timer:")) {
        const std::string kind = intent.cause.substr(6);
        const std::int64_t id = std::stoll(intent.fired.id);
        const auto armed = m_timers.find({intent.fired, kind});
        if (armed == m_timers.end()) {
            broken("S17", kind + " fires and is not armed", id);
        } else if (armed->second > intent.at) {
            broken("S17", kind + " fires before it is due", id);
        } else {
            m_timers.erase(armed);
        }
    }
    for (const auto& disarmed : intent.disarmed) m_timers.erase(disarmed);
    for (const desk::TimerRow& timer : intent.armed) {
        m_timers[{timer.stream, timer.kind}] = timer.due;
    }
}

/// S4, before anything else can hide it: money moves under a key that our log holds already, and
/// once per key.
void Auditor::moved(const Movement& movement) {
    const bool capture = movement.kind == Movement::Kind::Capture;
    m_world.count(capture ? "money.captured" : "money.refunded", movement.amount.amount());
    const auto& known = capture ? m_chargeKeys : m_refundKeys;
    const std::string what = capture ? "a capture" : "a refund";
    std::int64_t id = 0;
    for (const auto& [number, order] : m_orders) {
        if (order.providerOrderId == movement.orderId) id = number;
    }
    if (!known.contains(movement.key.text())) {
        broken("S4", what + " under a key that we never wrote down", id);
    }
    if (++m_movementsByKey[movement.key.text()] > 1) broken("S4", what + " twice per key", id);
}

/// S10 and S11: what a client has heard is what is stored, now and for every repeat.
void Auditor::heard(const Sent& sent, const desk::Reply& reply, bool otherBody) {
    const desk::ReplyKey key{sent.envelope.actor.user.text(), sent.envelope.id};
    const auto* refusal = std::get_if<Refusal>(&reply);
    if (otherBody) {
        if (refusal == nullptr || refusal->code != RefusalCode::CommandIdReused) {
            broken("S10", "another body under the same id is not refused: " + key.command.text());
        }
        return;
    }
    const std::string bytes = record::encode(reply);
    const auto [known, first] = m_heard.emplace(key, bytes);
    if (known->second != bytes) {
        broken("S10", "a repeat of " + key.command.text() + " gets another reply");
    }
    if (!first) return;
    m_heardAt.emplace(key, m_world.agenda.now());
    m_world.count(refusal == nullptr ? std::string("replies.accepted")
                                     : "refused." + std::string(delivery::name(refusal->code)));
    checkReply(**m_disk.reader(), key);
}

void Auditor::checkReply(desk::LedgerReader& reader, const desk::ReplyKey& key) {
    const auto row = reader.reply(key);
    assert(row);
    const std::string who = key.actor + "'s " + key.command.text();
    // Replies are kept for seven days; the server's clock may be off by some of the two hours.
    const bool mayBeForgotten = m_world.agenda.now() - m_heardAt.at(key) > days(7) - hours(2);
    if (!row->has_value() && mayBeForgotten) return;
    if (!row->has_value()) return broken("S11", "the acknowledged command is gone: " + who);
    if (!(*row)->final || (*row)->body != m_heard.at(key)) {
        broken("S10", "the stored reply is not the one that was given: " + who);
    }
}

/// S11: everything that was committed is there after any number of crashes.
void Auditor::reopened() {
    auto reader = m_disk.reader();
    const std::int64_t end = *(*reader)->lastPosition();
    if (end < m_position) broken("S11", "the log is shorter than it was");
    checkLogKept(**reader, std::max<std::int64_t>(0, m_position - 100));
    for (const auto& [key, bytes] : m_heard) {
        checkReply(**reader, key);
        if (isBroken()) return;
    }
}

void Auditor::checkLogKept(desk::LedgerReader& reader, std::int64_t afterPosition) {
    auto rows = reader.log(afterPosition, everything);
    assert(rows);
    std::map<std::int64_t, desk::Bytes> there;
    for (const desk::EventRow& row : *rows) there[row.position] = row.hash;
    for (auto known = m_hashes.upper_bound(afterPosition); known != m_hashes.end(); ++known) {
        const auto found = there.find(known->first);
        if (found == there.end() || found->second != known->second) {
            return broken("S11", "position " + std::to_string(known->first) + " is gone");
        }
    }
}

// --- one order, right after something happened to it

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

namespace {

/// The one call that the payment's state owes; empty for none.
std::string owedEffect(const OrderModel& order) {
    const std::string id = std::to_string(order.id);
    const std::string ofAttempt = id + "/" + std::to_string(order.attempt);
    switch (order.pay) {
        case Pay::Requested:
        case Pay::Deferred:
            return (order.isOver() ? "query/" : "charge/") + ofAttempt;
        case Pay::Unknown:
        case Pay::ChargeEscalated:
            return "query/" + ofAttempt;
        case Pay::RefundDue:
            return "refund/" + id;
        case Pay::Free:
        case Pay::Declined:
        case Pay::Paid:
        case Pay::Refunded:
        case Pay::RefundEscalated:
            break;
    }
    return {};
}

/// The timers that must be armed. ReplyDeadline may be, besides.
std::set<std::string> owedTimers(const OrderModel& order) {
    std::set<std::string> owed;
    const bool underWay = order.pay == Pay::Requested && (order.doubtful || order.isOver());
    if (order.pay == Pay::Unknown || underWay) owed.insert("PaymentEscalation");
    if (order.isOver()) return owed;
    if (order.mayStillBePaid()) owed.insert("PaymentDeadline");
    if (!order.verified) owed.insert("Verification");
    if (order.isTicket()) {
        owed.insert("StoreAnswer");
        if (order.reminders < 2) owed.insert("StoreReminder");
    }
    if (order.kitchen == Kitchen::Accepted || order.kitchen == Kitchen::Cooking) {
        owed.insert("CookingOverdue");
    }
    const bool cooked = order.kitchen == Kitchen::Cooked;
    switch (order.courier) {
        case Courier::NotNeeded:
            if (cooked) owed.insert("ConfirmDeadline");
            break;
        case Courier::Nobody:
            break;
        case Courier::Offered:
            owed.insert({"OfferRound", "AssignDeadline"});
            break;
        case Courier::Unassignable:
            owed.insert("AssignDeadline");
            break;
        case Courier::Picked:
            owed.insert("CollectDeadline");
            break;
        case Courier::Collected:
            owed.insert("DeliveryOverdue");
            break;
        case Courier::Delivered:
            owed.insert("ConfirmDeadline");
            break;
    }
    return owed;
}

}  // namespace

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
    if (standing.contains("books")) checkBooks(reader);
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
