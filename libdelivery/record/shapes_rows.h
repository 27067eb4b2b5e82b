#pragma once
/// The written shapes of the rows beside the log.

#include "record/record.h"
#include "record/shapes_core.h"

namespace delivery::record {

RECORD_NAMES(Language, Korean, English);
RECORD_FIELDS(AccountRow, userId, role, passwordHash, store, name, phone, language);
RECORD_FIELDS(SessionRow, userId, role, store, expiresAt);
RECORD_FIELDS(AddressRow, text, pin);
RECORD_FIELDS(PositionRow, place, at);
RECORD_FIELDS(CursorRow, position);
RECORD_NAMES(notice::Sent, Queued, Accepted, Delivered, Failed, Suppressed);
RECORD_FIELDS(MessageRow, sent, at, reason, providerId);

}  // namespace delivery::record
