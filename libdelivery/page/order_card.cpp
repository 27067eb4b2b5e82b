#include "page/order_card.h"

#include <type_traits>
#include <variant>

#include "notice/notice.h"
#include "page/pages.h"

namespace delivery::page {

namespace {

template <class Fact, class... Facts>
constexpr bool isOneOf = (std::is_same_v<Fact, Facts> || ...);

/// What a person wants to see in the timeline even where the public status stays as it was.
bool isWorthTelling(const order::Event& event) {
    return std::visit(
        []<class Fact>(const Fact&) {
            return isOneOf<Fact, order::OrderPlaced, order::PaymentApproved, order::PaymentDeclined,
                           order::OrderAccepted, order::CookStarted, order::CookFinished,
                           order::PromiseChanged, order::CookingRanLate, order::DeliveryPicked,
                           order::DeliveryCollected, order::DeliveryDelivered,
                           order::DeliveryRanLate, order::DeliveryUnassignable,
                           order::OrderConfirmed, order::OrderCancelled, order::OrderRejected,
                           order::OrderExpired, order::RefundRequested, order::PaymentRefunded>;
        },
        event);
}

std::optional<Instant> doneAtOf(const order::Event& event) {
    if (const auto* fact = std::get_if<order::DeliveryCollected>(&event)) return fact->doneAt;
    if (const auto* fact = std::get_if<order::DeliveryDelivered>(&event)) return fact->doneAt;
    return std::nullopt;
}

void extend(std::vector<TimelineEntry>& timeline, const Logged& logged, const order::Event& event,
            order::Status status) {
    const bool changed = timeline.empty() || timeline.back().status != status;
    if (notice::isSilentTry(event) || (!changed && !isWorthTelling(event))) return;
    timeline.push_back({.at = logged.at,
                        .event = std::string(order::name(event)),
                        .status = status,
                        .actor = logged.actor,
                        .why = notice::whyOf(event),
                        .doneAt = doneAtOf(event),
                        .readyBy = notice::newPromiseOf(event)});
}

}  // namespace

Expected<OrderCard> follow(const std::optional<OrderCard>& before, const Logged& logged,
                           const order::Event& event) {
    const order::State state =
        before ? order::State{before->order} : order::State{order::NotPlaced{}};
    Expected<order::State> after = order::evolveRecorded(state, event);
    if (!after) return tl::unexpected(after.error());
    order::Order* order = std::get_if<order::Order>(&*after);
    if (order == nullptr) return misfit(logged, "an order that is not placed");

    OrderCard card = before.value_or(OrderCard{});
    card.order = std::move(*order);
    card.version = logged.version;
    card.position = logged.position;
    card.changedAt = logged.at;
    extend(card.timeline, logged, event, order::statusOf(card.order));
    return card;
}

}  // namespace delivery::page
