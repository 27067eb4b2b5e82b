#pragma once
/// The hash chain of one stream: a row that was changed, dropped or moved no longer fits its
/// neighbours.

#include <string_view>

#include "desk/ledger.h"

namespace delivery::ledger {

/// What stands before the first event of every stream: 32 zero bytes.
[[nodiscard]] const desk::Bytes& chainRoot();

/// BLAKE2b-256 over the previous hash and a length-prefixed encoding of the row's kind, id,
/// version, at, type, typeVersion, body, actor and cause. Position is left out, so that a stream
/// can be verified by itself.
[[nodiscard]] desk::Bytes chainHash(std::string_view previous, const desk::EventRow& row);

}  // namespace delivery::ledger
