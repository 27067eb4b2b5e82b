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

namespace delivery::shop {

/// Open from a minute of the Korean day to another; closing before opening means past midnight.
/// Both zero: around the clock.
struct Hours {
    int openMinute = 0;
    int closeMinute = 0;
    bool operator==(const Hours&) const = default;
};

/// What the owner says of the store.
struct Profile {
    std::string name;
    GeoPoint place;
    std::string address;
    bool pickupOnly = false;
    Hours hours;
    Won deliveryFee;
    /// Nothing is delivered farther than this.
    std::int64_t deliveryRadiusMeters = 10'000;
    bool operator==(const Profile&) const = default;
};

/// Takes no new orders until resumed, or until a time. The reason is seen by customers.
struct Pause {
    std::string reason;
    std::optional<Instant> until;
    bool bySystem = false;
    bool operator==(const Pause&) const = default;
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
struct OrdersResumed {};
using StoreEvent = std::variant<StoreOpened, StoreChanged, OrdersPaused, OrdersResumed>;

// --- state
struct NoStore {};
struct Store {
    StoreId storeId;
    UserId owner;
    Profile profile;
    std::optional<Pause> pause;
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
struct PauseOrders {
    Pause pause;
};
struct ResumeOrders {};
/// Part of placing an order: StoreClosed, StorePaused, PickupOnly, AddressNeeded, AddressNotWanted (a pickup that names an address), TooFar.
struct AdmitOrder {
    Instant at;
    bool pickup = false;
    bool hasAddress = false;
    std::optional<GeoPoint> dropOff;
};
using StoreCommand = std::variant<OpenStore, ChangeStore, PauseOrders, ResumeOrders, AdmitOrder>;

[[nodiscard]] Decided<std::vector<StoreEvent>> decide(const StoreState& state,
                                                      const StoreCommand& command);
[[nodiscard]] StoreState evolve(const StoreState& state, const StoreEvent& event);
[[nodiscard]] Expected<StoreState> evolveRecorded(const StoreState& state, const StoreEvent& event);

[[nodiscard]] bool isOpen(const Store& store, Instant at);
[[nodiscard]] bool isPaused(const Store& store, Instant at);
/// Whether an order is for pickup: asked for, or at a pickup-only store without naming an address.
/// Answer this first and hand it in as AdmitOrder::pickup.
[[nodiscard]] bool isPickup(const Store& store, bool pickupAsked, bool hasAddress);

}  // namespace delivery::shop
