#pragma once
/// One rider's own small stream: on duty or off, and which deliveries they hold. It keeps a rider
/// from holding two.

#include <string_view>
#include <variant>
#include <vector>

#include "core/ids.h"
#include "core/result.h"

namespace delivery::rider {

constexpr int holdMaxDefault = 1;

struct StartDuty {};
/// Allowed while holding: what is held is finished or let go, and nothing new can be picked.
struct EndDuty {};
/// Commits together with the order's pick, or not at all.
struct HoldDelivery {
    OrderId orderId;
    int holdMax = holdMaxDefault;
};
/// Commits together with the order's release, delivery or end.
struct LetGoDelivery {
    OrderId orderId;
};
using Command = std::variant<StartDuty, EndDuty, HoldDelivery, LetGoDelivery>;

struct DutyStarted {
    bool operator==(const DutyStarted&) const = default;
};
struct DutyEnded {
    bool operator==(const DutyEnded&) const = default;
};
struct DeliveryHeld {
    OrderId orderId;
    bool operator==(const DeliveryHeld&) const = default;
};
struct DeliveryLetGo {
    OrderId orderId;
    bool operator==(const DeliveryLetGo&) const = default;
};
using Event = std::variant<DutyStarted, DutyEnded, DeliveryHeld, DeliveryLetGo>;
using Events = std::vector<Event>;

/// Everybody starts off duty with empty hands; `holding` is in the order of the picks.
struct Rider {
    bool onDuty = false;
    std::vector<OrderId> holding;
    bool operator==(const Rider&) const = default;
};

[[nodiscard]] bool holds(const Rider& rider, OrderId orderId);

[[nodiscard]] Decided<Events> decide(const Rider& rider, const Command& command);

/// For events just decided; a misfit is our mistake (assert).
[[nodiscard]] Rider evolve(const Rider& rider, const Event& event);
/// For events read from disk; a misfit is a Fault and quarantines the stream.
[[nodiscard]] Expected<Rider> evolveRecorded(const Rider& rider, const Event& event);

/// "DeliveryHeld".
[[nodiscard]] std::string_view name(const Event& event);

}  // namespace delivery::rider
