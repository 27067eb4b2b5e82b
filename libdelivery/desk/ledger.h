#pragma once
/// The ledger as the desk sees it: streams with expected versions, replies, effects, timers, page
/// rows; bytes and keys only.
///
/// One writer (the desk's thread) opens transactions; any number of readers look at what was
/// committed. Nothing here speaks of SQLite: the same port is to be kept by a database on another
/// machine. One contract test runs on every implementation.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/index.h"
#include "core/instant.h"
#include "core/result.h"

namespace delivery::desk {

using Bytes = std::string;

/// "order","17" · "food","3" · "store","1" · "points","song" · "rider","rider1" · "review","17" ·
/// "ack","17".
struct StreamKey {
    std::string kind = {};
    std::string id = {};
    auto operator<=>(const StreamKey&) const = default;
};

/// One event as it is kept. Position and hash are given by the ledger at the append.
struct EventRow {
    StreamKey stream = {};
    std::int64_t version = 0;   ///< 1..n in its stream
    std::int64_t position = 0;  ///< grows over the whole log; gaps are allowed
    Instant at = {};
    std::string type = {};
    int typeVersion = 1;
    Bytes body = {};
    std::string actor = {};  ///< user id of who caused it
    std::string cause =
        {};           ///< "command:<id>", "timer:<kind>", "effect:<id>" or "event:<position>"
    Bytes hash = {};  ///< 32 bytes: chain over the stream's previous hash and this row
};

/// The folded state of a stream as a row, so that nothing is replayed at start.
struct StateRow {
    std::int64_t version = 0;
    Bytes body = {};
};

/// What one command appends to one stream. Conflicts unless the stream is at expectedVersion.
/// Without events it only checks the version.
struct StreamAppend {
    StreamKey stream = {};
    std::int64_t expectedVersion = 0;
    std::vector<EventRow> events = {};  ///< type, typeVersion, body, at, actor, cause filled
    Bytes state = {};                   ///< after these events
};

struct ReplyKey {
    std::string actor = {};
    CommandId command = {};
    auto operator<=>(const ReplyKey&) const = default;
};

/// The stored answer to a command: a repeat gets exactly this. Kept for days. Writing over a final
/// one conflicts.
struct ReplyRow {
    ReplyKey key = {};
    Bytes fingerprint = {};  ///< of the request: another request under the same id is refused
    Bytes body = {};
    bool final = true;  ///< a provisional reply becomes final once
    Instant at = {};
};

/// The kind of effects that are messages to people. They have a queue of their own, so that however
/// many wait they never stand before what is owed for money.
constexpr const char* messageKind = "message";

/// A call to the outside that is owed. Performed at least once under its own idempotency key, done
/// by key.
struct EffectRow {
    std::string id =
        {};  ///< unique: "charge/17/1", "query/17/1", "refund/17", "message/17/4/customer", …
    std::string kind = {};  ///< "charge", "query", "refund", "message"
    Instant due = {};
    int tries = 0;
    Instant since = {};  ///< when it was first owed
    Bytes body = {};
};

struct TimerRow {
    StreamKey stream = {};
    std::string kind = {};
    Instant due = {};           ///< by the clock of what it waits for
    std::string waitsFor = {};  ///< names that clock: "store", "rider", …; empty: the machine's
};

/// A row beside the log: accounts, sessions, cards, personal data. Erasable, unlike events.
struct SideRow {
    std::string kind = {};  ///< "account", "session", "card", "personal", "address", …
    std::string key = {};
    std::string owner = {};  ///< the user it belongs to; listing and forgetting go by it
    Bytes body = {};
};
struct SideKey {
    std::string kind = {};
    std::string key = {};
    auto operator<=>(const SideKey&) const = default;
};

/// What does not hold what was written into it, and is not read again by itself.
struct Unreadable {
    enum class What { Effect, Timer, Stream, Side };
    What what = What::Stream;
    std::string effectId = {};
    StreamKey stream = {};  ///< of a timer, or the stream itself
    std::string timer = {};
    SideKey side = {};
    std::string why = {};
};

/// Everything that one command writes. It is appended whole or not at all. What is erased (done,
/// disarmed) goes first, so that a row that is erased and put is put.
struct CommandWrites {
    std::vector<StreamAppend> streams = {};
    std::vector<ReplyRow> replies = {};  ///< stored; a final one replaces its provisional one
    std::vector<EffectRow> effects =
        {};  ///< put, replacing one with the same id (also how one is rescheduled)
    std::vector<std::string> effectsDone = {};  ///< erased by id
    std::vector<TimerRow> timers =
        {};  ///< armed; one per (stream, kind), a new one replaces the old
    std::vector<std::pair<StreamKey, std::string>> timersDisarmed = {};
    std::vector<SideRow> sides = {};
    std::vector<SideKey> sidesErased = {};
    std::map<std::string, std::int64_t> counters = {};  ///< new values of named counters ("order")
};

using delivery::IndexEntry;
struct PageRow {
    std::string key = {};
    Bytes body = {};
    std::vector<IndexEntry> entries = {};
};
/// Row changes of one page up to a position of the log; erased goes before put. The cursor moves in
/// the same savepoint and keeps its flags. The entries of a row are a set and are read back in
/// order.
struct PageWrites {
    std::string page = {};
    std::int64_t cursor = 0;
    std::vector<PageRow> put = {};
    std::vector<std::string> erased = {};
};

struct PageCursor {
    std::string page = {};
    std::int64_t position = 0;
    bool paused = false;       ///< by an operator; commands of its context answer 503
    bool quarantined = false;  ///< its fold or its write failed; an alarm
    std::string lastError = {};
};

struct ScanRequest {
    std::string page = {};
    std::string index = {};
    std::string partition = {};
    bool descending = false;
    std::int64_t offset = 0;
    std::int64_t limit = 20;
    /// Only entries with sort greater than this (ascending) or less than this (descending).
    std::optional<std::int64_t> after = std::nullopt;
};

/// Reads what was committed. Each thread has one of its own.
class LedgerReader {
  public:
    virtual ~LedgerReader() = default;

    [[nodiscard]] virtual Expected<std::optional<StateRow>> state(const StreamKey& stream) = 0;
    /// Events of one stream in order, from a version on, at most limit.
    [[nodiscard]] virtual Expected<std::vector<EventRow>> stream(const StreamKey& stream,
                                                                 std::int64_t fromVersion,
                                                                 int limit) = 0;
    /// Events of the whole log after a position, in order.
    [[nodiscard]] virtual Expected<std::vector<EventRow>> log(std::int64_t afterPosition,
                                                              int limit) = 0;
    [[nodiscard]] virtual Expected<std::int64_t> lastPosition() = 0;
    [[nodiscard]] virtual Expected<std::optional<ReplyRow>> reply(const ReplyKey& key) = 0;
    /// Effects that are due, and timers of one clock that are, earliest first. A row that cannot be
    /// read is left out and noted.
    [[nodiscard]] virtual Expected<std::vector<EffectRow>> effectsDue(Instant now, int limit) = 0;
    /// The same of messages, which effectsDue leaves out.
    [[nodiscard]] virtual Expected<std::vector<EffectRow>> messagesDue(Instant now, int limit) = 0;
    [[nodiscard]] virtual Expected<std::vector<TimerRow>> timersDue(const std::string& waitsFor,
                                                                    Instant now, int limit) = 0;
    /// What effectsDue, messagesDue, timersDue and sidesOfKind have left out since this was last
    /// asked, the rows beside the log that could not be read, and what was noted.
    [[nodiscard]] virtual std::vector<Unreadable> takeUnreadable() { return {}; }
    /// Whoever goes on without a row whose body means nothing notes it, so that it is named.
    virtual void note(Unreadable) {}
    /// The timer of a stream as it is armed now; nothing when it is not.
    [[nodiscard]] virtual Expected<std::optional<TimerRow>> timer(const StreamKey& stream,
                                                                  const std::string& kind) = 0;
    [[nodiscard]] virtual Expected<std::optional<EffectRow>> effect(const std::string& id) = 0;
    [[nodiscard]] virtual Expected<std::optional<Instant>> nextTimerDue(
        const std::string& waitsFor) = 0;
    /// Messages apart.
    [[nodiscard]] virtual Expected<std::optional<Instant>> nextEffectDue() = 0;
    [[nodiscard]] virtual Expected<std::optional<SideRow>> side(const SideKey& key) = 0;
    [[nodiscard]] virtual Expected<std::vector<SideRow>> sidesOf(const std::string& kind,
                                                                 const std::string& owner) = 0;
    /// A row that cannot be read is left out and noted.
    [[nodiscard]] virtual Expected<std::vector<SideRow>> sidesOfKind(const std::string& kind,
                                                                     int limit) = 0;
    /// One page of a kind in the order of its keys, and how many there are in all.
    [[nodiscard]] virtual Expected<std::vector<SideRow>> sidesPage(const std::string& kind,
                                                                   std::int64_t offset,
                                                                   std::int64_t limit) = 0;
    [[nodiscard]] virtual Expected<std::int64_t> sideCount(const std::string& kind) = 0;
    [[nodiscard]] virtual Expected<std::map<std::string, std::int64_t>> counters() = 0;
    [[nodiscard]] virtual Expected<std::optional<PageRow>> pageRow(const std::string& page,
                                                                   const std::string& key) = 0;
    [[nodiscard]] virtual Expected<std::vector<PageRow>> scan(const ScanRequest& request) = 0;
    /// How many rows a partition holds: a kept number, not a count.
    [[nodiscard]] virtual Expected<std::int64_t> partitionSize(const std::string& page,
                                                               const std::string& index,
                                                               const std::string& partition) = 0;
    [[nodiscard]] virtual Expected<std::vector<PageCursor>> pageCursors() = 0;
    /// Random at the making of the file; part of every provider order id.
    [[nodiscard]] virtual Expected<std::string> install() = 0;
};

/// One batch in the making. Rolls back unless committed. After a Fault other than VersionConflict
/// from append or from writePage the caller asks alive(): if the transaction is gone the whole
/// batch has failed.
class Transaction : public LedgerReader {
  public:
    /// One savepoint: fills version, position and hash of the events and returns them in order of
    /// the streams given.
    [[nodiscard]] virtual Expected<std::vector<EventRow>> append(CommandWrites writes) = 0;
    /// One savepoint.
    [[nodiscard]] virtual Expected<void> writePage(const PageWrites& writes) = 0;
    [[nodiscard]] virtual Expected<void> setPageCursor(const PageCursor& cursor) = 0;
    /// Forgets all rows of a page and sets its cursor to the start: the beginning of a rebuild.
    [[nodiscard]] virtual Expected<void> clearPage(const std::string& page) = 0;
    /// Replies older than this are forgotten, a bounded number at a time.
    [[nodiscard]] virtual Expected<void> forgetRepliesBefore(Instant before, int limit) = 0;
    [[nodiscard]] virtual bool alive() const = 0;
    /// Returns after the batch is on the disk.
    [[nodiscard]] virtual Expected<void> commit() = 0;
};

class Ledger {
  public:
    virtual ~Ledger() = default;
    /// The writer's transaction; reads inside it see its own writes. One at a time, on the writer's
    /// thread.
    [[nodiscard]] virtual Expected<std::unique_ptr<Transaction>> begin() = 0;
    /// A reader for another thread.
    [[nodiscard]] virtual Expected<std::unique_ptr<LedgerReader>> reader() = 0;
    /// The rows of this page are committed beside everything else, on another database: such a page
    /// is fed by its cursor only, in transactions of its own.
    [[nodiscard]] virtual bool keepsApart(const std::string& page) const {
        (void)page;
        return false;
    }
};

}  // namespace delivery::desk
