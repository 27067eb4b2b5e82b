#pragma once
/// What a state owes, derived from the state alone: react is the difference between two of these.

#include "saga/react.h"

namespace delivery::saga {

/// The call that the payment part owes, if any.
[[nodiscard]] std::optional<Call> owedCall(const order::Order& order);
/// The kinds of timers that must be armed, in the order of the enumeration.
[[nodiscard]] std::vector<order::TimerKind> owedTimers(const order::Order& order);

}  // namespace delivery::saga
