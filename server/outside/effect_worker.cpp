#include "server/outside/effect_worker.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "effect/jitter.h"
#include "effect/unknown.h"
#include "server/outside/lane.h"
#include "server/outside/outcomes.h"
#include "server/outside/random.h"

#include <QPointer>

namespace delivery::outside {

namespace {

namespace verdict = effect::verdict;
using effect::PaymentOperation;
using Kind = saga::Call::Kind;

/// Rows read at one look; more when many of them must wait, so that those never hide the others.
constexpr int rowsPerLook = 256;
constexpr int rowsPerLookMax = 4096;
/// The next look, at the latest.
constexpr int lookAtLatestMs = 60'000;
/// So many wait for the end of a probe; the rest is asked to come back a little later.
constexpr std::size_t waitingForProbeMax = 4;
constexpr Span probeWait = seconds(5);

/// Money back first, then what nobody knows, then new orders, then the deferred ones, oldest first.
int urgency(const Owed& owed) {
    switch (owed.call.kind) {
        case Kind::Refund:
            return 0;
        case Kind::Query:
            return 1;
        case Kind::Charge:
            return isDeferredCharge(owed) ? 3 : 2;
    }
    return 3;
}

bool comesFirst(const Owed& left, const Owed& right) {
    const auto rank = [](const Owed& owed) {
        return std::make_tuple(urgency(owed), owed.since, owed.call.orderId);
    };
    return rank(left) < rank(right);
}

/// What comes back after the worker's end goes nowhere.
template <class Function>
auto whileAlive(EffectWorker& worker, Function function) {
    return [home = QPointer<EffectWorker>(&worker), function](auto value) mutable {
        if (home) function(std::move(value));
    };
}

}  // namespace

class EffectWorker::Inside {
  public:
    Inside(EffectWorker& home, Outbox& outbox, PaymentProvider& provider, const Vault& vault,
           const shift::Clock& clock, shift::Log& log, EffectSettings settings)
        : m_home(home),
          m_outbox(outbox),
          m_provider(provider),
          m_vault(vault),
          m_clock(clock),
          m_log(log),
          m_settings(std::move(settings)),
          m_charge(m_settings.charge),
          m_query(m_settings.query),
          m_refund(m_settings.refund) {
        if (!m_settings.random) m_settings.random = drawNumber;
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &home, [this] { look(); });
    }

    void start() {
        m_running = true;
        m_lifeBegan = m_clock.now();
        look();
    }

    void stop() {
        m_running = false;
        m_timer.stop();
    }

    void wake() {
        if (!m_running) return;
        if (m_looking) {
            m_lookAgain = true;
        } else if (m_waiting == 0) {
            look();
        } else {
            lookIn(lookAgainMs());
        }
    }

    [[nodiscard]] EffectFigures figures() const {
        const Instant now = m_clock.now();
        return {m_charge.figures(now), m_query.figures(now), m_refund.figures(now), m_waiting,
                m_unreadable,          m_outboxFails};
    }

  private:
    /// A row whose call was performed and whose result was taken by the desk: as it looked then,
    /// and at which look.
    struct Told {
        std::uint64_t look = 0;
        Instant due;
        int tries = 0;
    };

    [[nodiscard]] int lookAgainMs() const {
        return static_cast<int>(m_settings.lookAgain.milliseconds);
    }

    void lookIn(int milliseconds) {
        if (m_timer.isActive() && m_timer.remainingTime() <= milliseconds) return;
        m_timer.start(milliseconds);
    }

    void look() {
        if (!m_running || m_looking) return;
        m_timer.stop();
        m_looking = true;
        m_lookAgain = false;
        m_look += 1;
        const int limit = static_cast<int>(
            std::min<std::size_t>(rowsPerLookMax, rowsPerLook + 2 * m_waiting + m_unreadable));
        m_outbox.ask(m_clock.now(), limit, whileAlive(m_home, [this](Expected<DueEffects> due) {
                         seen(std::move(due));
                     }));
    }

    void seen(Expected<DueEffects> due) {
        m_looking = false;
        if (!m_running) return;
        if (!due) return outboxFailed(due.error());
        m_outboxFails = false;
        m_unreadable = due->unreadable;
        forgetTold(*due);
        std::ranges::sort(due->effects, comesFirst);
        m_waiting = 0;
        m_waitingForProbe = 0;
        for (const Owed& owed : due->effects) consider(owed);
        if (m_lookAgain) {
            lookIn(m_waiting == 0 ? 0 : lookAgainMs());
        } else if (due->more && m_waiting < due->effects.size()) {
            lookIn(lookAgainMs());
        } else {
            int wait = lookAtLatestMs;
            if (due->next) {
                const auto ahead = (*due->next - m_clock.now()).milliseconds;
                wait = static_cast<int>(std::clamp<std::int64_t>(ahead, 1, lookAtLatestMs));
            }
            lookIn(wait);
        }
    }

    /// Nothing can be done for anybody until it is read: told once, tried on and on.
    void outboxFailed(const Fault& fault) {
        if (fault.code == FaultCode::Busy) {
            m_log.line(shift::Level::Warning, "outside", "outbox: " + fault.text);
        } else if (!std::exchange(m_outboxFails, true)) {
            m_log.line(shift::Level::Alarm, "outside", "the outbox cannot be read: " + fault.text);
        }
        lookIn(static_cast<int>(m_settings.submitAgain.milliseconds));
    }

    void forgetTold(const DueEffects& due) {
        if (due.more) return;
        std::set<std::string> there;
        for (const Owed& owed : due.effects) there.insert(owed.effectId);
        std::erase_if(m_told, [&](const auto& told) {
            return told.second.look < m_look && !there.contains(told.first);
        });
    }

    void consider(const Owed& owed) {
        if (m_busy.contains(owed.effectId)) return;
        if (const auto told = m_told.find(owed.effectId); told != m_told.end()) {
            // Read before the result was in: this row is from yesterday.
            if (told->second.look >= m_look) {
                m_lookAgain = true;
                return;
            }
            const bool same = told->second.due == owed.due && told->second.tries == owed.tries;
            m_told.erase(told);
            // The result changed nothing (a deferred charge that still cannot be sent, a worry that
            // is known): later again.
            if (same) return postpone(owed, dueAgain(owed, m_clock.now(), m_settings.random()));
        }
        begin(owed);
    }

    void begin(const Owed& owed) {
        switch (owed.call.kind) {
            case Kind::Charge:
                return beginCharge(owed);
            case Kind::Query:
                return beginQuery(owed);
            case Kind::Refund:
                return beginRefund(owed);
        }
    }

    void beginCharge(const Owed& owed) {
        if (owed.call.orderOver) {
            return submit(owed,
                          desk::RecordCharge{owed.effectId, owed.call.orderId, owed.call.attempt,
                                             order::RecordCharge::Unknown{}});
        }
        if (!owed.card) return submit(owed, chargeWithoutCard(owed, m_lifeBegan));
        const auto billingKey = m_vault.unseal(owed.card->billingKey);
        const auto customerKey = m_vault.unseal(owed.card->customerKey);
        if (!billingKey || !customerKey) {
            tell(shift::Level::Alarm, "the card's key does not open", owed);
            return submit(owed, chargeUnacceptable(owed, "CARD_UNREADABLE"));
        }
        const Instant now = m_clock.now();
        const Lane::Gate gate = m_charge.enter(now, m_settings.atOnceMax);
        if (!std::holds_alternative<Lane::Go>(gate)) {
            const auto* wait = std::get_if<Lane::Wait>(&gate);
            const bool closedToNew = wait == nullptr || wait->probing;
            // A customer waits for this one: it is deferred at once, and tried with the others.
            if (closedToNew && !isDeferredCharge(owed)) return submit(owed, chargeNotSent(owed));
            return held(owed, gate);
        }
        m_busy.insert(owed.effectId);
        const saga::Call& call = owed.call;
        m_provider.charge({*billingKey, *customerKey, call.providerOrderId, call.orderName,
                           call.amount, call.key},
                          hearing(owed, m_charge, PaymentOperation::Charge));
    }

    void beginQuery(const Owed& owed) {
        const Instant now = m_clock.now();
        if (effect::isAlarming(now - owed.since)) {
            tell(shift::Level::Alarm, "payment outcome unknown for too long", owed);
        }
        const Lane::Gate gate = m_query.enter(now, m_settings.atOnceMax);
        if (!std::holds_alternative<Lane::Go>(gate)) return held(owed, gate);
        m_busy.insert(owed.effectId);
        m_provider.askByOrder(owed.call.providerOrderId,
                              hearing(owed, m_query, PaymentOperation::Query));
    }

    void beginRefund(const Owed& owed) {
        const Instant now = m_clock.now();
        if (now - owed.since >= m_settings.refundAlarmAfter) {
            tell(shift::Level::Alarm, "a refund is owed for too long", owed);
        }
        const Lane::Gate gate = m_refund.enter(now, m_settings.atOnceMax);
        if (!std::holds_alternative<Lane::Go>(gate)) return held(owed, gate);
        m_busy.insert(owed.effectId);
        m_provider.refund({owed.call.paymentKey, owed.call.key, "주문 취소"},
                          hearing(owed, m_refund, PaymentOperation::Refund));
    }

    /// The refund may have been done: what does the payment itself say?
    void askAboutRefund(const Owed& owed) {
        const Instant now = m_clock.now();
        const Lane::Gate gate = m_query.enter(now, m_settings.atOnceMax);
        if (!std::holds_alternative<Lane::Go>(gate)) {
            return postpone(owed, dueAgain(owed, now, m_settings.random()));
        }
        m_provider.askByPayment(owed.call.paymentKey,
                                hearing(owed, m_query, PaymentOperation::QueryRefund));
    }

    /// It may not begin now: it stays for the next look, or is put off to when it may.
    void held(const Owed& owed, const Lane::Gate& gate) {
        const Instant now = m_clock.now();
        if (const auto* shut = std::get_if<Lane::Shut>(&gate)) return postpone(owed, shut->until);
        const bool probing = std::get<Lane::Wait>(gate).probing;
        if (probing && m_waitingForProbe >= waitingForProbeMax) {
            return postpone(owed, now + effect::jittered(probeWait, 50, m_settings.random()));
        }
        m_waitingForProbe += probing ? 1 : 0;
        m_waiting += 1;
    }

    [[nodiscard]] PaymentProvider::Heard hearing(const Owed& owed, Lane& lane,
                                                 PaymentOperation operation) {
        const Instant began = m_clock.now();
        return whileAlive(m_home,
                          [this, owed, &lane, operation, began](effect::ProviderAnswer answer) {
                              heard(owed, lane, operation, began, answer);
                          });
    }

    void heard(const Owed& owed, Lane& lane, PaymentOperation operation, Instant began,
               const effect::ProviderAnswer& answer) {
        const Instant now = m_clock.now();
        const Span took = std::max(Span{}, now - began);
        const auto before = lane.figures(now).breaker;
        const bool closed =
            lane.ended(now, took, effect::breakerOutcome(answer), m_settings.random());
        const auto after = lane.figures(now).breaker;
        if (before != after) tellBreaker(operation, after, owed);
        const effect::Verdict judged = effect::judge(operation, answer);
        if (const auto* wait = std::get_if<verdict::RetryAfter>(&judged)) {
            lane.restUntil(now + wait->delay);
        }
        follow(owed, operation, judged, now);
        if (closed && &lane == &m_charge) hastenDeferred();
        wake();
    }

    void follow(const Owed& owed, PaymentOperation operation, const effect::Verdict& judged,
                Instant now) {
        if (!m_running) return;
        if (const auto* approved = std::get_if<verdict::Approved>(&judged))
            tellMisfit(owed, *approved);
        Next next = TryAgain{now};
        switch (operation) {
            case PaymentOperation::Charge:
                next = afterCharge(owed, judged);
                break;
            case PaymentOperation::Query:
                next = afterQuery(owed, judged, now);
                break;
            case PaymentOperation::Refund:
            case PaymentOperation::QueryRefund:
                next = afterRefund(owed, judged, now, operation);
                break;
        }
        if (auto* command = std::get_if<desk::Command>(&next)) {
            return submit(owed, std::move(*command));
        }
        if (const auto* again = std::get_if<TryAgain>(&next)) return postpone(owed, again->due);
        if (operation == PaymentOperation::Refund) return askAboutRefund(owed);
        postpone(owed, dueAgain(owed, now, m_settings.random()));
    }

    /// The provider is back: whoever waits for it is paid now and not at the end of a wait.
    void hastenDeferred() {
        const Instant now = m_clock.now();
        m_outbox.ask(now + minutes(2), rowsPerLookMax,
                     whileAlive(m_home, [this, now](Expected<DueEffects> due) {
                         if (!due || !m_running) return;
                         for (const Owed& owed : due->effects) {
                             const bool waits = isDeferredCharge(owed) && owed.due > now;
                             if (waits && !m_busy.contains(owed.effectId)) postpone(owed, now);
                         }
                     }));
    }

    void postpone(const Owed& owed, Instant due) {
        submit(owed, desk::PostponeEffect{owed.effectId, due});
    }

    void submit(const Owed& owed, desk::Command command) {
        m_busy.insert(owed.effectId);
        m_outbox.submit(command, whileAlive(m_home, [this, owed, command](shift::Outcome outcome) {
                            submitted(owed, command, outcome);
                        }));
    }

    void submitted(const Owed& owed, const desk::Command& command, const shift::Outcome& outcome) {
        if (!m_running) return;
        switch (outcome.kind) {
            case shift::Outcome::Kind::Done:
                if (outcome.reply && std::holds_alternative<Refusal>(*outcome.reply)) {
                    const auto& refusal = std::get<Refusal>(*outcome.reply);
                    tell(shift::Level::Warning,
                         "result refused: " + std::string(name(refusal.code)), owed);
                }
                m_busy.erase(owed.effectId);
                m_told[owed.effectId] = {m_look, owed.due, owed.tries};
                return wake();
            case shift::Outcome::Kind::Overload:
            case shift::Outcome::Kind::Failed: {
                // The result must not be lost while this process lives; after its end the same key
                // brings it again.
                const Span wait = std::max(m_settings.submitAgain, outcome.retryAfter);
                QTimer::singleShot(static_cast<int>(wait.milliseconds), &m_home,
                                   [this, owed, command] {
                                       if (m_running) submit(owed, command);
                                   });
                return;
            }
            case shift::Outcome::Kind::Late:
            case shift::Outcome::Kind::Stopping:
                m_busy.erase(owed.effectId);
                return;
        }
    }

    void tell(shift::Level level, const std::string& text, const Owed& owed) {
        m_log.line(level, "outside", text, owed.call.orderId.text(), "effect:" + owed.effectId);
    }

    void tellMisfit(const Owed& owed, const verdict::Approved& approved) {
        if (approved.amount == owed.call.amount &&
            approved.providerOrderId == owed.call.providerOrderId) {
            return;
        }
        tell(shift::Level::Alarm, "the provider took another amount, or for another order", owed);
    }

    void tellBreaker(PaymentOperation operation, effect::Breaker::State state, const Owed& owed) {
        const bool closed = state == effect::Breaker::State::Closed;
        const char* const of = operation == PaymentOperation::Charge   ? "charge"
                               : operation == PaymentOperation::Refund ? "refund"
                                                                       : "query";
        tell(closed ? shift::Level::Notice : shift::Level::Alarm,
             std::string("breaker of ") + of + (closed ? " closed" : " opened"), owed);
    }

    EffectWorker& m_home;
    Outbox& m_outbox;
    PaymentProvider& m_provider;
    const Vault& m_vault;
    const shift::Clock& m_clock;
    shift::Log& m_log;
    EffectSettings m_settings;
    Lane m_charge;
    Lane m_query;
    Lane m_refund;

    QTimer m_timer;
    bool m_running = false;
    Instant m_lifeBegan;
    bool m_looking = false;
    bool m_lookAgain = false;
    std::uint64_t m_look = 0;
    std::size_t m_waiting = 0;
    std::size_t m_waitingForProbe = 0;
    std::size_t m_unreadable = 0;
    bool m_outboxFails = false;
    /// Under way, or its result is on the way to the desk: never begun twice at a time.
    std::set<std::string> m_busy;
    std::map<std::string, Told> m_told;
};

EffectWorker::EffectWorker(Outbox& outbox, PaymentProvider& provider, const Vault& vault,
                           const shift::Clock& clock, shift::Log& log, EffectSettings settings,
                           QObject* parent)
    : QObject(parent),
      m_inside(std::make_unique<Inside>(*this, outbox, provider, vault, clock, log,
                                        std::move(settings))) {}

EffectWorker::~EffectWorker() = default;

void EffectWorker::start() { m_inside->start(); }
void EffectWorker::wake() { m_inside->wake(); }
void EffectWorker::stop() { m_inside->stop(); }
EffectFigures EffectWorker::figures() const { return m_inside->figures(); }

}  // namespace delivery::outside
