#include "record/upcast.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

namespace delivery::record {

namespace {

using Json = nlohmann::json;

/// A body that already has what the step adds is not of the version that it says. Caught where
/// upcasts are applied.
void add(Json& object, const char* name, Json value) {
    if (!object.is_object() || object.contains(name)) {
        throw std::invalid_argument("not of this version");
    }
    object[name] = std::move(value);
}

/// One interval for every day becomes a week that has it on each, without special days; fees by
/// distance and a minimum did not exist.
Json hoursBecomeAWeek(Json body) {
    Json& profile = body.at("profile");
    const Json hours = Json::array({profile.at("hours")});
    Json week = Json::object();
    for (const char* day :
         {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}) {
        week[day] = hours;
    }
    profile.erase("hours");
    add(profile, "opening", Json{{"week", std::move(week)}, {"specialDays", Json::array()}});
    add(profile, "feeBands", Json::array());
    add(profile, "minimumOrder", 0);
    return body;
}

/// Menus had no headings, and kitchens no stations.
Json dishGetsItsPlaces(Json body) {
    Json& dish = body.at("dish");
    add(dish, "category", "");
    add(dish, "station", "");
    return body;
}

/// Version 1 did not say whether a refund was refused: its key is kept, as it was then.
Json refusalIsNotKnown(Json body) {
    body["refused"] = false;
    return body;
}
/// What was added may be absent.
Json asItIs(Json body) { return body; }

}  // namespace

const Upcasts& upcasts() {
    static const Upcasts all{{"order", "PaymentEscalated", 1, refusalIsNotKnown},
                             {"order", "PaymentEscalated", 2, asItIs},
                             {"order", "PaymentRetried", 1, asItIs},
                             {"order", "DeliveryCollected", 1, asItIs},
                             {"order", "DeliveryDelivered", 1, asItIs},
                             {"store", "StoreOpened", 1, hoursBecomeAWeek},
                             {"store", "StoreChanged", 1, hoursBecomeAWeek},
                             {"store", "OrdersPaused", 1, asItIs},
                             {"store", "OrdersResumed", 1, asItIs},
                             {"food", "DishAdded", 1, dishGetsItsPlaces},
                             {"food", "DishChanged", 1, dishGetsItsPlaces},
                             {"food", "DishAdded", 2, asItIs},
                             {"food", "DishChanged", 2, asItIs}};
    return all;
}

}  // namespace delivery::record
