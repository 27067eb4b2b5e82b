#pragma once
/// The written shapes of what the rows of pages hold.

#include "page/page.h"
#include "record/shapes_order.h"
#include "record/shapes_shop.h"

namespace delivery::record {

RECORD_FIELDS(page::TimelineEntry, at, event, status, actor, why, doneAt, readyBy);
RECORD_FIELDS(page::OrderCard, order, version, position, changedAt, timeline, endAcknowledged,
              stars);
RECORD_FIELDS(page::OrderMemo, customerId, storeId, lines, rider);
RECORD_FIELDS(page::FoodCard, food, rating, orderCount);
RECORD_FIELDS(page::StoreCard, store, rating);
RECORD_FIELDS(page::PointsCard, customerId, account);
RECORD_FIELDS(page::PointsLine, customerId, orderId, at, what, amount, balanceAfter);
RECORD_FIELDS(page::ReviewCard, review, changedAt);
RECORD_NAMES(notice::Subject, OrderStatus, OrderUnheard, StoreSilent, DevicesGone, DevicesBack,
             PromiseChanged);
RECORD_FIELDS(page::NoticeCard, userId, role, orderId, status, storeName, at, why, alert, change,
              subject, readyBy);
RECORD_FIELDS(page::CountCard, foodId, name, storeId, riderId, count);
RECORD_FIELDS(page::RiderCard, riderId, rider);
RECORD_FIELDS(page::SalesMemo, storeId, lines, verified, paid, reachedAt, acceptedAt, startedAt);
RECORD_FIELDS(page::SalesHour, hour, received, orders, won);
RECORD_FIELDS(page::SalesDish, foodId, name, qty, won);
RECORD_FIELDS(page::SalesCard, storeId, day, received, orders, won, rejected, cancelled, cooked,
              cookMilliseconds, hours, dishes);
RECORD_FIELDS(page::PaceCard, storeId, minutes);
RECORD_FIELDS(page::BookCard, account, balance);

}  // namespace delivery::record
