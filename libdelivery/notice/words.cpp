#include <cstdlib>

#include "notice/notice.h"

// Every sentence in Korean and in English, side by side.

namespace delivery::notice {

namespace {

struct Pair {
    const char* korean;
    const char* english;
    [[nodiscard]] std::string in(Language language) const {
        return language == Language::Korean ? korean : english;
    }
};

Pair labelOf(order::Status status) {
    const auto korean = order::koreanLabel(status).data();
    switch (status) {
        case order::Status::PaymentRequested:
            return {korean, "Payment requested"};
        case order::Status::PaymentDeferred:
            return {korean, "Payment waiting"};
        case order::Status::PaymentDeclined:
            return {korean, "Payment declined"};
        case order::Status::Paid:
            return {korean, "Paid"};
        case order::Status::Accepted:
            return {korean, "Accepted"};
        case order::Status::Cooking:
            return {korean, "Cooking"};
        case order::Status::Cooked:
            return {korean, "Cooked"};
        case order::Status::PickedUp:
            return {korean, "On its way"};
        case order::Status::Delivered:
            return {korean, "Delivered"};
        case order::Status::Confirmed:
            return {korean, "Completed"};
        case order::Status::Cancelled:
            return {korean, "Cancelled"};
        case order::Status::Rejected:
            return {korean, "Rejected"};
        case order::Status::Expired:
            return {korean, "Payment timed out"};
    }
    std::abort();
}

Pair adviceOf(order::Status status) {
    switch (status) {
        case order::Status::PaymentRequested:
            return {"결제를 확인하고 있어요.", "The payment is being checked."};
        case order::Status::PaymentDeferred:
            return {"결제가 늦어지고 있어요. 되는 대로 다시 시도해요.",
                    "The payment has to wait. It is tried again as soon as possible."};
        case order::Status::PaymentDeclined:
            return {"결제가 되지 않았어요. 다른 카드로 다시 결제해 주세요.",
                    "The payment was declined. Please pay with another card."};
        case order::Status::Paid:
            return {"결제했어요. 가게가 곧 확인해요.",
                    "It is paid. The store will answer in a moment."};
        case order::Status::Accepted:
            return {"가게가 주문을 받았어요.", "The store has accepted the order."};
        case order::Status::Cooking:
            return {"요리를 시작했어요.", "The store has begun to cook."};
        case order::Status::Cooked:
            return {"요리가 다 됐어요.", "The food is ready."};
        case order::Status::PickedUp:
            return {"라이더가 맡았어요.", "A rider has taken it on."};
        case order::Status::Delivered:
            return {"도착했어요. 받으셨으면 확인해 주세요.",
                    "It has arrived. Please confirm that you have it."};
        case order::Status::Confirmed:
            return {"거래가 끝났어요. 고맙습니다.", "All is done. Thank you."};
        case order::Status::Cancelled:
            return {"주문이 취소됐어요. 결제한 금액은 모두 돌려드려요.",
                    "The order was cancelled. What was paid is given back."};
        case order::Status::Rejected:
            return {"가게가 주문을 받지 못했어요. 결제한 금액은 모두 돌려드려요.",
                    "The store could not take the order. What was paid is given back."};
        case order::Status::Expired:
            return {"제때 결제되지 않아 주문이 끝났어요.",
                    "It was not paid in time, so the order has ended."};
    }
    std::abort();
}

Pair labelOf(Subject subject, order::Status status) {
    switch (subject) {
        case Subject::OrderStatus:
            return labelOf(status);
        case Subject::OrderUnheard:
            return {"응답 없는 주문", "Order without an answer"};
        case Subject::StoreSilent:
        case Subject::DevicesGone:
            return {"새 주문 멈춤", "New orders paused"};
        case Subject::DevicesBack:
            return {"새 주문 다시 받음", "New orders as before"};
        case Subject::PromiseChanged:
            return {"요리 시각 바뀜", "New cooking time"};
    }
    std::abort();
}

/// "19:25" by the Korean clock.
std::string clockText(Instant at) {
    constexpr std::int64_t koreaAheadMinutes = 9 * 60;
    constexpr std::int64_t minutesPerDay = 24 * 60;
    const std::int64_t minute =
        (at.utcMilliseconds / minutes(1).milliseconds + koreaAheadMinutes) % minutesPerDay;
    const auto twoDigits = [](std::int64_t value) {
        return (value < 10 ? "0" : "") + std::to_string(value);
    };
    return twoDigits(minute / 60) + ":" + twoDigits(minute % 60);
}

}  // namespace

std::string label(const Said& said, Language language) {
    return labelOf(said.subject, said.status).in(language);
}

std::string headline(const Said& said, Language language) {
    const bool korean = language == Language::Korean;
    const std::string of =
        said.orderId.empty() ? "" : (korean ? " 주문 " : " order ") + said.orderId;
    const std::string by = said.readyBy ? (korean ? " · " + clockText(*said.readyBy) + "까지"
                                                  : ", by " + clockText(*said.readyBy))
                                        : "";
    return said.storeName + of + ": " + label(said, language) + by;
}

std::string advice(const Said& said, Language language) {
    if (said.subject == Subject::PromiseChanged && said.readyBy) {
        const std::string by = clockText(*said.readyBy);
        return language == Language::Korean
                   ? "가게가 요리를 " + by + "까지 하기로 했어요."
                   : "The store now means to have it cooked by " + by + ".";
    }
    const auto pair = [&]() -> Pair {
        switch (said.subject) {
            case Subject::OrderStatus:
                return adviceOf(said.status);
            case Subject::OrderUnheard:
                return {"새 주문에 아직 응답이 없어요. 앱에서 받거나 거절해 주세요.",
                        "A new order waits for an answer. Please accept or reject it in the app."};
            case Subject::StoreSilent:
                return {"주문에 응답이 없어 새 주문을 멈췄어요. 앱에서 다시 받을 수 있어요.",
                        "Nobody answered an order, so new ones are paused. Resume in the app."};
            case Subject::DevicesGone:
                return {"연결된 기기가 없어 새 주문을 멈췄어요. 기기가 연결되면 다시 받아요.",
                        "No device is connected, so new orders are paused until one is back."};
            case Subject::DevicesBack:
                return {"기기가 다시 연결되어 새 주문을 받아요.",
                        "A device is connected again, so new orders are taken."};
            case Subject::PromiseChanged:
                return {"가게가 요리 시각을 바꿨어요.", "The store has changed the cooking time."};
        }
        std::abort();
    };
    return pair().in(language);
}

}  // namespace delivery::notice
