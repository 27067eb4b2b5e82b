#include "wire/parse_shop.h"

#include <algorithm>

#include "order/limits.h"
#include "wire/fields.h"
#include "wire/parse_opening.h"

namespace delivery::wire {
namespace {

constexpr std::int64_t numberMax = 1'000'000'000'000;
constexpr std::int64_t priceMax = 10'000'000;
constexpr std::int64_t stockMax = 1'000'000;
constexpr std::size_t optionGroupsMax = 20;
constexpr std::size_t choicesMax = 50;
constexpr std::int64_t radiusMetersMax = 100'000;
constexpr std::size_t nameMax = 100;
constexpr std::size_t placeNameMax = 40;
/// A week: longer than that nobody is busy, paused or sold out by the minute.
constexpr std::int64_t spellMinutesMax = 7 * 24 * 60;
constexpr std::int64_t extraMinutesMax = 120;
constexpr std::int64_t ordersInWorkMax = 100;

std::optional<Won> price(Fields& fields, const std::string& name) {
    const auto amount = fields.integer(name, 0, priceMax);
    return amount ? std::optional(Won{*amount}) : std::nullopt;
}

/// What nobody could choose from, or could not tell apart.
void mustMakeSense(Fields& item, const shop::OptionGroup& group) {
    if (group.required && group.choices.empty()) {
        item.refuse("choices",
                    "꼭 골라야 하는 옵션 '" + group.name + "'에 고를 것이 없습니다. 채워 주세요.",
                    "The option '" + group.name + "' is required and has no choices. Add some.");
    }
    for (std::size_t i = 0; i < group.choices.size(); ++i) {
        const std::string& name = group.choices[i].choice;
        for (std::size_t j = 0; j < i; ++j) {
            if (group.choices[j].choice != name) continue;
            item.refuse("choices[" + std::to_string(i) + "].choice",
                        "옵션 '" + group.name + "'에 '" + name +
                            "' 항목이 두 번 있습니다. 하나만 남겨 주세요.",
                        "The option '" + group.name + "' has the choice '" + name +
                            "' twice. Leave one of them.");
        }
    }
}

std::vector<shop::OptionGroup> readGroups(Fields& fields) {
    std::vector<shop::OptionGroup> groups;
    for (Fields& item : fields.list("options", optionGroupsMax)) {
        shop::OptionGroup group;
        group.name = item.need("name", item.text("name", 1, nameMax));
        group.required = item.flag("required").value_or(false);
        for (Fields& choice : item.list("choices", choicesMax)) {
            group.choices.push_back({choice.need("choice", choice.text("choice", 1, nameMax)),
                                     price(choice, "price").value_or(Won{0})});
        }
        const auto most = item.integer("choicesMax", 1, std::int64_t{choicesMax});
        // One is what it is unless somebody says more.
        if (most && *most > 1) group.choicesMax = static_cast<int>(*most);
        mustMakeSense(item, group);
        const auto isNamesake = [&](const shop::OptionGroup& other) {
            return other.name == group.name;
        };
        if (std::ranges::any_of(groups, isNamesake)) {
            item.refuse("name", "'" + group.name + "' 옵션이 두 번 있습니다. 하나로 합쳐 주세요.",
                        "The option '" + group.name + "' stands there twice. Make it one.");
        }
        groups.push_back(std::move(group));
    }
    return groups;
}

/// Outer nothing: not said. Inner nothing: without limit.
std::optional<std::optional<int>> readStock(Fields& fields) {
    const bool underCount = fields.takesAway("count");
    const bool underStock = fields.takesAway("stock");
    if (underCount || underStock) return std::optional<std::optional<int>>{std::optional<int>{}};
    const auto count = fields.integer(fields.has("count") ? "count" : "stock", 0, stockMax);
    if (!count) return std::nullopt;
    return std::optional<std::optional<int>>{static_cast<int>(*count)};
}

std::optional<std::vector<shop::FeeBand>> readFeeBands(Fields& fields) {
    if (!fields.has("feeBands")) return std::nullopt;
    std::vector<shop::FeeBand> bands;
    for (Fields& item : fields.list("feeBands", shop::feeBandsMax)) {
        const auto upTo = item.need("upToMeters", item.integer("upToMeters", 1, radiusMetersMax));
        const Won fee = item.need("fee", price(item, "fee"));
        if (!bands.empty() && upTo <= bands.back().upToMeters) {
            item.refuse("upToMeters",
                        "거리는 앞의 것보다 멀어야 합니다. 가까운 것부터 적어 주세요.",
                        "Each distance is greater than the one before. List the nearest first.");
        }
        bands.push_back({upTo, fee});
    }
    return bands;
}

/// The frame of Korea, rounded up: Mara island, Baengnyeong island, Dokdo and Goseong lie inside.
std::optional<GeoPoint> placeOfStore(Fields& fields) {
    const std::optional<GeoPoint> pin = fields.pin();
    if (!pin) return pin;
    const bool inside = pin->latitudeE6 >= 33'000'000 && pin->latitudeE6 <= 39'000'000 &&
                        pin->longitudeE6 >= 124'000'000 && pin->longitudeE6 <= 132'000'000;
    if (inside) return pin;
    fields.refuse("lat", "가게 위치가 한국 밖입니다. 위도는 33~39, 경도는 124~132로 고쳐 주세요.",
                  "The store lies outside of Korea. Its latitude is from 33 to 39, its longitude "
                  "from 124 to 132. Correct it.");
    return std::nullopt;
}

shop::ProfileChange readProfile(Fields& fields) {
    shop::ProfileChange wish;
    wish.name = fields.text("name", 1, nameMax);
    wish.address = fields.text("address", 1, 300);
    wish.place = placeOfStore(fields);
    wish.pickupOnly = fields.flag("pickupOnly");
    wish.openMinute = fields.minuteOfDay("opens");
    wish.closeMinute = fields.endOfDay("closes");
    wish.week = readWeek(fields);
    if (wish.week && (wish.openMinute || wish.closeMinute)) {
        fields.refuse("hours", "영업시간은 hours나 opens와 closes 가운데 하나로 보내 주세요.",
                      "Send the hours either as hours or as opens and closes.");
    }
    wish.specialDays = readSpecialDays(fields);
    wish.deliveryFee = price(fields, "deliveryFee");
    wish.feeBands = readFeeBands(fields);
    wish.minimumOrder = price(fields, "minimumOrder");
    wish.deliveryRadiusMeters = fields.integer("deliveryRadiusMeters", 0, radiusMetersMax);
    return wish;
}

/// For so long from now, where that is said instead of a time.
std::optional<int> readSpell(Fields& fields, const std::string& name, bool alsoATime) {
    const auto spell = fields.integer(name, 1, spellMinutesMax);
    if (!spell) return std::nullopt;
    if (alsoATime) {
        fields.refuse(name, "끝나는 시각과 길이는 함께 쓸 수 없습니다. 하나만 보내 주세요.",
                      "It ends at a time or after some minutes. Send one of the two.");
    }
    return static_cast<int>(*spell);
}

void readSoldOut(Fields& fields, desk::ChangeDish& change) {
    change.soldOut = fields.flag("soldOut");
    const auto until = fields.isText("soldOutUntil") ? fields.text("soldOutUntil") : std::nullopt;
    change.soldOutUntilTomorrow = until == "tomorrow";
    if (!change.soldOutUntilTomorrow) change.soldOutUntil = fields.time("soldOutUntil");
    const bool hasEnd = change.soldOutUntilTomorrow || change.soldOutUntil;
    change.soldOutMinutes = readSpell(fields, "soldOutMinutes", hasEnd);
    if (!hasEnd && !change.soldOutMinutes) return;
    if (change.soldOut == false) {
        fields.refuse("soldOutUntil",
                      "팔고 있는 음식에는 품절 시각이 없습니다. 하나만 보내 주세요.",
                      "A dish on sale is not sold out until a time. Send one of the two.");
    }
    change.soldOut = true;
}

template <class T>
Read<T> finished(Fields& fields, T value) {
    if (auto done = fields.finish(); !done) return tl::unexpected(done.error());
    return value;
}

}  // namespace

Read<DishWish> parseAddDish(const JsonBody& body) {
    Fields fields{body.object()};
    DishWish wish;
    wish.dish.name = fields.need("name", fields.text("name", 1, nameMax));
    wish.dish.price = fields.need("price", price(fields, "price"));
    wish.dish.stock = readStock(fields).value_or(std::nullopt);
    wish.dish.options = readGroups(fields);
    wish.dish.description = fields.prose("description").value_or("");
    wish.dish.category = fields.text("category", 0, placeNameMax).value_or("");
    wish.dish.station = fields.text("station", 0, placeNameMax).value_or("");
    if (const auto store = fields.integer("storeId", 0, numberMax)) wish.storeId = StoreId{*store};
    return finished(fields, std::move(wish));
}

Read<desk::ChangeDish> parseChangeDish(FoodId food, const JsonBody& body, bool whole) {
    Fields fields{body.object()};
    desk::ChangeDish change;
    change.foodId = food;
    change.name = fields.text("name", 1, nameMax);
    change.price = price(fields, "price");
    if (whole) {
        (void)fields.need("name", change.name);
        (void)fields.need("price", change.price);
    }
    if (fields.has("options")) change.options = readGroups(fields);
    change.stock = readStock(fields);
    change.description = fields.prose("description");
    change.category = fields.text("category", 0, placeNameMax);
    change.station = fields.text("station", 0, placeNameMax);
    readSoldOut(fields, change);
    return finished(fields, std::move(change));
}

Read<shop::ProfileChange> parseChangeStore(const JsonBody& body) {
    Fields fields{body.object()};
    shop::ProfileChange wish = readProfile(fields);
    return finished(fields, std::move(wish));
}

Read<NewStore> parseOpenStore(const JsonBody& body) {
    Fields fields{body.object()};
    NewStore store;
    store.profile = readProfile(fields);
    (void)fields.need("name", store.profile.name);
    (void)fields.need("address", store.profile.address);
    store.owner = UserId{fields.need("owner", fields.text("owner", 1, 64))};
    store.storeId = StoreId{fields.integer("storeId", 1, numberMax).value_or(0)};
    return finished(fields, std::move(store));
}

Read<desk::PauseStore> parsePauseStore(StoreId store, const JsonBody& body) {
    Fields fields{body.object()};
    desk::PauseStore pause{store, fields.prose("reason", 0, 200).value_or(""),
                           fields.time("until")};
    pause.minutes = readSpell(fields, "minutes", pause.until.has_value());
    return finished(fields, std::move(pause));
}

Read<desk::SetBusy> parseSetBusy(StoreId store, const JsonBody& body) {
    Fields fields{body.object()};
    const auto extra =
        fields.need("extraMinutes", fields.integer("extraMinutes", 0, extraMinutesMax));
    const auto until = fields.time("until");
    desk::SetBusy set{store, std::nullopt};
    set.minutes = readSpell(fields, "minutes", until.has_value());
    if (extra > 0) {
        set.busy = shop::Busy{static_cast<int>(extra), until};
    } else if (until || set.minutes) {
        fields.refuse("extraMinutes",
                      "더할 시간이 없으면 끝나는 때도 없습니다. 하나만 보내 주세요.",
                      "Without extra minutes there is nothing that ends. Send one of the two.");
    }
    return finished(fields, set);
}

Read<desk::SetAutoAccept> parseSetAutoAccept(StoreId store, const JsonBody& body) {
    Fields fields{body.object()};
    const auto most = fields.need("ordersMax", fields.integer("ordersMax", 0, ordersInWorkMax));
    const auto minutes = fields.integer("cookMinutes", order::cookMinutesMin, order::cookMinutesMax,
                                        RefusalCode::CookMinutesOutOfRange);
    desk::SetAutoAccept set{store, std::nullopt};
    if (most > 0) {
        set.autoAccept = shop::AutoAccept{static_cast<int>(most), {}};
        if (minutes) set.autoAccept->cookMinutes = static_cast<int>(*minutes);
    }
    return finished(fields, set);
}

Read<desk::AnswerReview> parseAnswerReview(OrderId order, const JsonBody& body) {
    Fields fields{body.object()};
    desk::AnswerReview answer{order, fields.need("text", fields.prose("text", 1))};
    return finished(fields, std::move(answer));
}

}  // namespace delivery::wire
