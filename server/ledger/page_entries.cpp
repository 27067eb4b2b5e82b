#include "server/ledger/page_entries.h"

#include <algorithm>
#include <cstdint>

namespace delivery::ledger {

namespace {

constexpr std::size_t numberBytes = 8;

void put(desk::Bytes& bytes, std::int64_t number) {
    auto rest = static_cast<std::uint64_t>(number);
    for (std::size_t i = 0; i < numberBytes; ++i) {
        bytes.push_back(static_cast<char>(rest & 0xffU));
        rest >>= 8U;
    }
}

void put(desk::Bytes& bytes, std::string_view text) {
    put(bytes, static_cast<std::int64_t>(text.size()));
    bytes.append(text);
}

std::optional<std::int64_t> takeNumber(std::string_view& bytes) {
    if (bytes.size() < numberBytes) return std::nullopt;
    std::uint64_t number = 0;
    for (std::size_t i = numberBytes; i-- > 0;)
        number = (number << 8U) | static_cast<unsigned char>(bytes[i]);
    bytes.remove_prefix(numberBytes);
    return static_cast<std::int64_t>(number);
}

std::optional<std::string> takeText(std::string_view& bytes) {
    const auto size = takeNumber(bytes);
    if (!size || *size < 0 || static_cast<std::uint64_t>(*size) > bytes.size()) return std::nullopt;
    std::string text(bytes.substr(0, static_cast<std::size_t>(*size)));
    bytes.remove_prefix(text.size());
    return text;
}

}  // namespace

void normalise(std::vector<desk::IndexEntry>& entries) {
    std::sort(entries.begin(), entries.end());
    entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
}

desk::Bytes encodeEntries(const std::vector<desk::IndexEntry>& entries) {
    desk::Bytes bytes;
    for (const desk::IndexEntry& entry : entries) {
        put(bytes, entry.index);
        put(bytes, entry.partition);
        put(bytes, entry.sort);
    }
    return bytes;
}

std::optional<std::vector<desk::IndexEntry>> decodeEntries(std::string_view bytes) {
    std::vector<desk::IndexEntry> entries;
    while (!bytes.empty()) {
        auto index = takeText(bytes);
        auto partition = takeText(bytes);
        const auto sort = takeNumber(bytes);
        if (!index || !partition || !sort) return std::nullopt;
        entries.push_back(
            {.index = std::move(*index), .partition = std::move(*partition), .sort = *sort});
    }
    return entries;
}

}  // namespace delivery::ledger
