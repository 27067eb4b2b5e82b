#include "desk/work.h"

namespace delivery::desk {

namespace {

Step<Accepted> foodReply(Work& work, FoodId id, Outcome outcome) {
    auto food = work.look<shop::FoodState>(streamOf(id));
    if (!food) return tl::unexpected(food.error());
    return Accepted{outcome, page::FoodCard{std::get<shop::Food>(*food), {}, 0}};
}

Step<Accepted> storeReply(Work& work, StoreId id, Outcome outcome) {
    auto store = work.look<shop::StoreState>(streamOf(id));
    if (!store) return tl::unexpected(store.error());
    return Accepted{outcome, page::StoreCard{std::get<shop::Store>(*store), {}}};
}

/// An admin may act for any store; an owner for their own only.
bool actsFor(const Actor& actor, StoreId store) {
    return actor.role == Role::Admin || actor.role == Role::System || actor.store == store;
}

Step<shop::Food> foodOf(Work& work, FoodId id) {
    auto state = work.look<shop::FoodState>(streamOf(id));
    if (!state) return tl::unexpected(state.error());
    const auto* food = std::get_if<shop::Food>(&*state);
    if (food == nullptr) {
        return refuse(RefusalCode::UnknownFood, {{"foodId", id.text()}, {"food", id.text()}});
    }
    if (!actsFor(work.actor(), food->storeId)) return refuse(RefusalCode::NotYours);
    return *food;
}

Step<void> askStore(Work& work, StoreId id, const shop::StoreCommand& command) {
    auto state = work.look<shop::StoreState>(streamOf(id));
    if (!state) return tl::unexpected(state.error());
    if (std::holds_alternative<shop::NoStore>(*state)) {
        return refuse(RefusalCode::UnknownStore, {{"storeId", id.text()}});
    }
    if (!actsFor(work.actor(), id)) return refuse(RefusalCode::NotYours);
    return work.ask(id, command);
}

}  // namespace

namespace {

constexpr int ticketsLookedAtMax = 1'000;

/// What the store has accepted and not yet cooked: its open tickets, each as its stream has it now.
Step<std::vector<OrderId>> ordersInWork(Work& work, StoreId id) {
    auto rows = work.ledger().scan(
        {"store", "open", "store:" + id.text(), false, 0, ticketsLookedAtMax, std::nullopt});
    if (!rows) return broken(rows.error());
    std::vector<OrderId> inWork;
    for (const PageRow& row : *rows) {
        auto body = record::decodeBody(row.body);
        if (!body) return broken(body.error());
        const auto* card = std::get_if<page::OrderCard>(&*body);
        if (card == nullptr) continue;
        const OrderId order = card->order.placed.orderId;
        auto state = work.look<order::State>(streamOf(order));
        if (!state) return tl::unexpected(state.error());
        const auto* now = std::get_if<order::Order>(&*state);
        if (now == nullptr || order::isOver(*now)) continue;
        const bool taken = std::holds_alternative<order::kitchen::Accepted>(now->kitchen) ||
                           std::holds_alternative<order::kitchen::Cooking>(now->kitchen);
        if (taken) inWork.push_back(order);
    }
    return inWork;
}

std::optional<Instant> endOf(const std::optional<Instant>& until, const std::optional<int>& spell,
                             Instant now) {
    return spell ? std::optional(now + minutes(*spell)) : until;
}

/// When the dish is on sale again by itself; nothing: when somebody says so.
Step<std::optional<Instant>> soldOutUntil(Work& work, const ChangeDish& command, StoreId id) {
    if (!command.soldOutUntilTomorrow) {
        return endOf(command.soldOutUntil, command.soldOutMinutes, work.now());
    }
    auto store = work.look<shop::StoreState>(streamOf(id));
    if (!store) return tl::unexpected(store.error());
    const auto* open = std::get_if<shop::Store>(&*store);
    if (open == nullptr) return std::optional<Instant>{};
    return shop::nextOpeningDay(open->profile.opening, work.now());
}

}  // namespace

Step<Accepted> handle(Work& work, const AddDish& command) {
    auto store = work.look<shop::StoreState>(streamOf(command.storeId));
    if (!store) return tl::unexpected(store.error());
    if (std::holds_alternative<shop::NoStore>(*store)) {
        return refuse(RefusalCode::UnknownStore, {{"storeId", command.storeId.text()}});
    }
    if (!actsFor(work.actor(), command.storeId)) return refuse(RefusalCode::NotYours);
    const FoodId id{work.nextNumber("food")};
    auto asked = work.ask(id, shop::FoodCommand{shop::AddDish{id, command.storeId, command.dish}});
    if (!asked) return tl::unexpected(asked.error());
    return foodReply(work, id, Outcome::Created);
}

Step<Accepted> handle(Work& work, const ChangeDish& command) {
    auto food = foodOf(work, command.foodId);
    if (!food) return tl::unexpected(food.error());
    shop::Dish dish = food->dish;
    if (command.name) dish.name = *command.name;
    if (command.price) dish.price = *command.price;
    if (command.options) dish.options = *command.options;
    const bool lifts = command.stock && !command.stock->has_value();
    if (command.stock && !lifts) dish.stock = *command.stock;
    if (command.description) dish.description = *command.description;
    if (command.category) dish.category = *command.category;
    if (command.station) dish.station = *command.station;
    if (!(dish == food->dish)) {
        auto changed =
            work.ask(command.foodId, shop::FoodCommand{shop::ChangeDish{food->storeId, dish}});
        if (!changed) return tl::unexpected(changed.error());
    }
    if (lifts) {
        auto lifted =
            work.ask(command.foodId, shop::FoodCommand{shop::LiftStockLimit{food->storeId}});
        if (!lifted) return tl::unexpected(lifted.error());
    }
    if (command.soldOut) {
        auto until = soldOutUntil(work, command, food->storeId);
        if (!until) return tl::unexpected(until.error());
        const shop::FoodCommand mark =
            *command.soldOut
                ? shop::FoodCommand{shop::MarkSoldOut{food->storeId, *until, work.now()}}
                : shop::FoodCommand{shop::ReopenDish{food->storeId}};
        auto marked = work.ask(command.foodId, mark);
        if (!marked) return tl::unexpected(marked.error());
    }
    return foodReply(work, command.foodId, Outcome::Changed);
}

Step<Accepted> handle(Work& work, const RemoveDish& command) {
    auto food = foodOf(work, command.foodId);
    if (!food) return tl::unexpected(food.error());
    if (!food->removed) {
        auto removed = work.ask(command.foodId, shop::FoodCommand{shop::RemoveDish{food->storeId}});
        if (!removed) return tl::unexpected(removed.error());
        if (food->picture) work.erase({"picture", command.foodId.text()});
    }
    return foodReply(work, command.foodId, Outcome::Deleted);
}

Step<Accepted> handle(Work& work, const SetPicture& command) {
    auto food = foodOf(work, command.foodId);
    if (!food) return tl::unexpected(food.error());
    auto set = work.ask(command.foodId,
                        shop::FoodCommand{shop::SetPicture{food->storeId, command.picture}});
    if (!set) return tl::unexpected(set.error());
    work.put(SideRow{"picture", command.foodId.text(), "store:" + food->storeId.text(),
                     record::encode(record::PictureRow{command.picture, command.bytes})});
    return foodReply(work, command.foodId, Outcome::Changed);
}

Step<Accepted> handle(Work& work, const RemovePicture& command) {
    auto food = foodOf(work, command.foodId);
    if (!food) return tl::unexpected(food.error());
    auto removed = work.ask(command.foodId, shop::FoodCommand{shop::RemovePicture{food->storeId}});
    if (!removed) return tl::unexpected(removed.error());
    if (food->picture) work.erase({"picture", command.foodId.text()});
    return foodReply(work, command.foodId, Outcome::Deleted);
}

Step<Accepted> handle(Work& work, const OpenStore& command) {
    StoreId id = command.storeId;
    if (id.value() == 0) {
        id = StoreId{work.nextNumber("store")};
    } else {
        work.numberTaken("store", id.value());
    }
    auto opened =
        work.ask(id, shop::StoreCommand{shop::OpenStore{id, command.owner, command.profile}});
    if (!opened) return tl::unexpected(opened.error());
    return storeReply(work, id, Outcome::Created);
}
Step<Accepted> handle(Work& work, const ChangeStore& command) {
    auto state = work.look<shop::StoreState>(streamOf(command.storeId));
    if (!state) return tl::unexpected(state.error());
    const auto* store = std::get_if<shop::Store>(&*state);
    const shop::Profile before = store != nullptr ? store->profile : shop::Profile{};
    auto asked =
        askStore(work, command.storeId, shop::ChangeStore{shop::changed(before, command.change)});
    if (!asked) return tl::unexpected(asked.error());
    return storeReply(work, command.storeId, Outcome::Changed);
}
Step<Accepted> handle(Work& work, const PauseStore& command) {
    shop::Pause pause{command.reason, endOf(command.until, command.minutes, work.now()), false};
    auto asked = askStore(work, command.storeId, shop::PauseOrders{pause, work.now()});
    if (!asked) return tl::unexpected(asked.error());
    return storeReply(work, command.storeId, Outcome::Changed);
}
Step<Accepted> handle(Work& work, const ResumeStore& command) {
    auto asked = askStore(work, command.storeId, shop::ResumeOrders{work.now()});
    if (!asked) return tl::unexpected(asked.error());
    return storeReply(work, command.storeId, Outcome::Changed);
}
Step<Accepted> handle(Work& work, const SetBusy& command) {
    shop::SetBusy set{command.busy, work.now()};
    if (set.busy) set.busy->until = endOf(set.busy->until, command.minutes, work.now());
    auto asked = askStore(work, command.storeId, set);
    if (!asked) return tl::unexpected(asked.error());
    return storeReply(work, command.storeId, Outcome::Changed);
}
Step<Accepted> handle(Work& work, const SetAutoAccept& command) {
    auto inWork = ordersInWork(work, command.storeId);
    if (!inWork) return tl::unexpected(inWork.error());
    auto asked = askStore(work, command.storeId,
                          shop::SetAutoAccept{command.autoAccept, *std::move(inWork)});
    if (!asked) return tl::unexpected(asked.error());
    return storeReply(work, command.storeId, Outcome::Changed);
}

}  // namespace delivery::desk
