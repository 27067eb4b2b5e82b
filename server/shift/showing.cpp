#include "server/shift/showing.h"

#include <utility>

#include "server/shift/sides.h"
#include "share/policy.h"

namespace delivery::shift {
namespace {

Expected<std::string> riderNameOf(desk::LedgerReader& ledger, const RiderId& rider) {
    const auto account = readableSide(ledger, {"account", rider.text()}, record::decodeAccount);
    if (!account) return tl::unexpected(account.error());
    if (!account->has_value()) return std::string{};
    const auto name = textOf(ledger, (*account)->name);
    if (!name) return tl::unexpected(name.error());
    const std::string given = share::givenName(name->value_or(""));
    // Who gave no name but the one to sign in with has none that others may know.
    return given == rider.text() ? std::string{} : given;
}

std::optional<RiderId> riderOf(const order::Order& order) {
    if (const auto holder = order::holderOf(order)) return holder;
    const auto* done = std::get_if<order::courier::Delivered>(&order.courier);
    return done == nullptr ? std::nullopt : std::optional(done->riderId);
}

}  // namespace

Expected<std::optional<std::string>> textOf(desk::LedgerReader& ledger, const PersonalId& id) {
    if (id.empty()) return std::optional<std::string>{};
    return readableSide(ledger, {"personal", id.text()}, record::decodePersonalText);
}

Expected<void> addTexts(desk::LedgerReader& ledger, wire::Scene& scene,
                        const std::vector<PersonalId>& ids) {
    for (const PersonalId& id : ids) {
        auto text = textOf(ledger, id);
        if (!text) return tl::unexpected(text.error());
        if (*text) scene.texts.insert_or_assign(id, std::move(**text));
    }
    return {};
}

Expected<std::optional<record::PositionRow>> positionOf(desk::LedgerReader& ledger,
                                                        const RiderId& rider) {
    return readableSide(ledger, {"position", rider.text()}, record::decodePosition);
}

Expected<share::Standing> standingOf(desk::LedgerReader& ledger, const Actor& actor, int holdMax) {
    share::Standing standing;
    if (actor.role != Role::Rider) return standing;
    const auto position = positionOf(ledger, RiderId{actor.user.text()});
    if (!position) return tl::unexpected(position.error());
    if (*position) standing.place = (*position)->place;
    const auto row = ledger.pageRow("riders", actor.user.text());
    if (!row) return tl::unexpected(row.error());
    standing.holdMax = holdMax;
    // Nobody of whom the log knows nothing has ever come on duty.
    standing.rider.emplace();
    if (!row->has_value()) return standing;
    const auto body = record::decodeBody((*row)->body);
    if (!body) return tl::unexpected(body.error());
    const auto* card = std::get_if<page::RiderCard>(&*body);
    if (card != nullptr) standing.rider = card->rider;
    return standing;
}

Expected<wire::DeliveryMoment> momentOf(desk::LedgerReader& ledger, const page::OrderCard& card,
                                        const share::Standing& standing) {
    const order::OrderPlaced& placed = card.order.placed;
    wire::DeliveryMoment moment;
    moment.mayPick = share::mayPick(card.order, standing);
    if (standing.place) {
        moment.toStoreMeters = distanceMeters(*standing.place, placed.storePlace);
    }
    if (placed.areaPlace) {
        moment.toCustomerMeters = distanceMeters(placed.storePlace, *placed.areaPlace);
    }
    const auto rider = riderOf(card.order);
    if (!rider) return moment;
    auto name = riderNameOf(ledger, *rider);
    if (!name) return tl::unexpected(name.error());
    moment.riderName = std::move(*name);
    if (order::holderOf(card.order) && !order::isOver(card.order)) {
        const auto position = positionOf(ledger, *rider);
        if (!position) return tl::unexpected(position.error());
        if (*position) moment.riderPlace = (*position)->place;
    }
    return moment;
}

Expected<std::string> showOrder(desk::LedgerReader& ledger, const page::OrderCard& card,
                                const Actor& actor, const std::string& origin, int holdMax) {
    const auto view = share::viewOf(actor, card);
    if (!view) return wire::printTombstone(card);
    wire::Scene scene{origin, actor, {}};
    if (auto added = addTexts(ledger, scene, wire::textsOf(card, *view)); !added) {
        return tl::unexpected(added.error());
    }
    switch (actor.role) {
        case Role::Store:
            return wire::printTicket(card, *view, scene, {"foodCookings", "foodCooking"});
        case Role::Rider: {
            const auto standing = standingOf(ledger, actor, holdMax);
            if (!standing) return tl::unexpected(standing.error());
            const auto moment = momentOf(ledger, card, *standing);
            if (!moment) return tl::unexpected(moment.error());
            return wire::printDelivery(card, *view, *moment, scene, {"deliveries", "delivery"});
        }
        case Role::Customer:
        case Role::Admin:
        case Role::System:
            break;
    }
    return wire::printOrder(card, *view, scene, {"orders", "order"});
}

}  // namespace delivery::shift
