#include "server/ledger/verify.h"

#include <optional>
#include <string>
#include <vector>

#include "server/ledger/chain.h"
#include "server/ledger/sqlite_reads.h"

namespace delivery::ledger {

using namespace desk;

namespace {

constexpr int eventsPerRead = 256;

tl::unexpected<Fault> damaged(const StreamKey& stream, std::string_view what) {
    return tl::unexpected(Fault{
        FaultCode::Damaged, "stream " + stream.kind + "/" + stream.id + ": " + std::string(what)});
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

}  // namespace

Expected<void> checkTails(SqliteHandle& database, std::int64_t newestEvents) {
    const auto streams = streamsOf(database, Query::ListNewestStreams, newestEvents);
    if (!streams) return tl::unexpected(streams.error());
    for (const StreamKey& stream : *streams) {
        if (auto checked = checkTail(database, stream); !checked) return checked;
    }
    return {};
}

Expected<void> quickCheck(SqliteHandle& database) {
    const Expected<std::string> verdict = database.textOf("PRAGMA quick_check(1)");
    if (!verdict) return tl::unexpected(verdict.error());
    if (*verdict != "ok")
        return tl::unexpected(Fault{FaultCode::Damaged, "quick_check: " + *verdict});
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
