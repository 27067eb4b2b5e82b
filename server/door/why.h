#pragma once
/// Shows why an order is as it is, out of its own stream: to its customer and to admins the whole
/// chain, to a rider how its circle grew.

#include "server/door/porter.h"

namespace delivery::door {

void showWhy(Porter& porter, const VisitPtr& visit);
void showRounds(Porter& porter, const VisitPtr& visit);

}  // namespace delivery::door
