#pragma once
/// Bodies of what people ask of an order, read into commands. Whoever has a command need not check
/// its shape again.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "desk/command.h"
#include "wire/strict_json.h"

namespace delivery::wire {

/// A dish that was named instead of numbered; its number is still to be found in the menu.
struct NamedDish {
    std::size_t line = 0;
    std::string name;
};

/// An order as it was asked for: without its caller, its area and the numbers of named dishes.
struct OrderWish {
    desk::PlaceOrder command;
    /// Where given: must be the caller, or whom an admin acts for.
    std::optional<CustomerId> customerId;
    std::vector<NamedDish> named;
    /// Where the customer put the pin.
    std::optional<GeoPoint> pin;
};
[[nodiscard]] Read<OrderWish> parsePlaceOrder(const JsonBody& body);

/// {"reason"?}.
[[nodiscard]] Read<desk::CancelOrder> parseCancelOrder(OrderId order, const JsonBody& body);
/// {"status":"OrderCanceled","reason"?}: the only status that anybody may write.
[[nodiscard]] Read<desk::CancelOrder> parseOrderPatch(OrderId order, const JsonBody& body);
/// {"cardId"?}.
[[nodiscard]] Read<desk::PayNow> parsePayNow(OrderId order, const JsonBody& body);
/// {"stars":1..5,"text"?}.
[[nodiscard]] Read<desk::RateOrder> parseRateOrder(OrderId order, const JsonBody& body);
/// {"cookMinutes":1..180}.
[[nodiscard]] Read<desk::AcceptOrder> parseAcceptOrder(OrderId order, const JsonBody& body);
[[nodiscard]] Read<desk::ChangePromise> parseChangePromise(OrderId order, const JsonBody& body);
/// {"reason"}.
[[nodiscard]] Read<desk::RejectOrder> parseRejectOrder(OrderId order, const JsonBody& body);
/// {"fence"?}: which holding of the delivery is meant.
[[nodiscard]] Read<std::optional<std::int64_t>> parseFence(const JsonBody& body);
/// A step of the way: which holding is meant, and when it was done if that was earlier.
struct StepWish {
    std::optional<std::int64_t> fence;
    std::optional<Instant> doneAt;
};
[[nodiscard]] Read<StepWish> parseStep(const JsonBody& body);
/// {} or no body at all.
[[nodiscard]] Read<void> parseNothing(const JsonBody& body);

}  // namespace delivery::wire
