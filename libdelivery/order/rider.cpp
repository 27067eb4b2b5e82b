#include "order/rider.h"

#include <algorithm>
#include <cassert>

namespace delivery::rider {

namespace {

Decided<Events> on(const Rider& rider, const StartDuty&) {
    if (rider.onDuty) return Events{};
    return Events{DutyStarted{}};
}
Decided<Events> on(const Rider& rider, const EndDuty&) {
    if (!rider.onDuty) return Events{};
    return Events{DutyEnded{}};
}
Decided<Events> on(const Rider& rider, const HoldDelivery& command) {
    if (holds(rider, command.orderId)) return Events{};
    if (!rider.onDuty) return tl::unexpected{Refusal{RefusalCode::RiderOffDuty}};
    if (std::ssize(rider.holding) >= command.holdMax) {
        Refusal busy{RefusalCode::RiderBusy};
        if (!rider.holding.empty()) busy.facts["orderId"] = rider.holding.front().text();
        return tl::unexpected{busy};
    }
    return Events{DeliveryHeld{command.orderId}};
}
Decided<Events> on(const Rider& rider, const LetGoDelivery& command) {
    if (!holds(rider, command.orderId)) return Events{};
    return Events{DeliveryLetGo{command.orderId}};
}

bool take(Rider& rider, const DutyStarted&) {
    if (rider.onDuty) return false;
    rider.onDuty = true;
    return true;
}
bool take(Rider& rider, const DutyEnded&) {
    if (!rider.onDuty) return false;
    rider.onDuty = false;
    return true;
}
bool take(Rider& rider, const DeliveryHeld& event) {
    if (!rider.onDuty || holds(rider, event.orderId)) return false;
    rider.holding.push_back(event.orderId);
    return true;
}
bool take(Rider& rider, const DeliveryLetGo& event) {
    return std::erase(rider.holding, event.orderId) == 1;
}

constexpr std::string_view nameOf(const DutyStarted&) { return "DutyStarted"; }
constexpr std::string_view nameOf(const DutyEnded&) { return "DutyEnded"; }
constexpr std::string_view nameOf(const DeliveryHeld&) { return "DeliveryHeld"; }
constexpr std::string_view nameOf(const DeliveryLetGo&) { return "DeliveryLetGo"; }

}  // namespace

bool holds(const Rider& rider, OrderId orderId) {
    return std::find(rider.holding.begin(), rider.holding.end(), orderId) != rider.holding.end();
}

Decided<Events> decide(const Rider& rider, const Command& command) {
    return std::visit([&](const auto& asked) { return on(rider, asked); }, command);
}

Rider evolve(const Rider& rider, const Event& event) {
    Rider next = rider;
    const bool fits = std::visit([&](const auto& fact) { return take(next, fact); }, event);
    assert(fits);
    static_cast<void>(fits);
    return next;
}

Expected<Rider> evolveRecorded(const Rider& rider, const Event& event) {
    Rider next = rider;
    if (!std::visit([&](const auto& fact) { return take(next, fact); }, event))
        return tl::unexpected{
            Fault{FaultCode::Misfit, std::string{name(event)} + " does not fit its rider"}};
    return next;
}

std::string_view name(const Event& event) {
    return std::visit([](const auto& fact) { return nameOf(fact); }, event);
}

}  // namespace delivery::rider
