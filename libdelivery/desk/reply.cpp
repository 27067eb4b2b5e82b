#include "desk/reply.h"

namespace delivery::desk {

Thing::Thing() = default;
Thing::Thing(const Thing&) = default;
Thing::Thing(Thing&&) noexcept = default;
Thing& Thing::operator=(const Thing&) = default;
Thing& Thing::operator=(Thing&&) noexcept = default;
Thing::~Thing() = default;

}  // namespace delivery::desk
