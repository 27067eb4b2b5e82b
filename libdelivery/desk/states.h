#pragma once
/// What a stream has come to: as its row says, or folded from its events where another version of
/// this program wrote the row.

#include <cstdint>

#include "core/result.h"
#include "desk/ledger.h"
#include "record/record.h"

namespace delivery::desk {

struct StreamState {
    record::AnyState state;
    std::int64_t version = 0;  ///< 0: there is no such stream
};

/// Events stay readable for ever, rows of states do not: one that was sealed whole and is of
/// another shape is no damage. The next event of the stream writes it in today's. Unreadable or
/// Misfit concern this stream alone.
[[nodiscard]] Expected<StreamState> stateOf(LedgerReader& reader, const StreamKey& stream);

}  // namespace delivery::desk
