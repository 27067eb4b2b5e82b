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

namespace {

constexpr int everything = std::numeric_limits<int>::max();
constexpr std::size_t queueMax = 512;
/// The server's clock is off by three seconds at most, either way.
constexpr Span skewMax = seconds(7);

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

std::vector<desk::EventRow> Auditor::looked(Instant serverNow) {
    m_seenBefore = m_isReopened ? m_serverNow : std::max(m_serverNow, serverNow);
    m_isReopened = false;
    m_serverNow = std::max({m_serverNow, m_time, serverNow});
    auto reader = m_disk.reader();
    assert(reader);
    auto rows = (*reader)->log(m_position, everything);
    assert(rows);
    Touched touched;
    for (const TimerIntent& intent : m_disk.takeIntents()) followTimers(intent);
    followClocks(**reader);
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
    followRights(row, before, order);
    if (!order.isOver()) m_living.insert(id);
    if (row.type.starts_with("Payment") || order.isOver()) m_moneyTouched = true;
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
        m_living.erase(id);
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

/// S17: what fires was armed and is due by the clock that it counts by, once.
void Auditor::followTimers(const TimerIntent& intent) {
    if (intent.cause.starts_with("timer:")) {
        const std::string kind = intent.cause.substr(6);
        const std::int64_t id = std::stoll(intent.fired.id);
        const auto armed = m_timers.find({intent.fired, kind});
        if (armed == m_timers.end()) {
            broken("S17", kind + " fires and is not armed", id);
        } else {
            const ContextClock& clock = m_clocks[armed->second.waitsFor];
            const Instant shows =
                clock.standsSince.value_or(m_serverNow - m_jumpsTaken) - clock.stoodFor;
            if (armed->second.due > shows + skewMax) {
                broken("S17", kind + " fires before it is due", id);
            }
            m_timers.erase(armed);
        }
    }
    for (const auto& disarmed : intent.disarmed) m_timers.erase(disarmed);
    for (const desk::TimerRow& timer : intent.armed) {
        m_timers[{timer.stream, timer.kind}] = {timer.due, timer.waitsFor};
    }
}

/// A context's clock stands while its page is paused.
void Auditor::followClocks(desk::LedgerReader& reader) {
    const auto cursors = reader.pageCursors();
    assert(cursors);
    for (const desk::PageCursor& cursor : *cursors) {
        ContextClock& clock = m_clocks[cursor.page];
        if (cursor.paused == clock.standsSince.has_value()) continue;
        if (cursor.paused) {
            // In the clock's own time, so that no jump meanwhile counts.
            clock.standsSince = m_serverNow - m_jumpsTaken;
        } else {
            // What the batch before a crash resumed has gone on since then.
            const Instant until = std::max(m_seenBefore - m_jumpsTaken, *clock.standsSince);
            clock.stoodFor = clock.stoodFor + (until - *clock.standsSince);
            clock.standsSince.reset();
        }
    }
}

/// S16: what waits for the desk has a bound.
void Auditor::queued(std::size_t waiting) {
    if (waiting > queueMax) broken("S16", "the queue has no bound");
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
    // Replies are kept for seven days; the server's clock may be off by some of it.
    const bool mayBeForgotten = m_world.agenda.now() - m_heardAt.at(key) > days(7) - hours(12);
    if (!row->has_value() && mayBeForgotten) return;
    if (!row->has_value()) return broken("S11", "the acknowledged command is gone: " + who);
    if (!(*row)->final || (*row)->body != m_heard.at(key)) {
        broken("S10", "the stored reply is not the one that was given: " + who);
    }
}

/// S11: everything that was committed is there after any number of crashes.
void Auditor::reopened() {
    m_isReopened = true;
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

}  // namespace delivery::sim
