#include <cassert>

#include "order/limits.h"
#include "order/parts.h"

// What an order is called, derived from its four parts and from nothing else.

namespace delivery::order {

namespace {

std::optional<Status> endOf(const placement::Unverified&) { return std::nullopt; }
std::optional<Status> endOf(const placement::Verified&) { return std::nullopt; }
std::optional<Status> endOf(const placement::Confirmed&) { return Status::Confirmed; }
std::optional<Status> endOf(const placement::Cancelled&) { return Status::Cancelled; }
std::optional<Status> endOf(const placement::Rejected&) { return Status::Rejected; }
std::optional<Status> endOf(const placement::Expired&) { return Status::Expired; }

std::optional<Status> wayOf(const courier::NotNeeded&) { return std::nullopt; }
std::optional<Status> wayOf(const courier::None&) { return std::nullopt; }
std::optional<Status> wayOf(const courier::Offered&) { return std::nullopt; }
std::optional<Status> wayOf(const courier::Picked&) { return Status::PickedUp; }
std::optional<Status> wayOf(const courier::Collected&) { return Status::PickedUp; }
std::optional<Status> wayOf(const courier::Delivered&) { return Status::Delivered; }
std::optional<Status> wayOf(const courier::Unassignable&) { return std::nullopt; }

std::optional<Status> workOf(const kitchen::Waiting&) { return std::nullopt; }
std::optional<Status> workOf(const kitchen::Accepted&) { return Status::Accepted; }
std::optional<Status> workOf(const kitchen::Cooking&) { return Status::Cooking; }
std::optional<Status> workOf(const kitchen::Cooked&) { return Status::Cooked; }

Status moneyOf(const payment::NoneNeeded&) { return Status::Paid; }
Status moneyOf(const payment::Requested&) { return Status::PaymentRequested; }
Status moneyOf(const payment::Deferred&) { return Status::PaymentDeferred; }
Status moneyOf(const payment::Declined&) { return Status::PaymentDeclined; }
Status moneyOf(const payment::Unknown&) { return Status::PaymentRequested; }
Status moneyOf(const payment::Approved&) { return Status::Paid; }
Status moneyOf(const payment::RefundDue&) { return Status::Paid; }
Status moneyOf(const payment::Refunded&) { return Status::Paid; }
Status moneyOf(const payment::Escalated&) { return Status::PaymentRequested; }

}  // namespace

Status statusOf(const Order& order) {
    if (const auto end = std::visit([](const auto& s) { return endOf(s); }, order.placement))
        return *end;
    if (const auto way = std::visit([](const auto& s) { return wayOf(s); }, order.courier))
        return *way;
    if (const auto work = std::visit([](const auto& s) { return workOf(s); }, order.kitchen))
        return *work;
    return std::visit([](const auto& s) { return moneyOf(s); }, order.payment);
}

std::string_view name(Status status) {
    switch (status) {
        case Status::PaymentRequested:
            return "PaymentRequested";
        case Status::PaymentDeferred:
            return "PaymentDeferred";
        case Status::PaymentDeclined:
            return "PaymentDeclined";
        case Status::Paid:
            return "Paid";
        case Status::Accepted:
            return "Accepted";
        case Status::Cooking:
            return "Cooking";
        case Status::Cooked:
            return "Cooked";
        case Status::PickedUp:
            return "PickedUp";
        case Status::Delivered:
            return "Delivered";
        case Status::Confirmed:
            return "Confirmed";
        case Status::Cancelled:
            return "Cancelled";
        case Status::Rejected:
            return "Rejected";
        case Status::Expired:
            return "Expired";
    }
    assert(!"every status has a name");
    return "";
}

std::string_view koreanLabel(Status status) {
    switch (status) {
        case Status::PaymentRequested:
            return "주문-결제요청중";
        case Status::PaymentDeferred:
            return "결제대기";
        case Status::PaymentDeclined:
            return "결제실패";
        case Status::Paid:
            return "결제완료";
        case Status::Accepted:
            return "주문접수됨";
        case Status::Cooking:
            return "요리시작됨";
        case Status::Cooked:
            return "요리완료됨";
        case Status::PickedUp:
            return "배송시작됨";
        case Status::Delivered:
            return "배송완료됨";
        case Status::Confirmed:
            return "거래완료";
        case Status::Cancelled:
            return "주문취소";
        case Status::Rejected:
            return "주문거절됨";
        case Status::Expired:
            return "결제시간초과";
    }
    assert(!"every status has a label");
    return "";
}

bool isOver(const Order& order) {
    return std::visit([](const auto& state) { return endOf(state); }, order.placement).has_value();
}

bool isPaid(const Order& order) {
    return std::holds_alternative<payment::NoneNeeded>(order.payment) ||
           std::holds_alternative<payment::Approved>(order.payment);
}

bool isVerified(const Order& order) {
    return std::holds_alternative<placement::Verified>(order.placement) ||
           std::holds_alternative<placement::Confirmed>(order.placement);
}

bool isVisibleToStore(const Order& order) { return isPaid(order) && isVerified(order); }

bool isOffered(const Order& order) { return !isOver(order) && courier::isUnpicked(order); }

std::optional<std::int64_t> offerReachMeters(const Order& order) {
    if (!isOffered(order)) return std::nullopt;
    const auto* round = std::get_if<courier::Offered>(&order.courier);
    // After the last round it is told as far as any round reaches.
    return round == nullptr ? offerRadiusMaxMeters : round->radiusMeters;
}

std::vector<Concern> concernsOf(const Order& order) {
    std::vector<Concern> concerns;
    if (std::holds_alternative<payment::Escalated>(order.payment))
        concerns.push_back(Concern::OpenPayment);
    if (!order.strays.empty()) concerns.push_back(Concern::StrayPayment);
    if (isOver(order)) return concerns;
    if (std::holds_alternative<courier::Unassignable>(order.courier))
        concerns.push_back(Concern::NobodyRides);
    const auto* carried = std::get_if<courier::Collected>(&order.courier);
    if (carried != nullptr && carried->lateNotices > 0) concerns.push_back(Concern::DeliveryLate);
    return concerns;
}

std::string_view name(Concern concern) {
    switch (concern) {
        case Concern::OpenPayment:
            return "OpenPayment";
        case Concern::StrayPayment:
            return "StrayPayment";
        case Concern::NobodyRides:
            return "NobodyRides";
        case Concern::DeliveryLate:
            return "DeliveryLate";
    }
    assert(!"every concern has a name");
    return "";
}

std::optional<RiderId> holderOf(const Order& order) {
    if (const auto* picked = std::get_if<courier::Picked>(&order.courier)) return picked->riderId;
    if (const auto* collected = std::get_if<courier::Collected>(&order.courier))
        return collected->riderId;
    return std::nullopt;
}

std::optional<std::int64_t> fenceOf(const Order& order) {
    if (const auto* picked = std::get_if<courier::Picked>(&order.courier)) return picked->fence;
    if (const auto* collected = std::get_if<courier::Collected>(&order.courier))
        return collected->fence;
    return std::nullopt;
}

RefundState refundOf(const Order& order) {
    if (std::holds_alternative<payment::RefundDue>(order.payment)) return RefundState::Due;
    if (std::holds_alternative<payment::Refunded>(order.payment)) return RefundState::Done;
    const auto* escalated = std::get_if<payment::Escalated>(&order.payment);
    if (escalated != nullptr && escalated->refund) return RefundState::Due;
    // Of another amount, and no deal: it goes back as soon as the provider has said so once more.
    if (escalated != nullptr && escalated->held && isOver(order)) return RefundState::Due;
    return RefundState::None;
}

}  // namespace delivery::order
