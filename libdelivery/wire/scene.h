#pragma once
/// For whom and under which address something is printed, and the personal texts that they may
/// read.

#include <map>
#include <optional>
#include <string>

#include "core/actor.h"
#include "core/personal.h"

namespace delivery::wire {

struct Scene {
    std::string origin;  ///< "http://127.0.0.1:8088", from the Host header
    Actor caller;
    /// What is missing here was erased.
    std::map<PersonalId, std::string> texts;
};

/// Under which name a thing is asked for: a path of its own for each alias.
struct Naming {
    std::string plural;    ///< "orders"
    std::string singular;  ///< "order"
};

}  // namespace delivery::wire
