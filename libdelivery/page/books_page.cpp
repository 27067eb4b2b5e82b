#include "page/order_card.h"
#include "page/pages.h"

namespace delivery::page {

namespace {

/// "customer", "storePayable/1", "riderPayable/rider1".
std::string accountOf(const order::Posting& posting) {
    std::string account(order::name(posting.account));
    if (posting.store) account += "/" + posting.store->text();
    if (posting.rider) account += "/" + posting.rider->text();
    return account;
}

/// Nothing can move money for this order any more.
bool isSettled(const order::Order& order) {
    if (std::holds_alternative<order::placement::Confirmed>(order.placement)) return true;
    return order::isOver(order) &&
           (std::holds_alternative<order::payment::NoneNeeded>(order.payment) ||
            std::holds_alternative<order::payment::Refunded>(order.payment));
}

class BooksPage : public Page {
  public:
    [[nodiscard]] std::string name() const override { return "books"; }
    [[nodiscard]] std::string context() const override { return "customer"; }
    [[nodiscard]] Expected<void> fold(const Logged& logged, Rows& rows) const override {
        const auto* event = std::get_if<order::Event>(&logged.event);
        if (event == nullptr) return {};
        const std::string key = memoKey(logged.streamId);
        const std::optional<OrderCard> before = cardAt<OrderCard>(rows, key);
        // A settled order is not remembered: what still comes moves no money.
        if (!before && !std::holds_alternative<order::OrderPlaced>(*event)) return {};
        Expected<OrderCard> after = follow(before, logged, *event);
        if (!after) return tl::unexpected(after.error());
        for (const order::Posting& posting : order::postings(after->order, *event)) {
            const std::string account = accountOf(posting);
            BookCard card = cardAt<BookCard>(rows, account).value_or(BookCard{account, Won{}});
            card.balance += posting.delta;
            rows.put({account, std::move(card), {{"accounts", "all", 0}}});
        }
        if (isSettled(after->order)) {
            rows.erase(key);
        } else {
            after->timeline.clear();
            rows.put({key, std::move(*after), {}});
        }
        return {};
    }
};

}  // namespace

std::unique_ptr<Page> booksPage() { return std::make_unique<BooksPage>(); }

}  // namespace delivery::page
