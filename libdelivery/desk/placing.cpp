#include <algorithm>
#include <set>

#include "core/blank.h"
#include "desk/work.h"
#include "shop/refuse.h"

namespace delivery::desk {

namespace {

Step<std::map<FoodId, shop::FoodState>> menuFor(Work& work,
                                                const std::vector<shop::WishedLine>& lines) {
    std::map<FoodId, shop::FoodState> menu;
    for (const auto& line : lines) {
        if (menu.contains(line.foodId)) continue;
        auto food = work.look<shop::FoodState>(streamOf(line.foodId));
        if (!food) return tl::unexpected(food.error());
        menu.emplace(line.foodId, *food);
    }
    return menu;
}

/// The store that the order names, or the one that sells its first dish.
Step<StoreId> storeFor(Work& work, const PlaceOrder& command) {
    if (command.storeId) return *command.storeId;
    if (command.lines.empty()) return refuse(RefusalCode::NoLines);
    const FoodId first = command.lines.front().foodId;
    auto food = work.look<shop::FoodState>(streamOf(first));
    if (!food) return tl::unexpected(food.error());
    const auto* known = std::get_if<shop::Food>(&*food);
    if (known == nullptr) {
        return refuse(RefusalCode::UnknownFood, {{"foodId", first.text()}, {"food", first.text()}});
    }
    return known->storeId;
}

/// The card that the order names, else the customer's first one. Nothing when the customer has
/// none.
Step<std::optional<CardId>> cardFor(Work& work, const CustomerId& customer,
                                    const std::optional<CardId>& wished) {
    if (wished) {
        auto row = work.side("card", wished->text());
        if (!row) return tl::unexpected(row.error());
        if (!row->has_value() || (*row)->owner != customer.text()) {
            return refuse(RefusalCode::UnknownCard, {{"cardId", wished->text()}});
        }
        return wished;
    }
    auto rows = work.ledger().sidesOf("card", customer.text());
    if (!rows) return broken(rows.error());
    if (rows->empty()) return std::optional<CardId>{};
    return std::optional<CardId>{CardId{rows->front().key}};
}

Step<void> mustBeACustomer(Work& work, const CustomerId& id) {
    auto row = work.side("account", id.text());
    if (!row) return tl::unexpected(row.error());
    if (!row->has_value()) return refuse(RefusalCode::UnknownUser);
    auto account = record::decodeAccount((*row)->body);
    if (!account) return broken(account.error());
    if (account->role != Role::Customer) return refuse(RefusalCode::UnknownUser);
    return {};
}

/// The phone that the rider may call: the one given with the order, else the one of the account.
Step<std::optional<PersonalRef>> phoneFor(Work& work, const PlaceOrder& command) {
    const UserId owner{command.customerId.text()};
    if (command.phone) return std::optional{work.keepPersonal(*command.phone, owner)};
    auto accountRow = work.side("account", owner.text());
    if (!accountRow) return tl::unexpected(accountRow.error());
    if (!accountRow->has_value()) return std::optional<PersonalRef>{};
    auto account = record::decodeAccount((*accountRow)->body);
    if (!account) return broken(account.error());
    if (account->phone.empty()) return std::optional<PersonalRef>{};
    auto row = work.side("personal", account->phone.text());
    if (!row) return tl::unexpected(row.error());
    if (!row->has_value()) return std::optional<PersonalRef>{};
    auto text = record::decodePersonalText((*row)->body);
    if (!text) return broken(text.error());
    return std::optional{work.keepPersonal(*text, owner)};
}

std::map<FoodId, int> wantedOf(const std::vector<order::Line>& lines) {
    std::map<FoodId, int> wanted;
    for (const auto& line : lines) wanted[line.foodId] += line.qty;
    return wanted;
}

/// Why the menu cannot give all of these now; nothing when it can.
Step<std::optional<Refusal>> whyNotInStock(Work& work, const std::vector<order::Line>& lines) {
    for (const auto& [id, qty] : wantedOf(lines)) {
        auto state = work.look<shop::FoodState>(streamOf(id));
        if (!state) return tl::unexpected(state.error());
        const auto* food = std::get_if<shop::Food>(&*state);
        if (food == nullptr) return broken({FaultCode::Misfit, "ordered dish " + id.text()});
        if (auto why = shop::whyNotOrderable(*food, qty, work.now())) return why;
    }
    return std::optional<Refusal>{};
}

Step<void> takeStock(Work& work, const std::vector<order::Line>& lines, OrderId orderId) {
    for (const auto& [food, qty] : wantedOf(lines)) {
        auto taken = work.ask(food, shop::TakeStock{orderId, qty, work.now()});
        if (!taken) return taken;
    }
    return {};
}

}  // namespace

Step<Accepted> handle(Work& work, const PlaceOrder& command) {
    const Actor& actor = work.actor();
    const bool forSelf =
        actor.role == Role::Customer && actor.user.text() == command.customerId.text();
    if (!forSelf && actor.role != Role::Admin) return refuse(RefusalCode::NotYours);
    auto known = forSelf ? mustNotBeForgotten(work, UserId{command.customerId.text()})
                         : mustBeACustomer(work, command.customerId);
    if (!known) return tl::unexpected(known.error());

    auto storeId = storeFor(work, command);
    if (!storeId) return tl::unexpected(storeId.error());
    auto store = work.look<shop::StoreState>(streamOf(*storeId));
    if (!store) return tl::unexpected(store.error());
    const auto* open = std::get_if<shop::Store>(&*store);
    if (open == nullptr) return refuse(RefusalCode::UnknownStore, {{"storeId", storeId->text()}});
    // A store that only hands over needs no word about it from the customer.
    const bool pickup = command.pickup || open->profile.pickupOnly;
    const bool hasAddress = command.address && !isBlank(*command.address);
    auto admitted = work.ask(*storeId, shop::AdmitOrder{work.now(), pickup, hasAddress,
                                                        pickup ? std::nullopt : command.dropOff});
    if (!admitted) return tl::unexpected(admitted.error());

    auto menu = menuFor(work, command.lines);
    if (!menu) return tl::unexpected(menu.error());
    // While the menu is away its last word on dishes and prices holds, but not its stock: that is
    // taken when it is back.
    const bool verified = !work.isPaused("menu");
    auto lines = shop::quote(command.lines, *menu, *storeId, work.now(),
                             verified ? shop::Stock::Counts : shop::Stock::IsUnknown);
    if (!lines) return tl::unexpected<Stop>(lines.error());
    auto enough = shop::admitTotal(*open, order::totalOf(*lines), pickup);
    if (!enough) return tl::unexpected<Stop>(enough.error());

    order::PlaceOrder place;
    place.orderId = OrderId{work.nextNumber("order")};
    place.by = actor;
    place.at = work.now();
    place.commandId = work.envelope().id;
    place.customerId = command.customerId;
    place.storeId = *storeId;
    place.storeName = open->profile.name;
    place.storePlace = open->profile.place;
    place.lines = *lines;
    place.deliveryFee = pickup ? Won{0} : shop::deliveryFee(open->profile, command.dropOff);
    place.pointsSpent = command.usePoints;
    place.pickup = pickup;
    place.verified = verified;
    place.install = work.install();
    place.chargeKey = work.newProviderKey();

    if (verified) {
        auto taken = takeStock(work, place.lines, place.orderId);
        if (!taken) return tl::unexpected(taken.error());
    }
    if (command.usePoints > Won{0}) {
        auto spent = work.askPoints(command.customerId,
                                    points::SpendPoints{place.orderId, command.usePoints});
        if (!spent) return tl::unexpected(spent.error());
    }
    auto card = cardFor(work, command.customerId, command.cardId);
    if (!card) return tl::unexpected(card.error());
    place.cardId = *card;
    const UserId owner{command.customerId.text()};
    if (hasAddress && !pickup) {
        place.address = work.keepPersonal(*command.address, owner);
        place.area = command.area;
        if (command.dropOff) place.areaPlace = coarse(*command.dropOff);
    }
    if (command.note) place.note = work.keepPersonal(*command.note, owner);
    auto phone = phoneFor(work, command);
    if (!phone) return tl::unexpected(phone.error());
    place.phone = *phone;

    auto placed = work.ask(place.orderId, order::Command{place});
    if (!placed) return tl::unexpected(placed.error());
    return work.orderReply(place.orderId, Outcome::Created);
}

Step<void> verify(Work& work, OrderId id) {
    auto state = work.look<order::State>(streamOf(id));
    if (!state) return tl::unexpected(state.error());
    const auto* order = std::get_if<order::Order>(&*state);
    if (order == nullptr) return refuse(RefusalCode::UnknownOrder);
    // Ended or verified meanwhile: what made it so has disarmed the timer too.
    if (!std::holds_alternative<order::placement::Unverified>(order->placement)) return {};
    const order::OrderPlaced placed = order->placed;
    auto why = whyNotInStock(work, placed.lines);
    if (!why) return tl::unexpected(why.error());
    if (*why) {
        // All dishes are looked at before any is taken, so that nothing has to go back.
        const PersonalRef text =
            work.keepPersonal(sentence(**why, Language::Korean), UserId{placed.customerId.text()});
        return work.ask(
            id, order::CancelOrder{id, systemActor(), work.now(), order::CancelReason::NotOrderable,
                                   text, work.newProviderKey()});
    }
    auto taken = takeStock(work, placed.lines, id);
    if (!taken) return taken;
    return work.ask(id, order::VerifyOrder{id, work.now()});
}

namespace {

/// The card that a next attempt would charge when the customer names none: the last one, else,
/// where it was removed meanwhile, the first of those that are left. Nothing where the order's
/// payment would not be tried again.
Step<std::optional<CardId>> cardLeftFor(Work& work, const order::Order& order) {
    const auto* declined = std::get_if<order::payment::Declined>(&order.payment);
    if (declined == nullptr) return std::optional<CardId>{};
    const std::optional<CardId>& last = declined->attempt.cardId;
    if (last) {
        auto row = work.side("card", last->text());
        if (!row) return tl::unexpected(row.error());
        if (row->has_value()) return last;
    }
    return cardFor(work, order.placed.customerId, std::nullopt);
}

}  // namespace

Step<Accepted> handle(Work& work, const PayNow& command) {
    auto state = work.look<order::State>(streamOf(command.orderId));
    if (!state) return tl::unexpected(state.error());
    const auto* order = std::get_if<order::Order>(&*state);
    if (order == nullptr) return refuse(RefusalCode::UnknownOrder);
    order::PayNow pay;
    pay.orderId = command.orderId;
    pay.by = work.actor();
    pay.at = work.now();
    const bool isDeclined = std::holds_alternative<order::payment::Declined>(order->payment);
    auto card = command.cardId ? cardFor(work, order->placed.customerId, command.cardId)
                               : cardLeftFor(work, *order);
    if (!card) return tl::unexpected(card.error());
    pay.cardId = *card;
    pay.install = work.install();
    pay.chargeKey = work.newProviderKey();
    auto asked = work.ask(command.orderId, order::Command{pay});
    if (!asked) return tl::unexpected(asked.error());
    // Asked for last, as when ordering: whose order it is and how it stands comes first.
    if (isDeclined && !pay.cardId) return refuse(RefusalCode::NoCard);
    return work.orderReply(command.orderId, Outcome::Changed);
}

Step<Accepted> handle(Work& work, const RateOrder& command) {
    auto state = work.look<order::State>(streamOf(command.orderId));
    if (!state) return tl::unexpected(state.error());
    const auto* order = std::get_if<order::Order>(&*state);
    if (order == nullptr) return refuse(RefusalCode::UnknownOrder);
    if (work.actor().user.text() != order->placed.customerId.text()) {
        return refuse(RefusalCode::NotYours);
    }
    auto here = mustNotBeForgotten(work, work.actor().user);
    if (!here) return tl::unexpected(here.error());
    shop::WriteReview write;
    write.review.orderId = command.orderId;
    write.review.customerId = order->placed.customerId;
    write.review.storeId = order->placed.storeId;
    std::set<FoodId> foods;
    for (const auto& line : order->placed.lines) foods.insert(line.foodId);
    write.review.foods.assign(foods.begin(), foods.end());
    write.review.stars = command.stars;
    write.review.at = work.now();
    write.ratingDeadline = work.settings().times.ratingDeadline;
    if (command.text) write.review.text = work.keepPersonal(*command.text, work.actor().user);
    if (const auto* confirmed = std::get_if<order::placement::Confirmed>(&order->placement)) {
        write.confirmedAt = confirmed->at;
    }
    auto asked = work.askReview(command.orderId, shop::ReviewCommand{write});
    if (!asked) return tl::unexpected(asked.error());
    auto review = work.look<shop::ReviewState>(reviewOf(command.orderId));
    if (!review) return tl::unexpected(review.error());
    return Accepted{Outcome::Changed, std::get<shop::Review>(*review)};
}

}  // namespace delivery::desk
