#pragma once
/// What people are told beside the app: which change makes a message to whom, what it says, and
/// until when it is worth sending. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "core/ids.h"
#include "core/instant.h"
#include "core/personal.h"
#include "core/refusal.h"
#include "order/order.h"

namespace delivery::notice {

/// What a notice is about. What is not for the customer is for the people of a store.
enum class Subject {
    OrderStatus,
    OrderUnheard,    ///< paid, and the store has not answered for a minute
    StoreSilent,     ///< an order was cancelled for lack of an answer: no new ones
    DevicesGone,     ///< the store's last device is gone: no new orders
    DevicesBack,     ///< one is there again: new orders as before
    PromiseChanged,  ///< the customer's order will be cooked by another time than was promised
};
[[nodiscard]] bool isForCustomer(Subject subject);

/// One change for one person by KakaoTalk. Who they are and what is personal about it stands
/// elsewhere and is looked up when it is sent.
struct Message {
    Subject subject = Subject::OrderStatus;
    UserId to;
    /// Of the customer's order, and of the one that nobody hears.
    std::optional<OrderId> orderId;
    std::optional<order::Status> status;
    StoreId storeId;
    std::string storeName;
    /// The version of the order's or store's stream by which it happened.
    std::int64_t change = 0;
    /// The free text that explains it (a reason), by reference.
    std::optional<PersonalRef> why;
    /// How often the provider said for certain that it did not take it: each new try has a
    /// signature of its own.
    int refused = 0;
    /// It went out and nobody knows what became of it.
    std::optional<bool> inDoubt;
    /// As the provider calls it, once it has taken it, and since when.
    std::optional<std::string> providerId;
    std::optional<Instant> acceptedAt;
    /// What the store promises now, where that is the news.
    std::optional<Instant> readyBy = std::nullopt;
};

/// "17/4/customer", "17/6/owner", "store-1/12/owner": one change, one person.
[[nodiscard]] std::string keyOf(const Message& message);
[[nodiscard]] std::string customersKey(OrderId order, std::int64_t change);
[[nodiscard]] std::string ownersKey(OrderId order, std::int64_t change);
[[nodiscard]] std::string ownersKey(StoreId store, std::int64_t change);
/// "message/17/4/customer": its name in the outbox.
[[nodiscard]] std::string effectId(const Message& message);
/// The key in such a name; empty where it is another effect's.
[[nodiscard]] std::string keyIn(const std::string& effectId);

/// How far a message has come.
enum class Sent { Queued, Accepted, Delivered, Failed, Suppressed };
/// "queued"; stable, on the wire.
[[nodiscard]] std::string_view name(Sent sent);

/// What a customer is to hear of this event; nothing where status and promise stay what they were,
/// or the status only flickers. That the payment is asked for is no news to whoever has just
/// ordered.
[[nodiscard]] std::optional<Message> ofOrder(const order::State& before, const order::Event& event,
                                             const order::Order& after, std::int64_t change);

/// A try that nobody asked for: the status flickers, and nobody is told until it stays.
[[nodiscard]] bool isSilentTry(const order::Event& event);
/// The free text that explains a change, by reference.
[[nodiscard]] std::optional<PersonalRef> whyOf(const order::Event& event);
/// The time that the store promises instead of an earlier one.
[[nodiscard]] std::optional<Instant> newPromiseOf(const order::Event& event);

// --- words

/// What the apps show: "용산반점 주문 17: 결제완료".
struct Said {
    Subject subject = Subject::OrderStatus;
    order::Status status = order::Status::PaymentRequested;
    std::string storeName;
    std::string orderId;
    std::optional<Instant> readyBy = std::nullopt;
};
[[nodiscard]] std::string headline(const Said& said, Language language);
/// What it means for whoever reads it, in one sentence.
[[nodiscard]] std::string advice(const Said& said, Language language);
/// The status, or what happened to the store, in two or three words.
[[nodiscard]] std::string label(const Said& said, Language language);

// --- patience

struct Patience {
    /// Older ones are not sent any more. The provider's signature lives 15 minutes.
    Span sendFor = minutes(10);
    /// One that is older than this gives way to a newer one about the same order.
    Span freshFor = minutes(1);
};
/// Why it is not sent any more, if so. outdone: a newer one to the same person about the same order
/// waits too. moot: what it tells has passed.
[[nodiscard]] std::optional<std::string> whyNotSent(Span age, bool outdone, bool moot,
                                                    const Patience& patience);
/// How long to wait before the provider is asked again what became of a message that it accepted so
/// long ago; nothing: never again.
[[nodiscard]] std::optional<Span> untilNextLook(Span sinceAccepted);

}  // namespace delivery::notice
