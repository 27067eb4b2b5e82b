#include "wire/print_place.h"

#include "wire/print_parts.h"

namespace delivery::wire {

std::string printPlace(const place::Place& place, const std::string& self) {
    Json item;
    item["name"] = place.name;
    addPlace(item, place.centre);
    item["accuracy"] = place::name(place.accuracy);
    item["accuracyMeters"] = place.accuracyMeters;
    item["_links"] = Json{{"self", {{"href", self}}}};
    return printed(item);
}

}  // namespace delivery::wire
