#include "server/ledger/split_ledger.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "server/ledger/reads_through.h"

namespace delivery::ledger {

using namespace desk;

namespace {

using Pages = std::set<std::string>;

/// In the ledger that is apart: the install name of the main one whose log it follows.
constexpr const char* followsKind = "follows";
constexpr const char* followsKey = "install";

/// Pages by where they live, everything else from the main ledger.
class SplitReads {
  public:
    SplitReads(LedgerReader& main, LedgerReader& apart, const Pages& pages)
        : m_main(main), m_apart(&apart), m_pages(pages) {}

    /// From now on what is apart is read through this.
    void readApartFrom(LedgerReader& apart) { m_apart = &apart; }
    [[nodiscard]] bool isApart(const std::string& page) const { return m_pages.contains(page); }

    auto state(const StreamKey& stream) { return m_main.state(stream); }
    auto stream(const StreamKey& stream, std::int64_t fromVersion, int limit) {
        return m_main.stream(stream, fromVersion, limit);
    }
    auto log(std::int64_t afterPosition, int limit) { return m_main.log(afterPosition, limit); }
    auto lastPosition() { return m_main.lastPosition(); }
    auto reply(const ReplyKey& key) { return m_main.reply(key); }
    auto effectsDue(Instant now, int limit) { return m_main.effectsDue(now, limit); }
    auto messagesDue(Instant now, int limit) { return m_main.messagesDue(now, limit); }
    auto timersDue(const std::string& waitsFor, Instant now, int limit) {
        return m_main.timersDue(waitsFor, now, limit);
    }
    auto takeUnreadable() { return m_main.takeUnreadable(); }
    void note(Unreadable row) { m_main.note(std::move(row)); }
    auto timer(const StreamKey& stream, const std::string& kind) {
        return m_main.timer(stream, kind);
    }
    auto effect(const std::string& id) { return m_main.effect(id); }
    auto nextTimerDue(const std::string& waitsFor) { return m_main.nextTimerDue(waitsFor); }
    auto nextEffectDue() { return m_main.nextEffectDue(); }
    auto side(const SideKey& key) { return m_main.side(key); }
    auto sidesOf(const std::string& kind, const std::string& owner) {
        return m_main.sidesOf(kind, owner);
    }
    auto sidesOfKind(const std::string& kind, int limit) { return m_main.sidesOfKind(kind, limit); }
    auto sidesPage(const std::string& kind, std::int64_t offset, std::int64_t limit) {
        return m_main.sidesPage(kind, offset, limit);
    }
    auto sideCount(const std::string& kind) { return m_main.sideCount(kind); }
    auto counters() { return m_main.counters(); }
    auto pageRow(const std::string& page, const std::string& key) {
        return of(page).pageRow(page, key);
    }
    auto scan(const ScanRequest& request) { return of(request.page).scan(request); }
    auto partitionSize(const std::string& page, const std::string& index,
                       const std::string& partition) {
        return of(page).partitionSize(page, index, partition);
    }
    auto install() { return m_main.install(); }

    /// How far a page is says the ledger in which it lives; whether it is paused says the main one.
    Expected<std::vector<PageCursor>> pageCursors() {
        auto cursors = m_main.pageCursors();
        if (!cursors) return cursors;
        std::map<std::string, PageCursor> merged;
        for (PageCursor& cursor : *cursors) {
            if (isApart(cursor.page)) {
                cursor.position = 0;
                cursor.quarantined = false;
                cursor.lastError.clear();
            }
            merged[cursor.page] = std::move(cursor);
        }
        const auto apart = m_apart->pageCursors();
        for (const std::string& page : m_pages) {
            // A database that cannot be read makes nobody else's pages unreadable.
            if (!apart) merged[page].lastError = apart.error().text;
            merged[page].quarantined = !apart;
        }
        for (const PageCursor& cursor : apart.value_or(std::vector<PageCursor>())) {
            if (!isApart(cursor.page)) continue;
            PageCursor& known = merged[cursor.page];
            known.position = cursor.position;
            known.quarantined = cursor.quarantined;
            known.lastError = cursor.lastError;
        }
        std::vector<PageCursor> all;
        for (auto& [page, cursor] : merged) {
            cursor.page = page;
            all.push_back(std::move(cursor));
        }
        return all;
    }

  private:
    LedgerReader& of(const std::string& page) { return isApart(page) ? *m_apart : m_main; }

    LedgerReader& m_main;
    LedgerReader* m_apart;
    const Pages& m_pages;
};

class SplitReader final : public ReadsThrough<LedgerReader, SplitReads> {
  public:
    SplitReader(std::unique_ptr<LedgerReader> main, std::unique_ptr<LedgerReader> apart,
                const Pages& pages)
        : ReadsThrough(*main, *apart, pages), m_main(std::move(main)), m_apart(std::move(apart)) {}

  private:
    std::unique_ptr<LedgerReader> m_main;
    std::unique_ptr<LedgerReader> m_apart;
};

/// Begins in the other ledger only when something is written there, so that its lock or its disk is
/// nothing to a batch that has nothing for it.
class SplitTransaction final : public ReadsThrough<Transaction, SplitReads> {
  public:
    SplitTransaction(std::unique_ptr<Transaction> main, LedgerReader& apartReader, Ledger& apart,
                     const Pages& pages)
        : ReadsThrough(*main, apartReader, pages), m_main(std::move(main)), m_apart(apart) {}

    Expected<std::vector<EventRow>> append(CommandWrites writes) override {
        return m_main->append(std::move(writes));
    }
    Expected<void> writePage(const PageWrites& writes) override {
        if (!m_reads.isApart(writes.page)) return m_main->writePage(writes);
        m_holdsRows = true;
        return inApart([&](Transaction& apart) { return apart.writePage(writes); });
    }
    Expected<void> setPageCursor(const PageCursor& cursor) override {
        if (!m_reads.isApart(cursor.page)) return m_main->setPageCursor(cursor);
        // A pause belongs to the batch. What the other one notes is tried again at every start: an
        // operator's word must not fail for it.
        static_cast<void>(inApart([&](Transaction& apart) {
            PageCursor there = cursor;
            there.paused = false;
            return apart.setPageCursor(there);
        }));
        return setPaused(cursor.page, cursor.paused);
    }
    Expected<void> clearPage(const std::string& page) override {
        if (!m_reads.isApart(page)) return m_main->clearPage(page);
        m_holdsRows = true;
        // Rows from before the page lived apart go too.
        auto cleared = inApart([&](Transaction& apart) { return apart.clearPage(page); });
        return cleared ? m_main->clearPage(page) : cleared;
    }
    Expected<void> forgetRepliesBefore(Instant before, int limit) override {
        return m_main->forgetRepliesBefore(before, limit);
    }
    [[nodiscard]] bool alive() const override {
        return m_main->alive() &&
               (!m_holdsRows || m_apartBegun == nullptr || m_apartBegun->alive());
    }
    /// The other one first: what it holds then is made from a log that is on the disk already, or
    /// is made again.
    Expected<void> commit() override {
        if (m_apartBegun != nullptr) {
            auto committed = m_apartBegun->commit();
            if (!committed && m_holdsRows) return committed;
        }
        return m_main->commit();
    }

  private:
    /// Where the page stood in the main ledger stays, for the day on which it moves back.
    Expected<void> setPaused(const std::string& page, bool isPaused) {
        auto cursors = m_main->pageCursors();
        if (!cursors) return tl::unexpected(std::move(cursors.error()));
        PageCursor cursor{.page = page};
        for (PageCursor& known : *cursors) {
            if (known.page == page) cursor = std::move(known);
        }
        cursor.paused = isPaused;
        return m_main->setPageCursor(cursor);
    }

    template <class Step>
    Expected<void> inApart(Step step) {
        if (m_apartBegun == nullptr) {
            auto begun = m_apart.begin();
            if (!begun) return tl::unexpected(std::move(begun.error()));
            m_apartBegun = std::move(*begun);
            m_reads.readApartFrom(*m_apartBegun);
        }
        return step(*m_apartBegun);
    }

    std::unique_ptr<Transaction> m_main;
    Ledger& m_apart;
    std::unique_ptr<Transaction> m_apartBegun;
    /// Without rows it is only what the other ledger notes of its pages, and no reason to fail.
    bool m_holdsRows = false;
};

/// Whether what is apart was made from this log, and from no more of it than there is.
Expected<bool> follows(LedgerReader& main, LedgerReader& apart, const Pages& pages) {
    const auto install = main.install();
    if (!install) return tl::unexpected(install.error());
    const auto followed = apart.side({followsKind, followsKey});
    if (!followed) return tl::unexpected(followed.error());
    const auto end = main.lastPosition();
    if (!end) return tl::unexpected(end.error());
    const auto cursors = apart.pageCursors();
    if (!cursors) return tl::unexpected(cursors.error());
    const bool isAhead = std::any_of(cursors->begin(), cursors->end(), [&](const auto& cursor) {
        return pages.contains(cursor.page) && cursor.position > *end;
    });
    return *followed && (*followed)->body == *install && !isAhead;
}

/// In one transaction of the other ledger: emptied, and following this log from its beginning.
Expected<void> followFromTheStart(LedgerReader& main, Ledger& apart, const Pages& pages) {
    const auto install = main.install();
    if (!install) return tl::unexpected(install.error());
    auto transaction = apart.begin();
    if (!transaction) return tl::unexpected(transaction.error());
    for (const std::string& page : pages) {
        if (auto cleared = (*transaction)->clearPage(page); !cleared) return cleared;
    }
    CommandWrites writes;
    writes.sides.push_back({followsKind, followsKey, "", *install});
    if (auto noted = (*transaction)->append(std::move(writes)); !noted)
        return tl::unexpected(noted.error());
    return (*transaction)->commit();
}

}  // namespace

Expected<std::unique_ptr<SplitLedger>> SplitLedger::open(Ledger& main, Ledger& apart,
                                                         std::set<std::string> pages) {
    std::unique_ptr<SplitLedger> split(new SplitLedger(main, apart, std::move(pages)));
    const auto mainReader = main.reader();
    if (!mainReader) return tl::unexpected(mainReader.error());
    auto apartReader = apart.reader();
    if (!apartReader) return tl::unexpected(apartReader.error());
    const auto known = follows(**mainReader, **apartReader, split->m_pages);
    if (!known) return tl::unexpected(known.error());
    if (!*known) {
        if (auto begun = followFromTheStart(**mainReader, apart, split->m_pages); !begun)
            return tl::unexpected(begun.error());
    }
    split->m_apartReader = std::move(*apartReader);
    return split;
}

Expected<std::unique_ptr<Transaction>> SplitLedger::begin() {
    auto begun = m_main.begin();
    if (!begun) return tl::unexpected(std::move(begun.error()));
    return std::make_unique<SplitTransaction>(std::move(*begun), *m_apartReader, m_apart, m_pages);
}

Expected<std::unique_ptr<LedgerReader>> SplitLedger::reader() {
    auto main = m_main.reader();
    if (!main) return main;
    auto apart = m_apart.reader();
    if (!apart) return apart;
    return std::make_unique<SplitReader>(std::move(*main), std::move(*apart), m_pages);
}

}  // namespace delivery::ledger
