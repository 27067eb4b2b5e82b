#include "apps/terminal/code_words.h"

#include <span>

namespace delivery::terminal {
namespace {

struct Named {
    const char* code;
    const char* korean;
    const char* english;
};

QString wordFor(std::span<const Named> names, const QString& code, Language language) {
    for (const Named& one : names) {
        if (code != QLatin1StringView(one.code)) continue;
        return QString::fromUtf8(language == Language::Korean ? one.korean : one.english);
    }
    return code;
}

constexpr Named events[]{
    {"OrderPlaced", "주문함", "order placed"},
    {"OrderVerified", "메뉴 확인됨", "checked against the menu"},
    {"OrderCancelled", "주문 취소됨", "order cancelled"},
    {"OrderRejected", "가게가 거절함", "rejected by the store"},
    {"OrderExpired", "결제 시간 지남", "not paid in time"},
    {"OrderConfirmed", "배송 확인됨", "delivery confirmed"},
    {"ChargeRequested", "결제 요청됨", "payment asked for"},
    {"ChargeRetried", "결제 다시 요청됨", "payment asked for again"},
    {"ChargeRepeated", "결제 다시 보냄", "payment sent again"},
    {"PaymentApproved", "결제 승인됨", "payment approved"},
    {"PaymentDeclined", "결제 거절됨", "payment declined"},
    {"PaymentDeferred", "결제 미뤄짐", "payment put off"},
    {"PaymentOutcomeUnknown", "결제 결과를 확인하는 중", "payment's outcome unknown"},
    {"PaymentEscalated", "결제를 관리자가 확인", "payment with an admin"},
    {"PaymentRetried", "결제 다시 시도함", "payment tried again"},
    {"RefundRequested", "환불 시작됨", "refund begun"},
    {"PaymentRefunded", "환불됨", "refunded"},
    {"StoreReminded", "가게에 다시 알림", "store reminded"},
    {"OrderAccepted", "가게가 접수함", "accepted by the store"},
    {"PromiseChanged", "요리 시각이 바뀜", "cooking time changed"},
    {"CookStarted", "요리 시작됨", "cooking begun"},
    {"CookFinished", "요리 완료됨", "cooked"},
    {"CookingRanLate", "요리가 늦어짐", "cooking is late"},
    {"DeliveryOffered", "라이더를 찾음", "offered to riders"},
    {"DeliveryPicked", "라이더가 잡음", "picked by a rider"},
    {"DeliveryReleased", "라이더가 돌려줌", "given back by the rider"},
    {"DeliveryCollected", "음식을 받아 떠남", "collected at the store"},
    {"DeliveryDelivered", "배송 완료됨", "delivered"},
    {"DeliveryRanLate", "배송이 늦어짐", "delivery is late"},
    {"OfferWithdrawn", "배달 모집을 거둠", "offer withdrawn"},
    {"DeliveryUnassignable", "라이더를 찾지 못함", "no rider found"},
    {"PointsEarned", "포인트 적립", "points earned"},
    {"PointsSpent", "포인트 사용", "points spent"},
    {"PointsRevoked", "포인트 적립 취소", "points revoked"},
    {"PointsReturned", "포인트 돌려받음", "points returned"},
};

constexpr Named actors[]{
    {"customer", "손님", "customer"}, {"store", "가게", "store"},      {"rider", "라이더", "rider"},
    {"admin", "관리자", "admin"},     {"system", "자동", "by itself"},
};

constexpr Named follows[]{
    {"points earned", "포인트 적립", "points earned"},
    {"points revoked", "포인트 적립 취소", "points revoked"},
    {"points returned", "포인트 돌려받음", "points returned"},
    {"stock returned", "재고 되돌림", "stock returned"},
    {"store reached", "가게에 보임", "the store sees it"},
    {"store took", "가게가 맡음", "the store has taken it"},
    {"store left", "가게의 할 일에서 빠짐", "the store is rid of it"},
    {"store paused", "가게를 멈춤", "the store is paused"},
    {"rider letGo", "라이더를 놓아줌", "the rider is free again"},
    {"reply final", "주문의 답이 정해짐", "the order's reply is final"},
};

constexpr Named cancelReasons[]{
    {"CustomerAsked", "손님이 취소했습니다.", "The customer cancelled it."},
    {"StoreAsked", "가게가 취소했습니다.", "The store cancelled it."},
    {"AdminAsked", "관리자가 취소했습니다.", "An admin cancelled it."},
    {"StoreSilent", "가게가 제때 응답하지 않아 자동으로 취소됐습니다.",
     "The store did not answer in time, so it was cancelled by itself."},
    {"NoRider", "배달할 라이더를 찾지 못해 자동으로 취소됐습니다.",
     "No rider was found, so it was cancelled by itself."},
    {"NotOrderable", "메뉴를 확인해 보니 주문할 수 없는 음식이어서 취소됐습니다.",
     "The dish turned out not to be on sale, so it was cancelled."},
};

}  // namespace

QString eventText(const QString& event, Language language) {
    return wordFor(events, event, language);
}
QString actorText(const QString& actor, Language language) {
    return wordFor(actors, actor, language);
}
QString followText(const QString& kind, const QString& what, Language language) {
    return wordFor(follows, kind + u' ' + what, language);
}
QString cancelReasonText(const QString& reason, Language language) {
    return wordFor(cancelReasons, reason, language);
}

}  // namespace delivery::terminal
