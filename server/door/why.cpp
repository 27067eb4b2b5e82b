#include "server/door/why.h"

#include "server/door/delivering.h"
#include "server/door/ordering.h"
#include "server/shift/showing.h"
#include "wire/print_why.h"

namespace delivery::door {
namespace {

/// An order that is retried for its whole life has far fewer events than this.
constexpr int eventsMax = 2'000;

Cleared<std::vector<saga::Logged>> eventsOf(Sight& sight, std::int64_t id) {
    const auto rows = sight.ledger->stream({"order", std::to_string(id)}, 1, eventsMax);
    if (!rows) return stop(rows.error());
    std::vector<saga::Logged> events;
    for (const desk::EventRow& row : *rows) {
        auto event = record::decodeEvent("order", row.type, row.typeVersion, row.body);
        if (!event) return stop(event.error());
        auto* ofOrder = std::get_if<order::Event>(&*event);
        if (ofOrder == nullptr) return stop(Fault{FaultCode::Misfit, "no event of an order"});
        events.push_back({std::move(*ofOrder), row.at, row.version, row.actor, row.cause});
    }
    return events;
}

/// What of what the state owes lies in the outbox and among the timers.
Cleared<void> addPending(Sight& sight, wire::WhyView& why) {
    const auto* order = std::get_if<order::Order>(&why.chain.now);
    if (order == nullptr) return {};
    const saga::Owed owed = saga::resume(*order);
    for (const saga::Call& call : owed.calls) {
        const std::string id = saga::effectId(call);
        const auto row = sight.ledger->effect(id);
        if (!row) return stop(row.error());
        if (*row) why.calls.push_back({id, (*row)->due, (*row)->tries});
    }
    const desk::StreamKey stream{"order", order->placed.orderId.text()};
    for (const order::TimerKind kind : owed.timers) {
        const auto row = sight.ledger->timer(stream, saga::name(kind));
        if (!row) return stop(row.error());
        if (*row) why.timers.push_back({kind, (*row)->due, (*row)->waitsFor});
    }
    return {};
}

Shown tellWhy(Sight& sight, std::int64_t id, const order::Times& times) {
    const auto seen = orderOn(sight, "customer", id);
    if (!seen) return stop(seen.error());
    auto events = eventsOf(sight, id);
    if (!events) return stop(events.error());
    auto chain = saga::chainOf(std::move(*events), times);
    if (!chain) return stop(chain.error());
    wire::WhyView why{std::move(*chain), {}, {}};
    if (auto added = addPending(sight, why); !added) return stop(added.error());
    return hal(
        wire::printWhy(why, seen->card, seen->view, sight.visit.scene(), sight.visit.naming));
}

Shown tellRounds(Sight& sight, std::int64_t id) {
    const auto seen = orderOn(sight, "rider", id);
    if (!seen) return stop(seen.error());
    auto events = eventsOf(sight, id);
    if (!events) return stop(events.error());
    wire::RoundsView rounds;
    for (saga::Logged& logged : *events) {
        const bool offers = std::holds_alternative<order::DeliveryOffered>(logged.event);
        if (offers) rounds.offers.push_back(std::move(logged));
    }
    const auto standing = shift::standingOf(*sight.ledger, sight.visit.actor(), sight.holdMax);
    if (!standing) return stop(standing.error());
    const auto moment = shift::momentOf(*sight.ledger, seen->card, *standing);
    if (!moment) return stop(moment.error());
    rounds.toStoreMeters = moment->toStoreMeters;
    rounds.toCustomerMeters = moment->toCustomerMeters;
    return hal(wire::printRounds(rounds, seen->card, sight.visit.scene(), sight.visit.naming));
}

}  // namespace

void showWhy(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    if (!id) return;
    porter.ask(visit, [id = id->value(), times = porter.settings.times](Sight& sight) {
        return tellWhy(sight, id, times);
    });
}

void showRounds(Porter& porter, const VisitPtr& visit) {
    const auto id = orderAsked(porter, visit);
    if (!id) return;
    porter.ask(visit, [id = id->value()](Sight& sight) { return tellRounds(sight, id); });
}

}  // namespace delivery::door
