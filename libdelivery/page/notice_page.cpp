#include <set>

#include "core/actor.h"
#include "notice/notice.h"
#include "page/order_card.h"
#include "page/pages.h"

namespace delivery::page {

namespace {

/// Nobody's user id is empty, so that no notice has this key.
std::string followedKey(const std::string& orderId) { return "/" + orderId; }
std::string storeKey(const std::string& storeId) { return "/store/" + storeId; }

/// Whom a notice is for, and under which partition they find theirs. User ids hold no colon.
struct Addressee {
    Role role;
    std::string id;
    std::string partition;
    std::string keyPrefix;
};
Addressee customerOf(const order::Order& order) {
    const std::string& id = order.placed.customerId.text();
    return {Role::Customer, id, "user:" + id, id};
}
Addressee storeOf(const order::Order& order) {
    const std::string id = order.placed.storeId.text();
    return {Role::Store, id, "store:" + id, "store:" + id};
}
/// Whoever administers: they share theirs.
Addressee adminOf() { return {Role::Admin, {}, "admin", "admin:"}; }
Addressee riderOf(const RiderId& rider) {
    return {Role::Rider, rider.text(), "rider:" + rider.text(), "rider:" + rider.text()};
}

/// Who has the delivery in hand, or brought it.
std::optional<RiderId> carrierOf(const order::Order& order) {
    if (const auto* delivered = std::get_if<order::courier::Delivered>(&order.courier)) {
        return delivered->riderId;
    }
    return order::holderOf(order);
}

/// Who must hear of it although the status stays as it was.
std::vector<Addressee> alerted(const order::Event& event, const order::Order& order) {
    if (std::holds_alternative<order::StoreReminded>(event)) return {storeOf(order)};
    if (std::holds_alternative<order::CookingRanLate>(event)) {
        return {storeOf(order), customerOf(order)};
    }
    // Riders hear of an order when it is cooked, and then nothing is promised any more.
    if (std::holds_alternative<order::PromiseChanged>(event)) return {customerOf(order)};
    if (std::holds_alternative<order::DeliveryRanLate>(event) ||
        std::holds_alternative<order::DeliveryUnassignable>(event)) {
        return {storeOf(order), customerOf(order), adminOf()};
    }
    return {};
}

class NoticesPage : public Page {
  public:
    [[nodiscard]] std::string name() const override { return "notices"; }
    [[nodiscard]] std::string context() const override { return "notice"; }
    [[nodiscard]] int version() const override { return 3; }
    [[nodiscard]] Expected<void> fold(const Logged& logged, Rows& rows) const override {
        if (const auto* event = std::get_if<shop::StoreEvent>(&logged.event)) {
            foldStore(logged, *event, rows);
            return {};
        }
        const auto* event = std::get_if<order::Event>(&logged.event);
        if (event == nullptr) return {};
        const std::string key = followedKey(logged.streamId);
        const std::optional<OrderCard> before = cardAt<OrderCard>(rows, key);
        // What settles an order that is over changes no status any more, and nothing is remembered
        // of it.
        if (!before && !std::holds_alternative<order::OrderPlaced>(*event)) return {};
        Expected<OrderCard> after = follow(before, logged, *event);
        if (!after) return tl::unexpected(after.error());
        const order::Status status = order::statusOf(after->order);
        // The timeline holds one entry here: what people were told last.
        const bool told = before && before->timeline.back().status == status;
        after->timeline = before ? before->timeline : after->timeline;
        if (!notice::isSilentTry(*event)) {
            after->timeline.back().status = status;
            for (const Addressee& one : concerned(before, *after, !told)) {
                tell(logged, *event, after->order, {}, one, rows);
            }
        }
        for (const Addressee& one : alerted(*event, after->order)) {
            tell(logged, *event, after->order, std::string{order::name(*event)}, one, rows);
        }
        if (order::isOver(after->order)) {
            rows.erase(key);
        } else {
            rows.put({key, std::move(*after), {}});
        }
        return {};
    }

  private:
    /// The first time that the store is reminded: a minute after it could have answered.
    static bool isUnheard(const order::Event& event, const order::Order& after) {
        const auto* waiting = std::get_if<order::kitchen::Waiting>(&after.kitchen);
        return std::holds_alternative<order::StoreReminded>(event) && waiting != nullptr &&
               waiting->reminders == 1;
    }

    /// What happened to a store without its people's doing.
    static std::optional<notice::Subject> subjectOf(const Logged& logged,
                                                    const shop::StoreEvent& event,
                                                    const shop::Store& before) {
        if (const auto* paused = std::get_if<shop::OrdersPaused>(&event)) {
            if (!paused->pause.bySystem) return std::nullopt;
            return paused->pause.devicesGone ? notice::Subject::DevicesGone
                                             : notice::Subject::StoreSilent;
        }
        const bool resumed = std::holds_alternative<shop::OrdersResumed>(event) &&
                             logged.actor == systemActor().user.text();
        const bool wasGone = before.pause && before.pause->devicesGone;
        if (resumed && wasGone) return notice::Subject::DevicesBack;
        return std::nullopt;
    }

    static void foldStore(const Logged& logged, const shop::StoreEvent& event, Rows& rows) {
        const std::string key = storeKey(logged.streamId);
        const std::optional<StoreCard> known = cardAt<StoreCard>(rows, key);
        // A page that had gone past the store's opening before it kept stores knows no name.
        StoreCard card = known.value_or(StoreCard{});
        if (const auto* opened = std::get_if<shop::StoreOpened>(&event)) {
            card.store.storeId = opened->storeId;
            card.store.profile = opened->profile;
        } else if (const auto* changed = std::get_if<shop::StoreChanged>(&event)) {
            card.store.profile = changed->profile;
        } else if (const auto* paused = std::get_if<shop::OrdersPaused>(&event)) {
            card.store.pause = paused->pause;
        } else if (std::holds_alternative<shop::OrdersResumed>(event)) {
            card.store.pause = std::nullopt;
        } else {
            return;
        }
        const shop::Store before = known.value_or(StoreCard{}).store;
        if (const auto subject = subjectOf(logged, event, before)) {
            const Addressee store{Role::Store, logged.streamId, "store:" + logged.streamId,
                                  "store:" + logged.streamId};
            NoticeCard told = noticeFor(store, logged);
            told.storeName = card.store.profile.name;
            told.subject = subject;
            put(store, logged, std::move(told), rows);
        }
        rows.put({key, std::move(card), {}});
    }

    static NoticeCard noticeFor(const Addressee& one, const Logged& logged) {
        NoticeCard card;
        card.userId = UserId{one.id};
        card.role = one.role;
        card.at = logged.at;
        card.change = logged.version;
        return card;
    }
    static void put(const Addressee& one, const Logged& logged, NoticeCard card, Rows& rows) {
        rows.put(
            {one.keyPrefix + "/" + std::to_string(logged.position),
             std::move(card),
             {{"notices", one.partition, logged.position}, {"notices", "all", logged.position}}});
    }

    /// A change of status concerns everybody who looks at the order; so does an order that appears
    /// before somebody's eyes or in their hands under the status that it had already.
    static std::vector<Addressee> concerned(const std::optional<OrderCard>& before,
                                            const OrderCard& after, bool changed) {
        std::vector<Addressee> everyone;
        if (changed) everyone.push_back(customerOf(after.order));
        const bool known = before && before->order.reachedStore;
        if (after.order.reachedStore && (changed || !known)) {
            everyone.push_back(storeOf(after.order));
        }
        const auto had = before ? carrierOf(before->order) : std::nullopt;
        const auto has = carrierOf(after.order);
        if (!changed && had == has) return everyone;
        std::set<RiderId> riders;
        if (had) riders.insert(*had);
        if (has) riders.insert(*has);
        for (const RiderId& rider : riders) everyone.push_back(riderOf(rider));
        return everyone;
    }

    static void tell(const Logged& logged, const order::Event& event, const order::Order& order,
                     std::optional<std::string> alert, const Addressee& one, Rows& rows) {
        NoticeCard card = noticeFor(one, logged);
        card.orderId = order.placed.orderId;
        card.status = order::statusOf(order);
        card.storeName = order.placed.storeName;
        card.why = notice::whyOf(event);
        card.alert = std::move(alert);
        if (one.role == Role::Store && isUnheard(event, order)) {
            card.subject = notice::Subject::OrderUnheard;
        }
        card.readyBy = notice::newPromiseOf(event);
        if (card.readyBy) card.subject = notice::Subject::PromiseChanged;
        put(one, logged, std::move(card), rows);
    }
};

}  // namespace

std::unique_ptr<Page> noticesPage() { return std::make_unique<NoticesPage>(); }

}  // namespace delivery::page
