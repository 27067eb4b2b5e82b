#include "wire/parse_account.h"

#include <algorithm>
#include <array>

#include "wire/fields.h"

namespace delivery::wire {
namespace {

constexpr std::int64_t numberMax = 1'000'000'000'000;
constexpr std::size_t nameMax = 100;

bool isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

NewAccount readAccount(Fields& fields) {
    NewAccount account;
    const std::string userId = fields.need("userId", fields.text("userId", 1, 64));
    if (!isUserId(userId)) {
        fields.refuse("userId",
                      "아이디는 영문자, 숫자, . _ -로 2자에서 32자까지입니다. 고쳐 주세요.",
                      "A user id has 2 to 32 of a-z, A-Z, 0-9, '.', '_' and '-'. Correct it.");
    }
    // The log names the system itself by this word.
    if (userId == "system") {
        fields.refuse("userId", "쓸 수 없는 아이디입니다. 다른 아이디를 골라 주세요.",
                      "This user id is reserved. Choose another one.");
    }
    account.userId = UserId{userId};
    account.password = fields.need("password", fields.secret("password", passwordMin, passwordMax));
    account.name = fields.need("name", fields.text("name", 1, nameMax));
    account.phone = fields.telephone(fields.has("mobile") ? "mobile" : "phone").value_or("");
    return account;
}

template <class T>
Read<T> finished(Fields& fields, T value) {
    if (auto done = fields.finish(); !done) return tl::unexpected(done.error());
    return value;
}

constexpr std::array<std::pair<Role, std::string_view>, 5> roleNames{{{Role::Customer, "customer"},
                                                                      {Role::Store, "store"},
                                                                      {Role::Rider, "rider"},
                                                                      {Role::Admin, "admin"},
                                                                      {Role::System, "system"}}};

}  // namespace

/// What every shell and every SQLite takes for one file: no option, no line break, and not
/// what SQLite puts beside a database of its own.
bool isPlainFile(std::string_view path) {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    if (name.substr(0, 1) == "-") return false;
    for (const char c : path) {
        if (static_cast<unsigned char>(c) < 0x20) return false;
    }
    constexpr std::array<std::string_view, 3> besideADatabase{"-wal", "-shm", "-journal"};
    return std::none_of(besideADatabase.begin(), besideADatabase.end(),
                        [&](std::string_view end) { return name.ends_with(end); });
}

bool isUserId(std::string_view text) {
    if (text.size() < 2 || text.size() > 32 || !isLetterOrDigit(text.front())) return false;
    for (const char c : text) {
        if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != '-') return false;
    }
    return true;
}

std::string_view name(Role role) {
    for (const auto& [one, text] : roleNames) {
        if (one == role) return text;
    }
    return "";
}

std::optional<Role> roleNamed(std::string_view text) {
    for (const auto& [role, one] : roleNames) {
        if (one == text) return role;
    }
    return std::nullopt;
}

Read<Credentials> parseLogin(const JsonBody& body) {
    Fields fields{body.object()};
    Credentials credentials{fields.need("userId", fields.text("userId", 1, 64)),
                            fields.need("password", fields.secret("password", 1, passwordMax))};
    return finished(fields, std::move(credentials));
}

Read<NewAccount> parseSignUp(const JsonBody& body) {
    Fields fields{body.object()};
    NewAccount account = readAccount(fields);
    return finished(fields, std::move(account));
}

Read<NewAccount> parseOpenAccount(const JsonBody& body) {
    Fields fields{body.object()};
    NewAccount account = readAccount(fields);
    const auto role = roleNamed(fields.need("role", fields.text("role")));
    if (!role || *role == Role::System) {
        fields.refuse("role", "역할은 customer, store, rider, admin 가운데 하나입니다.",
                      "The role is one of customer, store, rider and admin.");
    }
    account.role = role.value_or(Role::Customer);
    if (const auto store = fields.integer("storeId", 1, numberMax)) {
        account.storeId = StoreId{*store};
    }
    if (account.storeId && account.role != Role::Store) {
        fields.refuse("storeId", "가게는 store 역할에만 붙습니다. 빼고 다시 보내 주세요.",
                      "Only the role store has a store. Leave it out.");
    }
    return finished(fields, std::move(account));
}

Read<ProfileWish> parseChangeProfile(const JsonBody& body) {
    Fields fields{body.object()};
    ProfileWish wish;
    wish.name = fields.text("name", 1, nameMax);
    const std::string phone = fields.has("mobile") ? "mobile" : "phone";
    // An empty one takes the number away.
    wish.phone = fields.isEmptyText(phone) ? fields.text(phone) : fields.telephone(phone);
    wish.password = fields.secret("password", passwordMin, passwordMax);
    if (const auto language = fields.text("language")) {
        if (*language == "ko") wish.language = Language::Korean;
        if (*language == "en") wish.language = Language::English;
        if (!wish.language) {
            fields.refuse("language", "ko 또는 en이어야 합니다.", "It must be ko or en.");
        }
    }
    return finished(fields, std::move(wish));
}

Read<AddressWish> parseAddAddress(const JsonBody& body) {
    Fields fields{body.object()};
    const std::string under = fields.has("address") ? "address" : "text";
    AddressWish wish{fields.need(under, fields.text(under, 1, 300)), fields.pin()};
    return finished(fields, std::move(wish));
}

Read<RiderWish> parseChangeRider(const JsonBody& body) {
    Fields fields{body.object()};
    RiderWish wish{fields.flag("onDuty"), fields.pin()};
    if (!wish.onDuty && !wish.place) {
        fields.refuse("onDuty", "근무 여부(onDuty)나 위치(lat, lng)가 필요합니다.",
                      "Either the duty (onDuty) or the place (lat, lng) is needed.");
    }
    return finished(fields, wish);
}

Read<bool> parseContext(const JsonBody& body) {
    Fields fields{body.object()};
    const bool paused = fields.need("paused", fields.flag("paused"));
    return finished(fields, paused);
}

Read<std::string> parseBackup(const JsonBody& body) {
    Fields fields{body.object()};
    std::string file = fields.need("file", fields.text("file", 1, 500));
    // The server's own folder is nobody else's business, so no path is said relative to it.
    if (file.find('/') != std::string::npos && file.front() != '/') {
        fields.refuse("file", "파일 이름이거나 서버에서의 절대 경로여야 합니다.",
                      "It must be a file name, or an absolute path on the server.");
    }
    if (!isPlainFile(file)) {
        fields.refuse("file", "이 이름은 쓸 수 없습니다. 보통 글자로 된 이름을 적어 주세요.",
                      "This name cannot be used. Give it a plain one.");
    }
    return finished(fields, std::move(file));
}

}  // namespace delivery::wire
