#include "apps/kit/order_list_model.h"

#include <optional>
#include <utility>

namespace delivery::kit {
namespace {

bool may(const Representation& order, const char* transition) {
    return !order.linkPath(transition).isEmpty();
}

bool isOver(const Representation& order) { return isOverState(order.text("state")); }

std::optional<std::int64_t> metersToStore(const Representation& delivery) {
    const Representation distances = delivery.at("distances");
    if (!distances.has("toStoreMeters")) return std::nullopt;
    return distances.number("toStoreMeters");
}

}  // namespace

OrderFilter underWay() {
    return [](const Representation& order) { return !isOver(order); };
}

OrderFilter openTickets() {
    return [](const Representation& ticket) {
        const bool byOthers = ticket.text("cancelledBy") != "store";
        return !isOver(ticket) ||
               (ticket.text("state") == "Cancelled" && byOthers && may(ticket, "acknowledge"));
    };
}

OrderFilter offers() {
    return [](const Representation& delivery) { return may(delivery, "pick"); };
}

OrderFilter holdings() {
    return [](const Representation& delivery) {
        return may(delivery, "collect") || may(delivery, "deliver") || may(delivery, "release");
    };
}

ThingListModel::Before newestFirst() {
    return [](const Representation& a, const Representation& b) {
        return a.number("id") > b.number("id");
    };
}

ThingListModel::Before oldestFirst() {
    return [](const Representation& a, const Representation& b) {
        return a.number("id") < b.number("id");
    };
}

ThingListModel::Before nearestFirst() {
    return [](const Representation& a, const Representation& b) {
        const auto toA = metersToStore(a);
        const auto toB = metersToStore(b);
        if (toA.has_value() != toB.has_value()) return toA.has_value();
        if (toA && *toA != *toB) return *toA < *toB;
        return a.number("id") < b.number("id");
    };
}

OrderListModel::OrderListModel(const OrderBook& book, OrderFilter filter, Before before,
                               QObject* parent)
    : ThingListModel(std::move(before), parent), m_book(book), m_filter(std::move(filter)) {
    for (const std::int64_t id : book.ids()) look(id);
    connect(&book, &OrderBook::added, this, &OrderListModel::look);
    connect(&book, &OrderBook::changed, this, &OrderListModel::look);
    connect(&book, &OrderBook::removed, this, [this](qint64 id) { take(QString::number(id)); });
}

void OrderListModel::look(std::int64_t id) {
    const auto order = m_book.find(id);
    if (order && (!m_filter || m_filter(*order))) {
        put(*order);
    } else {
        take(QString::number(id));
    }
}

void OrderListModel::showPending(const PendingCommands& pending) {
    m_pending = &pending;
    connect(&pending, &PendingCommands::changedFor, this,
            [this](qint64 order) { touch(QString::number(order), PendingRole); });
}

QVariant OrderListModel::data(const QModelIndex& index, int role) const {
    if (role != PendingRole) return ThingListModel::data(index, role);
    if (m_pending == nullptr || !checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    return m_pending->verbsFor(at(index.row()).number("id"));
}

}  // namespace delivery::kit
