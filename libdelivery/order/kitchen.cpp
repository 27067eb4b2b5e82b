#include <algorithm>

#include "order/limits.h"
#include "order/parts.h"

// The kitchen part: the store's promise and its work. The root has seen to it that the order is
// paid and verified. One overload of `when` per (state, command); std::visit does not compile
// without all of them.

namespace delivery::order::kitchen {

namespace {

using enum RefusalCode;

constexpr int remindersMax = 2;

Objection objectsToMinutes(int cookMinutes) {
    if (cookMinutes >= cookMinutesMin && cookMinutes <= cookMinutesMax) return std::nullopt;
    return Refusal{
        CookMinutesOutOfRange,
        {{"minimum", std::to_string(cookMinutesMin)}, {"maximum", std::to_string(cookMinutesMax)}}};
}

Decided<Events> when(const Waiting&, const AcceptOrder& command, const Order&) {
    if (const Objection no = objectsToMinutes(command.cookMinutes)) return tl::unexpected{*no};
    return Events{OrderAccepted{command.cookMinutes, command.at + minutes(command.cookMinutes)}};
}
Decided<Events> when(const Accepted&, const AcceptOrder&, const Order& order) {
    return refused(AlreadyAccepted, order);
}
Decided<Events> when(const Cooking&, const AcceptOrder&, const Order& order) {
    return refused(AlreadyAccepted, order);
}
Decided<Events> when(const Cooked&, const AcceptOrder&, const Order& order) {
    return refused(AlreadyAccepted, order);
}

/// Promises are made and shown in whole minutes: less than one away is what was promised already,
/// and nobody is told of it again.
bool isSameMinute(Instant promised, Instant wished) {
    const Instant early = std::min(promised, wished);
    return std::max(promised, wished) < early + minutes(1);
}

Decided<Events> promised(const ChangePromise& command, Instant readyBy) {
    if (const Objection no = objectsToMinutes(command.cookMinutes)) return tl::unexpected{*no};
    const Instant wished = command.at + minutes(command.cookMinutes);
    if (isSameMinute(readyBy, wished)) return Events{};
    return Events{PromiseChanged{command.cookMinutes, wished}};
}
Decided<Events> when(const Waiting&, const ChangePromise&, const Order& order) {
    return refused(NotAccepted, order);
}
Decided<Events> when(const Accepted& state, const ChangePromise& command, const Order&) {
    return promised(command, state.readyBy);
}
Decided<Events> when(const Cooking& state, const ChangePromise& command, const Order&) {
    return promised(command, state.readyBy);
}
Decided<Events> when(const Cooked&, const ChangePromise&, const Order& order) {
    return refused(AlreadyCooked, order);
}

Decided<Events> when(const Waiting&, const StartCooking&, const Order& order) {
    return refused(NotAccepted, order);
}
Decided<Events> when(const Accepted&, const StartCooking& command, const Order&) {
    return Events{CookStarted{command.at}};
}
Decided<Events> when(const Cooking&, const StartCooking&, const Order& order) {
    return refused(AlreadyCooking, order);
}
Decided<Events> when(const Cooked&, const StartCooking&, const Order& order) {
    return refused(AlreadyCooked, order);
}

Decided<Events> when(const Waiting&, const FinishCooking&, const Order& order) {
    return refused(NotAccepted, order);
}
Decided<Events> when(const Accepted&, const FinishCooking&, const Order& order) {
    return refused(NotCooking, order);
}
Decided<Events> when(const Cooking&, const FinishCooking& command, const Order&) {
    return Events{CookFinished{command.at}};
}
Decided<Events> when(const Cooked&, const FinishCooking&, const Order& order) {
    return refused(AlreadyCooked, order);
}

Events remind(const Waiting& waiting) {
    if (waiting.reminders >= remindersMax) return {};
    return {StoreReminded{waiting.reminders + 1}};
}
Events remind(const Accepted&) { return {}; }
Events remind(const Cooking&) { return {}; }
Events remind(const Cooked&) { return {}; }

Events late(const Waiting&) { return {}; }
Events late(const Accepted& accepted) { return {CookingRanLate{accepted.lateNotices + 1}}; }
Events late(const Cooking& cooking) { return {CookingRanLate{cooking.lateNotices + 1}}; }
Events late(const Cooked&) { return {}; }

/// Only a ticket that nobody has promised anything about can be rejected.
Objection toReject(const Waiting&, const Order&) { return std::nullopt; }
Objection toReject(const Accepted&, const Order& order) { return refusal(AlreadyAccepted, order); }
Objection toReject(const Cooking&, const Order& order) { return refusal(AlreadyAccepted, order); }
Objection toReject(const Cooked&, const Order& order) { return refusal(AlreadyAccepted, order); }

/// The state decides, never a clock: once the pan is hot the customer is too late.
Objection toCustomersCancel(const Waiting&, const Order&) { return std::nullopt; }
Objection toCustomersCancel(const Accepted&, const Order&) { return std::nullopt; }
Objection toCustomersCancel(const Cooking&, const Order& order) {
    return refusal(TooLateToCancel, order);
}
Objection toCustomersCancel(const Cooked&, const Order& order) {
    return refusal(TooLateToCancel, order);
}

/// Before its promise the store rejects, with a reason; afterwards it cancels.
Objection toStoresCancel(const Waiting&, const Order& order) { return refusal(NotAccepted, order); }
Objection toStoresCancel(const Accepted&, const Order&) { return std::nullopt; }
Objection toStoresCancel(const Cooking&, const Order&) { return std::nullopt; }
Objection toStoresCancel(const Cooked&, const Order&) { return std::nullopt; }

}  // namespace

Decided<Events> decide(const Order& order, const AcceptOrder& command) {
    return std::visit([&](const auto& state) { return when(state, command, order); },
                      order.kitchen);
}
Decided<Events> decide(const Order& order, const ChangePromise& command) {
    return std::visit([&](const auto& state) { return when(state, command, order); },
                      order.kitchen);
}
Decided<Events> decide(const Order& order, const StartCooking& command) {
    return std::visit([&](const auto& state) { return when(state, command, order); },
                      order.kitchen);
}
Decided<Events> decide(const Order& order, const FinishCooking& command) {
    return std::visit([&](const auto& state) { return when(state, command, order); },
                      order.kitchen);
}

Events remindStore(const Order& order) {
    return std::visit([](const auto& state) { return remind(state); }, order.kitchen);
}
Events noticeLate(const Order& order) {
    return std::visit([](const auto& state) { return late(state); }, order.kitchen);
}

Objection objectsToReject(const Order& order) {
    return std::visit([&](const auto& state) { return toReject(state, order); }, order.kitchen);
}
Objection objectsToCustomersCancel(const Order& order) {
    return std::visit([&](const auto& state) { return toCustomersCancel(state, order); },
                      order.kitchen);
}
Objection objectsToStoresCancel(const Order& order) {
    return std::visit([&](const auto& state) { return toStoresCancel(state, order); },
                      order.kitchen);
}
Objection objectsAsUncooked(const Order& order) {
    if (std::holds_alternative<Cooked>(order.kitchen)) return std::nullopt;
    return refusal(NotCooked, order);
}

bool apply(Kitchen& part, const StoreReminded& event) {
    auto* waiting = std::get_if<Waiting>(&part);
    if (waiting == nullptr || event.nth != waiting->reminders + 1) return false;
    waiting->reminders = event.nth;
    return true;
}
bool apply(Kitchen& part, const OrderAccepted& event) {
    if (!std::holds_alternative<Waiting>(part)) return false;
    part = Accepted{event.readyBy};
    return true;
}
bool apply(Kitchen& part, const PromiseChanged& event) {
    if (auto* accepted = std::get_if<Accepted>(&part)) {
        *accepted = Accepted{event.readyBy};
        return true;
    }
    auto* cooking = std::get_if<Cooking>(&part);
    if (cooking == nullptr) return false;
    *cooking = Cooking{event.readyBy, cooking->startedAt};
    return true;
}
bool apply(Kitchen& part, const CookStarted& event) {
    const auto* accepted = std::get_if<Accepted>(&part);
    if (accepted == nullptr) return false;
    part = Cooking{accepted->readyBy, event.at, accepted->lateNotices};
    return true;
}
bool apply(Kitchen& part, const CookFinished& event) {
    const auto* cooking = std::get_if<Cooking>(&part);
    if (cooking == nullptr) return false;
    part = Cooked{cooking->startedAt, event.at, cooking->readyBy};
    return true;
}
bool apply(Kitchen& part, const CookingRanLate& event) {
    if (auto* accepted = std::get_if<Accepted>(&part)) {
        if (event.nth != accepted->lateNotices + 1) return false;
        accepted->lateNotices = event.nth;
        return true;
    }
    auto* cooking = std::get_if<Cooking>(&part);
    if (cooking == nullptr || event.nth != cooking->lateNotices + 1) return false;
    cooking->lateNotices = event.nth;
    return true;
}

}  // namespace delivery::order::kitchen
