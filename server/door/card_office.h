#pragma once
/// What the door needs of whoever issues cards: the provider's page, and the exchange of what the
/// page gave for a card that can be charged.

#include <functional>
#include <string>

#include <tl/expected.hpp>

namespace delivery::door {

/// What the browser brought back from the provider's page, and the key of the exchange.
struct CardExchange {
    std::string authKey;
    std::string customerKey;
    std::string idempotencyKey;
};

/// Its keys sealed: nothing here can be used by whoever reads it.
struct IssuedCard {
    std::string sealedBillingKey;
    std::string sealedCustomerKey;
    std::string masked;
    std::string issuer;
};

enum class CardTrouble {
    Refused,  ///< the provider does not take what the browser brought
    Away,     ///< certainly not sent, or held back: nothing happened
    Unknown,  ///< asked several times under one key, and nobody knows
};
using CardAnswer = tl::expected<IssuedCard, CardTrouble>;

struct CardOffice {
    /// The address of a page that takes customerKey, successUrl and failUrl behind it.
    std::string page;
    /// Where the provider has no such address but a script of its own that opens the page.
    std::string script;
    std::string clientKey;
    /// Called on the door's thread and answered there, later, once.
    std::function<void(const CardExchange&, std::function<void(CardAnswer)>)> exchange;
};

}  // namespace delivery::door
