#pragma once
/// The rating of one confirmed order, once, and the store's answer: a stream of its own beside the
/// order.

#include <optional>
#include <variant>
#include <vector>

#include "core/ids.h"
#include "core/instant.h"
#include "core/personal.h"
#include "core/result.h"

namespace delivery::shop {

constexpr int starsMin = 1;
constexpr int starsMax = 5;

// --- events
struct ReviewWritten {
    OrderId orderId;
    CustomerId customerId;
    StoreId storeId;
    std::vector<FoodId> foods;
    int stars = 5;
    std::optional<PersonalRef> text;
    Instant at;
};
struct ReviewAnswered {
    PersonalRef text;
    Instant at;
};
using ReviewEvent = std::variant<ReviewWritten, ReviewAnswered>;

// --- state
struct NoReview {};
struct Review {
    ReviewWritten written;
    std::optional<ReviewAnswered> answer;
};
using ReviewState = std::variant<NoReview, Review>;

// --- commands
/// Needs what the order's stream knows: when it was confirmed (nothing: not yet).
struct WriteReview {
    ReviewWritten review;
    std::optional<Instant> confirmedAt;
    Span ratingDeadline = days(7);
};
struct AnswerReview {
    StoreId storeId;
    PersonalRef text;
    Instant at;
};
using ReviewCommand = std::variant<WriteReview, AnswerReview>;

[[nodiscard]] Decided<std::vector<ReviewEvent>> decide(const ReviewState& state,
                                                       const ReviewCommand& command);
[[nodiscard]] ReviewState evolve(const ReviewState& state, const ReviewEvent& event);
[[nodiscard]] Expected<ReviewState> evolveRecorded(const ReviewState& state,
                                                   const ReviewEvent& event);

/// Stars added up; what dish and store show.
struct Rating {
    std::int64_t starsTotal = 0;
    std::int64_t count = 0;
    /// Hundredths of a star, rounded down; 0 when nobody rated.
    [[nodiscard]] std::int64_t averageHundredths() const {
        return count == 0 ? 0 : starsTotal * 100 / count;
    }
};

}  // namespace delivery::shop
