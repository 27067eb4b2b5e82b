#pragma once
/// Prints the chain of an order (command → event → effect → event) and the rounds of its offer.

#include <optional>
#include <string>
#include <vector>

#include "page/page.h"
#include "saga/chain.h"
#include "share/policy.h"
#include "wire/scene.h"

namespace delivery::wire {

/// What is still owed, as the ledger has it now.
struct PendingCall {
    std::string effectId;
    Instant due;
    int tries = 0;
};
struct PendingTimer {
    order::TimerKind kind = order::TimerKind::ReplyDeadline;
    Instant due;
    /// The context by whose clock it counts; empty: the machine's.
    std::string waitsFor;
};
struct WhyView {
    saga::Chain chain;
    std::vector<PendingCall> calls;
    std::vector<PendingTimer> timers;
};
[[nodiscard]] std::string printWhy(const WhyView& why, const page::OrderCard& card,
                                   share::View view, const Scene& scene, const Naming& naming);

/// Why a rider sees a delivery where they see it: how its circle grew, and how far they stand now.
struct RoundsView {
    std::vector<saga::Logged> offers;  ///< DeliveryOffered, in order
    std::optional<std::int64_t> toStoreMeters;
    std::optional<std::int64_t> toCustomerMeters;
};
[[nodiscard]] std::string printRounds(const RoundsView& rounds, const page::OrderCard& card,
                                      const Scene& scene, const Naming& naming);

}  // namespace delivery::wire
