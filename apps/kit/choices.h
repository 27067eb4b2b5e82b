#pragma once
/// What can be chosen with a dish, as people write it and read it back: one group on a line.

#include <QString>
#include <optional>
#include <vector>

#include "apps/kit/body.h"
#include "apps/kit/representation.h"

namespace delivery::kit {

/// "맵기* = 순한맛:0 | 매운맛:500": the star is for a group that must be chosen. "토핑[2] =
/// 치즈:500 | 떡:300" takes up to two; without a bracket it is one. Nothing: it cannot be read.
[[nodiscard]] std::optional<Body> choiceGroupIn(const QString& typed);
/// What choiceGroupIn reads as the same group again.
[[nodiscard]] QString choiceGroupText(const Representation& group);

/// All groups of a dish. Nothing: some line cannot be read.
[[nodiscard]] std::optional<std::vector<Body>> choicesIn(const QString& typed);
[[nodiscard]] QString choicesText(const Representation& dish);

}  // namespace delivery::kit
