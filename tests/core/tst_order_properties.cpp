/// Any commands from anybody in any order: an independent auditor finds nothing, the books balance,
/// and what ended is settled.

#include <QtTest>

#include <rapidcheck.h>
#include <map>

#include "core/order_auditor.h"
#include "core/order_fixtures.h"
#include "order/postings.h"

using namespace delivery;
using namespace delivery::order;
using namespace delivery::order::fixtures;

namespace {

/// One random step; what it means is worked out against the order as it then is, so that many steps
/// are allowed ones.
struct Step {
    int kind = 0;
    int who = 0;
    int what = 0;
};

rc::Gen<std::vector<Step>> anySteps() {
    return rc::gen::container<std::vector<Step>>(
        rc::gen::build<Step>(rc::gen::set(&Step::kind, rc::gen::inRange(0, 24)),
                             rc::gen::set(&Step::who, rc::gen::inRange(0, 12)),
                             rc::gen::set(&Step::what, rc::gen::inRange(0, 12))));
}

Actor anyone(int who, const Actor& right) {
    const std::vector<Actor> others{song(),   kim(),    store1(), store2(),
                                    rider1(), rider2(), admin(),  systemActor()};
    // Mostly the right person, so that the order gets somewhere.
    return who < std::ssize(others) && who % 2 == 1 ? others.at(static_cast<std::size_t>(who))
                                                    : right;
}

/// The attempt that the provider would speak of.
const payment::Attempt* attemptIn(const Order& order) {
    if (const auto* s = std::get_if<payment::Requested>(&order.payment)) return &s->attempt;
    if (const auto* s = std::get_if<payment::Deferred>(&order.payment)) return &s->attempt;
    if (const auto* s = std::get_if<payment::Declined>(&order.payment)) return &s->attempt;
    if (const auto* s = std::get_if<payment::Unknown>(&order.payment)) return &s->attempt;
    const auto* s = std::get_if<payment::Escalated>(&order.payment);
    return s != nullptr && s->attempt ? &*s->attempt : nullptr;
}

RecordCharge approvalFor(const Order& order) {
    const payment::Attempt* attempt = attemptIn(order);
    const int number = attempt == nullptr ? 1 : attempt->number;
    return charge(
        RecordCharge::Approved{
            PaymentKey{"pay-" + std::to_string(number)}, order.placed.payable,
            attempt == nullptr ? "ds-i1-7-" + std::to_string(number) : attempt->providerOrderId},
        number);
}

Command anyCharge(const Order& order, int what) {
    const payment::Attempt* attempt = attemptIn(order);
    const int number = attempt == nullptr ? 1 : attempt->number;
    switch (what) {
        case 0:
            return charge(RecordCharge::Declined{"NO_FUNDS"}, number);
        case 1:
            return charge(RecordCharge::NotSent{}, number);
        case 2:
            return charge(RecordCharge::Unknown{}, number);
        case 3:
            return charge(RecordCharge::NotFound{}, number);
        case 4:
            return charge(RecordCharge::Unacceptable{"BAD"}, number);
        case 5:
            return approval(number + 1);
        case 6:
            return approvalOf(1_won, number);
        default:
            return approvalFor(order);
    }
}

/// What the provider would give back: all that it took.
Won owedBack(const Order& order) {
    if (const auto* due = std::get_if<payment::RefundDue>(&order.payment))
        return due->capture.amount;
    const auto* escalated = std::get_if<payment::Escalated>(&order.payment);
    if (escalated != nullptr && escalated->refund) return escalated->refund->capture.amount;
    return order.placed.payable;
}

template <class Asked>
Command by(const Actor& actor, Asked command) {
    command.by = actor;
    return command;
}

/// What somebody sends who follows that link.
std::optional<Command> commandOf(Transition transition, const Actor& actor) {
    const std::map<Transition, Command> sent{
        {Transition::Cancel, cancelBy(actor)},     {Transition::Confirm, confirmBy(actor)},
        {Transition::Pay, by(actor, payNow())},    {Transition::Accept, by(actor, accept())},
        {Transition::Reject, by(actor, reject())}, {Transition::Promise, by(actor, promise())},
        {Transition::Start, by(actor, start())},   {Transition::Finish, by(actor, finish())},
        {Transition::Pick, pickBy(actor)},         {Transition::Release, releaseBy(actor)},
        {Transition::Collect, collectBy(actor)},   {Transition::Deliver, deliverBy(actor)},
        {Transition::Retry, retryBy(actor)}};
    const auto found = sent.find(transition);
    return found == sent.end() ? std::nullopt : std::optional(found->second);
}

Command anyRefund(const Order& order, int what) {
    if (what == 0) return refund(RecordRefund::Unacceptable{"CLOSED"});
    if (what == 1) return refund(RecordRefund::Refunded{1_won});
    return refund(RecordRefund::Refunded{owedBack(order)});
}

template <class Asked>
Command askedBy(int who, Asked command) {
    command.by = anyone(who, command.by);
    return command;
}

Command meant(const Order& order, const Step& step, int nth) {
    const Actor rider = step.what % 2 == 0 ? rider1() : rider2();
    const std::optional<RiderId> holder = holderOf(order);
    const Actor holding =
        holder && step.what > 1 ? Actor{UserId{holder->text()}, Role::Rider, std::nullopt} : rider;
    const std::optional<std::int64_t> fence =
        step.who == 0 ? std::optional<std::int64_t>{step.what} : std::nullopt;
    switch (step.kind) {
        case 0:
            return verify();
        case 1:
            // Now and then only: most stories should get further than this.
            return step.what > 2 ? Command{accept()} : cancelBy(anyone(step.who * 2 + 1, song()));
        case 2:
            return askedBy(step.who, confirmBy(song()));
        case 3: {
            PayNow pay = payNow(step.what == 0 ? std::optional{CardId{"card-2"}} : std::nullopt);
            pay.chargeKey = ProviderKey{"charge-" + std::to_string(nth + 2)};
            return askedBy(step.who, pay);
        }
        case 4:
        case 5:
        case 6:
            return anyCharge(order, step.what);
        case 7:
            return anyRefund(order, step.what);
        case 8:
            return askedBy(step.who, retryBy(admin()));
        case 9:
        case 10:
            return askedBy(step.who, accept());
        case 11:
            return step.what == 0 ? askedBy(step.who, reject()) : Command{accept()};
        case 12:
        case 13:
            return askedBy(step.who, start());
        case 14:
        case 15:
            return askedBy(step.who, finish());
        case 16:
        case 17:
            return pickBy(rider);
        case 18:
            return releaseBy(holding, fence);
        case 19:
            return collectBy(holding, fence);
        case 20:
        case 21:
            return deliverBy(holding, fence);
        case 22:
            return timer(static_cast<TimerKind>(step.what % 12));
        default:
            if (step.what == 0) return notOrderable();
            return step.what < 4 ? askedBy(step.who, promise()) : Command{start()};
    }
}

PlaceOrder anyPlacing(int choice) {
    switch (choice) {
        case 0:
            return pickupOrder();
        case 1:
            return orderForPoints();
        case 2:
            return unverifiedOrder();
        default:
            return placeOrder();
    }
}

/// What happened, for whoever reads a failure.
std::string inOrder(const Events& log) {
    std::string words = ":";
    for (const Event& event : log) words += " " + std::string{name(event)};
    return words;
}

/// An order with its auditor and its books, and every event so far.
struct Story {
    State state = NotPlaced{};
    Auditor auditor;
    std::map<Account, Won> books;
    Events log;

    void play(const Command& command) {
        const Decided<Events> decided = decide(state, command);
        if (!decided) return;
        for (const Event& event : *decided) {
            const Expected<State> next = evolveRecorded(state, event);
            RC_ASSERT(next.has_value());
            state = *next;
            log.push_back(event);
            auditor.take(event);
            if (!auditor.complaint.empty()) RC_FAIL(auditor.complaint + inOrder(log));
            book(event);
        }
    }

    void book(const Event& event) {
        Won sum;
        for (const Posting& posting : postings(orderIn(state), event)) {
            books[posting.account] += posting.delta;
            sum += posting.delta;
        }
        RC_ASSERT(sum.isZero());
    }

    /// The faults are over: the provider answers, the admin retries, the customer takes or the
    /// timers end it.
    void heal() {
        for (int i = 0; i < 3; ++i) {
            play(retryBy(admin()));
            if (attemptIn(orderIn(state)) != nullptr)
                play(charge(RecordCharge::Declined{"NO_FUNDS"}, attemptIn(orderIn(state))->number));
            play(timer(TimerKind::PaymentDeadline));
            play(notOrderable());
            play(timer(TimerKind::StoreAnswer));
            play(cancelBy(admin()));
            play(refund(RecordRefund::Refunded{owedBack(orderIn(state))}));
            play(timer(TimerKind::ConfirmDeadline));
        }
    }
};

Story storyOf(int placing, const std::vector<Step>& steps) {
    Story story;
    story.play(anyPlacing(placing));
    int nth = 0;
    for (const Step& step : steps) story.play(meant(orderIn(story.state), step, nth++));
    return story;
}

}  // namespace

class TestOrderProperties : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        // Long stories and many of them; an explicit RC_PARAMS (a seed to reproduce) wins.
        if (!qEnvironmentVariableIsSet("RC_PARAMS"))
            qputenv("RC_PARAMS", "max_success=2000 max_size=200");
    }

    void anyCommands_keepTheInvariants() {
        QVERIFY(rc::check("the auditor finds nothing in any story", [] {
            const int placing = *rc::gen::inRange(0, 6);
            const Story story = storyOf(placing, *anySteps());
            RC_TAG(std::string{name(statusOf(orderIn(story.state)))});
        }));
    }

    void anyStory_whenFaultsStop_isSettled() {
        QVERIFY(rc::check("every order ends and nobody is owed anything", [] {
            const int placing = *rc::gen::inRange(0, 6);
            Story story = storyOf(placing, *anySteps());
            story.heal();
            RC_ASSERT(isOver(orderIn(story.state)));
            RC_ASSERT(story.auditor.complaintAtRest() == std::string{});
            RC_ASSERT(story.books[Account::Customer].isZero());
        }));
    }

    void anyLog_replayed_isTheLiveState() {
        QVERIFY(rc::check("the log leads to the same answers", [] {
            const int placing = *rc::gen::inRange(0, 6);
            const Story story = storyOf(placing, *anySteps());
            const State replayed = folded(NotPlaced{}, story.log);
            for (const NamedCommand& named : everyCommand())
                RC_ASSERT(inWords(decide(replayed, named.command)) ==
                          inWords(decide(story.state, named.command)));
        }));
    }

    void damagedLog_isAFaultOrStillLegal() {
        QVERIFY(rc::check("what evolve accepts of a damaged log the auditor accepts too", [] {
            const int placing = *rc::gen::inRange(0, 6);
            Events log = storyOf(placing, *anySteps()).log;
            const auto at = *rc::gen::inRange<std::size_t>(0, log.size());
            const auto other = *rc::gen::inRange<std::size_t>(0, log.size());
            switch (*rc::gen::inRange(0, 3)) {
                case 0:
                    log.erase(log.begin() + static_cast<std::ptrdiff_t>(at));
                    break;
                case 1:
                    log.insert(log.begin() + static_cast<std::ptrdiff_t>(at), log.at(other));
                    break;
                default:
                    std::swap(log.at(at), log.at(other));
            }
            State state = NotPlaced{};
            Auditor auditor;
            for (const Event& event : log) {
                const Expected<State> next = evolveRecorded(state, event);
                if (!next) {
                    RC_ASSERT(next.error().code == FaultCode::Misfit);
                    return;
                }
                state = *next;
                auditor.take(event);
                if (!auditor.complaint.empty()) RC_FAIL(auditor.complaint + inOrder(log));
            }
        }));
    }

    void transitions_areAllowedWhenAsked() {
        QVERIFY(rc::check("no link leads to a refusal", [] {
            const int placing = *rc::gen::inRange(0, 6);
            const Story story = storyOf(placing, *anySteps());
            const Order& order = orderIn(story.state);
            for (const Actor& actor :
                 {song(), kim(), store1(), store2(), rider1(), rider2(), admin()}) {
                for (const Transition open : transitionsFor(order, actor)) {
                    const auto command = commandOf(open, actor);
                    RC_ASSERT(command.has_value());
                    RC_ASSERT(decide(story.state, *command).has_value());
                }
            }
            const auto open = transitionsFor(order, song());
            const bool mayCancel =
                std::find(open.begin(), open.end(), Transition::Cancel) != open.end();
            RC_ASSERT(mayCancel == decide(story.state, cancelBy(song())).has_value());
        }));
    }
};

QTEST_APPLESS_MAIN(TestOrderProperties)
#include "tst_order_properties.moc"
