#include "record/hex.h"
#include "record/read.h"
#include "record/record.h"
#include "record/shapes_rows.h"
#include "record/shapes_shop.h"

namespace delivery::record {

namespace {

/// A card as it is written: sealed keys are bytes and stand as hex.
struct WrittenCard {
    CardId cardId;
    CustomerId customerId;
    std::string sealedBillingKeyHex;
    std::string sealedCustomerKeyHex;
    std::string masked;
    /// Rows from before cards had one are without.
    std::optional<std::string> issuer;
};

}  // namespace

RECORD_FIELDS(WrittenCard, cardId, customerId, sealedBillingKeyHex, sealedCustomerKeyHex, masked,
              issuer);

std::string encode(const AccountRow& row) { return writeRow(row); }
std::string encode(const SessionRow& row) { return writeRow(row); }
std::string encode(const CardRow& row) {
    return writeRow(WrittenCard{.cardId = row.cardId,
                                .customerId = row.customerId,
                                .sealedBillingKeyHex = hexOf(row.sealedBillingKey),
                                .sealedCustomerKeyHex = hexOf(row.sealedCustomerKey),
                                .masked = row.masked,
                                .issuer = row.issuer.empty() ? std::nullopt
                                                             : std::optional(row.issuer)});
}
std::string encode(const AddressRow& row) { return writeRow(row); }
std::string encode(const PositionRow& row) { return writeRow(row); }
/// A line that names it, and then the bytes themselves: half a megabyte is not written as hex.
std::string encode(const PictureRow& row) { return writeRow(row.picture) + '\n' + row.bytes; }
std::string encode(const CursorRow& row) { return writeRow(row); }
std::string encode(const MessageRow& row) { return writeRow(row); }

Expected<AccountRow> decodeAccount(const std::string& body) {
    return readRow<AccountRow>("an account", body);
}
Expected<SessionRow> decodeSession(const std::string& body) {
    return readRow<SessionRow>("a session", body);
}
Expected<CardRow> decodeCard(const std::string& body) {
    const Expected<WrittenCard> written = readRow<WrittenCard>("a card", body);
    if (!written) return tl::unexpected(written.error());
    const std::optional<std::string> billingKey = bytesOf(written->sealedBillingKeyHex);
    const std::optional<std::string> customerKey = bytesOf(written->sealedCustomerKeyHex);
    if (!billingKey || !customerKey) {
        return tl::unexpected(unreadable("a card", {"a sealed key", "not hex"}));
    }
    return CardRow{.cardId = written->cardId,
                   .customerId = written->customerId,
                   .sealedBillingKey = *billingKey,
                   .sealedCustomerKey = *customerKey,
                   .masked = written->masked,
                   .issuer = written->issuer.value_or("")};
}
Expected<AddressRow> decodeAddress(const std::string& body) {
    return readRow<AddressRow>("an address", body);
}
Expected<PictureRow> decodePicture(const std::string& body) {
    const std::size_t end = body.find('\n');
    if (end == std::string::npos) {
        return tl::unexpected(unreadable("a picture", {"its first line", "missing"}));
    }
    Expected<shop::Picture> picture = readRow<shop::Picture>("a picture", body.substr(0, end));
    if (!picture) return tl::unexpected(picture.error());
    return PictureRow{.picture = std::move(*picture), .bytes = body.substr(end + 1)};
}
Expected<PositionRow> decodePosition(const std::string& body) {
    return readRow<PositionRow>("a position", body);
}
Expected<CursorRow> decodeCursor(const std::string& body) {
    return readRow<CursorRow>("a cursor", body);
}
Expected<MessageRow> decodeMessageRow(const std::string& body) {
    return readRow<MessageRow>("the row of a message", body);
}

}  // namespace delivery::record
