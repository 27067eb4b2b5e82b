#include "wire/topics.h"

#include "share/topics.h"

namespace delivery::wire {
namespace {

std::string joined(std::initializer_list<std::string_view> levels) {
    std::string topic{share::topicRoot};
    for (const std::string_view level : levels) {
        if (topic.size() > share::topicRoot.size()) topic += '/';
        topic += level;
    }
    return topic;
}

/// What follows our root and this level.
std::optional<std::string_view> restAfter(std::string_view topic, std::string_view level) {
    const std::string start = std::string{share::topicRoot} + std::string{level} + "/";
    if (!topic.starts_with(start) || topic.size() == start.size()) return std::nullopt;
    return topic.substr(start.size());
}

}  // namespace

std::string userOrderTopic(const UserId& user, OrderId order) {
    return joined({"users", user.text(), "orders", order.text()});
}
std::string notificationTopic(const UserId& customer) {
    return joined({"users", customer.text(), "notifications"});
}
std::string notificationTopic(StoreId store) {
    return joined({"stores", store.text(), "notifications"});
}
std::string notificationTopic(const RiderId& rider) {
    return joined({"riders", rider.text(), "notifications"});
}
std::string adminNotificationTopic() { return joined({"admins", "notifications"}); }
std::string storeOrderTopic(StoreId store, OrderId order) {
    return joined({"stores", store.text(), "orders", order.text()});
}
std::string offerTopic(const RiderId& rider, OrderId order) {
    return joined({"riders", rider.text(), "offers", order.text()});
}
std::string presenceTopic(const Presence& presence) {
    return joined({"presence", presence.user.text(), presence.device});
}
std::string positionTopic(const RiderId& rider) { return joined({"positions", rider.text()}); }

std::string everyPresence() { return joined({"presence", "+", "+"}); }
std::string everyPosition() { return joined({"positions", "+"}); }

std::optional<Presence> presenceNamed(std::string_view topic) {
    const auto rest = restAfter(topic, "presence");
    if (!rest) return std::nullopt;
    const std::size_t slash = rest->find('/');
    if (slash == std::string_view::npos || slash == 0 || slash + 1 == rest->size()) {
        return std::nullopt;
    }
    const std::string_view device = rest->substr(slash + 1);
    if (device.find('/') != std::string_view::npos) return std::nullopt;
    return Presence{UserId{std::string{rest->substr(0, slash)}}, std::string{device}};
}

std::optional<RiderId> riderNamed(std::string_view topic) {
    const auto rest = restAfter(topic, "positions");
    if (!rest || rest->find('/') != std::string_view::npos) return std::nullopt;
    return RiderId{std::string{*rest}};
}

}  // namespace delivery::wire
