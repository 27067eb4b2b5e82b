#pragma once
/// Feeds the pages: folds committed events into rows inside the batch's transaction, one savepoint
/// per page.

#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "desk/ledger.h"
#include "page/page.h"

namespace delivery::desk {

/// The desk's thread. A page whose own fold or rows fail is quarantined and falls behind alone;
/// nothing else stops. A fault that passes (no room, no memory, a lock) is nobody's fault: it fails
/// the batch, which is repeated.
class PageFeed {
  public:
    /// Reads every page's cursor; pages that the ledger does not know yet start at the beginning of
    /// the log. A page that an earlier run quarantined is tried again: the program may be a mended
    /// one.
    [[nodiscard]] Expected<void> open(LedgerReader& reader, const Ledger& ledger);
    /// Pages whose rows another version of their fold made, or that the program did not have then.
    [[nodiscard]] bool hasOutdated() const;
    /// Starts those again from the beginning of the log, and notes by which version.
    [[nodiscard]] Expected<void> clearOutdated(Transaction& transaction);

    /// Folds one batch into every page that stands right before it. A Fault means that the
    /// transaction is gone.
    [[nodiscard]] Expected<void> feed(Transaction& transaction,
                                      std::span<const page::Logged> events);
    /// After the commit: what was staged is what the pages hold. Without it the next feed starts
    /// from the ledger again.
    void committed();
    void rolledBack();

    /// Feeds one lagging page some events of the log in the transaction given. False when none
    /// lags.
    [[nodiscard]] Expected<bool> catchUp(Transaction& transaction, int eventsMax);
    /// After catchUp or its commit failed and was rolled back: a page on another database rests
    /// alone with what failed, until its context is resumed or the next start. False: it was no
    /// such page.
    [[nodiscard]] bool restApart(const Fault& fault);
    /// Whether a page on another database has not come to the end of the log.
    [[nodiscard]] bool lagsApart() const;
    [[nodiscard]] Expected<void> pauseContext(Transaction& transaction, const std::string& context,
                                              bool paused);
    [[nodiscard]] Expected<void> clear(Transaction& transaction);
    [[nodiscard]] bool isPaused(const std::string& context) const;
    [[nodiscard]] bool isKnown(const std::string& context) const;
    [[nodiscard]] bool lags() const;
    /// How far each page has come, as of the last commit.
    [[nodiscard]] std::vector<PageCursor> cursors() const;
    /// Pages that failed, and why.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> quarantined() const;

  private:
    using RowCache = std::map<std::string, page::Row>;
    class BatchRows;
    struct Lane {
        const page::Page* page = nullptr;
        PageCursor cursor;
        /// As the ledger holds it: what a batch that fails goes back to.
        PageCursor kept;
        RowCache cache;
        /// The ledger still calls it quarantined.
        bool isTriedAgain = false;
        std::int64_t stagedPosition = 0;
        bool isOutdated = false;
        bool isApart = false;
    };

    [[nodiscard]] Expected<void> feedLane(Lane& lane, Transaction& transaction,
                                          std::span<const page::Logged> events);
    [[nodiscard]] Expected<void> quarantine(Lane& lane, Transaction& transaction,
                                            const Fault& fault);

    std::vector<Lane> m_lanes;
    /// The lane that catchUp looked after last.
    Lane* m_caughtUp = nullptr;
    std::int64_t m_logEnd = 0;
    std::int64_t m_stagedLogEnd = 0;
};

/// A page row as bytes, and back.
[[nodiscard]] PageRow toBytes(const page::Row& row);
[[nodiscard]] Expected<page::Row> fromBytes(const PageRow& row);

}  // namespace delivery::desk
