#include <set>

#include <rapidcheck.h>

#include <QTest>

#include "tests/core/page_city.h"

using namespace delivery;
using tests::City;
using tests::MemoryRows;

namespace {

constexpr int steps = 250;

bool contains(const std::vector<std::string>& keys, const std::string& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// What must be true of the order pages after every event, said a second time and in other words.
class Watch {
  public:
    void saw(const page::Logged& logged, std::map<std::string, MemoryRows>& rows) {
        const auto* event = std::get_if<order::Event>(&logged.event);
        if (event == nullptr) return;
        const std::string& id = logged.streamId;
        order::State& state = m_states[id];
        state = order::evolve(state, *event);
        const auto& order = std::get<order::Order>(state);
        if (order::isPaid(order) && order::isVerified(order)) m_reached.insert(id);

        const MemoryRows& store = rows["store"];
        const std::string ofStore = "store:" + order.placed.storeId.text();
        RC_ASSERT(contains(store.keys("tickets", ofStore), id) == m_reached.contains(id));
        RC_ASSERT(contains(store.keys("changes", ofStore), id) == m_reached.contains(id));
        if (!m_reached.contains(id)) RC_ASSERT(!contains(store.keys("open", ofStore), id));

        const MemoryRows& rider = rows["rider"];
        const auto holder = order::holderOf(order);
        const bool over = order::isOver(order);
        RC_ASSERT(!(over && contains(rider.keys("offered", "all"), id)));
        for (const char* who : {"rider1", "rider2"}) {
            const bool holds = !over && holder && holder->text() == who;
            RC_ASSERT(contains(rider.keys("held", std::string("rider:") + who), id) == holds);
        }
        if (order.placed.pickup) RC_ASSERT(!rider.all().contains(id));

        const bool cancelled = order::statusOf(order) == order::Status::Cancelled;
        RC_ASSERT(contains(rows["customer"].keys("orders", "customer:song"), id) != cancelled);
        RC_ASSERT(contains(rows["customer"].keys("all", "customer:song"), id));

        std::int64_t books = 0;
        std::int64_t picks = 0;
        for (const auto& [key, row] : rows["books"].all()) {
            const auto* account = std::get_if<page::BookCard>(&row.body);
            if (account != nullptr) books += account->balance.amount();
        }
        for (const auto& [key, row] : rows["riderCounts"].all()) {
            const auto* count = std::get_if<page::CountCard>(&row.body);
            if (count == nullptr) continue;
            RC_ASSERT(count->count >= 0);
            picks += key.find('/') == std::string::npos ? count->count : -count->count;
        }
        RC_ASSERT(books == 0);
        RC_ASSERT(picks == 0);
    }

  private:
    std::map<std::string, order::State> m_states;
    std::set<std::string> m_reached;
};

void fold(const page::Logged& logged, std::map<std::string, MemoryRows>& rows) {
    for (const auto& page : page::allPages()) {
        const Expected<void> folded = page->fold(logged, rows[page->name()]);
        if (!folded) RC_FAIL(page->name() + ": " + folded.error().text);
    }
}

}  // namespace

class TestPageReplay : public QObject {
    Q_OBJECT

  private slots:
    void anyLog_whenFoldedInAnyBatches_givesTheSameRows() {
        QVERIFY(rc::check("batches do not matter", [](std::uint64_t seed) {
            City city(seed);
            city.live(steps);
            tests::Drawn drawn(seed + 1);
            std::map<std::string, MemoryRows> whole;
            std::map<std::string, MemoryRows> split;
            for (const page::Logged& logged : city.log()) {
                fold(logged, whole);
                fold(logged, split);
                if (drawn.choice(12) != 0) continue;
                for (const auto& page : page::allPages()) {
                    RC_ASSERT(split[page->name()].throughBytes());
                }
            }
            for (const auto& page : page::allPages()) {
                RC_ASSERT(whole[page->name()].text() == split[page->name()].text());
            }
        }));
    }

    void anyLog_whenFolded_showsOnlyWhatMayBeSeen() {
        QVERIFY(rc::check("visibility, hands and books", [](std::uint64_t seed) {
            City city(seed);
            city.live(steps);
            std::map<std::string, MemoryRows> rows;
            Watch watch;
            for (const page::Logged& logged : city.log()) {
                fold(logged, rows);
                watch.saw(logged, rows);
            }
        }));
    }

    /// The property above means something only if the city gets around.
    void cities_whenMany_reachEveryEndAndEveryPage() {
        std::set<std::string> statuses;
        std::set<std::string> pages;
        for (std::uint64_t seed = 0; seed < 60; ++seed) {
            City city(seed);
            city.live(steps);
            std::map<std::string, MemoryRows> rows;
            for (const page::Logged& logged : city.log()) {
                for (const auto& page : page::allPages()) {
                    QVERIFY(page->fold(logged, rows[page->name()]));
                }
                const auto row = rows["customer"].find(logged.streamId);
                if (logged.streamKind != "order" || !row) continue;
                statuses.emplace(
                    order::name(order::statusOf(std::get<page::OrderCard>(row->body).order)));
            }
            for (const auto& [name, page] : rows) {
                if (!page.all().empty()) pages.insert(name);
            }
        }
        std::string reached;
        for (const std::string& status : statuses) reached += status + " ";
        QVERIFY2(statuses.size() == 13, reached.c_str());
        QCOMPARE(pages.size(), page::allPages().size());
    }
};

QTEST_APPLESS_MAIN(TestPageReplay)
#include "tst_page_replay.moc"
