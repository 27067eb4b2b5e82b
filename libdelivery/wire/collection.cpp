#include "wire/collection.h"

#include "wire/print_parts.h"

namespace delivery::wire {
namespace {

/// Items are JSON already; parsing them again only to print them again would cost as much as the
/// rest.
std::string listOf(const std::vector<std::string>& items) {
    std::string list = "[";
    for (const std::string& item : items) {
        if (list.size() > 1) list += ',';
        list += item;
    }
    return list + "]";
}

Json href(const std::string& url) { return Json{{"href", url}}; }

}  // namespace

std::string printCollection(const Collection& collection) {
    std::string text = "{";
    for (const auto& [name, number] : collection.numbers) {
        text += printed(Json(name)) + ":" + std::to_string(number) + ",";
    }
    text += "\"_embedded\":{" + printed(Json(collection.plural)) + ":" + listOf(collection.items);
    Json links{{"self", href(collection.self)}, {"profile", href(collection.profile)}};
    if (collection.previous) links["prev"] = href(*collection.previous);
    if (collection.next) links["next"] = href(*collection.next);
    text += "},\"_links\":" + printed(links);
    if (collection.page) {
        const PageOf& page = *collection.page;
        const std::int64_t pages = (page.totalElements + page.size - 1) / page.size;
        text += ",\"page\":" + printed(Json{{"number", page.number},
                                            {"size", page.size},
                                            {"totalElements", page.totalElements},
                                            {"totalPages", pages}});
    }
    return text + "}";
}

std::string printChanges(const ChangesView& changes) {
    return "{\"changes\":" + listOf(changes.items) + ",\"next\":" + printed(Json(changes.next)) +
           ",\"more\":" + (changes.more ? "true" : "false") + "}";
}

std::string printNamed(const std::string& name, const std::string& text) {
    return printed(Json{{name, text}});
}

std::string printHealth(const HealthView& health) {
    const auto status = [](bool up) { return up ? "UP" : "DOWN"; };
    Json parts = Json::object();
    for (const HealthView::Part& part : health.parts) {
        Json one{{"status", status(part.up)}};
        if (!part.detail.empty()) one["detail"] = part.detail;
        parts[part.name] = std::move(one);
    }
    return printed(Json{{"status", status(health.up)}, {"components", std::move(parts)}});
}

}  // namespace delivery::wire
