#pragma once
/// What cannot be read is set aside by name, so that it stops nothing else; what an order owes is
/// made again.

#include <map>
#include <optional>
#include <string>

#include "core/result.h"
#include "desk/ledger.h"

namespace delivery::desk {

/// Name and why: "effect charge/17/1", "timer order/17 StoreAnswer", "stream order/17"; pages too,
/// as "page orders".
using Quarantine = std::map<std::string, std::string>;

[[nodiscard]] std::string nameOf(const Unreadable& row);
[[nodiscard]] std::optional<Unreadable> unreadableNamed(const std::string& name);

/// What was set aside and not taken back.
[[nodiscard]] Expected<Quarantine> setAsideIn(LedgerReader& reader);

}  // namespace delivery::desk
