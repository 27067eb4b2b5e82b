#pragma once
/// Bodies of what a store and an admin write about dishes, stores and reviews, read into commands.

#include <optional>
#include <string>

#include "desk/command.h"
#include "wire/strict_json.h"

namespace delivery::wire {

/// {"name","price","count"? (stock; null: without limit),"options"?,"description"?,"category"?,
/// "station"?,"storeId"?}; the store is the caller's.
struct DishWish {
    shop::Dish dish;
    std::optional<StoreId> storeId;
};
[[nodiscard]] Read<DishWish> parseAddDish(const JsonBody& body);
/// The same fields and "soldOut", or one of "soldOutUntil" (a time or "tomorrow") and
/// "soldOutMinutes", which say that it is. whole: name and price must be there (PUT).
[[nodiscard]] Read<desk::ChangeDish> parseChangeDish(FoodId food, const JsonBody& body, bool whole);

/// {"name","address","lat","lng","pickupOnly","opens":"HH:MM","closes":"HH:MM","hours","alwaysOpen",
/// "specialDays","deliveryFee","feeBands":[{"upToMeters","fee"}],"minimumOrder",
/// "deliveryRadiusMeters"}: what is given replaces the profile's.
[[nodiscard]] Read<shop::ProfileChange> parseChangeStore(const JsonBody& body);

/// A store's fields and {"owner","storeId"?}; name and address must be there.
struct NewStore {
    StoreId storeId;
    UserId owner;
    shop::ProfileChange profile;
};
[[nodiscard]] Read<NewStore> parseOpenStore(const JsonBody& body);

/// {"reason"?,"until"? or "minutes"?}.
[[nodiscard]] Read<desk::PauseStore> parsePauseStore(StoreId store, const JsonBody& body);
/// {"extraMinutes","until"? or "minutes"?}; no extra minutes: no longer busy.
[[nodiscard]] Read<desk::SetBusy> parseSetBusy(StoreId store, const JsonBody& body);
/// {"ordersMax","cookMinutes"?}; no orders: by hand.
[[nodiscard]] Read<desk::SetAutoAccept> parseSetAutoAccept(StoreId store, const JsonBody& body);
/// {"text"}.
[[nodiscard]] Read<desk::AnswerReview> parseAnswerReview(OrderId order, const JsonBody& body);

}  // namespace delivery::wire
