#include "place/gazetteer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "core/degrees.h"

namespace delivery::place {
namespace {

std::vector<std::string> split(std::string_view text, std::string_view separators) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t end = text.find_first_of(separators);
        if (end != 0) words.emplace_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return words;
}

bool endsWith(std::string_view word, std::string_view end) {
    return word.size() > end.size() && word.substr(word.size() - end.size()) == end;
}

/// "서울특별시" and "서울시" are "서울": cities and provinces have long and short names.
std::string shortened(const std::string& word) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> provinces{
        {{"경기도", "경기"},
         {"강원도", "강원"},
         {"충청북도", "충북"},
         {"충청남도", "충남"},
         {"전라북도", "전북"},
         {"전라남도", "전남"},
         {"경상북도", "경북"},
         {"경상남도", "경남"},
         {"전북특별자치도", "전북"},
         {"강원특별자치도", "강원"}}};
    for (const auto& [full, brief] : provinces) {
        if (word == full) return std::string{brief};
    }
    for (const std::string_view end :
         {"특별자치시", "특별자치도", "특별시", "광역시", "시", "도"}) {
        // Only names of two syllables are cities of this rank.
        if (endsWith(word, end) && word.size() - end.size() == 6) {
            return word.substr(0, word.size() - end.size());
        }
    }
    return word;
}

std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words = split(text, " ,\t\r\n()");
    if (!words.empty()) words.front() = shortened(words.front());
    return words;
}

/// "용산동2가" lies in "용산동", "원효로1가" in "원효로"; "중구청" is no district.
bool names(const std::string& written, const std::string& known) {
    if (written == known) return true;
    // A city is written with and without its rank.
    if (endsWith(known, "시") && written + "시" == known) return true;
    if (endsWith(known, "구") || written.size() <= known.size()) return false;
    const bool begins = written.compare(0, known.size(), known) == 0;
    const char next = written[known.size()];
    return begins && next >= '0' && next <= '9';
}

bool holds(const std::vector<std::string>& written, const std::string& known) {
    return std::any_of(written.begin(), written.end(),
                       [&](const std::string& word) { return names(word, known); });
}

/// Another city or district is named than the entry's.
bool contradicts(const std::string& city, const std::vector<std::string>& written,
                 const std::vector<std::string>& known) {
    if (!city.empty() && city != known.front()) return true;
    for (const std::string& word : written) {
        if (!endsWith(word, "구")) continue;
        // The districts of a smaller city do not stand in the table: the city does.
        if (known.size() > 1 && endsWith(known[1], "구") && word != known[1]) return true;
    }
    return false;
}

std::optional<int> wholeNumber(std::string_view text) {
    int number = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stopped != end) return std::nullopt;
    return number;
}

/// By what the entry is the centre of.
Accuracy accuracyOf(const std::vector<std::string>& words) {
    if (words.size() > 2) return Accuracy::Neighbourhood;
    const bool district =
        words.size() == 2 && (endsWith(words[1], "구") || endsWith(words[1], "군"));
    return district ? Accuracy::District : Accuracy::City;
}

}  // namespace

std::string name(Accuracy accuracy) {
    switch (accuracy) {
        case Accuracy::Exact:
            return "exact";
        case Accuracy::Neighbourhood:
            return "neighbourhood";
        case Accuracy::District:
            return "district";
        case Accuracy::City:
            return "city";
    }
    std::abort();
}

Gazetteer::Gazetteer() : Gazetteer(gazetteerTable()) {}

Gazetteer::Gazetteer(std::string_view table) {
    for (const std::string& line : split(table, "\n")) {
        if (line.front() == '#') continue;
        const std::vector<std::string> fields = split(line, "\t\r");
        if (fields.size() != 4) continue;
        const auto latitude = parseDegrees(fields[1], 90);
        const auto longitude = parseDegrees(fields[2], 180);
        const auto meters = wholeNumber(fields[3]);
        if (!latitude || !longitude || !meters) continue;
        std::vector<std::string> words = split(fields[0], " ");
        const Accuracy accuracy = accuracyOf(words);
        m_entries.push_back(
            {{fields[0], {*latitude, *longitude}, accuracy, *meters}, std::move(words)});
    }
}

std::string Gazetteer::cityIn(const std::vector<std::string>& written) const {
    for (const Entry& entry : m_entries) {
        const bool city = entry.words.size() == 1;
        if (city && !written.empty() && written.front() == entry.words.front()) {
            return written.front();
        }
    }
    return {};
}

void Gazetteer::find(const std::string& address, Found found) {
    found(find(std::string_view{address}));
}

std::optional<Place> Gazetteer::find(std::string_view address) const {
    const std::vector<std::string> written = wordsOf(address);
    const std::string city = cityIn(written);
    const Entry* best = nullptr;
    std::size_t bestWords = 0;
    for (const Entry& entry : m_entries) {
        // Nobody writes the city in front of a district at home, but the last word has to be there.
        if (!holds(written, entry.words.back()) || contradicts(city, written, entry.words))
            continue;
        const auto found = static_cast<std::size_t>(
            std::count_if(entry.words.begin(), entry.words.end(),
                          [&](const std::string& word) { return holds(written, word); }));
        // The more exact entry wins with the same number of words.
        const std::size_t score = found * 10 + entry.words.size();
        if (score > bestWords) {
            best = &entry;
            bestWords = score;
        }
    }
    return best == nullptr ? std::nullopt : std::optional(best->place);
}

std::string areaOf(std::string_view address) {
    const std::vector<std::string> words = wordsOf(address);
    std::string area;
    std::string district;
    for (const std::string& word : words) {
        // A word with a number in it may be a door already.
        const bool quarter = endsWith(word, "동") || endsWith(word, "읍") || endsWith(word, "면");
        const bool wide = endsWith(word, "구") || endsWith(word, "군") || endsWith(word, "시") ||
                          endsWith(word, "도") || &word == &words.front();
        const bool numbered = word.find_first_of("0123456789") != std::string::npos;
        if (numbered || (!quarter && !wide)) break;
        area += (area.empty() ? "" : " ") + word;
        if (quarter) return area;
        if (endsWith(word, "구") || endsWith(word, "군") || endsWith(word, "시")) district = area;
    }
    return district;
}

}  // namespace delivery::place
