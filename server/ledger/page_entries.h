#pragma once
/// The index entries of a page row as bytes beside the row, so that replacing it needs no search
/// for them.

#include <optional>
#include <string_view>
#include <vector>

#include "desk/ledger.h"

namespace delivery::ledger {

/// Sorted and each once.
void normalise(std::vector<desk::IndexEntry>& entries);
[[nodiscard]] desk::Bytes encodeEntries(const std::vector<desk::IndexEntry>& entries);
/// Nothing when the bytes are not such a list.
[[nodiscard]] std::optional<std::vector<desk::IndexEntry>> decodeEntries(std::string_view bytes);

}  // namespace delivery::ledger
