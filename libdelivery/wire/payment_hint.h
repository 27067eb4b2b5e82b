#pragma once
/// Reads the payment provider's webhook (Toss Payments docs): which payment it speaks of, and
/// nothing else.

#include <optional>
#include <string>
#include <string_view>

#include "wire/misread.h"

namespace delivery::wire {

/// The provider's order id; nothing for news of another kind. Lenient about what is new there,
/// because fields may appear without notice; nothing in it is believed anyway.
[[nodiscard]] Read<std::optional<std::string>> parsePaymentHint(std::string_view body);

}  // namespace delivery::wire
