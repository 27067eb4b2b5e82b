#pragma once
/// The written shapes that everything else is made of: roles, places, personal data by reference.

#include <variant>

#include "core/actor.h"
#include "core/geo.h"
#include "core/personal.h"
#include "record/fields.h"

namespace delivery::record {

RECORD_NAMES(Role, Customer, Store, Rider, Admin, System);
RECORD_FIELDS(GeoPoint, latitudeE6, longitudeE6);
RECORD_FIELDS(PersonalRef, id, saltedHash);
RECORD_EMPTY(std::monostate);

}  // namespace delivery::record
