#include "wire/parse_shop.h"

#include "wire/fields.h"

namespace delivery::wire {
namespace {

constexpr std::int64_t numberMax = 1'000'000'000'000;
constexpr std::int64_t priceMax = 10'000'000;
constexpr std::int64_t stockMax = 1'000'000;
constexpr std::size_t optionGroupsMax = 20;
constexpr std::size_t choicesMax = 50;
constexpr std::int64_t radiusMetersMax = 100'000;
constexpr std::size_t nameMax = 100;

std::optional<Won> price(Fields& fields, const std::string& name) {
    const auto amount = fields.integer(name, 0, priceMax);
    return amount ? std::optional(Won{*amount}) : std::nullopt;
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

StoreWish readProfile(Fields& fields) {
    StoreWish wish;
    wish.name = fields.text("name", 1, nameMax);
    wish.address = fields.text("address", 1, 300);
    wish.place = fields.pin();
    wish.pickupOnly = fields.flag("pickupOnly");
    wish.openMinute = fields.minuteOfDay("opens");
    wish.closeMinute = fields.minuteOfDay("closes");
    wish.deliveryFee = price(fields, "deliveryFee");
    wish.deliveryRadiusMeters = fields.integer("deliveryRadiusMeters", 0, radiusMetersMax);
    return wish;
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
    wish.dish.description = fields.text("description").value_or("");
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
    change.description = fields.text("description");
    change.soldOut = fields.flag("soldOut");
    change.soldOutUntil = fields.time("soldOutUntil");
    if (change.soldOutUntil && change.soldOut == false) {
        fields.refuse("soldOutUntil",
                      "팔고 있는 음식에는 품절 시각이 없습니다. 하나만 보내 주세요.",
                      "A dish on sale is not sold out until a time. Send one of the two.");
    }
    return finished(fields, std::move(change));
}

Read<StoreWish> parseChangeStore(const JsonBody& body) {
    Fields fields{body.object()};
    StoreWish wish = readProfile(fields);
    return finished(fields, std::move(wish));
}

shop::Profile changed(shop::Profile profile, const StoreWish& wish) {
    if (wish.name) profile.name = *wish.name;
    if (wish.address) profile.address = *wish.address;
    if (wish.place) profile.place = *wish.place;
    if (wish.pickupOnly) profile.pickupOnly = *wish.pickupOnly;
    if (wish.openMinute) profile.hours.openMinute = *wish.openMinute;
    if (wish.closeMinute) profile.hours.closeMinute = *wish.closeMinute;
    if (wish.deliveryFee) profile.deliveryFee = *wish.deliveryFee;
    if (wish.deliveryRadiusMeters) profile.deliveryRadiusMeters = *wish.deliveryRadiusMeters;
    return profile;
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
    desk::PauseStore pause{store, fields.text("reason", 0, 200).value_or(""), fields.time("until")};
    return finished(fields, std::move(pause));
}

Read<desk::AnswerReview> parseAnswerReview(OrderId order, const JsonBody& body) {
    Fields fields{body.object()};
    desk::AnswerReview answer{order, fields.need("text", fields.text("text", 1))};
    return finished(fields, std::move(answer));
}

}  // namespace delivery::wire
