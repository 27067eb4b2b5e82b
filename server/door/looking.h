#pragma once
/// Looks things up for representations: rows of pages, texts beside the log, pages of collections.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "page/page.h"
#include "record/record.h"
#include "server/door/visit.h"
#include "share/policy.h"

namespace delivery::door {

/// Adds to the scene the texts that still exist.
[[nodiscard]] Cleared<void> addTexts(Sight& sight, wire::Scene& scene,
                                     const std::vector<PersonalId>& ids);
[[nodiscard]] Cleared<std::optional<std::string>> textOf(Sight& sight, const PersonalId& id);

/// A row of a page as what it must be; nothing when there is none.
template <class Body>
[[nodiscard]] Cleared<std::optional<Body>> rowOf(Sight& sight, const std::string& page,
                                                 const std::string& key);
/// One order as the caller sees it on a page, or UnknownOrder.
struct SeenOrder {
    page::OrderCard card;
    share::View view;
};
[[nodiscard]] Cleared<SeenOrder> orderOn(Sight& sight, const std::string& page, std::int64_t id);
/// The order as the log has it now, for commands: what a paused page shows may be old.
[[nodiscard]] Cleared<order::Order> orderNow(Sight& sight, OrderId id);
/// Passes when the caller sees the order now or ever held it; else UnknownOrder, as if it did not
/// exist.
[[nodiscard]] Cleared<void> mustSee(Sight& sight, OrderId id);

/// ?page=&size=&sort=.
struct PageWish {
    std::int64_t number = 0;
    std::int64_t size = 20;
    /// The field to sort by; empty where nothing was said.
    std::string by;
    bool descending = false;
};
constexpr std::int64_t pageSizeMax = 100;
/// Sorts may be by the names given, the first of which is the default.
[[nodiscard]] Cleared<PageWish> pageWish(const Visit& visit, const std::vector<std::string>& sorts,
                                         bool descendingByDefault = false);
/// A query value as a number; nothing when it is not there.
[[nodiscard]] Cleared<std::optional<std::int64_t>> numberAsked(const Visit& visit,
                                                               const std::string& name);
/// ?lat=&lng=.
[[nodiscard]] Cleared<std::optional<GeoPoint>> placeAsked(const Visit& visit);

/// One page of an index, each row printed; a row that prints as nothing is left out.
struct Shelf {
    std::string page;
    std::string index;
    std::string partition;
    PageWish wish;
};
using PrintRow = std::function<Cleared<std::optional<std::string>>(Sight&, const std::string& key,
                                                                   const page::Body& body)>;
[[nodiscard]] Shown collection(Sight& sight, const Shelf& shelf, const PrintRow& print,
                               std::vector<std::pair<std::string, std::int64_t>> numbers = {});
/// The same of items that are in memory already: the whole list, of which one page is shown.
[[nodiscard]] Shown collection(const Visit& visit, const PageWish& wish,
                               const std::vector<std::string>& all);
/// The same of the items of one page, out of so many.
[[nodiscard]] Shown collection(const Visit& visit, const PageWish& wish, std::int64_t total,
                               std::vector<std::string> ofThisPage);

template <class Body>
[[nodiscard]] Cleared<std::optional<Body>> rowOf(Sight& sight, const std::string& page,
                                                 const std::string& key) {
    if (sight.ledger == nullptr) return std::optional<Body>{};
    const auto row = sight.ledger->pageRow(page, key);
    if (!row) return stop(row.error());
    if (!row->has_value()) return std::optional<Body>{};
    auto body = record::decodeBody((*row)->body);
    if (!body) return stop(body.error());
    auto* wanted = std::get_if<Body>(&*body);
    return wanted == nullptr ? std::optional<Body>{} : std::optional<Body>{std::move(*wanted)};
}

}  // namespace delivery::door
