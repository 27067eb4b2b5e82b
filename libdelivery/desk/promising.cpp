#include <algorithm>

#include "desk/work.h"
#include "order/limits.h"

namespace delivery::desk {

namespace {

/// Before a kitchen has cooked anything nobody knows how long it takes.
constexpr int cookMinutesUnknown = 20;

Step<std::optional<shop::Store>> storeNamed(Work& work, StoreId id) {
    auto state = work.look<shop::StoreState>(streamOf(id));
    if (!state) return tl::unexpected(state.error());
    const auto* store = std::get_if<shop::Store>(&*state);
    return store != nullptr ? std::optional(*store) : std::nullopt;
}

/// What the kitchen took lately, as the sales page has it: a figure that may lag does no harm.
Step<int> usualMinutes(Work& work, StoreId id) {
    auto row = work.ledger().pageRow("sales", page::paceKey(id));
    // A row that cannot be read is no reason to leave an order lying.
    if (!row && row.error().code == FaultCode::Unreadable) return cookMinutesUnknown;
    if (!row) return broken(row.error());
    if (!row->has_value()) return cookMinutesUnknown;
    auto body = record::decodeBody((*row)->body);
    if (!body) return cookMinutesUnknown;
    const auto* pace = std::get_if<page::PaceCard>(&*body);
    if (pace == nullptr) return cookMinutesUnknown;
    const int usual = page::averageMinutes(*pace).value_or(cookMinutesUnknown);
    return std::clamp(usual, order::cookMinutesMin, order::cookMinutesMax);
}

}  // namespace

Step<int> promisedMinutes(Work& work, StoreId id, int cookMinutes) {
    auto store = storeNamed(work, id);
    // What it said of itself cannot be read: what its people say now holds.
    if (!store && work.couldNotRead(streamOf(id))) return cookMinutes;
    if (!store) return tl::unexpected(store.error());
    return store->has_value() ? shop::promisedMinutes(**store, cookMinutes, work.now())
                              : cookMinutes;
}

Step<void> acceptByItself(Work& work, OrderId id, StoreId storeId) {
    // While the store's context is paused nobody accepts anything: its tickets wait for its return.
    if (work.isPaused("store")) return {};
    auto store = storeNamed(work, storeId);
    // Nobody knows what it said beforehand: the ticket waits for its own hands, and what was paid
    // stays paid.
    if (!store && work.couldNotRead(streamOf(storeId))) return {};
    if (!store) return tl::unexpected(store.error());
    if (!store->has_value() || !shop::acceptsByItself(**store, work.now())) return {};
    const auto& setting = (*store)->autoAccept->cookMinutes;
    auto asked = setting ? Step<int>{*setting} : usualMinutes(work, storeId);
    if (!asked) return tl::unexpected(asked.error());
    // In the store's name: it said beforehand that it would.
    const Actor inItsName{systemActor().user, Role::Store, storeId};
    auto accepted = work.ask(
        id, order::Command{order::AcceptOrder{id, inItsName, work.now(),
                                              shop::promisedMinutes(**store, *asked, work.now())}});
    // A "no" leaves the ticket to the store's own hands; what was paid stays paid.
    if (!accepted && std::holds_alternative<Refusal>(accepted.error())) return {};
    return accepted;
}

}  // namespace delivery::desk
