#include "page/pages.h"

namespace delivery::page {

namespace {

class RidersPage : public Page {
  public:
    [[nodiscard]] std::string name() const override { return "riders"; }
    [[nodiscard]] std::string context() const override { return "rider"; }
    [[nodiscard]] Expected<void> fold(const Logged& logged, Rows& rows) const override {
        const auto* event = std::get_if<rider::Event>(&logged.event);
        if (event == nullptr) return {};
        RiderCard card = cardAt<RiderCard>(rows, logged.streamId)
                             .value_or(RiderCard{RiderId{logged.streamId}, rider::Rider{}});
        Expected<rider::Rider> after = rider::evolveRecorded(card.rider, *event);
        if (!after) return tl::unexpected(after.error());
        card.rider = std::move(*after);
        std::vector<IndexEntry> entries{{"riders", "all", 0}};
        if (card.rider.onDuty) entries.push_back({"riders", "onduty", 0});
        rows.put({logged.streamId, std::move(card), std::move(entries)});
        return {};
    }
};

}  // namespace

std::unique_ptr<Page> ridersPage() { return std::make_unique<RidersPage>(); }

}  // namespace delivery::page
