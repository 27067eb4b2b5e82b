#include "order/parts.h"

// The root: who may ask, whether the order still stands, and the rules that span parts; the rest is
// the parts' own. The order of the checks is fixed: identity, ownership, the order's state, then
// the moving part's own.

namespace delivery::order {

namespace {

using enum RefusalCode;

Objection objectsToCustomer(const Order& order, const Actor& by) {
    if (by.role != Role::Customer) return Refusal{WrongRole};
    if (by.user.text() != order.placed.customerId.text()) return Refusal{NotYours};
    return std::nullopt;
}

Objection objectsToStore(const Order& order, const Actor& by) {
    if (by.role != Role::Store) return Refusal{WrongRole};
    if (by.store != order.placed.storeId) return Refusal{NotYours};
    return std::nullopt;
}

/// A rider speaks for themselves only.
Objection objectsToRider(const Actor& by, const RiderId& riderId) {
    if (by.role != Role::Rider) return Refusal{WrongRole};
    if (by.user.text() != riderId.text()) return Refusal{NotYours};
    return std::nullopt;
}

Objection objectsToCanceller(const Order& order, const Actor& by) {
    switch (by.role) {
        case Role::Customer:
            return objectsToCustomer(order, by);
        case Role::Store:
            return objectsToStore(order, by);
        case Role::Rider:
            return Refusal{WrongRole};
        case Role::Admin:
        case Role::System:
            break;
    }
    return std::nullopt;
}

/// A ticket that the store may work on: theirs, alive, paid and verified.
Objection objectsToTicket(const Order& order, const Actor& by) {
    return firstOf({objectsToStore(order, by), placement::objectsAsOver(order),
                    payment::objectsAsUnpaid(order), placement::objectsAsUnverified(order)});
}

Events joined(Events first, const Events& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

/// Every end of an order by cancel, reject or expiry goes through here: the rider is called off,
/// the money goes back.
Events ended(const Order& order, Events end, const ProviderKey& refundKey) {
    return joined(joined(std::move(end), courier::callOff(order)),
                  payment::settle(order, refundKey));
}

Events cancelledBySystem(const Order& order, CancelReason reason, const ProviderKey& refundKey) {
    return ended(order, {OrderCancelled{Role::System, reason, std::nullopt}}, refundKey);
}

Decided<Events> on(const Order& order, const PlaceOrder&) { return refused(AlreadyPlaced, order); }

Decided<Events> on(const Order& order, const VerifyOrder& command) {
    return placement::decide(order, command);
}

Decided<Events> on(const Order& order, const CancelOrder& command) {
    if (const Objection no = objectsToCanceller(order, command.by)) return tl::unexpected{*no};
    Decided<Events> end = placement::decide(order, command);
    if (!end) return end;
    if (const Objection no = objectsToCancel(order, command.by.role)) return tl::unexpected{*no};
    return ended(order, *end, command.refundKey);
}

Decided<Events> on(const Order& order, const RejectOrder& command) {
    if (const Objection no =
            firstOf({objectsToTicket(order, command.by), kitchen::objectsToReject(order)}))
        return tl::unexpected{*no};
    if (!command.reason) return tl::unexpected{Refusal{ReasonNeeded}};
    Decided<Events> end = placement::decide(order, command);
    if (!end) return end;
    return ended(order, *end, command.refundKey);
}

Decided<Events> on(const Order& order, const ConfirmOrder& command) {
    if (command.by.role != Role::System) {
        if (const Objection no = objectsToCustomer(order, command.by)) return tl::unexpected{*no};
    }
    Decided<Events> deal = placement::decide(order, command);
    if (!deal) return deal;
    if (const Objection no = courier::objectsToConfirm(order)) return tl::unexpected{*no};
    return deal;
}

Decided<Events> on(const Order& order, const PayNow& command) {
    if (command.by.role != Role::System) {
        if (const Objection no = objectsToCustomer(order, command.by)) return tl::unexpected{*no};
    }
    // A charge that was put off must never go out for an order that is over.
    if (const Objection no = placement::objectsAsOver(order)) return tl::unexpected{*no};
    return payment::decide(order, command);
}

Decided<Events> on(const Order& order, const RecordCharge& command) {
    return payment::decide(order, command);
}

Decided<Events> on(const Order& order, const RecordRefund& command) {
    return payment::decide(order, command);
}

Decided<Events> on(const Order& order, const RetryPayment& command) {
    if (command.by.role != Role::Admin) return tl::unexpected{Refusal{WrongRole}};
    return payment::decide(order, command);
}

Decided<Events> on(const Order& order, const AcceptOrder& command) {
    if (const Objection no = objectsToTicket(order, command.by)) return tl::unexpected{*no};
    return kitchen::decide(order, command);
}

Decided<Events> on(const Order& order, const ChangePromise& command) {
    if (const Objection no = objectsToTicket(order, command.by)) return tl::unexpected{*no};
    return kitchen::decide(order, command);
}

Decided<Events> on(const Order& order, const StartCooking& command) {
    if (const Objection no = objectsToTicket(order, command.by)) return tl::unexpected{*no};
    return kitchen::decide(order, command);
}

Decided<Events> on(const Order& order, const FinishCooking& command) {
    if (const Objection no = objectsToTicket(order, command.by)) return tl::unexpected{*no};
    Decided<Events> cooked = kitchen::decide(order, command);
    if (!cooked) return cooked;
    return joined(*cooked, courier::offer(order));
}

Decided<Events> on(const Order& order, const PickDelivery& command) {
    if (const Objection no =
            firstOf({objectsToRider(command.by, command.riderId), placement::objectsAsOver(order)}))
        return tl::unexpected{*no};
    return courier::decide(order, command);
}

Decided<Events> on(const Order& order, const ReleaseDelivery& command) {
    if (command.by.role != Role::System) {
        if (const Objection no = objectsToRider(command.by, command.riderId))
            return tl::unexpected{*no};
    }
    if (const Objection no = placement::objectsAsOver(order)) return tl::unexpected{*no};
    return courier::decide(order, command);
}

Decided<Events> on(const Order& order, const CollectDelivery& command) {
    if (const Objection no =
            firstOf({objectsToRider(command.by, command.riderId), placement::objectsAsOver(order)}))
        return tl::unexpected{*no};
    return courier::decide(order, command);
}

Decided<Events> on(const Order& order, const DeliverOrder& command) {
    if (const Objection no =
            firstOf({objectsToRider(command.by, command.riderId), placement::objectsAsOver(order)}))
        return tl::unexpected{*no};
    return courier::decide(order, command);
}

bool isWaitingForStore(const Order& order) {
    return isVisibleToStore(order) && std::holds_alternative<kitchen::Waiting>(order.kitchen);
}

/// A timer of an order that still stands.
Events fired(const Order& order, const FireTimer& timer) {
    switch (timer.kind) {
        case TimerKind::ReplyDeadline:
            return {};
        case TimerKind::PaymentDeadline:
            if (isPaid(order)) return {};
            return ended(order, {OrderExpired{}}, timer.refundKey);
        case TimerKind::PaymentEscalation:
            return payment::escalateUnknown(order);
        case TimerKind::StoreReminder:
            return isVisibleToStore(order) ? kitchen::remindStore(order) : Events{};
        case TimerKind::StoreAnswer:
            if (!isWaitingForStore(order)) return {};
            return cancelledBySystem(order, CancelReason::StoreSilent, timer.refundKey);
        case TimerKind::CookingOverdue:
            return kitchen::noticeLate(order);
        case TimerKind::OfferRound:
            return courier::widenOffer(order, timer.offerRoundsMax);
        case TimerKind::AssignDeadline:
            if (!courier::isUnpicked(order)) return {};
            return cancelledBySystem(order, CancelReason::NoRider, timer.refundKey);
        case TimerKind::CollectDeadline:
            return courier::takeBack(order);
        case TimerKind::DeliveryOverdue:
            return courier::noticeLate(order);
        case TimerKind::ConfirmDeadline:
            if (courier::objectsToConfirm(order)) return {};
            return {OrderConfirmed{timer.at, Role::System}};
        case TimerKind::Verification:
            // The menu answers, not the order: VerifyOrder or CancelOrder comes of it.
            return {};
    }
    return {};
}

Decided<Events> on(const Order& order, const FireTimer& timer) {
    if (!isOver(order)) return fired(order, timer);
    // Money whose fate is unknown concerns a person also after the end; nothing else does.
    if (timer.kind == TimerKind::PaymentEscalation) return payment::escalateUnknown(order);
    return Events{};
}

Decided<Events> unknownOrder() { return tl::unexpected{Refusal{UnknownOrder}}; }

Decided<Events> on(const NotPlaced&, const PlaceOrder& command) {
    const bool own = command.by.role == Role::Customer;
    if (!own && command.by.role != Role::Admin) return tl::unexpected{Refusal{WrongRole}};
    if (own && command.by.user.text() != command.customerId.text())
        return tl::unexpected{Refusal{NotYours}};
    return placement::decide(command);
}
Decided<Events> on(const NotPlaced&, const VerifyOrder&) { return unknownOrder(); }
Decided<Events> on(const NotPlaced&, const CancelOrder&) { return unknownOrder(); }
Decided<Events> on(const NotPlaced&, const RejectOrder&) { return unknownOrder(); }
Decided<Events> on(const NotPlaced&, const ConfirmOrder&) { return unknownOrder(); }
Decided<Events> on(const NotPlaced&, const PayNow&) { return unknownOrder(); }
Decided<Events> on(const NotPlaced&, const RecordCharge&) { return unknownOrder(); }
Decided<Events> on(const NotPlaced&, const RecordRefund&) { return unknownOrder(); }
Decided<Events> on(const NotPlaced&, const RetryPayment&) { return unknownOrder(); }
Decided<Events> on(const NotPlaced&, const AcceptOrder&) { return unknownOrder(); }
Decided<Events> on(const NotPlaced&, const ChangePromise&) { return unknownOrder(); }
Decided<Events> on(const NotPlaced&, const StartCooking&) { return unknownOrder(); }
Decided<Events> on(const NotPlaced&, const FinishCooking&) { return unknownOrder(); }
Decided<Events> on(const NotPlaced&, const PickDelivery&) { return unknownOrder(); }
Decided<Events> on(const NotPlaced&, const ReleaseDelivery&) { return unknownOrder(); }
Decided<Events> on(const NotPlaced&, const CollectDelivery&) { return unknownOrder(); }
Decided<Events> on(const NotPlaced&, const DeliverOrder&) { return unknownOrder(); }
Decided<Events> on(const NotPlaced&, const FireTimer&) { return unknownOrder(); }

}  // namespace

Refusal refusal(RefusalCode code, const Order& order) {
    const Status status = statusOf(order);
    return {code,
            {{"state", std::string{name(status)}}, {"status", std::string{koreanLabel(status)}}}};
}

Objection objectsToCancel(const Order& order, Role by) {
    switch (by) {
        case Role::Customer:
            return kitchen::objectsToCustomersCancel(order);
        case Role::Store:
            return firstOf({payment::objectsAsUnpaid(order), placement::objectsAsUnverified(order),
                            kitchen::objectsToStoresCancel(order),
                            courier::objectsToStoresCancel(order)});
        case Role::Rider:
        case Role::Admin:
        case Role::System:
            break;
    }
    return courier::objectsToAdminsCancel(order);
}

Decided<Events> decidePlaced(const Order& order, const Command& command) {
    return std::visit([&](const auto& asked) { return on(order, asked); }, command);
}

Decided<Events> decide(const State& state, const Command& command) {
    return std::visit([](const auto& current, const auto& asked) { return on(current, asked); },
                      state, command);
}

}  // namespace delivery::order
