#pragma once
/// The written shapes of an order: its events, its four parts and what was agreed. Once released, a
/// shape changes by an upcast only.

#include "order/order.h"
#include "record/shapes_core.h"

namespace delivery::record {

RECORD_NAMES(order::CancelReason, CustomerAsked, StoreAsked, AdminAsked, StoreSilent, NoRider,
             NotOrderable);
RECORD_NAMES(order::Status, PaymentRequested, PaymentDeferred, PaymentDeclined, Paid, Accepted,
             Cooking, Cooked, PickedUp, Delivered, Confirmed, Cancelled, Rejected, Expired);

RECORD_FIELDS(order::ChosenOption, name, choice, price);
RECORD_FIELDS(order::Line, foodId, foodName, qty, price, options);

// --- events
RECORD_FIELDS(order::OrderPlaced, orderId, at, placedBy, commandId, customerId, storeId, storeName,
              storePlace, lines, deliveryFee, pointsSpent, payable, pickup, verified, address,
              phone, note, area, areaPlace, cardId);
RECORD_EMPTY(order::OrderVerified);
RECORD_FIELDS(order::OrderCancelled, by, reason, text);
RECORD_FIELDS(order::OrderRejected, reason);
RECORD_EMPTY(order::OrderExpired);
RECORD_FIELDS(order::OrderConfirmed, at, by);
RECORD_FIELDS(order::ChargeRequested, attempt, providerOrderId, key, amount, cardId);
RECORD_FIELDS(order::PaymentApproved, attempt, paymentKey, amount, pointsEarned);
RECORD_FIELDS(order::PaymentDeclined, attempt, code);
RECORD_FIELDS(order::PaymentDeferred, attempt);
RECORD_FIELDS(order::ChargeRetried, attempt);
RECORD_FIELDS(order::PaymentOutcomeUnknown, attempt, since);
RECORD_FIELDS(order::ChargeRepeated, attempt);
RECORD_FIELDS(order::PaymentEscalated, reason, held, refused, stray);
RECORD_FIELDS(order::RefundRequested, key, paymentKey, amount);
RECORD_FIELDS(order::PaymentRefunded, amount);
RECORD_FIELDS(order::PaymentRetried, by, at, refundKey);
RECORD_FIELDS(order::StoreReminded, nth);
RECORD_FIELDS(order::OrderAccepted, cookMinutes, readyBy);
RECORD_FIELDS(order::PromiseChanged, cookMinutes, readyBy);
RECORD_FIELDS(order::CookStarted, at);
RECORD_FIELDS(order::CookFinished, at);
RECORD_FIELDS(order::CookingRanLate, nth);
RECORD_FIELDS(order::DeliveryOffered, round, radiusMeters);
RECORD_FIELDS(order::DeliveryPicked, riderId, fence);
RECORD_FIELDS(order::DeliveryReleased, riderId, fence, by);
RECORD_FIELDS(order::DeliveryCollected, at, doneAt);
RECORD_FIELDS(order::DeliveryDelivered, at, doneAt);
RECORD_FIELDS(order::DeliveryRanLate, nth);
RECORD_EMPTY(order::OfferWithdrawn);
RECORD_EMPTY(order::DeliveryUnassignable);

// --- state
RECORD_EMPTY(order::placement::Unverified);
RECORD_EMPTY(order::placement::Verified);
RECORD_FIELDS(order::placement::Confirmed, at, by);
RECORD_FIELDS(order::placement::Cancelled, by, reason, text);
RECORD_FIELDS(order::placement::Rejected, reason);
RECORD_EMPTY(order::placement::Expired);

RECORD_FIELDS(order::payment::Attempt, number, providerOrderId, key, amount, cardId);
RECORD_FIELDS(order::payment::Capture, paymentKey, amount, pointsEarned);
RECORD_EMPTY(order::payment::NoneNeeded);
RECORD_FIELDS(order::payment::Requested, attempt, unknownSince);
RECORD_FIELDS(order::payment::Deferred, attempt);
RECORD_FIELDS(order::payment::Declined, attempt, code);
RECORD_FIELDS(order::payment::Unknown, attempt, since);
RECORD_FIELDS(order::payment::Approved, capture);
RECORD_FIELDS(order::payment::RefundDue, capture, refundKey);
RECORD_FIELDS(order::payment::Refunded, amount, paymentKey);
RECORD_FIELDS(order::payment::Escalated, reason, attempt, refund, unknownSince, held, refused);
RECORD_FIELDS(order::payment::Stray, paymentKey, amount);

RECORD_FIELDS(order::kitchen::Waiting, reminders);
RECORD_FIELDS(order::kitchen::Accepted, readyBy, lateNotices);
RECORD_FIELDS(order::kitchen::Cooking, readyBy, startedAt, lateNotices);
RECORD_FIELDS(order::kitchen::Cooked, startedAt, at, readyBy);

RECORD_EMPTY(order::courier::NotNeeded);
RECORD_FIELDS(order::courier::None, nextFence);
RECORD_FIELDS(order::courier::Offered, round, radiusMeters, nextFence);
RECORD_FIELDS(order::courier::Picked, riderId, fence);
RECORD_FIELDS(order::courier::Collected, riderId, fence, at, lateNotices);
RECORD_FIELDS(order::courier::Delivered, riderId, at);
RECORD_FIELDS(order::courier::Unassignable, nextFence);

RECORD_FIELDS(order::Order, placed, placement, payment, kitchen, courier, reachedStore, strays);
RECORD_EMPTY(order::NotPlaced);

}  // namespace delivery::record
