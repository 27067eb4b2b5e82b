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

/// Money that comes or goes after an order's end; what it moves needs nothing of the order.
bool isSettling(const order::Event& event) {
    return std::holds_alternative<order::PaymentApproved>(event) ||
           std::holds_alternative<order::PaymentRefunded>(event);
}

void post(const order::Order& after, const order::Event& event, Rows& rows) {
    for (const order::Posting& posting : order::postings(after, event)) {
        const std::string account = accountOf(posting);
        BookCard card = cardAt<BookCard>(rows, account).value_or(BookCard{account, Won{}});
        card.balance += posting.delta;
        rows.put({account, std::move(card), {{"accounts", "all", 0}}});
    }
}

class BooksPage : public Page {
  public:
    [[nodiscard]] std::string name() const override { return "books"; }
    [[nodiscard]] std::string context() const override { return "customer"; }
    [[nodiscard]] int version() const override { return 2; }
    [[nodiscard]] Expected<void> fold(const Logged& logged, Rows& rows) const override {
        const auto* event = std::get_if<order::Event>(&logged.event);
        if (event == nullptr) return {};
        const std::string key = memoKey(logged.streamId);
        const std::optional<OrderCard> before = cardAt<OrderCard>(rows, key);
        // An order that is over is not remembered: however it ended, it would be so for ever.
        if (!before && !std::holds_alternative<order::OrderPlaced>(*event)) {
            if (isSettling(*event)) post(order::Order{}, *event, rows);
            return {};
        }
        Expected<OrderCard> after = follow(before, logged, *event);
        if (!after) return tl::unexpected(after.error());
        post(after->order, *event, rows);
        if (order::isOver(after->order)) {
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
