#include <map>
#include <string_view>

#include <nlohmann/json.hpp>

#include "tests/sim/auditor.h"

// A2: whoever did something was the one whose it is. The table is the auditor's own.

namespace delivery::sim {

namespace {

bool isCustomersOwn(const Actor& actor, const OrderModel& order) {
    return actor.role == Role::Admin ||
           (actor.role == Role::Customer && actor.user.text() == order.customer);
}
bool isStoresOwn(const Actor& actor, const OrderModel& order) {
    return actor.role == Role::Store && actor.store && actor.store->value() == order.store;
}
bool isRidersOwn(const Actor& actor, const OrderModel& order) {
    return actor.role == Role::Rider && actor.user.text() == order.rider;
}
bool isAdmins(const Actor& actor, const OrderModel&) { return actor.role == Role::Admin; }
bool mayCancel(const Actor& actor, const OrderModel& order) {
    return isCustomersOwn(actor, order) || isStoresOwn(actor, order);
}

using Right = bool (*)(const Actor&, const OrderModel&);
const std::map<std::string_view, Right>& rights() {
    static const std::map<std::string_view, Right> table{
        {"OrderPlaced", isCustomersOwn},    {"OrderConfirmed", isCustomersOwn},
        {"OrderCancelled", mayCancel},      {"ChargeRequested", isCustomersOwn},
        {"ChargeRetried", isCustomersOwn},  {"OrderAccepted", isStoresOwn},
        {"PromiseChanged", isStoresOwn},    {"OrderRejected", isStoresOwn},
        {"CookStarted", isStoresOwn},       {"CookFinished", isStoresOwn},
        {"DeliveryPicked", isRidersOwn},    {"DeliveryReleased", isRidersOwn},
        {"DeliveryCollected", isRidersOwn}, {"DeliveryDelivered", isRidersOwn},
        {"PaymentRetried", isAdmins},
    };
    return table;
}

std::string_view roleName(Role role) {
    switch (role) {
        case Role::Customer:
            return "Customer";
        case Role::Store:
            return "Store";
        case Role::Admin:
            return "Admin";
        case Role::Rider:
            return "Rider";
        case Role::System:
            break;
    }
    return "System";
}

}  // namespace

/// Only the first event of a command is what was asked for; the others follow from it.
void Auditor::followRights(const desk::EventRow& row, const OrderModel& before,
                           const OrderModel& after) {
    std::string& lastCause = m_causes[after.id];
    const bool isFirst = lastCause != row.cause;
    lastCause = row.cause;
    if (!isFirst || !row.cause.starts_with("command:")) return;
    const Sent* sent = m_clients.find(row.actor, row.cause.substr(8));
    if (sent == nullptr) return;
    const std::int64_t about = orderOf(sent->envelope.command);
    if (about > 0 && about != after.id) return;
    const auto right = rights().find(row.type);
    if (right == rights().end()) return;
    const Actor& actor = sent->envelope.actor;
    // Who lets go of a delivery held it before.
    const OrderModel& then = row.type == "DeliveryReleased" ? before : after;
    if (!right->second(actor, then)) {
        broken("A2", row.type + " by " + row.actor + ", whose it is not", after.id);
    }
    if (row.type == "OrderCancelled" && after.endBy != roleName(actor.role)) {
        broken("A2", "a cancel is written down as somebody else's", after.id);
    }
}

}  // namespace delivery::sim
