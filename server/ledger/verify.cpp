#include "server/ledger/verify.h"

#include <array>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/ledger/chain.h"
#include "server/ledger/page_entries.h"
#include "server/ledger/seal.h"
#include "server/ledger/sqlite_reads.h"

namespace delivery::ledger {

using namespace desk;

namespace {

constexpr int eventsPerRead = 256;

tl::unexpected<Fault> damaged(const StreamKey& stream, std::string_view what) {
    return tl::unexpected(Fault{FaultCode::Unreadable, "stream " + stream.kind + "/" + stream.id +
                                                           ": " + std::string(what)});
}

struct Tail {
    std::int64_t version = 0;
    Bytes hash;
};

Expected<Tail> tailOf(SqliteHandle& database, const StreamKey& stream) {
    // Reading the state itself checks its seal.
    auto state = SqliteReads(database).state(stream);
    if (!state) return tl::unexpected(std::move(state.error()));
    if (!*state) return damaged(stream, "no state");
    Tail tail;
    auto done = database.each(
        Query::ReadTail,
        [&](const Row& row) {
            tail = {.version = row.number(0), .hash = row.text(1)};
            return Expected<void>();
        },
        stream.kind, stream.id);
    if (!done) return tl::unexpected(std::move(done.error()));
    return tail;
}

Expected<void> checkTail(SqliteHandle& database, const StreamKey& stream) {
    const Expected<Tail> tail = tailOf(database, stream);
    if (!tail) return tl::unexpected(tail.error());
    std::vector<EventRow> newestFirst;
    auto read = database.each(
        Query::ReadStreamEnd,
        [&](const Row& row) -> Expected<void> {
            auto event = eventOf(row);
            if (!event) return tl::unexpected(std::move(event.error()));
            newestFirst.push_back(std::move(*event));
            return {};
        },
        stream.kind, stream.id);
    if (!read) return read;
    if (newestFirst.empty()) return damaged(stream, "a state without events");
    const EventRow& last = newestFirst.front();
    const bool isFirst = newestFirst.size() == 1;
    if (last.version != tail->version || (isFirst && last.version != 1))
        return damaged(stream, "events are missing at its end");
    const Bytes& previous = isFirst ? chainRoot() : newestFirst.back().hash;
    if (last.hash != tail->hash || chainHash(previous, last) != last.hash)
        return damaged(stream, "its last event does not fit the chain");
    return {};
}

Expected<std::vector<StreamKey>> streamsOf(SqliteHandle& database, Query query,
                                           std::optional<std::int64_t> newest = std::nullopt) {
    std::vector<StreamKey> streams;
    const auto collect = [&](const Row& row) {
        streams.push_back({row.text(0), row.text(1)});
        return Expected<void>();
    };
    auto done = newest ? database.each(query, collect, *newest) : database.each(query, collect);
    if (!done) return tl::unexpected(std::move(done.error()));
    return streams;
}

constexpr int setAsideMax = 10'000;

/// Streams that rest already, as libdelivery/desk names them: "stream order/17".
Expected<std::set<StreamKey>> streamsSetAside(SqliteHandle& database) {
    constexpr std::string_view prefix = "stream ";
    std::set<StreamKey> streams;
    auto rows = SqliteReads(database).sidesOfKind("quarantine", setAsideMax);
    if (!rows) return tl::unexpected(std::move(rows.error()));
    for (const SideRow& row : *rows) {
        const auto slash = row.key.find('/');
        if (!row.key.starts_with(prefix) || slash == std::string::npos) continue;
        streams.insert(
            {row.key.substr(prefix.size(), slash - prefix.size()), row.key.substr(slash + 1)});
    }
    return streams;
}

}  // namespace

Expected<void> checkTails(SqliteHandle& database, std::int64_t newestEvents) {
    const auto listed = streamsOf(database, Query::ListNewestStreams, newestEvents);
    if (!listed) return tl::unexpected(listed.error());
    const auto resting = streamsSetAside(database);
    if (!resting) return tl::unexpected(resting.error());
    for (const StreamKey& stream : std::set<StreamKey>(listed->begin(), listed->end())) {
        if (resting->contains(stream)) continue;
        if (auto checked = checkTail(database, stream); !checked) return checked;
    }
    return {};
}

namespace {

Expected<void> askedForOk(SqliteHandle& database, std::string_view pragma) {
    const Expected<std::string> verdict = database.textOf(pragma);
    if (!verdict) return tl::unexpected(verdict.error());
    if (*verdict != "ok")
        return tl::unexpected(Fault{FaultCode::Damaged, std::string(pragma) + ": " + *verdict});
    return {};
}

}  // namespace

Expected<void> quickCheck(SqliteHandle& database) {
    // quick_check leaves out whether indexes fit their tables; these two tables are small and what
    // they owe is money.
    for (const char* pragma : {"PRAGMA quick_check(1)", "PRAGMA integrity_check(timer)",
                               "PRAGMA integrity_check(effect)"}) {
        if (auto checked = askedForOk(database, pragma); !checked) return checked;
    }
    return {};
}

namespace {

bool isOfOneStream(const Fault& fault) {
    return fault.code == FaultCode::Unreadable || fault.code == FaultCode::Misfit;
}

/// Those whose chain does not verify.
Expected<void> lookAtChains(SqliteHandle& database, std::vector<Unreadable>& found) {
    const auto streams = streamsOf(database, Query::ListStreams);
    if (!streams) return tl::unexpected(streams.error());
    const auto resting = streamsSetAside(database);
    if (!resting) return tl::unexpected(resting.error());
    for (const StreamKey& stream : *streams) {
        if (resting->contains(stream)) continue;
        auto verified = verifyChain(database, stream);
        if (verified) continue;
        if (!isOfOneStream(verified.error())) return verified;
        found.push_back({.stream = stream, .why = std::move(verified.error().text)});
    }
    return {};
}

}  // namespace

Expected<std::vector<Unreadable>> fullCheck(SqliteHandle& database) {
    auto done = askedForOk(database, "PRAGMA integrity_check(1)");
    if (done) done = checkPages(database);
    if (!done) return tl::unexpected(std::move(done.error()));
    SqliteReads reads(database);
    // Also what is due long from now: a damaged moment may be one that never comes.
    if (done = reads.lookAtOwed(); !done) return tl::unexpected(std::move(done.error()));
    std::vector<Unreadable> found = reads.takeUnreadable();
    if (done = lookAtChains(database, found); !done) return tl::unexpected(std::move(done.error()));
    return found;
}

namespace {

using PartitionSizes = std::map<std::array<std::string, 3>, std::int64_t>;

tl::unexpected<Fault> damagedPage(std::string_view page, std::string_view what) {
    return tl::unexpected(
        Fault{FaultCode::Damaged, "page " + std::string(page) + ": " + std::string(what)});
}

/// Counts the row's entries after looking each of them up.
Expected<void> checkPageRow(SqliteHandle& database, const Row& row, PartitionSizes& sizes) {
    if (sealOfPageRow(row.view(0), row.view(1), row.view(2), row.view(3)) != row.number(4))
        return damagedPage(row.view(0), "a row does not fit its seal");
    const auto entries = decodeEntries(row.view(2));
    if (!entries) return damagedPage(row.view(0), "the entries of a row cannot be read");
    for (const IndexEntry& entry : *entries) {
        bool isThere = false;
        auto looked = database.each(
            Query::FindPageEntry,
            [&](const Row&) {
                isThere = true;
                return Expected<void>();
            },
            row.view(0), entry.index, entry.partition, entry.sort, row.view(1));
        if (!looked) return looked;
        if (!isThere) return damagedPage(row.view(0), "a row is missing in one of its places");
        sizes[{row.text(0), entry.index, entry.partition}] += 1;
    }
    return {};
}

}  // namespace

Expected<void> checkPages(SqliteHandle& database) {
    PartitionSizes sizes;
    auto done = database.each(Query::ListPageRows,
                              [&](const Row& row) { return checkPageRow(database, row, sizes); });
    if (!done) return done;
    std::int64_t entries = 0;
    for (const auto& [partition, size] : sizes) entries += size;
    done = database.each(Query::CountPageEntries, [&](const Row& row) {
        entries -= row.number(0);
        return Expected<void>();
    });
    if (!done) return done;
    if (entries != 0) return damagedPage("index", "a place leads to no row");
    done = database.each(Query::ListPageCounts, [&](const Row& row) -> Expected<void> {
        const auto counted = sizes.find({row.text(0), row.text(1), row.text(2)});
        if (counted == sizes.end() || counted->second != row.number(3))
            return damagedPage(row.view(0), "a kept number is wrong");
        sizes.erase(counted);
        return {};
    });
    if (!done) return done;
    if (!sizes.empty()) return damagedPage(sizes.begin()->first[0], "a kept number is missing");
    return {};
}

Expected<void> verifyChain(SqliteHandle& database, const StreamKey& stream) {
    SqliteReads reads(database);
    Bytes previous = chainRoot();
    std::int64_t version = 0;
    std::int64_t position = 0;
    while (true) {
        const auto events = reads.stream(stream, version + 1, eventsPerRead);
        if (!events) return tl::unexpected(events.error());
        if (events->empty()) break;
        for (const EventRow& event : *events) {
            if (event.version != version + 1) return damaged(stream, "an event is missing");
            if (event.position <= position)
                return damaged(stream, "an event stands before its cause");
            if (chainHash(previous, event) != event.hash)
                return damaged(stream, "an event does not fit the chain");
            version = event.version;
            position = event.position;
            previous = event.hash;
        }
    }
    const Expected<Tail> tail = tailOf(database, stream);
    if (!tail) return tl::unexpected(tail.error());
    if (tail->version != version || tail->hash != previous)
        return damaged(stream, "the state does not stand at the end of the chain");
    return {};
}

Expected<void> verifyAllChains(SqliteHandle& database) {
    const auto streams = streamsOf(database, Query::ListStreams);
    if (!streams) return tl::unexpected(streams.error());
    for (const StreamKey& stream : *streams) {
        if (auto verified = verifyChain(database, stream); !verified) return verified;
    }
    return {};
}

}  // namespace delivery::ledger
