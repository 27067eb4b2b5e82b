#include "server/ledger/sqlite_reads.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <tuple>

#include "server/ledger/page_entries.h"
#include "server/ledger/seal.h"

namespace delivery::ledger {

using namespace desk;

namespace {

tl::unexpected<Fault> unreadable(std::string_view table) {
    return tl::unexpected(
        Fault{FaultCode::Unreadable, "a row of " + std::string(table) + " does not fit its seal"});
}

Expected<EffectRow> effectOf(const Row& row) {
    EffectRow effect{.id = row.text(0),
                     .kind = row.text(1),
                     .due = row.instant(2),
                     .tries = static_cast<int>(row.number(3)),
                     .since = row.instant(4),
                     .body = row.text(5)};
    if (sealOf(effect) != row.number(6)) return unreadable("effect");
    return effect;
}

Expected<TimerRow> timerOf(const Row& row) {
    TimerRow timer{.stream = {row.text(0), row.text(1)},
                   .kind = row.text(2),
                   .due = row.instant(3),
                   .waitsFor = row.text(4)};
    if (sealOf(timer) != row.number(5)) return unreadable("timer");
    return timer;
}

Expected<SideRow> sideOf(const Row& row) {
    SideRow side{
        .kind = row.text(0), .key = row.text(1), .owner = row.text(2), .body = row.text(3)};
    if (sealOf(side) != row.number(4)) return unreadable("side");
    return side;
}

Expected<PageCursor> cursorOf(const Row& row) {
    PageCursor cursor{.page = row.text(0),
                      .position = row.number(1),
                      .paused = row.number(2) != 0,
                      .quarantined = row.number(3) != 0,
                      .lastError = row.text(4)};
    if (sealOf(cursor) != row.number(5)) return unreadable("page_cursor");
    return cursor;
}

Expected<PageRow> pageRowOf(const std::string& page, const Row& row) {
    if (row.isNull(0))
        return tl::unexpected(Fault{FaultCode::Unreadable, "an index entry without its page row"});
    if (sealOfPageRow(page, row.view(0), row.view(1), row.view(2)) != row.number(3))
        return unreadable("page_row");
    auto entries = decodeEntries(row.view(1));
    if (!entries) return unreadable("page_row");
    return PageRow{.key = row.text(0), .body = row.text(2), .entries = std::move(*entries)};
}

}  // namespace

Expected<EventRow> eventOf(const Row& row) {
    EventRow event{.stream = {row.text(1), row.text(2)},
                   .version = row.number(3),
                   .position = row.number(0),
                   .at = row.instant(4),
                   .type = row.text(5),
                   .typeVersion = static_cast<int>(row.number(6)),
                   .body = row.text(7),
                   .actor = row.text(8),
                   .cause = row.text(9),
                   .hash = row.text(10)};
    if (sealOf(event) != row.number(11)) return unreadable("event");
    return event;
}

template <class Value, class Parse, class... Values>
Expected<std::vector<Value>> SqliteReads::all(Query query, Parse parse, const Values&... values) {
    std::vector<Value> found;
    auto done = m_database.each(
        query,
        [&](const Row& row) -> Expected<void> {
            Expected<Value> parsed = parse(row);
            if (!parsed) return tl::unexpected(std::move(parsed.error()));
            found.push_back(std::move(*parsed));
            return {};
        },
        values...);
    if (!done) return tl::unexpected(std::move(done.error()));
    return found;
}

template <class Value, class Parse, class Name, class... Values>
Expected<std::vector<Value>> SqliteReads::readable(Query query, Parse parse, Name named,
                                                   const Values&... values) {
    std::vector<Value> found;
    auto done = m_database.each(
        query,
        [&](const Row& row) -> Expected<void> {
            Expected<Value> parsed = parse(row);
            if (parsed) {
                found.push_back(std::move(*parsed));
                return {};
            }
            Unreadable unreadable = named(row);
            unreadable.why = std::move(parsed.error().text);
            m_unreadable.push_back(std::move(unreadable));
            return {};
        },
        values...);
    if (!done) return tl::unexpected(std::move(done.error()));
    return found;
}

template <class Value, class Parse, class... Values>
Expected<std::optional<Value>> SqliteReads::one(Query query, Parse parse, const Values&... values) {
    std::optional<Value> found;
    auto done = m_database.each(
        query,
        [&](const Row& row) -> Expected<void> {
            Expected<Value> parsed = parse(row);
            if (!parsed) return tl::unexpected(std::move(parsed.error()));
            found = std::move(*parsed);
            return {};
        },
        values...);
    if (!done) return tl::unexpected(std::move(done.error()));
    return found;
}

Expected<std::optional<StateRow>> SqliteReads::state(const StreamKey& stream) {
    const auto parse = [&](const Row& row) -> Expected<StateRow> {
        if (sealOfState(stream, row.number(0), row.view(1), row.view(2)) != row.number(3))
            return unreadable("state");
        return StateRow{.version = row.number(0), .body = row.text(2)};
    };
    return one<StateRow>(Query::ReadState, parse, stream.kind, stream.id);
}

Expected<std::vector<EventRow>> SqliteReads::stream(const StreamKey& stream,
                                                    std::int64_t fromVersion, int limit) {
    assert(limit >= 0);  // a negative LIMIT would mean none
    return all<EventRow>(Query::ReadStream, eventOf, stream.kind, stream.id, fromVersion, limit);
}

Expected<std::vector<EventRow>> SqliteReads::log(std::int64_t afterPosition, int limit) {
    assert(limit >= 0);
    return all<EventRow>(Query::ReadLog, eventOf, afterPosition, limit);
}

Expected<std::int64_t> SqliteReads::lastPosition() {
    std::int64_t last = 0;
    auto done = m_database.each(Query::ReadLastPosition, [&](const Row& row) {
        last = row.number(0);
        return Expected<void>();
    });
    if (!done) return tl::unexpected(std::move(done.error()));
    return last;
}

Expected<std::optional<ReplyRow>> SqliteReads::reply(const ReplyKey& key) {
    const auto parse = [&](const Row& row) -> Expected<ReplyRow> {
        ReplyRow reply{.key = key,
                       .fingerprint = row.text(0),
                       .body = row.text(1),
                       .final = row.number(2) != 0,
                       .at = row.instant(3)};
        if (sealOf(reply) != row.number(4)) return unreadable("reply");
        return reply;
    };
    return one<ReplyRow>(Query::ReadReply, parse, key.actor, key.command.text());
}

namespace {

Unreadable effectNamed(const Row& row) {
    return {.what = Unreadable::What::Effect, .effectId = row.text(0)};
}

}  // namespace

Expected<std::vector<EffectRow>> SqliteReads::effectsDue(Instant now, int limit) {
    assert(limit >= 0);
    return readable<EffectRow>(Query::ReadEffectsDue, effectOf, effectNamed, now, limit);
}

Expected<std::vector<EffectRow>> SqliteReads::messagesDue(Instant now, int limit) {
    assert(limit >= 0);
    return readable<EffectRow>(Query::ReadMessagesDue, effectOf, effectNamed, now, limit);
}

namespace {

Unreadable timerNamed(const Row& row) {
    return {.what = Unreadable::What::Timer,
            .stream = {row.text(0), row.text(1)},
            .timer = row.text(2)};
}

}  // namespace

Expected<std::vector<TimerRow>> SqliteReads::timersDue(const std::string& waitsFor, Instant now,
                                                       int limit) {
    assert(limit >= 0);
    return readable<TimerRow>(Query::ReadTimersDue, timerOf, timerNamed, waitsFor, now, limit);
}

Expected<void> SqliteReads::lookAtOwed() {
    constexpr Instant ever{std::numeric_limits<std::int64_t>::max()};
    auto effects = effectsDue(ever, std::numeric_limits<int>::max());
    if (!effects) return tl::unexpected(std::move(effects.error()));
    auto messages = messagesDue(ever, std::numeric_limits<int>::max());
    if (!messages) return tl::unexpected(std::move(messages.error()));
    auto timers = readable<TimerRow>(Query::ListTimers, timerOf, timerNamed);
    if (!timers) return tl::unexpected(std::move(timers.error()));
    return {};
}

Expected<std::optional<TimerRow>> SqliteReads::timer(const StreamKey& stream,
                                                     const std::string& kind) {
    return one<TimerRow>(Query::ReadTimer, timerOf, stream.kind, stream.id, kind);
}

Expected<std::optional<EffectRow>> SqliteReads::effect(const std::string& id) {
    return one<EffectRow>(Query::ReadEffect, effectOf, id);
}

Expected<std::optional<Instant>> SqliteReads::nextTimerDue(const std::string& waitsFor) {
    return nextDue(Query::ReadNextTimerDue, waitsFor);
}

Expected<std::optional<Instant>> SqliteReads::nextEffectDue() {
    return nextDue(Query::ReadNextEffectDue);
}

template <class... Values>
Expected<std::optional<Instant>> SqliteReads::nextDue(Query query, const Values&... values) {
    std::optional<Instant> due;
    const auto read = [&](const Row& row) {
        // The least of nothing is one row with NULL.
        if (!row.isNull(0)) due = row.instant(0);
        return Expected<void>();
    };
    auto done = m_database.each(query, read, values...);
    if (!done) return tl::unexpected(std::move(done.error()));
    return due;
}

namespace {

Unreadable sideNamed(const Row& row) {
    return {.what = Unreadable::What::Side, .side = {row.text(0), row.text(1)}};
}

}  // namespace

/// Whoever asks for one row hears that it cannot be read; and like one that is left out of a list
/// it is named, for the one who asks may go on without it.
Expected<SideRow> SqliteReads::sideOrNoted(const Row& row) {
    Expected<SideRow> side = sideOf(row);
    if (side) return side;
    Unreadable unreadable = sideNamed(row);
    unreadable.why = side.error().text;
    note(std::move(unreadable));
    return side;
}

Expected<std::optional<SideRow>> SqliteReads::side(const SideKey& key) {
    const auto parse = [this](const Row& row) { return sideOrNoted(row); };
    return one<SideRow>(Query::ReadSide, parse, key.kind, key.key);
}

Expected<std::vector<SideRow>> SqliteReads::sidesOf(const std::string& kind,
                                                    const std::string& owner) {
    const auto parse = [this](const Row& row) { return sideOrNoted(row); };
    return all<SideRow>(Query::ReadSidesOfOwner, parse, kind, owner);
}

Expected<std::vector<SideRow>> SqliteReads::sidesOfKind(const std::string& kind, int limit) {
    assert(limit >= 0);
    return readable<SideRow>(Query::ReadSidesOfKind, sideOf, sideNamed, kind, limit);
}

Expected<std::vector<SideRow>> SqliteReads::sidesPage(const std::string& kind, std::int64_t offset,
                                                      std::int64_t limit) {
    assert(offset >= 0 && limit >= 0);
    return readable<SideRow>(Query::ReadSidesPage, sideOf, sideNamed, kind, limit, offset);
}

Expected<std::int64_t> SqliteReads::sideCount(const std::string& kind) {
    std::int64_t count = 0;
    auto done = m_database.each(
        Query::CountSides,
        [&](const Row& row) {
            count = row.number(0);
            return Expected<void>();
        },
        kind);
    if (!done) return tl::unexpected(std::move(done.error()));
    return count;
}

Expected<std::map<std::string, std::int64_t>> SqliteReads::counters() {
    std::map<std::string, std::int64_t> found;
    auto done = m_database.each(Query::ReadCounters, [&](const Row& row) {
        if (sealOfCounter(row.view(0), row.number(1)) != row.number(2))
            return Expected<void>(unreadable("counter"));
        found.emplace(row.text(0), row.number(1));
        return Expected<void>();
    });
    if (!done) return tl::unexpected(std::move(done.error()));
    return found;
}

Expected<std::optional<PageRow>> SqliteReads::pageRow(const std::string& page,
                                                      const std::string& key) {
    const auto parse = [&](const Row& row) { return pageRowOf(page, row); };
    return one<PageRow>(Query::ReadPageRow, parse, page, key);
}

namespace {

struct ScannedRow {
    std::int64_t sort = 0;
    PageRow row;
};

/// SQLite takes the entries in their order, but a join promises none for what comes out. Sorting
/// here is a look at rows that lie right already; in SQL each would be copied once more.
std::vector<PageRow> inOrder(std::vector<ScannedRow> scanned, bool descending) {
    const auto isBefore = [](const ScannedRow& one, const ScannedRow& other) {
        return std::tie(one.sort, one.row.key) < std::tie(other.sort, other.row.key);
    };
    if (descending) {
        std::sort(scanned.rbegin(), scanned.rend(), isBefore);
    } else {
        std::sort(scanned.begin(), scanned.end(), isBefore);
    }
    std::vector<PageRow> rows;
    rows.reserve(scanned.size());
    for (ScannedRow& one : scanned) rows.push_back(std::move(one.row));
    return rows;
}

}  // namespace

Expected<std::vector<PageRow>> SqliteReads::scan(const ScanRequest& request) {
    assert(request.limit >= 0);
    assert(request.offset >= 0);
    using Limits = std::numeric_limits<std::int64_t>;
    const std::int64_t end = request.descending ? Limits::min() : Limits::max();
    if (request.after == end) return std::vector<PageRow>();
    std::int64_t from = request.descending ? Limits::max() : Limits::min();
    if (request.after) from = request.descending ? *request.after - 1 : *request.after + 1;
    const auto parse = [&](const Row& row) -> Expected<ScannedRow> {
        auto found = pageRowOf(request.page, row);
        if (!found) return tl::unexpected(std::move(found.error()));
        // An entry that leads to a row which does not know it was changed behind our back.
        const IndexEntry entry{request.index, request.partition, row.number(4)};
        if (!std::binary_search(found->entries.begin(), found->entries.end(), entry))
            return unreadable("page_index");
        return ScannedRow{entry.sort, std::move(*found)};
    };
    const Query query = request.descending ? Query::ScanPageDown : Query::ScanPageUp;
    auto scanned = all<ScannedRow>(query, parse, request.page, request.index, request.partition,
                                   from, request.limit, request.offset);
    if (!scanned) return tl::unexpected(std::move(scanned.error()));
    return inOrder(std::move(*scanned), request.descending);
}

Expected<std::int64_t> SqliteReads::partitionSize(const std::string& page, const std::string& index,
                                                  const std::string& partition) {
    std::int64_t size = 0;
    auto done = m_database.each(
        Query::ReadPageCount,
        [&](const Row& row) {
            if (sealOfPageCount(page, index, partition, row.number(0)) != row.number(1))
                return Expected<void>(unreadable("page_count"));
            size = row.number(0);
            return Expected<void>();
        },
        page, index, partition);
    if (!done) return tl::unexpected(std::move(done.error()));
    return size;
}

Expected<std::vector<PageCursor>> SqliteReads::pageCursors() {
    return all<PageCursor>(Query::ReadPageCursors, cursorOf);
}

Expected<std::optional<PageCursor>> SqliteReads::pageCursor(const std::string& page) {
    return one<PageCursor>(Query::ReadPageCursor, cursorOf, page);
}

Expected<std::string> SqliteReads::install() {
    const auto parse = [](const Row& row) -> Expected<std::string> {
        if (sealOfMeta("install", row.view(0)) != row.number(1)) return unreadable("meta");
        return row.text(0);
    };
    auto found = one<std::string>(Query::ReadMeta, parse, std::string_view("install"));
    if (!found) return tl::unexpected(std::move(found.error()));
    if (!*found) return tl::unexpected(Fault{FaultCode::Damaged, "the file has no install name"});
    return std::move(**found);
}

}  // namespace delivery::ledger
