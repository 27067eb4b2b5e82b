#pragma once
/// Prints where an address was found, and how exactly.

#include <string>

#include "place/geocoder.h"

namespace delivery::wire {

[[nodiscard]] std::string printPlace(const place::Place& place, const std::string& self);

}  // namespace delivery::wire
