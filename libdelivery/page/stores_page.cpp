#include "page/pages.h"

namespace delivery::page {

namespace {

void put(Rows& rows, StoreCard card) {
    const std::int64_t sort = card.store.storeId.value();
    std::vector<IndexEntry> entries{{"stores", "all", sort},
                                    {"stores", partition("owner", card.store.owner), sort},
                                    {"score", "all", card.rating.averageHundredths()}};
    rows.put({card.store.storeId.text(), std::move(card), std::move(entries)});
}

Expected<void> onStore(const Logged& logged, const shop::StoreEvent& event, Rows& rows) {
    const std::optional<StoreCard> before = cardAt<StoreCard>(rows, logged.streamId);
    const shop::StoreState state =
        before ? shop::StoreState{before->store} : shop::StoreState{shop::NoStore{}};
    Expected<shop::StoreState> after = shop::evolveRecorded(state, event);
    if (!after) return tl::unexpected(after.error());
    auto* store = std::get_if<shop::Store>(&*after);
    if (store == nullptr) return misfit(logged, "a store that was never opened");
    StoreCard card = before.value_or(StoreCard{});
    card.store = std::move(*store);
    put(rows, std::move(card));
    return {};
}

Expected<void> onReview(const Logged& logged, const shop::ReviewEvent& event, Rows& rows) {
    const auto* written = std::get_if<shop::ReviewWritten>(&event);
    if (written == nullptr) return {};
    std::optional<StoreCard> card = cardAt<StoreCard>(rows, written->storeId.text());
    if (!card) return misfit(logged, "there is no store " + written->storeId.text());
    card->rating.starsTotal += written->stars;
    ++card->rating.count;
    put(rows, std::move(*card));
    return {};
}

class StoresPage : public Page {
  public:
    [[nodiscard]] std::string name() const override { return "stores"; }
    [[nodiscard]] std::string context() const override { return "menu"; }
    [[nodiscard]] int version() const override { return 2; }
    [[nodiscard]] Expected<void> fold(const Logged& logged, Rows& rows) const override {
        if (const auto* event = std::get_if<shop::StoreEvent>(&logged.event)) {
            return onStore(logged, *event, rows);
        }
        if (const auto* event = std::get_if<shop::ReviewEvent>(&logged.event)) {
            return onReview(logged, *event, rows);
        }
        return {};
    }
};

}  // namespace

std::unique_ptr<Page> storesPage() { return std::make_unique<StoresPage>(); }

}  // namespace delivery::page
