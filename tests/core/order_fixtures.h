#pragma once
/// One customer, one store, two riders and the states that their order can be in: what the tests of
/// the order start from.

#include <cassert>
#include <string>
#include <utility>
#include <vector>

#include "order/limits.h"
#include "order/order.h"

namespace delivery::order::fixtures {

using namespace delivery::literals;

inline const Instant noon{1'767'236'400'000};
inline const OrderId orderId{7};
inline const StoreId storeId{1};

inline Actor song() { return {UserId{"song"}, Role::Customer, std::nullopt}; }
inline Actor kim() { return {UserId{"kim"}, Role::Customer, std::nullopt}; }
inline Actor store1() { return {UserId{"store1"}, Role::Store, storeId}; }
inline Actor store2() { return {UserId{"store2"}, Role::Store, StoreId{2}}; }
inline Actor rider1() { return {UserId{"rider1"}, Role::Rider, std::nullopt}; }
inline Actor rider2() { return {UserId{"rider2"}, Role::Rider, std::nullopt}; }
inline Actor admin() { return {UserId{"admin"}, Role::Admin, std::nullopt}; }

inline PersonalRef personal(const std::string& id) { return {PersonalId{id}, "hash-of-" + id}; }

/// 탕수육 and two 짜장 for 15,000 won, brought for 3,000: 18,000 won by card.
inline PlaceOrder placeOrder() {
    PlaceOrder command;
    command.orderId = orderId;
    command.by = song();
    command.at = noon;
    command.commandId = CommandId{"0198-place"};
    command.customerId = CustomerId{"song"};
    command.storeId = storeId;
    command.storeName = "용산반점";
    command.storePlace = {37'530'000, 126'965'000};
    command.lines = {{FoodId{1}, "탕수육", 1, 10'000_won, {}},
                     {FoodId{2}, "짜장", 2, 2'500_won, {}}};
    command.deliveryFee = 3'000_won;
    command.address = personal("address");
    command.phone = personal("phone");
    command.area = "용산동";
    command.areaPlace = GeoPoint{37'535'000, 126'970'000};
    command.cardId = CardId{"card-1"};
    command.install = "i1";
    command.chargeKey = ProviderKey{"charge-1"};
    return command;
}

inline PlaceOrder pickupOrder() {
    PlaceOrder command = placeOrder();
    command.pickup = true;
    command.address = std::nullopt;
    command.deliveryFee = 0_won;
    return command;
}

inline PlaceOrder orderForPoints() {
    PlaceOrder command = placeOrder();
    command.pointsSpent = 18'000_won;
    command.cardId = std::nullopt;
    return command;
}

inline PlaceOrder unverifiedOrder() {
    PlaceOrder command = placeOrder();
    command.verified = false;
    return command;
}

inline RecordCharge charge(RecordCharge::Outcome outcome, int attempt = 1) {
    return {orderId, noon + seconds(1), attempt, std::move(outcome), ProviderKey{"refund-1"}};
}
inline RecordCharge approval(int attempt = 1) {
    return charge(RecordCharge::Approved{PaymentKey{"pay-" + std::to_string(attempt)}, 18'000_won,
                                         "ds-i1-7-" + std::to_string(attempt)},
                  attempt);
}
inline RecordCharge approvalOf(Won amount, int attempt = 1) {
    return charge(RecordCharge::Approved{PaymentKey{"pay-" + std::to_string(attempt)}, amount,
                                         "ds-i1-7-" + std::to_string(attempt)},
                  attempt);
}
inline RecordRefund refund(RecordRefund::Outcome outcome) {
    return {orderId, noon + minutes(1), std::move(outcome)};
}

inline CancelOrder cancelBy(const Actor& actor) {
    return {orderId,
            actor,
            noon + seconds(30),
            CancelReason::CustomerAsked,
            std::nullopt,
            ProviderKey{"refund-1"}};
}
inline CancelOrder notOrderable() {
    return {orderId,      systemActor(),          noon + seconds(30), CancelReason::NotOrderable,
            std::nullopt, ProviderKey{"refund-1"}};
}
inline VerifyOrder verify() { return {orderId, noon + seconds(5)}; }
inline ConfirmOrder confirmBy(const Actor& actor) { return {orderId, actor, noon + hours(1)}; }
inline PayNow payNow(std::optional<CardId> card = std::nullopt) {
    return {orderId, song(), noon + seconds(40), std::move(card), "i1", ProviderKey{"charge-2"}};
}
inline RetryPayment retryBy(const Actor& actor) {
    return {orderId, actor, noon + minutes(20), ProviderKey{"refund-2"}};
}
inline AcceptOrder accept(int cookMinutes = 20) {
    return {orderId, store1(), noon + minutes(1), cookMinutes};
}
inline ChangePromise promise(int cookMinutes = 25) {
    return {orderId, store1(), noon + minutes(10), cookMinutes};
}
inline RejectOrder reject() {
    return {orderId, store1(), noon + minutes(1), personal("reason"), ProviderKey{"refund-1"}};
}
inline StartCooking start() { return {orderId, store1(), noon + minutes(2)}; }
inline FinishCooking finish() { return {orderId, store1(), noon + minutes(15)}; }
inline PickDelivery pickBy(const Actor& rider) {
    return {orderId, rider, noon + minutes(16), RiderId{rider.user.text()}};
}
inline ReleaseDelivery releaseBy(const Actor& rider, std::optional<std::int64_t> fence = {}) {
    return {orderId, rider, noon + minutes(17), RiderId{rider.user.text()}, fence};
}
inline CollectDelivery collectBy(const Actor& rider, std::optional<std::int64_t> fence = {}) {
    return {orderId, rider, noon + minutes(18), RiderId{rider.user.text()}, fence};
}
inline DeliverOrder deliverBy(const Actor& rider, std::optional<std::int64_t> fence = {}) {
    return {orderId, rider, noon + minutes(30), RiderId{rider.user.text()}, fence};
}
inline FireTimer timer(TimerKind kind) {
    return {orderId, noon + minutes(40), kind, ProviderKey{"refund-1"}};
}

/// The state that the events lead to.
inline State folded(State state, const Events& events) {
    for (const Event& event : events) state = evolve(std::move(state), event);
    return state;
}

/// The state that the commands lead to, each of which must be allowed.
inline State after(State state, const std::vector<Command>& commands) {
    for (const Command& command : commands) {
        const Decided<Events> decided = decide(state, command);
        assert(decided.has_value());
        state = folded(std::move(state), *decided);
    }
    return state;
}
inline State after(const std::vector<Command>& commands) { return after(NotPlaced{}, commands); }

inline const Order& orderIn(const State& state) { return std::get<Order>(state); }

inline State paid() { return after({placeOrder(), approval()}); }
inline State accepted() { return after(paid(), {accept()}); }
inline State cooking() { return after(accepted(), {start()}); }
inline State offered() { return after(cooking(), {finish()}); }
inline State picked() { return after(offered(), {pickBy(rider1())}); }
inline State collected() { return after(picked(), {collectBy(rider1())}); }
inline State delivered() { return after(collected(), {deliverBy(rider1())}); }
inline State confirmed() { return after(delivered(), {confirmBy(song())}); }
inline State pickupCooked() {
    return after({pickupOrder(), approvalOf(15'000_won), accept(), start(), finish()});
}
inline State offeredInRound(int round) {
    State state = offered();
    for (int i = 1; i < round; ++i) state = after(state, {timer(TimerKind::OfferRound)});
    return state;
}
inline State unassignable() {
    return after(offeredInRound(Times{}.offerRoundsMax), {timer(TimerKind::OfferRound)});
}
inline State unknown() { return after({placeOrder(), charge(RecordCharge::Unknown{})}); }

struct Named {
    std::string name;
    State state;
};

/// The orders that the menu has not promised yet, each with what its payment may have come to.
inline std::vector<Named> unverifiedStates() {
    const State unverified = after({unverifiedOrder()});
    const State inDoubt = after(unverified, {charge(RecordCharge::Unknown{})});
    PlaceOrder byPoints = orderForPoints();
    byPoints.verified = false;
    return {
        {"unverified, payment requested", unverified},
        {"unverified, payment deferred", after(unverified, {charge(RecordCharge::NotSent{})})},
        {"unverified, payment declined",
         after(unverified, {charge(RecordCharge::Declined{"NO_FUNDS"})})},
        {"unverified, payment unknown", inDoubt},
        {"unverified, charge escalated", after(inDoubt, {timer(TimerKind::PaymentEscalation)})},
        {"paid, unverified", after(unverified, {approval()})},
        {"paid by points, unverified", after({byPoints})},
    };
}

/// The ways in which an order ends without a deal, each with what its payment may have come to.
inline std::vector<Named> endedStates() {
    const Command cancel{cancelBy(song())};
    const Command refunded{refund(RecordRefund::Refunded{18'000_won})};
    const Command refundRefused{refund(RecordRefund::Unacceptable{"REFUND_REFUSED"})};
    const Command expiry{timer(TimerKind::PaymentDeadline)};
    const Command escalation{timer(TimerKind::PaymentEscalation)};
    const State requested = after({placeOrder()});
    const State deferred = after(requested, {charge(RecordCharge::NotSent{})});
    const State declined = after(requested, {charge(RecordCharge::Declined{"NO_FUNDS"})});
    const State byPoints = after({orderForPoints()});
    const State late = after(requested, {expiry, approval()});
    return {
        {"cancelled, refund due", after(paid(), {cancel})},
        {"cancelled, refunded", after(paid(), {cancel, refunded})},
        {"cancelled, refund escalated", after(paid(), {cancel, refundRefused})},
        {"cancelled, payment requested", after(requested, {cancel})},
        {"cancelled, payment unknown", after(unknown(), {cancel})},
        {"cancelled, charge escalated", after(unknown(), {cancel, escalation})},
        {"cancelled, payment deferred", after(deferred, {cancel})},
        {"cancelled, payment declined", after(declined, {cancel})},
        {"cancelled, paid by points", after(byPoints, {cancel})},
        {"rejected", after(paid(), {reject()})},
        {"rejected, refunded", after(paid(), {reject(), refunded})},
        {"rejected, refund escalated", after(paid(), {reject(), refundRefused})},
        {"rejected, paid by points", after(byPoints, {reject()})},
        {"expired, payment requested", after(requested, {expiry})},
        {"expired, payment deferred", after(deferred, {expiry})},
        {"expired, payment declined", after(declined, {expiry})},
        {"expired, payment unknown", after(unknown(), {expiry})},
        {"expired, charge escalated", after(unknown(), {expiry, escalation})},
        {"expired, refund due", late},
        {"expired, refunded", after(late, {refunded})},
        {"expired, refund escalated", after(late, {refundRefused})},
    };
}

/// Every state that decides differently from the others, by name. tst_order_decide finds what is
/// missing here.
inline std::vector<Named> everyState() {
    const State pickupPaid = after({pickupOrder(), approvalOf(15'000_won)});
    const State pointsCollected = after(
        {orderForPoints(), accept(), start(), finish(), pickBy(rider1()), collectBy(rider1())});
    std::vector<Named> states{
        {"not placed", NotPlaced{}},
        {"payment requested", after({placeOrder()})},
        {"payment deferred", after({placeOrder(), charge(RecordCharge::NotSent{})})},
        {"payment declined", after({placeOrder(), charge(RecordCharge::Declined{"NO_FUNDS"})})},
        {"payment unknown", unknown()},
        {"charge repeated", after(unknown(), {charge(RecordCharge::NotFound{})})},
        {"charge escalated", after(unknown(), {timer(TimerKind::PaymentEscalation)})},
        {"paid", paid()},
        {"paid by points", after({orderForPoints()})},
        {"accepted", accepted()},
        {"cooking", cooking()},
        {"cooked, not yet offered", folded(cooking(), {CookFinished{noon + minutes(15)}})},
        {"offered", offered()},
        {"offered for the last time", offeredInRound(Times{}.offerRoundsMax)},
        {"unassignable", unassignable()},
        {"picked", picked()},
        {"collected", collected()},
        {"delivered", delivered()},
        {"confirmed", confirmed()},
        {"confirmed, paid by points",
         after(pointsCollected, {deliverBy(rider1()), confirmBy(song())})},
        {"pickup, paid", pickupPaid},
        {"pickup, accepted", after(pickupPaid, {accept()})},
        {"pickup, cooking", after(pickupPaid, {accept(), start()})},
        {"pickup, cooked", pickupCooked()},
    };
    for (const auto& part : {unverifiedStates(), endedStates()})
        states.insert(states.end(), part.begin(), part.end());
    return states;
}

struct NamedCommand {
    std::string name;
    Command command;
};

/// Every command as the right person gives it, by name; where the outcome depends on who or what,
/// once for each.
inline std::vector<NamedCommand> everyCommand() {
    return {
        {"PlaceOrder", placeOrder()},
        {"VerifyOrder", verify()},
        {"CancelOrder/customer", cancelBy(song())},
        {"CancelOrder/store", cancelBy(store1())},
        {"CancelOrder/admin", cancelBy(admin())},
        {"CancelOrder/menu", notOrderable()},
        {"ConfirmOrder", confirmBy(song())},
        {"PayNow", payNow()},
        {"PayNow/card", payNow(CardId{"card-2"})},
        {"RecordCharge/approved", approval()},
        {"RecordCharge/amount", approvalOf(17'000_won)},
        {"RecordCharge/attempt", approval(9)},
        {"RecordCharge/declined", charge(RecordCharge::Declined{"NO_FUNDS"})},
        {"RecordCharge/notSent", charge(RecordCharge::NotSent{})},
        {"RecordCharge/unknown", charge(RecordCharge::Unknown{})},
        {"RecordCharge/notFound", charge(RecordCharge::NotFound{})},
        {"RecordCharge/unacceptable", charge(RecordCharge::Unacceptable{"BAD_KEY"})},
        {"RecordRefund/refunded", refund(RecordRefund::Refunded{18'000_won})},
        {"RecordRefund/amount", refund(RecordRefund::Refunded{17'000_won})},
        {"RecordRefund/unacceptable", refund(RecordRefund::Unacceptable{"REFUND_BAD"})},
        {"RetryPayment", retryBy(admin())},
        {"AcceptOrder", accept()},
        {"ChangePromise", promise()},
        {"RejectOrder", reject()},
        {"StartCooking", start()},
        {"FinishCooking", finish()},
        {"PickDelivery", pickBy(rider2())},
        {"ReleaseDelivery", releaseBy(rider1())},
        {"CollectDelivery", collectBy(rider1())},
        {"DeliverOrder", deliverBy(rider1())},
        {"FireTimer/ReplyDeadline", timer(TimerKind::ReplyDeadline)},
        {"FireTimer/PaymentDeadline", timer(TimerKind::PaymentDeadline)},
        {"FireTimer/PaymentEscalation", timer(TimerKind::PaymentEscalation)},
        {"FireTimer/StoreReminder", timer(TimerKind::StoreReminder)},
        {"FireTimer/StoreAnswer", timer(TimerKind::StoreAnswer)},
        {"FireTimer/CookingOverdue", timer(TimerKind::CookingOverdue)},
        {"FireTimer/OfferRound", timer(TimerKind::OfferRound)},
        {"FireTimer/AssignDeadline", timer(TimerKind::AssignDeadline)},
        {"FireTimer/CollectDeadline", timer(TimerKind::CollectDeadline)},
        {"FireTimer/DeliveryOverdue", timer(TimerKind::DeliveryOverdue)},
        {"FireTimer/ConfirmDeadline", timer(TimerKind::ConfirmDeadline)},
        {"FireTimer/Verification", timer(TimerKind::Verification)},
    };
}

/// A decision in words: "nothing", "refused AlreadyPaid", or the events' names.
inline std::string inWords(const Decided<Events>& decided) {
    if (!decided) return "refused " + std::string{name(decided.error().code)};
    if (decided->empty()) return "nothing";
    std::string words;
    for (const Event& event : *decided)
        words += (words.empty() ? "" : " ") + std::string{name(event)};
    return words;
}

}  // namespace delivery::order::fixtures
