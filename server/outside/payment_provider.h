#pragma once
/// The payment provider as a port: four calls, each answered exactly once with what was seen,
/// judged by nobody here.

#include <functional>
#include <string>

#include "core/ids.h"
#include "core/won.h"
#include "effect/payment_protocol.h"

namespace delivery::outside {

/// Billing key and customer key are secrets: never logged, never kept longer than the call.
struct ChargeCall {
    std::string billingKey;
    std::string customerKey;
    std::string providerOrderId;
    std::string orderName;
    Won amount;
    ProviderKey key;
};

/// Gives back all of a payment.
struct RefundCall {
    PaymentKey paymentKey;
    ProviderKey key;
    std::string reason;
};

class PaymentProvider {
  public:
    /// Comes later on the caller's thread, never during the call itself.
    using Heard = std::function<void(effect::ProviderAnswer)>;

    virtual ~PaymentProvider() = default;
    virtual void charge(const ChargeCall& call, Heard heard) = 0;
    /// By the name that we gave the attempt.
    virtual void askByOrder(const std::string& providerOrderId, Heard heard) = 0;
    virtual void askByPayment(const PaymentKey& paymentKey, Heard heard) = 0;
    virtual void refund(const RefundCall& call, Heard heard) = 0;
};

/// What the provider's page gave a customer's browser. A secret until it is used.
struct CardCall {
    std::string authKey;
    std::string customerKey;
    ProviderKey key;
};

/// The part of the provider that makes cards of what its page gave.
class CardProvider {
  public:
    using Heard = PaymentProvider::Heard;

    virtual ~CardProvider() = default;
    /// Executed once per key: the same call again gets the first answer.
    virtual void issueCard(const CardCall& call, Heard heard) = 0;
};

}  // namespace delivery::outside
