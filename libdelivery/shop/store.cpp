#include "shop/store.h"

#include <algorithm>
#include <cassert>

#include "order/limits.h"

namespace delivery::shop {

namespace {

using Events = std::vector<StoreEvent>;
using Decision = Decided<Events>;

Decision refuseUnknownStore() { return tl::unexpected(Refusal{RefusalCode::UnknownStore}); }

Refusal refusal(RefusalCode code, const Store& store) {
    return {code, {{"store", store.profile.name}, {"storeId", store.storeId.text()}}};
}

std::optional<Refusal> whyNotNow(const Store& store, Instant at) {
    if (!isOpen(store, at)) {
        Refusal closed = refusal(RefusalCode::StoreClosed, store);
        const auto opens = nextOpening(store.profile.opening, at);
        if (opens) closed.facts["opensAt"] = koreanClockText(*opens, at);
        return closed;
    }
    if (isPaused(store, at)) {
        Refusal paused = refusal(RefusalCode::StorePaused, store);
        paused.facts["reason"] = store.pause->reason;
        if (store.pause->until) paused.facts["until"] = koreanClockText(*store.pause->until, at);
        return paused;
    }
    return std::nullopt;
}

std::optional<Refusal> whyNotThere(const Store& store, const AdmitOrder& admit) {
    if (admit.pickup || store.profile.pickupOnly) return std::nullopt;
    if (!admit.hasAddress) return refusal(RefusalCode::AddressNeeded, store);
    if (admit.dropOff &&
        distanceMeters(store.profile.place, *admit.dropOff) > store.profile.deliveryRadiusMeters) {
        return refusal(RefusalCode::TooFar, store);
    }
    return std::nullopt;
}

bool hasPassed(const std::optional<Instant>& until, Instant at) { return until && *until <= at; }
Decision refusePast() { return tl::unexpected(Refusal{RefusalCode::TimeHasPassed}); }

bool isInWork(const Store& store, OrderId order) {
    return std::ranges::find(store.inWork, order) != store.inWork.end();
}

struct Decider {
    Decision operator()(const NoStore&, const OpenStore& open) const {
        return Events{StoreOpened{open.storeId, open.owner, open.profile}};
    }
    Decision operator()(const NoStore&, const ChangeStore&) const { return refuseUnknownStore(); }
    Decision operator()(const NoStore&, const PauseOrders&) const { return refuseUnknownStore(); }
    Decision operator()(const NoStore&, const PauseSilent&) const { return refuseUnknownStore(); }
    Decision operator()(const NoStore&, const ResumeOrders&) const { return refuseUnknownStore(); }
    Decision operator()(const NoStore&, const SetBusy&) const { return refuseUnknownStore(); }
    Decision operator()(const NoStore&, const SetAutoAccept&) const { return refuseUnknownStore(); }
    /// The life of an order never fails for the store's count of tickets.
    Decision operator()(const NoStore&, const TakeTicket&) const { return Events{}; }
    Decision operator()(const NoStore&, const LeaveTicket&) const { return Events{}; }
    Decision operator()(const NoStore&, const AdmitOrder&) const { return refuseUnknownStore(); }
    Decision operator()(const NoStore&, const LoseDevices&) const { return refuseUnknownStore(); }
    Decision operator()(const NoStore&, const RegainDevice&) const { return refuseUnknownStore(); }

    /// The number is fresh from the ledger, so a second opening is a repeat or a mix-up of numbers.
    Decision operator()(const Store& store, const OpenStore& open) const {
        if (store.owner != open.owner) {
            return tl::unexpected(refusal(RefusalCode::NotYours, store));
        }
        if (store.profile != open.profile) {
            return tl::unexpected(refusal(RefusalCode::NameTaken, store));
        }
        return Events{};
    }
    Decision operator()(const Store& store, const ChangeStore& change) const {
        if (store.profile == change.profile) return Events{};
        return Events{StoreChanged{change.profile}};
    }
    Decision operator()(const Store& store, const PauseOrders& pause) const {
        if (hasPassed(pause.pause.until, pause.at)) return refusePast();
        if (store.pause == pause.pause) return Events{};
        return Events{OrdersPaused{pause.pause}};
    }
    Decision operator()(const Store& store, const PauseSilent& silent) const {
        if (store.resumedAt && silent.placedAt <= *store.resumedAt) return Events{};
        if (store.pause == silent.pause) return Events{};
        return Events{OrdersPaused{silent.pause}};
    }
    Decision operator()(const Store& store, const ResumeOrders& resume) const {
        if (!store.pause) return Events{};
        return Events{OrdersResumed{resume.at}};
    }
    Decision operator()(const Store& store, const SetBusy& set) const {
        if (set.busy && hasPassed(set.busy->until, set.at)) return refusePast();
        if (store.busy == set.busy) return Events{};
        if (!set.busy) return Events{BusyEnded{}};
        return Events{BusyStarted{*set.busy}};
    }
    Decision operator()(const Store& store, const SetAutoAccept& set) const {
        if (store.autoAccept == set.autoAccept) return Events{};
        if (!set.autoAccept) return Events{AutoAcceptEnded{}};
        // Once counted, the store's own count is the exact one.
        return Events{
            AutoAcceptStarted{*set.autoAccept, store.autoAccept ? store.inWork : set.inWork}};
    }
    Decision operator()(const Store& store, const TakeTicket& take) const {
        if (!store.autoAccept || isInWork(store, take.orderId)) return Events{};
        return Events{TicketTaken{take.orderId}};
    }
    Decision operator()(const Store& store, const LeaveTicket& leave) const {
        if (!isInWork(store, leave.orderId)) return Events{};
        return Events{TicketLeft{leave.orderId}};
    }
    Decision operator()(const Store& store, const AdmitOrder& admit) const {
        if (auto why = whyNotNow(store, admit.at)) return tl::unexpected(*why);
        if (auto why = whyNotThere(store, admit)) return tl::unexpected(*why);
        return Events{};
    }
    Decision operator()(const Store& store, const LoseDevices& lose) const {
        if (!isOpen(store, lose.at) || isPaused(store, lose.at)) return Events{};
        return Events{OrdersPaused{Pause{lose.reason, std::nullopt, true, true}}};
    }
    Decision operator()(const Store& store, const RegainDevice&) const {
        if (!store.pause || !store.pause->devicesGone.value_or(false)) return Events{};
        return Events{OrdersResumed{}};
    }
};

/// The next state, or nothing where the event does not fit this state.
using Next = std::optional<StoreState>;

struct Evolver {
    Next operator()(const NoStore&, const StoreOpened& opened) const {
        Store store;
        store.storeId = opened.storeId;
        store.owner = opened.owner;
        store.profile = opened.profile;
        return store;
    }
    Next operator()(const NoStore&, const StoreChanged&) const { return std::nullopt; }
    Next operator()(const NoStore&, const OrdersPaused&) const { return std::nullopt; }
    Next operator()(const NoStore&, const OrdersResumed&) const { return std::nullopt; }
    Next operator()(const NoStore&, const BusyStarted&) const { return std::nullopt; }
    Next operator()(const NoStore&, const BusyEnded&) const { return std::nullopt; }
    Next operator()(const NoStore&, const AutoAcceptStarted&) const { return std::nullopt; }
    Next operator()(const NoStore&, const AutoAcceptEnded&) const { return std::nullopt; }
    Next operator()(const NoStore&, const TicketTaken&) const { return std::nullopt; }
    Next operator()(const NoStore&, const TicketLeft&) const { return std::nullopt; }

    Next operator()(const Store&, const StoreOpened&) const { return std::nullopt; }
    Next operator()(const Store& store, const StoreChanged& change) const {
        Store next = store;
        next.profile = change.profile;
        return next;
    }
    Next operator()(const Store& store, const OrdersPaused& paused) const {
        Store next = store;
        next.pause = paused.pause;
        return next;
    }
    Next operator()(const Store& store, const OrdersResumed& resumed) const {
        Store next = store;
        next.pause = std::nullopt;
        if (resumed.at) next.resumedAt = resumed.at;
        return next;
    }
    Next operator()(const Store& store, const BusyStarted& started) const {
        Store next = store;
        next.busy = started.busy;
        return next;
    }
    Next operator()(const Store& store, const BusyEnded&) const {
        Store next = store;
        next.busy = std::nullopt;
        return next;
    }
    Next operator()(const Store& store, const AutoAcceptStarted& started) const {
        Store next = store;
        next.autoAccept = started.autoAccept;
        next.inWork = started.inWork;
        return next;
    }
    Next operator()(const Store& store, const AutoAcceptEnded&) const {
        Store next = store;
        next.autoAccept = std::nullopt;
        next.inWork.clear();
        return next;
    }
    Next operator()(const Store& store, const TicketTaken& taken) const {
        if (!store.autoAccept || isInWork(store, taken.orderId)) return std::nullopt;
        Store next = store;
        next.inWork.push_back(taken.orderId);
        return next;
    }
    Next operator()(const Store& store, const TicketLeft& left) const {
        if (!isInWork(store, left.orderId)) return std::nullopt;
        Store next = store;
        std::erase(next.inWork, left.orderId);
        return next;
    }
};

/// A day that is closed has no beginning to move.
void changeEnds(Week& week, const ProfileChange& change) {
    for (int weekday = 0; weekday < 7; ++weekday) {
        std::vector<Hours>& day = hoursOf(week, weekday);
        if (day.empty()) continue;
        if (change.openMinute) day.front().openMinute = *change.openMinute;
        if (change.closeMinute) day.back().closeMinute = *change.closeMinute;
    }
}

}  // namespace

Decided<std::vector<StoreEvent>> decide(const StoreState& state, const StoreCommand& command) {
    return std::visit(Decider{}, state, command);
}

StoreState evolve(const StoreState& state, const StoreEvent& event) {
    const Next next = std::visit(Evolver{}, state, event);
    assert(next);
    return *next;
}

Expected<StoreState> evolveRecorded(const StoreState& state, const StoreEvent& event) {
    const Next next = std::visit(Evolver{}, state, event);
    if (!next) return tl::unexpected(Fault{FaultCode::Misfit, "a store's event does not fit"});
    return *next;
}

Profile changed(Profile profile, const ProfileChange& change) {
    if (change.name) profile.name = *change.name;
    if (change.address) profile.address = *change.address;
    if (change.place) profile.place = *change.place;
    if (change.pickupOnly) profile.pickupOnly = *change.pickupOnly;
    if (change.week) profile.opening.week = *change.week;
    if (change.openMinute && change.closeMinute) {
        profile.opening.week = everyDay({Hours{*change.openMinute, *change.closeMinute}});
    } else {
        changeEnds(profile.opening.week, change);
    }
    if (change.specialDays) profile.opening.specialDays = *change.specialDays;
    if (change.deliveryFee) profile.deliveryFee = *change.deliveryFee;
    if (change.deliveryRadiusMeters) profile.deliveryRadiusMeters = *change.deliveryRadiusMeters;
    if (change.feeBands) profile.feeBands = *change.feeBands;
    if (change.minimumOrder) profile.minimumOrder = *change.minimumOrder;
    return profile;
}

bool isOpen(const Store& store, Instant at) { return isOpen(store.profile.opening, at); }

bool isPaused(const Store& store, Instant at) {
    if (!store.pause) return false;
    return !store.pause->until || at < *store.pause->until;
}

bool isBusy(const Store& store, Instant at) {
    return store.busy && (!store.busy->until || at < *store.busy->until);
}

int promisedMinutes(const Store& store, int cookMinutes, Instant at) {
    // What is out of range is refused as it is, not made to fit.
    if (!isBusy(store, at) || cookMinutes >= order::cookMinutesMax) return cookMinutes;
    return std::min(order::cookMinutesMax, cookMinutes + store.busy->extraMinutes);
}

bool acceptsByItself(const Store& store, Instant at) {
    if (!store.autoAccept || isPaused(store, at)) return false;
    return store.inWork.size() < static_cast<std::size_t>(store.autoAccept->ordersMax);
}

Won deliveryFee(const Profile& profile, const std::optional<GeoPoint>& dropOff) {
    if (profile.feeBands.empty() || !dropOff) return profile.deliveryFee;
    const std::int64_t away = distanceMeters(profile.place, *dropOff);
    for (const FeeBand& band : profile.feeBands) {
        if (away <= band.upToMeters) return band.fee;
    }
    return profile.feeBands.back().fee;
}

Decided<void> admitTotal(const Store& store, Won dishes, bool pickup) {
    if (pickup || dishes >= store.profile.minimumOrder) return {};
    Refusal tooLittle = refusal(RefusalCode::BelowMinimumOrder, store);
    tooLittle.facts["minimum"] = std::to_string(store.profile.minimumOrder.amount());
    tooLittle.facts["total"] = std::to_string(dishes.amount());
    return tl::unexpected(tooLittle);
}

}  // namespace delivery::shop
