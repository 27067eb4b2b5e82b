#pragma once
/// Pieces that every printed representation is made of. Internal to this room.

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "core/geo.h"
#include "core/won.h"
#include "order/order.h"
#include "wire/instants.h"
#include "wire/scene.h"

namespace delivery::wire {

using Json = nlohmann::ordered_json;

[[nodiscard]] inline Json money(Won won) { return won.amount(); }
[[nodiscard]] inline Json time(Instant at) { return printInstant(at); }
/// Null when the text was erased or never given.
[[nodiscard]] Json textOf(const std::optional<PersonalRef>& ref, const Scene& scene);
[[nodiscard]] Json textOf(const PersonalId& id, const Scene& scene);
/// Degrees with six digits.
void addPlace(Json& item, GeoPoint place);
/// "{origin}/{path}".
[[nodiscard]] Json link(const Scene& scene, const std::string& path);
/// self and the thing's own name.
[[nodiscard]] Json linksOf(const Scene& scene, const Naming& naming, const std::string& id);

/// The text of a tree. Side rows hold what clients sent, so bytes that are not UTF-8 are replaced,
/// never thrown about.
[[nodiscard]] std::string printed(const Json& item);

}  // namespace delivery::wire
