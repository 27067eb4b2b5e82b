#include "notice/notice.h"

#include <cstdlib>
#include <variant>

namespace delivery::notice {

namespace {

constexpr std::string_view prefix = "message/";

std::string keyFor(const std::string& of, std::int64_t change, const char* whom) {
    return of + "/" + std::to_string(change) + "/" + whom;
}

}  // namespace

bool isForCustomer(Subject subject) {
    return subject == Subject::OrderStatus || subject == Subject::PromiseChanged;
}

std::string customersKey(OrderId order, std::int64_t change) {
    return keyFor(order.text(), change, "customer");
}
std::string ownersKey(OrderId order, std::int64_t change) {
    return keyFor(order.text(), change, "owner");
}
std::string ownersKey(StoreId store, std::int64_t change) {
    return keyFor("store-" + store.text(), change, "owner");
}

std::string keyOf(const Message& message) {
    if (!message.orderId) return ownersKey(message.storeId, message.change);
    return isForCustomer(message.subject) ? customersKey(*message.orderId, message.change)
                                          : ownersKey(*message.orderId, message.change);
}

std::string effectId(const Message& message) { return std::string(prefix) + keyOf(message); }

std::string keyIn(const std::string& effectId) {
    return effectId.starts_with(prefix) ? effectId.substr(prefix.size()) : std::string{};
}

std::string_view name(Sent sent) {
    switch (sent) {
        case Sent::Queued:
            return "queued";
        case Sent::Accepted:
            return "accepted";
        case Sent::Delivered:
            return "delivered";
        case Sent::Failed:
            return "failed";
        case Sent::Suppressed:
            return "suppressed";
    }
    std::abort();
}

bool isSilentTry(const order::Event& event) {
    return std::holds_alternative<order::ChargeRetried>(event) ||
           std::holds_alternative<order::ChargeRepeated>(event);
}

std::optional<PersonalRef> whyOf(const order::Event& event) {
    if (const auto* cancelled = std::get_if<order::OrderCancelled>(&event)) return cancelled->text;
    if (const auto* rejected = std::get_if<order::OrderRejected>(&event)) return rejected->reason;
    return std::nullopt;
}

std::optional<Instant> newPromiseOf(const order::Event& event) {
    const auto* changed = std::get_if<order::PromiseChanged>(&event);
    return changed == nullptr ? std::nullopt : std::optional(changed->readyBy);
}

std::optional<Message> ofOrder(const order::State& before, const order::Event& event,
                               const order::Order& after, std::int64_t change) {
    const order::Status status = order::statusOf(after);
    if (isSilentTry(event) || status == order::Status::PaymentRequested) return std::nullopt;
    const auto* lived = std::get_if<order::Order>(&before);
    const std::optional<Instant> promise = newPromiseOf(event);
    if (lived != nullptr && order::statusOf(*lived) == status && !promise) return std::nullopt;
    Message message;
    if (promise) message.subject = Subject::PromiseChanged;
    message.readyBy = promise;
    message.to = UserId{after.placed.customerId.text()};
    message.orderId = after.placed.orderId;
    message.status = status;
    message.storeId = after.placed.storeId;
    message.storeName = after.placed.storeName;
    message.change = change;
    message.why = whyOf(event);
    return message;
}

}  // namespace delivery::notice
