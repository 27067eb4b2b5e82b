#include "server/sandbox/geocoder.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/sandbox/replies.h"

namespace delivery::sandbox {
namespace {

using nlohmann::json;

struct Place {
    std::string_view district;  ///< 구
    std::string_view quarter;   ///< 동; empty: the district itself
    std::string_view longitude;
    std::string_view latitude;
};

constexpr std::array places{
    Place{"강남구", "", "127.0473", "37.5172"},
    Place{"강동구", "", "127.1238", "37.5301"},
    Place{"강북구", "", "127.0257", "37.6396"},
    Place{"강서구", "", "126.8495", "37.5509"},
    Place{"관악구", "", "126.9516", "37.4784"},
    Place{"광진구", "", "127.0823", "37.5385"},
    Place{"구로구", "", "126.8874", "37.4954"},
    Place{"금천구", "", "126.8956", "37.4568"},
    Place{"노원구", "", "127.0568", "37.6542"},
    Place{"도봉구", "", "127.0471", "37.6688"},
    Place{"동대문구", "", "127.0397", "37.5744"},
    Place{"동작구", "", "126.9393", "37.5124"},
    Place{"마포구", "", "126.9019", "37.5663"},
    Place{"서대문구", "", "126.9368", "37.5791"},
    Place{"서초구", "", "127.0327", "37.4837"},
    Place{"성동구", "", "127.0369", "37.5634"},
    Place{"성북구", "", "127.0182", "37.5894"},
    Place{"송파구", "", "127.1058", "37.5145"},
    Place{"양천구", "", "126.8666", "37.5170"},
    Place{"영등포구", "", "126.8964", "37.5264"},
    Place{"용산구", "", "126.9904", "37.5326"},
    Place{"은평구", "", "126.9291", "37.6027"},
    Place{"종로구", "", "126.9794", "37.5730"},
    Place{"중구", "", "126.9979", "37.5641"},
    Place{"중랑구", "", "127.0926", "37.6063"},
    Place{"용산구", "용산동", "126.9810", "37.5340"},
    Place{"용산구", "한남동", "127.0050", "37.5345"},
    Place{"용산구", "이태원동", "126.9940", "37.5345"},
    Place{"용산구", "이촌동", "126.9720", "37.5190"},
    Place{"용산구", "한강로동", "126.9670", "37.5290"},
    Place{"서초구", "신사동", "127.0200", "37.5160"},
    Place{"강남구", "신사동", "127.0230", "37.5240"},
    Place{"서초구", "반포동", "126.9950", "37.5040"},
    Place{"서초구", "서초동", "127.0180", "37.4900"},
    Place{"서초구", "방배동", "126.9930", "37.4810"},
    Place{"강남구", "역삼동", "127.0365", "37.5000"},
    Place{"강남구", "논현동", "127.0300", "37.5130"},
    Place{"강남구", "삼성동", "127.0560", "37.5140"},
    Place{"마포구", "서교동", "126.9200", "37.5540"},
    Place{"송파구", "잠실동", "127.0830", "37.5110"},
};

std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words(1);
    for (const char c : text) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',') {
            if (!words.back().empty()) words.emplace_back();
        } else {
            words.back().push_back(c);
        }
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

bool isSeoul(std::string_view word) {
    return word == "서울" || word == "서울시" || word == "서울특별시";
}

/// Where the words of the query speak of this place: 0 not at all, else the words that they named
/// it with.
std::size_t namedBy(const Place& place, const std::vector<std::string>& words) {
    std::size_t at = 0;
    if (at < words.size() && isSeoul(words[at])) ++at;
    const bool district = at < words.size() && words[at] == place.district;
    if (district) ++at;
    if (place.quarter.empty()) return district ? at : 0;
    return at < words.size() && words[at] == place.quarter ? at + 1 : 0;
}

struct LotNumber {
    std::string main;
    std::string sub;
};

/// "123-4" right behind the place.
LotNumber lotOf(const std::vector<std::string>& words, std::size_t at) {
    if (at >= words.size()) return {};
    const std::string& word = words[at];
    const bool digits = std::all_of(word.begin(), word.end(),
                                    [](char c) { return (c >= '0' && c <= '9') || c == '-'; });
    if (!digits || word.front() == '-') return {};
    const std::size_t dash = word.find('-');
    return {word.substr(0, dash), dash == std::string::npos ? "" : word.substr(dash + 1)};
}

json show(const Place& place, const LotNumber& lot) {
    std::string name = "서울 " + std::string(place.district);
    if (!place.quarter.empty()) name.append(" ").append(place.quarter);
    const bool hasLot = !lot.main.empty() && !place.quarter.empty();
    if (hasLot) name += " " + lot.main + (lot.sub.empty() ? "" : "-" + lot.sub);
    const json address{{"address_name", name},
                       {"region_1depth_name", "서울"},
                       {"region_2depth_name", place.district},
                       {"region_3depth_name", place.quarter},
                       {"region_3depth_h_name", ""},
                       {"h_code", ""},
                       {"b_code", ""},
                       {"mountain_yn", "N"},
                       {"main_address_no", hasLot ? lot.main : ""},
                       {"sub_address_no", hasLot ? lot.sub : ""},
                       {"x", place.longitude},
                       {"y", place.latitude}};
    return {{"address_name", name}, {"address_type", hasLot ? "REGION_ADDR" : "REGION"},
            {"x", place.longitude}, {"y", place.latitude},
            {"address", address},   {"road_address", nullptr}};
}

door::HttpResponse errorReply(int status, std::string_view type, std::string_view message) {
    return jsonReply(status, json{{"errorType", type}, {"message", message}});
}

/// A whole number from 1 to most, the fallback if absent, 0 if wrong.
std::size_t numberOf(const door::HttpRequest& request, std::string_view name, std::size_t most,
                     std::size_t fallback) {
    const auto text = request.queryValue(name);
    if (!text) return fallback;
    std::size_t number = 0;
    for (const char c : *text) {
        if (c < '0' || c > '9' || number > most) return 0;
        number = number * 10 + static_cast<std::size_t>(c - '0');
    }
    return number <= most ? number : 0;
}

}  // namespace

door::HttpResponse searchAddress(const door::HttpRequest& request) {
    if (!request.header("authorization").value_or("").starts_with("KakaoAK ")) {
        return errorReply(401, "AccessDeniedError", "cannot find appkey");
    }
    const std::vector<std::string> words = wordsOf(request.queryValue("query").value_or(""));
    if (words.empty()) {
        return errorReply(400, "MissingParameter", "query parameter required");
    }
    const std::size_t page = numberOf(request, "page", 45, 1);
    const std::size_t size = numberOf(request, "size", 30, 10);
    if (page == 0 || size == 0) {
        return errorReply(400, "InvalidArgument", "page or size is out of range");
    }
    // The places that the longest part of the query names: a quarter goes before its district.
    std::size_t longest = 0;
    for (const Place& place : places) longest = std::max(longest, namedBy(place, words));
    json found = json::array();
    for (const Place& place : places) {
        if (longest > 0 && namedBy(place, words) == longest) {
            found.push_back(show(place, lotOf(words, longest)));
        }
    }
    const std::size_t total = found.size();
    json documents = json::array();
    for (std::size_t i = (page - 1) * size; i < std::min(page * size, total); ++i) {
        documents.push_back(found[i]);
    }
    return jsonReply(
        200,
        json{
            {"meta",
             {{"total_count", total}, {"pageable_count", total}, {"is_end", page * size >= total}}},
            {"documents", documents}});
}

}  // namespace delivery::sandbox
