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

/// A row of the table event. Unreadable when its seal does not fit.
[[nodiscard]] Expected<desk::EventRow> eventOf(const Row& row);

class SqliteReads {
  public:
    explicit SqliteReads(SqliteHandle& database) : m_database(database) {}

    [[nodiscard]] Expected<std::optional<desk::StateRow>> state(const desk::StreamKey& stream);
    [[nodiscard]] Expected<std::vector<desk::EventRow>> stream(const desk::StreamKey& stream,
                                                               std::int64_t fromVersion, int limit);
    [[nodiscard]] Expected<std::vector<desk::EventRow>> log(std::int64_t afterPosition, int limit);
    [[nodiscard]] Expected<std::int64_t> lastPosition();
    [[nodiscard]] Expected<std::optional<desk::ReplyRow>> reply(const desk::ReplyKey& key);
    [[nodiscard]] Expected<std::vector<desk::EffectRow>> effectsDue(Instant now, int limit);
    [[nodiscard]] Expected<std::vector<desk::EffectRow>> messagesDue(Instant now, int limit);
    [[nodiscard]] Expected<std::vector<desk::TimerRow>> timersDue(const std::string& waitsFor,
                                                                  Instant now, int limit);
    std::vector<desk::Unreadable> takeUnreadable() { return std::exchange(m_unreadable, {}); }
    void note(desk::Unreadable row) { m_unreadable.push_back(std::move(row)); }
    /// Reads every owed effect and timer, whatever its moment and its clock; for what it notes.
    [[nodiscard]] Expected<void> lookAtOwed();
    [[nodiscard]] Expected<std::optional<desk::TimerRow>> timer(const desk::StreamKey& stream,
                                                                const std::string& kind);
    [[nodiscard]] Expected<std::optional<desk::EffectRow>> effect(const std::string& id);
    [[nodiscard]] Expected<std::optional<Instant>> nextTimerDue(const std::string& waitsFor);
    [[nodiscard]] Expected<std::optional<Instant>> nextEffectDue();
    [[nodiscard]] Expected<std::optional<desk::SideRow>> side(const desk::SideKey& key);
    [[nodiscard]] Expected<std::vector<desk::SideRow>> sidesOf(const std::string& kind,
                                                               const std::string& owner);
    [[nodiscard]] Expected<std::vector<desk::SideRow>> sidesOfKind(const std::string& kind,
                                                                   int limit);
    [[nodiscard]] Expected<std::vector<desk::SideRow>> sidesPage(const std::string& kind,
                                                                 std::int64_t offset,
                                                                 std::int64_t limit);
    [[nodiscard]] Expected<std::int64_t> sideCount(const std::string& kind);
    [[nodiscard]] Expected<std::map<std::string, std::int64_t>> counters();
    [[nodiscard]] Expected<std::optional<desk::PageRow>> pageRow(const std::string& page,
                                                                 const std::string& key);
    [[nodiscard]] Expected<std::vector<desk::PageRow>> scan(const desk::ScanRequest& request);
    [[nodiscard]] Expected<std::int64_t> partitionSize(const std::string& page,
                                                       const std::string& index,
                                                       const std::string& partition);
    [[nodiscard]] Expected<std::vector<desk::PageCursor>> pageCursors();
    [[nodiscard]] Expected<std::optional<desk::PageCursor>> pageCursor(const std::string& page);
    [[nodiscard]] Expected<std::string> install();

  private:
    template <class... Values>
    [[nodiscard]] Expected<std::optional<Instant>> nextDue(Query query, const Values&... values);
    /// Collects what parse makes of every row.
    template <class Value, class Parse, class... Values>
    [[nodiscard]] Expected<std::vector<Value>> all(Query query, Parse parse,
                                                   const Values&... values);
    /// The same, but a row that cannot be parsed is left out and noted.
    template <class Value, class Parse, class Name, class... Values>
    [[nodiscard]] Expected<std::vector<Value>> readable(Query query, Parse parse, Name named,
                                                        const Values&... values);
    template <class Value, class Parse, class... Values>
    [[nodiscard]] Expected<std::optional<Value>> one(Query query, Parse parse,
                                                     const Values&... values);

    [[nodiscard]] Expected<desk::SideRow> sideOrNoted(const Row& row);

    SqliteHandle& m_database;
    std::vector<desk::Unreadable> m_unreadable;
};

}  // namespace delivery::ledger
