#include "shop/quote.h"

#include <algorithm>
#include <map>
#include <set>

#include "order/limits.h"
#include "shop/refuse.h"

namespace delivery::shop {

namespace {

using Wishes = std::vector<WishedLine>;
using Menu = std::map<FoodId, FoodState>;

/// The dish of a wish; whoever calls this has already refused the unknown ones.
const Food& foodOf(const WishedLine& wish, const Menu& menu) {
    return std::get<Food>(menu.at(wish.foodId));
}

std::optional<Refusal> whyNotThisShape(const Wishes& wishes) {
    if (wishes.empty()) return Refusal{RefusalCode::NoLines};
    if (wishes.size() > static_cast<std::size_t>(order::linesPerOrderMax)) {
        return Refusal{RefusalCode::TooManyLines,
                       {{"maximum", std::to_string(order::linesPerOrderMax)},
                        {"wanted", std::to_string(wishes.size())}}};
    }
    for (const WishedLine& wish : wishes) {
        if (wish.qty >= order::qtyMin && wish.qty <= order::qtyMax) continue;
        return Refusal{RefusalCode::QuantityOutOfRange,
                       {{"foodId", wish.foodId.text()},
                        {"wanted", std::to_string(wish.qty)},
                        {"minimum", std::to_string(order::qtyMin)},
                        {"maximum", std::to_string(order::qtyMax)}}};
    }
    return std::nullopt;
}

std::optional<Refusal> whyNotTheseDishes(const Wishes& wishes, const Menu& menu, StoreId store) {
    for (const WishedLine& wish : wishes) {
        const auto found = menu.find(wish.foodId);
        if (found == menu.end() || !std::holds_alternative<Food>(found->second)) {
            return refuseUnknownFood(wish.foodId);
        }
    }
    for (const WishedLine& wish : wishes) {
        const Food& food = foodOf(wish, menu);
        if (food.storeId != store) return refuseDish(RefusalCode::DishesOfSeveralStores, food);
    }
    return std::nullopt;
}

std::optional<Refusal> whyNotForSale(const Wishes& wishes, const Menu& menu, Instant at) {
    for (const WishedLine& wish : wishes) {
        if (auto why = shop::whyNotForSale(foodOf(wish, menu), at)) return why;
    }
    return std::nullopt;
}

std::optional<Refusal> whyNotInStock(const Wishes& wishes, const Menu& menu, Instant at) {
    std::map<FoodId, int> wanted;
    for (const WishedLine& wish : wishes) wanted[wish.foodId] += wish.qty;
    for (const WishedLine& wish : wishes) {
        if (auto why = whyNotOrderable(foodOf(wish, menu), wanted[wish.foodId], at)) return why;
    }
    return std::nullopt;
}

Refusal refuseOption(RefusalCode code, const Food& food, const std::string& option,
                     const std::string& choice) {
    Refusal refusal = refuseDish(code, food);
    refusal.facts["option"] = option;
    if (!choice.empty()) refusal.facts["choice"] = choice;
    return refusal;
}

const OptionGroup* groupNamed(const Food& food, const std::string& name) {
    const auto& groups = food.dish.options;
    const auto found = std::ranges::find(groups, name, &OptionGroup::name);
    return found == groups.end() ? nullptr : &*found;
}

/// The options of one wish at the menu's prices.
Decided<std::vector<order::ChosenOption>> chosenOptions(const WishedLine& wish, const Food& food) {
    std::vector<order::ChosenOption> chosen;
    std::map<std::string, std::set<std::string>> seen;
    for (const WishedOption& option : wish.options) {
        const Refusal unknown =
            refuseOption(RefusalCode::UnknownOption, food, option.name, option.choice);
        const OptionGroup* group = groupNamed(food, option.name);
        if (!group) return tl::unexpected(unknown);
        const auto choice = std::ranges::find(group->choices, option.choice, &OptionChoice::choice);
        if (choice == group->choices.end()) return tl::unexpected(unknown);
        std::set<std::string>& ofGroup = seen[option.name];
        const bool isNew = ofGroup.insert(option.choice).second;
        if (!isNew || std::ssize(ofGroup) > group->atMost()) return tl::unexpected(unknown);
        chosen.push_back({option.name, option.choice, choice->price});
    }
    for (const OptionGroup& group : food.dish.options) {
        if (group.required && !seen.contains(group.name)) {
            return tl::unexpected(refuseOption(RefusalCode::OptionMissing, food, group.name, ""));
        }
    }
    return chosen;
}

Refusal refuseTotal() {
    return {RefusalCode::TotalTooLarge,
            {{"maximum", std::to_string(order::orderTotalMax.amount())}}};
}

/// Of one, options included; nothing when it leaves what an order may cost. Each part is bounded
/// before it is added, so the sum cannot overflow whatever a menu says.
std::optional<Won> priceOfOne(const Food& food, const std::vector<order::ChosenOption>& options) {
    const auto bounded = [](Won price) {
        return -order::orderTotalMax <= price && price <= order::orderTotalMax;
    };
    Won price = food.dish.price;
    if (!bounded(price)) return std::nullopt;
    for (const order::ChosenOption& option : options) {
        if (!bounded(option.price)) return std::nullopt;
        price += option.price;
    }
    if (price < Won{0} || price > order::orderTotalMax) return std::nullopt;
    return price;
}

Decided<order::Line> pricedLine(const WishedLine& wish, const Food& food) {
    auto options = chosenOptions(wish, food);
    if (!options) return tl::unexpected(options.error());
    const std::optional<Won> price = priceOfOne(food, *options);
    if (!price) return tl::unexpected(refuseTotal());
    return order::Line{food.foodId, food.dish.name, wish.qty, *price, *std::move(options)};
}

std::optional<Refusal> whyNotAtThisPrice(const Wishes& wishes, const Menu& menu,
                                         const std::vector<order::Line>& lines) {
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        if (!wishes[i].price || *wishes[i].price == lines[i].price) continue;
        Refusal changed = refuseDish(RefusalCode::PriceChanged, foodOf(wishes[i], menu));
        changed.facts["price"] = std::to_string(lines[i].price.amount());
        return changed;
    }
    if (order::totalOf(lines) > order::orderTotalMax) return refuseTotal();
    return std::nullopt;
}

}  // namespace

Decided<std::vector<order::Line>> quote(const std::vector<WishedLine>& wishes,
                                        const std::map<FoodId, FoodState>& menu, StoreId store,
                                        Instant at, Stock stock) {
    if (auto why = whyNotThisShape(wishes)) return tl::unexpected(*why);
    if (auto why = whyNotTheseDishes(wishes, menu, store)) return tl::unexpected(*why);
    const auto gone =
        stock == Stock::Counts ? whyNotInStock(wishes, menu, at) : whyNotForSale(wishes, menu, at);
    if (gone) return tl::unexpected(*gone);
    std::vector<order::Line> lines;
    for (const WishedLine& wish : wishes) {
        auto line = pricedLine(wish, foodOf(wish, menu));
        if (!line) return tl::unexpected(line.error());
        lines.push_back(*std::move(line));
    }
    if (auto why = whyNotAtThisPrice(wishes, menu, lines)) return tl::unexpected(*why);
    return lines;
}

}  // namespace delivery::shop
