#pragma once
/// One place in the space of everything that can have happened: what lies on the disk, at the
/// provider and under way between them.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "effect/payment_protocol.h"
#include "server/outside/outbox.h"
#include "tests/sim/order_model.h"
#include "tests/support/memory_ledger.h"

namespace delivery::exhaustive {

/// The order that everything is about, and one that stands by and must not be touched.
inline const OrderId watched{2};
inline const OrderId bystander{1};
[[nodiscard]] const PaymentKey& bystandersPayment();

/// What the provider holds of one payment.
struct Held {
    std::string orderName;
    Won total;
    Won balance;
};

/// A call to the provider that somebody of this life waits for.
struct UnderWay {
    outside::Owed owed;
    /// Nothing while it travels; then the answer, on its way back.
    std::optional<effect::ProviderAnswer> answer;
};

struct Place {
    tests::LedgerRows rows;
    Instant now;
    /// The worker's life began; it ends in a crash.
    Instant lifeBegan;
    bool crashed = false;

    std::map<PaymentKey, Held> payments;
    std::map<ProviderKey, effect::ProviderAnswer> answered;
    std::map<std::string, UnderWay> underWay;  ///< by effect id
    /// Calls that nobody waits for any more and that may still arrive.
    std::map<std::string, saga::Call> strays;

    // --- the auditor's own model
    sim::OrderModel order;
    /// Points and stock that the order moved, by the type of the event.
    std::map<std::string, std::int64_t> moved;
    std::map<std::string, std::set<std::int64_t>> hands;  ///< by rider
    std::map<desk::ReplyKey, desk::Bytes> heard;

    [[nodiscard]] bool isPlaced() const { return order.version > 0; }
};

/// Two places with the same text have the same future: no times, no log, no replies.
[[nodiscard]] std::string textOf(const Place& place);

}  // namespace delivery::exhaustive
