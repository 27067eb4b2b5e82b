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

Step<Accepted> handle(Work& work, const AddDish& command) {
    auto store = work.look<shop::StoreState>(streamOf(command.storeId));
    if (!store) return tl::unexpected(store.error());
    if (std::holds_alternative<shop::NoStore>(*store)) {
        return refuse(RefusalCode::UnknownStore, {{"storeId", command.storeId.text()}});
    }
    if (!actsFor(work.actor(), command.storeId)) return refuse(RefusalCode::NotYours);
    const FoodId id{work.nextNumber("food")};
    auto asked =
        work.ask(id, shop::FoodCommand{shop::AddDish{id, command.storeId, command.dish}});
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
    if (!(dish == food->dish)) {
        auto changed = work.ask(command.foodId,
                                shop::FoodCommand{shop::ChangeDish{food->storeId, dish}});
        if (!changed) return tl::unexpected(changed.error());
    }
    if (lifts) {
        auto lifted =
            work.ask(command.foodId, shop::FoodCommand{shop::LiftStockLimit{food->storeId}});
        if (!lifted) return tl::unexpected(lifted.error());
    }
    if (command.soldOut) {
        const shop::FoodCommand mark =
            *command.soldOut
                ? shop::FoodCommand{shop::MarkSoldOut{food->storeId, command.soldOutUntil}}
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
        auto removed =
            work.ask(command.foodId, shop::FoodCommand{shop::RemoveDish{food->storeId}});
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
    work.put(SideRow{
        "picture", command.foodId.text(), "store:" + food->storeId.text(),
        record::encode(record::PictureRow{command.picture, command.bytes})});
    return foodReply(work, command.foodId, Outcome::Changed);
}

Step<Accepted> handle(Work& work, const RemovePicture& command) {
    auto food = foodOf(work, command.foodId);
    if (!food) return tl::unexpected(food.error());
    auto removed =
        work.ask(command.foodId, shop::FoodCommand{shop::RemovePicture{food->storeId}});
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
    auto opened = work.ask(
        id, shop::StoreCommand{shop::OpenStore{id, command.owner, command.profile}});
    if (!opened) return tl::unexpected(opened.error());
    return storeReply(work, id, Outcome::Created);
}
Step<Accepted> handle(Work& work, const ChangeStore& command) {
    auto asked = askStore(work, command.storeId, shop::ChangeStore{command.profile});
    if (!asked) return tl::unexpected(asked.error());
    return storeReply(work, command.storeId, Outcome::Changed);
}
Step<Accepted> handle(Work& work, const PauseStore& command) {
    shop::Pause pause{command.reason, command.until, false};
    auto asked = askStore(work, command.storeId, shop::PauseOrders{pause});
    if (!asked) return tl::unexpected(asked.error());
    return storeReply(work, command.storeId, Outcome::Changed);
}
Step<Accepted> handle(Work& work, const ResumeStore& command) {
    auto asked = askStore(work, command.storeId, shop::ResumeOrders{});
    if (!asked) return tl::unexpected(asked.error());
    return storeReply(work, command.storeId, Outcome::Changed);
}

}  // namespace delivery::desk
