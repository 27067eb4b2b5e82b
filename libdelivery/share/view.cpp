#include "share/policy.h"

namespace delivery::share {
namespace {

std::optional<RiderId> delivererOf(const order::Order& order) {
    const auto* delivered = std::get_if<order::courier::Delivered>(&order.courier);
    return delivered == nullptr ? std::nullopt : std::optional(delivered->riderId);
}

std::optional<View> riderView(const RiderId& rider, const order::Order& order, bool everHeld) {
    if (order::holderOf(order) == rider && !order::isOver(order)) return View::RiderHolding;
    if (order::isOffered(order)) return View::RiderOffered;
    if (everHeld || order::holderOf(order) == rider || delivererOf(order) == rider) {
        return View::RiderPast;
    }
    return std::nullopt;
}

bool everHeld(const RiderId& rider, const page::OrderCard& card) {
    for (const page::TimelineEntry& entry : card.timeline) {
        if (entry.event == "DeliveryPicked" && entry.actor == rider.text()) return true;
    }
    return false;
}

}  // namespace

std::optional<View> viewOf(const Actor& actor, const order::Order& order, bool riderEverHeld) {
    switch (actor.role) {
        case Role::Customer:
            if (order.placed.customerId.text() == actor.user.text()) return View::Customer;
            return std::nullopt;
        case Role::Store:
            // What never was its ticket does not exist for it, whatever became of the money.
            if (actor.store == order.placed.storeId && order.reachedStore) return View::Store;
            return std::nullopt;
        case Role::Rider:
            return riderView(RiderId{actor.user.text()}, order, riderEverHeld);
        case Role::Admin:
        case Role::System:
            return View::Admin;
    }
    return std::nullopt;
}

std::optional<View> viewOf(const Actor& actor, const page::OrderCard& card) {
    const bool rode = actor.role == Role::Rider && everHeld(RiderId{actor.user.text()}, card);
    return viewOf(actor, card.order, rode);
}

Sees seenBy(View view) {
    switch (view) {
        case View::Customer:
            return {.fullAddress = true,
                    .phone = true,
                    .note = true,
                    .customerId = true,
                    .payment = true,
                    .chosenLines = true};
        case View::Store:
            return {.fullAddress = true,
                    .phone = false,
                    .note = true,
                    .customerId = true,
                    .payment = true,
                    .chosenLines = true,
                    .riderId = true};
        // What to carry and how far, but not to whom and to which door.
        case View::RiderOffered:
            return {.chosenLines = true};
        case View::RiderHolding:
            return {.fullAddress = true,
                    .phone = true,
                    .note = true,
                    .customerId = true,
                    .payment = false,
                    .chosenLines = true,
                    .riderId = true};
        // Who has it now, or brought it in the end, is another rider's business.
        case View::RiderPast:
            return {.chosenLines = true};
        case View::Admin:
            return {.fullAddress = true,
                    .phone = true,
                    .note = true,
                    .customerId = true,
                    .payment = true,
                    .chosenLines = true,
                    .riderId = true,
                    .actors = true};
    }
    return {};
}

std::vector<Recipient> audience(const order::State& before, const order::Order& after) {
    const auto* known = std::get_if<order::Order>(&before);
    std::vector<Recipient> everyone;
    everyone.push_back({Role::Customer, after.placed.customerId.text(), View::Customer});
    // Who could see it must also hear that it went away.
    if (after.reachedStore) {
        everyone.push_back({Role::Store, after.placed.storeId.text(), View::Store});
    }
    const std::optional<RiderId> holder = order::holderOf(after);
    const std::optional<RiderId> deliverer = delivererOf(after);
    if (holder) {
        const View view = order::isOver(after) ? View::RiderPast : View::RiderHolding;
        everyone.push_back({Role::Rider, holder->text(), view});
    }
    if (deliverer) everyone.push_back({Role::Rider, deliverer->text(), View::RiderPast});
    const std::optional<RiderId> heldBefore =
        known == nullptr ? std::nullopt : order::holderOf(*known);
    if (heldBefore && heldBefore != holder && heldBefore != deliverer) {
        everyone.push_back({Role::Rider, heldBefore->text(), View::RiderPast});
    }
    if (order::isOffered(after) || (known != nullptr && order::isOffered(*known))) {
        everyone.push_back({Role::Rider, std::string{everyRiderNear}, View::RiderOffered});
    }
    return everyone;
}

}  // namespace delivery::share
