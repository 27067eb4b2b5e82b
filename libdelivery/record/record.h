#pragma once
/// Versioned bytes of events, states, replies, calls and page rows for the ledger. JSON inside,
/// separate from the wire.

#include <string>

#include "core/result.h"
#include "desk/ledger.h"
#include "desk/reply.h"
#include "notice/notice.h"
#include "page/page.h"
#include "saga/react.h"

namespace delivery::record {

/// Type name, type version and body of an event; names and shapes of what was ever written stay
/// readable for ever.
struct EventBytes {
    std::string type;
    int typeVersion = 1;
    std::string body;
};
[[nodiscard]] EventBytes encode(const page::AnyEvent& event);
/// Picks the event's variant by the stream's kind, upcasts old type versions. Unreadable bytes are
/// a Fault.
[[nodiscard]] Expected<page::AnyEvent> decodeEvent(const std::string& streamKind,
                                                   const std::string& type, int typeVersion,
                                                   const std::string& body);

/// The state of a stream of any kind. Compiled once (ADR 30).
struct AnyState : std::variant<order::State, shop::FoodState, shop::StoreState, points::Account,
                               rider::Rider, shop::ReviewState, shop::AcknowledgementState> {
    using variant::variant;
    AnyState();
    AnyState(const AnyState&);
    AnyState(AnyState&&) noexcept;
    AnyState& operator=(const AnyState&);
    AnyState& operator=(AnyState&&) noexcept;
    ~AnyState();
};
[[nodiscard]] std::string encode(const AnyState& state);
[[nodiscard]] Expected<AnyState> decodeState(const std::string& streamKind,
                                             const std::string& body);

[[nodiscard]] std::string encode(const desk::Reply& reply);
[[nodiscard]] Expected<desk::Reply> decodeReply(const std::string& body);

[[nodiscard]] std::string encode(const saga::Call& call);
[[nodiscard]] Expected<saga::Call> decodeCall(const std::string& body);

[[nodiscard]] std::string encode(const notice::Message& message);
[[nodiscard]] Expected<notice::Message> decodeMessage(const std::string& body);

[[nodiscard]] std::string encode(const page::Body& body);
[[nodiscard]] Expected<page::Body> decodeBody(const std::string& body);

/// Rows beside the log.
struct AccountRow {
    UserId userId;
    Role role = Role::Customer;
    std::string passwordHash;
    std::optional<StoreId> store;
    PersonalId name;  ///< personal rows
    PersonalId phone;
    /// In which people are told what happens; nothing: Korean.
    std::optional<Language> language = {};
};
struct SessionRow {
    UserId userId;
    Role role = Role::Customer;
    std::optional<StoreId> store;
    Instant expiresAt;
};
struct CardRow {
    CardId cardId;
    CustomerId customerId;
    std::string sealedBillingKey;
    std::string sealedCustomerKey;
    std::string masked;
    std::string issuer = {};
};
struct AddressRow {
    std::string text;
    std::optional<GeoPoint> pin;
};
struct PositionRow {
    GeoPoint place;
    Instant at;
};
/// A dish's picture: what it is called, and its bytes as they came.
struct PictureRow {
    shop::Picture picture;
    std::string bytes;
};
/// How far a follower of the log has come.
struct CursorRow {
    std::int64_t position = 0;
};
/// What an order still does to a stream that could not be read; amount is won or pieces.
struct OwedRow {
    enum class What {
        EarnPoints,
        RevokePoints,
        ReturnPoints,
        ReturnStock,
        LetGoDelivery,
        TakeTicket,
        LeaveTicket,
    };
    What what = What::EarnPoints;
    OrderId orderId;
    std::int64_t amount = 0;
};
/// How far a message has come; its key is notice::keyOf.
struct MessageRow {
    notice::Sent sent = notice::Sent::Queued;
    Instant at;
    /// Why it failed or was not sent: the provider's code, or a word of ours.
    std::optional<std::string> reason = {};
    std::optional<std::string> providerId = {};
};
[[nodiscard]] std::string encode(const AccountRow& row);
[[nodiscard]] std::string encode(const SessionRow& row);
[[nodiscard]] std::string encode(const CardRow& row);
[[nodiscard]] std::string encode(const AddressRow& row);
[[nodiscard]] std::string encode(const PositionRow& row);
[[nodiscard]] std::string encode(const PictureRow& row);
[[nodiscard]] std::string encode(const CursorRow& row);
[[nodiscard]] std::string encode(const OwedRow& row);
[[nodiscard]] std::string encode(const MessageRow& row);
[[nodiscard]] Expected<AccountRow> decodeAccount(const std::string& body);
[[nodiscard]] Expected<SessionRow> decodeSession(const std::string& body);
[[nodiscard]] Expected<CardRow> decodeCard(const std::string& body);
[[nodiscard]] Expected<AddressRow> decodeAddress(const std::string& body);
[[nodiscard]] Expected<PositionRow> decodePosition(const std::string& body);
[[nodiscard]] Expected<PictureRow> decodePicture(const std::string& body);
[[nodiscard]] Expected<CursorRow> decodeCursor(const std::string& body);
[[nodiscard]] Expected<OwedRow> decodeOwed(const std::string& body);
[[nodiscard]] Expected<MessageRow> decodeMessageRow(const std::string& body);

/// Salted hash of a personal text, hex: BLAKE2b-256 keyed by the salt.
[[nodiscard]] std::string saltedHash(const std::string& text, const std::string& salt);
/// The body of a personal row: salt and text.
[[nodiscard]] std::string encodePersonal(const std::string& salt, const std::string& text);
[[nodiscard]] Expected<std::string> decodePersonalText(const std::string& body);

}  // namespace delivery::record
