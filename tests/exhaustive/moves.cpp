#include "tests/exhaustive/moves.h"

#include <algorithm>

namespace delivery::exhaustive {

namespace {

constexpr int attemptsMax = 2;
constexpr std::int64_t fenceMax = 2;
constexpr int lateNoticesMax = 1;

using Made = std::optional<desk::Command>;

// --- the customer

Made place(const Place& at, const Actor& who) {
    if (at.isPlaced()) return std::nullopt;
    desk::PlaceOrder wish;
    wish.customerId = CustomerId{who.user.text()};
    wish.lines.push_back({FoodId{1}, 1, {}, std::nullopt});
    wish.address = "서울 용산구 용산동 1-1";
    wish.area = "서울 용산구 용산동";
    wish.dropOff = GeoPoint{37'531'000, 126'966'000};
    wish.usePoints = Won{50};
    return wish;
}
Made cancel(const Place&, const Actor&) { return desk::CancelOrder{watched, {}}; }
Made payNow(const Place& at, const Actor&) {
    if (at.order.attempt >= attemptsMax && at.order.pay == sim::OrderModel::Pay::Declined) {
        return std::nullopt;
    }
    return desk::PayNow{watched, {}};
}
Made confirm(const Place&, const Actor&) { return desk::ConfirmOrder{watched}; }
Made removeCard(const Place&, const Actor&) { return desk::RemoveCard{CardId{"card-song"}}; }
Made addCard(const Place&, const Actor& who) {
    return desk::AddCard{CardId{"card-song"}, CustomerId{who.user.text()}, "sealed", "sealed",
                         "4330****1234"};
}

// --- the store

Made accept(const Place&, const Actor&) { return desk::AcceptOrder{watched, 20}; }
Made promise(const Place&, const Actor&) { return desk::ChangePromise{watched, 30}; }
Made reject(const Place&, const Actor&) { return desk::RejectOrder{watched, "재료 소진"}; }
Made start(const Place&, const Actor&) { return desk::StartCooking{watched}; }
Made finish(const Place&, const Actor&) { return desk::FinishCooking{watched}; }
Made cancelByStore(const Place&, const Actor&) { return desk::CancelOrder{watched, "가스 고장"}; }
Made acknowledge(const Place&, const Actor&) { return desk::AcknowledgeEnd{watched}; }

// --- a rider

Made pick(const Place& at, const Actor&) {
    if (at.order.fence >= fenceMax && !at.order.isHeld()) return std::nullopt;
    return desk::PickDelivery{watched};
}
Made release(const Place& at, const Actor&) {
    return desk::ReleaseDelivery{watched, at.order.fence};
}
Made collect(const Place& at, const Actor&) {
    return desk::CollectDelivery{watched, at.order.fence};
}
Made deliver(const Place& at, const Actor&) { return desk::DeliverOrder{watched, at.order.fence}; }
/// Two taps that were under way since the holding before this one.
Made collectLate(const Place& at, const Actor&) {
    return desk::CollectDelivery{watched, at.order.fence - 1};
}
Made deliverLate(const Place& at, const Actor&) {
    return desk::DeliverOrder{watched, at.order.fence - 1};
}

void addCustomer(std::vector<Wish>& all) {
    const Actor song{UserId{"song"}, Role::Customer, std::nullopt};
    all.push_back({"customer", "places the order", song, place});
    all.push_back({"customer", "cancels", song, cancel});
    all.push_back({"customer", "pays now", song, payNow});
    all.push_back({"customer", "confirms", song, confirm});
    all.push_back({"customer", "takes the card out", song, removeCard});
    all.push_back({"customer", "puts the card back", song, addCard});
}
void addStore(std::vector<Wish>& all) {
    const Actor owner{UserId{"owner"}, Role::Store, StoreId{1}};
    all.push_back({"store", "accepts", owner, accept});
    all.push_back({"store", "promises another time", owner, promise});
    all.push_back({"store", "rejects", owner, reject});
    all.push_back({"store", "starts cooking", owner, start});
    all.push_back({"store", "finishes cooking", owner, finish});
    all.push_back({"store", "cancels", owner, cancelByStore});
    all.push_back({"store", "acknowledges the end", owner, acknowledge});
}
void addRider(std::vector<Wish>& all, const std::string& who) {
    const Actor rider{UserId{who}, Role::Rider, std::nullopt};
    all.push_back({who, "picks", rider, pick});
    all.push_back({who, "lets go", rider, release});
    all.push_back({who, "collects", rider, collect});
    all.push_back({who, "delivers", rider, deliver});
    all.push_back({who, "collects under the fence before", rider, collectLate});
    all.push_back({who, "delivers under the fence before", rider, deliverLate});
}

/// What a timer may do without end, it does once.
bool isBounded(const Place& place, const std::string& kind) {
    const bool notices = kind == "CookingOverdue" || kind == "DeliveryOverdue";
    return !notices || place.order.lateNotices < lateNoticesMax;
}

void addCalls(std::vector<Move>& moves, const Place& place) {
    for (const auto& [id, effect] : place.rows.effects) {
        if (place.underWay.contains(id)) continue;
        if (effect.kind == "query") {
            moves.push_back({Does::Query, 0, id});
            // No message travels for fifteen days.
            const bool still = place.strays.empty() && place.underWay.empty();
            if (still) moves.push_back({Does::QueryWhenDead, 0, id});
        } else {
            moves.push_back({Does::Send, 0, id});
            moves.push_back({Does::SendInVain, 0, id});
        }
    }
    for (const auto& [id, call] : place.underWay) {
        moves.push_back({Does::GiveUp, 0, id});
        if (call.answer) {
            moves.push_back({Does::Hear, 0, id});
            continue;
        }
        moves.push_back({Does::Arrive, 0, id});
        const bool charges = call.owed.call.kind == saga::Call::Kind::Charge;
        if (charges) moves.push_back({Does::ArriveDeclined, 0, id});
    }
    for (const auto& [id, call] : place.strays) {
        moves.push_back({Does::StrayArrives, 0, id});
        moves.push_back({Does::StrayIsLost, 0, id});
    }
}

}  // namespace

bool heals(const Move& move) {
    switch (move.does) {
        case Does::Send:
        case Does::Arrive:
        case Does::Hear:
        case Does::StrayArrives:
        case Does::Query:
        case Does::QueryWhenDead:
        case Does::Fire:
            return true;
        case Does::Ask:
        case Does::SendInVain:
        case Does::ArriveDeclined:
        case Does::GiveUp:
        case Does::StrayIsLost:
        case Does::Crash:
            break;
    }
    return false;
}

const std::vector<Wish>& wishes(Scene scene) {
    static const std::vector<Wish> fromNothing = [] {
        std::vector<Wish> all;
        addCustomer(all);
        addStore(all);
        addRider(all, "rider1");
        return all;
    }();
    static const std::vector<Wish> offered = [] {
        std::vector<Wish> all;
        addStore(all);
        addRider(all, "rider1");
        addRider(all, "rider2");
        return all;
    }();
    return scene == Scene::Offered ? offered : fromNothing;
}

std::vector<Move> movesFrom(const Place& place, Scene scene) {
    std::vector<Move> moves;
    const std::vector<Wish>& all = wishes(scene);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].command(place, all[i].actor)) moves.push_back({Does::Ask, i, {}});
    }
    addCalls(moves, place);
    for (const auto& [key, timer] : place.rows.timers) {
        if (isBounded(place, key.second)) moves.push_back({Does::Fire, 0, key.second});
    }
    if (!place.crashed) moves.push_back({Does::Crash, 0, {}});
    return moves;
}

std::string describe(const Move& move, Scene scene) {
    switch (move.does) {
        case Does::Ask: {
            const Wish& wish = wishes(scene)[move.wish];
            return wish.who + ": " + wish.what;
        }
        case Does::Send:
            return "server: sends " + move.subject;
        case Does::SendInVain:
            return "server: sends " + move.subject + ", the connection is refused";
        case Does::Arrive:
            return "provider: performs " + move.subject;
        case Does::ArriveDeclined:
            return "provider: declines " + move.subject;
        case Does::Hear:
            return "server: hears what became of " + move.subject;
        case Does::GiveUp:
            return "server: waits no longer for " + move.subject;
        case Does::StrayArrives:
            return "provider: performs " + move.subject + ", for which nobody waits";
        case Does::StrayIsLost:
            return "network: loses " + move.subject;
        case Does::Query:
            return "server: asks the provider, " + move.subject;
        case Does::QueryWhenDead:
            return "server: asks the provider after the key's life, " + move.subject;
        case Does::Fire:
            return "timer: " + move.subject;
        case Does::Crash:
            return "server: crashes and starts again";
    }
    return {};
}

}  // namespace delivery::exhaustive
