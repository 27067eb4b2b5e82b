#pragma once
/// What an order owes, by the auditor's own model: the call that must lie in the outbox, the timers
/// that must be armed.

#include <set>
#include <string>

#include "tests/sim/order_model.h"

namespace delivery::sim {

/// The one call that the payment's state owes; empty for none.
[[nodiscard]] std::string owedEffect(const OrderModel& order);
/// The timers that must be armed. ReplyDeadline may be, besides, while the order lives.
[[nodiscard]] std::set<std::string> owedTimers(const OrderModel& order);

}  // namespace delivery::sim
