#pragma once
/// Personal data by reference: what an event, a stored reply or an effect may hold of an address, a
/// phone or a text.

#include <string>

#include "core/ids.h"

namespace delivery {

/// The text itself lives in a side row that can be erased; the salted hash keeps the books provable
/// afterwards.
struct PersonalRef {
    PersonalId id;
    std::string saltedHash;
    bool operator==(const PersonalRef&) const = default;
};

}  // namespace delivery
