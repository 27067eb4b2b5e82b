#pragma once
/// How an order's card follows the order's events: state, timeline, whether the store has seen it.

#include <optional>

#include "core/result.h"
#include "page/page.h"

namespace delivery::page {

/// The card after an event of its order; nothing before means that the order is being placed. A
/// misfit is a Fault.
[[nodiscard]] Expected<OrderCard> follow(const std::optional<OrderCard>& before,
                                         const Logged& logged, const order::Event& event);

}  // namespace delivery::page
