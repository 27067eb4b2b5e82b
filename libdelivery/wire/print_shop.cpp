#include "wire/print_shop.h"

#include "core/calendar.h"
#include "wire/parse_opening.h"
#include "wire/print_parts.h"

namespace delivery::wire {
namespace {

/// Stars with two digits; null while nobody rated.
Json scoreOf(const shop::Rating& rating) {
    if (rating.count == 0) return nullptr;
    return static_cast<double>(rating.averageHundredths()) / 100.0;
}

/// 24:00 stays what it is where something ends.
std::string endText(int minuteOfDay) {
    return minuteOfDay == shop::minutesPerDay ? "24:00" : shop::minuteText(minuteOfDay);
}

Json hoursJson(const shop::Hours& hours) {
    return {{"opens", shop::minuteText(hours.openMinute)}, {"closes", endText(hours.closeMinute)}};
}

void addOpening(Json& item, const shop::Opening& opening, Instant now) {
    const std::int64_t day = koreanDay(now);
    const std::vector<shop::Hours>& today = shop::hoursOn(opening, day);
    item["opens"] = today.empty() ? Json(nullptr) : hoursJson(today.front())["opens"];
    item["closes"] = today.empty() ? Json(nullptr) : hoursJson(today.back())["closes"];
    item["alwaysOpen"] = shop::isAroundTheClock(opening.week);
    Json week = Json::array();
    for (int weekday = 0; weekday < 7; ++weekday) {
        for (const shop::Hours& hours : shop::hoursOf(opening.week, weekday)) {
            Json one{{"day", weekdayName(weekday)}};
            one.update(hoursJson(hours));
            week.push_back(std::move(one));
        }
    }
    item["hours"] = std::move(week);
    Json specials = Json::array();
    for (const shop::SpecialDay& special : opening.specialDays) {
        // What is over tells nobody anything.
        if (special.day < day) continue;
        Json hours = Json::array();
        for (const shop::Hours& one : special.hours) hours.push_back(hoursJson(one));
        specials.push_back(
            {{"date", dateText(special.day)}, {"note", special.note}, {"hours", hours}});
    }
    item["specialDays"] = std::move(specials);
    item["open"] = shop::isOpen(opening, now);
    if (!shop::isOpen(opening, now)) {
        const auto next = shop::nextOpening(opening, now);
        item["opensNext"] = next ? Json(time(*next)) : Json(nullptr);
    }
}

void addFees(Json& item, const shop::Profile& profile, const std::optional<GeoPoint>& from) {
    item["deliveryFee"] = money(profile.deliveryFee);
    Json bands = Json::array();
    for (const shop::FeeBand& band : profile.feeBands) {
        bands.push_back({{"upToMeters", band.upToMeters}, {"fee", money(band.fee)}});
    }
    item["feeBands"] = std::move(bands);
    item["minimumOrder"] = money(profile.minimumOrder);
    item["deliveryRadiusMeters"] = profile.deliveryRadiusMeters;
    if (!from) return;
    item["distanceMeters"] = distanceMeters(profile.place, *from);
    if (!profile.pickupOnly) item["deliveryFeeHere"] = money(shop::deliveryFee(profile, from));
}

/// How it takes orders at the moment; how it decides is its own affair.
void addPace(Json& item, const shop::Store& store, Instant now, bool own) {
    const bool paused = shop::isPaused(store, now);
    item["paused"] = paused;
    if (paused) {
        item["pauseReason"] = store.pause->reason;
        if (store.pause->until) item["pausedUntil"] = time(*store.pause->until);
        item["pausedBySystem"] = store.pause->bySystem;
    }
    const bool busy = shop::isBusy(store, now);
    item["busy"] = busy;
    if (busy) {
        item["busyExtraMinutes"] = store.busy->extraMinutes;
        if (store.busy->until) item["busyUntil"] = time(*store.busy->until);
    }
    if (!own) return;
    item["autoAccept"] = Json(nullptr);
    if (!store.autoAccept) return;
    const auto& minutes = store.autoAccept->cookMinutes;
    item["autoAccept"] = {{"ordersMax", store.autoAccept->ordersMax},
                          {"cookMinutes", minutes ? Json(*minutes) : Json(nullptr)},
                          {"inWork", store.inWork.size()}};
}

bool owns(const Actor& actor, StoreId store) {
    return actor.role == Role::Admin || (actor.role == Role::Store && actor.store == store);
}

}  // namespace

std::string printFood(const page::FoodCard& card, Instant now, const Scene& scene,
                      const Naming& naming) {
    const shop::Food& food = card.food;
    const std::string id = food.foodId.text();
    Json options = Json::array();
    for (const shop::OptionGroup& group : food.dish.options) {
        Json choices = Json::array();
        for (const shop::OptionChoice& choice : group.choices) {
            choices.push_back({{"choice", choice.choice}, {"price", money(choice.price)}});
        }
        options.push_back({{"name", group.name},
                           {"required", group.required},
                           {"choices", choices},
                           {"choicesMax", group.atMost()}});
    }
    Json item;
    item["id"] = food.foodId.value();
    item["foodId"] = food.foodId.value();
    item["name"] = food.dish.name;
    item["price"] = money(food.dish.price);
    item["count"] = food.dish.stock ? Json(*food.dish.stock) : Json(nullptr);
    item["score"] = scoreOf(card.rating);
    item["ratings"] = card.rating.count;
    item["orderCount"] = card.orderCount;
    item["storeId"] = food.storeId.value();
    item["options"] = std::move(options);
    item["description"] = food.dish.description;
    item["category"] = food.dish.category;
    item["station"] = food.dish.station;
    const bool none = food.dish.stock && *food.dish.stock == 0;
    item["soldOut"] = none || shop::isSoldOut(food, now);
    if (food.soldOut && food.soldOut->until) item["soldOutUntil"] = time(*food.soldOut->until);
    if (food.removed) item["removed"] = true;
    const std::string picture = naming.plural + "/" + id + "/picture";
    item["picture"] = Json(nullptr);
    if (food.picture) {
        // The name changes with the bytes, so that whoever keeps a copy asks for the new one.
        constexpr std::size_t enough = 16;
        const std::string named = picture + "?v=" + food.picture->hash.substr(0, enough);
        item["picture"] = scene.origin + "/" + named;
    }
    Json links = linksOf(scene, naming, id);
    if (food.picture) links["picture"] = {{"href", item["picture"]}};
    links["store"] = link(scene, "stores/" + food.storeId.text());
    if (owns(scene.caller, food.storeId) && !food.removed) {
        links["change"] = link(scene, naming.plural + "/" + id);
        links["remove"] = link(scene, naming.plural + "/" + id);
        links["changePicture"] = link(scene, picture);
    }
    item["_links"] = std::move(links);
    return printed(item);
}

std::string printTopMenu(const page::FoodCard& card, const Scene& scene, const Naming& naming) {
    const std::string id = card.food.foodId.text();
    Json item;
    item["foodId"] = card.food.foodId.value();
    item["name"] = card.food.dish.name;
    item["price"] = money(card.food.dish.price);
    item["storeId"] = card.food.storeId.value();
    item["orderCount"] = card.orderCount;
    item["score"] = scoreOf(card.rating);
    item["ratings"] = card.rating.count;
    const Json food = link(scene, "foods/" + id);
    item["_links"] = Json{{"self", food}, {naming.singular, food}, {"food", food}};
    return printed(item);
}

std::string printStore(const page::StoreCard& card, Instant now,
                       const std::optional<GeoPoint>& from, const Scene& scene,
                       const Naming& naming) {
    const shop::Store& store = card.store;
    const shop::Profile& profile = store.profile;
    const std::string id = store.storeId.text();
    const bool own = owns(scene.caller, store.storeId);
    Json item;
    item["id"] = store.storeId.value();
    item["storeId"] = store.storeId.value();
    item["name"] = profile.name;
    item["address"] = profile.address;
    addPlace(item, profile.place);
    item["pickupOnly"] = profile.pickupOnly;
    addOpening(item, profile.opening, now);
    addPace(item, store, now, own);
    addFees(item, profile, from);
    item["score"] = scoreOf(card.rating);
    item["ratings"] = card.rating.count;
    if (own) item["owner"] = store.owner.text();
    Json links = linksOf(scene, naming, id);
    links["foods"] = link(scene, "foods?storeId=" + id);
    if (own) {
        links["change"] = link(scene, naming.plural + "/" + id);
        for (const char* verb :
             {shop::isPaused(store, now) ? "resume" : "pause", "busy", "autoAccept", "sales"}) {
            links[verb] = link(scene, naming.plural + "/" + id + "/" + verb);
        }
    }
    item["_links"] = std::move(links);
    return printed(item);
}

std::string printReview(const page::ReviewCard& card, const Scene& scene, const Naming& naming) {
    const shop::ReviewWritten& written = card.review.written;
    const std::string id = written.orderId.text();
    Json foods = Json::array();
    for (const FoodId food : written.foods) foods.push_back(food.value());
    Json item;
    item["id"] = written.orderId.value();
    item["orderId"] = written.orderId.value();
    item["storeId"] = written.storeId.value();
    item["foodIds"] = std::move(foods);
    // Who wrote it is between them and the store.
    if (owns(scene.caller, written.storeId) ||
        scene.caller.user.text() == written.customerId.text()) {
        item["customerId"] = written.customerId.text();
    }
    item["stars"] = written.stars;
    item["text"] = textOf(written.text, scene);
    item["at"] = time(written.at);
    item["answer"] = Json(nullptr);
    if (card.review.answer) {
        item["answer"] = textOf(card.review.answer->text.id, scene);
        item["answeredAt"] = time(card.review.answer->at);
    }
    Json links = linksOf(scene, naming, id);
    const bool ownStore = scene.caller.role == Role::Store && scene.caller.store == written.storeId;
    if (ownStore && !card.review.answer) {
        links["answer"] = link(scene, naming.plural + "/" + id + "/answer");
    }
    item["_links"] = std::move(links);
    return printed(item);
}

std::string printFoodCount(const page::CountCard& card, const Scene& scene, const Naming& naming) {
    Json item;
    item["foodId"] = card.foodId.value();
    item["name"] = card.name;
    item["storeId"] = card.storeId.value();
    item["count"] = card.count;
    const Json food = link(scene, "foods/" + card.foodId.text());
    item["_links"] = Json{{"self", food}, {naming.singular, food}};
    return printed(item);
}

std::string printRiderCount(const page::CountCard& card, const Scene& scene, const Naming& naming) {
    Json item;
    item["riderId"] = card.riderId.text();
    if (card.storeId.value() != 0) item["storeId"] = card.storeId.value();
    item["count"] = card.count;
    const Json rider = link(scene, "riders/" + card.riderId.text());
    item["_links"] = Json{{"self", rider}, {naming.singular, rider}};
    return printed(item);
}

}  // namespace delivery::wire
