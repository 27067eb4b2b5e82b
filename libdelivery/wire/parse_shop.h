#pragma once
/// Bodies of what a store and an admin write about dishes, stores and reviews, read into commands.

#include <optional>
#include <string>

#include "desk/command.h"
#include "wire/strict_json.h"

namespace delivery::wire {

/// {"name","price","count"? (stock; null: without limit),"options"?,"description"?,"storeId"?}; the
/// store is the caller's.
struct DishWish {
    shop::Dish dish;
    std::optional<StoreId> storeId;
};
[[nodiscard]] Read<DishWish> parseAddDish(const JsonBody& body);
/// The same fields and "soldOut", "soldOutUntil". whole: name and price must be there (PUT).
[[nodiscard]] Read<desk::ChangeDish> parseChangeDish(FoodId food, const JsonBody& body, bool whole);

/// {"name","address","lat","lng","pickupOnly","opens":"HH:MM","closes":"HH:MM","deliveryFee","deliveryRadiusMeters"}:
/// what is given replaces the profile's.
struct StoreWish {
    std::optional<std::string> name;
    std::optional<std::string> address;
    std::optional<GeoPoint> place;
    std::optional<bool> pickupOnly;
    std::optional<int> openMinute;
    std::optional<int> closeMinute;
    std::optional<Won> deliveryFee;
    std::optional<std::int64_t> deliveryRadiusMeters;
};
[[nodiscard]] Read<StoreWish> parseChangeStore(const JsonBody& body);
[[nodiscard]] shop::Profile changed(shop::Profile profile, const StoreWish& wish);

/// A store's fields and {"owner","storeId"?}; name and address must be there.
struct NewStore {
    StoreId storeId;
    UserId owner;
    StoreWish profile;
};
[[nodiscard]] Read<NewStore> parseOpenStore(const JsonBody& body);

/// {"reason"?,"until"?}.
[[nodiscard]] Read<desk::PauseStore> parsePauseStore(StoreId store, const JsonBody& body);
/// {"text"}.
[[nodiscard]] Read<desk::AnswerReview> parseAnswerReview(OrderId order, const JsonBody& body);

}  // namespace delivery::wire
