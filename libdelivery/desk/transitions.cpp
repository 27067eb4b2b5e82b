#include <algorithm>
#include <charconv>

#include "desk/work.h"

namespace delivery::desk {

namespace {

Step<Accepted> askOrder(Work& work, OrderId id, const order::Command& command,
                        Outcome outcome = Outcome::Changed) {
    auto asked = work.ask(id, command);
    if (!asked) return tl::unexpected(asked.error());
    return work.orderReply(id, outcome);
}

RiderId riderOf(const Actor& actor) { return RiderId{actor.user.text()}; }

/// Whose data a reason is: the customer's order it concerns.
Step<UserId> ownerOf(Work& work, OrderId id) {
    auto state = work.look<order::State>(streamOf(id));
    if (!state) return tl::unexpected(state.error());
    const auto* order = std::get_if<order::Order>(&*state);
    if (order == nullptr) return refuse(RefusalCode::UnknownOrder);
    return UserId{order->placed.customerId.text()};
}

Step<std::optional<PersonalRef>> keepReason(Work& work, OrderId id,
                                            const std::optional<std::string>& text) {
    if (!text || text->empty()) return std::optional<PersonalRef>{};
    auto owner = ownerOf(work, id);
    if (!owner) return tl::unexpected(owner.error());
    return std::optional{work.keepPersonal(*text, *owner)};
}

order::CancelReason reasonOf(Role role) {
    switch (role) {
        case Role::Customer:
            return order::CancelReason::CustomerAsked;
        case Role::Store:
            return order::CancelReason::StoreAsked;
        case Role::Rider:
        case Role::Admin:
        case Role::System:
            return order::CancelReason::AdminAsked;
    }
    std::abort();
}

}  // namespace

Step<Accepted> handle(Work& work, const CancelOrder& command) {
    auto text = keepReason(work, command.orderId, command.reason);
    if (!text) return tl::unexpected(text.error());
    order::CancelOrder cancel{command.orderId, work.actor(),
                              work.now(),      reasonOf(work.actor().role),
                              *text,           work.newProviderKey()};
    return askOrder(work, command.orderId, cancel, Outcome::Deleted);
}
Step<Accepted> handle(Work& work, const ConfirmOrder& command) {
    return askOrder(work, command.orderId,
                    order::ConfirmOrder{command.orderId, work.actor(), work.now()});
}
Step<Accepted> handle(Work& work, const AcceptOrder& command) {
    int minutes = command.cookMinutes;
    if (const auto& store = work.actor().store) {
        auto promised = promisedMinutes(work, *store, minutes);
        if (!promised) return tl::unexpected(promised.error());
        minutes = *promised;
    }
    return askOrder(work, command.orderId,
                    order::AcceptOrder{command.orderId, work.actor(), work.now(), minutes});
}
Step<Accepted> handle(Work& work, const ChangePromise& command) {
    return askOrder(
        work, command.orderId,
        order::ChangePromise{command.orderId, work.actor(), work.now(), command.cookMinutes});
}
Step<Accepted> handle(Work& work, const RejectOrder& command) {
    auto text = keepReason(work, command.orderId, command.reason);
    if (!text) return tl::unexpected(text.error());
    return askOrder(work, command.orderId,
                    order::RejectOrder{command.orderId, work.actor(), work.now(), *text,
                                       work.newProviderKey()});
}
Step<Accepted> handle(Work& work, const StartCooking& command) {
    return askOrder(work, command.orderId,
                    order::StartCooking{command.orderId, work.actor(), work.now()});
}
Step<Accepted> handle(Work& work, const FinishCooking& command) {
    return askOrder(work, command.orderId,
                    order::FinishCooking{command.orderId, work.actor(), work.now()});
}
Step<Accepted> handle(Work& work, const RetryPayment& command) {
    return askOrder(
        work, command.orderId,
        order::RetryPayment{command.orderId, work.actor(), work.now(), work.newProviderKey()});
}

Step<Accepted> handle(Work& work, const AcknowledgeEnd& command) {
    auto state = work.look<order::State>(streamOf(command.orderId));
    if (!state) return tl::unexpected(state.error());
    const auto* order = std::get_if<order::Order>(&*state);
    // What the store never saw does not exist for it.
    if (order == nullptr || !order->reachedStore || order->placed.storeId != work.actor().store) {
        return refuse(RefusalCode::UnknownOrder);
    }
    const bool confirmed = std::holds_alternative<order::placement::Confirmed>(order->placement);
    shop::AcknowledgeEnd seen{command.orderId, work.actor().user, work.now(),
                              order::isOver(*order) && !confirmed};
    auto asked = work.askAcknowledgement(command.orderId, shop::AcknowledgementCommand{seen});
    if (!asked) return tl::unexpected(asked.error());
    return work.orderReply(command.orderId, Outcome::Changed);
}

Step<Accepted> handle(Work& work, const AnswerReview& command) {
    auto review = work.look<shop::ReviewState>(reviewOf(command.orderId));
    if (!review) return tl::unexpected(review.error());
    if (!work.actor().store || !std::holds_alternative<shop::Review>(*review)) {
        return refuse(RefusalCode::UnknownReview);
    }
    shop::AnswerReview answer{*work.actor().store,
                              work.keepPersonal(command.text, work.actor().user), work.now()};
    auto asked = work.askReview(command.orderId, shop::ReviewCommand{answer});
    if (!asked) return tl::unexpected(asked.error());
    review = work.look<shop::ReviewState>(reviewOf(command.orderId));
    if (!review) return tl::unexpected(review.error());
    return Accepted{Outcome::Changed, std::get<shop::Review>(*review)};
}

Step<Accepted> handle(Work& work, const PickDelivery& command) {
    const RiderId rider = riderOf(work.actor());
    // The order first: who is too late hears that, not that their hands are full.
    auto picked = work.ask(command.orderId, order::Command{order::PickDelivery{
                                                command.orderId, work.actor(), work.now(), rider}});
    if (!picked) return tl::unexpected(picked.error());
    auto held = work.ask(rider, rider::Command{rider::HoldDelivery{
                                    command.orderId, work.settings().deliveriesHeldMax}});
    if (!held) return tl::unexpected(held.error());
    return work.orderReply(command.orderId, Outcome::Changed);
}
Step<Accepted> handle(Work& work, const ReleaseDelivery& command) {
    return askOrder(work, command.orderId,
                    order::ReleaseDelivery{command.orderId, work.actor(), work.now(),
                                           riderOf(work.actor()), command.fence});
}
Step<Accepted> handle(Work& work, const CollectDelivery& command) {
    return askOrder(work, command.orderId,
                    order::CollectDelivery{command.orderId, work.actor(), work.now(),
                                           riderOf(work.actor()), command.fence, command.doneAt});
}
Step<Accepted> handle(Work& work, const DeliverOrder& command) {
    return askOrder(work, command.orderId,
                    order::DeliverOrder{command.orderId, work.actor(), work.now(),
                                        riderOf(work.actor()), command.fence, command.doneAt});
}

namespace {

Step<Accepted> riderReply(Work& work, const RiderId& id) {
    auto rider = work.look<rider::Rider>(streamOf(id));
    if (!rider) return tl::unexpected(rider.error());
    return Accepted{Outcome::Changed, page::RiderCard{id, *rider}};
}

}  // namespace

Step<Accepted> handle(Work& work, const SetDuty& command) {
    const RiderId id = riderOf(work.actor());
    auto asked = command.onDuty ? work.ask(id, rider::Command{rider::StartDuty{}})
                                : work.ask(id, rider::Command{rider::EndDuty{}});
    if (!asked) return tl::unexpected(asked.error());
    return riderReply(work, id);
}
Step<Accepted> handle(Work& work, const SetPosition& command) {
    const std::string& rider = work.actor().user.text();
    work.put(SideRow{"position", rider, rider,
                     record::encode(record::PositionRow{command.place, work.now()})});
    return riderReply(work, riderOf(work.actor()));
}

Step<Accepted> handle(Work& work, const RecordCharge& command) {
    // Whether the effect is still owed does not matter: what an outcome means is decided by the
    // order's state, and one that is heard of again means nothing there.
    order::RecordCharge charge{command.orderId, work.now(), command.attempt, command.outcome,
                               work.newProviderKey()};
    return askOrder(work, command.orderId, charge);
}
Step<Accepted> handle(Work& work, const RecordRefund& command) {
    return askOrder(work, command.orderId,
                    order::RecordRefund{command.orderId, work.now(), command.outcome});
}
Step<Accepted> handle(Work& work, const MoveCursor& command) {
    work.put(SideRow{"cursor", command.follower, work.actor().user.text(),
                     record::encode(record::CursorRow{command.position})});
    return Accepted{Outcome::Changed, NamedThing{"cursor", command.follower}};
}
Step<Accepted> handle(Work& work, const PostponeEffect& command) {
    auto effect = work.effect(command.effectId);
    if (!effect) return tl::unexpected(effect.error());
    // What was done or dropped meanwhile stays so.
    if (effect->has_value()) {
        EffectRow row = **effect;
        row.due = command.due;
        row.tries += 1;
        work.put(std::move(row));
    }
    return Accepted{Outcome::Changed, NamedThing{"effect", command.effectId}};
}

namespace {

/// Who was asked before the server went away could not answer meanwhile: when their timer fires at
/// the earliest, by its own clock. A timer armed since then is due later than this looks for.
std::optional<Instant> graceOf(const Work& work, const TimerRow& timer, order::TimerKind kind) {
    const Settings& settings = work.settings();
    const auto answer = saga::answerTime(kind, settings.times);
    const auto back = work.clock(timer.waitsFor).peopleBackAt;
    if (!answer || !back) return std::nullopt;
    if (timer.due >= *back + std::min(*answer, settings.answerGrace)) return std::nullopt;
    return *back + settings.answerGrace;
}

}  // namespace

Step<Accepted> handle(Work& work, const RebaseTimers& command) {
    work.put(clocksJumped(work.counters(), command.jump));
    return Accepted{Outcome::Changed, NamedThing{"timer", ""}};
}

Step<Accepted> handle(Work& work, const HeedHint& command) {
    const Accepted nothing{Outcome::Changed, NamedThing{"hint", command.providerOrderId}};
    const auto id = order::orderNamedAtProvider(command.providerOrderId);
    if (!id) return nothing;
    auto state = work.look<order::State>(streamOf(*id));
    if (!state) return tl::unexpected(state.error());
    const auto* order = std::get_if<order::Order>(&*state);
    if (order == nullptr) return nothing;
    const saga::Owed owed = saga::resume(*order);
    const auto* call = owed.calls.empty() ? nullptr : &owed.calls.front();
    if (call == nullptr || call->providerOrderId != command.providerOrderId) return nothing;
    if (call->kind == saga::Call::Kind::Query) {
        auto effect = work.effect(saga::effectId(*call));
        if (!effect) return tl::unexpected(effect.error());
        if (!effect->has_value() || (*effect)->due <= work.now()) return nothing;
        EffectRow row = **effect;
        row.due = work.now();
        work.put(std::move(row));
        return nothing;
    }
    // The answer to the first call is still awaited, perhaps for half a minute: ask meanwhile.
    // Once per attempt; a charge that is put off or repeated has its own turn.
    const auto* requested = std::get_if<order::payment::Requested>(&order->payment);
    if (requested == nullptr || requested->unknownSince) return nothing;
    auto asked = work.ask(*id, order::Command{order::RecordCharge{
                                   *id, work.now(), requested->attempt.number,
                                   order::RecordCharge::Unknown{}, work.newProviderKey()}});
    if (!asked) return tl::unexpected(asked.error());
    return nothing;
}

Step<Accepted> handle(Work& work, const FireTimer& command) {
    const auto& timer = command.timer;
    const auto kind = saga::timerKindNamed(timer.kind);
    if (!kind || timer.stream.kind != "order") {
        return broken(
            {FaultCode::Unreadable, "a timer of a kind that nobody knows: " + timer.kind});
    }
    const Accepted nothing{Outcome::Changed, NamedThing{"timer", timer.kind}};
    auto armed = work.ledger().timer(timer.stream, timer.kind);
    if (!armed) return broken(armed.error());
    // Disarmed or moved since it was read: it never fires. Nor while its context is paused.
    if (!armed->has_value()) return nothing;
    const TimerClock clock = work.clock((*armed)->waitsFor);
    if (clock.stands || (*armed)->due > clock.now) return nothing;
    if (const auto later = graceOf(work, **armed, *kind)) {
        TimerRow postponed = **armed;
        postponed.due = *later;
        work.armAgain(std::move(postponed));
        return nothing;
    }
    work.disarm(timer.stream, timer.kind);
    std::int64_t number = 0;
    const std::string& text = timer.stream.id;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) {
        return broken({FaultCode::Unreadable, "a timer of an order without a number: " + text});
    }
    const OrderId id{number};
    if (*kind == order::TimerKind::Verification) {
        auto verified = verify(work, id);
        if (!verified) return tl::unexpected(verified.error());
        return nothing;
    }
    auto fired =
        work.ask(id, order::Command{order::FireTimer{id, work.now(), *kind, work.newProviderKey(),
                                                     work.settings().times.offerRoundsMax}});
    if (!fired) return tl::unexpected(fired.error());
    if (*kind == order::TimerKind::AssignDeadline) {
        auto state = work.look<order::State>(timer.stream);
        if (!state) return tl::unexpected(state.error());
        const auto* order = std::get_if<order::Order>(&*state);
        if (order != nullptr && std::holds_alternative<order::courier::Picked>(order->courier)) {
            work.putOffAssign(**armed);
        }
    }
    if (*kind == order::TimerKind::ReplyDeadline) {
        auto state = work.look<order::State>(timer.stream);
        if (!state) return tl::unexpected(state.error());
        if (const auto* order = std::get_if<order::Order>(&*state)) {
            work.finalise(order->placed.placedBy, order->placed.commandId, id);
        }
    }
    return nothing;
}

}  // namespace delivery::desk
