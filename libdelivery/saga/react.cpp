#include "saga/react.h"

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

#include "core/cases.h"
#include "saga/owed.h"

namespace delivery::saga {

namespace {

using order::TimerKind;

/// Names the facts from which nothing follows, so that one that is left out does not compile.
template <class Fact, class... Facts>
concept OneOf = (std::is_same_v<Fact, Facts> || ...);

constexpr std::array<std::pair<TimerKind, const char*>, 12> timerNames{{
    {TimerKind::ReplyDeadline, "ReplyDeadline"},
    {TimerKind::PaymentDeadline, "PaymentDeadline"},
    {TimerKind::PaymentEscalation, "PaymentEscalation"},
    {TimerKind::StoreReminder, "StoreReminder"},
    {TimerKind::StoreAnswer, "StoreAnswer"},
    {TimerKind::CookingOverdue, "CookingOverdue"},
    {TimerKind::OfferRound, "OfferRound"},
    {TimerKind::AssignDeadline, "AssignDeadline"},
    {TimerKind::CollectDeadline, "CollectDeadline"},
    {TimerKind::DeliveryOverdue, "DeliveryOverdue"},
    {TimerKind::ConfirmDeadline, "ConfirmDeadline"},
    {TimerKind::Verification, "Verification"},
}};

bool contains(const std::vector<TimerKind>& kinds, TimerKind kind) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

/// When an overdue kitchen is looked at: promised + 15 min, then every 15 min, after an hour
/// hourly.
Instant nextOverdue(const order::Order& order, Instant at, const order::Times& times) {
    const auto next = [&](Instant readyBy, int lateNotices) {
        if (lateNotices == 0) return std::max(at, readyBy) + times.cookingOverdue;
        return at + (lateNotices < 4 ? times.cookingOverdueAgain : times.cookingOverdueHourly);
    };
    if (const auto* accepted = std::get_if<order::kitchen::Accepted>(&order.kitchen)) {
        return next(accepted->readyBy, accepted->lateNotices);
    }
    const auto& cooking = std::get<order::kitchen::Cooking>(order.kitchen);
    return next(cooking.readyBy, cooking.lateNotices);
}

Instant cookedAt(const order::Order& order) {
    return std::get<order::kitchen::Cooked>(order.kitchen).at;
}

}  // namespace

Instant dueOf(TimerKind kind, const order::Order& order, Instant at, const order::Times& times) {
    switch (kind) {
        case TimerKind::ReplyDeadline:
            return at + times.replyDeadline;
        case TimerKind::PaymentDeadline:
            return order.placed.at + times.paymentDeadline;
        case TimerKind::PaymentEscalation:
            return at + times.paymentEscalation;
        case TimerKind::StoreReminder: {
            const auto* waiting = std::get_if<order::kitchen::Waiting>(&order.kitchen);
            const bool second = waiting != nullptr && waiting->reminders > 0;
            return at + (second ? times.storeReminderSecond - times.storeReminderFirst
                                : times.storeReminderFirst);
        }
        case TimerKind::StoreAnswer:
            return at + times.storeAnswer;
        case TimerKind::CookingOverdue:
            return nextOverdue(order, at, times);
        case TimerKind::OfferRound:
            return at + times.offerRound;
        // From the first offer on, however often it was picked and given back since.
        case TimerKind::AssignDeadline:
            return std::max(at, cookedAt(order) + times.assignDeadline);
        case TimerKind::CollectDeadline:
            return at + times.collectDeadline;
        case TimerKind::DeliveryOverdue: {
            const auto& collected = std::get<order::courier::Collected>(order.courier);
            return at + (collected.lateNotices == 0 ? times.deliveryOverdue
                                                    : times.deliveryOverdueAgain);
        }
        case TimerKind::ConfirmDeadline:
            return at + times.confirmDeadline;
        // At once, that is: when the menu's clock goes again.
        case TimerKind::Verification:
            return at;
    }
    std::abort();
}

namespace {

/// Kinds that an event arms anew although they were armed before it: their moment has moved.
std::vector<TimerKind> rearmedBy(const order::Event& event) {
    return std::visit(
        Overloaded{
            [](const order::StoreReminded&) -> std::vector<TimerKind> {
                return {TimerKind::StoreReminder};
            },
            [](const order::CookingRanLate&) -> std::vector<TimerKind> {
                return {TimerKind::CookingOverdue};
            },
            [](const order::PromiseChanged&) -> std::vector<TimerKind> {
                return {TimerKind::CookingOverdue};
            },
            [](const order::DeliveryOffered&) -> std::vector<TimerKind> {
                return {TimerKind::OfferRound};
            },
            [](const order::DeliveryRanLate&) -> std::vector<TimerKind> {
                return {TimerKind::DeliveryOverdue};
            },
            []<OneOf<order::OrderPlaced, order::OrderVerified, order::OrderCancelled,
                     order::OrderRejected, order::OrderExpired, order::OrderConfirmed,
                     order::ChargeRequested, order::PaymentApproved, order::PaymentDeclined,
                     order::PaymentDeferred, order::ChargeRetried, order::PaymentOutcomeUnknown,
                     order::ChargeRepeated, order::PaymentEscalated, order::RefundRequested,
                     order::PaymentRefunded, order::PaymentRetried, order::OrderAccepted,
                     order::CookStarted, order::CookFinished, order::DeliveryPicked,
                     order::DeliveryReleased, order::DeliveryCollected, order::DeliveryDelivered,
                     order::OfferWithdrawn, order::DeliveryUnassignable>
                   Fact>(const Fact&) -> std::vector<TimerKind> { return {}; },
        },
        event);
}

void timerChanges(const std::vector<TimerKind>& before, const order::Event& event,
                  const order::Order& after, Instant at, const order::Times& times,
                  std::vector<FollowUp>& out) {
    const auto owed = owedTimers(after);
    const auto rearmed = rearmedBy(event);
    for (const TimerKind kind : before) {
        if (!contains(owed, kind)) out.push_back(DisarmTimer{kind});
    }
    for (const TimerKind kind : owed) {
        if (!contains(before, kind) || contains(rearmed, kind)) {
            out.push_back(ArmTimer{kind, dueOf(kind, after, at, times)});
        }
    }
}

/// The first question about an unknown outcome comes after a second; charges and refunds go out at
/// once, a deferred charge after the first of its waits.
Instant callDue(const Call& call, const order::Order& after, Instant at) {
    if (call.kind == Call::Kind::Query) return at + seconds(1);
    if (std::holds_alternative<order::payment::Deferred>(after.payment)) return at + seconds(5);
    return at;
}

void callChanges(const std::optional<Call>& before, const order::Event& event,
                 const order::Order& after, Instant at, std::vector<FollowUp>& out) {
    const auto owed = owedCall(after);
    const std::string idBefore = before ? effectId(*before) : std::string{};
    const std::string idAfter = owed ? effectId(*owed) : std::string{};
    if (!idBefore.empty() && idBefore != idAfter) out.push_back(DropCall{idBefore});
    if (!owed) return;
    const bool again = std::holds_alternative<order::ChargeRetried>(event) ||
                       std::holds_alternative<order::PaymentDeferred>(event) ||
                       std::holds_alternative<order::PaymentRetried>(event);
    const bool overNow = before && before->orderOver != owed->orderOver;
    if (idBefore != idAfter || again || overNow) {
        out.push_back(OweCall{*owed, callDue(*owed, after, at)});
    }
}

/// Points and stock go back exactly once, with the event that ends the order.
void settle(const order::Order& after, std::vector<FollowUp>& out) {
    const auto& placed = after.placed;
    if (placed.pointsSpent > Won{0}) {
        out.push_back(ReturnPoints{placed.customerId, placed.orderId, placed.pointsSpent});
    }
    if (const auto* approved = std::get_if<order::payment::Approved>(&after.payment);
        approved != nullptr && approved->capture.pointsEarned > Won{0}) {
        out.push_back(
            RevokePoints{placed.customerId, placed.orderId, approved->capture.pointsEarned});
    }
}

void returnStock(const order::Order& before, std::vector<FollowUp>& out) {
    // An unverified order never took any.
    if (!order::isVerified(before)) return;
    for (const auto& line : before.placed.lines) {
        out.push_back(ReturnStock{line.foodId, before.placed.orderId, line.qty});
    }
}

void finalise(const order::Order& after, std::vector<FollowUp>& out) {
    out.push_back(FinaliseReply{after.placed.placedBy, after.placed.commandId});
}

void reachStore(const order::Order& after, std::vector<FollowUp>& out) {
    if (order::isOver(after) || !order::isVisibleToStore(after)) return;
    out.push_back(ReachStore{after.placed.storeId});
}

LeaveTicket leaveTicket(const order::Order& after) {
    return {after.placed.storeId, after.placed.orderId};
}

void particulars(const order::State& before, const order::Event& event, const order::Order& after,
                 Instant at, const order::Times& times, std::vector<FollowUp>& out) {
    const auto ends = [&] {
        if (const auto* lived = std::get_if<order::Order>(&before)) {
            settle(after, out);
            returnStock(*lived, out);
            out.push_back(leaveTicket(after));
            finalise(after, out);
        }
    };
    std::visit(
        Overloaded{
            [&](const order::OrderPlaced&) {
                if (!order::isPaid(after)) {
                    out.push_back(ArmTimer{TimerKind::ReplyDeadline, at + times.replyDeadline});
                } else {
                    finalise(after, out);
                }
                reachStore(after, out);
            },
            [&](const order::OrderVerified&) { reachStore(after, out); },
            [&](const order::OrderAccepted&) {
                out.push_back(TakeTicket{after.placed.storeId, after.placed.orderId});
            },
            [&](const order::CookFinished&) { out.push_back(leaveTicket(after)); },
            [&](const order::PaymentApproved& e) {
                if (!order::isOver(after) && e.pointsEarned > Won{0}) {
                    out.push_back(
                        EarnPoints{after.placed.customerId, after.placed.orderId, e.pointsEarned});
                }
                finalise(after, out);
                reachStore(after, out);
            },
            [&](const order::PaymentDeclined&) { finalise(after, out); },
            [&](const order::PaymentDeferred&) { finalise(after, out); },
            [&](const order::PaymentEscalated&) { finalise(after, out); },
            [&](const order::OrderCancelled& e) {
                ends();
                if (e.reason == order::CancelReason::StoreSilent) {
                    out.push_back(PauseSilentStore{after.placed.storeId, after.placed.at});
                }
            },
            [&](const order::OrderRejected&) { ends(); },
            [&](const order::OrderExpired&) { ends(); },
            [&](const order::DeliveryReleased& e) {
                out.push_back(LetGoRider{e.riderId, after.placed.orderId});
            },
            [&](const order::DeliveryDelivered&) {
                const auto& delivered = std::get<order::courier::Delivered>(after.courier);
                out.push_back(LetGoRider{delivered.riderId, after.placed.orderId});
            },
            []<OneOf<order::OrderConfirmed, order::ChargeRequested, order::ChargeRetried,
                     order::PaymentOutcomeUnknown, order::ChargeRepeated, order::RefundRequested,
                     order::PaymentRefunded, order::PaymentRetried, order::StoreReminded,
                     order::PromiseChanged, order::CookStarted, order::CookingRanLate,
                     order::DeliveryOffered, order::DeliveryPicked, order::DeliveryCollected,
                     order::DeliveryRanLate, order::OfferWithdrawn, order::DeliveryUnassignable>
                   Fact>(const Fact&) {},
        },
        event);
}

}  // namespace

std::string effectId(const Call& call) {
    const std::string order = call.orderId.text();
    switch (call.kind) {
        case Call::Kind::Charge:
            return "charge/" + order + "/" + std::to_string(call.attempt);
        case Call::Kind::Query:
            return "query/" + order + "/" + std::to_string(call.attempt);
        case Call::Kind::Refund:
            return "refund/" + order;
    }
    std::abort();
}

std::vector<FollowUp> react(const order::State& before, const order::Event& event,
                            const order::Order& after, Instant at, const order::Times& times) {
    std::vector<FollowUp> out;
    std::vector<TimerKind> timersBefore;
    std::optional<Call> callBefore;
    if (const auto* lived = std::get_if<order::Order>(&before)) {
        timersBefore = owedTimers(*lived);
        callBefore = owedCall(*lived);
    }
    particulars(before, event, after, at, times, out);
    callChanges(callBefore, event, after, at, out);
    timerChanges(timersBefore, event, after, at, times, out);
    return out;
}

std::string name(TimerKind kind) {
    for (const auto& [known, text] : timerNames) {
        if (known == kind) return text;
    }
    std::abort();
}

std::optional<TimerKind> timerKindNamed(const std::string& name) {
    for (const auto& [kind, text] : timerNames) {
        if (name == text) return kind;
    }
    return std::nullopt;
}

std::string waitsFor(TimerKind kind) {
    switch (kind) {
        case TimerKind::ReplyDeadline:
        case TimerKind::PaymentDeadline:
        case TimerKind::PaymentEscalation:
            return "";
        case TimerKind::StoreReminder:
        case TimerKind::StoreAnswer:
        case TimerKind::CookingOverdue:
            return "store";
        case TimerKind::OfferRound:
        case TimerKind::AssignDeadline:
        case TimerKind::CollectDeadline:
        case TimerKind::DeliveryOverdue:
            return "rider";
        case TimerKind::ConfirmDeadline:
            return "customer";
        case TimerKind::Verification:
            return "menu";
    }
    std::abort();
}

std::optional<Span> answerTime(TimerKind kind, const order::Times& times) {
    switch (kind) {
        case TimerKind::StoreAnswer:
            return times.storeAnswer;
        case TimerKind::AssignDeadline:
            return times.assignDeadline;
        case TimerKind::CollectDeadline:
            return times.collectDeadline;
        case TimerKind::ConfirmDeadline:
            return times.confirmDeadline;
        case TimerKind::ReplyDeadline:
        case TimerKind::PaymentDeadline:
        case TimerKind::PaymentEscalation:
        case TimerKind::StoreReminder:
        case TimerKind::CookingOverdue:
        case TimerKind::OfferRound:
        case TimerKind::DeliveryOverdue:
        case TimerKind::Verification:
            return std::nullopt;
    }
    std::abort();
}

FollowUp::FollowUp() = default;
FollowUp::FollowUp(const FollowUp&) = default;
FollowUp::FollowUp(FollowUp&&) noexcept = default;
FollowUp& FollowUp::operator=(const FollowUp&) = default;
FollowUp& FollowUp::operator=(FollowUp&&) noexcept = default;
FollowUp::~FollowUp() = default;

}  // namespace delivery::saga
