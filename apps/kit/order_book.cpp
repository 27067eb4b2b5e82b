#include "apps/kit/order_book.h"

#include <vector>

namespace delivery::kit {
namespace {

/// News older than so many tombstones does not arrive any more.
constexpr std::size_t goneMax = 2'000;

}  // namespace

Stamp stampOf(const Representation& order) {
    return {order.number("version"), order.text("changedAt")};
}

QString pathOf(Resource resource) {
    switch (resource) {
        case Resource::Orders:
            return QStringLiteral("/orders");
        case Resource::Tickets:
            return QStringLiteral("/foodCookings");
        case Resource::Deliveries:
            return QStringLiteral("/deliveries");
    }
    return {};
}

Resource resourceOf(const QString& role) {
    if (role == "store") return Resource::Tickets;
    if (role == "rider") return Resource::Deliveries;
    return Resource::Orders;
}

OrderBook::OrderBook(Resource resource, QObject* parent) : QObject(parent), m_resource(resource) {}

OrderBook::Effect OrderBook::apply(const Representation& order, Road road) {
    const std::int64_t id = order.number("id");
    const Stamp stamp = stampOf(order);
    if (id <= 0) return Effect::Foreign;
    if (order.isTrue("gone")) return applyGone(id, stamp);

    const auto known = m_entries.find(id);
    const auto gone = m_gone.find(id);
    const bool isSure = known != m_entries.end() && !known->second.isDoubted;
    const bool isOld =
        (isSure && stamp < known->second.stamp) || (gone != m_gone.end() && stamp <= gone->second);
    if (order.isTrue("partial")) {
        const bool isKnown = isSure && stamp <= known->second.stamp;
        if (isOld || isKnown) return Effect::Old;
        emit gapFound();
        return Effect::Unclear;
    }
    // A payment or a review has the order's number too, and is none.
    if (!order.linkPath("self").contains(pathOf(m_resource) + '/')) return Effect::Foreign;
    if (isOld) return Effect::Old;
    if (known == m_entries.end()) {
        m_gone.erase(id);
        m_entries.insert({id, {stamp, road, order}});
        emit added(id);
        return Effect::Added;
    }
    Entry& entry = known->second;
    // The same order with its history takes the place of the one without.
    const bool isFuller = entry.road == Road::Reply && road != Road::Reply;
    // Who asked last knows best: what this caller may do depends on them too, and no version tells.
    const bool isTaken = road == Road::Changes || entry.isDoubted;
    const bool isAnother = isTaken && order.oneLine() != entry.order.oneLine();
    if (stamp == entry.stamp && !isFuller && !isAnother) {
        entry.isDoubted = false;
        return Effect::Same;
    }
    entry = {stamp, road, order};
    emit changed(id);
    return Effect::Changed;
}

OrderBook::Effect OrderBook::applyGone(std::int64_t id, const Stamp& stamp) {
    const auto known = m_entries.find(id);
    // A tombstone of the version that is known was made for whoever looks now: it is newer.
    if (known != m_entries.end() && !known->second.isDoubted &&
        stamp.version < known->second.stamp.version) {
        return Effect::Old;
    }
    Stamp& gone = m_gone[id];
    if (gone < stamp) gone = stamp;
    if (m_gone.size() > goneMax) m_gone.erase(m_gone.begin());
    if (known == m_entries.end()) return Effect::Same;
    m_entries.erase(known);
    emit removed(id);
    return Effect::Removed;
}

void OrderBook::applyAll(const Representation& reply, Road road) {
    const auto items = reply.embedded();
    if (items.empty()) {
        apply(reply, road);
        return;
    }
    for (const Representation& item : items) apply(item, road);
}

void OrderBook::forgetAll() {
    const auto all = ids();
    m_gone.clear();
    for (const std::int64_t id : all) {
        m_entries.erase(id);
        emit removed(id);
    }
}

void OrderBook::doubtAll() {
    m_gone.clear();
    for (auto& [id, entry] : m_entries) entry.isDoubted = true;
}

void OrderBook::forgetDoubted() {
    for (const std::int64_t id : ids()) {
        const auto known = m_entries.find(id);
        if (known == m_entries.end() || !known->second.isDoubted) continue;
        m_entries.erase(known);
        emit removed(id);
    }
}

std::optional<Representation> OrderBook::find(std::int64_t id) const {
    const auto known = m_entries.find(id);
    return known == m_entries.end() ? std::nullopt : std::optional(known->second.order);
}

std::vector<std::int64_t> OrderBook::ids() const {
    std::vector<std::int64_t> all;
    all.reserve(m_entries.size());
    for (const auto& [id, entry] : m_entries) all.push_back(id);
    return all;
}

}  // namespace delivery::kit
