#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "server/outside/card_issuer.h"

namespace delivery::outside {

std::string cardCompany(const std::string& code) {
    using Company = std::pair<std::string_view, std::string_view>;
    static constexpr std::array companies{
        Company{"3K", "기업비씨"}, Company{"46", "광주"},       Company{"71", "롯데"},
        Company{"30", "산업"},     Company{"31", "비씨"},       Company{"51", "삼성"},
        Company{"38", "새마을"},   Company{"41", "신한"},       Company{"62", "신협"},
        Company{"36", "씨티"},     Company{"33", "우리"},       Company{"W1", "우리"},
        Company{"37", "우체국"},   Company{"39", "저축"},       Company{"35", "전북"},
        Company{"42", "제주"},     Company{"15", "카카오뱅크"}, Company{"3A", "케이뱅크"},
        Company{"24", "토스뱅크"}, Company{"21", "하나"},       Company{"61", "현대"},
        Company{"11", "국민"},     Company{"91", "농협"},       Company{"34", "수협"}};
    const auto found =
        std::ranges::find_if(companies, [&](const Company& one) { return one.first == code; });
    return found == companies.end() ? std::string{} : std::string{found->second};
}

}  // namespace delivery::outside
