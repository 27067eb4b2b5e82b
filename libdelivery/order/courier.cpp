#include "order/limits.h"
#include "order/parts.h"

// The courier part: offers, the one rider who holds the delivery, and the fence that grows with
// every pick. One overload of `when` per (state, command); std::visit does not compile without all
// of them.

namespace delivery::order::courier {

namespace {

using enum RefusalCode;

/// Whoever acts must hold it, and must know which holding they speak of.
template <class Command>
Objection objectsToHolder(const RiderId& holder, std::int64_t fence, const Command& command,
                          const Order& order) {
    if (command.by.role == Role::System) return std::nullopt;
    if (command.riderId != holder) return refusal(NotYourDelivery, order);
    if (command.fence && *command.fence != fence) return refusal(StaleFence, order);
    return std::nullopt;
}

/// After the delivery only its rider learns more than that it was another's.
template <class Command>
Decided<Events> afterDelivery(const Delivered& state, const Command& command, const Order& order) {
    const bool own = command.by.role == Role::System || command.riderId == state.riderId;
    return refused(own ? AlreadyDelivered : NotYourDelivery, order);
}

Events offered(int round) { return {DeliveryOffered{round, offerRadiusMeters(round)}}; }

Events released(const Picked& state, Role by) {
    return {DeliveryReleased{state.riderId, state.fence, by},
            DeliveryOffered{1, offerRadiusMeters(1)}};
}

/// The rider's word on when it was: believed unless it is of the future or older than any ride.
template <class Command>
std::optional<Instant> saidTime(const Command& command) {
    const bool believed = command.doneAt && *command.doneAt <= command.at &&
                          *command.doneAt >= command.at - doneEarlierMax;
    return believed ? command.doneAt : std::nullopt;
}

Decided<Events> when(const NotNeeded&, const PickDelivery&, const Order& order) {
    return refused(NoCourierNeeded, order);
}
Decided<Events> when(const None&, const PickDelivery&, const Order& order) {
    const bool cooked = std::holds_alternative<kitchen::Cooked>(order.kitchen);
    return refused(cooked ? NotOffered : NotCooked, order);
}
Decided<Events> when(const Offered& state, const PickDelivery& command, const Order&) {
    return Events{DeliveryPicked{command.riderId, state.nextFence}};
}
Decided<Events> when(const Picked&, const PickDelivery&, const Order& order) {
    return refused(AlreadyPicked, order);
}
Decided<Events> when(const Collected&, const PickDelivery&, const Order& order) {
    return refused(AlreadyPicked, order);
}
Decided<Events> when(const Delivered&, const PickDelivery&, const Order& order) {
    return refused(AlreadyDelivered, order);
}
Decided<Events> when(const Unassignable& state, const PickDelivery& command, const Order&) {
    return Events{DeliveryPicked{command.riderId, state.nextFence}};
}

Decided<Events> when(const NotNeeded&, const ReleaseDelivery&, const Order& order) {
    return refused(NoCourierNeeded, order);
}
Decided<Events> when(const None&, const ReleaseDelivery&, const Order& order) {
    return refused(NotPicked, order);
}
Decided<Events> when(const Offered&, const ReleaseDelivery&, const Order& order) {
    return refused(NotPicked, order);
}
Decided<Events> when(const Picked& state, const ReleaseDelivery& command, const Order& order) {
    if (const Objection no = objectsToHolder(state.riderId, state.fence, command, order))
        return tl::unexpected{*no};
    return released(state, command.by.role);
}
Decided<Events> when(const Collected& state, const ReleaseDelivery& command, const Order& order) {
    if (const Objection no = objectsToHolder(state.riderId, state.fence, command, order))
        return tl::unexpected{*no};
    // The food is in the rider's box: giving back the delivery would leave it there.
    return refused(AlreadyCollected, order);
}
Decided<Events> when(const Delivered& state, const ReleaseDelivery& command, const Order& order) {
    return afterDelivery(state, command, order);
}
Decided<Events> when(const Unassignable&, const ReleaseDelivery&, const Order& order) {
    return refused(NotPicked, order);
}

Decided<Events> when(const NotNeeded&, const CollectDelivery&, const Order& order) {
    return refused(NoCourierNeeded, order);
}
Decided<Events> when(const None&, const CollectDelivery&, const Order& order) {
    return refused(NotPicked, order);
}
Decided<Events> when(const Offered&, const CollectDelivery&, const Order& order) {
    return refused(NotPicked, order);
}
Decided<Events> when(const Picked& state, const CollectDelivery& command, const Order& order) {
    if (const Objection no = objectsToHolder(state.riderId, state.fence, command, order))
        return tl::unexpected{*no};
    return Events{DeliveryCollected{command.at, saidTime(command)}};
}
Decided<Events> when(const Collected& state, const CollectDelivery& command, const Order& order) {
    if (const Objection no = objectsToHolder(state.riderId, state.fence, command, order))
        return tl::unexpected{*no};
    return refused(AlreadyCollected, order);
}
Decided<Events> when(const Delivered& state, const CollectDelivery& command, const Order& order) {
    return afterDelivery(state, command, order);
}
Decided<Events> when(const Unassignable&, const CollectDelivery&, const Order& order) {
    return refused(NotPicked, order);
}

Decided<Events> when(const NotNeeded&, const DeliverOrder&, const Order& order) {
    return refused(NoCourierNeeded, order);
}
Decided<Events> when(const None&, const DeliverOrder&, const Order& order) {
    return refused(NotPicked, order);
}
Decided<Events> when(const Offered&, const DeliverOrder&, const Order& order) {
    return refused(NotPicked, order);
}
Decided<Events> when(const Picked& state, const DeliverOrder& command, const Order& order) {
    if (const Objection no = objectsToHolder(state.riderId, state.fence, command, order))
        return tl::unexpected{*no};
    return refused(NotCollected, order);
}
Decided<Events> when(const Collected& state, const DeliverOrder& command, const Order& order) {
    if (const Objection no = objectsToHolder(state.riderId, state.fence, command, order))
        return tl::unexpected{*no};
    return Events{DeliveryDelivered{command.at, saidTime(command)}};
}
Decided<Events> when(const Delivered& state, const DeliverOrder& command, const Order& order) {
    return afterDelivery(state, command, order);
}
Decided<Events> when(const Unassignable&, const DeliverOrder&, const Order& order) {
    return refused(NotPicked, order);
}

Events widen(const NotNeeded&, int) { return {}; }
Events widen(const None&, int) { return {}; }
Events widen(const Offered& state, int roundsMax) {
    if (state.round >= roundsMax) return {DeliveryUnassignable{}};
    return offered(state.round + 1);
}
Events widen(const Picked&, int) { return {}; }
Events widen(const Collected&, int) { return {}; }
Events widen(const Delivered&, int) { return {}; }
Events widen(const Unassignable&, int) { return {}; }

Events calledOff(const NotNeeded&) { return {}; }
Events calledOff(const None&) { return {}; }
Events calledOff(const Offered&) { return {OfferWithdrawn{}}; }
Events calledOff(const Picked& state) {
    return {DeliveryReleased{state.riderId, state.fence, Role::System}};
}
Events calledOff(const Collected& state) {
    return {DeliveryReleased{state.riderId, state.fence, Role::System}};
}
Events calledOff(const Delivered&) { return {}; }
// Riders could still pick it, so the offer stands until it is withdrawn.
Events calledOff(const Unassignable&) { return {OfferWithdrawn{}}; }

Objection toStoresCancel(const NotNeeded&, const Order&) { return std::nullopt; }
Objection toStoresCancel(const None&, const Order&) { return std::nullopt; }
Objection toStoresCancel(const Offered&, const Order&) { return std::nullopt; }
Objection toStoresCancel(const Picked&, const Order&) { return std::nullopt; }
Objection toStoresCancel(const Collected&, const Order& order) {
    return refusal(AlreadyCollected, order);
}
Objection toStoresCancel(const Delivered&, const Order& order) {
    return refusal(AlreadyDelivered, order);
}
Objection toStoresCancel(const Unassignable&, const Order&) { return std::nullopt; }

Objection toConfirm(const NotNeeded&, const Order& order) {
    return kitchen::objectsAsUncooked(order);
}
Objection toConfirm(const None&, const Order& order) { return refusal(NotDelivered, order); }
Objection toConfirm(const Offered&, const Order& order) { return refusal(NotDelivered, order); }
Objection toConfirm(const Picked&, const Order& order) { return refusal(NotDelivered, order); }
Objection toConfirm(const Collected&, const Order& order) { return refusal(NotDelivered, order); }
Objection toConfirm(const Delivered&, const Order&) { return std::nullopt; }
Objection toConfirm(const Unassignable&, const Order& order) {
    return refusal(NotDelivered, order);
}

template <class Command>
Decided<Events> decideIn(const Order& order, const Command& command) {
    return std::visit([&](const auto& state) { return when(state, command, order); },
                      order.courier);
}

/// The fence of the next pick, where one may come.
std::optional<std::int64_t> nextFenceOf(const Courier& part) {
    if (const auto* none = std::get_if<None>(&part)) return none->nextFence;
    if (const auto* offer = std::get_if<Offered>(&part)) return offer->nextFence;
    if (const auto* unassignable = std::get_if<Unassignable>(&part)) return unassignable->nextFence;
    return std::nullopt;
}

}  // namespace

Decided<Events> decide(const Order& order, const PickDelivery& command) {
    return decideIn(order, command);
}
Decided<Events> decide(const Order& order, const ReleaseDelivery& command) {
    return decideIn(order, command);
}
Decided<Events> decide(const Order& order, const CollectDelivery& command) {
    return decideIn(order, command);
}
Decided<Events> decide(const Order& order, const DeliverOrder& command) {
    return decideIn(order, command);
}

Events offer(const Order& order) {
    if (std::holds_alternative<NotNeeded>(order.courier)) return {};
    return offered(1);
}
Events widenOffer(const Order& order, int roundsMax) {
    return std::visit([roundsMax](const auto& state) { return widen(state, roundsMax); },
                      order.courier);
}
Events takeBack(const Order& order) {
    const auto* picked = std::get_if<Picked>(&order.courier);
    return picked == nullptr ? Events{} : released(*picked, Role::System);
}
Events noticeLate(const Order& order) {
    const auto* collected = std::get_if<Collected>(&order.courier);
    return collected == nullptr ? Events{} : Events{DeliveryRanLate{collected->lateNotices + 1}};
}
Events callOff(const Order& order) {
    return std::visit([](const auto& state) { return calledOff(state); }, order.courier);
}
bool isUnpicked(const Order& order) {
    return std::holds_alternative<Offered>(order.courier) ||
           std::holds_alternative<Unassignable>(order.courier);
}
Objection objectsToStoresCancel(const Order& order) {
    return std::visit([&](const auto& state) { return toStoresCancel(state, order); },
                      order.courier);
}
Objection objectsToAdminsCancel(const Order& order) {
    if (std::holds_alternative<Delivered>(order.courier)) return refusal(AlreadyDelivered, order);
    return std::nullopt;
}
Objection objectsToConfirm(const Order& order) {
    return std::visit([&](const auto& state) { return toConfirm(state, order); }, order.courier);
}

Courier initial(const OrderPlaced& event) {
    return event.pickup ? Courier{NotNeeded{}} : Courier{None{}};
}

bool apply(Courier& part, const DeliveryOffered& event) {
    const auto* offer = std::get_if<Offered>(&part);
    const bool first = std::holds_alternative<None>(part) && event.round == 1;
    const bool next = offer != nullptr && event.round == offer->round + 1;
    if (!first && !next) return false;
    part = Offered{event.round, event.radiusMeters, *nextFenceOf(part)};
    return true;
}
bool apply(Courier& part, const DeliveryPicked& event) {
    const bool offered =
        std::holds_alternative<Offered>(part) || std::holds_alternative<Unassignable>(part);
    if (!offered || event.fence != *nextFenceOf(part)) return false;
    part = Picked{event.riderId, event.fence};
    return true;
}
bool apply(Courier& part, const DeliveryReleased& event) {
    const auto* picked = std::get_if<Picked>(&part);
    const auto* collected = std::get_if<Collected>(&part);
    const bool ofPicked =
        picked != nullptr && picked->riderId == event.riderId && picked->fence == event.fence;
    const bool ofCollected = collected != nullptr && collected->riderId == event.riderId &&
                             collected->fence == event.fence;
    if (!ofPicked && !ofCollected) return false;
    part = None{event.fence + 1};
    return true;
}
bool apply(Courier& part, const DeliveryCollected& event) {
    const auto* picked = std::get_if<Picked>(&part);
    if (picked == nullptr) return false;
    part = Collected{picked->riderId, picked->fence, event.at};
    return true;
}
bool apply(Courier& part, const DeliveryDelivered& event) {
    const auto* collected = std::get_if<Collected>(&part);
    if (collected == nullptr) return false;
    part = Delivered{collected->riderId, event.at};
    return true;
}
bool apply(Courier& part, const DeliveryRanLate& event) {
    auto* collected = std::get_if<Collected>(&part);
    if (collected == nullptr || event.nth != collected->lateNotices + 1) return false;
    collected->lateNotices = event.nth;
    return true;
}
bool apply(Courier& part, const OfferWithdrawn&) {
    const auto* offer = std::get_if<Offered>(&part);
    const auto* unassignable = std::get_if<Unassignable>(&part);
    if (offer == nullptr && unassignable == nullptr) return false;
    part = None{*nextFenceOf(part)};
    return true;
}
bool apply(Courier& part, const DeliveryUnassignable&) {
    const auto* offer = std::get_if<Offered>(&part);
    if (offer == nullptr) return false;
    part = Unassignable{offer->nextFence};
    return true;
}

}  // namespace delivery::order::courier
