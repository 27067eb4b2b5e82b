#pragma once
/// What follows from the provider's verdict on one owed call: the command that brings it home, or
/// when to try again. Pure.

#include <cstdint>
#include <optional>
#include <variant>

#include "desk/command.h"
#include "effect/payment_protocol.h"
#include "server/outside/outbox.h"

namespace delivery::outside {

/// The effect stays owed and is due again then.
struct TryAgain {
    Instant due;
};
/// A refund that may have been done before: the payment itself must be asked for.
struct AskPayment {};

using Next = std::variant<desk::Command, TryAgain, AskPayment>;

[[nodiscard]] Next afterCharge(const Owed& owed, const effect::Verdict& verdict);
[[nodiscard]] Next afterQuery(const Owed& owed, const effect::Verdict& verdict, Instant now);
[[nodiscard]] Next afterRefund(const Owed& owed, const effect::Verdict& verdict, Instant now);

/// When an effect is due again that was performed and still is what it was.
[[nodiscard]] Instant dueAgain(const Owed& owed, Instant now, std::uint64_t random);

/// The first try of a charge puts tries to 1: from then on the order is deferred, and its tries
/// probe the provider.
[[nodiscard]] bool isDeferredCharge(const Owed& owed);

[[nodiscard]] desk::Command chargeNotSent(const Owed& owed);
[[nodiscard]] desk::Command chargeDeclined(const Owed& owed, std::string code);
[[nodiscard]] desk::Command chargeUnacceptable(const Owed& owed, std::string code);

}  // namespace delivery::outside
