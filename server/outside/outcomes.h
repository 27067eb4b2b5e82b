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
/// heardOf says whether the refund itself was answered, or a question about it.
[[nodiscard]] Next afterRefund(const Owed& owed, const effect::Verdict& verdict, Instant now,
                               effect::PaymentOperation heardOf);

/// When an effect is due again that was performed and still is what it was.
[[nodiscard]] Instant dueAgain(const Owed& owed, Instant now, std::uint64_t random);

/// The first try of a charge puts tries to 1: from then on the order is deferred, and its tries
/// probe the provider.
[[nodiscard]] bool isDeferredCharge(const Owed& owed);

/// Nothing of this charge can have reached the provider. It was first owed after this life of the
/// worker began, so that no other life tried it, and what this one heard of its tries is recorded
/// before the next: "not sent" each time, or the charge would be in doubt.
[[nodiscard]] bool isCertainlyUnsent(const Owed& owed, Instant lifeBegan);

[[nodiscard]] desk::Command chargeNotSent(const Owed& owed);
/// A decline where nothing can have been captured; else the provider is asked first.
[[nodiscard]] desk::Command chargeWithoutCard(const Owed& owed, Instant lifeBegan);
[[nodiscard]] desk::Command chargeUnacceptable(const Owed& owed, std::string code);

}  // namespace delivery::outside
