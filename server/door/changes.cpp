#include <algorithm>
#include <charconv>
#include <map>

#include "server/door/looking.h"
#include "server/door/routes.h"
#include "server/shift/showing.h"
#include "wire/collection.h"

namespace delivery::door {
namespace {

constexpr std::int64_t changesMax = 500;

/// Which page a role follows, and under which partitions.
struct Following {
    std::string page;
    std::vector<std::string> partitions;
};

Following followedBy(const Actor& actor) {
    switch (actor.role) {
        case Role::Customer:
            return {"customer", {"customer:" + actor.user.text()}};
        case Role::Store:
            return {"store", {"store:" + (actor.store ? actor.store->text() : std::string{})}};
        case Role::Rider:
            return {"rider", {"rider:" + actor.user.text(), "offers"}};
        case Role::Admin:
        case Role::System:
            break;
    }
    return {"", {}};
}

/// Names a position of one log. A database that was put back from a copy has another name and may
/// have another history at the same position. Nobody but this file makes or reads a token.
std::string tokenFor(std::int64_t position, const std::string& install) {
    return "p" + std::to_string(position) + "." + install;
}

/// 0 where nothing was said: from the beginning.
Cleared<std::int64_t> positionAsked(const Visit& visit, const std::string& install) {
    const auto token = visit.request.queryValue("after");
    if (!token || token->empty()) return std::int64_t{0};
    std::int64_t position = 0;
    const char* const end = token->data() + token->size();
    if (token->front() != 'p') return stop(unknownToken());
    const auto read = std::from_chars(token->data() + 1, end, position);
    if (read.ec != std::errc{} || position < 0) return stop(unknownToken());
    // Whatever else it may be: what this log would have said of this position it is not.
    if (tokenFor(position, install) != *token) return stop(unknownToken());
    return position;
}

/// By the change under which each is told.
using Changed = std::map<std::int64_t, page::OrderCard>;

/// Where a row stands in a partition: an offer that another rider took stands for the rest of the
/// riders at the change by which they lost it, although the order went on.
std::int64_t sortIn(const desk::PageRow& row, const std::string& partition) {
    for (const IndexEntry& entry : row.entries) {
        if (entry.index == "changes" && entry.partition == partition) return entry.sort;
    }
    return 0;
}

struct Cut {
    Changed changed;
    /// Up to here nothing is missing; nothing: there is no more.
    std::optional<std::int64_t> end;
};

/// What changed in all partitions, each order once, oldest change first, and as far as all of them
/// have been read.
Cleared<Cut> changedAfter(Sight& sight, const Following& following, std::int64_t after) {
    std::map<std::string, std::pair<std::int64_t, page::OrderCard>> byOrder;
    Cut cut;
    for (const std::string& partition : following.partitions) {
        const auto rows =
            sight.ledger->scan({following.page, "changes", partition, false, 0, changesMax, after});
        if (!rows) return stop(rows.error());
        for (const desk::PageRow& row : *rows) {
            auto body = record::decodeBody(row.body);
            if (!body) return stop(body.error());
            auto* card = std::get_if<page::OrderCard>(&*body);
            if (card == nullptr) continue;
            const std::int64_t sort = sortIn(row, partition);
            const auto [known, isNew] = byOrder.try_emplace(row.key, sort, std::move(*card));
            if (!isNew) known->second.first = std::min(known->second.first, sort);
        }
        if (static_cast<std::int64_t>(rows->size()) < changesMax) continue;
        const std::int64_t last = sortIn(rows->back(), partition);
        cut.end = std::min(cut.end.value_or(last), last);
    }
    for (auto& [key, told] : byOrder) {
        if (!cut.end || told.first <= *cut.end) cut.changed.insert(std::move(told));
    }
    return cut;
}

Shown showChanges(Sight& sight) {
    const Following following = followedBy(sight.visit.actor());
    const auto install = sight.ledger->install();
    if (!install) return stop(install.error());
    const auto asked = positionAsked(sight.visit, *install);
    if (!asked) return stop(asked.error());
    const std::int64_t after = *asked;
    // From before this database was put back by a copy of its file: what the token stands for is
    // not what was seen, so that going on from it would leave things out.
    const auto end = sight.ledger->lastPosition();
    if (!end) return stop(end.error());
    if (after > *end) return stop(unknownToken());
    // First how far the page is, then its rows: what comes between is told again, never left out.
    const auto cursors = sight.ledger->pageCursors();
    if (!cursors) return stop(cursors.error());
    std::int64_t reached = after;
    for (const desk::PageCursor& cursor : *cursors) {
        if (cursor.page == following.page) reached = std::max(reached, cursor.position);
    }
    auto cut = changedAfter(sight, following, after);
    if (!cut) return stop(cut.error());
    wire::ChangesView view;
    view.more = cut->end.has_value();
    std::int64_t last = after;
    for (const auto& [sort, card] : cut->changed) {
        if (static_cast<std::int64_t>(view.items.size()) >= changesMax) {
            view.more = true;
            break;
        }
        last = sort;
        // A ticket that never was one is nobody's news.
        if (sight.visit.actor().role == Role::Store && !card.order.reachedStore) continue;
        auto item = shift::showOrder(*sight.ledger, card, sight.visit.actor(), sight.visit.origin,
                                     sight.holdMax);
        if (!item) return stop(item.error());
        view.items.push_back(std::move(*item));
    }
    view.next = tokenFor(view.more ? last : reached, *install);
    return hal(wire::printChanges(view));
}

void listChanges(Porter& porter, const VisitPtr& visit) { porter.ask(visit, showChanges); }

}  // namespace

std::vector<Route> changesRoutes() {
    return {
        {"GET", "/changes", customers | stores | riders, listChanges, {"deliveries", "delivery"}}};
}

}  // namespace delivery::door
