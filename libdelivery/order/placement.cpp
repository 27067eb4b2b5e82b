#include <cassert>

#include "order/limits.h"
#include "order/parts.h"

// The placement part: was it agreed, does it still stand, how did it end.
// One overload of `when` per (state, command); std::visit does not compile without all of them.

namespace delivery::order::placement {

namespace {

using enum RefusalCode;

CancelReason reasonOf(const CancelOrder& command) {
    switch (command.by.role) {
        // Nobody may claim a reason that is not theirs: NoRider, for one, makes the platform pay
        // the store.
        case Role::Customer:
            return CancelReason::CustomerAsked;
        case Role::Store:
            return CancelReason::StoreAsked;
        case Role::Admin:
            return CancelReason::AdminAsked;
        case Role::Rider:
        case Role::System:
            break;
    }
    return command.reason;
}

Events cancelled(const CancelOrder& command) {
    return {OrderCancelled{command.by.role, reasonOf(command), command.text}};
}

Decided<Events> when(const Unverified&, const VerifyOrder&, const Order&) {
    return Events{OrderVerified{}};
}
Decided<Events> when(const Verified&, const VerifyOrder&, const Order& order) {
    return refused(AlreadyVerified, order);
}
Decided<Events> when(const Confirmed&, const VerifyOrder&, const Order& order) {
    return refused(AlreadyConfirmed, order);
}
Decided<Events> when(const Cancelled&, const VerifyOrder&, const Order& order) {
    return refused(AlreadyCancelled, order);
}
Decided<Events> when(const Rejected&, const VerifyOrder&, const Order& order) {
    return refused(AlreadyRejected, order);
}
Decided<Events> when(const Expired&, const VerifyOrder&, const Order& order) {
    return refused(AlreadyExpired, order);
}

Decided<Events> when(const Unverified&, const CancelOrder& command, const Order&) {
    return cancelled(command);
}
Decided<Events> when(const Verified&, const CancelOrder& command, const Order& order) {
    // The menu can take back only what it has not promised yet.
    if (reasonOf(command) == CancelReason::NotOrderable) return refused(AlreadyVerified, order);
    return cancelled(command);
}
Decided<Events> when(const Confirmed&, const CancelOrder&, const Order& order) {
    return refused(AlreadyConfirmed, order);
}
Decided<Events> when(const Cancelled&, const CancelOrder&, const Order& order) {
    return refused(AlreadyCancelled, order);
}
Decided<Events> when(const Rejected&, const CancelOrder&, const Order& order) {
    return refused(AlreadyRejected, order);
}
Decided<Events> when(const Expired&, const CancelOrder&, const Order& order) {
    return refused(AlreadyExpired, order);
}

Decided<Events> when(const Unverified&, const RejectOrder&, const Order& order) {
    return refused(NotVerified, order);
}
Decided<Events> when(const Verified&, const RejectOrder& command, const Order&) {
    return Events{OrderRejected{command.reason}};
}
Decided<Events> when(const Confirmed&, const RejectOrder&, const Order& order) {
    return refused(AlreadyConfirmed, order);
}
Decided<Events> when(const Cancelled&, const RejectOrder&, const Order& order) {
    return refused(AlreadyCancelled, order);
}
Decided<Events> when(const Rejected&, const RejectOrder&, const Order& order) {
    return refused(AlreadyRejected, order);
}
Decided<Events> when(const Expired&, const RejectOrder&, const Order& order) {
    return refused(AlreadyExpired, order);
}

Decided<Events> when(const Unverified&, const ConfirmOrder&, const Order& order) {
    // To its customer an unverified order reads as paid; what is missing for them is the food.
    return refused(order.placed.pickup ? NotCooked : NotDelivered, order);
}
Decided<Events> when(const Verified&, const ConfirmOrder& command, const Order&) {
    return Events{OrderConfirmed{command.at, command.by.role}};
}
Decided<Events> when(const Confirmed&, const ConfirmOrder&, const Order& order) {
    return refused(AlreadyConfirmed, order);
}
Decided<Events> when(const Cancelled&, const ConfirmOrder&, const Order& order) {
    return refused(AlreadyCancelled, order);
}
Decided<Events> when(const Rejected&, const ConfirmOrder&, const Order& order) {
    return refused(AlreadyRejected, order);
}
Decided<Events> when(const Expired&, const ConfirmOrder&, const Order& order) {
    return refused(AlreadyExpired, order);
}

Objection over(const Unverified&, const Order&) { return std::nullopt; }
Objection over(const Verified&, const Order&) { return std::nullopt; }
Objection over(const Confirmed&, const Order& order) { return refusal(AlreadyConfirmed, order); }
Objection over(const Cancelled&, const Order& order) { return refusal(AlreadyCancelled, order); }
Objection over(const Rejected&, const Order& order) { return refusal(AlreadyRejected, order); }
Objection over(const Expired&, const Order& order) { return refusal(AlreadyExpired, order); }

template <class Command>
Decided<Events> decideIn(const Order& order, const Command& command) {
    return std::visit([&](const auto& state) { return when(state, command, order); },
                      order.placement);
}

bool stands(const Placement& part) {
    return std::holds_alternative<Unverified>(part) || std::holds_alternative<Verified>(part);
}

Objection objectsToLines(const std::vector<Line>& lines) {
    if (lines.empty()) return Refusal{NoLines};
    if (lines.size() > static_cast<std::size_t>(linesPerOrderMax))
        return Refusal{TooManyLines, {{"maximum", std::to_string(linesPerOrderMax)}}};
    for (const Line& line : lines) {
        if (line.qty < qtyMin || line.qty > qtyMax)
            return Refusal{QuantityOutOfRange,
                           {{"food", line.foodName},
                            {"minimum", std::to_string(qtyMin)},
                            {"maximum", std::to_string(qtyMax)}}};
    }
    return std::nullopt;
}

/// One price may not pass the limit of the whole, so that no sum of them can overflow.
Objection objectsToTotal(const PlaceOrder& command) {
    const Refusal tooLarge{TotalTooLarge, {{"maximum", std::to_string(orderTotalMax.amount())}}};
    for (const Line& line : command.lines) {
        assert(line.price >= Won{0});
        if (line.price > orderTotalMax) return tooLarge;
    }
    assert(command.deliveryFee >= Won{0});
    if (command.deliveryFee > orderTotalMax) return tooLarge;
    if (totalOf(command.lines) + command.deliveryFee > orderTotalMax) return tooLarge;
    return std::nullopt;
}

Objection objectsToPayment(const PlaceOrder& command, Won total) {
    if (command.pointsSpent < Won{0} || command.pointsSpent > total)
        return Refusal{TooManyPoints, {{"maximum", std::to_string(total.amount())}}};
    const Won payable = total - command.pointsSpent;
    if (payable.isZero()) return std::nullopt;
    if (payable < payableMin)
        return Refusal{BelowMinimumPayment, {{"minimum", std::to_string(payableMin.amount())}}};
    if (!command.cardId) return Refusal{NoCard};
    return std::nullopt;
}

}  // namespace

Decided<Events> decide(const PlaceOrder& command) {
    if (const Objection no = objectsToLines(command.lines)) return tl::unexpected{*no};
    if (const Objection no = objectsToTotal(command)) return tl::unexpected{*no};
    if (!command.pickup && !command.address) return tl::unexpected{Refusal{AddressNeeded}};
    const Won fee = command.pickup ? Won{0} : command.deliveryFee;
    const Won total = totalOf(command.lines) + fee;
    if (const Objection no = objectsToPayment(command, total)) return tl::unexpected{*no};
    const Won payable = total - command.pointsSpent;

    Events events{OrderPlaced{.orderId = command.orderId,
                              .at = command.at,
                              .placedBy = command.by.user,
                              .commandId = command.commandId,
                              .customerId = command.customerId,
                              .storeId = command.storeId,
                              .storeName = command.storeName,
                              .storePlace = command.storePlace,
                              .lines = command.lines,
                              .deliveryFee = fee,
                              .pointsSpent = command.pointsSpent,
                              .payable = payable,
                              .pickup = command.pickup,
                              .verified = command.verified,
                              .address = command.address,
                              .phone = command.phone,
                              .note = command.note,
                              .area = command.area,
                              .areaPlace = command.areaPlace,
                              .cardId = command.cardId}};
    if (!payable.isZero())
        events.push_back(payment::chargeOf(command.orderId, 1, command.install, command.chargeKey,
                                           payable, command.cardId));
    return events;
}

Decided<Events> decide(const Order& order, const VerifyOrder& command) {
    return decideIn(order, command);
}
Decided<Events> decide(const Order& order, const CancelOrder& command) {
    return decideIn(order, command);
}
Decided<Events> decide(const Order& order, const RejectOrder& command) {
    return decideIn(order, command);
}
Decided<Events> decide(const Order& order, const ConfirmOrder& command) {
    return decideIn(order, command);
}

Objection objectsAsOver(const Order& order) {
    return std::visit([&](const auto& state) { return over(state, order); }, order.placement);
}

Objection objectsAsUnverified(const Order& order) {
    if (std::holds_alternative<Unverified>(order.placement)) return refusal(NotVerified, order);
    return std::nullopt;
}

Placement initial(const OrderPlaced& event) {
    return event.verified ? Placement{Verified{}} : Placement{Unverified{}};
}

bool apply(Placement& part, const OrderVerified&) {
    if (!std::holds_alternative<Unverified>(part)) return false;
    part = Verified{};
    return true;
}
bool apply(Placement& part, const OrderCancelled& event) {
    if (!stands(part)) return false;
    part = Cancelled{event.by, event.reason, event.text};
    return true;
}
bool apply(Placement& part, const OrderRejected& event) {
    if (!std::holds_alternative<Verified>(part)) return false;
    part = Rejected{event.reason};
    return true;
}
bool apply(Placement& part, const OrderExpired&) {
    if (!stands(part)) return false;
    part = Expired{};
    return true;
}
bool apply(Placement& part, const OrderConfirmed& event) {
    if (!std::holds_alternative<Verified>(part)) return false;
    part = Confirmed{event.at, event.by};
    return true;
}

}  // namespace delivery::order::placement
