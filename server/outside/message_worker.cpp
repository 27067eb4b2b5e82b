#include "server/outside/message_worker.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/cases.h"
#include "effect/retry.h"
#include "server/outside/lane.h"
#include "server/outside/random.h"

#include <QPointer>
#include <QTimer>

namespace delivery::outside {

namespace {

namespace told = effect::told;
using desk::MessageResult;
using Result = decltype(MessageResult::outcome);

constexpr int rowsPerLook = 256;
/// The next look, at the latest; while some wait, so that old ones are left out in time.
constexpr int lookAtLatestMs = 60'000;
constexpr int lookWhileWaitingMs = 5'000;
/// What comes home within this is written together.
constexpr int gatherMs = 20;
constexpr Span closedFor = seconds(30);

/// What comes back after the worker's end goes nowhere.
template <class Function>
auto whileAlive(MessageWorker& worker, Function function) {
    return [home = QPointer<MessageWorker>(&worker), function](auto value) mutable {
        if (home) function(std::move(value));
    };
}

/// The order and person that a message is about.
using About = std::pair<std::int64_t, std::string>;
About aboutOf(const notice::Message& message) {
    return {message.orderId ? message.orderId->value() : 0, message.to.text()};
}
bool tellsItsCustomer(const notice::Message& message) {
    return notice::isForCustomer(message.subject) && message.orderId.has_value();
}

MessageCall callOf(const OwedMessage& owed) {
    const notice::Message& message = owed.message;
    MessageCall call;
    call.phone = owed.phone;
    call.language = owed.language;
    call.said = {message.subject, message.status.value_or(order::Status::PaymentRequested),
                 message.storeName, message.orderId ? message.orderId->text() : "",
                 message.readyBy};
    call.reason = owed.reason;
    call.effectId = owed.effectId;
    call.since = owed.since;
    call.refused = message.refused;
    return call;
}

}  // namespace

class MessageWorker::Inside {
  public:
    Inside(MessageWorker& home, MessageOutbox& outbox, MessageProvider& provider,
           const shift::Clock& clock, shift::Log& log, MessageSettings settings)
        : m_home(home),
          m_outbox(outbox),
          m_provider(provider),
          m_clock(clock),
          m_log(log),
          m_settings(std::move(settings)),
          m_send(m_settings.send),
          m_ask(m_settings.look) {
        if (!m_settings.random) m_settings.random = drawNumber;
        for (QTimer* timer : {&m_timer, &m_gather}) timer->setSingleShot(true);
        QObject::connect(&m_timer, &QTimer::timeout, &home, [this] { look(); });
        QObject::connect(&m_gather, &QTimer::timeout, &home, [this] { bringHome(); });
    }

    void start() {
        m_running = true;
        look();
    }
    void stop() {
        m_running = false;
        m_timer.stop();
        m_gather.stop();
    }
    void wake() {
        if (!m_running) return;
        if (m_looking) {
            m_lookAgain = true;
        } else if (m_queue.empty()) {
            look();
        }
    }

    [[nodiscard]] MessageFigures figures() const {
        const Instant now = m_clock.now();
        MessageFigures figures = m_figures;
        figures.send = m_send.figures(now);
        figures.look = m_ask.figures(now);
        figures.waiting = m_queue.size();
        return figures;
    }

  private:
    struct Queued {
        OwedMessage owed;
        /// A newer one to the same person about the same order waits too.
        bool outdone = false;
    };

    /// Calls begun in the present second.
    struct Pace {
        std::int64_t second = 0;
        int calls = 0;
    };

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
        const int limit = rowsPerLook + static_cast<int>(m_busy.size());
        m_outbox.askMessages(
            m_clock.now(), limit,
            whileAlive(m_home, [this](Expected<DueMessages> due) { seen(std::move(due)); }));
    }

    void seen(Expected<DueMessages> due) {
        m_looking = false;
        if (!m_running) return;
        if (!due) return outboxFailed(due.error());
        m_figures.outboxFails = false;
        std::map<About, std::int64_t> newest;
        for (const OwedMessage& owed : due->messages) {
            if (!tellsItsCustomer(owed.message)) continue;
            auto& change = newest[aboutOf(owed.message)];
            change = std::max(change, owed.message.change);
        }
        m_queue.clear();
        for (OwedMessage& owed : due->messages) {
            if (m_busy.contains(owed.effectId) || isOld(owed.effectId)) continue;
            const bool outdone = tellsItsCustomer(owed.message) &&
                                 owed.message.change < newest[aboutOf(owed.message)];
            m_queue.push_back({std::move(owed), outdone});
        }
        std::erase_if(m_written, [this](const auto& one) { return one.second < m_look; });
        m_next = due->next;
        pump();
    }

    /// Read before its result was written: this row is from yesterday.
    [[nodiscard]] bool isOld(const std::string& effectId) const {
        const auto written = m_written.find(effectId);
        return written != m_written.end() && written->second >= m_look;
    }

    /// Begins what may begin; the rest keeps its place.
    void pump() {
        std::erase_if(m_queue, [this](const Queued& one) { return begin(one); });
        lookNext();
    }

    void lookNext() {
        if (m_lookAgain) return lookIn(0);
        const Instant now = m_clock.now();
        int wait = m_queue.empty() ? lookAtLatestMs : lookWhileWaitingMs;
        const auto within = [&wait](Span ahead) {
            const auto bounded = std::clamp<std::int64_t>(ahead.milliseconds, 1, wait);
            wait = static_cast<int>(bounded);
        };
        if (m_next) within(*m_next - now);
        const Span shut = std::max(m_send.figures(now).opensIn, m_ask.figures(now).opensIn);
        if (!m_queue.empty() && shut > Span{}) within(shut);
        if (!m_queue.empty() && isPaced()) {
            within(milliseconds(1'000 - now.utcMilliseconds % 1'000));
        }
        lookIn(wait);
    }

    void outboxFailed(const Fault& fault) {
        if (fault.code == FaultCode::Busy) {
            m_log.line(shift::Level::Warning, "outside", "messages: " + fault.text);
        } else if (!std::exchange(m_figures.outboxFails, true)) {
            m_log.line(shift::Level::Alarm, "outside",
                       "the queue of messages cannot be read: " + fault.text);
        }
        lookIn(static_cast<int>(m_settings.submitAgain.milliseconds));
    }

    /// False when it must wait for its turn.
    bool begin(const Queued& queued) {
        const OwedMessage& owed = queued.owed;
        const Instant now = m_clock.now();
        if (owed.message.providerId) return lookFor(owed, now);
        if (const auto result = whyNot(queued, now)) {
            home(owed, *result);
            return true;
        }
        if (!enter(m_send, now)) return false;
        m_busy.insert(owed.effectId);
        m_provider.send(callOf(owed), hearing(owed, m_send, &Inside::heardSending));
        return true;
    }

    /// What ends it without a call.
    [[nodiscard]] std::optional<Result> whyNot(const Queued& queued, Instant now) const {
        const OwedMessage& owed = queued.owed;
        if (owed.phone.empty()) return MessageResult::Failed{"no number"};
        const auto why =
            notice::whyNotSent(now - owed.since, queued.outdone, owed.moot, m_settings.patience);
        if (!why) return std::nullopt;
        // It may have been sent: nobody can say that it was not.
        if (owed.message.inDoubt) return MessageResult::Failed{"unknown"};
        return MessageResult::Suppressed{*why};
    }

    bool lookFor(const OwedMessage& owed, Instant now) {
        if (!enter(m_ask, now)) return false;
        m_busy.insert(owed.effectId);
        m_provider.look(*owed.message.providerId, now, hearing(owed, m_ask, &Inside::heardLooking));
        return true;
    }

    /// What went out before under this signature: where is it?
    void findAgain(const OwedMessage& owed, Instant now) {
        if (!enter(m_ask, now)) return home(owed, later(owed, now, false, true));
        m_provider.find(callOf(owed), now, hearing(owed, m_ask, &Inside::heardFinding));
    }

    bool enter(Lane& lane, Instant now) {
        Pace& pace = &lane == &m_send ? m_sendPace : m_askPace;
        const std::int64_t second = now.utcMilliseconds / 1'000;
        if (pace.second != second) pace = {second, 0};
        if (pace.calls >= m_settings.perSecondMax) return false;
        if (!std::holds_alternative<Lane::Go>(lane.enter(now, m_settings.atOnceMax))) return false;
        pace.calls += 1;
        return true;
    }
    /// It waits for nothing but the next second.
    [[nodiscard]] bool isPaced() const {
        return m_sendPace.calls >= m_settings.perSecondMax ||
               m_askPace.calls >= m_settings.perSecondMax;
    }

    using Judge = void (Inside::*)(const OwedMessage&, const effect::MessageAnswer&, Instant);
    [[nodiscard]] MessageProvider::Heard hearing(const OwedMessage& owed, Lane& lane, Judge judge) {
        const Instant began = m_clock.now();
        return whileAlive(m_home, [this, owed, &lane, judge, began](effect::MessageAnswer answer) {
            const Instant now = m_clock.now();
            const auto before = lane.figures(now).breaker;
            lane.ended(now, std::max(Span{}, now - began), effect::breakerOutcome(answer),
                       m_settings.random());
            tellBreaker(before, lane.figures(now).breaker, &lane == &m_send);
            if (m_running) (this->*judge)(owed, answer, now);
            if (m_running && !m_looking && !m_queue.empty()) pump();
        });
    }

    void heardSending(const OwedMessage& owed, const effect::MessageAnswer& answer, Instant now) {
        std::visit(
            Overloaded{
                [&](const told::Accepted& v) { home(owed, MessageResult::Accepted{v.providerId}); },
                [&](const told::Failed& v) { failed(owed, v); },
                [&](const told::NotSent&) { home(owed, later(owed, now, false, false)); },
                [&](const told::Unknown&) { home(owed, later(owed, now, false, true)); },
                [&](const told::SentBefore&) { findAgain(owed, now); },
                [&](const told::NotNow& v) {
                    m_send.restUntil(now + v.delay);
                    home(owed, MessageResult::Later{now + v.delay, true, false});
                },
                [&](const told::Closed& v) {
                    trouble(v.code);
                    m_send.restUntil(now + closedFor);
                    home(owed, MessageResult::Later{now + closedFor, false, false});
                },
                // Not said of what is being sent.
                [&](const told::Delivered&) { home(owed, later(owed, now, false, true)); },
                [&](const told::Pending&) { home(owed, later(owed, now, false, true)); },
                [&](const told::NotThere&) { home(owed, later(owed, now, false, true)); },
            },
            effect::judgeSending(answer));
    }

    void heardFinding(const OwedMessage& owed, const effect::MessageAnswer& answer, Instant now) {
        const effect::Told judged = effect::judgeLooking(answer);
        const bool isThere = std::holds_alternative<told::Pending>(judged) ||
                             std::holds_alternative<told::Delivered>(judged);
        if (isThere && !answer.providerId.empty()) {
            return home(owed, MessageResult::Accepted{answer.providerId});
        }
        if (const auto* refused = std::get_if<told::Failed>(&judged)) return failed(owed, *refused);
        home(owed, later(owed, now, false, true));
    }

    void heardLooking(const OwedMessage& owed, const effect::MessageAnswer& answer, Instant now) {
        const effect::Told judged = effect::judgeLooking(answer);
        if (std::holds_alternative<told::Delivered>(judged)) {
            return home(owed, MessageResult::Delivered{});
        }
        if (const auto* refused = std::get_if<told::Failed>(&judged)) return failed(owed, *refused);
        const Span age = now - owed.message.acceptedAt.value_or(owed.since);
        const auto wait = notice::untilNextLook(age);
        if (!wait) return home(owed, MessageResult::NotHeardOf{});
        home(owed, MessageResult::Later{now + *wait, false, false});
    }

    void failed(const OwedMessage& owed, const told::Failed& failed) {
        if (failed.ours) trouble(failed.code);
        home(owed, MessageResult::Failed{failed.code});
    }

    [[nodiscard]] Result later(const OwedMessage& owed, Instant now, bool wasRefused,
                               bool inDoubt) {
        const bool doubtful = inDoubt || owed.message.inDoubt.value_or(false);
        const Span wait =
            effect::nextDelay(effect::Schedule::Outbox, owed.tries + 1, m_settings.random());
        return MessageResult::Later{now + wait, wasRefused, doubtful};
    }

    // --- home

    void home(const OwedMessage& owed, Result result) {
        count(result);
        m_busy.insert(owed.effectId);
        m_results.push_back({owed.effectId, std::move(result)});
        if (!m_submitting && !m_gather.isActive()) m_gather.start(gatherMs);
    }

    void count(const Result& result) {
        std::visit(Overloaded{
                       [&](const MessageResult::Accepted&) {
                           m_figures.accepted += 1;
                           mended();
                       },
                       [&](const MessageResult::Delivered&) { m_figures.delivered += 1; },
                       [&](const MessageResult::Failed&) { m_figures.failed += 1; },
                       [&](const MessageResult::Suppressed&) { m_figures.suppressed += 1; },
                       [](const MessageResult::NotHeardOf&) {},
                       [](const MessageResult::Later&) {},
                   },
                   result);
    }

    void bringHome() {
        if (!m_running || m_submitting || m_results.empty()) return;
        m_submitting = true;
        const auto results = std::exchange(m_results, {});
        m_outbox.submit(desk::RecordMessages{results},
                        whileAlive(m_home, [this, results](const shift::Outcome& outcome) {
                            brought(results, outcome);
                        }));
    }

    void brought(const std::vector<MessageResult>& results, const shift::Outcome& outcome) {
        m_submitting = false;
        if (!m_running || outcome.kind == shift::Outcome::Kind::Stopping) return;
        if (outcome.kind == shift::Outcome::Kind::Done) {
            for (const MessageResult& one : results) {
                m_busy.erase(one.effectId);
                m_written[one.effectId] = m_look;
            }
            if (!m_results.empty()) m_gather.start(gatherMs);
            if (m_looking) m_lookAgain = true;
            if (m_queue.empty()) lookIn(0);
            return;
        }
        // Not lost while this process lives; after its end the provider knows the signatures.
        m_results.insert(m_results.begin(), results.begin(), results.end());
        const Span wait = std::max(m_settings.submitAgain, outcome.retryAfter);
        m_gather.start(static_cast<int>(wait.milliseconds));
    }

    // --- what a person should know

    void tellBreaker(effect::Breaker::State before, effect::Breaker::State after, bool sends) {
        if (before == after) return;
        const bool closed = after == effect::Breaker::State::Closed;
        m_log.line(closed ? shift::Level::Notice : shift::Level::Alarm, "outside",
                   std::string("KakaoTalk: breaker of ") + (sends ? "sending" : "asking") +
                       (closed ? " closed" : " opened"));
    }

    void trouble(const std::string& code) {
        if (std::exchange(m_figures.trouble, code) == code) return;
        m_log.line(shift::Level::Alarm, "outside", "KakaoTalk takes no message: " + code);
    }
    void mended() {
        if (std::exchange(m_figures.trouble, {}).empty()) return;
        m_log.line(shift::Level::Notice, "outside", "KakaoTalk takes messages again");
    }

    MessageWorker& m_home;
    MessageOutbox& m_outbox;
    MessageProvider& m_provider;
    const shift::Clock& m_clock;
    shift::Log& m_log;
    MessageSettings m_settings;
    Lane m_send;
    Lane m_ask;
    Pace m_sendPace;
    Pace m_askPace;
    QTimer m_timer;
    QTimer m_gather;
    bool m_running = false;
    bool m_looking = false;
    bool m_lookAgain = false;
    bool m_submitting = false;
    std::uint64_t m_look = 0;
    /// Due at the last look, and not begun.
    std::vector<Queued> m_queue;
    /// When the first one that was not due then will be.
    std::optional<Instant> m_next;
    MessageFigures m_figures;
    /// Under way, or its result is not written yet: never begun twice at a time.
    std::set<std::string> m_busy;
    /// Written during which look: what that look still says of it is old.
    std::map<std::string, std::uint64_t> m_written;
    std::vector<MessageResult> m_results;
};

MessageWorker::MessageWorker(MessageOutbox& outbox, MessageProvider& provider,
                             const shift::Clock& clock, shift::Log& log, MessageSettings settings,
                             QObject* parent)
    : QObject(parent),
      m_inside(std::make_unique<Inside>(*this, outbox, provider, clock, log, std::move(settings))) {
}

MessageWorker::~MessageWorker() = default;

void MessageWorker::start() { m_inside->start(); }
void MessageWorker::wake() { m_inside->wake(); }
void MessageWorker::stop() { m_inside->stop(); }
MessageFigures MessageWorker::figures() const { return m_inside->figures(); }

}  // namespace delivery::outside
