#include <cassert>
#include <type_traits>

#include "order/parts.h"

// Facts find their part here; facts that concern several parts are held against the others first,
// so that a log which breaks a rule is found when it is read and not when it has done harm.

namespace delivery::order {

namespace {

/// What may still happen to an order that is over: its money and its rider are settled, nothing
/// else.
template <class Fact>
constexpr bool settles =
    std::is_same_v<Fact, PaymentApproved> || std::is_same_v<Fact, PaymentDeclined> ||
    std::is_same_v<Fact, PaymentDeferred> || std::is_same_v<Fact, PaymentOutcomeUnknown> ||
    std::is_same_v<Fact, PaymentEscalated> || std::is_same_v<Fact, PaymentRetried> ||
    std::is_same_v<Fact, RefundRequested> || std::is_same_v<Fact, PaymentRefunded> ||
    std::is_same_v<Fact, DeliveryReleased> || std::is_same_v<Fact, OfferWithdrawn>;

bool take(Order&, const OrderPlaced&) { return false; }
bool take(Order& order, const OrderVerified& event) {
    return placement::apply(order.placement, event);
}
bool take(Order& order, const OrderCancelled& event) {
    return !objectsToCancel(order, event.by) && placement::apply(order.placement, event);
}
bool take(Order& order, const OrderRejected& event) {
    return std::holds_alternative<kitchen::Waiting>(order.kitchen) && isVisibleToStore(order) &&
           placement::apply(order.placement, event);
}
bool take(Order& order, const OrderExpired& event) {
    return !isPaid(order) && placement::apply(order.placement, event);
}
bool take(Order& order, const OrderConfirmed& event) {
    return !courier::objectsToConfirm(order) && placement::apply(order.placement, event);
}

bool take(Order& order, const ChargeRequested& event) {
    return payment::apply(order.payment, event);
}
bool take(Order& order, const PaymentApproved& event) {
    const bool earnsAfterTheEnd = isOver(order) && !event.pointsEarned.isZero();
    return !earnsAfterTheEnd && payment::apply(order.payment, event, isOver(order));
}
bool take(Order& order, const PaymentDeclined& event) {
    return payment::apply(order.payment, event);
}
bool take(Order& order, const PaymentDeferred& event) {
    return payment::apply(order.payment, event);
}
bool take(Order& order, const ChargeRetried& event) { return payment::apply(order.payment, event); }
bool take(Order& order, const PaymentOutcomeUnknown& event) {
    return payment::apply(order.payment, event);
}
bool take(Order& order, const ChargeRepeated& event) {
    return payment::apply(order.payment, event);
}
bool take(Order& order, const PaymentEscalated& event) {
    if (!event.stray) return payment::apply(order.payment, event);
    if (payment::isKnownStray(order, *event.stray)) return false;
    order.strays.push_back({PaymentKey{*event.stray}, event.held.value_or(Won{0})});
    return true;
}
bool take(Order& order, const RefundRequested& event) {
    const bool endedWithoutDeal =
        isOver(order) && !std::holds_alternative<placement::Confirmed>(order.placement);
    return endedWithoutDeal && payment::apply(order.payment, event);
}
bool take(Order& order, const PaymentRefunded& event) {
    return payment::apply(order.payment, event);
}
bool take(Order& order, const PaymentRetried& event) {
    return payment::apply(order.payment, event, isOver(order));
}

bool take(Order& order, const StoreReminded& event) {
    return isVisibleToStore(order) && kitchen::apply(order.kitchen, event);
}
bool take(Order& order, const OrderAccepted& event) {
    return isVisibleToStore(order) && kitchen::apply(order.kitchen, event);
}
bool take(Order& order, const PromiseChanged& event) {
    return kitchen::apply(order.kitchen, event);
}
bool take(Order& order, const CookStarted& event) { return kitchen::apply(order.kitchen, event); }
bool take(Order& order, const CookFinished& event) { return kitchen::apply(order.kitchen, event); }
bool take(Order& order, const CookingRanLate& event) {
    return kitchen::apply(order.kitchen, event);
}

bool take(Order& order, const DeliveryOffered& event) {
    return std::holds_alternative<kitchen::Cooked>(order.kitchen) &&
           courier::apply(order.courier, event);
}
bool take(Order& order, const DeliveryPicked& event) {
    return courier::apply(order.courier, event);
}
bool take(Order& order, const DeliveryReleased& event) {
    const bool holdsTheFood = std::holds_alternative<courier::Collected>(order.courier);
    return (isOver(order) || !holdsTheFood) && courier::apply(order.courier, event);
}
bool take(Order& order, const DeliveryCollected& event) {
    return courier::apply(order.courier, event);
}
bool take(Order& order, const DeliveryDelivered& event) {
    return courier::apply(order.courier, event);
}
bool take(Order& order, const DeliveryRanLate& event) {
    return courier::apply(order.courier, event);
}
bool take(Order& order, const OfferWithdrawn& event) {
    return isOver(order) && courier::apply(order.courier, event);
}
bool take(Order& order, const DeliveryUnassignable& event) {
    return courier::apply(order.courier, event);
}

/// Changes the state when the event fits it, and leaves it alone when it does not.
bool take(State& state, const Event& event) {
    if (auto* order = std::get_if<Order>(&state)) {
        const bool over = isOver(*order);
        const bool taken = std::visit(
            [&](const auto& fact) {
                return (!over || settles<std::decay_t<decltype(fact)>>)&&take(*order, fact);
            },
            event);
        order->reachedStore = order->reachedStore || isVisibleToStore(*order);
        return taken;
    }
    const auto* placed = std::get_if<OrderPlaced>(&event);
    if (placed == nullptr) return false;
    Order order{*placed, placement::initial(*placed), payment::initial(*placed), kitchen::Waiting{},
                courier::initial(*placed)};
    order.reachedStore = isVisibleToStore(order);
    state = std::move(order);
    return true;
}

std::string describe(const State& state) {
    const auto* order = std::get_if<Order>(&state);
    if (order == nullptr) return "an order that was never placed";
    return "order " + order->placed.orderId.text() + " in " + std::string{name(statusOf(*order))};
}

}  // namespace

State evolve(State&& state, const Event& event) {
    State next = std::move(state);
    const bool fits = take(next, event);
    assert(fits);
    static_cast<void>(fits);
    return next;
}

State evolve(const State& state, const Event& event) { return evolve(State{state}, event); }

Expected<State> evolveRecorded(const State& state, const Event& event) {
    State next = state;
    if (!take(next, event))
        return tl::unexpected{Fault{FaultCode::Misfit,
                                    std::string{name(event)} + " does not fit " + describe(state)}};
    return next;
}

}  // namespace delivery::order
