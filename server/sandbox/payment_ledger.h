#pragma once
/// The provider's books: payments, refunds, the replies kept by idempotency key, and registered
/// cards. No rules.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/sandbox/database.h"

namespace delivery::sandbox {

struct Cancel {
    std::string transactionKey;
    std::int64_t amountWon = 0;
    std::int64_t refundableWon = 0;  ///< what was left after it
    std::string reason;
    std::int64_t atMs = 0;
};

struct Payment {
    std::string paymentKey;
    std::string orderId;  ///< the merchant's
    std::string orderName;
    std::string billingKey;
    std::string customerKey;
    std::int64_t totalWon = 0;
    std::int64_t balanceWon = 0;
    std::string approveNo;
    std::string lastTransactionKey;
    std::int64_t approvedAtMs = 0;
    std::vector<Cancel> cancels;
};

struct LedgerEntry {
    std::string orderId;
    std::string paymentKey;
    std::string idempotencyKey;
    std::string kind;  ///< capture or refund
    std::int64_t amountWon = 0;
    std::int64_t atMs = 0;
};

/// Toss scopes an idempotency key by method and URL.
struct ReplyScope {
    std::string key;
    std::string method;
    std::string url;
    auto operator<=>(const ReplyScope&) const = default;
};

struct StoredReply {
    int status = 200;
    std::string body;
};

struct CardRegistration {
    std::string customerKey;
    bool declines = false;
    std::string masked;
    std::string issuerCode;
};

/// Everything happens inside the database's present batch.
class PaymentLedger {
  public:
    explicit PaymentLedger(Database& database) : m_database(database) {}

    std::optional<Payment> findByKey(std::string_view paymentKey);
    std::optional<Payment> findByOrder(std::string_view orderId);
    void addCapture(const Payment& payment, std::string_view idempotencyKey);
    /// Adds the refund to the books and to the payment in hand.
    void addRefund(Payment& payment, Cancel cancel, std::string_view idempotencyKey);
    std::vector<LedgerEntry> entries();

    std::optional<StoredReply> findReply(const ReplyScope& scope);
    void addReply(const ReplyScope& scope, const StoredReply& reply, std::int64_t atMs);

    void addRegistration(std::string_view authKey, const CardRegistration& card, std::int64_t atMs);
    /// Nothing if it is unknown or was used before.
    std::optional<CardRegistration> findRegistration(std::string_view authKey);
    void issueBillingKey(std::string_view authKey, std::string_view billingKey);
    /// The customerKey it was issued for.
    std::optional<std::string> findBillingKey(std::string_view billingKey);

    void addMessage(std::string_view messageId, std::string_view telephone, std::string_view body);
    std::vector<std::string> messages();
    std::optional<std::string> findMessage(std::string_view messageId);
    /// Newest first.
    std::vector<std::string> messagesTo(std::string_view telephone, std::int64_t limit);
    /// Whether the message provider took this signature since then.
    bool knowsSignature(std::string_view signature, std::int64_t sinceMs);
    /// Older ones than this are forgotten with it.
    void addSignature(std::string_view signature, std::int64_t atMs, std::int64_t forgetMs);

    void putSetting(std::string_view name, std::string_view value);
    std::optional<std::string> findSetting(std::string_view name);

    Database& database() { return m_database; }

  private:
    std::optional<Payment> find(Query query, std::string_view name);

    Database& m_database;
};

}  // namespace delivery::sandbox
