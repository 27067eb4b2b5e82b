#include "effect/message_protocol.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "effect/http_status.h"

namespace delivery::effect {

namespace {

using Transport = MessageAnswer::Transport;

template <std::size_t count>
bool isOneOf(const std::array<std::string_view, count>& codes, std::string_view code) {
    return std::ranges::find(codes, code) != codes.end();
}

// Solapi docs, "메시지 상태 코드".
constexpr std::array<std::string_view, 3> onTheWay{"2000", "3000", "4000"};
constexpr std::string_view delivered = "4000";
constexpr std::array<std::string_view, 11> temporary{"1024", "2024", "3012", "3024", "3040", "3041",
                                                     "3042", "3043", "3044", "3045", "3046"};
constexpr std::array<std::string_view, 2> noBalance{"1030", "2230"};
/// The channel, the template or the sender's number is wrong: no message comes through.
constexpr std::array<std::string_view, 7> misconfigured{"1041", "1042", "1043", "1062",
                                                        "2062", "2063", "1044"};

constexpr Span busyFor = seconds(5);
constexpr Span balanceAgain = minutes(1);

Told judgeError(const MessageAnswer& answer) {
    if (answer.httpStatus == 429) {
        return told::NotNow{std::min(answer.retryAfter.value_or(busyFor), retryAfterMax)};
    }
    // It says itself that it cannot take any. Should it have taken this one all the same, the very
    // same call finds out.
    if (answer.httpStatus == 503) return told::NotSent{};
    if (answer.errorCode == "DuplicatedSignature") return told::SentBefore{};
    const std::string code =
        answer.errorCode.empty() ? "HTTP " + std::to_string(answer.httpStatus) : answer.errorCode;
    constexpr std::array closed{401, 402, 403, 404};
    if (std::ranges::find(closed, answer.httpStatus) != closed.end()) return told::Closed{code};
    if (answer.httpStatus >= 400 && answer.httpStatus < 500) return told::Failed{code};
    return told::Unknown{};
}

}  // namespace

Told judgeSending(const MessageAnswer& answer) {
    if (answer.transport == Transport::Refused) return told::NotSent{};
    if (answer.transport != Transport::Answered) return told::Unknown{};
    if (!isSuccess(answer.httpStatus)) return judgeError(answer);
    // 200 does not mean that it was taken: the message's own code says so.
    const std::string& code = answer.statusCode;
    if (isOneOf(onTheWay, code)) {
        if (answer.providerId.empty()) return told::Unknown{};
        return told::Accepted{answer.providerId};
    }
    if (code.empty()) return told::Unknown{};
    if (isOneOf(temporary, code)) return told::NotNow{busyFor};
    if (isOneOf(noBalance, code)) return told::NotNow{balanceAgain};
    return told::Failed{code, isOneOf(misconfigured, code)};
}

Told judgeLooking(const MessageAnswer& answer) {
    if (answer.transport != Transport::Answered || !isSuccess(answer.httpStatus)) {
        return told::Unknown{};
    }
    const std::string& code = answer.statusCode;
    if (code.empty()) return told::NotThere{};
    if (code == delivered) return told::Delivered{};
    if (isOneOf(onTheWay, code)) return told::Pending{};
    return told::Failed{code, isOneOf(misconfigured, code)};
}

Breaker::Outcome breakerOutcome(const MessageAnswer& answer) {
    if (answer.transport != Transport::Answered) return Breaker::Outcome::Failure;
    if (isServerError(answer.httpStatus)) return Breaker::Outcome::Failure;
    return isSuccess(answer.httpStatus) ? Breaker::Outcome::Success : Breaker::Outcome::Ignored;
}

}  // namespace delivery::effect
