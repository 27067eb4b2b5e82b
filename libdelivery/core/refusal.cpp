#include "core/refusal.h"

#include <array>
#include <cassert>
#include <cstdint>
#include <optional>

namespace delivery {

namespace {

/// A sentence's small grammar: "{food}" is a fact (or its word of last resort), "{food:은/는}" also
/// picks the particle that the fact's last syllable asks for, and "[…]" is left out whole when a
/// fact inside it is missing.
struct Sentences {
    RefusalCode code;
    std::string_view name;
    std::string_view korean;
    std::string_view english;
};

using enum RefusalCode;

constexpr std::array sentences{
    Sentences{UnknownOrder, "UnknownOrder", "그런 주문이 없습니다. 주문 번호를 확인해 주세요.",
              "There is no such order. Check the order number."},
    Sentences{UnknownStore, "UnknownStore", "그런 가게가 없습니다. 가게 목록에서 골라 주세요.",
              "There is no such store. Choose one from the list of stores."},
    Sentences{UnknownFood, "UnknownFood",
              "{food:은/는} 메뉴에 없습니다. 메뉴를 새로 보고 골라 주세요.",
              "{food} is not on the menu. Look at the menu again and choose another dish."},
    Sentences{NotYours, "NotYours",
              "본인의 것이 아니어서 할 수 없습니다. 로그인한 계정을 확인해 주세요.",
              "This belongs to somebody else. Check which account you are signed in with."},
    Sentences{WrongRole, "WrongRole",
              "이 계정으로는 할 수 없는 일입니다. 알맞은 계정으로 로그인해 주세요.",
              "This account may not do that. Sign in with an account that may."},
    Sentences{UnknownUser, "UnknownUser", "그런 사용자가 없습니다. 아이디를 확인해 주세요.",
              "There is no such user. Check the user id."},
    Sentences{UnknownCard, "UnknownCard",
              "그런 카드가 없습니다. 등록된 카드를 고르거나 새로 등록해 주세요.",
              "There is no such card. Choose a registered card or register one."},
    Sentences{
        AmbiguousFood, "AmbiguousFood",
        "{food:이라는/라는} 이름의 음식이 여럿입니다. 가게를 정하거나 음식 번호로 주문해 주세요.",
        "More than one dish is called {food}. Name the store, or order by the dish's number."},
    Sentences{UnknownReview, "UnknownReview", "그런 리뷰가 없습니다. 리뷰 목록을 새로 봐 주세요.",
              "There is no such review. Look at the list of reviews again."},
    Sentences{UserIdTaken, "UserIdTaken",
              "이미 쓰이고 있는 아이디입니다. 다른 아이디를 골라 주세요.",
              "This user id is taken. Choose another one."},
    Sentences{WrongPassword, "WrongPassword",
              "아이디나 비밀번호가 맞지 않습니다. 다시 입력해 주세요.",
              "The user id or the password is wrong. Type them again."},

    Sentences{AlreadyPlaced, "AlreadyPlaced",
              "이미 들어간 주문입니다. 주문 목록에서 확인해 주세요.",
              "This order has already been placed. Look it up in the list of orders."},
    Sentences{AlreadyCancelled, "AlreadyCancelled",
              "이미 취소된 주문이라 더 바꿀 수 없습니다. 주문 목록을 새로 봐 주세요.",
              "This order has already been cancelled. Look at the list of orders again."},
    Sentences{AlreadyRejected, "AlreadyRejected",
              "가게가 거절한 주문이라 더 바꿀 수 없습니다. 주문 목록을 새로 봐 주세요.",
              "The store has rejected this order. Look at the list of orders again."},
    Sentences{AlreadyExpired, "AlreadyExpired",
              "결제 시간이 지나 끝난 주문입니다. 주문 목록을 새로 봐 주세요.",
              "This order has expired because it was not paid in time. Look at the list of orders "
              "again."},
    Sentences{AlreadyConfirmed, "AlreadyConfirmed",
              "거래가 끝난 주문이라 더 바꿀 수 없습니다. 주문 목록을 새로 봐 주세요.",
              "This order is complete. Look at the list of orders again."},
    Sentences{
        AlreadyAccepted, "AlreadyAccepted",
        "이미 접수한 주문입니다[ (지금 상태: {status})]. 주문 목록을 새로 봐 주세요.",
        "This order has already been accepted[ (it is now {state})]. Look at the tickets again."},
    Sentences{
        NotAccepted, "NotAccepted",
        "아직 접수하지 않은 주문입니다[ (지금 상태: {status})]. 먼저 접수하거나 거절해 주세요.",
        "This order has not been accepted yet[ (it is {state})]. Accept or reject it first."},
    Sentences{AlreadyCooking, "AlreadyCooking",
              "이미 요리를 시작했습니다[ (지금 상태: {status})]. 주문 목록을 새로 봐 주세요.",
              "Cooking has already started[ (the order is {state})]. Look at the tickets again."},
    Sentences{
        NotCooking, "NotCooking",
        "아직 요리를 시작하지 않았습니다[ (지금 상태: {status})]. 먼저 요리 시작을 눌러 주세요.",
        "Cooking has not started yet[ (the order is {state})]. Start cooking first."},
    Sentences{AlreadyCooked, "AlreadyCooked",
              "이미 요리가 끝났습니다[ (지금 상태: {status})]. 주문 목록을 새로 봐 주세요.",
              "The order has already been cooked[ (it is {state})]. Look at the tickets again."},
    Sentences{
        NotCooked, "NotCooked",
        "아직 요리가 끝나지 않았습니다[ (지금 상태: {status})]. 요리가 끝나면 다시 해 주세요.",
        "The order has not been cooked yet[ (it is {state})]. Try again when cooking is done."},
    Sentences{
        TooLateToCancel, "TooLateToCancel",
        "요리가 시작되어 취소할 수 없습니다[ (지금 상태: {status})]. 가게에 문의해 주세요.",
        "Cooking has started, so it is too late to cancel[ (the order is {state})]. Contact the "
        "store."},
    Sentences{
        NotPaid, "NotPaid",
        "아직 결제되지 않은 주문입니다[ (지금 상태: {status})]. 결제가 끝나면 다시 해 주세요.",
        "This order has not been paid[ (it is {state})]. Try again when it is paid."},
    Sentences{NotVerified, "NotVerified",
              "메뉴 확인이 끝나지 않은 주문입니다. 확인이 끝나면 다시 해 주세요.",
              "This order has not been checked against the menu yet. Try again when it has."},
    Sentences{
        AlreadyPicked, "AlreadyPicked",
        "이미 라이더가 잡은 배달입니다[ (지금 상태: {status})]. 내 목록에 없으면 다른 라이더가 더 "
        "빨랐으니 다른 배달을 골라 주세요.",
        "This delivery has already been picked[ (it is {state})]. If it is not in your list, "
        "another rider was faster: choose another delivery."},
    Sentences{NotPicked, "NotPicked",
              "아직 아무도 잡지 않은 배달입니다[ (지금 상태: {status})]. 먼저 배달을 잡아 주세요.",
              "Nobody has picked this delivery yet[ (the order is {state})]. Pick it first."},
    Sentences{NotYourDelivery, "NotYourDelivery",
              "다른 라이더의 배달입니다. 내 배달 목록에서 골라 주세요.",
              "This delivery is another rider's. Choose one from your own list."},
    Sentences{
        AlreadyCollected, "AlreadyCollected",
        "음식이 이미 가게를 떠났습니다[ (지금 상태: {status})]. 라이더나 관리자에게 연락해 주세요.",
        "The food has already left the store[ (the order is {state})]. Contact the rider or an "
        "admin."},
    Sentences{
        NotCollected, "NotCollected",
        "아직 음식을 받지 않았습니다[ (지금 상태: {status})]. 먼저 가게에서 음식을 받아 주세요.",
        "The food has not been collected yet[ (the order is {state})]. Collect it first."},
    Sentences{AlreadyDelivered, "AlreadyDelivered",
              "이미 배송이 끝났습니다[ (지금 상태: {status})]. 주문 목록을 새로 봐 주세요.",
              "This order has already been delivered[ (it is {state})]. Look at the list again."},
    Sentences{
        NotDelivered, "NotDelivered",
        "아직 배송이 끝나지 않았습니다[ (지금 상태: {status})]. 음식을 받은 뒤에 확인해 주세요.",
        "This order has not been delivered yet[ (it is {state})]. Confirm it when you have it."},
    Sentences{NoCourierNeeded, "NoCourierNeeded",
              "포장 주문이라 배달이 없습니다. 손님이 가게로 가지러 옵니다.",
              "This order is for pickup and needs no rider. The customer comes to the store."},
    Sentences{
        RiderBusy, "RiderBusy",
        "이미 맡은 배달이 있습니다[ (주문 {orderId})]. 그 배달을 마치거나 돌려준 뒤에 잡아 주세요.",
        "You already hold a delivery[ (order {orderId})]. Finish it or give it back first."},
    Sentences{RiderOffDuty, "RiderOffDuty", "지금은 근무 중이 아닙니다. 먼저 근무를 시작해 주세요.",
              "You are off duty. Start your duty first."},
    Sentences{NotOffered, "NotOffered",
              "지금 잡을 수 있는 배달이 아닙니다[ (지금 상태: {status})]. 목록을 새로 봐 주세요.",
              "This delivery is not on offer[ (the order is {state})]. Look at the list again."},
    Sentences{StaleFence, "StaleFence",
              "배달 배정이 그 사이 바뀌었습니다. 목록을 새로 보고 다시 해 주세요.",
              "The delivery has been assigned anew meanwhile. Refresh your list and try again."},
    Sentences{AlreadyPaid, "AlreadyPaid", "이미 결제된 주문입니다. 다시 결제하지 않으셔도 됩니다.",
              "This order has already been paid. You need not pay again."},
    Sentences{PaymentUnderWay, "PaymentUnderWay",
              "결제가 진행 중입니다. 결과가 나올 때까지 기다려 주세요.",
              "The payment is under way. Wait for its outcome."},
    Sentences{PaymentWithAdmin, "PaymentWithAdmin",
              "결제를 관리자가 확인하고 있습니다. 확인이 끝날 때까지 기다려 주세요.",
              "An admin is looking into this payment. Wait until that is done."},
    Sentences{NothingToRetry, "NothingToRetry",
              "다시 시도할 결제가 없습니다. 확인이 필요한 결제 목록을 새로 봐 주세요.",
              "There is no payment to retry here. Look at the list of escalations again."},
    Sentences{
        NotConfirmed, "NotConfirmed",
        "거래를 마친 주문만 평가할 수 있습니다[ (지금 상태: {status})]. 주문 목록을 새로 봐 "
        "주세요.",
        "Only an order that is complete can be rated[ (it is {state})]. Look at the list of orders "
        "again."},
    Sentences{AlreadyRated, "AlreadyRated",
              "이미 평가한 주문입니다. 평가는 한 번만 할 수 있습니다.",
              "You have already rated this order. An order is rated once."},
    Sentences{RatingClosed, "RatingClosed",
              "평가할 수 있는 기간이 지났습니다. 다음 주문을 평가해 주세요.",
              "The time for rating this order has passed. Rate your next order."},
    Sentences{NothingToAcknowledge, "NothingToAcknowledge",
              "확인할 알림이 없습니다. 주문 목록을 새로 봐 주세요.",
              "There is nothing to acknowledge here. Look at the tickets again."},
    Sentences{AlreadyVerified, "AlreadyVerified",
              "이미 메뉴 확인이 끝난 주문입니다. 더 하실 일이 없습니다.",
              "This order has already been checked against the menu. Nothing is left to do."},
    Sentences{AlreadyAnswered, "AlreadyAnswered",
              "이미 답글을 단 리뷰입니다. 답글은 한 번만 달 수 있습니다.",
              "This review has already been answered. A review is answered once."},
    Sentences{
        OrderStillRunning, "OrderStillRunning",
        "진행 중인 주문이 있습니다[ (주문 {orderId}번)]. 주문이 끝난 뒤에 다시 요청해 주세요.",
        "An order is still under way[ (number {orderId})]. Ask again when it has ended."},

    Sentences{
        StoreClosed, "StoreClosed",
        "{store:은/는} 지금 영업시간이 아닙니다[ (영업 시작: {opensAt})]. 문을 열면 주문해 주세요.",
        "{store} is closed now[ (it opens at {opensAt})]. Order when it is open."},
    Sentences{
        StorePaused, "StorePaused",
        "{store:이/가} 잠시 주문을 받지 않습니다[ (까닭: {reason})][ ({until}까지)]. 조금 뒤에 "
        "다시 주문하거나 다른 가게를 골라 주세요.",
        "{store} takes no orders for the moment[ ({reason})][ (until {until})]. Try again "
        "later or choose another store."},
    Sentences{AddressNeeded, "AddressNeeded", "배달할 주소가 필요합니다. 주소를 입력해 주세요.",
              "An address is needed for a delivery. Enter one."},
    Sentences{AddressUnknown, "AddressUnknown",
              "주소를 찾을 수 없습니다. 주소를 고치거나 지도에서 위치를 찍어 주세요.",
              "The address was not found. Correct it, or put a pin on the map."},
    Sentences{
        TooFar, "TooFar", "주소가 {store}의 배달 지역 밖입니다. 더 가까운 가게를 골라 주세요.",
        "The address is outside the delivery area of {store}. Choose a store that is nearer."},

    Sentences{NotOnSale, "NotOnSale", "{food:은/는} 지금 팔지 않습니다. 다른 음식을 골라 주세요.",
              "{food} is not on sale now. Choose another dish."},
    Sentences{SoldOut, "SoldOut", "{food:은/는} 품절입니다. 다른 음식을 골라 주세요.",
              "{food} is sold out. Choose another dish."},
    Sentences{NotEnoughStock, "NotEnoughStock",
              "{food:이/가} 모자랍니다[ (남은 수량: {left})]. 수량을 줄여 주세요.",
              "There is not enough of {food}[ ({left} left)]. Order fewer."},
    Sentences{
        PriceChanged, "PriceChanged",
        "{food}의 가격이 바뀌었습니다[ (지금 {price}원)]. 가격을 확인하고 다시 주문해 주세요.",
        "The price of {food} has changed[ (it is {price} won now)]. Check it and order again."},
    Sentences{UnknownOption, "UnknownOption",
              "{food}에 그런 선택이 없습니다[ ({option})]. 메뉴를 새로 보고 골라 주세요.",
              "{food} has no such option[ ({option})]. Look at the menu again and choose."},
    Sentences{OptionMissing, "OptionMissing",
              "{food}에서 꼭 골라야 할 것이 빠졌습니다[ ({option})]. 고르고 다시 주문해 주세요.",
              "A required option of {food} is missing[ ({option})]. Choose it and order again."},
    Sentences{DishesOfSeveralStores, "DishesOfSeveralStores",
              "한 주문에는 한 가게의 음식만 담을 수 있습니다. 가게마다 따로 주문해 주세요.",
              "One order takes the dishes of one store. Place one order per store."},
    Sentences{NameTaken, "NameTaken", "이미 쓰이고 있는 이름입니다. 다른 이름을 골라 주세요.",
              "This name is taken. Choose another one."},

    Sentences{NotEnoughPoints, "NotEnoughPoints",
              "포인트가 모자랍니다[ (잔액 {balance}점)]. 더 적게 써 주세요.",
              "There are not enough points[ (the balance is {balance})]. Spend fewer."},
    Sentences{TooManyPoints, "TooManyPoints",
              "포인트는 주문 금액까지만 쓸 수 있습니다[ (최대 {maximum}점)]. 더 적게 써 주세요.",
              "Points may cover the order's total and no more[ ({maximum} at most)]. Spend fewer."},
    Sentences{
        BelowMinimumPayment, "BelowMinimumPayment",
        "카드로는 너무 적은 금액입니다[ (최소 {minimum}원)]. 포인트로 모두 내거나 포인트를 덜 써 "
        "주세요.",
        "The amount is too small for a card[ ({minimum} won at least)]. Pay all of it with points, "
        "or spend fewer points."},
    Sentences{
        TotalTooLarge, "TotalTooLarge",
        "주문 금액이 너무 큽니다[ (최대 {maximum}원)]. 나누어 주문해 주세요.",
        "The order's total is too large[ ({maximum} won at most)]. Split it into several orders."},
    Sentences{NoCard, "NoCard", "결제할 카드가 없습니다. 카드를 등록하거나 골라 주세요.",
              "There is no card to pay with. Register or choose one."},
    Sentences{BelowMinimumOrder, "BelowMinimumOrder",
              "{store:은/는} 배달 주문에 최소 금액이 있습니다[ ({minimum}원부터, 지금 {total}원)]. "
              "더 담거나 포장으로 주문해 주세요.",
              "{store} delivers from a minimum amount on[ ({minimum} won, now {total} won)]. Add a "
              "dish, or order for pickup."},

    Sentences{QuantityOutOfRange, "QuantityOutOfRange",
              "수량이 맞지 않습니다[ ({minimum}개에서 {maximum}개까지)]. 수량을 고쳐 주세요.",
              "The quantity is out of range[ ({minimum} to {maximum})]. Correct it."},
    Sentences{TooManyLines, "TooManyLines",
              "한 주문에 담은 음식이 너무 많습니다[ (최대 {maximum}가지)]. 나누어 주문해 주세요.",
              "There are too many dishes in one order[ ({maximum} at most)]. Split it into several "
              "orders."},
    Sentences{StarsOutOfRange, "StarsOutOfRange", "별점은 1점에서 5점까지입니다. 다시 골라 주세요.",
              "Stars go from 1 to 5. Choose again."},
    Sentences{CookMinutesOutOfRange, "CookMinutesOutOfRange",
              "요리 시간이 맞지 않습니다[ ({minimum}분에서 {maximum}분까지)]. 다시 정해 주세요.",
              "The cooking time is out of range[ ({minimum} to {maximum} minutes)]. Choose again."},
    Sentences{ReasonNeeded, "ReasonNeeded",
              "거절하는 까닭이 필요합니다. 손님에게 보일 까닭을 적어 주세요.",
              "A reason is needed. Write one that the customer will see."},
    Sentences{NoLines, "NoLines", "담은 음식이 없습니다. 음식을 하나 이상 골라 주세요.",
              "The order is empty. Choose at least one dish."},
    Sentences{TimeHasPassed, "TimeHasPassed", "이미 지난 시각입니다. 앞으로 올 시각을 적어 주세요.",
              "That time has passed already. Name one that is still to come."},

    Sentences{CommandIdReused, "CommandIdReused",
              "같은 요청 번호로 다른 내용이 왔습니다. 새 번호로 다시 보내 주세요.",
              "This command id was used for another request. Send it again under a new one."},
    Sentences{ContextPaused, "ContextPaused",
              "잠시 멈춘 기능입니다[ ({context})]. 조금 뒤에 다시 해 주세요.",
              "This part of the service is paused[ ({context})]. Try again a little later."},
};

const Sentences& rowOf(RefusalCode code) {
    for (const Sentences& row : sentences) {
        if (row.code == code) return row;
    }
    assert(!"every refusal code has its row");
    return sentences.front();
}

/// What stands in a sentence when its fact is missing and the sentence cannot do without a word
/// there.
std::string wordOfLastResort(std::string_view fact, Language language) {
    const bool korean = language == Language::Korean;
    if (fact == "food") return korean ? "그 음식" : "that dish";
    if (fact == "store") return korean ? "이 가게" : "this store";
    return korean ? "그것" : "it";
}

/// Whether the last syllable ends in a consonant, as Korean particles ask; nullopt where nobody can
/// tell.
std::optional<bool> endsInConsonant(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const auto byte = [&](std::size_t fromEnd) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(text[text.size() - fromEnd]));
    };
    if (const char last = text.back(); last >= '0' && last <= '9') {
        // 영 일 삼 육 칠 팔 end in a consonant; 이 사 오 구 do not.
        return last != '2' && last != '4' && last != '5' && last != '9';
    }
    if (text.size() < 3 || (byte(3) & 0xF0U) != 0xE0U) return std::nullopt;
    const std::uint32_t point =
        ((byte(3) & 0x0FU) << 12U) | ((byte(2) & 0x3FU) << 6U) | (byte(1) & 0x3FU);
    if (point < 0xAC00U || point > 0xD7A3U) return std::nullopt;
    return (point - 0xAC00U) % 28U != 0U;
}

/// "은/는" after the word: one of them where the word tells, both ("은(는)") where it does not.
std::string particle(std::string_view pair, std::string_view word) {
    const std::size_t slash = pair.find('/');
    const std::string afterConsonant{pair.substr(0, slash)};
    const std::string afterVowel{pair.substr(slash + 1)};
    const std::optional<bool> consonant = endsInConsonant(word);
    if (!consonant) return afterConsonant + "(" + afterVowel + ")";
    return *consonant ? afterConsonant : afterVowel;
}

struct Filled {
    std::string text;
    bool complete = true;
};

/// Fills the places of a stretch without brackets.
Filled fill(std::string_view pattern, const std::map<std::string, std::string>& facts,
            Language language) {
    Filled filled;
    while (!pattern.empty()) {
        const std::size_t open = pattern.find('{');
        filled.text += pattern.substr(0, open);
        if (open == std::string_view::npos) break;
        const std::size_t close = pattern.find('}', open);
        const std::string_view place = pattern.substr(open + 1, close - open - 1);
        const std::size_t colon = place.find(':');
        const auto fact = facts.find(std::string{place.substr(0, colon)});
        const bool known = fact != facts.end() && !fact->second.empty();
        const std::string word =
            known ? fact->second : wordOfLastResort(place.substr(0, colon), language);
        filled.complete = filled.complete && known;
        filled.text += word;
        if (colon != std::string_view::npos) filled.text += particle(place.substr(colon + 1), word);
        pattern.remove_prefix(close + 1);
    }
    return filled;
}

}  // namespace

std::string sentence(const Refusal& refusal, Language language) {
    const Sentences& row = rowOf(refusal.code);
    std::string_view pattern = language == Language::Korean ? row.korean : row.english;
    std::string text;
    while (!pattern.empty()) {
        const std::size_t open = pattern.find('[');
        text += fill(pattern.substr(0, open), refusal.facts, language).text;
        if (open == std::string_view::npos) break;
        const std::size_t close = pattern.find(']', open);
        const Filled aside =
            fill(pattern.substr(open + 1, close - open - 1), refusal.facts, language);
        if (aside.complete) text += aside.text;
        pattern.remove_prefix(close + 1);
    }
    // A fact or a word of last resort may open an English sentence.
    if (text.front() >= 'a' && text.front() <= 'z') text.front() -= 'a' - 'A';
    return text;
}

std::string_view name(RefusalCode code) { return rowOf(code).name; }

const std::vector<RefusalCode>& allRefusalCodes() {
    static const std::vector<RefusalCode> codes = [] {
        std::vector<RefusalCode> all;
        all.reserve(sentences.size());
        for (const Sentences& row : sentences) all.push_back(row.code);
        return all;
    }();
    return codes;
}

}  // namespace delivery
