#include "tests/support/memory_ledger.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include "server/ledger/chain.h"
#include "server/ledger/reads_through.h"
#include "tests/support/layered.h"

namespace delivery::tests {

using namespace desk;

namespace {

using Delta = LedgerTables<LedgerChanges>;

template <class Key, class Value>
void lay(std::map<Key, Value>& base, std::map<Key, std::optional<Value>>& over) {
    for (auto& [key, value] : over) {
        if (value)
            base.insert_or_assign(key, std::move(*value));
        else
            base.erase(key);
    }
    over.clear();
}

void lay(LedgerRows& base, Delta& over) {
    lay(base.events, over.events);
    lay(base.positions, over.positions);
    lay(base.states, over.states);
    lay(base.tails, over.tails);
    lay(base.replies, over.replies);
    lay(base.repliesByAge, over.repliesByAge);
    lay(base.effects, over.effects);
    lay(base.effectsByDue, over.effectsByDue);
    lay(base.timers, over.timers);
    lay(base.timersByDue, over.timersByDue);
    lay(base.sides, over.sides);
    lay(base.sidesByOwner, over.sidesByOwner);
    lay(base.counters, over.counters);
    lay(base.pageRows, over.pageRows);
    lay(base.pageIndex, over.pageIndex);
    lay(base.pageCounts, over.pageCounts);
    lay(base.pageCursors, over.pageCursors);
}

constexpr Instant longAgo{std::numeric_limits<std::int64_t>::min()};
constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();

Fault injected(const LedgerFault& fault) { return {fault.code, "injected"}; }

}  // namespace

#define LAYERED(table) Layered(m_ledger.m_rows.table, m_over == nullptr ? nullptr : &m_over->table)

/// The reading half of the port, over what is committed and perhaps a transaction's changes.
class MemoryReads {
  public:
    MemoryReads(MemoryLedger& ledger, const Delta* over) : m_ledger(ledger), m_over(over) {}

    Expected<std::optional<StateRow>> state(const StreamKey& stream) {
        return one(LAYERED(states), stream);
    }
    Expected<std::vector<EventRow>> stream(const StreamKey& stream, std::int64_t fromVersion,
                                           int limit) {
        return locked<std::vector<EventRow>>([&](std::vector<EventRow>& found) {
            const auto events = LAYERED(events);
            LAYERED(positions).ascend({stream, fromVersion}, [&](const auto& key, auto position) {
                if (key.first != stream || full(found, limit)) return false;
                found.push_back(*events.find(position));
                return true;
            });
        });
    }
    Expected<std::vector<EventRow>> log(std::int64_t afterPosition, int limit) {
        return locked<std::vector<EventRow>>([&](std::vector<EventRow>& found) {
            LAYERED(events).ascend(afterPosition + 1, [&](auto, const EventRow& event) {
                if (full(found, limit)) return false;
                found.push_back(event);
                return true;
            });
        });
    }
    Expected<std::int64_t> lastPosition() {
        return locked<std::int64_t>(
            [&](std::int64_t& found) { found = LAYERED(events).last().value_or(0); });
    }
    Expected<std::optional<ReplyRow>> reply(const ReplyKey& key) {
        return one(LAYERED(replies), key);
    }
    Expected<std::vector<EffectRow>> effectsDue(Instant now, int limit) {
        return locked<std::vector<EffectRow>>([&](std::vector<EffectRow>& found) {
            const auto effects = LAYERED(effects);
            LAYERED(effectsByDue).ascend({longAgo, {}}, [&](const auto& key, auto) {
                if (key.first > now || full(found, limit)) return false;
                found.push_back(*effects.find(key.second));
                return true;
            });
        });
    }
    Expected<std::vector<TimerRow>> timersDue(Instant now, int limit) {
        return locked<std::vector<TimerRow>>([&](std::vector<TimerRow>& found) {
            LAYERED(timersByDue).ascend({longAgo, {}, {}}, [&](const auto& key, auto) {
                const auto& [due, stream, kind] = key;
                if (due > now || full(found, limit)) return false;
                found.push_back({.stream = stream, .kind = kind, .due = due});
                return true;
            });
        });
    }
    Expected<std::optional<TimerRow>> timer(const StreamKey& stream, const std::string& kind) {
        return locked<std::optional<TimerRow>>([&](std::optional<TimerRow>& found) {
            if (const Instant* due = LAYERED(timers).find({stream, kind}))
                found = TimerRow{.stream = stream, .kind = kind, .due = *due};
        });
    }
    Expected<std::optional<EffectRow>> effect(const std::string& id) {
        return one(LAYERED(effects), id);
    }
    Expected<std::optional<Instant>> nextTimerDue() {
        return locked<std::optional<Instant>>([&](std::optional<Instant>& found) {
            if (const auto first = LAYERED(timersByDue).first()) found = std::get<0>(*first);
        });
    }
    Expected<std::optional<Instant>> nextEffectDue() {
        return locked<std::optional<Instant>>([&](std::optional<Instant>& found) {
            if (const auto first = LAYERED(effectsByDue).first()) found = first->first;
        });
    }
    Expected<std::optional<SideRow>> side(const SideKey& key) { return one(LAYERED(sides), key); }
    Expected<std::vector<SideRow>> sidesOf(const std::string& kind, const std::string& owner) {
        return locked<std::vector<SideRow>>([&](std::vector<SideRow>& found) {
            const auto sides = LAYERED(sides);
            LAYERED(sidesByOwner).ascend({kind, owner, {}}, [&](const auto& key, auto) {
                if (std::get<0>(key) != kind || std::get<1>(key) != owner) return false;
                found.push_back(*sides.find({kind, std::get<2>(key)}));
                return true;
            });
        });
    }
    Expected<std::vector<SideRow>> sidesOfKind(const std::string& kind, int limit) {
        return locked<std::vector<SideRow>>([&](std::vector<SideRow>& found) {
            LAYERED(sides).ascend({kind, {}}, [&](const SideKey& key, const SideRow& row) {
                if (key.kind != kind || full(found, limit)) return false;
                found.push_back(row);
                return true;
            });
        });
    }
    Expected<std::map<std::string, std::int64_t>> counters() {
        using Counters = std::map<std::string, std::int64_t>;
        return locked<Counters>([&](Counters& found) {
            LAYERED(counters).ascend({}, [&](const std::string& name, std::int64_t value) {
                found.emplace(name, value);
                return true;
            });
        });
    }
    Expected<std::optional<PageRow>> pageRow(const std::string& page, const std::string& key) {
        return one(LAYERED(pageRows), {page, key});
    }
    Expected<std::vector<PageRow>> scan(const ScanRequest& request);
    Expected<std::int64_t> partitionSize(const std::string& page, const std::string& index,
                                         const std::string& partition) {
        return locked<std::int64_t>([&](std::int64_t& found) {
            const std::int64_t* kept = LAYERED(pageCounts).find({page, index, partition});
            found = kept == nullptr ? 0 : *kept;
        });
    }
    Expected<std::vector<PageCursor>> pageCursors() {
        return locked<std::vector<PageCursor>>([&](std::vector<PageCursor>& found) {
            LAYERED(pageCursors).ascend({}, [&](const std::string&, const PageCursor& cursor) {
                found.push_back(cursor);
                return true;
            });
        });
    }
    Expected<std::string> install() { return m_ledger.m_install; }

  private:
    template <class Row>
    static bool full(const std::vector<Row>& found, std::int64_t limit) {
        assert(limit >= 0);
        return static_cast<std::int64_t>(found.size()) >= limit;
    }
    template <class Found, class Read>
    Expected<Found> locked(Read read) {
        if (const auto fault = m_ledger.struck(LedgerOperation::Read))
            return tl::unexpected(injected(*fault));
        const std::shared_lock lock(m_ledger.m_rowsMutex);
        Found found{};
        read(found);
        return found;
    }
    template <class Key, class Value>
    Expected<std::optional<Value>> one(const Layered<Key, Value>& table, const Key& key) {
        return locked<std::optional<Value>>([&](std::optional<Value>& found) {
            if (const Value* row = table.find(key)) found = *row;
        });
    }

    MemoryLedger& m_ledger;
    const Delta* m_over;
};

Expected<std::vector<PageRow>> MemoryReads::scan(const ScanRequest& request) {
    return locked<std::vector<PageRow>>([&](std::vector<PageRow>& found) {
        const auto rows = LAYERED(pageRows);
        std::int64_t passed = 0;
        const auto visit = [&](const auto& key, auto) {
            const auto& [page, index, partition, sort, row] = key;
            if (page != request.page || index != request.index || partition != request.partition)
                return false;
            if (!request.descending && request.after && sort <= *request.after) return true;
            if (full(found, request.limit)) return false;
            if (passed < request.offset)
                ++passed;
            else
                found.push_back(*rows.find({page, row}));
            return true;
        };
        if (request.descending && request.after)
            LAYERED(pageIndex).descend(
                {request.page, request.index, request.partition, *request.after, {}}, visit);
        else if (request.descending)
            // The smallest text above the partition's name ends the partition.
            LAYERED(pageIndex).descend(
                {request.page, request.index, request.partition + std::string(1, '\0'), lowest, {}},
                visit);
        else
            LAYERED(pageIndex).ascend({request.page,
                                       request.index,
                                       request.partition,
                                       request.after.value_or(lowest),
                                       {}},
                                      visit);
    });
}

#undef LAYERED

class MemoryTransaction : public ledger::ReadsThrough<Transaction, MemoryReads> {
  public:
    explicit MemoryTransaction(MemoryLedger& ledger)
        : ReadsThrough(ledger, &m_delta), m_ledger(ledger) {
        m_ledger.m_open = this;
    }
    ~MemoryTransaction() override { close(); }

    Expected<std::vector<EventRow>> append(CommandWrites writes) override;
    Expected<void> writePage(const PageWrites& writes) override;
    Expected<void> setPageCursor(const PageCursor& cursor) override {
        if (auto fault = refused(LedgerOperation::SetPageCursor))
            return tl::unexpected(std::move(*fault));
        m_delta.pageCursors[cursor.page] = cursor;
        return {};
    }
    Expected<void> clearPage(const std::string& page) override;
    Expected<void> forgetRepliesBefore(Instant before, int limit) override;
    [[nodiscard]] bool alive() const override { return m_ledger.m_open == this; }
    Expected<void> commit() override;

    void die(Fault fault) {
        m_death = std::move(fault);
        m_delta = {};
        close();
    }

  private:
    void close() {
        if (m_ledger.m_open == this) m_ledger.m_open = nullptr;
    }
    std::optional<Fault> refused(LedgerOperation operation);
    std::optional<Fault> conflict(const CommandWrites& writes);
    void appendStream(StreamAppend& stream, std::int64_t& position,
                      std::vector<EventRow>& appended);
    void putReply(const ReplyRow& reply);
    void putEffect(const EffectRow& effect);
    void eraseEffect(const std::string& id);
    void disarm(const StreamKey& stream, const std::string& kind);
    void putSide(const SideRow& side);
    void eraseSide(const SideKey& key);
    void erasePageRow(const std::string& page, const std::string& key);
    void moveCursor(const std::string& page, std::int64_t position);
    void count(const std::string& page, const IndexEntry& entry, std::int64_t change);

    template <class Key, class Value>
    Layered<Key, Value> layered(std::map<Key, Value> LedgerRows::*base,
                                std::map<Key, std::optional<Value>> Delta::*over) {
        return {m_ledger.m_rows.*base, &(m_delta.*over)};
    }

    MemoryLedger& m_ledger;
    Delta m_delta;
    Fault m_death{FaultCode::NotAllowed, "the transaction is over"};
};

std::optional<Fault> MemoryTransaction::refused(LedgerOperation operation) {
    if (!alive()) return m_death;
    const auto fault = m_ledger.struck(operation);
    if (!fault) return std::nullopt;
    if (fault->aftermath == Aftermath::TransactionGone) die(injected(*fault));
    return injected(*fault);
}

/// Everything that can be refused is refused before the first change, so no savepoint is needed.
std::optional<Fault> MemoryTransaction::conflict(const CommandWrites& writes) {
    const auto states = layered(&LedgerRows::states, &Delta::states);
    std::map<StreamKey, std::int64_t> versions;
    for (const StreamAppend& stream : writes.streams) {
        const StateRow* state = states.find(stream.stream);
        const auto [version, isFirst] =
            versions.emplace(stream.stream, state == nullptr ? 0 : state->version);
        if (version->second != stream.expectedVersion)
            return Fault{FaultCode::VersionConflict, "stream " + stream.stream.kind};
        version->second += static_cast<std::int64_t>(stream.events.size());
    }
    std::map<ReplyKey, bool> finals;
    for (const ReplyRow& reply : writes.replies) {
        const ReplyRow* kept = layered(&LedgerRows::replies, &Delta::replies).find(reply.key);
        const auto [isFinal, isFirst] = finals.emplace(reply.key, kept != nullptr && kept->final);
        if (isFinal->second) return Fault{FaultCode::VersionConflict, "reply"};
        isFinal->second = reply.final;
    }
    return std::nullopt;
}

Expected<std::vector<EventRow>> MemoryTransaction::append(CommandWrites writes) {
    if (auto fault = refused(LedgerOperation::Append)) return tl::unexpected(std::move(*fault));
    if (auto fault = conflict(writes)) return tl::unexpected(std::move(*fault));
    std::int64_t position = layered(&LedgerRows::events, &Delta::events).last().value_or(0);
    std::vector<EventRow> appended;
    for (StreamAppend& stream : writes.streams) appendStream(stream, position, appended);
    for (const ReplyRow& reply : writes.replies) putReply(reply);
    for (const std::string& id : writes.effectsDone) eraseEffect(id);
    for (const EffectRow& effect : writes.effects) putEffect(effect);
    for (const auto& [stream, kind] : writes.timersDisarmed) disarm(stream, kind);
    for (const TimerRow& timer : writes.timers) {
        disarm(timer.stream, timer.kind);
        m_delta.timers[{timer.stream, timer.kind}] = timer.due;
        m_delta.timersByDue[{timer.due, timer.stream, timer.kind}] = std::monostate{};
    }
    for (const SideKey& key : writes.sidesErased) eraseSide(key);
    for (const SideRow& side : writes.sides) putSide(side);
    for (const auto& [name, value] : writes.counters) m_delta.counters[name] = value;
    return appended;
}

void MemoryTransaction::appendStream(StreamAppend& stream, std::int64_t& position,
                                     std::vector<EventRow>& appended) {
    if (stream.events.empty()) return;
    const Bytes* kept = layered(&LedgerRows::tails, &Delta::tails).find(stream.stream);
    Bytes tail = kept == nullptr ? ledger::chainRoot() : *kept;
    std::int64_t version = stream.expectedVersion;
    for (EventRow& event : stream.events) {
        event.stream = stream.stream;
        event.version = ++version;
        event.position = ++position;
        tail = ledger::chainHash(tail, event);
        event.hash = tail;
        m_delta.events[event.position] = event;
        m_delta.positions[{event.stream, event.version}] = event.position;
        appended.push_back(std::move(event));
    }
    m_delta.tails[stream.stream] = std::move(tail);
    m_delta.states[stream.stream] = StateRow{.version = version, .body = std::move(stream.state)};
}

void MemoryTransaction::putReply(const ReplyRow& reply) {
    if (const ReplyRow* kept = layered(&LedgerRows::replies, &Delta::replies).find(reply.key))
        m_delta.repliesByAge[{kept->at, kept->key}] = std::nullopt;
    m_delta.repliesByAge[{reply.at, reply.key}] = std::monostate{};
    m_delta.replies[reply.key] = reply;
}

void MemoryTransaction::eraseEffect(const std::string& id) {
    const EffectRow* kept = layered(&LedgerRows::effects, &Delta::effects).find(id);
    if (kept == nullptr) return;
    m_delta.effectsByDue[{kept->due, id}] = std::nullopt;
    m_delta.effects[id] = std::nullopt;
}

void MemoryTransaction::putEffect(const EffectRow& effect) {
    eraseEffect(effect.id);
    m_delta.effectsByDue[{effect.due, effect.id}] = std::monostate{};
    m_delta.effects[effect.id] = effect;
}

void MemoryTransaction::disarm(const StreamKey& stream, const std::string& kind) {
    const Instant* due = layered(&LedgerRows::timers, &Delta::timers).find({stream, kind});
    if (due == nullptr) return;
    m_delta.timersByDue[{*due, stream, kind}] = std::nullopt;
    m_delta.timers[{stream, kind}] = std::nullopt;
}

void MemoryTransaction::eraseSide(const SideKey& key) {
    const SideRow* kept = layered(&LedgerRows::sides, &Delta::sides).find(key);
    if (kept == nullptr) return;
    m_delta.sidesByOwner[{kept->kind, kept->owner, kept->key}] = std::nullopt;
    m_delta.sides[key] = std::nullopt;
}

void MemoryTransaction::putSide(const SideRow& side) {
    eraseSide({side.kind, side.key});
    m_delta.sidesByOwner[{side.kind, side.owner, side.key}] = std::monostate{};
    m_delta.sides[{side.kind, side.key}] = side;
}

void MemoryTransaction::count(const std::string& page, const IndexEntry& entry,
                              std::int64_t change) {
    const auto counts = layered(&LedgerRows::pageCounts, &Delta::pageCounts);
    const std::tuple key{page, entry.index, entry.partition};
    const std::int64_t* kept = counts.find(key);
    const std::int64_t rows = (kept == nullptr ? 0 : *kept) + change;
    assert(rows >= 0);
    m_delta.pageCounts[key] = rows == 0 ? std::nullopt : std::optional(rows);
}

void MemoryTransaction::erasePageRow(const std::string& page, const std::string& key) {
    const PageRow* kept = layered(&LedgerRows::pageRows, &Delta::pageRows).find({page, key});
    if (kept == nullptr) return;
    for (const IndexEntry& entry : kept->entries) {
        m_delta.pageIndex[{page, entry.index, entry.partition, entry.sort, key}] = std::nullopt;
        count(page, entry, -1);
    }
    m_delta.pageRows[{page, key}] = std::nullopt;
}

void MemoryTransaction::moveCursor(const std::string& page, std::int64_t position) {
    const PageCursor* kept = layered(&LedgerRows::pageCursors, &Delta::pageCursors).find(page);
    PageCursor cursor = kept == nullptr ? PageCursor{} : *kept;
    cursor.page = page;
    cursor.position = position;
    m_delta.pageCursors[page] = cursor;
}

Expected<void> MemoryTransaction::writePage(const PageWrites& writes) {
    if (auto fault = refused(LedgerOperation::WritePage)) return tl::unexpected(std::move(*fault));
    for (const std::string& key : writes.erased) erasePageRow(writes.page, key);
    for (const PageRow& put : writes.put) {
        PageRow row = put;
        std::sort(row.entries.begin(), row.entries.end());
        row.entries.erase(std::unique(row.entries.begin(), row.entries.end()), row.entries.end());
        erasePageRow(writes.page, row.key);
        for (const IndexEntry& entry : row.entries) {
            m_delta.pageIndex[{writes.page, entry.index, entry.partition, entry.sort, row.key}] =
                std::monostate{};
            count(writes.page, entry, 1);
        }
        m_delta.pageRows[{writes.page, row.key}] = std::move(row);
    }
    moveCursor(writes.page, writes.cursor);
    return {};
}

Expected<void> MemoryTransaction::clearPage(const std::string& page) {
    if (auto fault = refused(LedgerOperation::WritePage)) return tl::unexpected(std::move(*fault));
    std::vector<std::string> keys;
    layered(&LedgerRows::pageRows, &Delta::pageRows)
        .ascend({page, {}}, [&](const auto& key, const PageRow&) {
            if (key.first != page) return false;
            keys.push_back(key.second);
            return true;
        });
    for (const std::string& key : keys) erasePageRow(page, key);
    moveCursor(page, 0);
    return {};
}

Expected<void> MemoryTransaction::forgetRepliesBefore(Instant before, int limit) {
    if (auto fault = refused(LedgerOperation::Append)) return tl::unexpected(std::move(*fault));
    std::vector<std::pair<Instant, ReplyKey>> old;
    layered(&LedgerRows::repliesByAge, &Delta::repliesByAge)
        .ascend({longAgo, {}}, [&](const auto& key, auto) {
            if (key.first >= before || std::ssize(old) >= limit) return false;
            old.push_back(key);
            return true;
        });
    for (const auto& key : old) {
        m_delta.repliesByAge[key] = std::nullopt;
        m_delta.replies[key.second] = std::nullopt;
    }
    return {};
}

Expected<void> MemoryTransaction::commit() {
    if (!alive()) return tl::unexpected(m_death);
    const auto fault = m_ledger.struck(LedgerOperation::Commit);
    if (fault && fault->aftermath != Aftermath::Landed) {
        die(injected(*fault));
        return tl::unexpected(injected(*fault));
    }
    {
        const std::unique_lock lock(m_ledger.m_rowsMutex);
        lay(m_ledger.m_rows, m_delta);
    }
    close();
    if (fault) return tl::unexpected(injected(*fault));
    return {};
}

MemoryLedger::MemoryLedger(std::string install) : m_install(std::move(install)) {}
MemoryLedger::~MemoryLedger() { assert(m_open == nullptr); }

Expected<std::unique_ptr<Transaction>> MemoryLedger::begin() {
    if (m_open != nullptr) return tl::unexpected(Fault{FaultCode::Busy, "a transaction is open"});
    if (const auto fault = struck(LedgerOperation::Begin)) return tl::unexpected(injected(*fault));
    return std::make_unique<MemoryTransaction>(*this);
}

Expected<std::unique_ptr<LedgerReader>> MemoryLedger::reader() {
    return std::make_unique<ledger::ReadsThrough<LedgerReader, MemoryReads>>(*this, nullptr);
}

void MemoryLedger::failNext(LedgerOperation operation, LedgerFault fault, int passes) {
    const std::lock_guard lock(m_faultsMutex);
    m_waiting.push_back({operation, fault, passes});
}

void MemoryLedger::setFaultSource(
    std::function<std::optional<LedgerFault>(LedgerOperation)> source) {
    const std::lock_guard lock(m_faultsMutex);
    m_source = std::move(source);
}

std::optional<LedgerFault> MemoryLedger::struck(LedgerOperation operation) {
    const std::lock_guard lock(m_faultsMutex);
    std::optional<LedgerFault> fault;
    for (auto waiting = m_waiting.begin(); waiting != m_waiting.end();) {
        if (waiting->operation != operation || waiting->passes-- > 0 || fault) {
            ++waiting;
            continue;
        }
        fault = waiting->fault;
        waiting = m_waiting.erase(waiting);
    }
    if (!fault && m_source) fault = m_source(operation);
    return fault;
}

void MemoryLedger::crash() {
    if (m_open != nullptr) m_open->die({FaultCode::DiskBroken, "the machine went down"});
}

LedgerRows MemoryLedger::snapshot() const {
    const std::shared_lock lock(m_rowsMutex);
    return m_rows;
}

void MemoryLedger::restore(LedgerRows rows) {
    assert(m_open == nullptr);
    const std::unique_lock lock(m_rowsMutex);
    m_rows = std::move(rows);
}

}  // namespace delivery::tests
