#pragma once
/// Everything that a person, a timer or an adapter can ask of the desk, parsed and typed.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/actor.h"
#include "core/geo.h"
#include "core/ids.h"
#include "core/instant.h"
#include "core/refusal.h"
#include "core/won.h"
#include "desk/ledger.h"
#include "order/commands.h"
#include "shop/food.h"
#include "shop/quote.h"
#include "shop/store.h"

namespace delivery::desk {

// --- customer
struct PlaceOrder {
    /// The caller, or whom an admin acts for.
    CustomerId customerId;
    /// Found from the first dish where missing.
    std::optional<StoreId> storeId;
    std::vector<shop::WishedLine> lines;
    bool pickup = false;
    std::optional<std::string> address;
    std::optional<std::string> phone;
    std::optional<std::string> note;
    /// What the geocoder or the customer's pin said of the address; nothing when it is not known.
    std::string area;
    std::optional<GeoPoint> dropOff;
    Won usePoints;
    std::optional<CardId> cardId;
};
/// Customer, store (up to collection) or admin; the role of the actor decides which rule applies.
struct CancelOrder {
    OrderId orderId;
    std::optional<std::string> reason;
};
struct ConfirmOrder {
    OrderId orderId;
};
struct PayNow {
    OrderId orderId;
    std::optional<CardId> cardId;
};
struct RateOrder {
    OrderId orderId;
    int stars = 0;
    std::optional<std::string> text;
};

// --- store
struct AcceptOrder {
    OrderId orderId;
    int cookMinutes = 0;
};
/// So many minutes from now, instead of what was promised.
struct ChangePromise {
    OrderId orderId;
    int cookMinutes = 0;
};
struct RejectOrder {
    OrderId orderId;
    std::string reason;
};
struct StartCooking {
    OrderId orderId;
};
struct FinishCooking {
    OrderId orderId;
};
struct AcknowledgeEnd {
    OrderId orderId;
};
struct AnswerReview {
    OrderId orderId;
    std::string text;
};
struct AddDish {
    StoreId storeId;
    shop::Dish dish;
};
/// Fields that are given replace the dish's; the rest stays.
struct ChangeDish {
    FoodId foodId;
    std::optional<std::string> name;
    std::optional<Won> price;
    std::optional<std::vector<shop::OptionGroup>> options;
    /// Given and empty: without limit from now on.
    std::optional<std::optional<int>> stock;
    std::optional<std::string> description;
    std::optional<bool> soldOut;
    std::optional<Instant> soldOutUntil;
    std::optional<std::string> category = {};
    std::optional<std::string> station = {};
    /// Sold out for so long from now, or until the store's next opening day.
    std::optional<int> soldOutMinutes = {};
    bool soldOutUntilTomorrow = false;
};
struct RemoveDish {
    FoodId foodId;
};
/// The bytes become a row beside the log; whoever sends it has looked at them and named them.
struct SetPicture {
    FoodId foodId;
    shop::Picture picture;
    Bytes bytes;
};
struct RemovePicture {
    FoodId foodId;
};
struct ChangeStore {
    StoreId storeId;
    shop::ProfileChange change;
};
struct PauseStore {
    StoreId storeId;
    std::string reason;
    std::optional<Instant> until;
    /// From now on, instead of a time.
    std::optional<int> minutes = {};
};
/// Nothing: no longer busy.
struct SetBusy {
    StoreId storeId;
    std::optional<shop::Busy> busy;
    /// From now on, instead of a time.
    std::optional<int> minutes = {};
};
/// Nothing: by hand.
struct SetAutoAccept {
    StoreId storeId;
    std::optional<shop::AutoAccept> autoAccept;
};
struct ResumeStore {
    StoreId storeId;
};

// --- rider
struct PickDelivery {
    OrderId orderId;
};
struct ReleaseDelivery {
    OrderId orderId;
    std::optional<std::int64_t> fence;
};
struct CollectDelivery {
    OrderId orderId;
    std::optional<std::int64_t> fence;
    std::optional<Instant> doneAt = std::nullopt;
};
struct DeliverOrder {
    OrderId orderId;
    std::optional<std::int64_t> fence;
    std::optional<Instant> doneAt = std::nullopt;
};
struct SetDuty {
    bool onDuty = false;
};
/// Not an event: a side row that the next position replaces.
struct SetPosition {
    GeoPoint place;
};

// --- accounts, sessions, cards: rows beside the log. Secrets arrive hashed or encrypted.
struct OpenAccount {
    UserId userId;
    Role role = Role::Customer;
    std::string passwordHash;
    std::optional<StoreId> store;
    std::string name;
    std::string phone;
};
struct ChangeProfile {
    UserId userId;
    std::optional<std::string> name;
    std::optional<std::string> phone;
    std::optional<std::string> passwordHash;
    /// A new password ends every session but this one.
    Bytes keptSession = {};
    std::optional<Language> language = {};
};
struct OpenSession {
    Bytes tokenHash;
    UserId userId;
    Instant expiresAt;
    /// The one that the password was found to fit; refused where it has changed since.
    std::string passwordHash;
};
struct CloseSession {
    Bytes tokenHash;
};
struct AddCard {
    CardId cardId;
    CustomerId customerId;
    Bytes sealedBillingKey;
    Bytes sealedCustomerKey;
    std::string masked;  ///< "4330****1234"
    /// The card company as people say it; empty where the provider does not tell.
    std::string issuer = {};
};
struct RemoveCard {
    CardId cardId;
};
struct AddAddress {
    std::string text;
    std::optional<GeoPoint> pin;
};
struct RemoveAddress {
    std::string key;
};
/// Personal rows, addresses, cards and sessions are erased; the books stay.
struct ForgetCustomer {
    CustomerId customerId;
};

// --- admin
struct OpenStore {
    StoreId storeId;  ///< 0: the next free number
    UserId owner;
    shop::Profile profile;
};
struct RetryPayment {
    OrderId orderId;
};
/// Pauses or resumes every page of a context, and the commands that need it.
struct PauseContext {
    std::string context;
    bool paused = true;
};

// --- from adapters and timers, actor System
struct RecordCharge {
    std::string effectId;
    OrderId orderId;
    int attempt = 1;
    order::RecordCharge::Outcome outcome;
};
struct RecordRefund {
    std::string effectId;
    OrderId orderId;
    order::RecordRefund::Outcome outcome;
};
/// The call did not get an answer that decides anything: it is due again later.
struct PostponeEffect {
    std::string effectId;
    Instant due;
};
/// Somebody who may be the provider says that there is news of a payment. Nothing of it is
/// believed: the provider is asked a little earlier.
struct HeedHint {
    std::string providerOrderId;
};
/// What became of one message.
struct MessageResult {
    struct Accepted {
        std::string providerId;
    };
    struct Delivered {};
    struct Failed {
        std::string reason;
    };
    struct Suppressed {
        std::string reason;
    };
    /// The provider took it and does not say what became of it: nobody asks any more.
    struct NotHeardOf {};
    /// It is tried again. wasRefused: certainly nothing came of the last try. inDoubt: nobody
    /// knows.
    struct Later {
        Instant due;
        bool wasRefused = false;
        bool inDoubt = false;
    };
    std::string effectId;
    std::variant<Accepted, Delivered, Failed, Suppressed, NotHeardOf, Later> outcome;
};
struct RecordMessages {
    std::vector<MessageResult> results;
};
/// A store's last device has been away for longer than the grace; one of its devices is there
/// again.
struct NoteDevicesGone {
    StoreId storeId;
};
struct NoteDeviceBack {
    StoreId storeId;
};
struct FireTimer {
    TimerRow timer;
};
/// The machine's clock was set ahead: no timer is any nearer for it.
struct RebaseTimers {
    Span jump;
};
/// A row or a stream cannot be read: it is named in an alarm and rests. What an order owes is made
/// again from its state.
struct SetAside {
    Unreadable row;
};
/// After a restart: whether what was set aside can be read again. If so what it owes is made again,
/// and its alarm ends.
struct TakeBack {
    std::string name;  ///< as nameOf gives it
};
/// How far somebody who follows the log has come: a row that the next one replaces.
struct MoveCursor {
    std::string follower;
    std::int64_t position = 0;
};

/// Compiled once (ADR 30).
struct Command
    : std::variant<PlaceOrder, CancelOrder, ConfirmOrder, PayNow, RateOrder, AcceptOrder,
                   ChangePromise, RejectOrder, StartCooking, FinishCooking, AcknowledgeEnd,
                   AnswerReview, AddDish, ChangeDish, RemoveDish, SetPicture, RemovePicture,
                   ChangeStore, PauseStore, ResumeStore, SetBusy, SetAutoAccept, PickDelivery,
                   ReleaseDelivery, CollectDelivery, DeliverOrder, SetDuty, SetPosition,
                   OpenAccount, ChangeProfile, OpenSession, CloseSession, AddCard, RemoveCard,
                   AddAddress, RemoveAddress, ForgetCustomer, OpenStore, RetryPayment, PauseContext,
                   RecordCharge, RecordRefund, PostponeEffect, HeedHint, FireTimer, RebaseTimers,
                   SetAside, TakeBack, MoveCursor, RecordMessages, NoteDevicesGone,
                   NoteDeviceBack> {
    using variant::variant;
    Command();
    Command(const Command&);
    Command(Command&&) noexcept;
    Command& operator=(const Command&);
    Command& operator=(Command&&) noexcept;
    ~Command();
};

/// One command with everything that it needs to be decided without asking anybody.
struct Envelope {
    CommandId id;
    Actor actor;
    /// Of the request as it came (method, path, parsed body): a repeat must have the same.
    Bytes fingerprint;
    /// From a good source, new for each envelope: provider keys, ids and salts of personal rows.
    std::array<std::uint64_t, 4> random{};
    /// False for commands that nobody will repeat (timers, adapters, logins): no reply row is kept.
    bool keepReply = true;
    Command command;
};

}  // namespace delivery::desk
