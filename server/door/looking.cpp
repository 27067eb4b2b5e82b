#include "server/door/looking.h"

#include <algorithm>
#include <charconv>

#include "core/degrees.h"
#include "desk/states.h"
#include "server/shift/showing.h"
#include "wire/collection.h"

namespace delivery::door {
namespace {

std::optional<std::int64_t> parseNumber(std::string_view text) {
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stopped != end || text.empty()) return std::nullopt;
    return value;
}

std::string hex(unsigned char byte) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    return {'%', digits[byte >> 4U], digits[byte & 15U]};
}

/// A query value as it may stand in a link.
std::string encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == ',';
        out += plain ? std::string{c} : hex(static_cast<unsigned char>(c));
    }
    return out;
}

/// The same question for another page.
std::string linkToPage(const Visit& visit, const PageWish& wish, std::int64_t number) {
    std::string query;
    for (const auto& [name, value] : visit.request.query) {
        if (name == "page" || name == "size") continue;
        query += encoded(name) + "=" + encoded(value) + "&";
    }
    return visit.origin + visit.request.path + "?" + query + "page=" + std::to_string(number) +
           "&size=" + std::to_string(wish.size);
}

wire::Collection frame(const Visit& visit, const PageWish& wish, std::int64_t total) {
    wire::Collection frame;
    frame.plural = visit.naming.plural;
    frame.self = visit.origin + visit.request.target;
    frame.profile = visit.origin + "/openapi.json";
    frame.page = wire::PageOf{wish.number, wish.size, total};
    if (wish.number > 0) frame.previous = linkToPage(visit, wish, wish.number - 1);
    if ((wish.number + 1) * wish.size < total) {
        frame.next = linkToPage(visit, wish, wish.number + 1);
    }
    return frame;
}

/// Whether the rider's page remembers that this rider held it once.
Cleared<bool> everHeld(Sight& sight, OrderId id) {
    const auto card = rowOf<page::OrderCard>(sight, "rider", id.text());
    if (!card) return stop(card.error());
    if (!card->has_value()) return false;
    const std::string& rider = sight.visit.actor().user.text();
    const auto& timeline = (*card)->timeline;
    return std::any_of(timeline.begin(), timeline.end(), [&](const page::TimelineEntry& entry) {
        return entry.event == "DeliveryPicked" && entry.actor == rider;
    });
}

}  // namespace

Cleared<std::optional<std::string>> textOf(Sight& sight, const PersonalId& id) {
    if (sight.ledger == nullptr) return std::optional<std::string>{};
    auto text = shift::textOf(*sight.ledger, id);
    if (!text) return stop(text.error());
    return std::move(*text);
}

Cleared<void> addTexts(Sight& sight, wire::Scene& scene, const std::vector<PersonalId>& ids) {
    if (sight.ledger == nullptr) return {};
    if (auto added = shift::addTexts(*sight.ledger, scene, ids); !added) {
        return stop(added.error());
    }
    return {};
}

Cleared<SeenOrder> orderOn(Sight& sight, const std::string& page, std::int64_t id) {
    auto card = rowOf<page::OrderCard>(sight, page, std::to_string(id));
    if (!card) return stop(card.error());
    if (!card->has_value()) return stop(RefusalCode::UnknownOrder);
    const auto view = share::viewOf(sight.visit.actor(), **card);
    if (!view) return stop(RefusalCode::UnknownOrder);
    return SeenOrder{std::move(**card), *view};
}

Cleared<order::Order> orderNow(Sight& sight, OrderId id) {
    auto known = desk::stateOf(*sight.ledger, {"order", id.text()});
    if (!known) return stop(known.error());
    auto* order = std::get_if<order::State>(&known->state);
    auto* placed = order == nullptr ? nullptr : std::get_if<order::Order>(order);
    if (placed == nullptr) return stop(RefusalCode::UnknownOrder);
    return std::move(*placed);
}

Cleared<void> mustSee(Sight& sight, OrderId id) {
    const auto order = orderNow(sight, id);
    if (!order) return stop(order.error());
    const Actor& actor = sight.visit.actor();
    bool held = false;
    if (actor.role == Role::Rider) {
        const auto once = everHeld(sight, id);
        if (!once) return stop(once.error());
        held = *once;
    }
    if (!share::viewOf(actor, *order, held)) return stop(RefusalCode::UnknownOrder);
    return {};
}

Cleared<PageWish> pageWish(const Visit& visit, const std::vector<std::string>& sorts,
                           bool descendingByDefault) {
    PageWish wish;
    wish.by = sorts.front();
    wish.descending = descendingByDefault;
    const auto number = numberAsked(visit, "page");
    if (!number) return stop(number.error());
    const auto size = numberAsked(visit, "size");
    if (!size) return stop(size.error());
    wish.number = number->value_or(0);
    wish.size = std::min(size->value_or(wish.size), pageSizeMax);
    constexpr std::int64_t pageNumberMax = 1'000'000'000;
    if (wish.number < 0 || wish.number > pageNumberMax) return stop(badQuery("page"));
    if (wish.size < 1) return stop(badQuery("size"));
    const auto sort = visit.request.queryValue("sort");
    if (!sort) return wish;
    const std::size_t comma = sort->find(',');
    wish.by = std::string{sort->substr(0, comma)};
    const std::string_view way =
        comma == std::string_view::npos ? std::string_view{"asc"} : sort->substr(comma + 1);
    const bool known = std::find(sorts.begin(), sorts.end(), wish.by) != sorts.end();
    if (!known || (way != "asc" && way != "desc")) return stop(badQuery("sort"));
    wish.descending = way == "desc";
    return wish;
}

Cleared<std::optional<std::int64_t>> numberAsked(const Visit& visit, const std::string& name) {
    const auto value = visit.request.queryValue(name);
    if (!value) return std::optional<std::int64_t>{};
    const auto number = parseNumber(*value);
    if (!number) return stop(badQuery(name));
    return number;
}

Cleared<std::optional<GeoPoint>> placeAsked(const Visit& visit) {
    const auto lat = visit.request.queryValue("lat");
    const auto lng = visit.request.queryValue("lng");
    if (!lat && !lng) return std::optional<GeoPoint>{};
    const auto latitude = lat ? parseDegrees(*lat, 90) : std::nullopt;
    const auto longitude = lng ? parseDegrees(*lng, 180) : std::nullopt;
    if (!latitude) return stop(badQuery("lat"));
    if (!longitude) return stop(badQuery("lng"));
    return std::optional(GeoPoint{*latitude, *longitude});
}

Shown collection(Sight& sight, const Shelf& shelf, const PrintRow& print,
                 std::vector<std::pair<std::string, std::int64_t>> numbers) {
    const auto total = sight.ledger->partitionSize(shelf.page, shelf.index, shelf.partition);
    if (!total) return stop(total.error());
    const auto rows =
        sight.ledger->scan({shelf.page, shelf.index, shelf.partition, shelf.wish.descending,
                            shelf.wish.number * shelf.wish.size, shelf.wish.size});
    if (!rows) return stop(rows.error());
    wire::Collection shown = frame(sight.visit, shelf.wish, *total);
    shown.numbers = std::move(numbers);
    for (const desk::PageRow& row : *rows) {
        const auto body = record::decodeBody(row.body);
        if (!body) return stop(body.error());
        auto item = print(sight, row.key, *body);
        if (!item) return stop(item.error());
        if (*item) shown.items.push_back(std::move(**item));
    }
    return hal(wire::printCollection(shown));
}

Shown collection(const Visit& visit, const PageWish& wish, const std::vector<std::string>& all) {
    const auto total = static_cast<std::int64_t>(all.size());
    const std::int64_t from = std::min(total, wish.number * wish.size);
    const std::int64_t to = std::min(total, from + wish.size);
    return collection(visit, wish, total, {all.begin() + from, all.begin() + to});
}

Shown collection(const Visit& visit, const PageWish& wish, std::int64_t total,
                 std::vector<std::string> ofThisPage) {
    wire::Collection shown = frame(visit, wish, total);
    shown.items = std::move(ofThisPage);
    return hal(wire::printCollection(shown));
}

}  // namespace delivery::door
