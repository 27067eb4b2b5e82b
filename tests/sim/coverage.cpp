#include "tests/sim/coverage.h"

#include <array>
#include <iomanip>

namespace delivery::sim {

namespace {

constexpr std::array statuses{"PaymentRequested", "PaymentDeferred", "PaymentDeclined", "Paid",
                              "Accepted",         "Cooking",         "Cooked",          "PickedUp",
                              "Delivered",        "Confirmed",       "Cancelled",       "Rejected",
                              "Expired"};

/// What strikes the whole server strikes every order that lives.
constexpr std::array wholeServer{
    "crash.anywhere", "crash.beforeCommit", "crash.afterCommit", "disk.full",
    "paused",         "clock.jump"};
constexpr std::array whoeverLives{
    "PaymentRequested", "PaymentDeferred", "PaymentDeclined", "Paid",     "Accepted",
    "Cooking",          "Cooked",          "PickedUp",        "Delivered"};
/// A command that speaks of an order goes missing, or finds nobody.
constexpr std::array network{"network.lost", "network.refused"};
constexpr std::array spokenOf{"PaymentDeferred", "PaymentDeclined", "Paid",     "Accepted",
                              "Cooking",         "Cooked",          "PickedUp", "Delivered",
                              "Confirmed",       "Cancelled"};
/// A call to the provider about an order goes wrong.
constexpr std::array provider{"provider.slow",     "provider.hang-before",  "provider.hang-after",
                              "provider.late",     "provider.error-before", "provider.error-after",
                              "provider.reset",    "provider.unreadable",   "provider.interrupted",
                              "provider.too-many", "provider.wrong",        "provider.down"};
constexpr std::array calledAbout{"PaymentRequested", "PaymentDeferred", "Cancelled", "Expired"};

}  // namespace

std::string statusOf(const OrderModel& order) {
    using Pay = OrderModel::Pay;
    using Kitchen = OrderModel::Kitchen;
    using Courier = OrderModel::Courier;
    constexpr std::array ends{"", "Confirmed", "Cancelled", "Rejected", "Expired"};
    if (order.isOver()) return ends.at(static_cast<std::size_t>(order.end));
    if (order.courier == Courier::Delivered) return "Delivered";
    if (order.isHeld()) return "PickedUp";
    if (order.kitchen == Kitchen::Cooked) return "Cooked";
    if (order.kitchen == Kitchen::Cooking) return "Cooking";
    if (order.kitchen == Kitchen::Accepted) return "Accepted";
    if (order.isPaid()) return "Paid";
    if (order.pay == Pay::Declined) return "PaymentDeclined";
    if (order.pay == Pay::Deferred) return "PaymentDeferred";
    return "PaymentRequested";
}

void Coverage::strike(const std::string& fault, std::int64_t orderId,
                      const std::map<std::int64_t, OrderModel>& orders,
                      const std::set<std::int64_t>& living) {
    if (orderId > 0) {
        const auto order = orders.find(orderId);
        if (order != orders.end()) m_cells[{fault, statusOf(order->second)}] += 1;
        return;
    }
    if (orderId < 0) return;
    for (const std::int64_t id : living) m_cells[{fault, statusOf(orders.at(id))}] += 1;
}

void Coverage::add(const Coverage& other) {
    for (const auto& [cell, times] : other.m_cells) m_cells[cell] += times;
}

std::vector<std::string> Coverage::empty() const {
    std::vector<std::string> missing;
    const auto need = [&](const auto& faults, const auto& states) {
        for (const char* fault : faults) {
            for (const char* state : states) {
                if (!m_cells.contains({fault, state})) {
                    missing.push_back(std::string(fault) + "/" + state);
                }
            }
        }
    };
    need(wholeServer, whoeverLives);
    need(network, spokenOf);
    need(provider, calledAbout);
    return missing;
}

void Coverage::print(std::ostream& out) const {
    constexpr int first = 24;
    constexpr int width = 11;
    std::set<std::string> faults;
    for (const auto& [cell, times] : m_cells) faults.insert(cell.first);
    out << std::left << std::setw(first) << "fault" << std::right;
    for (const char* status : statuses) {
        out << std::setw(width) << std::string(status).substr(0, width - 1);
    }
    out << '\n';
    for (const std::string& fault : faults) {
        out << std::left << std::setw(first) << fault << std::right;
        for (const char* status : statuses) {
            const auto found = m_cells.find({fault, status});
            if (found == m_cells.end()) {
                out << std::setw(width) << '.';
            } else {
                out << std::setw(width) << found->second;
            }
        }
        out << '\n';
    }
}

}  // namespace delivery::sim
