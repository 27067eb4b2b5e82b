#include "shop/review.h"

#include <cassert>

namespace delivery::shop {

namespace {

using Events = std::vector<ReviewEvent>;
using Decision = Decided<Events>;

Decision refuse(RefusalCode code, OrderId orderId) {
    return tl::unexpected(Refusal{code, {{"orderId", orderId.text()}}});
}

bool starsInRange(int stars) { return stars >= starsMin && stars <= starsMax; }

struct Decider {
    Decision operator()(const NoReview&, const WriteReview& write) const {
        const ReviewWritten& review = write.review;
        if (!starsInRange(review.stars)) {
            return tl::unexpected(Refusal{RefusalCode::StarsOutOfRange,
                                          {{"wanted", std::to_string(review.stars)},
                                           {"minimum", std::to_string(starsMin)},
                                           {"maximum", std::to_string(starsMax)}}});
        }
        if (!write.confirmedAt) return refuse(RefusalCode::NotConfirmed, review.orderId);
        if (review.at > *write.confirmedAt + write.ratingDeadline) {
            return refuse(RefusalCode::RatingClosed, review.orderId);
        }
        return Events{review};
    }
    Decision operator()(const NoReview&, const AnswerReview&) const {
        return tl::unexpected(Refusal{RefusalCode::UnknownReview});
    }

    Decision operator()(const Review& review, const WriteReview& write) const {
        if (review.written.customerId != write.review.customerId) {
            return refuse(RefusalCode::NotYours, review.written.orderId);
        }
        return refuse(RefusalCode::AlreadyRated, review.written.orderId);
    }
    Decision operator()(const Review& review, const AnswerReview& answer) const {
        if (review.written.storeId != answer.storeId) {
            return refuse(RefusalCode::NotYours, review.written.orderId);
        }
        if (review.answer) return refuse(RefusalCode::AlreadyAnswered, review.written.orderId);
        return Events{ReviewAnswered{answer.text, answer.at}};
    }
};

/// The next state, or nothing where the event does not fit this state.
using Next = std::optional<ReviewState>;

struct Evolver {
    Next operator()(const NoReview&, const ReviewWritten& written) const {
        if (!starsInRange(written.stars)) return std::nullopt;
        return Review{written, std::nullopt};
    }
    Next operator()(const NoReview&, const ReviewAnswered&) const { return std::nullopt; }

    Next operator()(const Review&, const ReviewWritten&) const { return std::nullopt; }
    Next operator()(const Review& review, const ReviewAnswered& answered) const {
        if (review.answer) return std::nullopt;
        return Review{review.written, answered};
    }
};

}  // namespace

Decided<std::vector<ReviewEvent>> decide(const ReviewState& state, const ReviewCommand& command) {
    return std::visit(Decider{}, state, command);
}

ReviewState evolve(const ReviewState& state, const ReviewEvent& event) {
    const Next next = std::visit(Evolver{}, state, event);
    assert(next);
    return *next;
}

Expected<ReviewState> evolveRecorded(const ReviewState& state, const ReviewEvent& event) {
    const Next next = std::visit(Evolver{}, state, event);
    if (!next) return tl::unexpected(Fault{FaultCode::Misfit, "a review's event does not fit"});
    return *next;
}

}  // namespace delivery::shop
