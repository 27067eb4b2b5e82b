#include <algorithm>

#include "page/pages.h"

// What a store sold on each Korean day and in each hour, and how fast it cooks.

namespace delivery::page {

namespace {

constexpr int minutesPerHour = 60;
/// Enough to be an average, few enough to follow a kitchen that gets slower.
constexpr std::size_t paceMax = 20;

SalesHour& hourOf(SalesCard& card, Instant at) {
    const int hour = koreanMinuteOfDay(at) / minutesPerHour;
    const auto place = std::ranges::lower_bound(card.hours, hour, {}, &SalesHour::hour);
    if (place != card.hours.end() && place->hour == hour) return *place;
    return *card.hours.insert(place,
                              SalesHour{.hour = hour, .received = 0, .orders = 0, .won = {}});
}

SalesDish& dishOf(SalesCard& card, const order::Line& line) {
    const auto place = std::ranges::find(card.dishes, line.foodId, &SalesDish::foodId);
    if (place != card.dishes.end()) return *place;
    return card.dishes.emplace_back(
        SalesDish{.foodId = line.foodId, .name = line.foodName, .qty = 0, .won = {}});
}

/// Changes the day on which the order reached its store.
template <class Change>
void onDay(const SalesMemo& memo, Rows& rows, const Change& change) {
    const std::int64_t day = koreanDay(*memo.reachedAt);
    const std::string key = salesKey(memo.storeId, day);
    SalesCard card = cardAt<SalesCard>(rows, key).value_or(SalesCard{});
    card.storeId = memo.storeId;
    card.day = day;
    change(card, hourOf(card, *memo.reachedAt));
    rows.put({key, std::move(card), {{"days", partition("store", memo.storeId), day}}});
}

/// sign: 1 when the store accepts, -1 when the deal is off again.
void countDeal(const SalesMemo& memo, std::int64_t sign, SalesCard& card, SalesHour& hour) {
    const Won won = order::totalOf(memo.lines) * sign;
    card.orders += sign;
    card.won += won;
    hour.orders += sign;
    hour.won += won;
    for (const order::Line& line : memo.lines) {
        SalesDish& dish = dishOf(card, line);
        dish.qty += sign * line.qty;
        dish.won += line.price * (sign * line.qty);
    }
    std::erase_if(card.dishes, [](const SalesDish& dish) { return dish.qty == 0; });
}

void reach(SalesMemo& memo, Instant at, Rows& rows) {
    if (memo.reachedAt || !memo.paid || !memo.verified) return;
    memo.reachedAt = at;
    onDay(memo, rows, [](SalesCard& card, SalesHour& hour) {
        ++card.received;
        ++hour.received;
    });
}

void keepPace(const SalesMemo& memo, Instant at, Rows& rows) {
    PaceCard pace = cardAt<PaceCard>(rows, paceKey(memo.storeId)).value_or(PaceCard{});
    pace.storeId = memo.storeId;
    const Span took = at - memo.acceptedAt.value_or(at);
    pace.minutes.push_back(static_cast<int>(took.milliseconds / minutes(1).milliseconds));
    if (pace.minutes.size() > paceMax) pace.minutes.erase(pace.minutes.begin());
    rows.put({paceKey(memo.storeId), std::move(pace), {}});
}

/// What an event does to an order that is remembered; false: nothing more can come of it.
struct Follow {
    SalesMemo& memo;
    Instant at;
    Rows& rows;

    bool operator()(const order::OrderVerified&) const {
        memo.verified = true;
        reach(memo, at, rows);
        return true;
    }
    bool operator()(const order::PaymentApproved&) const {
        memo.paid = true;
        reach(memo, at, rows);
        return true;
    }
    bool operator()(const order::OrderAccepted&) const {
        memo.acceptedAt = at;
        onDay(memo, rows,
              [this](SalesCard& card, SalesHour& hour) { countDeal(memo, 1, card, hour); });
        return true;
    }
    bool operator()(const order::CookStarted&) const {
        memo.startedAt = at;
        return true;
    }
    bool operator()(const order::CookFinished&) const {
        const Span took = at - memo.startedAt.value_or(at);
        onDay(memo, rows, [took](SalesCard& card, SalesHour&) {
            ++card.cooked;
            card.cookMilliseconds += took.milliseconds;
        });
        keepPace(memo, at, rows);
        return true;
    }
    bool operator()(const order::OrderRejected&) const {
        if (memo.reachedAt) {
            onDay(memo, rows, [](SalesCard& card, SalesHour&) { ++card.rejected; });
        }
        return false;
    }
    bool operator()(const order::OrderCancelled&) const {
        if (memo.reachedAt) {
            onDay(memo, rows, [this](SalesCard& card, SalesHour& hour) {
                ++card.cancelled;
                if (memo.acceptedAt) countDeal(memo, -1, card, hour);
            });
        }
        return false;
    }
    bool operator()(const order::OrderExpired&) const { return false; }
    bool operator()(const order::OrderConfirmed&) const { return false; }
    template <class Other>
    bool operator()(const Other&) const {
        return true;
    }
};

template <class... Kinds>
bool isOneOf(const order::Event& event) {
    return (std::holds_alternative<Kinds>(event) || ...);
}

/// Only these change what is remembered; the rest of an order's life is nothing to its store's day.
bool matters(const order::Event& event) {
    return isOneOf<order::OrderVerified, order::PaymentApproved, order::OrderAccepted,
                   order::CookStarted, order::CookFinished, order::OrderRejected,
                   order::OrderCancelled, order::OrderExpired, order::OrderConfirmed>(event);
}

class SalesPage : public Page {
  public:
    [[nodiscard]] std::string name() const override { return "sales"; }
    [[nodiscard]] std::string context() const override { return "store"; }
    [[nodiscard]] Expected<void> fold(const Logged& logged, Rows& rows) const override {
        const auto* event = std::get_if<order::Event>(&logged.event);
        if (event == nullptr) return {};
        const std::string key = memoKey(logged.streamId);
        if (const auto* placed = std::get_if<order::OrderPlaced>(event)) {
            SalesMemo memo;
            memo.storeId = placed->storeId;
            memo.lines = placed->lines;
            memo.verified = placed->verified;
            memo.paid = placed->payable.isZero();
            reach(memo, logged.at, rows);
            rows.put({key, std::move(memo), {}});
            return {};
        }
        if (!matters(*event)) return {};
        std::optional<SalesMemo> memo = cardAt<SalesMemo>(rows, key);
        // An approval may come after the end; what was not the store's is not counted.
        if (!memo) return {};
        if (std::visit(Follow{*memo, logged.at, rows}, *event)) {
            rows.put({key, std::move(*memo), {}});
        } else {
            rows.erase(key);
        }
        return {};
    }
};

}  // namespace

std::optional<int> averageMinutes(const PaceCard& pace) {
    if (pace.minutes.empty()) return std::nullopt;
    const auto count = static_cast<int>(pace.minutes.size());
    int total = 0;
    for (const int minutes : pace.minutes) total += minutes;
    return (total + count - 1) / count;
}

std::string salesKey(StoreId store, std::int64_t day) {
    return store.text() + "/" + std::to_string(day);
}
std::string paceKey(StoreId store) { return "pace/" + store.text(); }

std::unique_ptr<Page> salesPage() { return std::make_unique<SalesPage>(); }

}  // namespace delivery::page
