#pragma once
/// A checksum over one row, so that a byte that changed on the disk is an error and never an
/// answer.

#include <cstdint>
#include <string_view>

#include "core/instant.h"
#include "desk/ledger.h"

namespace delivery::ledger {

/// Not a secret and not against forgery: the chain is for that.
[[nodiscard]] std::int64_t sealOf(const desk::EventRow& row);
[[nodiscard]] std::int64_t sealOfState(const desk::StreamKey& stream, std::int64_t version,
                                       std::string_view tail, std::string_view body);
[[nodiscard]] std::int64_t sealOf(const desk::ReplyRow& row);
[[nodiscard]] std::int64_t sealOf(const desk::EffectRow& row);
[[nodiscard]] std::int64_t sealOf(const desk::SideRow& row);
[[nodiscard]] std::int64_t sealOf(const desk::TimerRow& row);
[[nodiscard]] std::int64_t sealOf(const desk::PageCursor& row);
[[nodiscard]] std::int64_t sealOfPageCount(std::string_view page, std::string_view index,
                                           std::string_view partition, std::int64_t entries);
[[nodiscard]] std::int64_t sealOfCounter(std::string_view name, std::int64_t value);
[[nodiscard]] std::int64_t sealOfMeta(std::string_view name, std::string_view value);
[[nodiscard]] std::int64_t sealOfPageRow(std::string_view page, std::string_view key,
                                         std::string_view entries, std::string_view body);

}  // namespace delivery::ledger
