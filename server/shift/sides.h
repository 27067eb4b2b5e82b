#pragma once
/// A row beside the log that whoever asks can do without: one that cannot be read is named and
/// counts as erased. Runs on a reader's thread.

#include <optional>
#include <string>
#include <utility>

#include "desk/ledger.h"

namespace delivery::shift {

/// Such a row, or what it belongs to, rests alone; any other fault concerns everything.
[[nodiscard]] inline bool restsAlone(const Fault& fault) {
    return fault.code == FaultCode::Unreadable || fault.code == FaultCode::Misfit;
}

/// Decoded; nothing where there is none, or none that can be read: it must not keep from anybody
/// what it is shown with.
template <class Value>
[[nodiscard]] Expected<std::optional<Value>> readableSide(
    desk::LedgerReader& ledger, const desk::SideKey& key,
    Expected<Value> (*decode)(const std::string&)) {
    const auto row = ledger.side(key);
    // Named by the ledger.
    if (!row && row.error().code == FaultCode::Unreadable) return std::optional<Value>{};
    if (!row) return tl::unexpected(row.error());
    if (!row->has_value()) return std::optional<Value>{};
    auto value = decode((*row)->body);
    if (value) return std::optional(std::move(*value));
    ledger.note(
        {.what = desk::Unreadable::What::Side, .side = key, .why = std::move(value.error().text)});
    return std::optional<Value>{};
}

}  // namespace delivery::shift
