#include "page/order_card.h"
#include "page/pages.h"

namespace delivery::page {

namespace {

/// Nobody's user id is empty, so that no notice has this key.
std::string followedKey(const std::string& orderId) { return "/" + orderId; }

class NoticesPage : public Page {
  public:
    [[nodiscard]] std::string name() const override { return "notices"; }
    [[nodiscard]] std::string context() const override { return "notice"; }
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
        // The timeline holds one entry here: what the customer was told last.
        const bool told = before && before->timeline.back().status == status;
        after->timeline = before ? before->timeline : after->timeline;
        if (!told && !isSilentTry(*event)) {
            after->timeline.back().status = status;
            tell(logged, *event, after->order, status, rows);
        }
        if (order::isOver(after->order)) {
            rows.erase(key);
        } else {
            rows.put({key, std::move(*after), {}});
        }
        return {};
    }

  private:
    static void tell(const Logged& logged, const order::Event& event, const order::Order& order,
                     order::Status status, Rows& rows) {
        const UserId customer{order.placed.customerId.text()};
        rows.put({customer.text() + "/" + std::to_string(logged.position),
                  NoticeCard{.userId = customer,
                             .orderId = order.placed.orderId,
                             .status = status,
                             .storeName = order.placed.storeName,
                             .at = logged.at,
                             .why = whyOf(event)},
                  {{"notices", partition("user", customer), logged.position}}});
    }
};

}  // namespace

std::unique_ptr<Page> noticesPage() { return std::make_unique<NoticesPage>(); }

}  // namespace delivery::page
