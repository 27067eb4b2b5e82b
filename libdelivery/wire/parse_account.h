#pragma once
/// Bodies about people: signing in and up, profiles, addresses, riders' duty. Passwords are plain
/// here and nowhere later.

#include <optional>
#include <string>

#include "core/actor.h"
#include "core/geo.h"
#include "core/refusal.h"
#include "wire/strict_json.h"

namespace delivery::wire {

constexpr std::size_t passwordMin = 8;
constexpr std::size_t passwordMax = 128;

/// {"userId","password"}.
struct Credentials {
    std::string userId;
    std::string password;
};
[[nodiscard]] Read<Credentials> parseLogin(const JsonBody& body);

/// {"userId","password","name","mobile"?} and, from an admin, {"role","storeId"?}.
struct NewAccount {
    UserId userId;
    std::string password;
    Role role = Role::Customer;
    std::optional<StoreId> storeId;
    std::string name;
    std::string phone;
};
[[nodiscard]] Read<NewAccount> parseSignUp(const JsonBody& body);
[[nodiscard]] Read<NewAccount> parseOpenAccount(const JsonBody& body);

/// {"name"?,"mobile"?,"password"?,"language"?}; language: "ko" or "en".
struct ProfileWish {
    std::optional<std::string> name;
    std::optional<std::string> phone;
    std::optional<std::string> password;
    std::optional<Language> language;
};
[[nodiscard]] Read<ProfileWish> parseChangeProfile(const JsonBody& body);

/// {"text" or "address","lat"?,"lng"?}.
struct AddressWish {
    std::string text;
    std::optional<GeoPoint> pin;
};
[[nodiscard]] Read<AddressWish> parseAddAddress(const JsonBody& body);

/// {"onDuty"?,"lat"?,"lng"?}: at least one of duty and place.
struct RiderWish {
    std::optional<bool> onDuty;
    std::optional<GeoPoint> place;
};
[[nodiscard]] Read<RiderWish> parseChangeRider(const JsonBody& body);

/// {"paused"}: whether a context is to stand still.
[[nodiscard]] Read<bool> parseContext(const JsonBody& body);
/// {"file"}: an absolute path on the server.
[[nodiscard]] Read<std::string> parseBackup(const JsonBody& body);

/// 2 to 32 of a-z, A-Z, 0-9, '.', '_' and '-', beginning with a letter or a digit: safe in paths
/// and topics.
[[nodiscard]] bool isUserId(std::string_view text);
/// "customer"; stable, on the wire.
[[nodiscard]] std::string_view name(Role role);
[[nodiscard]] std::optional<Role> roleNamed(std::string_view name);

}  // namespace delivery::wire
