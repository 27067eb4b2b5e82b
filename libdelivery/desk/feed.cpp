#include "desk/feed.h"

#include <optional>
#include <utility>

#include "record/record.h"

namespace delivery::desk {

namespace {

constexpr std::size_t cachedRowsMax = 5'000;

/// The counter that holds by which version of its fold a page's rows were made; without one it was
/// the first.
std::string versionNote(const page::Page& page) { return "fold/" + page.name(); }

bool transactionIsGone(const Transaction& transaction) { return !transaction.alive(); }

/// Trying again would fail again: the page's code or its rows are at fault.
bool isThePages(const Fault& fault) {
    return fault.code == FaultCode::Misfit || fault.code == FaultCode::Unreadable ||
           fault.code == FaultCode::Damaged;
}

}  // namespace

PageRow toBytes(const page::Row& row) { return {row.key, record::encode(row.body), row.entries}; }

Expected<page::Row> fromBytes(const PageRow& row) {
    auto body = record::decodeBody(row.body);
    if (!body) return tl::unexpected(body.error());
    return page::Row{row.key, std::move(*body), row.entries};
}

/// A page's rows during one batch: what it changed, over what the lane remembers, over what the
/// ledger holds.
class PageFeed::BatchRows : public page::Rows {
  public:
    BatchRows(const std::string& page, const RowCache& cache, LedgerReader& reader)
        : m_page(page), m_cache(cache), m_reader(reader) {}

    std::optional<page::Row> find(const std::string& key) override {
        const auto changed = m_changed.find(key);
        if (changed != m_changed.end()) return changed->second;
        const auto cached = m_cache.find(key);
        if (cached != m_cache.end()) return cached->second;
        auto bytes = m_reader.pageRow(m_page, key);
        if (!bytes) {
            m_fault = bytes.error();
            return std::nullopt;
        }
        if (!bytes->has_value()) return std::nullopt;
        auto row = fromBytes(**bytes);
        if (!row) {
            m_fault = row.error();
            return std::nullopt;
        }
        return *row;
    }
    void put(page::Row row) override {
        const std::string key = row.key;
        m_changed[key] = std::move(row);
    }
    void erase(const std::string& key) override { m_changed[key] = std::nullopt; }

    [[nodiscard]] const std::optional<Fault>& fault() const { return m_fault; }
    [[nodiscard]] const std::map<std::string, std::optional<page::Row>>& changed() const {
        return m_changed;
    }

  private:
    const std::string& m_page;
    const RowCache& m_cache;
    LedgerReader& m_reader;
    std::map<std::string, std::optional<page::Row>> m_changed;
    std::optional<Fault> m_fault;
};

Expected<void> PageFeed::open(LedgerReader& reader, const Ledger& ledger) {
    auto cursors = reader.pageCursors();
    if (!cursors) return tl::unexpected(cursors.error());
    auto end = reader.lastPosition();
    if (!end) return tl::unexpected(end.error());
    auto counters = reader.counters();
    if (!counters) return tl::unexpected(counters.error());
    m_logEnd = m_stagedLogEnd = *end;
    m_caughtUp = nullptr;
    m_lanes.clear();
    for (const auto& page : page::allPages()) {
        Lane lane;
        lane.page = page.get();
        lane.cursor.page = page->name();
        lane.isApart = ledger.keepsApart(page->name());
        lane.isOutdated = *end > 0;
        for (const auto& known : *cursors) {
            if (known.page != page->name()) continue;
            lane.cursor = known;
            lane.isOutdated = false;
        }
        const auto note = counters->find(versionNote(*page));
        if ((note == counters->end() ? 1 : note->second) != page->version()) lane.isOutdated = true;
        lane.isTriedAgain = std::exchange(lane.cursor.quarantined, false);
        lane.kept = lane.cursor;
        lane.stagedPosition = lane.cursor.position;
        m_lanes.push_back(std::move(lane));
    }
    return {};
}

bool PageFeed::hasOutdated() const {
    for (const Lane& lane : m_lanes) {
        if (lane.isOutdated) return true;
    }
    return false;
}

Expected<void> PageFeed::clearOutdated(Transaction& transaction) {
    CommandWrites notes;
    for (Lane& lane : m_lanes) {
        if (!std::exchange(lane.isOutdated, false)) continue;
        auto cleared = transaction.clearPage(lane.page->name());
        if (!cleared) return cleared;
        notes.counters[versionNote(*lane.page)] = lane.page->version();
        lane.stagedPosition = 0;
        lane.cache.clear();
    }
    auto noted = transaction.append(std::move(notes));
    if (!noted) return tl::unexpected(noted.error());
    return {};
}

Expected<void> PageFeed::quarantine(Lane& lane, Transaction& transaction, const Fault& fault) {
    lane.cache.clear();
    lane.cursor.quarantined = true;
    lane.cursor.lastError = fault.text;
    PageCursor cursor = lane.cursor;
    cursor.position = lane.stagedPosition;
    return transaction.setPageCursor(cursor);
}

Expected<void> PageFeed::feedLane(Lane& lane, Transaction& transaction,
                                  std::span<const page::Logged> events) {
    const std::string name = lane.page->name();
    BatchRows rows(name, lane.cache, transaction);
    for (const auto& logged : events) {
        auto folded = lane.page->fold(logged, rows);
        if (rows.fault()) folded = tl::unexpected(*rows.fault());
        if (transactionIsGone(transaction)) {
            return tl::unexpected(
                rows.fault().value_or(Fault{FaultCode::DiskBroken, "transaction gone"}));
        }
        if (rows.fault() && !isThePages(*rows.fault())) return tl::unexpected(*rows.fault());
        if (!folded) {
            return quarantine(lane, transaction,
                              {folded.error().code, "page " + name + " at position " +
                                                        std::to_string(logged.position) + ": " +
                                                        folded.error().text});
        }
    }
    PageWrites writes;
    writes.page = name;
    writes.cursor = events.back().position;
    for (const auto& [key, row] : rows.changed()) {
        if (row) {
            writes.put.push_back(toBytes(*row));
        } else {
            writes.erased.push_back(key);
        }
    }
    auto written = transaction.writePage(writes);
    if (!written) {
        if (transactionIsGone(transaction) || !isThePages(written.error())) return written;
        return quarantine(lane, transaction,
                          {written.error().code, "page " + name + ": " + written.error().text});
    }
    if (lane.cache.size() > cachedRowsMax) lane.cache.clear();
    for (const auto& [key, row] : rows.changed()) {
        if (row) {
            lane.cache.insert_or_assign(key, *row);
        } else {
            lane.cache.erase(key);
        }
    }
    lane.stagedPosition = writes.cursor;
    return {};
}

Expected<void> PageFeed::feed(Transaction& transaction, std::span<const page::Logged> events) {
    if (events.empty()) return {};
    for (Lane& lane : m_lanes) {
        const bool stands = lane.stagedPosition == m_stagedLogEnd;
        if (!stands || lane.isApart || lane.cursor.paused || lane.cursor.quarantined) continue;
        auto fed = feedLane(lane, transaction, events);
        if (!fed) return fed;
    }
    m_stagedLogEnd = events.back().position;
    return {};
}

void PageFeed::committed() {
    m_logEnd = m_stagedLogEnd;
    for (Lane& lane : m_lanes) {
        lane.cursor.position = lane.stagedPosition;
        if (lane.isTriedAgain && lane.stagedPosition > lane.kept.position)
            lane.isTriedAgain = false;
        lane.kept = lane.cursor;
    }
}

void PageFeed::rolledBack() {
    m_stagedLogEnd = m_logEnd;
    for (Lane& lane : m_lanes) {
        // A pause or a quarantine of the failed batch is not on the disk either.
        lane.cursor = lane.kept;
        lane.stagedPosition = lane.cursor.position;
        lane.cache.clear();
    }
}

Expected<bool> PageFeed::catchUp(Transaction& transaction, int eventsMax) {
    for (Lane& lane : m_lanes) {
        if (lane.stagedPosition >= m_stagedLogEnd || lane.cursor.paused ||
            lane.cursor.quarantined) {
            continue;
        }
        m_caughtUp = &lane;
        auto rows = transaction.log(lane.stagedPosition, eventsMax);
        if (!rows) {
            // An event that cannot be read stops every page that has not passed it, and nothing
            // else.
            if (!isThePages(rows.error())) return tl::unexpected(rows.error());
            auto kept = quarantine(lane, transaction, rows.error());
            if (!kept) return tl::unexpected(kept.error());
            return true;
        }
        if (lane.isTriedAgain) {
            lane.cursor.lastError.clear();
            PageCursor cursor = lane.cursor;
            cursor.position = lane.stagedPosition;
            auto kept = transaction.setPageCursor(cursor);
            if (!kept) return tl::unexpected(kept.error());
        }
        std::vector<page::Logged> events;
        for (const auto& row : *rows) {
            auto event = record::decodeEvent(row.stream.kind, row.type, row.typeVersion, row.body);
            if (!event) {
                auto kept = quarantine(lane, transaction, event.error());
                if (!kept) return tl::unexpected(kept.error());
                break;
            }
            events.push_back({row.stream.kind, row.stream.id, row.version, row.position, row.at,
                              row.actor, std::move(*event)});
        }
        if (!events.empty() && !lane.cursor.quarantined) {
            auto fed = feedLane(lane, transaction, events);
            if (!fed) return tl::unexpected(fed.error());
        }
        return true;
    }
    return false;
}

Expected<void> PageFeed::pauseContext(Transaction& transaction, const std::string& context,
                                      bool paused) {
    for (Lane& lane : m_lanes) {
        if (lane.page->context() != context) continue;
        PageCursor cursor = lane.cursor;
        cursor.position = lane.stagedPosition;
        cursor.paused = paused;
        // Resuming is also how a mended page leaves its quarantine.
        if (!paused) {
            cursor.quarantined = false;
            cursor.lastError.clear();
        }
        auto kept = transaction.setPageCursor(cursor);
        if (!kept) return kept;
        lane.cursor.paused = cursor.paused;
        lane.cursor.quarantined = cursor.quarantined;
        lane.cursor.lastError = cursor.lastError;
    }
    return {};
}

Expected<void> PageFeed::clear(Transaction& transaction) {
    for (Lane& lane : m_lanes) {
        auto cleared = transaction.clearPage(lane.page->name());
        if (!cleared) return cleared;
        PageCursor cursor;
        cursor.page = lane.page->name();
        cursor.paused = lane.cursor.paused;
        // A page that is made anew has left its quarantine, on the disk too. An operator's pause
        // stays there for the next start; only this rebuild does not stop at it.
        cleared = transaction.setPageCursor(cursor);
        lane.cursor = cursor;
        lane.cursor.paused = false;
        if (!cleared) return cleared;
        lane.stagedPosition = 0;
        lane.cache.clear();
    }
    return {};
}

std::vector<PageCursor> PageFeed::cursors() const {
    std::vector<PageCursor> cursors;
    cursors.reserve(m_lanes.size());
    for (const Lane& lane : m_lanes) cursors.push_back(lane.cursor);
    return cursors;
}

std::vector<std::pair<std::string, std::string>> PageFeed::quarantined() const {
    std::vector<std::pair<std::string, std::string>> pages;
    for (const Lane& lane : m_lanes) {
        if (lane.cursor.quarantined) pages.emplace_back(lane.page->name(), lane.cursor.lastError);
    }
    return pages;
}

bool PageFeed::isPaused(const std::string& context) const {
    for (const Lane& lane : m_lanes) {
        if (lane.page->context() == context && lane.cursor.paused) return true;
    }
    return false;
}

bool PageFeed::isKnown(const std::string& context) const {
    for (const Lane& lane : m_lanes) {
        if (lane.page->context() == context) return true;
    }
    return false;
}

bool PageFeed::restApart(const Fault& fault) {
    Lane* const lane = std::exchange(m_caughtUp, nullptr);
    if (lane == nullptr || !lane->isApart) return false;
    lane->cursor.quarantined = true;
    lane->cursor.lastError = fault.text;
    lane->kept = lane->cursor;
    return true;
}

bool PageFeed::lagsApart() const {
    for (const Lane& lane : m_lanes) {
        const bool fed = !lane.cursor.paused && !lane.cursor.quarantined;
        if (lane.isApart && fed && lane.stagedPosition < m_stagedLogEnd) return true;
    }
    return false;
}

bool PageFeed::lags() const {
    for (const Lane& lane : m_lanes) {
        const bool fed = !lane.cursor.paused && !lane.cursor.quarantined;
        if (fed && lane.stagedPosition < m_stagedLogEnd) return true;
    }
    return false;
}

}  // namespace delivery::desk
