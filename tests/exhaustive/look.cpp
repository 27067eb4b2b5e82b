#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/ledger/chain.h"
#include "tests/exhaustive/town.h"
#include "tests/sim/owed.h"

namespace delivery::exhaustive {

using nlohmann::json;
using sim::OrderModel;
using sim::Violation;

namespace {

Violation broken(const char* invariant, std::string what) {
    return {invariant, std::move(what), watched.value()};
}

/// What an order moved of points and stock, and whose hands are full.
std::optional<Violation> followBeside(Place& place, const desk::EventRow& row) {
    const json body = json::parse(row.body, nullptr, false);
    if (!body.is_object() || body.value("orderId", std::int64_t{0}) != watched.value()) return {};
    if (row.stream.kind == "points") {
        if (!place.moved.emplace(row.type, body.at("amount").get<std::int64_t>()).second) {
            return broken("S6", row.type + " twice for one order");
        }
    }
    if (row.stream.kind == "food") {
        place.moved["stock"] +=
            (row.type == "StockTaken" ? 1 : -1) * body.at("qty").get<std::int64_t>();
    }
    if (row.type == "DeliveryHeld" && !place.hands[row.stream.id].insert(watched.value()).second) {
        return broken("S7", "a delivery is held twice by " + row.stream.id);
    }
    if (row.type == "DeliveryLetGo" && place.hands[row.stream.id].erase(watched.value()) == 0) {
        return broken("S7", "a delivery is let go that was not held");
    }
    return {};
}

std::int64_t movedOf(const Place& place, const std::string& what) {
    const auto found = place.moved.find(what);
    return found == place.moved.end() ? 0 : found->second;
}

/// S3, S4: what the provider holds is what our log says, once, and nobody else's money moves.
std::optional<Violation> lookAtMoney(const Place& place) {
    const OrderModel& order = place.order;
    std::int64_t taken = 0;
    std::int64_t given = 0;
    for (const auto& [key, held] : place.payments) {
        if (key == bystandersPayment()) {
            if (held.balance != held.total)
                return broken("S4", "another order's payment is refunded");
            continue;
        }
        taken += held.total.amount();
        given += (held.total - held.balance).amount();
    }
    if (taken > order.payable) return broken("S4", "the provider captured more than once");
    if (given > 0 && order.refundKey.empty()) return broken("S4", "a refund nobody wrote down");
    const bool inOrder =
        0 <= order.refunded && order.refunded <= order.captured && order.captured <= order.payable;
    if (!inOrder) return broken("S3", "refunded, captured and payable are out of order");
    if (order.captured > 0 && taken != order.captured) {
        return broken("S4", "our log speaks of money that the provider does not hold");
    }
    if (given < order.refunded) return broken("S4", "the provider never refunded this");
    const bool bad = order.isOver() && order.end != OrderModel::End::Confirmed;
    if (bad && order.pay == OrderModel::Pay::Paid) {
        return broken("S3", "an order has ended and its money is not asked back");
    }
    return {};
}

std::optional<Violation> lookAtPoints(const Place& place) {
    const OrderModel& order = place.order;
    const bool bad = order.isOver() && order.end != OrderModel::End::Confirmed;
    const bool fits = movedOf(place, "PointsSpent") == order.pointsSpent &&
                      movedOf(place, "PointsEarned") == order.pointsEarned &&
                      movedOf(place, "PointsReturned") == (bad ? order.pointsSpent : 0) &&
                      movedOf(place, "PointsRevoked") == (bad ? order.pointsEarned : 0);
    if (!fits) return broken("S6", "points do not follow the order's end");
    if (movedOf(place, "stock") != (bad ? 0 : 1)) {
        return broken("S3", "stock is taken by an order and comes back when it ends badly");
    }
    return {};
}

/// S7: who holds it by the order's word holds it by their own, and nobody else does.
std::optional<Violation> lookAtHands(const Place& place) {
    for (const auto& [rider, holding] : place.hands) {
        const bool must = place.order.isHeld() && place.order.rider == rider;
        if (must != !holding.empty())
            return broken("S7", "order and rider disagree about " + rider);
    }
    return {};
}

/// S15, S16: what is owed is in the outbox or armed, and nothing else is.
std::optional<Violation> lookAtOwed(const Place& place) {
    const std::set<std::string> owed = sim::owedTimers(place.order);
    std::set<std::string> armed;
    for (const auto& [key, timer] : place.rows.timers) armed.insert(key.second);
    for (const std::string& kind : owed) {
        if (!armed.contains(kind)) return broken("S15", kind + " is not armed");
    }
    for (const std::string& kind : armed) {
        const bool may = !place.order.isOver() && kind == "ReplyDeadline";
        if (!owed.contains(kind) && !may) return broken("S15", kind + " is armed for nothing");
    }
    const std::string effect = sim::owedEffect(place.order);
    if (!effect.empty() && !place.rows.effects.contains(effect)) {
        return broken("S15", effect + " is not in the outbox");
    }
    for (const auto& [id, row] : place.rows.effects) {
        if (id != effect) return broken("S15", id + " is owed for nothing");
    }
    return {};
}

}  // namespace

std::optional<Violation> follow(Place& place, const std::vector<desk::EventRow>& events) {
    for (const desk::EventRow& row : events) {
        if (row.cause.empty()) return broken("S12", row.type + " has no cause");
        if (row.stream == desk::StreamKey{"order", watched.text()}) {
            if (row.version != place.order.version + 1) return broken("S1", "a version is skipped");
            if (auto violation = sim::follow(place.order, row)) return violation;
        } else if (row.stream.kind == "order") {
            return broken("S4", "something happens to another order: " + row.type);
        }
        if (auto violation = followBeside(place, row)) return violation;
    }
    return {};
}

std::optional<Violation> look(const Place& place) {
    for (const auto& [key, bytes] : place.heard) {
        const auto row = place.rows.replies.find(key);
        if (row == place.rows.replies.end())
            return broken("S11", "an acknowledged command is gone");
        if (!row->second.final || row->second.body != bytes) {
            return broken("S10", "the stored reply is not the one that was given");
        }
    }
    if (!place.isPlaced()) return {};
    for (const auto looks : {lookAtMoney, lookAtPoints, lookAtHands, lookAtOwed}) {
        if (auto violation = looks(place)) return violation;
    }
    return {};
}

}  // namespace delivery::exhaustive
