#pragma once
/// Every read of the port over one connection; the same for a reader and for the writer inside its
/// transaction.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "desk/ledger.h"
#include "server/ledger/sqlite_handle.h"

namespace delivery::ledger {

/// A row of the table event. Damaged when its seal does not fit.
[[nodiscard]] Expected<desk::EventRow> eventOf(const Row& row);

class SqliteReads {
  public:
    explicit SqliteReads(SqliteHandle& database) : m_database(database) {}

    Expected<std::optional<desk::StateRow>> state(const desk::StreamKey& stream);
    Expected<std::vector<desk::EventRow>> stream(const desk::StreamKey& stream,
                                                 std::int64_t fromVersion, int limit);
    Expected<std::vector<desk::EventRow>> log(std::int64_t afterPosition, int limit);
    Expected<std::int64_t> lastPosition();
    Expected<std::optional<desk::ReplyRow>> reply(const desk::ReplyKey& key);
    Expected<std::vector<desk::EffectRow>> effectsDue(Instant now, int limit);
    Expected<std::vector<desk::EffectRow>> messagesDue(Instant now, int limit);
    Expected<std::vector<desk::TimerRow>> timersDue(const std::string& waitsFor, Instant now,
                                                    int limit);
    std::vector<desk::Unreadable> takeUnreadable() { return std::exchange(m_unreadable, {}); }
    /// Reads every owed effect and timer, whatever its moment and its clock; for what it notes.
    Expected<void> lookAtOwed();
    Expected<std::optional<desk::TimerRow>> timer(const desk::StreamKey& stream,
                                                  const std::string& kind);
    Expected<std::optional<desk::EffectRow>> effect(const std::string& id);
    Expected<std::optional<Instant>> nextTimerDue(const std::string& waitsFor);
    Expected<std::optional<Instant>> nextEffectDue();
    Expected<std::optional<desk::SideRow>> side(const desk::SideKey& key);
    Expected<std::vector<desk::SideRow>> sidesOf(const std::string& kind, const std::string& owner);
    Expected<std::vector<desk::SideRow>> sidesOfKind(const std::string& kind, int limit);
    Expected<std::vector<desk::SideRow>> sidesPage(const std::string& kind, std::int64_t offset,
                                                   std::int64_t limit);
    Expected<std::int64_t> sideCount(const std::string& kind);
    Expected<std::map<std::string, std::int64_t>> counters();
    Expected<std::optional<desk::PageRow>> pageRow(const std::string& page, const std::string& key);
    Expected<std::vector<desk::PageRow>> scan(const desk::ScanRequest& request);
    Expected<std::int64_t> partitionSize(const std::string& page, const std::string& index,
                                         const std::string& partition);
    Expected<std::vector<desk::PageCursor>> pageCursors();
    Expected<std::optional<desk::PageCursor>> pageCursor(const std::string& page);
    Expected<std::string> install();

  private:
    template <class... Values>
    Expected<std::optional<Instant>> nextDue(Query query, const Values&... values);
    /// Collects what parse makes of every row.
    template <class Value, class Parse, class... Values>
    Expected<std::vector<Value>> all(Query query, Parse parse, const Values&... values);
    /// The same, but a row that cannot be parsed is left out and noted.
    template <class Value, class Parse, class Name, class... Values>
    Expected<std::vector<Value>> readable(Query query, Parse parse, Name named,
                                          const Values&... values);
    template <class Value, class Parse, class... Values>
    Expected<std::optional<Value>> one(Query query, Parse parse, const Values&... values);

    SqliteHandle& m_database;
    std::vector<desk::Unreadable> m_unreadable;
};

}  // namespace delivery::ledger
