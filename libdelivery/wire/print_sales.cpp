#include "core/calendar.h"
#include "wire/print_parts.h"
#include "wire/print_shop.h"

namespace delivery::wire {

std::string printSales(const page::SalesCard& card, const Scene& scene, const Naming& naming) {
    const std::string store = card.storeId.text();
    const std::string own = naming.plural + "/" + store + "/sales?day=";
    Json hours = Json::array();
    for (const page::SalesHour& hour : card.hours) {
        hours.push_back({{"hour", hour.hour},
                         {"received", hour.received},
                         {"orders", hour.orders},
                         {"sales", money(hour.won)}});
    }
    Json dishes = Json::array();
    for (const page::SalesDish& dish : card.dishes) {
        dishes.push_back({{"foodId", dish.foodId.value()},
                          {"name", dish.name},
                          {"qty", dish.qty},
                          {"sales", money(dish.won)}});
    }
    Json item;
    item["storeId"] = card.storeId.value();
    item["day"] = dateText(card.day);
    item["received"] = card.received;
    item["orders"] = card.orders;
    item["sales"] = money(card.won);
    item["rejected"] = card.rejected;
    item["cancelled"] = card.cancelled;
    item["waiting"] = card.received - card.orders - card.rejected - card.cancelled;
    item["cooked"] = card.cooked;
    item["averageCookSeconds"] =
        card.cooked > 0 ? Json(card.cookMilliseconds / card.cooked / 1'000) : Json(nullptr);
    item["hours"] = std::move(hours);
    item["dishes"] = std::move(dishes);
    item["_links"] = Json{{"self", link(scene, own + dateText(card.day))},
                          {"sales", link(scene, own + dateText(card.day))},
                          {"previous", link(scene, own + dateText(card.day - 1))},
                          {"next", link(scene, own + dateText(card.day + 1))},
                          {"store", link(scene, naming.plural + "/" + store)}};
    return printed(item);
}

}  // namespace delivery::wire
