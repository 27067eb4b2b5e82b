#pragma once
/// The names of the broker's topics, and what a name says. Whose they are is share/topics.h.

#include <optional>
#include <string>
#include <string_view>

#include "core/ids.h"

namespace delivery::wire {

/// An order as its customer sees it, or as the rider who holds or held it.
[[nodiscard]] std::string userOrderTopic(const UserId& user, OrderId order);
/// An order as its store's ticket.
[[nodiscard]] std::string storeOrderTopic(StoreId store, OrderId order);
/// A delivery that this rider may pick, or may no longer.
[[nodiscard]] std::string offerTopic(const RiderId& rider, OrderId order);

/// What people are told: each of these to whom it is for, to the people of a store together, and to
/// whoever administers.
[[nodiscard]] std::string notificationTopic(const UserId& customer);
[[nodiscard]] std::string notificationTopic(StoreId store);
[[nodiscard]] std::string notificationTopic(const RiderId& rider);
[[nodiscard]] std::string adminNotificationTopic();

/// One session of a user that is connected.
struct Presence {
    UserId user;
    std::string device;
};
[[nodiscard]] std::string presenceTopic(const Presence& presence);
[[nodiscard]] std::string positionTopic(const RiderId& rider);

/// Filters for all of these.
[[nodiscard]] std::string everyPresence();
[[nodiscard]] std::string everyPosition();

/// Whom a topic names; nothing when it is not of that kind.
[[nodiscard]] std::optional<Presence> presenceNamed(std::string_view topic);
[[nodiscard]] std::optional<RiderId> riderNamed(std::string_view topic);

}  // namespace delivery::wire
