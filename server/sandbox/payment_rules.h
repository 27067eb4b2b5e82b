#pragma once
/// What the payment provider decides about a card charge, a cancellation and a card registration
/// (Toss Payments 2022-11-16).

#include <cstdint>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "server/sandbox/payment_ledger.h"

namespace delivery::sandbox {

/// How a switch bends the rules.
struct Bend {
    bool declines = false;
    std::int64_t addedWon = 0;  ///< charged on top of what was asked
};

/// POST /v1/billing/{billingKey}
StoredReply chargeCard(PaymentLedger& ledger, const std::string& billingKey,
                       const nlohmann::json& body, const std::string& idempotencyKey, Bend bend,
                       std::int64_t nowMs);
/// POST /v1/payments/{paymentKey}/cancel
StoredReply cancelPayment(PaymentLedger& ledger, const std::string& paymentKey,
                          const nlohmann::json& body, const std::string& idempotencyKey, Bend bend,
                          std::int64_t nowMs);
/// POST /v1/billing/authorizations/issue
StoredReply issueBilling(PaymentLedger& ledger, const nlohmann::json& body, Bend bend,
                         std::int64_t nowMs);

/// The payment object as the provider shows it.
nlohmann::json showPayment(const Payment& payment);

}  // namespace delivery::sandbox
