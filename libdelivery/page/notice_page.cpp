#include <set>

#include "page/order_card.h"
#include "page/pages.h"

namespace delivery::page {

namespace {

/// Nobody's user id is empty, so that no notice has this key.
std::string followedKey(const std::string& orderId) { return "/" + orderId; }

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
    [[nodiscard]] int version() const override { return 2; }
    [[nodiscard]] Expected<void> fold(const Logged& logged, Rows& rows) const override {
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
        if (!isSilentTry(*event)) {
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
        rows.put(
            {one.keyPrefix + "/" + std::to_string(logged.position),
             NoticeCard{.userId = UserId{one.id},
                        .role = one.role,
                        .orderId = order.placed.orderId,
                        .status = order::statusOf(order),
                        .storeName = order.placed.storeName,
                        .at = logged.at,
                        .why = whyOf(event),
                        .alert = std::move(alert)},
             {{"notices", one.partition, logged.position}, {"notices", "all", logged.position}}});
    }
};

}  // namespace

std::unique_ptr<Page> noticesPage() { return std::make_unique<NoticesPage>(); }

}  // namespace delivery::page
