#pragma once
/// One store: where it is, when it is open, whether it delivers, and whether it takes orders now.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/geo.h"
#include "core/ids.h"
#include "core/instant.h"
#include "core/result.h"
#include "core/won.h"
#include "shop/opening.h"

namespace delivery::shop {

/// Up to so far from the store a delivery costs this.
struct FeeBand {
    std::int64_t upToMeters = 0;
    Won fee;
    bool operator==(const FeeBand&) const = default;
};
constexpr std::size_t feeBandsMax = 10;

/// What the owner says of the store.
struct Profile {
    std::string name;
    GeoPoint place;
    std::string address;
    bool pickupOnly = false;
    Opening opening = {};
    /// Of a delivery, where no band says otherwise.
    Won deliveryFee;
    /// Nothing is delivered farther than this.
    std::int64_t deliveryRadiusMeters = 10'000;
    /// Nearest first; beyond the last one its fee holds.
    std::vector<FeeBand> feeBands = {};
    /// Of the dishes of a delivery; what a customer fetches may be less.
    Won minimumOrder = {};
    bool operator==(const Profile&) const = default;
};

/// What is given replaces the profile's.
struct ProfileChange {
    std::optional<std::string> name = {};
    std::optional<std::string> address = {};
    std::optional<GeoPoint> place = {};
    std::optional<bool> pickupOnly = {};
    std::optional<Week> week = {};
    /// The beginning of each open day's first hours and the end of its last; both together are the
    /// whole week's only hours.
    std::optional<int> openMinute = {};
    std::optional<int> closeMinute = {};
    std::optional<std::vector<SpecialDay>> specialDays = {};
    std::optional<Won> deliveryFee = {};
    std::optional<std::int64_t> deliveryRadiusMeters = {};
    std::optional<std::vector<FeeBand>> feeBands = {};
    std::optional<Won> minimumOrder = {};
};
[[nodiscard]] Profile changed(Profile profile, const ProfileChange& change);

/// Takes no new orders until resumed, or until a time. The reason is seen by customers.
struct Pause {
    std::string reason;
    std::optional<Instant> until;
    bool bySystem = false;
    /// By the system because the store's last device is gone: ends when one is back.
    std::optional<bool> devicesGone = {};
    bool operator==(const Pause&) const = default;
};

/// So many minutes more are promised, until switched off or until a time.
struct Busy {
    int extraMinutes = 0;
    std::optional<Instant> until = {};
    bool operator==(const Busy&) const = default;
};

/// Paid orders are accepted without anybody's hand while fewer than this are accepted and not yet
/// cooked.
struct AutoAccept {
    int ordersMax = 0;
    /// Promised for each; nothing means what the store took on average lately.
    std::optional<int> cookMinutes = {};
    bool operator==(const AutoAccept&) const = default;
};

// --- events
struct StoreOpened {
    StoreId storeId;
    UserId owner;
    Profile profile;
};
struct StoreChanged {
    Profile profile;
};
struct OrdersPaused {
    Pause pause;
};
/// at: when somebody said so; a device that is back says nothing, and older events do not tell.
struct OrdersResumed {
    std::optional<Instant> at = {};
};
struct BusyStarted {
    Busy busy;
};
struct BusyEnded {};
/// inWork: what was accepted and not yet cooked at that moment. It is kept only from here on.
struct AutoAcceptStarted {
    AutoAccept autoAccept;
    std::vector<OrderId> inWork;
};
struct AutoAcceptEnded {};
struct TicketTaken {
    OrderId orderId;
};
struct TicketLeft {
    OrderId orderId;
};
using StoreEvent =
    std::variant<StoreOpened, StoreChanged, OrdersPaused, OrdersResumed, BusyStarted, BusyEnded,
                 AutoAcceptStarted, AutoAcceptEnded, TicketTaken, TicketLeft>;

// --- state
struct NoStore {};
struct Store {
    StoreId storeId;
    UserId owner;
    Profile profile;
    std::optional<Pause> pause;
    std::optional<Busy> busy = {};
    std::optional<AutoAccept> autoAccept = {};
    /// Accepted and not yet cooked, while orders are accepted automatically; oldest first.
    std::vector<OrderId> inWork = {};
    /// When somebody last said that new orders are taken again.
    std::optional<Instant> resumedAt = {};
};
using StoreState = std::variant<NoStore, Store>;

// --- commands
struct OpenStore {
    StoreId storeId;
    UserId owner;
    Profile profile;
};
struct ChangeStore {
    Profile profile;
};
/// TimeHasPassed when it would end before it begins.
struct PauseOrders {
    Pause pause;
    Instant at = {};
};
/// Nobody answered the order that was placed then. Nothing happens where somebody has resumed
/// since: whoever did knew of the silence before.
struct PauseSilent {
    Pause pause;
    Instant placedAt;
};
struct ResumeOrders {
    Instant at;
};
/// The store's last device is gone. Nothing happens where it is closed or takes no orders anyway.
struct LoseDevices {
    std::string reason;
    Instant at = {};
};
/// A device is there again: ends a pause that LoseDevices made, and no other.
struct RegainDevice {};
/// Nothing: no longer busy. TimeHasPassed as above.
struct SetBusy {
    std::optional<Busy> busy;
    Instant at = {};
};
/// Nothing: every order is decided by hand.
struct SetAutoAccept {
    std::optional<AutoAccept> autoAccept;
    std::vector<OrderId> inWork = {};
};
/// Part of accepting an order, and of its being cooked or ended. Never refused; without automatic
/// acceptance nobody counts.
struct TakeTicket {
    OrderId orderId;
};
struct LeaveTicket {
    OrderId orderId;
};
/// Part of placing an order: StoreClosed, StorePaused, AddressNeeded, TooFar. A pickup needs no
/// address, and a store that only hands over knows nothing else.
struct AdmitOrder {
    Instant at;
    bool pickup = false;
    bool hasAddress = false;
    std::optional<GeoPoint> dropOff;
};
using StoreCommand =
    std::variant<OpenStore, ChangeStore, PauseOrders, PauseSilent, ResumeOrders, SetBusy,
                 SetAutoAccept, TakeTicket, LeaveTicket, AdmitOrder, LoseDevices, RegainDevice>;

[[nodiscard]] Decided<std::vector<StoreEvent>> decide(const StoreState& state,
                                                      const StoreCommand& command);
[[nodiscard]] StoreState evolve(const StoreState& state, const StoreEvent& event);
[[nodiscard]] Expected<StoreState> evolveRecorded(const StoreState& state, const StoreEvent& event);

[[nodiscard]] bool isOpen(const Store& store, Instant at);
[[nodiscard]] bool isPaused(const Store& store, Instant at);
[[nodiscard]] bool isBusy(const Store& store, Instant at);
/// What is promised when so many minutes were asked for: busy adds its own, the longest promise is
/// the end.
[[nodiscard]] int promisedMinutes(const Store& store, int cookMinutes, Instant at);
/// Whether an order that is paid now is accepted without anybody's hand.
[[nodiscard]] bool acceptsByItself(const Store& store, Instant at);
/// Of a delivery to there; where nobody knows the place, what holds without bands.
[[nodiscard]] Won deliveryFee(const Profile& profile, const std::optional<GeoPoint>& dropOff);
/// BelowMinimumOrder, if a delivery of dishes for so much is too little.
[[nodiscard]] Decided<void> admitTotal(const Store& store, Won dishes, bool pickup);

}  // namespace delivery::shop
