#include "server/outside/kakao_answer.h"

#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/degrees.h"

namespace delivery::outside {
namespace {

using nlohmann::json;
using place::Accuracy;
using place::Place;

/// A member that is a text, or an empty one.
std::string textOf(const json& object, const char* name) {
    if (!object.is_object()) return {};
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

bool isHouseNumber(const std::string& word) {
    const std::size_t digits = word.find_first_not_of("0123456789-");
    if (word.empty() || word.front() < '0' || word.front() > '9') return false;
    return digits == std::string::npos || word.substr(digits) == "번지";
}

std::vector<std::string> wordsOf(const std::string& text) {
    std::vector<std::string> words(1);
    int brackets = 0;
    for (const char c : text) {
        brackets += c == '(' ? 1 : 0;
        const bool apart = c == ' ' || c == ',' || c == '\t' || c == '\n' || c == '\r';
        if (apart && !words.back().empty()) words.emplace_back();
        if (brackets == 0 && !apart) words.back().push_back(c);
        brackets -= c == ')' && brackets > 0 ? 1 : 0;
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

/// The parts of a name as far as the 동, of whichever address the answer has.
struct Regions {
    std::string city;
    std::string district;
    std::string quarter;
};
Regions regionsOf(const json& document) {
    for (const char* kind : {"address", "road_address"}) {
        const auto found = document.find(kind);
        if (found == document.end() || !found->is_object()) continue;
        return {textOf(*found, "region_1depth_name"), textOf(*found, "region_2depth_name"),
                textOf(*found, "region_3depth_name")};
    }
    return {};
}

/// How exact each kind of answer is, and how far off its point may be.
std::pair<Accuracy, int> accuracyOf(const std::string& type, const Regions& regions) {
    constexpr int houseMeters = 50;
    constexpr int quarterMeters = 1'500;
    constexpr int districtMeters = 4'000;
    constexpr int cityMeters = 20'000;
    if (type == "REGION_ADDR" || type == "ROAD_ADDR") return {Accuracy::Exact, houseMeters};
    if (!regions.quarter.empty() || type == "ROAD") return {Accuracy::Neighbourhood, quarterMeters};
    if (!regions.district.empty()) return {Accuracy::District, districtMeters};
    return {Accuracy::City, cityMeters};
}

std::optional<Place> placeOf(const json& document) {
    const auto latitude = parseDegrees(textOf(document, "y"), 90);
    const auto longitude = parseDegrees(textOf(document, "x"), 180);
    if (!latitude || !longitude) return std::nullopt;
    const Regions regions = regionsOf(document);
    std::string name;
    for (const std::string& part : {regions.city, regions.district, regions.quarter}) {
        if (!part.empty()) name += (name.empty() ? "" : " ") + part;
    }
    const auto [accuracy, meters] = accuracyOf(textOf(document, "address_type"), regions);
    return Place{std::move(name), {*latitude, *longitude}, accuracy, meters};
}

}  // namespace

std::string queryOf(const std::string& address) {
    std::string query;
    for (const std::string& word : wordsOf(address)) {
        query += (query.empty() ? "" : " ") + word;
        if (isHouseNumber(word)) break;
    }
    return query;
}

tl::expected<std::optional<Place>, Misheard> readPlaces(const std::string& body) {
    const json answer = json::parse(body, nullptr, false);
    const auto documents = answer.is_object() ? answer.find("documents") : answer.end();
    if (!answer.is_object() || documents == answer.end() || !documents->is_array()) {
        return tl::unexpected(Misheard::Unreadable);
    }
    if (documents->empty()) return std::optional<Place>{};
    if (!documents->front().is_object()) return tl::unexpected(Misheard::Unreadable);
    auto place = placeOf(documents->front());
    if (!place) return tl::unexpected(Misheard::Unreadable);
    return place;
}

}  // namespace delivery::outside
