#include "saga/owed.h"

#include "core/cases.h"

namespace delivery::saga {

namespace {

using order::TimerKind;

/// What the customer's statement shows: the store and how many dishes more than one. The provider
/// takes 100 characters; bytes are counted, so that it is never too long.
std::string orderName(const order::Order& order) {
    const auto& lines = order.placed.lines;
    std::string name = order.placed.storeName;
    if (lines.size() > 1) name += " +" + std::to_string(lines.size() - 1);
    return name.size() <= 100 ? name : "order " + order.placed.orderId.text();
}

Call forAttempt(Call::Kind kind, const order::Order& order,
                const order::payment::Attempt& attempt) {
    Call call;
    call.kind = kind;
    call.orderId = order.placed.orderId;
    call.customerId = order.placed.customerId;
    call.attempt = attempt.number;
    call.providerOrderId = attempt.providerOrderId;
    call.key = attempt.key;
    call.amount = attempt.amount;
    call.cardId = attempt.cardId;
    call.orderName = orderName(order);
    call.orderOver = order::isOver(order);
    return call;
}

/// The same, of an attempt whose outcome is unknown.
Call inDoubt(Call call, const std::optional<Instant>& since) {
    call.unknownSince = since;
    return call;
}

Call forRefund(const order::Order& order, const order::payment::RefundDue& due) {
    Call call;
    call.kind = Call::Kind::Refund;
    call.orderId = order.placed.orderId;
    call.customerId = order.placed.customerId;
    call.key = due.refundKey;
    call.paymentKey = due.capture.paymentKey;
    call.amount = due.capture.amount;
    call.orderOver = order::isOver(order);
    return call;
}

bool mayStillBePaid(const order::Order& order) {
    return std::visit(Overloaded{
                          [](const order::payment::NoneNeeded&) { return false; },
                          [](const order::payment::Requested&) { return true; },
                          [](const order::payment::Deferred&) { return true; },
                          [](const order::payment::Declined&) { return true; },
                          [](const order::payment::Unknown&) { return true; },
                          [](const order::payment::Approved&) { return false; },
                          [](const order::payment::RefundDue&) { return false; },
                          [](const order::payment::Refunded&) { return false; },
                          [](const order::payment::Escalated& e) { return e.attempt.has_value(); },
                      },
                      order.payment);
}

/// The provider may hold money of which we know nothing. Whether the order is over makes no
/// difference to whose money it is.
bool isInDoubt(const order::Order& order) {
    if (std::holds_alternative<order::payment::Unknown>(order.payment)) return true;
    const auto* requested = std::get_if<order::payment::Requested>(&order.payment);
    return requested != nullptr && (requested->unknownSince || order::isOver(order));
}

}  // namespace

std::optional<Call> owedCall(const order::Order& order) {
    const bool over = order::isOver(order);
    using Owes = std::optional<Call>;
    return std::visit(
        Overloaded{
            [](const order::payment::NoneNeeded&) -> Owes { return std::nullopt; },
            [&](const order::payment::Requested& p) -> Owes {
                // After the end nothing is charged any more, but the POST may have left: ask.
                const auto kind = over ? Call::Kind::Query : Call::Kind::Charge;
                return inDoubt(forAttempt(kind, order, p.attempt), p.unknownSince);
            },
            [&](const order::payment::Deferred& p) -> Owes {
                // The same: a try may have left right before a crash that took its answer.
                return forAttempt(over ? Call::Kind::Query : Call::Kind::Charge, order, p.attempt);
            },
            [](const order::payment::Declined&) -> Owes { return std::nullopt; },
            [&](const order::payment::Unknown& p) -> Owes {
                return inDoubt(forAttempt(Call::Kind::Query, order, p.attempt), p.since);
            },
            [](const order::payment::Approved&) -> Owes { return std::nullopt; },
            [&](const order::payment::RefundDue& p) -> Owes { return forRefund(order, p); },
            [](const order::payment::Refunded&) -> Owes { return std::nullopt; },
            [&](const order::payment::Escalated& p) -> Owes {
                // A person must look, and the provider is still asked: the money may be there.
                if (!p.attempt) return std::nullopt;
                return inDoubt(forAttempt(Call::Kind::Query, order, *p.attempt), p.unknownSince);
            },
        },
        order.payment);
}

std::vector<TimerKind> owedTimers(const order::Order& order) {
    std::vector<TimerKind> kinds;
    const bool over = order::isOver(order);
    if (!over && mayStillBePaid(order)) kinds.push_back(TimerKind::PaymentDeadline);
    if (isInDoubt(order)) kinds.push_back(TimerKind::PaymentEscalation);
    if (over) return kinds;
    if (!order::isVerified(order)) kinds.push_back(TimerKind::Verification);
    const bool visible = order::isVisibleToStore(order);
    if (const auto* waiting = std::get_if<order::kitchen::Waiting>(&order.kitchen);
        waiting != nullptr && visible) {
        if (waiting->reminders < 2) kinds.push_back(TimerKind::StoreReminder);
        kinds.push_back(TimerKind::StoreAnswer);
    }
    if (std::holds_alternative<order::kitchen::Accepted>(order.kitchen) ||
        std::holds_alternative<order::kitchen::Cooking>(order.kitchen)) {
        kinds.push_back(TimerKind::CookingOverdue);
    }
    const bool cooked = std::holds_alternative<order::kitchen::Cooked>(order.kitchen);
    std::visit(
        Overloaded{
            [&](const order::courier::NotNeeded&) {
                if (cooked) kinds.push_back(TimerKind::ConfirmDeadline);
            },
            [](const order::courier::None&) {},
            [&](const order::courier::Offered&) {
                kinds.push_back(TimerKind::OfferRound);
                kinds.push_back(TimerKind::AssignDeadline);
            },
            [&](const order::courier::Picked&) {
                kinds.push_back(TimerKind::CollectDeadline);
                // It runs on while somebody holds it, and decides when they give it back.
                kinds.push_back(TimerKind::AssignDeadline);
            },
            [&](const order::courier::Collected&) { kinds.push_back(TimerKind::DeliveryOverdue); },
            [&](const order::courier::Delivered&) { kinds.push_back(TimerKind::ConfirmDeadline); },
            [&](const order::courier::Unassignable&) {
                kinds.push_back(TimerKind::AssignDeadline);
            },
        },
        order.courier);
    return kinds;
}

Owed resume(const order::Order& order) {
    Owed owed;
    if (auto call = owedCall(order)) owed.calls.push_back(std::move(*call));
    owed.timers = owedTimers(order);
    return owed;
}

}  // namespace delivery::saga
