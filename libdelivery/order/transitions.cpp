#include <array>
#include <cassert>

#include "order/limits.h"
#include "order/parts.h"

// What a caller may do now is what decide would let them do: the question is put to it, and nobody
// repeats its rules.

namespace delivery::order {

namespace {

constexpr std::array allTransitions{
    Transition::Cancel,  Transition::Confirm, Transition::Pay,     Transition::Accept,
    Transition::Promise, Transition::Reject,  Transition::Start,   Transition::Finish,
    Transition::Pick,    Transition::Release, Transition::Collect, Transition::Deliver,
    Transition::Retry,
};

/// The command that would make the transition, with the plainest contents that are right in shape.
Command probe(Transition transition, const Order& order, const Actor& by) {
    const OrderId orderId = order.placed.orderId;
    const Instant at = order.placed.at;
    const RiderId riderId{by.user.text()};
    switch (transition) {
        case Transition::Cancel:
            return CancelOrder{orderId, by, at, CancelReason::CustomerAsked, std::nullopt, {}};
        case Transition::Confirm:
            return ConfirmOrder{orderId, by, at};
        case Transition::Pay:
            return PayNow{orderId, by, at, std::nullopt, {}, {}};
        case Transition::Accept:
            return AcceptOrder{orderId, by, at, cookMinutesMin};
        case Transition::Promise:
            return ChangePromise{orderId, by, at, cookMinutesMin};
        case Transition::Reject:
            return RejectOrder{orderId, by, at, PersonalRef{}, {}};
        case Transition::Start:
            return StartCooking{orderId, by, at};
        case Transition::Finish:
            return FinishCooking{orderId, by, at};
        case Transition::Pick:
            return PickDelivery{orderId, by, at, riderId};
        case Transition::Release:
            return ReleaseDelivery{orderId, by, at, riderId, std::nullopt};
        case Transition::Collect:
            return CollectDelivery{orderId, by, at, riderId, std::nullopt};
        case Transition::Deliver:
            return DeliverOrder{orderId, by, at, riderId, std::nullopt};
        case Transition::Retry:
            return RetryPayment{orderId, by, at};
    }
    assert(!"every transition has its command");
    return RetryPayment{orderId, by, at};
}

}  // namespace

std::vector<Transition> transitionsFor(const Order& order, const Actor& actor) {
    std::vector<Transition> open;
    for (const Transition transition : allTransitions) {
        const Decided<Events> decided = decidePlaced(order, probe(transition, order, actor));
        if (decided && !decided->empty()) open.push_back(transition);
    }
    return open;
}

std::string_view name(Transition transition) {
    switch (transition) {
        case Transition::Cancel:
            return "cancel";
        case Transition::Confirm:
            return "confirm";
        case Transition::Pay:
            return "pay";
        case Transition::Accept:
            return "accept";
        case Transition::Promise:
            return "promise";
        case Transition::Reject:
            return "reject";
        case Transition::Start:
            return "start";
        case Transition::Finish:
            return "finish";
        case Transition::Pick:
            return "pick";
        case Transition::Release:
            return "release";
        case Transition::Collect:
            return "collect";
        case Transition::Deliver:
            return "deliver";
        case Transition::Retry:
            return "retry";
    }
    assert(!"every transition has a name");
    return "";
}

}  // namespace delivery::order
