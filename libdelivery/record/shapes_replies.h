#pragma once
/// The written shapes of what the desk answers and of the calls that are owed to the outside.

#include "desk/reply.h"
#include "record/shapes_page.h"
#include "saga/react.h"

namespace delivery::record {

RECORD_NAMES(desk::Outcome, Created, Changed, Deleted, Deferred);
RECORD_FIELDS(desk::OrderSnapshot, order, version, changedAt);
RECORD_FIELDS(desk::NamedThing, kind, key);
RECORD_FIELDS(desk::Accepted, outcome, thing);
RECORD_FIELDS(Refusal, code, facts);

RECORD_NAMES(saga::Call::Kind, Charge, Query, Refund);
RECORD_FIELDS(saga::Call, kind, orderId, customerId, attempt, providerOrderId, key, amount, cardId,
              orderName, paymentKey, orderOver, unknownSince);

RECORD_FIELDS(notice::Message, subject, to, orderId, status, storeId, storeName, change, why,
              refused, inDoubt, providerId, acceptedAt, readyBy);

}  // namespace delivery::record
