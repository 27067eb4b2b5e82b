#include "server/sandbox/card_form.h"

#include <algorithm>
#include <string_view>

#include <QDateTime>

namespace delivery::sandbox {
namespace {

std::string fieldOf(const door::HttpFields& form, std::string_view name) {
    for (const auto& [field, value] : form) {
        if (field == name) return value;
    }
    return {};
}

std::string digitsOf(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '-'; });
    return text;
}

bool isNumber(std::string_view text, std::size_t least, std::size_t most) {
    return text.size() >= least && text.size() <= most &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

tl::unexpected<CardFlaw> mistyped(const char* what) {
    return tl::unexpected(CardFlaw{true, "INVALID_REQUEST", what});
}
tl::unexpected<CardFlaw> refused(const char* code, const char* message) {
    return tl::unexpected(CardFlaw{false, code, message});
}

/// Card companies by the first digit: enough for play.
std::string issuerOf(std::string_view number) {
    switch (number.front()) {
        case '4':
            return "41";
        case '5':
            return "51";
        case '9':
            return "11";
        default:
            return "61";
    }
}

std::string masked(std::string number) {
    constexpr std::size_t shown = 8;
    constexpr std::size_t hidden = 4;
    number.replace(shown, hidden, "****");
    number.back() = '*';
    return number;
}

}  // namespace

tl::expected<TypedCard, CardFlaw> readCard(const door::HttpFields& form, std::int64_t nowMs) {
    const std::string number = digitsOf(fieldOf(form, "cardNumber"));
    const std::string month = fieldOf(form, "cardExpirationMonth");
    const std::string year = fieldOf(form, "cardExpirationYear");
    if (!isNumber(number, 14, 16)) return mistyped("카드 번호를 확인해 주세요.");
    const bool isMonth = isNumber(month, 2, 2) && month >= "01" && month <= "12";
    if (!isMonth || !isNumber(year, 2, 2)) return mistyped("유효 기간을 확인해 주세요.");
    const std::string identity = digitsOf(fieldOf(form, "customerIdentityNumber"));
    if (!isNumber(identity, 6, 6) && !isNumber(identity, 10, 10)) {
        return mistyped("생년월일 6자리 또는 사업자번호 10자리를 확인해 주세요.");
    }
    if (!isNumber(fieldOf(form, "cardPassword"), 2, 2)) {
        return mistyped("비밀번호 앞 두 자리를 확인해 주세요.");
    }
    const std::string thisMonth =
        QDateTime::fromMSecsSinceEpoch(nowMs, Qt::UTC).toString("yyMM").toStdString();
    if (year + month < thisMonth) {
        return refused("INVALID_CARD_EXPIRATION", "카드 정보를 다시 확인해주세요. (유효기간)");
    }
    if (number.ends_with("0002")) return refused("INVALID_STOPPED_CARD", "정지된 카드 입니다.");
    if (number.ends_with("0004")) {
        return refused("INVALID_CARD_LOST_OR_STOLEN", "분실 혹은 도난 카드입니다.");
    }
    return TypedCard{masked(number), issuerOf(number), number.ends_with("0010")};
}

}  // namespace delivery::sandbox
