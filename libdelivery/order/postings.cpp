#include "order/postings.h"

#include <cassert>

#include "order/lines.h"

namespace delivery::order {

namespace {

using Postings = std::vector<Posting>;

/// Moves an amount from one account to another: the one is credited, the other debited.
void move(Postings& entries, Won amount, Posting from, Posting to) {
    if (amount.isZero()) return;
    from.delta = -amount;
    to.delta = amount;
    entries.push_back(from);
    entries.push_back(to);
}

Posting of(Account account) { return {.account = account, .delta = Won{}}; }
Posting ofStore(const Order& order) {
    return {.account = Account::StorePayable, .store = order.placed.storeId, .delta = Won{}};
}

Won pointsEarned(const Order& order) {
    const auto* approved = std::get_if<payment::Approved>(&order.payment);
    return approved == nullptr ? Won{0} : approved->capture.pointsEarned;
}

/// An end without a deal: spent points come back, earned ones are revoked. The card's money follows
/// when it is refunded.
Postings ended(const Order& order) {
    Postings entries;
    move(entries, order.placed.pointsSpent, of(Account::PointsLiability), of(Account::Customer));
    move(entries, pointsEarned(order), of(Account::Platform), of(Account::PointsLiability));
    return entries;
}

Postings entriesOf(const Order&, const OrderPlaced& event) {
    Postings entries;
    move(entries, event.pointsSpent, of(Account::Customer), of(Account::PointsLiability));
    return entries;
}
Postings entriesOf(const Order&, const OrderVerified&) { return {}; }
Postings entriesOf(const Order& order, const OrderCancelled& event) {
    Postings entries = ended(order);
    // The store cooked, and it was not the store that found no rider.
    if (event.reason == CancelReason::NoRider) {
        const Won dishes = totalOf(order.placed.lines);
        move(entries, dishes - feeRoundedDown(dishes, commissionRate), ofStore(order),
             of(Account::Loss));
    }
    return entries;
}
Postings entriesOf(const Order& order, const OrderRejected&) { return ended(order); }
Postings entriesOf(const Order& order, const OrderExpired&) { return ended(order); }
Postings entriesOf(const Order& order, const OrderConfirmed&) {
    Postings entries;
    const Won dishes = totalOf(order.placed.lines);
    const Won commission = feeRoundedDown(dishes, commissionRate);
    move(entries, dishes - commission, ofStore(order), of(Account::Customer));
    move(entries, commission, of(Account::Platform), of(Account::Customer));
    return entries;
}

Postings entriesOf(const Order&, const ChargeRequested&) { return {}; }
Postings entriesOf(const Order&, const PaymentApproved& event) {
    Postings entries;
    move(entries, event.amount, of(Account::Customer), of(Account::ProviderClearing));
    move(entries, event.pointsEarned, of(Account::PointsLiability), of(Account::Platform));
    return entries;
}
Postings entriesOf(const Order&, const PaymentDeclined&) { return {}; }
Postings entriesOf(const Order&, const PaymentDeferred&) { return {}; }
Postings entriesOf(const Order&, const ChargeRetried&) { return {}; }
Postings entriesOf(const Order&, const PaymentOutcomeUnknown&) { return {}; }
Postings entriesOf(const Order&, const ChargeRepeated&) { return {}; }
Postings entriesOf(const Order&, const PaymentEscalated&) { return {}; }
Postings entriesOf(const Order&, const RefundRequested&) { return {}; }
Postings entriesOf(const Order&, const PaymentRefunded& event) {
    Postings entries;
    move(entries, event.amount, of(Account::ProviderClearing), of(Account::Customer));
    return entries;
}
Postings entriesOf(const Order&, const PaymentRetried&) { return {}; }

Postings entriesOf(const Order&, const StoreReminded&) { return {}; }
Postings entriesOf(const Order&, const OrderAccepted&) { return {}; }
Postings entriesOf(const Order&, const PromiseChanged&) { return {}; }
Postings entriesOf(const Order&, const CookStarted&) { return {}; }
Postings entriesOf(const Order&, const CookFinished&) { return {}; }
Postings entriesOf(const Order&, const CookingRanLate&) { return {}; }

Postings entriesOf(const Order&, const DeliveryOffered&) { return {}; }
Postings entriesOf(const Order&, const DeliveryPicked&) { return {}; }
Postings entriesOf(const Order&, const DeliveryReleased&) { return {}; }
Postings entriesOf(const Order&, const DeliveryCollected&) { return {}; }
Postings entriesOf(const Order& order, const DeliveryDelivered&) {
    const auto* delivered = std::get_if<courier::Delivered>(&order.courier);
    assert(delivered != nullptr);
    Postings entries;
    const Posting rider{
        .account = Account::RiderPayable, .delta = Won{}, .rider = delivered->riderId};
    move(entries, order.placed.deliveryFee, rider, of(Account::Customer));
    return entries;
}
Postings entriesOf(const Order&, const DeliveryRanLate&) { return {}; }
Postings entriesOf(const Order&, const OfferWithdrawn&) { return {}; }
Postings entriesOf(const Order&, const DeliveryUnassignable&) { return {}; }

}  // namespace

std::vector<Posting> postings(const Order& after, const Event& event) {
    return std::visit([&](const auto& fact) { return entriesOf(after, fact); }, event);
}

std::string_view name(Account account) {
    switch (account) {
        case Account::Customer:
            return "customer";
        case Account::ProviderClearing:
            return "providerClearing";
        case Account::StorePayable:
            return "storePayable";
        case Account::RiderPayable:
            return "riderPayable";
        case Account::Platform:
            return "platform";
        case Account::PointsLiability:
            return "pointsLiability";
        case Account::Loss:
            return "loss";
    }
    assert(!"every account has a name");
    return "";
}

}  // namespace delivery::order
