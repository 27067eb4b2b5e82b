#include "shop/store.h"

#include <cassert>

namespace delivery::shop {

namespace {

constexpr int minutesPerHour = 60;
constexpr int minutesPerDay = 24 * minutesPerHour;

using Events = std::vector<StoreEvent>;
using Decision = Decided<Events>;

Decision refuseUnknownStore() { return tl::unexpected(Refusal{RefusalCode::UnknownStore}); }

Refusal refusal(RefusalCode code, const Store& store) {
    return {code, {{"store", store.profile.name}, {"storeId", store.storeId.text()}}};
}

std::string twoDigits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

/// "HH:MM" as Koreans read it on the wall.
std::string clockText(int minuteOfDay) {
    const int minute = minuteOfDay % minutesPerDay;
    return twoDigits(minute / minutesPerHour) + ":" + twoDigits(minute % minutesPerHour);
}

std::optional<Refusal> whyNotNow(const Store& store, Instant at) {
    if (!isOpen(store, at)) {
        Refusal closed = refusal(RefusalCode::StoreClosed, store);
        closed.facts["opensAt"] = clockText(store.profile.hours.openMinute);
        return closed;
    }
    if (isPaused(store, at)) {
        Refusal paused = refusal(RefusalCode::StorePaused, store);
        paused.facts["reason"] = store.pause->reason;
        return paused;
    }
    return std::nullopt;
}

std::optional<Refusal> whyNotThere(const Store& store, const AdmitOrder& admit) {
    if (admit.pickup) {
        if (admit.hasAddress) return refusal(RefusalCode::AddressNotWanted, store);
        return std::nullopt;
    }
    if (store.profile.pickupOnly) return refusal(RefusalCode::PickupOnly, store);
    if (!admit.hasAddress) return refusal(RefusalCode::AddressNeeded, store);
    if (admit.dropOff &&
        distanceMeters(store.profile.place, *admit.dropOff) > store.profile.deliveryRadiusMeters) {
        return refusal(RefusalCode::TooFar, store);
    }
    return std::nullopt;
}

struct Decider {
    Decision operator()(const NoStore&, const OpenStore& open) const {
        return Events{StoreOpened{open.storeId, open.owner, open.profile}};
    }
    Decision operator()(const NoStore&, const ChangeStore&) const { return refuseUnknownStore(); }
    Decision operator()(const NoStore&, const PauseOrders&) const { return refuseUnknownStore(); }
    Decision operator()(const NoStore&, const ResumeOrders&) const { return refuseUnknownStore(); }
    Decision operator()(const NoStore&, const AdmitOrder&) const { return refuseUnknownStore(); }

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
        if (store.pause == pause.pause) return Events{};
        return Events{OrdersPaused{pause.pause}};
    }
    Decision operator()(const Store& store, const ResumeOrders&) const {
        if (!store.pause) return Events{};
        return Events{OrdersResumed{}};
    }
    Decision operator()(const Store& store, const AdmitOrder& admit) const {
        if (auto why = whyNotNow(store, admit.at)) return tl::unexpected(*why);
        if (auto why = whyNotThere(store, admit)) return tl::unexpected(*why);
        return Events{};
    }
};

/// The next state, or nothing where the event does not fit this state.
using Next = std::optional<StoreState>;

struct Evolver {
    Next operator()(const NoStore&, const StoreOpened& opened) const {
        return Store{opened.storeId, opened.owner, opened.profile, std::nullopt};
    }
    Next operator()(const NoStore&, const StoreChanged&) const { return std::nullopt; }
    Next operator()(const NoStore&, const OrdersPaused&) const { return std::nullopt; }
    Next operator()(const NoStore&, const OrdersResumed&) const { return std::nullopt; }

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
    Next operator()(const Store& store, const OrdersResumed&) const {
        Store next = store;
        next.pause = std::nullopt;
        return next;
    }
};

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

bool isOpen(const Store& store, Instant at) {
    const Hours& hours = store.profile.hours;
    const int minute = koreanMinuteOfDay(at);
    if (hours.openMinute < hours.closeMinute) {
        return hours.openMinute <= minute && minute < hours.closeMinute;
    }
    // Past midnight; where both are the same minute this is the whole day.
    return minute >= hours.openMinute || minute < hours.closeMinute;
}

bool isPaused(const Store& store, Instant at) {
    if (!store.pause) return false;
    return !store.pause->until || at < *store.pause->until;
}

bool isPickup(const Store& store, bool pickupAsked, bool hasAddress) {
    return pickupAsked || (store.profile.pickupOnly && !hasAddress);
}

}  // namespace delivery::shop
