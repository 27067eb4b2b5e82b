#include <set>

#include "page/pages.h"

namespace delivery::page {

namespace {

/// Reviews stand in the order in which they were written; an answer does not move one.
std::vector<IndexEntry> foundBy(const shop::ReviewWritten& written, std::int64_t position) {
    std::set<std::string> whose{"all", partition("customer", written.customerId),
                                partition("store", written.storeId)};
    for (const FoodId food : written.foods) whose.insert(partition("food", food));
    std::vector<IndexEntry> entries;
    for (const std::string& one : whose) {
        entries.push_back({"reviews", one, position});
        entries.push_back({"stars", one, written.stars});
    }
    return entries;
}

class ReviewsPage : public Page {
  public:
    [[nodiscard]] std::string name() const override { return "reviews"; }
    [[nodiscard]] std::string context() const override { return "menu"; }
    [[nodiscard]] int version() const override { return 2; }
    [[nodiscard]] Expected<void> fold(const Logged& logged, Rows& rows) const override {
        const auto* event = std::get_if<shop::ReviewEvent>(&logged.event);
        if (event == nullptr) return {};
        const std::optional<Row> before = rows.find(logged.streamId);
        const auto* card = before ? std::get_if<ReviewCard>(&before->body) : nullptr;
        const shop::ReviewState state =
            card != nullptr ? shop::ReviewState{card->review} : shop::ReviewState{shop::NoReview{}};
        Expected<shop::ReviewState> after = shop::evolveRecorded(state, *event);
        if (!after) return tl::unexpected(after.error());
        auto* review = std::get_if<shop::Review>(&*after);
        if (review == nullptr) return misfit(logged, "a review that was never written");
        std::vector<IndexEntry> entries =
            before ? before->entries : foundBy(review->written, logged.position);
        rows.put({logged.streamId, ReviewCard{std::move(*review), logged.at}, std::move(entries)});
        return {};
    }
};

}  // namespace

std::unique_ptr<Page> reviewsPage() { return std::make_unique<ReviewsPage>(); }

}  // namespace delivery::page
