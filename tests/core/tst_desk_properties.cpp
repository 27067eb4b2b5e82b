/// Any commands in any order with a provider that answers, declines, falls silent and forgets: the
/// log stays whole (S1) and a rider holds what the orders say and never two (S7); at rest the
/// provider's own ledger says what ours says (S4), and points are where they belong (S6).

#include <QtTest>

#include <rapidcheck.h>
#include <map>
#include <optional>
#include <set>

#include "core/cases.h"
#include "server/ledger/chain.h"
#include "tests/support/desk_city.h"

using namespace delivery;
using namespace delivery::tests;

namespace {

struct Step {
    int kind = 0;
    int which = 0;
    int how = 0;
};
rc::Gen<std::vector<Step>> anySteps() {
    return rc::gen::container<std::vector<Step>>(
        rc::gen::build<Step>(rc::gen::set(&Step::kind, rc::gen::inRange(0, 40)),
                             rc::gen::set(&Step::which, rc::gen::inRange(0, 1000)),
                             rc::gen::set(&Step::how, rc::gen::inRange(0, 8))));
}

/// Keeps a ledger of its own, by key and by payment, as the real one does.
class Provider {
  public:
    using Charge = order::RecordCharge;

    [[nodiscard]] desk::Command perform(const desk::EffectRow& effect, const saga::Call& call,
                                        int how) {
        using Kind = saga::Call::Kind;
        if (call.kind == Kind::Refund) {
            refunds[call.paymentKey.text()][call.key.text()] = call.amount;
            return desk::RecordRefund{effect.id, call.orderId,
                                      order::RecordRefund::Refunded{call.amount}};
        }
        const Charge::Outcome outcome = call.kind == Kind::Query ? known(call) : charged(call, how);
        return desk::RecordCharge{effect.id, call.orderId, call.attempt, outcome};
    }

    struct Capture {
        std::string paymentKey;
        Won amount;
        OrderId order;
    };
    std::map<std::string, Capture> captures;  ///< by the charge's key
    std::map<std::string, std::map<std::string, Won>> refunds;
    bool keysAreOver = false;

  private:
    [[nodiscard]] Charge::Outcome known(const saga::Call& call) const {
        const auto found = captures.find(call.key.text());
        if (found != captures.end()) {
            return Charge::Approved{PaymentKey{found->second.paymentKey}, found->second.amount,
                                    call.providerOrderId};
        }
        if (m_declined.contains(call.key.text())) return Charge::Declined{"NO_FUNDS"};
        // After fifteen days nothing can come of a key any more.
        if (call.orderOver && keysAreOver) return Charge::Declined{"NOT_FOUND_PAYMENT"};
        return Charge::NotFound{};
    }
    Charge::Outcome charged(const saga::Call& call, int how) {
        const std::string key = call.key.text();
        const bool isKnown = captures.contains(key) || m_declined.contains(key);
        if (how == 1) return Charge::NotSent{};
        if (how == 2) return Charge::Unknown{};
        if (!isKnown && how == 3) m_declined.insert(key);
        if (!isKnown && how != 3) {
            captures[key] = {"pay-" + std::to_string(captures.size()), call.amount, call.orderId};
        }
        // Captured, and nobody hears of it.
        if (how == 4) return Charge::Unknown{};
        return known(call);
    }
    std::set<std::string> m_declined;
};

template <class Event>
Event eventOf(const desk::EventRow& row) {
    const auto event = record::decodeEvent(row.stream.kind, row.type, row.typeVersion, row.body);
    RC_ASSERT(event.has_value());
    return std::get<Event>(*event);
}

/// S7, read off the log: an order has one holder at most, under a fence that grows; a rider holds
/// one delivery at most, and it is the one whose order names them.
class Hands {
  public:
    void take(const desk::EventRow& row) {
        if (row.stream.kind == "order") takeOrder(row);
        if (row.stream.kind == "rider") takeRider(row);
    }
    /// Whole commits have been taken: both sides say the same.
    void agree() const {
        std::map<std::string, std::set<std::string>> named;
        for (const auto& [orderId, rider] : m_holders) named[rider].insert(orderId);
        for (const auto& [rider, held] : m_held) {
            const auto found = named.find(rider);
            RC_ASSERT(held == (found == named.end() ? std::set<std::string>{} : found->second));
        }
        for (const auto& [rider, orders] : named) RC_ASSERT(m_held.contains(rider));
    }
    [[nodiscard]] bool areEmpty() const { return m_holders.empty(); }

  private:
    void takeOrder(const desk::EventRow& row) {
        const auto event = eventOf<order::Event>(row);
        if (const auto* picked = std::get_if<order::DeliveryPicked>(&event)) {
            RC_ASSERT(m_holders.emplace(row.stream.id, picked->riderId.text()).second);
            std::int64_t& fence = m_fences[row.stream.id];
            RC_ASSERT(picked->fence > fence);
            fence = picked->fence;
        }
        if (const auto* back = std::get_if<order::DeliveryReleased>(&event)) {
            RC_ASSERT(m_holders[row.stream.id] == back->riderId.text());
            RC_ASSERT(m_fences[row.stream.id] == back->fence);
            m_holders.erase(row.stream.id);
        }
        if (std::holds_alternative<order::DeliveryDelivered>(event))
            RC_ASSERT(m_holders.erase(row.stream.id) == 1U);
    }
    void takeRider(const desk::EventRow& row) {
        const auto event = eventOf<rider::Event>(row);
        std::set<std::string>& held = m_held[row.stream.id];
        if (const auto* taken = std::get_if<rider::DeliveryHeld>(&event))
            RC_ASSERT(held.insert(taken->orderId.text()).second && held.size() == 1U);
        if (const auto* gone = std::get_if<rider::DeliveryLetGo>(&event))
            RC_ASSERT(held.erase(gone->orderId.text()) == 1U);
    }

    std::map<std::string, std::string> m_holders;  ///< order to rider
    std::map<std::string, std::int64_t> m_fences;
    std::map<std::string, std::set<std::string>> m_held;  ///< rider to orders
};

class Life {
  public:
    void take(const Step& step) {
        const OrderId id{1 + step.which % std::max(1, m_orders)};
        const Actor rider = courier(step.how % 2 == 0 ? "rider1" : "rider2");
        switch (step.kind) {
            case 0:
            case 1:
            case 2:
                return place(step);
            case 3:
            case 4:
            case 5:
            case 6:
                return perform(step.which, step.how);
            case 7:
                return ask(customer(step.how % 2 == 0 ? "song" : "kim"),
                           desk::CancelOrder{id, std::nullopt});
            case 8:
                return ask(owner(), step.how == 0 ? desk::Command{desk::ChangePromise{id, 30}}
                                                  : desk::Command{desk::AcceptOrder{id, 20}});
            case 9:
                return ask(owner(), desk::StartCooking{id});
            case 10:
                return ask(owner(), desk::FinishCooking{id});
            case 11:
                return ask(rider, desk::PickDelivery{id});
            case 12:
                return ask(rider, desk::CollectDelivery{id, std::nullopt});
            case 13:
                return ask(rider, desk::DeliverOrder{id, std::nullopt});
            case 14:
                return ask(rider, desk::ReleaseDelivery{id, std::nullopt});
            case 15:
                return ask(customer("song"), desk::ConfirmOrder{id});
            case 16:
                return ask(customer("song"), desk::PayNow{id, std::nullopt});
            case 17:
                return ask(admin(), step.how % 2 == 0
                                        ? desk::Command{desk::RetryPayment{id}}
                                        : desk::Command{desk::CancelOrder{id, std::nullopt}});
            case 18:
                return city.pass(seconds(1 + step.which % 400));
            case 19:
                return city.restart(seconds(step.which));
            default:
                return goOn(step, rider);
        }
    }

    /// People and the provider do what they have to, until nothing is left to do.
    void comeToRest() {
        provider.keysAreOver = true;
        for (int day = 0; day < 40 && (!city.effects().empty() || !city.timers().empty()); ++day) {
            for (int call = 0; call < 200 && !city.effects().empty(); ++call) perform(0, 0);
            for (int order = 1; order <= m_orders; ++order) bringHome(OrderId{order});
            city.pass(hours(12));
        }
    }

    /// Takes what the log has since the last look.
    void lookAtHands() {
        const auto log = (*city.ledger().reader())->log(m_seen, 1'000'000);
        for (const desk::EventRow& row : *log) {
            hands.take(row);
            m_seen = row.position;
        }
        hands.agree();
    }

    DeskCity city;
    Provider provider;
    Hands hands;

  private:
    void ask(const Actor& actor, desk::Command command) {
        (void)city.ask(actor, std::move(command));
    }
    /// The next step of a running order towards a deal: without these, few stories would get as
    /// far as a rider, and hardly any as far as two who ride.
    void goOn(const Step& step, const Actor& rider) {
        for (int i = 0; i < m_orders; ++i) {
            const OrderId id{1 + (step.which + i) % m_orders};
            const order::Order order = city.order(id);
            if (order::isOver(order)) continue;
            const order::Status status = order::statusOf(order);
            const std::optional<RiderId> holder = order::holderOf(order);
            if (status == order::Status::PaymentRequested) return perform(step.which, 0);
            if (status == order::Status::Paid) return ask(owner(), desk::AcceptOrder{id, 20});
            if (status == order::Status::Accepted) return ask(owner(), desk::StartCooking{id});
            if (status == order::Status::Cooking) return ask(owner(), desk::FinishCooking{id});
            if (status == order::Status::Cooked) return ask(rider, desk::PickDelivery{id});
            if (!holder) return;
            const Actor courierOfIt = courier(holder->text());
            if (std::holds_alternative<order::courier::Picked>(order.courier))
                return ask(courierOfIt, desk::CollectDelivery{id, std::nullopt});
            return ask(courierOfIt, desk::DeliverOrder{id, std::nullopt});
        }
    }
    /// What was accepted is cooked and brought by whoever holds it.
    void bringHome(OrderId id) {
        ask(owner(), desk::StartCooking{id});
        ask(owner(), desk::FinishCooking{id});
        for (const char* who : {"rider1", "rider2"}) {
            ask(courier(who), desk::CollectDelivery{id, std::nullopt});
            ask(courier(who), desk::DeliverOrder{id, std::nullopt});
        }
    }
    void place(const Step& step) {
        ask(owner(), desk::ResumeStore{StoreId{1}});
        const char* who = step.how % 2 == 0 ? "song" : "kim";
        desk::PlaceOrder wish = DeskCity::wish(who, 1 + step.which % 3, FoodId{2});
        wish.pickup = step.how == 7;
        if (step.how > 3) wish.usePoints = std::max(Won{0}, city.points(who).balance);
        const desk::Answer answer = city.ask(customer(who), wish);
        const bool refused = answer.reply && std::holds_alternative<Refusal>(*answer.reply);
        if (!refused) ++m_orders;
    }
    void perform(int which, int how) {
        const std::vector<std::string> owed = city.effects();
        if (owed.empty()) return;
        const std::string id = owed[static_cast<std::size_t>(which) % owed.size()];
        const auto row = (*city.ledger().reader())->effect(id);
        const auto call = record::decodeCall((*row)->body);
        city.now = std::max(city.now, (*row)->due);
        (void)city.ask(systemActor(), provider.perform(**row, *call, how));
        // An outcome that decides nothing is asked for again later.
        const auto left = (*city.ledger().reader())->effect(id);
        if (left->has_value() && (*left)->due <= city.now) {
            (void)city.ask(systemActor(), desk::PostponeEffect{id, city.now + seconds(30)});
        }
    }

    int m_orders = 0;
    std::int64_t m_seen = 0;
};

/// S1: versions 1..n without a gap, positions that grow, time that does not go back, and a chain of
/// hashes that verifies, for every stream.
void logIsWhole(DeskCity& city) {
    const auto log = (*city.ledger().reader())->log(0, 1'000'000);
    std::map<desk::StreamKey, std::pair<std::int64_t, desk::Bytes>> tails;
    std::int64_t position = 0;
    Instant at{0};
    for (const desk::EventRow& row : *log) {
        auto& [version, hash] = tails.try_emplace(row.stream, 0, ledger::chainRoot()).first->second;
        RC_ASSERT(row.position > position);
        RC_ASSERT(row.at >= at);
        RC_ASSERT(row.version == version + 1);
        RC_ASSERT(row.hash == ledger::chainHash(hash, row));
        RC_ASSERT(!row.cause.empty());
        position = row.position;
        at = row.at;
        version = row.version;
        hash = row.hash;
    }
}

/// S4: what the provider captured and gave back, payment by payment, is what our log says.
void providerAgrees(Life& life) {
    std::map<std::string, Won> captured, refunded;
    std::map<std::string, std::string> paymentOf;
    std::map<std::string, order::Order> orders;
    const auto log = (*life.city.ledger().reader())->log(0, 1'000'000);
    for (const desk::EventRow& row : *log) {
        if (row.stream.kind != "order") continue;
        const auto fact = eventOf<order::Event>(row);
        if (const auto* approved = std::get_if<order::PaymentApproved>(&fact)) {
            captured[approved->paymentKey.text()] = approved->amount;
            paymentOf[row.stream.id] = approved->paymentKey.text();
        }
        if (const auto* back = std::get_if<order::PaymentRefunded>(&fact)) {
            refunded[paymentOf.at(row.stream.id)] = back->amount;
        }
    }
    std::map<std::int64_t, int> capturesOf;
    for (const auto& [key, capture] : life.provider.captures) {
        RC_ASSERT(captured[capture.paymentKey] == capture.amount);
        const auto& back = life.provider.refunds[capture.paymentKey];
        RC_ASSERT(back.size() <= 1U);
        const Won given = back.empty() ? Won{0} : back.begin()->second;
        RC_ASSERT(refunded[capture.paymentKey] == given);
        const order::Order order = life.city.order(capture.order);
        const bool deal = std::holds_alternative<order::placement::Confirmed>(order.placement);
        RC_ASSERT(given == (deal ? Won{0} : capture.amount));
        RC_ASSERT(++capturesOf[capture.order.value()] == 1);
    }
    RC_ASSERT(captured.size() == life.provider.captures.size());
}

/// What happened to the points of one order. Each of it at most once.
struct PointsOfOrder {
    std::optional<Won> earned, spent, revoked, returned;
    std::set<std::string> accounts;

    void take(const points::Event& event) {
        std::visit(Overloaded{
                       [this](const points::PointsEarned& e) { once(earned, e.amount); },
                       [this](const points::PointsSpent& e) { once(spent, e.amount); },
                       [this](const points::PointsRevoked& e) { once(revoked, e.amount); },
                       [this](const points::PointsReturned& e) { once(returned, e.amount); },
                   },
                   event);
    }

  private:
    static void once(std::optional<Won>& kept, Won amount) {
        RC_ASSERT(!kept.has_value());
        RC_ASSERT(amount > Won{0});
        kept = amount;
    }
};

/// S6: earned, spent, revoked and returned each once per order, on its customer's account; an order
/// that came to nothing leaves the account as it was; and a balance is the sum of it all.
void pointsAreWhereTheyBelong(DeskCity& city) {
    std::map<std::int64_t, PointsOfOrder> ofOrder;
    std::set<std::int64_t> orders;
    const auto log = (*city.ledger().reader())->log(0, 1'000'000);
    for (const desk::EventRow& row : *log) {
        if (row.stream.kind == "order") orders.insert(std::stoll(row.stream.id));
        if (row.stream.kind != "points") continue;
        const auto event = eventOf<points::Event>(row);
        const OrderId id = std::visit([](const auto& e) { return e.orderId; }, event);
        PointsOfOrder& known = ofOrder[id.value()];
        known.take(event);
        known.accounts.insert(row.stream.id);
    }
    std::map<std::string, Won> balances;
    for (const std::int64_t id : orders) {
        const order::Order order = city.order(OrderId{id});
        const PointsOfOrder& known = ofOrder[id];
        const std::string who = order.placed.customerId.text();
        for (const std::string& account : known.accounts) RC_ASSERT(account == who);
        const Won earned = known.earned.value_or(Won{0});
        const Won spent = known.spent.value_or(Won{0});
        const bool deal = std::holds_alternative<order::placement::Confirmed>(order.placement);
        RC_ASSERT(spent == order.placed.pointsSpent);
        RC_ASSERT(known.returned.value_or(Won{0}) == (deal ? Won{0} : spent));
        RC_ASSERT(known.revoked.value_or(Won{0}) == (deal ? Won{0} : earned));
        balances[who] += deal ? earned - spent : Won{0};
    }
    for (const auto& [id, ignored] : ofOrder) RC_ASSERT(orders.contains(id));
    for (const char* who : {"song", "kim"}) RC_ASSERT(city.points(who).balance == balances[who]);
}

/// The kinds of events that this city has seen.
std::set<std::string> kindsIn(DeskCity& city) {
    std::set<std::string> kinds;
    const auto log = (*city.ledger().reader())->log(0, 1'000'000);
    for (const desk::EventRow& row : *log) kinds.insert(row.type);
    return kinds;
}

}  // namespace

class TestDeskProperties : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        // An explicit RC_PARAMS (a seed to reproduce) wins.
        if (!qEnvironmentVariableIsSet("RC_PARAMS")) qputenv("RC_PARAMS", "max_success=200");
    }

    void anyLife_leavesAWholeLogAProviderThatAgreesPointsInPlaceAndEmptyHands() {
        std::map<std::string, int> seen;
        QVERIFY(rc::check("S1, S4, S6 and S7", [&seen] {
            Life life;
            for (const Step& step : *anySteps()) {
                life.take(step);
                life.lookAtHands();
            }
            logIsWhole(life.city);
            life.comeToRest();
            RC_ASSERT(life.city.effects().empty());
            RC_ASSERT(life.city.timers().empty());
            logIsWhole(life.city);
            providerAgrees(life);
            pointsAreWhereTheyBelong(life.city);
            life.lookAtHands();
            RC_ASSERT(life.hands.areEmpty());
            for (const auto& kind : kindsIn(life.city)) ++seen[kind];
        }));
        // What is never there breaks no promise.
        for (const char* kind : {"PointsEarned", "PointsSpent", "PointsRevoked", "PointsReturned",
                                 "DeliveryHeld", "DeliveryLetGo"}) {
            QVERIFY2(seen[kind] > 0, kind);
        }
    }
};

QTEST_APPLESS_MAIN(TestDeskProperties)
#include "tst_desk_properties.moc"
