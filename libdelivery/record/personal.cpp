#include <array>
#include <cassert>

#include <sodium.h>

#include "record/hex.h"
#include "record/read.h"
#include "record/record.h"

namespace delivery::record {

namespace {

/// A personal text beside the salt of its hash: erasing the row makes the hash say nothing.
struct PersonalRow {
    std::string saltHex;
    std::string text;
};

}  // namespace

RECORD_FIELDS(PersonalRow, saltHex, text);

std::string hexOf(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(bytes.size() * 2);
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        hex += digits[value >> 4U];
        hex += digits[value & 0x0fU];
    }
    return hex;
}

std::optional<std::string> bytesOf(std::string_view hex) {
    if (hex.size() % 2 != 0) return std::nullopt;
    constexpr std::string_view digits = "0123456789abcdef";
    std::string bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const std::size_t high = digits.find(hex[i]);
        const std::size_t low = digits.find(hex[i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

std::string saltedHash(const std::string& text, const std::string& salt) {
    const auto bytesIn = [](const std::string& from) {
        return reinterpret_cast<const unsigned char*>(from.data());
    };
    // A key of BLAKE2b has at most 64 bytes; a longer salt would be cut off without a word.
    assert(salt.size() <= crypto_generichash_KEYBYTES_MAX);
    std::array<unsigned char, 32> hash{};
    crypto_generichash_state state{};
    [[maybe_unused]] int failed =
        crypto_generichash_init(&state, bytesIn(salt), salt.size(), hash.size());
    assert(failed == 0);
    failed = crypto_generichash_update(&state, bytesIn(text), text.size());
    assert(failed == 0);
    failed = crypto_generichash_final(&state, hash.data(), hash.size());
    assert(failed == 0);
    return hexOf({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

std::string encodePersonal(const std::string& salt, const std::string& text) {
    return writeRow(PersonalRow{.saltHex = hexOf(salt), .text = text});
}

Expected<std::string> decodePersonalText(const std::string& body) {
    Expected<PersonalRow> row = readRow<PersonalRow>("a personal row", body);
    if (!row) return tl::unexpected(row.error());
    return std::move(row->text);
}

}  // namespace delivery::record
