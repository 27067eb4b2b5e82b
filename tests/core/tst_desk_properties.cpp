/// Any commands in any order with a provider that answers, declines, falls silent and forgets: the
/// log stays whole (S1), and at rest the provider's own ledger says what ours says (S4).

#include <QtTest>

#include <rapidcheck.h>
#include <map>
#include <set>

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
        rc::gen::build<Step>(rc::gen::set(&Step::kind, rc::gen::inRange(0, 20)),
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
            default:
                return city.restart(seconds(step.which));
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

    DeskCity city;
    Provider provider;

  private:
    void ask(const Actor& actor, desk::Command command) {
        (void)city.ask(actor, std::move(command));
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
        const auto event =
            record::decodeEvent(row.stream.kind, row.type, row.typeVersion, row.body);
        const auto& fact = std::get<order::Event>(*event);
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

}  // namespace

class TestDeskProperties : public QObject {
    Q_OBJECT

  private slots:
    void anyLife_leavesAWholeLogAndAProviderThatAgrees() {
        QVERIFY(rc::check("S1 and S4", [] {
            Life life;
            for (const Step& step : *anySteps()) life.take(step);
            logIsWhole(life.city);
            life.comeToRest();
            RC_ASSERT(life.city.effects().empty());
            RC_ASSERT(life.city.timers().empty());
            logIsWhole(life.city);
            providerAgrees(life);
        }));
    }
};

QTEST_APPLESS_MAIN(TestDeskProperties)
#include "tst_desk_properties.moc"
