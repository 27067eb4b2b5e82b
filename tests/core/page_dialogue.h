#pragma once
/// Feeds pages event by event and asks what people would see: rows in memory, found by their
/// entries.

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "page/page.h"
#include "record/record.h"

#include <QtGlobal>

namespace delivery::tests {

class MemoryRows : public page::Rows {
  public:
    std::optional<page::Row> find(const std::string& key) override {
        const auto found = m_rows.find(key);
        if (found == m_rows.end()) return std::nullopt;
        return found->second;
    }
    void put(page::Row row) override {
        const std::string key = row.key;
        m_rows.insert_or_assign(key, std::move(row));
    }
    void erase(const std::string& key) override { m_rows.erase(key); }

    [[nodiscard]] const std::map<std::string, page::Row>& all() const { return m_rows; }
    /// Keys of an index's partition in the order of sort, then of key.
    [[nodiscard]] std::vector<std::string> keys(const std::string& index,
                                                const std::string& partition) const {
        std::vector<std::pair<std::int64_t, std::string>> found;
        for (const auto& [key, row] : m_rows) {
            for (const IndexEntry& entry : row.entries) {
                if (entry.index == index && entry.partition == partition) {
                    found.emplace_back(entry.sort, key);
                }
            }
        }
        std::sort(found.begin(), found.end());
        std::vector<std::string> sorted;
        for (const auto& [sort, key] : found) sorted.push_back(key);
        return sorted;
    }
    /// Every row to bytes and back, as between two batches. False when one cannot be read.
    [[nodiscard]] bool throughBytes() {
        for (auto& [key, row] : m_rows) {
            Expected<page::Body> body = record::decodeBody(record::encode(row.body));
            if (!body) return false;
            row.body = std::move(*body);
        }
        return true;
    }
    /// All of it as text, to compare.
    [[nodiscard]] std::string text() const {
        std::string out;
        for (const auto& [key, row] : m_rows) {
            out += key + " " + record::encode(row.body);
            std::vector<IndexEntry> entries = row.entries;
            std::sort(entries.begin(), entries.end());
            for (const IndexEntry& entry : entries) {
                out += " " + entry.index + "(" + entry.partition + ";" +
                       std::to_string(entry.sort) + ")";
            }
            out += '\n';
        }
        return out;
    }

  private:
    std::map<std::string, page::Row> m_rows;
};

/// Numbers the events as the log would.
class Log {
  public:
    page::Logged append(const std::string& kind, const std::string& id, page::AnyEvent event,
                        const std::string& actor = "system") {
        ++m_position;
        return {.streamKind = kind,
                .streamId = id,
                .version = ++m_versions[{kind, id}],
                .position = m_position,
                .at = Instant{1'000 * m_position},
                .actor = actor,
                .event = std::move(event)};
    }
    [[nodiscard]] std::int64_t position() const { return m_position; }

  private:
    std::int64_t m_position = 0;
    std::map<std::pair<std::string, std::string>, std::int64_t> m_versions;
};

/// Every page over one log.
class Dialogue {
  public:
    /// Folds into every page; the pages that faulted are named, "" when all is well.
    std::string happened(const std::string& kind, const std::string& id, page::AnyEvent event,
                         const std::string& actor = "system") {
        const page::Logged logged = m_log.append(kind, id, std::move(event), actor);
        std::string faulted;
        for (const auto& page : page::allPages()) {
            const Expected<void> folded = page->fold(logged, m_rows[page->name()]);
            if (!folded) faulted += page->name() + " ";
        }
        return faulted;
    }
    std::string order(int id, const order::Event& event, const std::string& actor = "system") {
        return happened("order", std::to_string(id), event, actor);
    }

    [[nodiscard]] std::vector<std::string> keys(const std::string& page, const std::string& index,
                                                const std::string& partition) {
        return m_rows[page].keys(index, partition);
    }
    /// The row's card; a missing row or another card stops the test.
    template <class Card>
    [[nodiscard]] Card card(const std::string& page, const std::string& key) {
        const auto row = m_rows[page].find(key);
        if (!row || !std::holds_alternative<Card>(row->body)) {
            qFatal("no such card: %s %s", page.c_str(), key.c_str());
        }
        return std::get<Card>(row->body);
    }
    [[nodiscard]] MemoryRows& rows(const std::string& page) { return m_rows[page]; }
    [[nodiscard]] std::int64_t position() const { return m_log.position(); }

  private:
    Log m_log;
    std::map<std::string, MemoryRows> m_rows;
};

using Keys = std::vector<std::string>;

/// song's order at store 1: two 탕수육 and one 짜장, 22,500 won, delivered for 2,000.
inline order::OrderPlaced placed(int id) {
    return {.orderId = OrderId{id},
            .at = Instant{1'000},
            .placedBy = UserId{"song"},
            .commandId = CommandId{"c" + std::to_string(id)},
            .customerId = CustomerId{"song"},
            .storeId = StoreId{1},
            .storeName = "용산반점",
            .storePlace = {37'530'000, 126'970'000},
            .lines = {{FoodId{1}, "탕수육", 2, Won{10'000}, {}},
                      {FoodId{2}, "짜장", 1, Won{2'500}, {}}},
            .deliveryFee = Won{2'000},
            .pointsSpent = Won{0},
            .payable = Won{24'500},
            .address = PersonalRef{PersonalId{"p1"}, "00"},
            .phone = std::nullopt,
            .note = std::nullopt,
            .area = "용산동",
            .areaPlace = std::nullopt,
            .cardId = CardId{"card1"}};
}
inline order::ChargeRequested charge(int attempt = 1) {
    return {.attempt = attempt,
            .providerOrderId = "ds-x-1-" + std::to_string(attempt),
            .key = ProviderKey{"k" + std::to_string(attempt)},
            .amount = Won{24'500},
            .cardId = CardId{"card1"}};
}
inline order::PaymentApproved approved(int attempt = 1) {
    return {attempt, PaymentKey{"pay1"}, Won{24'500}, Won{245}};
}

inline order::OrderCancelled cancelled(
    Role by, order::CancelReason reason = order::CancelReason::CustomerAsked) {
    return {by, reason, std::nullopt};
}
inline shop::Dish dish(const std::string& name, Won price) {
    return {.name = name, .price = price, .options = {}, .stock = 10, .description = ""};
}
inline shop::ReviewEvent review(int id, int stars, std::vector<FoodId> foods) {
    return shop::ReviewWritten{.orderId = OrderId{id},
                               .customerId = CustomerId{"song"},
                               .storeId = StoreId{1},
                               .foods = std::move(foods),
                               .stars = stars,
                               .text = std::nullopt,
                               .at = Instant{1}};
}
/// Store 1 with the two dishes of the order: what must be there before anything is cooked. "" when
/// all is well.
inline std::string openShop(Dialogue& dialogue) {
    shop::Profile profile;
    profile.name = "용산반점";
    return dialogue.happened(
               "store", "1",
               shop::StoreEvent{shop::StoreOpened{StoreId{1}, UserId{"store1"}, profile}}) +
           dialogue.happened("food", "1",
                             shop::FoodEvent{shop::DishAdded{FoodId{1}, StoreId{1},
                                                             dish("탕수육", Won{10'000})}}) +
           dialogue.happened(
               "food", "2",
               shop::FoodEvent{shop::DishAdded{FoodId{2}, StoreId{1}, dish("짜장", Won{2'500})}});
}

/// What happens to an order up to a point of its usual life.
inline std::vector<std::pair<order::Event, std::string>> usualLife(int id) {
    return {{placed(id), "song"},
            {charge(), "song"},
            {approved(), "system"},
            {order::OrderAccepted{20, Instant{2'000'000}}, "store1"},
            {order::CookStarted{Instant{10'000}}, "store1"},
            {order::CookFinished{Instant{11'000}}, "store1"},
            {order::DeliveryOffered{1, 2'000}, "store1"},
            {order::DeliveryPicked{RiderId{"rider1"}, 1}, "rider1"},
            {order::DeliveryCollected{Instant{13'000}}, "rider1"},
            {order::DeliveryDelivered{Instant{14'000}}, "rider1"},
            {order::OrderConfirmed{Instant{15'000}, Role::Customer}, "song"}};
}

}  // namespace delivery::tests
