#include "page/pages.h"

namespace delivery::page {

namespace {

struct Change {
    OrderId orderId;
    std::string what;
    Won amount;
};
Change changeOf(const points::PointsEarned& event) {
    return {event.orderId, "PointsEarned", event.amount};
}
Change changeOf(const points::PointsSpent& event) {
    return {event.orderId, "PointsSpent", -event.amount};
}
Change changeOf(const points::PointsRevoked& event) {
    return {event.orderId, "PointsRevoked", -event.amount};
}
Change changeOf(const points::PointsReturned& event) {
    return {event.orderId, "PointsReturned", event.amount};
}

class PointsPage : public Page {
  public:
    [[nodiscard]] std::string name() const override { return "points"; }
    [[nodiscard]] std::string context() const override { return "customer"; }
    [[nodiscard]] int version() const override { return 2; }
    [[nodiscard]] Expected<void> fold(const Logged& logged, Rows& rows) const override {
        const auto* event = std::get_if<points::Event>(&logged.event);
        if (event == nullptr) return {};
        const CustomerId customer{logged.streamId};
        PointsCard card = cardAt<PointsCard>(rows, customer.text())
                              .value_or(PointsCard{customer, points::Account{}});
        const auto after = points::evolveRecorded(card.account, *event);
        if (!after) return tl::unexpected(after.error());
        card.account = *after;
        const Change change = std::visit([](const auto& one) { return changeOf(one); }, *event);
        rows.put({customer.text() + "/" + std::to_string(logged.position),
                  PointsLine{.customerId = customer,
                             .orderId = change.orderId,
                             .at = logged.at,
                             .what = change.what,
                             .amount = change.amount,
                             .balanceAfter = card.account.balance},
                  {{"ledger", partition("customer", customer), logged.position},
                   {"ledger", "all", logged.position}}});
        rows.put({customer.text(), std::move(card), {}});
        return {};
    }
};

}  // namespace

std::unique_ptr<Page> pointsPage() { return std::make_unique<PointsPage>(); }

}  // namespace delivery::page
