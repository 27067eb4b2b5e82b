#include "tests/support/memory_ledger.h"

#include <algorithm>
#include <cassert>

#include "server/ledger/chain.h"
#include "server/ledger/reads_through.h"
#include "tests/support/layered.h"
#include "tests/support/memory_reads.h"

namespace delivery::tests {

using namespace desk;

namespace {

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

void lay(LedgerRows& base, LedgerDelta& over) {
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

}  // namespace

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
                                std::map<Key, std::optional<Value>> LedgerDelta::*over) {
        return {m_ledger.m_rows.*base, &(m_delta.*over)};
    }

    MemoryLedger& m_ledger;
    LedgerDelta m_delta;
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
    const auto states = layered(&LedgerRows::states, &LedgerDelta::states);
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
        const ReplyRow* kept = layered(&LedgerRows::replies, &LedgerDelta::replies).find(reply.key);
        const auto [isFinal, isFirst] = finals.emplace(reply.key, kept != nullptr && kept->final);
        if (isFinal->second) return Fault{FaultCode::VersionConflict, "reply"};
        isFinal->second = reply.final;
    }
    return std::nullopt;
}

Expected<std::vector<EventRow>> MemoryTransaction::append(CommandWrites writes) {
    if (auto fault = refused(LedgerOperation::Append)) return tl::unexpected(std::move(*fault));
    if (auto fault = conflict(writes)) return tl::unexpected(std::move(*fault));
    std::int64_t position = layered(&LedgerRows::events, &LedgerDelta::events).last().value_or(0);
    std::vector<EventRow> appended;
    for (StreamAppend& stream : writes.streams) appendStream(stream, position, appended);
    for (const ReplyRow& reply : writes.replies) putReply(reply);
    for (const std::string& id : writes.effectsDone) eraseEffect(id);
    for (const EffectRow& effect : writes.effects) putEffect(effect);
    for (const auto& [stream, kind] : writes.timersDisarmed) disarm(stream, kind);
    for (const TimerRow& timer : writes.timers) {
        disarm(timer.stream, timer.kind);
        m_delta.timers[{timer.stream, timer.kind}] = timer;
        m_delta.timersByDue[{timer.waitsFor, timer.due, timer.stream, timer.kind}] =
            std::monostate{};
    }
    for (const SideKey& key : writes.sidesErased) eraseSide(key);
    for (const SideRow& side : writes.sides) putSide(side);
    for (const auto& [name, value] : writes.counters) m_delta.counters[name] = value;
    return appended;
}

void MemoryTransaction::appendStream(StreamAppend& stream, std::int64_t& position,
                                     std::vector<EventRow>& appended) {
    if (stream.events.empty()) return;
    const Bytes* kept = layered(&LedgerRows::tails, &LedgerDelta::tails).find(stream.stream);
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
    if (const ReplyRow* kept = layered(&LedgerRows::replies, &LedgerDelta::replies).find(reply.key))
        m_delta.repliesByAge[{kept->at, kept->key}] = std::nullopt;
    m_delta.repliesByAge[{reply.at, reply.key}] = std::monostate{};
    m_delta.replies[reply.key] = reply;
}

void MemoryTransaction::eraseEffect(const std::string& id) {
    const EffectRow* kept = layered(&LedgerRows::effects, &LedgerDelta::effects).find(id);
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
    const TimerRow* kept = layered(&LedgerRows::timers, &LedgerDelta::timers).find({stream, kind});
    if (kept == nullptr) return;
    m_delta.timersByDue[{kept->waitsFor, kept->due, stream, kind}] = std::nullopt;
    m_delta.timers[{stream, kind}] = std::nullopt;
}

void MemoryTransaction::eraseSide(const SideKey& key) {
    const SideRow* kept = layered(&LedgerRows::sides, &LedgerDelta::sides).find(key);
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
    const auto counts = layered(&LedgerRows::pageCounts, &LedgerDelta::pageCounts);
    const std::tuple key{page, entry.index, entry.partition};
    const std::int64_t* kept = counts.find(key);
    const std::int64_t rows = (kept == nullptr ? 0 : *kept) + change;
    assert(rows >= 0);
    m_delta.pageCounts[key] = rows == 0 ? std::nullopt : std::optional(rows);
}

void MemoryTransaction::erasePageRow(const std::string& page, const std::string& key) {
    const PageRow* kept = layered(&LedgerRows::pageRows, &LedgerDelta::pageRows).find({page, key});
    if (kept == nullptr) return;
    for (const IndexEntry& entry : kept->entries) {
        m_delta.pageIndex[{page, entry.index, entry.partition, entry.sort, key}] = std::nullopt;
        count(page, entry, -1);
    }
    m_delta.pageRows[{page, key}] = std::nullopt;
}

void MemoryTransaction::moveCursor(const std::string& page, std::int64_t position) {
    const PageCursor* kept =
        layered(&LedgerRows::pageCursors, &LedgerDelta::pageCursors).find(page);
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
    layered(&LedgerRows::pageRows, &LedgerDelta::pageRows)
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
    layered(&LedgerRows::repliesByAge, &LedgerDelta::repliesByAge)
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

void MemoryLedger::damage(DamagedRows rows) {
    const std::unique_lock lock(m_rowsMutex);
    m_damaged = std::move(rows);
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
