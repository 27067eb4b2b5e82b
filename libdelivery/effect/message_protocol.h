#pragma once
/// What an answer of the message provider means (Solapi, messages/v4), and what it says of its
/// health.

#include <optional>
#include <string>
#include <variant>

#include "core/instant.h"
#include "effect/breaker.h"
#include "effect/payment_protocol.h"

namespace delivery::effect {

/// What the HTTP adapter saw of one call.
struct MessageAnswer {
    using Transport = ProviderAnswer::Transport;
    Transport transport = Transport::Answered;
    int httpStatus = 0;
    /// Of an error's body; empty in a success.
    std::string errorCode = {};
    /// "2000": what it says of our one message; empty where it says nothing of it.
    std::string statusCode = {};
    std::string providerId = {};
    std::optional<Span> retryAfter = std::nullopt;
};

namespace told {

/// It is on its way to a telephone.
struct Accepted {
    std::string providerId;
    bool operator==(const Accepted&) const = default;
};
struct Delivered {
    bool operator==(const Delivered&) const = default;
};
/// Final for this message. ours: every message would fail like this one until somebody mends it.
struct Failed {
    std::string code;
    bool ours = false;
    bool operator==(const Failed&) const = default;
};
/// Taken, and on its way still.
struct Pending {
    bool operator==(const Pending&) const = default;
};
/// Certainly nothing happened; the very same call may be made again.
struct NotSent {
    bool operator==(const NotSent&) const = default;
};
/// It may have been taken. The very same call finds out: a signature counts once.
struct Unknown {
    bool operator==(const Unknown&) const = default;
};
/// This very call was made before: look for the message.
struct SentBefore {
    bool operator==(const SentBefore&) const = default;
};
/// The provider does not know such a message.
struct NotThere {
    bool operator==(const NotThere&) const = default;
};
/// Certainly not taken, for now; later under a signature of its own.
struct NotNow {
    Span delay;
    bool operator==(const NotNow&) const = default;
};
/// Our key, our clock or our balance: nothing is taken until somebody mends it.
struct Closed {
    std::string code;
    bool operator==(const Closed&) const = default;
};

}  // namespace told

using Told =
    std::variant<told::Accepted, told::Delivered, told::Failed, told::Pending, told::NotSent,
                 told::Unknown, told::SentBefore, told::NotThere, told::NotNow, told::Closed>;

/// Of an answer to sending one.
[[nodiscard]] Told judgeSending(const MessageAnswer& answer);
/// Of an answer to asking for one, by the provider's name or by our own.
[[nodiscard]] Told judgeLooking(const MessageAnswer& answer);

/// No connection, silence, breakage and 5xx are failures; 4xx says nothing of the provider's
/// health.
[[nodiscard]] Breaker::Outcome breakerOutcome(const MessageAnswer& answer);

}  // namespace delivery::effect
