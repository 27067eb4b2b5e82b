#include "server/announce/broker_pass.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <sodium.h>

namespace delivery::announce {
namespace {

static_assert(sizeof(PassKey) == crypto_auth_KEYBYTES);

constexpr unsigned char format = 1;
/// Format, role, store, two times.
constexpr std::size_t fieldBytes = 1 + 1 + 8 + 8 + 8;
constexpr std::size_t passBytes = fieldBytes + crypto_auth_BYTES;
constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::string_view purpose = "delivery broker pass";
constexpr std::int64_t noStore = -1;

using Bytes = std::vector<unsigned char>;

void putNumber(Bytes& bytes, std::int64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
        bytes.push_back(
            static_cast<unsigned char>((static_cast<std::uint64_t>(value) >> shift) & 0xFFU));
    }
}

std::int64_t numberAt(const Bytes& bytes, std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) value = (value << 8U) | bytes.at(at + i);
    return static_cast<std::int64_t>(value);
}

/// Over the fields and the name, each with its length, so that nothing can move between them.
Bytes signedText(std::string_view name, const Bytes& fields) {
    Bytes text(purpose.begin(), purpose.end());
    putNumber(text, static_cast<std::int64_t>(name.size()));
    text.insert(text.end(), name.begin(), name.end());
    text.insert(text.end(), fields.begin(), fields.begin() + fieldBytes);
    return text;
}

share::Connection connectionNamed(std::string_view name, Role role, std::int64_t store) {
    share::Connection who;
    const std::size_t colon = name.find(':');
    who.actor.user = UserId{std::string{name.substr(0, colon)}};
    who.actor.role = role;
    if (store != noStore) who.actor.store = StoreId{store};
    if (colon != std::string_view::npos) who.device = std::string{name.substr(colon + 1)};
    return who;
}

}  // namespace

PassKey freshPassKey() {
    PassKey key{};
    crypto_auth_keygen(key.data());
    return key;
}

std::string brokerName(const share::Connection& who) {
    return who.device.empty() ? who.actor.user.text() : who.actor.user.text() + ":" + who.device;
}

std::string deviceOf(std::string_view sessionHash) {
    constexpr std::string_view context = "delivery broker device";
    std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
    crypto_generichash(
        hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(sessionHash.data()),
        sessionHash.size(), reinterpret_cast<const unsigned char*>(context.data()), context.size());
    std::string hex(hash.size() * 2 + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    hex.pop_back();
    return hex;
}

std::string signPass(const PassClaims& claims, const PassKey& key) {
    Bytes pass{format, static_cast<unsigned char>(claims.who.actor.role)};
    putNumber(pass, claims.who.actor.store ? claims.who.actor.store->value() : noStore);
    putNumber(pass, claims.connectBy.utcMilliseconds);
    putNumber(pass, claims.sessionEnds.utcMilliseconds);
    const Bytes text = signedText(brokerName(claims.who), pass);
    pass.resize(passBytes);
    crypto_auth(pass.data() + fieldBytes, text.data(), text.size(), key.data());
    std::string encoded(sodium_base64_encoded_len(pass.size(), variant), '\0');
    sodium_bin2base64(encoded.data(), encoded.size(), pass.data(), pass.size(), variant);
    encoded.pop_back();
    return encoded;
}

std::optional<PassClaims> readPass(std::string_view name, std::string_view password,
                                   const PassKey& key) {
    Bytes pass(passBytes);
    std::size_t length = 0;
    if (sodium_base642bin(pass.data(), pass.size(), password.data(), password.size(), nullptr,
                          &length, nullptr, variant) != 0 ||
        length != passBytes) {
        return std::nullopt;
    }
    const Bytes text = signedText(name, pass);
    if (crypto_auth_verify(pass.data() + fieldBytes, text.data(), text.size(), key.data()) != 0) {
        return std::nullopt;
    }
    if (pass[0] != format || pass[1] > static_cast<unsigned char>(Role::System)) {
        return std::nullopt;
    }
    return PassClaims{connectionNamed(name, static_cast<Role>(pass[1]), numberAt(pass, 2)),
                      Instant{numberAt(pass, 10)}, Instant{numberAt(pass, 18)}};
}

}  // namespace delivery::announce
