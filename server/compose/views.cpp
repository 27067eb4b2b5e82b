#include "server/compose/views.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

namespace delivery::compose {

namespace {

constexpr int eventsPerStep = 2'000;

/// How far the slowest view is. Only for whoever watches: what cannot be read is not said.
void tellProgress(desk::LedgerReader& reader) {
    const auto end = reader.lastPosition();
    const auto cursors = reader.pageCursors();
    if (!end || !cursors) return;
    std::int64_t slowest = *end;
    for (const desk::PageCursor& cursor : *cursors) slowest = std::min(slowest, cursor.position);
    std::fprintf(stderr, "deliveryd: rebuilding views: %lld of %lld\n",
                 static_cast<long long>(slowest), static_cast<long long>(*end));
}

}  // namespace

Expected<void> bringViewsUp(desk::CommandDesk& desk, desk::Ledger& ledger) {
    auto reader = ledger.reader();
    if (!reader) return tl::unexpected(reader.error());
    for (bool isAtEnd = false; !isAtEnd;) {
        const auto caughtUp = desk.catchUp(eventsPerStep);
        if (!caughtUp) return tl::unexpected(caughtUp.error());
        isAtEnd = *caughtUp;
        tellProgress(**reader);
    }
    return {};
}

}  // namespace delivery::compose
