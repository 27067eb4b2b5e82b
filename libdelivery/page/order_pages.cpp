#include <algorithm>
#include <set>

#include "core/calendar.h"
#include "core/cells.h"
#include "page/order_card.h"
#include "page/pages.h"

// One fold, three ways to find what it makes: by customer, by store, by rider.

namespace delivery::page {

namespace {

using Entries = std::vector<IndexEntry>;

/// By which entries a card is found; before is its row before this change.
using FoundBy = Entries (*)(const std::optional<Row>& before, const OrderCard& after);

struct OrderPageSketch {
    std::string name;
    FoundBy foundBy = nullptr;
    bool keepsPickups = true;
    bool hearsReviews = false;
    bool hearsAcknowledgements = false;
};

class OrderPage : public Page {
  public:
    explicit OrderPage(OrderPageSketch sketch) : m_sketch(std::move(sketch)) {}
    [[nodiscard]] std::string name() const override { return m_sketch.name; }
    [[nodiscard]] std::string context() const override { return m_sketch.name; }
    [[nodiscard]] int version() const override { return 4; }

    [[nodiscard]] Expected<void> fold(const Logged& logged, Rows& rows) const override {
        if (const auto* event = std::get_if<order::Event>(&logged.event)) {
            return foldOrder(logged, *event, rows);
        }
        if (const auto* review = std::get_if<shop::ReviewEvent>(&logged.event)) {
            const auto* written = std::get_if<shop::ReviewWritten>(review);
            if (written == nullptr || !m_sketch.hearsReviews) return {};
            return change(logged, rows, [&](OrderCard& card) { card.stars = written->stars; });
        }
        if (std::holds_alternative<shop::AcknowledgementEvent>(logged.event)) {
            if (!m_sketch.hearsAcknowledgements) return {};
            return change(logged, rows, [](OrderCard& card) { card.endAcknowledged = true; });
        }
        return {};
    }

  private:
    [[nodiscard]] Expected<void> foldOrder(const Logged& logged, const order::Event& event,
                                           Rows& rows) const {
        const auto* placed = std::get_if<order::OrderPlaced>(&event);
        if (placed != nullptr && placed->pickup && !m_sketch.keepsPickups) return {};
        const std::optional<Row> before = rows.find(logged.streamId);
        // An order without a row is a pickup here; where pickups are kept it does not fit.
        if (!before && placed == nullptr && !m_sketch.keepsPickups) return {};
        std::optional<OrderCard> card;
        if (before) {
            const auto* kept = std::get_if<OrderCard>(&before->body);
            if (kept == nullptr) return misfit(logged, "the row is not an order's card");
            card = *kept;
        }
        Expected<OrderCard> after = follow(card, logged, event);
        if (!after) return tl::unexpected(after.error());
        put(logged, rows, before, std::move(*after));
        return {};
    }

    /// What happened beside the order's own stream: its version stays.
    template <class Change>
    [[nodiscard]] Expected<void> change(const Logged& logged, Rows& rows,
                                        const Change& apply) const {
        const std::optional<Row> before = rows.find(logged.streamId);
        const auto* kept = before ? std::get_if<OrderCard>(&before->body) : nullptr;
        if (kept == nullptr) return misfit(logged, "there is no such order");
        OrderCard card = *kept;
        apply(card);
        card.position = logged.position;
        card.changedAt = logged.at;
        put(logged, rows, before, std::move(card));
        return {};
    }

    void put(const Logged& logged, Rows& rows, const std::optional<Row>& before,
             OrderCard card) const {
        Entries entries = m_sketch.foundBy(before, card);
        rows.put({logged.streamId, std::move(card), std::move(entries)});
    }

    OrderPageSketch m_sketch;
};

std::int64_t sortOf(const OrderCard& card) { return card.order.placed.orderId.value(); }

void addBoth(Entries& entries, const std::string& index, const std::string& one,
             std::int64_t sort) {
    entries.push_back({index, one, sort});
    entries.push_back({index, "all", sort});
}

/// Found under each by its status, and by the Korean day and month in which it was placed.
void addNarrower(Entries& entries, const std::string& one, const OrderCard& card) {
    const std::string status{order::name(order::statusOf(card.order))};
    const std::string day = dateText(koreanDay(card.order.placed.at));
    const std::string month = day.substr(0, day.rfind('-'));
    for (const std::string& whose : {one, std::string("all")}) {
        entries.push_back({"state", whose + "/" + status, sortOf(card)});
        entries.push_back({"date", whose + "/" + day, sortOf(card)});
        entries.push_back({"date", whose + "/" + month, sortOf(card)});
    }
}

Entries foundByCustomer(const std::optional<Row>&, const OrderCard& card) {
    const std::string customer = partition("customer", card.order.placed.customerId);
    Entries entries;
    if (!std::holds_alternative<order::placement::Cancelled>(card.order.placement)) {
        addBoth(entries, "orders", customer, sortOf(card));
    }
    addBoth(entries, "all", customer, sortOf(card));
    if (!order::isOver(card.order)) addBoth(entries, "open", customer, sortOf(card));
    addNarrower(entries, customer, card);
    if (!order::concernsOf(card.order).empty()) {
        entries.push_back({"escalated", "all", sortOf(card)});
    }
    entries.push_back({"changes", customer, card.position});
    return entries;
}

/// An end that the store did not bring about itself stays before its eyes until somebody there has
/// seen it.
bool isOpenAtStore(const OrderCard& card) {
    if (!order::isOver(card.order)) return true;
    const auto* cancelled = std::get_if<order::placement::Cancelled>(&card.order.placement);
    return cancelled != nullptr && cancelled->by != Role::Store && !card.endAcknowledged;
}

Entries foundByStore(const std::optional<Row>&, const OrderCard& card) {
    if (!card.order.reachedStore) return {};
    const std::string store = partition("store", card.order.placed.storeId);
    Entries entries;
    addBoth(entries, "tickets", store, sortOf(card));
    if (isOpenAtStore(card)) addBoth(entries, "open", store, sortOf(card));
    addNarrower(entries, store, card);
    entries.push_back({"changes", store, card.position});
    return entries;
}

/// Who has it in hand, or brought it there.
std::optional<RiderId> riderOf(const order::Order& order) {
    if (const auto* delivered = std::get_if<order::courier::Delivered>(&order.courier)) {
        return delivered->riderId;
    }
    return order::holderOf(order);
}
/// Whoever could see the delivery before or can now hears of this change; who lost it before keeps
/// the change by which they lost it, so that they are told once that it is gone.
void addRiderChanges(Entries& entries, const std::optional<Row>& before, const OrderCard& after) {
    std::set<std::string> concerned;
    if (order::isOffered(after.order)) concerned.insert("offers");
    if (const auto rider = riderOf(after.order)) concerned.insert(partition("rider", *rider));
    const auto* card = before ? std::get_if<OrderCard>(&before->body) : nullptr;
    if (card != nullptr) {
        if (order::isOffered(card->order)) concerned.insert("offers");
        if (const auto rider = riderOf(card->order)) concerned.insert(partition("rider", *rider));
    }
    for (const std::string& one : concerned) entries.push_back({"changes", one, after.position});
    if (!before) return;
    for (const IndexEntry& old : before->entries) {
        const bool rider = old.partition == "offers" || old.partition.starts_with("rider:");
        if (old.index != "changes" || !rider || concerned.contains(old.partition)) continue;
        entries.push_back(old);
    }
}

/// Everyone who picked it once and has it no more. While it is offered again they may pick it like
/// anybody, and find it there.
void addPast(Entries& entries, const OrderCard& card) {
    if (order::isOffered(card.order)) return;
    const bool over = order::isOver(card.order);
    const std::optional<RiderId> holder = over ? std::nullopt : order::holderOf(card.order);
    std::set<std::string> riders;
    for (const TimelineEntry& entry : card.timeline) {
        if (entry.event == "DeliveryPicked") riders.insert(entry.actor);
    }
    if (const auto rider = riderOf(card.order)) riders.insert(rider->text());
    if (holder) riders.erase(holder->text());
    for (const std::string& rider : riders) {
        entries.push_back({"past", partition("rider", RiderId{rider}), sortOf(card)});
    }
}

Entries foundByRider(const std::optional<Row>& before, const OrderCard& card) {
    const order::Order& order = card.order;
    const std::string customer = partition("customer", order.placed.customerId);
    Entries entries;
    if (order::isOffered(order)) {
        entries.push_back({"offered", "all", sortOf(card)});
        // The same once more by where the dish waits: a rider's list looks at what lies near.
        entries.push_back({"near", cellOf(order.placed.storePlace).text(), sortOf(card)});
    }
    const std::optional<RiderId> holder = order::holderOf(order);
    if (holder && !order::isOver(order)) {
        entries.push_back({"held", partition("rider", *holder), sortOf(card)});
    }
    if (const auto rider = riderOf(order)) {
        entries.push_back({"history", partition("rider", *rider), sortOf(card)});
    }
    addPast(entries, card);
    addRiderChanges(entries, before, card);
    if (!card.order.reachedStore) return entries;
    entries.push_back({"deliveries", customer, sortOf(card)});
    addBoth(entries, "deliveries", partition("store", order.placed.storeId), sortOf(card));
    entries.push_back({"changes", customer, card.position});
    return entries;
}

}  // namespace

std::unique_ptr<Page> customerPage() {
    return std::make_unique<OrderPage>(
        OrderPageSketch{.name = "customer", .foundBy = &foundByCustomer, .hearsReviews = true});
}
std::unique_ptr<Page> storePage() {
    return std::make_unique<OrderPage>(OrderPageSketch{.name = "store",
                                                       .foundBy = &foundByStore,
                                                       .hearsReviews = true,
                                                       .hearsAcknowledgements = true});
}
std::unique_ptr<Page> riderPage() {
    return std::make_unique<OrderPage>(
        OrderPageSketch{.name = "rider", .foundBy = &foundByRider, .keepsPickups = false});
}

}  // namespace delivery::page
