#pragma once
/// The written shapes of dishes, stores, reviews, acknowledgements, points and riders: their events
/// and states.

#include "order/rider.h"
#include "points/points.h"
#include "record/shapes_core.h"
#include "shop/acknowledgement.h"
#include "shop/food.h"
#include "shop/review.h"
#include "shop/store.h"

namespace delivery::record {

RECORD_FIELDS(shop::OptionChoice, choice, price);
RECORD_FIELDS(shop::OptionGroup, name, required, choices, choicesMax);
RECORD_FIELDS(shop::Picture, hash, mediaType);
RECORD_FIELDS(shop::Dish, name, price, options, stock, description, category, station);
RECORD_FIELDS(shop::SoldOut, until);
RECORD_FIELDS(shop::DishAdded, foodId, storeId, dish);
RECORD_FIELDS(shop::DishChanged, dish);
RECORD_EMPTY(shop::DishRemoved);
RECORD_FIELDS(shop::SoldOutMarked, until);
RECORD_EMPTY(shop::DishReopened);
RECORD_FIELDS(shop::PictureSet, picture);
RECORD_EMPTY(shop::PictureRemoved);
RECORD_FIELDS(shop::StockTaken, orderId, qty);
RECORD_FIELDS(shop::StockReturned, orderId, qty);
RECORD_EMPTY(shop::StockLimitLifted);
RECORD_EMPTY(shop::NoFood);
RECORD_FIELDS(shop::Food, foodId, storeId, dish, soldOut, removed, picture);

RECORD_FIELDS(shop::Hours, openMinute, closeMinute);
RECORD_FIELDS(shop::Week, monday, tuesday, wednesday, thursday, friday, saturday, sunday);
RECORD_FIELDS(shop::SpecialDay, day, hours, note);
RECORD_FIELDS(shop::Opening, week, specialDays);
RECORD_FIELDS(shop::FeeBand, upToMeters, fee);
RECORD_FIELDS(shop::Profile, name, place, address, pickupOnly, opening, deliveryFee,
              deliveryRadiusMeters, feeBands, minimumOrder);
RECORD_FIELDS(shop::Pause, reason, until, bySystem, devicesGone);
RECORD_FIELDS(shop::Busy, extraMinutes, until);
RECORD_FIELDS(shop::AutoAccept, ordersMax, cookMinutes);
RECORD_FIELDS(shop::StoreOpened, storeId, owner, profile);
RECORD_FIELDS(shop::StoreChanged, profile);
RECORD_FIELDS(shop::OrdersPaused, pause);
RECORD_FIELDS(shop::OrdersResumed, at);
RECORD_FIELDS(shop::BusyStarted, busy);
RECORD_EMPTY(shop::BusyEnded);
RECORD_FIELDS(shop::AutoAcceptStarted, autoAccept, inWork);
RECORD_EMPTY(shop::AutoAcceptEnded);
RECORD_FIELDS(shop::TicketTaken, orderId);
RECORD_FIELDS(shop::TicketLeft, orderId);
RECORD_EMPTY(shop::NoStore);
RECORD_FIELDS(shop::Store, storeId, owner, profile, pause, busy, autoAccept, inWork, resumedAt);

RECORD_FIELDS(shop::ReviewWritten, orderId, customerId, storeId, foods, stars, text, at);
RECORD_FIELDS(shop::ReviewAnswered, text, at);
RECORD_EMPTY(shop::NoReview);
RECORD_FIELDS(shop::Review, written, answer);
RECORD_FIELDS(shop::Rating, starsTotal, count);

RECORD_FIELDS(shop::EndAcknowledged, orderId, by, at);
RECORD_EMPTY(shop::NotAcknowledged);
RECORD_FIELDS(shop::Acknowledged, by, at);

RECORD_FIELDS(points::PointsEarned, orderId, amount);
RECORD_FIELDS(points::PointsSpent, orderId, amount);
RECORD_FIELDS(points::PointsRevoked, orderId, amount);
RECORD_FIELDS(points::PointsReturned, orderId, amount);
RECORD_FIELDS(points::Account, balance, earned, spent, revoked, returned);

RECORD_EMPTY(rider::DutyStarted);
RECORD_EMPTY(rider::DutyEnded);
RECORD_FIELDS(rider::DeliveryHeld, orderId);
RECORD_FIELDS(rider::DeliveryLetGo, orderId);
RECORD_FIELDS(rider::Rider, onDuty, holding);

}  // namespace delivery::record
