#pragma once
/// A ledger in memory that keeps the port's whole contract and breaks on request: for tests and the
/// simulator.
///
/// Readers of other threads see what was committed; the transaction keeps its changes in a layer
/// above.

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "desk/ledger.h"

namespace delivery::tests {

/// All tables of a ledger over one kind of map, so that rows and changes to rows have the same
/// shape. A table whose value is monostate is an order in which another table is read.
template <template <class, class> class Map>
struct LedgerTables {
    using Nothing = std::monostate;
    Map<std::int64_t, desk::EventRow> events;
    Map<std::pair<desk::StreamKey, std::int64_t>, std::int64_t> positions;
    Map<desk::StreamKey, desk::StateRow> states;
    Map<desk::StreamKey, desk::Bytes> tails;
    Map<desk::ReplyKey, desk::ReplyRow> replies;
    Map<std::pair<Instant, desk::ReplyKey>, Nothing> repliesByAge;
    Map<std::string, desk::EffectRow> effects;
    Map<std::pair<Instant, std::string>, Nothing> effectsByDue;
    Map<std::pair<desk::StreamKey, std::string>, desk::TimerRow> timers;
    /// (what it waits for, due, stream, kind)
    Map<std::tuple<std::string, Instant, desk::StreamKey, std::string>, Nothing> timersByDue;
    Map<desk::SideKey, desk::SideRow> sides;
    Map<std::tuple<std::string, std::string, std::string>, Nothing> sidesByOwner;
    Map<std::string, std::int64_t> counters;
    Map<std::pair<std::string, std::string>, desk::PageRow> pageRows;  ///< (page, key)
    /// (page, index, partition, sort, key)
    Map<std::tuple<std::string, std::string, std::string, std::int64_t, std::string>, Nothing>
        pageIndex;
    Map<std::tuple<std::string, std::string, std::string>, std::int64_t> pageCounts;
    Map<std::string, desk::PageCursor> pageCursors;
};

template <class Key, class Value>
using LedgerTable = std::map<Key, Value>;
template <class Key, class Value>
using LedgerChanges = std::map<Key, std::optional<Value>>;

using LedgerRows = LedgerTables<LedgerTable>;

/// Where a fault can strike.
enum class LedgerOperation { Begin, Append, WritePage, SetPageCursor, Commit, Read };

/// What a fault leaves behind.
enum class Aftermath {
    TransactionLives,  ///< only this call failed
    TransactionGone,   ///< the whole batch is rolled back, as by SQLITE_FULL
    Landed,            ///< at a commit: the batch is on the disk although the call failed
};

struct LedgerFault {
    FaultCode code = FaultCode::DiskFull;
    Aftermath aftermath = Aftermath::TransactionGone;
};

/// Rows that do not fit their seals: whoever reads one, alone or in a list, hears Unreadable, but
/// for the lists that leave it out.
struct DamagedRows {
    std::set<desk::SideKey> sides;
    std::set<std::int64_t> events = {};                           ///< by position
    std::set<std::pair<std::string, std::string>> pageRows = {};  ///< (page, key)
};

class MemoryTransaction;

class MemoryLedger : public desk::Ledger {
  public:
    explicit MemoryLedger(std::string install = "memory00");
    ~MemoryLedger() override;
    MemoryLedger(const MemoryLedger&) = delete;
    MemoryLedger& operator=(const MemoryLedger&) = delete;

    Expected<std::unique_ptr<desk::Transaction>> begin() override;
    Expected<std::unique_ptr<desk::LedgerReader>> reader() override;

    /// The call after `passes` further ones of this operation fails. Several may wait at once.
    void failNext(LedgerOperation operation, LedgerFault fault, int passes = 0);
    /// Asked at every operation of the writer and at every read; the simulator draws here.
    void setFaultSource(std::function<std::optional<LedgerFault>(LedgerOperation)> source);
    /// From now on these rows are damaged, and no others.
    void damage(DamagedRows rows);
    /// The power goes out: what is not committed is gone, and the open transaction is dead.
    void crash();

    /// A copy of everything committed.
    [[nodiscard]] LedgerRows snapshot() const;
    /// Puts a copy back in place of everything. No transaction may be open.
    void restore(LedgerRows rows);

  private:
    friend class MemoryTransaction;
    friend class MemoryReads;
    struct Waiting {
        LedgerOperation operation;
        LedgerFault fault;
        int passes;
    };

    std::optional<LedgerFault> struck(LedgerOperation operation);

    std::string m_install;
    mutable std::shared_mutex m_rowsMutex;
    LedgerRows m_rows;
    DamagedRows m_damaged;
    MemoryTransaction* m_open = nullptr;
    std::mutex m_faultsMutex;
    std::vector<Waiting> m_waiting;
    std::function<std::optional<LedgerFault>(LedgerOperation)> m_source;
};

}  // namespace delivery::tests
