#include "wire/print_parts.h"

namespace delivery::wire {

Json textOf(const PersonalId& id, const Scene& scene) {
    const auto found = scene.texts.find(id);
    return found == scene.texts.end() ? Json(nullptr) : Json(found->second);
}

Json textOf(const std::optional<PersonalRef>& ref, const Scene& scene) {
    return ref ? textOf(ref->id, scene) : Json(nullptr);
}

void addPlace(Json& item, GeoPoint place) {
    item["lat"] = static_cast<double>(place.latitudeE6) / 1e6;
    item["lng"] = static_cast<double>(place.longitudeE6) / 1e6;
}

Json link(const Scene& scene, const std::string& path) {
    return Json{{"href", scene.origin + "/" + path}};
}

Json linksOf(const Scene& scene, const Naming& naming, const std::string& id) {
    const Json self = link(scene, naming.plural + "/" + id);
    return Json{{"self", self}, {naming.singular, self}};
}

std::string printed(const Json& item) {
    return item.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace delivery::wire
