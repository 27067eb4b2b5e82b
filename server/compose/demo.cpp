#include "server/compose/demo.h"

#include <algorithm>
#include <future>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "server/door/passwords.h"
#include "server/shift/shift.h"

namespace delivery::compose {

namespace {

using shop::Dish;
using shop::OptionGroup;

constexpr int storesCount = 3;

struct DemoAccount {
    const char* userId;
    Role role;
    int store;  ///< 0: none
    const char* name;
    const char* phone;
};
constexpr DemoAccount accounts[] = {
    {"admin", Role::Admin, 0, "관리자", "010-0000-0000"},
    {"song", Role::Customer, 0, "송하나", "010-1111-1111"},
    {"kim", Role::Customer, 0, "김두리", "010-2222-2222"},
    {"store1", Role::Store, 1, "용산반점 사장", "010-3333-0001"},
    {"store2", Role::Store, 2, "한남분식 사장", "010-3333-0002"},
    {"store3", Role::Store, 3, "용산자판기커피 사장", "010-3333-0003"},
    {"rider1", Role::Rider, 0, "박라이더", "010-4444-0001"},
    {"rider2", Role::Rider, 0, "최라이더", "010-4444-0002"},
};

/// Between the two shops that deliver, less than 2 km from each.
constexpr GeoPoint riderPlaces[] = {{37'538'500, 126'990'500}, {37'537'500, 126'992'500}};

desk::Envelope envelopeBy(const Actor& actor, desk::Command command) {
    desk::Envelope envelope = shift::systemEnvelope(std::move(command));
    envelope.actor = actor;
    envelope.keepReply = false;
    return envelope;
}

const Actor& admin() {
    static const Actor actor{UserId{"admin"}, Role::Admin};
    return actor;
}

std::vector<shop::Profile> storeProfiles() {
    return {
        {.name = "용산반점",
         .place = {37'534'900, 126'983'500},
         .address = "서울 용산구 용산동",
         .deliveryFee = Won{0}},
        {.name = "한남분식",
         .place = {37'535'000, 127'000'800},
         .address = "서울 용산구 한남동",
         .deliveryFee = Won{0}},
        {.name = "용산자판기커피",
         .place = {37'529'900, 126'964'800},
         .address = "서울 용산구 용산동",
         .pickupOnly = true,
         .deliveryFee = Won{0}},
    };
}

OptionGroup size() { return {"크기", false, {{"보통", Won{0}}, {"곱빼기", Won{1'000}}}}; }

using Menu = std::vector<std::pair<int, Dish>>;

void add(Menu& menu, int store, const char* name, int price,
         std::vector<OptionGroup> options = {}) {
    menu.emplace_back(store, Dish{name, Won{price}, std::move(options), std::nullopt, ""});
}

/// The machine's four buttons come first: their dishes have the numbers 1 to 4.
Menu dishes() {
    const OptionGroup heat{"맵기", false, {{"순한맛", Won{0}}, {"매운맛", Won{0}}}};
    const OptionGroup extra{"추가", false, {{"치즈", Won{500}}, {"떡", Won{500}}}, 2};
    Menu menu;
    add(menu, 3, "밀크커피", 100);
    add(menu, 3, "설탕커피", 100);
    add(menu, 3, "블랙커피", 100);
    add(menu, 3, "율무차", 100);
    add(menu, 1, "탕수육", 10'000);
    add(menu, 1, "짜장", 2'500, {size()});
    add(menu, 1, "짬뽕", 9'000, {size()});
    add(menu, 1, "볶음밥", 8'000);
    add(menu, 1, "군만두", 5'000);
    add(menu, 2, "떡볶이", 4'500, {heat});
    add(menu, 2, "김밥", 3'500);
    add(menu, 2, "라면", 4'000, {extra});
    add(menu, 2, "순대", 5'000);
    add(menu, 2, "튀김", 4'000);
    return menu;
}

/// Argon2id takes its time and 64 MiB by design: as many at once as there are cores.
Expected<std::vector<std::string>> hashes(std::size_t count) {
    const std::size_t atOnce = std::max(1u, std::thread::hardware_concurrency());
    std::vector<std::string> done;
    while (done.size() < count) {
        std::vector<std::future<std::optional<std::string>>> pending;
        for (std::size_t i = done.size(); i < count && pending.size() < atOnce; ++i) {
            pending.push_back(
                std::async(std::launch::async, [] { return door::hashedPassword(demoPassword); }));
        }
        for (auto& one : pending) {
            auto hash = one.get();
            if (!hash) {
                return tl::make_unexpected(
                    Fault{FaultCode::NotAllowed, "no memory to hash a password"});
            }
            done.push_back(std::move(*hash));
        }
    }
    return done;
}

desk::Command accountOf(const DemoAccount& account, std::string passwordHash) {
    desk::OpenAccount open{UserId{account.userId}, account.role, std::move(passwordHash),
                           std::nullopt,           account.name, account.phone};
    if (account.store != 0) open.store = StoreId{account.store};
    return open;
}

desk::Command cardOf(const std::string& customer, const std::string& masked,
                     const outside::Vault& vault) {
    return desk::AddCard{CardId{"card-" + customer}, CustomerId{customer},
                         vault.seal("bk_demo_" + customer), vault.seal("demo-" + customer), masked};
}

Expected<void> runAll(desk::CommandDesk& desk, const std::vector<desk::Envelope>& batch,
                      Instant now) {
    const desk::BatchResult result = desk.run(batch, now);
    if (result.fault) return tl::make_unexpected(*result.fault);
    for (const desk::Answer& answer : result.answers) {
        if (answer.fault) return tl::make_unexpected(*answer.fault);
        if (!answer.reply) continue;
        if (const auto* refusal = std::get_if<Refusal>(&*answer.reply)) {
            return tl::make_unexpected(
                Fault{FaultCode::NotAllowed, sentence(*refusal, Language::English)});
        }
    }
    return {};
}

}  // namespace

Expected<bool> isUntouched(desk::Ledger& ledger) {
    auto reader = ledger.reader();
    if (!reader) return tl::make_unexpected(reader.error());
    const auto position = (*reader)->lastPosition();
    if (!position) return tl::make_unexpected(position.error());
    const auto people = (*reader)->sideCount("account");
    if (!people) return tl::make_unexpected(people.error());
    return *position == 0 && *people == 0;
}

Expected<void> makeDemo(desk::CommandDesk& desk, const outside::Vault& vault, Instant now) {
    auto passwordHashes = hashes(std::size(accounts));
    if (!passwordHashes) return tl::make_unexpected(passwordHashes.error());
    std::vector<desk::Envelope> batch;
    for (std::size_t i = 0; i < std::size(accounts); ++i) {
        batch.push_back(
            envelopeBy(systemActor(), accountOf(accounts[i], std::move((*passwordHashes)[i]))));
    }
    const auto profiles = storeProfiles();
    for (int store = 1; store <= storesCount; ++store) {
        // Number 0 takes the next one: 1, 2, 3, and the next store that somebody opens is 4.
        batch.push_back(
            envelopeBy(admin(), desk::OpenStore{StoreId{0}, UserId{"store" + std::to_string(store)},
                                                profiles[static_cast<std::size_t>(store - 1)]}));
    }
    for (auto& [store, dish] : dishes()) {
        batch.push_back(envelopeBy(admin(), desk::AddDish{StoreId{store}, dish}));
    }
    batch.push_back(
        envelopeBy({UserId{"song"}, Role::Customer}, cardOf("song", "4330****1111", vault)));
    batch.push_back(
        envelopeBy({UserId{"kim"}, Role::Customer}, cardOf("kim", "5365****2222", vault)));
    for (int i = 0; i < 2; ++i) {
        const Actor rider{UserId{"rider" + std::to_string(i + 1)}, Role::Rider};
        batch.push_back(envelopeBy(rider, desk::SetDuty{true}));
        batch.push_back(envelopeBy(rider, desk::SetPosition{riderPlaces[i]}));
    }
    return runAll(desk, batch, now);
}

Expected<void> makeAdmin(desk::CommandDesk& desk, const std::string& userId,
                         const std::string& password, Instant now) {
    auto hash = door::hashedPassword(password);
    if (!hash) {
        return tl::make_unexpected(Fault{FaultCode::NotAllowed, "no memory to hash a password"});
    }
    const desk::OpenAccount open{UserId{userId}, Role::Admin, std::move(*hash),
                                 std::nullopt,   userId,      ""};
    return runAll(desk, {envelopeBy(systemActor(), open)}, now);
}

}  // namespace delivery::compose
