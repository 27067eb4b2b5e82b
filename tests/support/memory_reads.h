#pragma once
/// The reading half of the ledger in memory: over what is committed, and perhaps a transaction's
/// changes.

#include <algorithm>
#include <cassert>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/support/layered.h"
#include "tests/support/memory_ledger.h"

namespace delivery::tests {

using LedgerDelta = LedgerTables<LedgerChanges>;

inline constexpr Instant longAgo{std::numeric_limits<std::int64_t>::min()};

[[nodiscard]] inline Fault injected(const LedgerFault& fault) { return {fault.code, "injected"}; }

#define LAYERED(table) Layered(m_ledger.m_rows.table, m_over == nullptr ? nullptr : &m_over->table)

/// A friend of the ledger, under whose lock it reads.
class MemoryReads {
  public:
    MemoryReads(MemoryLedger& ledger, const LedgerDelta* over) : m_ledger(ledger), m_over(over) {}

    Expected<std::optional<desk::StateRow>> state(const desk::StreamKey& stream) {
        return one(LAYERED(states), stream);
    }
    Expected<std::vector<desk::EventRow>> stream(const desk::StreamKey& stream,
                                                 std::int64_t fromVersion, int limit) {
        return whole(locked<std::vector<desk::EventRow>>([&](std::vector<desk::EventRow>& found) {
            const auto events = LAYERED(events);
            LAYERED(positions).ascend({stream, fromVersion}, [&](const auto& key, auto position) {
                if (key.first != stream || full(found, limit)) return false;
                found.push_back(*events.find(position));
                return true;
            });
        }));
    }
    Expected<std::vector<desk::EventRow>> log(std::int64_t afterPosition, int limit) {
        return whole(locked<std::vector<desk::EventRow>>([&](std::vector<desk::EventRow>& found) {
            LAYERED(events).ascend(afterPosition + 1, [&](auto, const desk::EventRow& event) {
                if (full(found, limit)) return false;
                found.push_back(event);
                return true;
            });
        }));
    }
    Expected<std::int64_t> lastPosition() {
        return locked<std::int64_t>(
            [&](std::int64_t& found) { found = LAYERED(events).last().value_or(0); });
    }
    Expected<std::optional<desk::ReplyRow>> reply(const desk::ReplyKey& key) {
        return one(LAYERED(replies), key);
    }
    Expected<std::vector<desk::EffectRow>> effectsDue(Instant now, int limit) {
        return due(now, limit, false);
    }
    Expected<std::vector<desk::EffectRow>> messagesDue(Instant now, int limit) {
        return due(now, limit, true);
    }
    std::vector<desk::Unreadable> takeUnreadable() { return std::exchange(m_noted, {}); }
    void note(desk::Unreadable row) { m_noted.push_back(std::move(row)); }
    Expected<std::vector<desk::TimerRow>> timersDue(const std::string& waitsFor, Instant now,
                                                    int limit) {
        return locked<std::vector<desk::TimerRow>>([&](std::vector<desk::TimerRow>& found) {
            const auto timers = LAYERED(timers);
            LAYERED(timersByDue).ascend({waitsFor, longAgo, {}, {}}, [&](const auto& key, auto) {
                const auto& [clock, due, stream, kind] = key;
                if (clock != waitsFor || due > now || full(found, limit)) return false;
                found.push_back(*timers.find({stream, kind}));
                return true;
            });
        });
    }
    Expected<std::optional<desk::TimerRow>> timer(const desk::StreamKey& stream,
                                                  const std::string& kind) {
        return one(LAYERED(timers), {stream, kind});
    }
    Expected<std::optional<desk::EffectRow>> effect(const std::string& id) {
        return one(LAYERED(effects), id);
    }
    Expected<std::optional<Instant>> nextTimerDue(const std::string& waitsFor) {
        return locked<std::optional<Instant>>([&](std::optional<Instant>& found) {
            LAYERED(timersByDue).ascend({waitsFor, longAgo, {}, {}}, [&](const auto& key, auto) {
                if (std::get<0>(key) == waitsFor) found = std::get<1>(key);
                return false;
            });
        });
    }
    Expected<std::optional<Instant>> nextEffectDue() {
        return locked<std::optional<Instant>>([&](std::optional<Instant>& found) {
            const auto effects = LAYERED(effects);
            LAYERED(effectsByDue).ascend({longAgo, {}}, [&](const auto& key, auto) {
                if (effects.find(key.second)->kind == desk::messageKind) return true;
                found = key.first;
                return false;
            });
        });
    }
    Expected<std::optional<desk::SideRow>> side(const desk::SideKey& key) {
        if (!isDamaged(m_ledger.m_damaged.sides, key)) return one(LAYERED(sides), key);
        note(named(key));
        return tl::unexpected(damaged());
    }
    Expected<std::vector<desk::SideRow>> sidesOf(const std::string& kind,
                                                 const std::string& owner) {
        return locked<std::vector<desk::SideRow>>([&](std::vector<desk::SideRow>& found) {
            const auto sides = LAYERED(sides);
            LAYERED(sidesByOwner).ascend({kind, owner, {}}, [&](const auto& key, auto) {
                if (std::get<0>(key) != kind || std::get<1>(key) != owner) return false;
                found.push_back(*sides.find({kind, std::get<2>(key)}));
                return true;
            });
        });
    }
    Expected<std::vector<desk::SideRow>> sidesOfKind(const std::string& kind, int limit) {
        return locked<std::vector<desk::SideRow>>([&](std::vector<desk::SideRow>& found) {
            LAYERED(sides).ascend({kind, {}},
                                  [&](const desk::SideKey& key, const desk::SideRow& row) {
                                      if (key.kind != kind || full(found, limit)) return false;
                                      const bool isOut = m_ledger.m_damaged.sides.contains(key);
                                      isOut ? note(named(key)) : found.push_back(row);
                                      return true;
                                  });
        });
    }
    Expected<std::vector<desk::SideRow>> sidesPage(const std::string& kind, std::int64_t offset,
                                                   std::int64_t limit) {
        return locked<std::vector<desk::SideRow>>([&](std::vector<desk::SideRow>& found) {
            std::int64_t place = 0;
            LAYERED(sides).ascend({kind, {}},
                                  [&](const desk::SideKey& key, const desk::SideRow& row) {
                                      if (key.kind != kind || place >= offset + limit) return false;
                                      if (place++ < offset) return true;
                                      const bool isOut = m_ledger.m_damaged.sides.contains(key);
                                      isOut ? note(named(key)) : found.push_back(row);
                                      return true;
                                  });
        });
    }
    Expected<std::int64_t> sideCount(const std::string& kind) {
        return locked<std::int64_t>([&](std::int64_t& count) {
            LAYERED(sides).ascend({kind, {}}, [&](const desk::SideKey& key, const desk::SideRow&) {
                if (key.kind != kind) return false;
                ++count;
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
    Expected<std::optional<desk::PageRow>> pageRow(const std::string& page,
                                                   const std::string& key) {
        if (isDamaged(m_ledger.m_damaged.pageRows, {page, key})) return tl::unexpected(damaged());
        return one(LAYERED(pageRows), {page, key});
    }
    Expected<std::vector<desk::PageRow>> scan(const desk::ScanRequest& request);
    Expected<std::int64_t> partitionSize(const std::string& page, const std::string& index,
                                         const std::string& partition) {
        return locked<std::int64_t>([&](std::int64_t& found) {
            const std::int64_t* kept = LAYERED(pageCounts).find({page, index, partition});
            found = kept == nullptr ? 0 : *kept;
        });
    }
    Expected<std::vector<desk::PageCursor>> pageCursors() {
        return locked<std::vector<desk::PageCursor>>([&](std::vector<desk::PageCursor>& found) {
            LAYERED(pageCursors)
                .ascend({}, [&](const std::string&, const desk::PageCursor& cursor) {
                    found.push_back(cursor);
                    return true;
                });
        });
    }
    Expected<std::string> install() { return m_ledger.m_install; }

  private:
    Expected<std::vector<desk::EffectRow>> due(Instant now, int limit, bool messages) {
        return locked<std::vector<desk::EffectRow>>([&](std::vector<desk::EffectRow>& found) {
            const auto effects = LAYERED(effects);
            LAYERED(effectsByDue).ascend({longAgo, {}}, [&](const auto& key, auto) {
                if (key.first > now || full(found, limit)) return false;
                const desk::EffectRow& effect = *effects.find(key.second);
                if ((effect.kind == desk::messageKind) == messages) found.push_back(effect);
                return true;
            });
        });
    }
    template <class Row>
    static bool full(const std::vector<Row>& found, std::int64_t limit) {
        assert(limit >= 0);
        return static_cast<std::int64_t>(found.size()) >= limit;
    }
    [[nodiscard]] static Fault damaged() { return {FaultCode::Unreadable, "damaged"}; }
    [[nodiscard]] static desk::Unreadable named(const desk::SideKey& key) {
        return {.what = desk::Unreadable::What::Side, .side = key, .why = damaged().text};
    }
    template <class Key>
    [[nodiscard]] bool isDamaged(const std::set<Key>& rows, const Key& key) const {
        const std::shared_lock lock(m_ledger.m_rowsMutex);
        return rows.contains(key);
    }
    [[nodiscard]] Expected<std::vector<desk::EventRow>> whole(
        Expected<std::vector<desk::EventRow>> events) const {
        if (!events) return events;
        const std::shared_lock lock(m_ledger.m_rowsMutex);
        const bool isWhole = std::ranges::none_of(*events, [&](const desk::EventRow& event) {
            return m_ledger.m_damaged.events.contains(event.position);
        });
        return isWhole ? std::move(events) : tl::unexpected(damaged());
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
    const LedgerDelta* m_over;
    std::vector<desk::Unreadable> m_noted;
};

inline Expected<std::vector<desk::PageRow>> MemoryReads::scan(const desk::ScanRequest& request) {
    auto scanned = locked<std::vector<desk::PageRow>>([&](std::vector<desk::PageRow>& found) {
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
            LAYERED(pageIndex).descend({request.page,
                                        request.index,
                                        request.partition + std::string(1, '\0'),
                                        std::numeric_limits<std::int64_t>::min(),
                                        {}},
                                       visit);
        else
            LAYERED(pageIndex).ascend(
                {request.page,
                 request.index,
                 request.partition,
                 request.after.value_or(std::numeric_limits<std::int64_t>::min()),
                 {}},
                visit);
    });
    if (!scanned) return scanned;
    const std::shared_lock lock(m_ledger.m_rowsMutex);
    const auto& rows = m_ledger.m_damaged.pageRows;
    const bool isWhole = rows.empty() || std::ranges::none_of(*scanned, [&](const auto& row) {
                             return rows.contains({request.page, row.key});
                         });
    return isWhole ? std::move(scanned) : tl::unexpected(damaged());
}

#undef LAYERED

}  // namespace delivery::tests
