#include "record/lift.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace delivery::record {

namespace {

using Json = nlohmann::json;
using Members = Json::object_t;

/// The text of a member of a member; empty when there is none.
std::string_view textIn(const Members& whole, const char* part, const char* name) {
    const auto found = whole.find(part);
    const auto* members = found == whole.end() ? nullptr : found->second.get_ptr<const Members*>();
    if (members == nullptr) return {};
    const auto text = members->find(name);
    if (text == members->end()) return {};
    const auto* value = text->second.get_ptr<const std::string*>();
    return value == nullptr ? std::string_view{} : std::string_view{*value};
}

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> texts) {
    for (const std::string_view one : texts) {
        if (text == one) return true;
    }
    return false;
}

/// Only what is its store's ticket now, was answered there, or ended for want of it.
bool hadReachedStore(const Members& order) {
    if (isOneOf(textIn(order, "kitchen", "is"), {"Accepted", "Cooking", "Cooked"})) return true;
    const std::string_view placement = textIn(order, "placement", "is");
    if (isOneOf(placement, {"Rejected", "Confirmed"})) return true;
    if (placement == "Cancelled") {
        return textIn(order, "placement", "by") == "Store" ||
               textIn(order, "placement", "reason") == "StoreSilent";
    }
    return placement == "Verified" &&
           isOneOf(textIn(order, "payment", "is"), {"NoneNeeded", "Approved"});
}

}  // namespace

bool Lift<order::Order>::isOld(const Members& order) {
    return !order.contains("reachedStore") || !order.contains("strays");
}

Members Lift<order::Order>::lifted(Members order) {
    order.try_emplace("reachedStore", hadReachedStore(order));
    order.try_emplace("strays", Json::array());
    return order;
}

bool Lift<page::OrderCard>::isOld(const Members& card) { return card.contains("reachedStore"); }

Members Lift<page::OrderCard>::lifted(Members card) {
    const auto known = card.extract("reachedStore");
    const auto order = card.find("order");
    auto* members = order == card.end() ? nullptr : order->second.get_ptr<Members*>();
    if (members != nullptr) members->try_emplace("reachedStore", known.mapped());
    return card;
}

}  // namespace delivery::record
