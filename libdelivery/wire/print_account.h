#pragma once
/// People, their sessions, cards, addresses, points and notices as they themselves (and an admin)
/// see them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/geo.h"
#include "page/page.h"
#include "wire/scene.h"

namespace delivery::wire {

/// The session's place at the broker. The password is short-lived; the next look at the session
/// brings a new one.
struct MqttView {
    std::string url;
    std::string username;
    std::string password;
    std::string clientId;
};
struct SessionView {
    std::string token;  ///< once, in the answer to the login; empty later
    Actor actor;
    Instant expiresAt;
    /// Nothing where there is no broker of ours.
    std::optional<MqttView> mqtt = std::nullopt;
};
/// {"token","userId","role","storeId"?,"expiresAt","mqtt":{"url","username","password","clientId"}
/// or null}.
[[nodiscard]] std::string printSession(const SessionView& session);

struct AddressView {
    std::string id;
    std::string text;
    std::optional<GeoPoint> pin;
};
[[nodiscard]] std::string printAddress(const std::string& userId, const AddressView& address,
                                       const Scene& scene);

struct CardView {
    std::string id;
    std::string masked;
    std::string customerId = {};
    std::string issuer = {};  ///< empty: not told
};
[[nodiscard]] std::string printCard(const CardView& card, const Scene& scene, const Naming& naming);
/// The address that a browser opens to register a card, and until when it works.
[[nodiscard]] std::string printCardRegistration(const std::string& address, Instant expiresAt,
                                                const Scene& scene);

struct PersonView {
    UserId userId;
    Role role = Role::Customer;
    std::optional<StoreId> store;
    PersonalId name;
    PersonalId phone;
    /// In which they are told what happens.
    Language language = Language::Korean;
};
struct CustomerView {
    PersonView person;
    std::vector<AddressView> addresses;
    std::vector<CardView> cards;
    Won points;
};
[[nodiscard]] std::string printCustomer(const CustomerView& customer, const Scene& scene,
                                        const Naming& naming);
[[nodiscard]] std::string printAccount(const PersonView& person, const Scene& scene,
                                       const Naming& naming);

struct RiderView {
    page::RiderCard card;
    PersonalId name;
    PersonalId phone;
    std::optional<GeoPoint> place;
    std::optional<Instant> placeAt;
    /// Delivered since midnight in Korea, and the fees of those.
    struct Today {
        std::int64_t delivered = 0;
        Won earned;
    };
    /// Nothing where nobody has added it up.
    std::optional<Today> today;
};
[[nodiscard]] std::string printRider(const RiderView& rider, const Scene& scene,
                                     const Naming& naming);

[[nodiscard]] std::string printPointsLine(const page::PointsLine& line, const std::string& key,
                                          const Scene& scene);
/// How far the message that goes with a notice has come.
struct MessageView {
    notice::Sent sent = notice::Sent::Queued;
    Instant at;
    std::optional<std::string> reason;
};
/// One notice with the channels by which it goes: the app always, KakaoTalk where there is a
/// message.
struct NoticeView {
    page::NoticeCard card;
    std::string key;
    Language language = Language::Korean;
    std::optional<MessageView> kakaotalk = {};
};
[[nodiscard]] std::string printNotice(const NoticeView& notice, const Scene& scene,
                                      const Naming& naming);

/// A context of pages that an operator pauses and resumes together.
struct ContextView {
    struct Page {
        std::string name;
        std::int64_t position = 0;
        std::int64_t behind = 0;
        bool quarantined = false;
        std::string lastError;
    };
    std::string name;
    bool paused = false;
    std::vector<Page> pages;
    /// Rows and streams of its people that cannot be read and rest alone.
    struct Resting {
        std::string name;
        std::string why;
    };
    std::vector<Resting> resting;
};
[[nodiscard]] std::string printContext(const ContextView& context, const Scene& scene,
                                       const Naming& naming);

}  // namespace delivery::wire
