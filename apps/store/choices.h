#pragma once
/// What can be chosen with a dish, as a shopkeeper writes it: one group on a line.

#include <QString>
#include <optional>
#include <vector>

#include "apps/kit/body.h"
#include "apps/kit/representation.h"

namespace delivery::store {

/// The star is for a group that must be chosen: "맵기* = 순한맛:0 | 매운맛:500". Nothing: some line
/// cannot be read.
[[nodiscard]] std::optional<std::vector<kit::Body>> choicesIn(const QString& typed);
[[nodiscard]] QString choicesText(const kit::Representation& dish);

}  // namespace delivery::store
