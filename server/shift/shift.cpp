#include "server/shift/shift.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "server/shift/queue.h"
#include "server/shift/readers.h"

namespace delivery::shift {

namespace {

/// However long no timer is due, the thread looks again after this: a wall clock can be set.
constexpr Span longestSleep = seconds(1);
/// After a failed batch the disk gets this much time before timers try again.
constexpr Span restAfterFailure = milliseconds(200);
/// A timer whose stream does not read is left alone for this long.
constexpr Span restForPoison = minutes(1);
/// A clock that is farther ahead of the uptime than before by more than this was set, and jumped.
constexpr Span jumpMin = seconds(60);
constexpr int timersPerBatch = 128;
constexpr int catchUpEvents = 500;

/// Nothing that is written from now on can be trusted.
bool isOfTheDisk(const Fault& fault) {
    return fault.code == FaultCode::DiskBroken || fault.code == FaultCode::Damaged;
}

}  // namespace

struct Shift::Inner {
    desk::Ledger& ledger;
    desk::CommandDesk& desk;
    const Clock& clock;
    Log& log;
    Limits limits;
    ReaderPool readers;

    std::mutex mutex;
    std::condition_variable wake;
    CommandQueue queue;
    bool stopping = false;
    /// What is being set aside or taken back just now, by name.
    std::set<std::string> settingAside;
    std::atomic<bool> running{false};

    // The shift's thread only.
    std::thread thread;
    std::unique_ptr<desk::LedgerReader> reader;
    struct Awaiting {
        Instant since;
        Done done;
    };
    std::map<desk::ReplyKey, std::vector<Awaiting>> awaiting;
    std::map<std::pair<desk::StreamKey, std::string>, Instant> poison;
    desk::Quarantine quarantined;
    Instant nextTimer;
    std::optional<Span> lead;
    /// By how much the clock jumped that the desk has not taken out of the timers yet.
    Span jumped;
    bool arePeopleBack = false;
    Instant restUntil;
    bool lagging = true;
    bool isBroken = false;
    std::function<void(Committed)> committed;
    std::function<void(std::string)> broken;

    mutable std::mutex figuresMutex;
    Figures figures;

    Inner(desk::Ledger& l, desk::CommandDesk& d, const Clock& c, Log& g, Limits m)
        : ledger(l),
          desk(d),
          clock(c),
          log(g),
          limits(m),
          readers(l, m, [this](desk::Unreadable row) { setAside(std::move(row)); }),
          queue(m) {}

    void work();
    bool waitForWork();
    bool rests(Instant now);
    Instant lookAtClock();
    std::vector<Waiting> dueTimers(Instant now);
    bool addDue(const desk::TimerClock& clock, Instant now, std::vector<Waiting>& fired);
    void runBatch(std::vector<Waiting> batch, Instant now);
    void giveUpWaiters(Instant now, std::vector<std::pair<Done, Outcome>>& out);
    desk::BatchResult askDesk(const std::vector<Waiting>& batch, Instant now);
    void answer(Waiting& waiting, desk::Answer& answer, std::vector<std::pair<Done, Outcome>>& out);
    void afterCommit(const desk::BatchResult& result, std::size_t commands);
    void noteFailure(const Fault& fault, Instant now);
    void catchUp();
    void refuseWaiters();
    void setAside(desk::Unreadable row);
    bool isKnown(const std::string& name) const;
    bool restUnreadable(const Waiting& waiting, const desk::Answer& decided);
    void isSetAside(const std::string& name, const Outcome& outcome);
    void askOnce(const std::string& name, desk::Command command);
    void lookAgain();
    void tellPages();
};

Shift::Shift(desk::Ledger& ledger, desk::CommandDesk& desk, const Clock& clock, Log& log,
             Limits limits)
    : m_inner(std::make_unique<Inner>(ledger, desk, clock, log, limits)) {}

Shift::~Shift() { stop(); }

void Shift::onCommitted(std::function<void(Committed)> listener) {
    m_inner->committed = std::move(listener);
}
void Shift::onBroken(std::function<void(std::string)> listener) {
    m_inner->broken = std::move(listener);
}

Expected<void> Shift::start() {
    auto reader = m_inner->ledger.reader();
    if (!reader) return tl::unexpected(reader.error());
    m_inner->reader = std::move(*reader);
    auto pool = m_inner->readers.start();
    if (!pool) return pool;
    m_inner->running = true;
    m_inner->thread = std::thread([this] { m_inner->work(); });
    return {};
}

void Shift::stop() {
    Inner& inner = *m_inner;
    {
        const std::lock_guard lock(inner.mutex);
        inner.stopping = true;
    }
    inner.wake.notify_all();
    if (inner.thread.joinable()) inner.thread.join();
    inner.running = false;
    inner.readers.stop();
    inner.reader.reset();
}

void Shift::submit(desk::Envelope envelope, Done done) {
    Inner& inner = *m_inner;
    const Urgency urgency = urgencyOf(envelope.command);
    const Instant now = inner.clock.now();
    Outcome refused;
    {
        const std::lock_guard lock(inner.mutex);
        if (inner.stopping || !inner.running) {
            refused.kind = Outcome::Kind::Stopping;
        } else if (!inner.queue.hasRoom(urgency, now)) {
            refused.kind = Outcome::Kind::Overload;
            // Spread over two seconds, so that the refused do not all come back at once.
            refused.retryAfter =
                seconds(1) + milliseconds(static_cast<std::int64_t>(envelope.random[0] % 2'000));
        } else {
            inner.queue.push({std::move(envelope), std::move(done), now});
            inner.wake.notify_one();
            return;
        }
    }
    if (refused.kind == Outcome::Kind::Overload) {
        const std::lock_guard lock(inner.figuresMutex);
        ++inner.figures.refusedForLoad;
    }
    done(std::move(refused));
}

const desk::Settings& Shift::settings() const { return m_inner->desk.settings(); }

void Shift::setAside(desk::Unreadable row) { m_inner->setAside(std::move(row)); }

bool Shift::read(ReadJob job, Dropped dropped) {
    return m_inner->readers.submit(std::move(job), std::move(dropped));
}

void Shift::clockMoved() {
    // The lock orders this behind a look at the clock that is under way.
    { const std::lock_guard lock(m_inner->mutex); }
    m_inner->wake.notify_all();
}

Figures Shift::figures() const {
    Figures figures;
    {
        const std::lock_guard lock(m_inner->figuresMutex);
        figures = m_inner->figures;
    }
    const std::lock_guard lock(m_inner->mutex);
    figures.queued = m_inner->queue.size();
    return figures;
}

void Shift::Inner::work() {
    tellPages();
    lookAgain();
    while (waitForWork()) {
        const Instant now = lookAtClock();
        std::vector<Waiting> batch;
        // Before anything is decided at the time that the clock jumped to.
        if (jumped > Span{}) {
            batch.push_back({systemEnvelope(desk::RebaseTimers{jumped}), nullptr, now});
        }
        {
            const std::lock_guard lock(mutex);
            for (auto& waiting : queue.take()) batch.push_back(std::move(waiting));
        }
        for (auto& timer : dueTimers(now)) batch.push_back(std::move(timer));
        if (!batch.empty()) runBatch(std::move(batch), now);
        catchUp();
        tellPages();
    }
    refuseWaiters();
}

/// True when there is something to look at; false when the shift is over and the queue is empty.
bool Shift::Inner::waitForWork() {
    std::unique_lock lock(mutex);
    while (true) {
        if (!queue.empty()) return true;
        if (stopping) return false;
        const Instant now = clock.now();
        // It is never set farther ahead than this: the clock was set back.
        if (nextTimer > now + longestSleep) nextTimer = now;
        const bool isResting = rests(now);
        if (!isResting && (lagging || nextTimer <= now)) return true;
        const Instant due = isResting ? restUntil : nextTimer;
        const Span sleep = due > now ? std::min(due - now, longestSleep) : longestSleep;
        wake.wait_for(lock, std::chrono::milliseconds(sleep.milliseconds));
    }
}

/// After a failure timers and pages wait a little. A clock that was set back must not make it
/// hours.
bool Shift::Inner::rests(Instant now) {
    if (isBroken) return true;
    if (restUntil > now + restAfterFailure) restUntil = now;
    return now < restUntil;
}

/// The time, and whether it was set ahead since the last look. That it goes on evenly is all that
/// timers need.
Instant Shift::Inner::lookAtClock() {
    const Clock::Moment moment = clock.moment();
    const Span leads = moment.now - moment.uptime;
    if (lead && leads - *lead > jumpMin) {
        jumped = jumped + (leads - *lead);
        log.line(Level::Warning, "shift",
                 "the clock jumped ahead by " +
                     std::to_string((leads - *lead).milliseconds / 1'000) +
                     " s; no timer fires earlier for it");
    }
    lead = leads;
    return moment.now;
}

std::vector<Waiting> Shift::Inner::dueTimers(Instant now) {
    std::vector<Waiting> fired;
    // Not by clocks that are about to be set.
    if (now < nextTimer || rests(now) || jumped > Span{}) return fired;
    nextTimer = now + longestSleep;
    for (const desk::TimerClock& one : desk.clocks(now)) {
        // People cannot answer before their pages have caught up.
        const bool isMachine = one.waitsFor.empty();
        if (one.stands || (!isMachine && !arePeopleBack)) continue;
        if (!addDue(one, now, fired)) break;
    }
    return fired;
}

/// Adds what is due by one clock. False when the disk does not say.
bool Shift::Inner::addDue(const desk::TimerClock& one, Instant now, std::vector<Waiting>& fired) {
    // What rests is read along, so that any number of it leaves room for others.
    const int limit = timersPerBatch + static_cast<int>(poison.size());
    const auto ahead = reader->timersDue(one.waitsFor, one.now + longestSleep, limit);
    if (!ahead) {
        noteFailure(ahead.error(), now);
        return false;
    }
    for (auto& row : reader->takeUnreadable()) setAside(std::move(row));
    for (const auto& timer : *ahead) {
        if (timer.due > one.now) {
            nextTimer = std::min(nextTimer, now + (timer.due - one.now));
            continue;
        }
        const auto rested = poison.find({timer.stream, timer.kind});
        if (rested != poison.end()) {
            if (rested->second > now) continue;
            poison.erase(rested);
        }
        fired.push_back({systemEnvelope(desk::FireTimer{timer}), nullptr, now});
    }
    // More may be due behind these.
    const bool mayBeMore = static_cast<int>(ahead->size()) == limit && ahead->back().due <= one.now;
    if (mayBeMore) nextTimer = now;
    return true;
}

void Shift::Inner::answer(Waiting& waiting, desk::Answer& decided,
                          std::vector<std::pair<Done, Outcome>>& out) {
    const bool isTold = restUnreadable(waiting, decided);
    switch (decided.kind) {
        case desk::Answer::Kind::Final:
            if (std::holds_alternative<desk::RebaseTimers>(waiting.envelope.command)) jumped = {};
            if (waiting.done) {
                out.emplace_back(std::move(waiting.done),
                                 Outcome{Outcome::Kind::Done, std::move(decided.reply), {}, {}});
            }
            return;
        case desk::Answer::Kind::Provisional:
            if (waiting.done) {
                awaiting[{waiting.envelope.actor.user.text(), waiting.envelope.id}].push_back(
                    {clock.now(), std::move(waiting.done)});
            }
            return;
        case desk::Answer::Kind::Failed:
            if (const auto* timer = std::get_if<desk::FireTimer>(&waiting.envelope.command)) {
                // Until it is set aside; and what failed for another reason is tried again.
                poison[{timer->timer.stream, timer->timer.kind}] = clock.now() + restForPoison;
            }
            // What is set aside is an alarm of its own.
            if (!isTold)
                log.line(Level::Warning, "shift", decided.fault ? decided.fault->text : "failed",
                         {}, waiting.envelope.id.text());
            if (decided.fault && isOfTheDisk(*decided.fault)) {
                noteFailure(*decided.fault, clock.now());
            }
            if (waiting.done) {
                Outcome outcome;
                outcome.kind = Outcome::Kind::Failed;
                outcome.faultText = decided.fault ? decided.fault->text : "";
                out.emplace_back(std::move(waiting.done), std::move(outcome));
            }
            return;
    }
}

/// A disk that broke is not written again: what the kernel dropped at a failed fsync would be lost
/// silently.
desk::BatchResult Shift::Inner::askDesk(const std::vector<Waiting>& batch, Instant now) {
    if (isBroken) {
        desk::BatchResult result;
        result.fault = Fault{FaultCode::DiskBroken, "the disk is broken: nothing is written"};
        return result;
    }
    std::vector<desk::Envelope> envelopes;
    envelopes.reserve(batch.size());
    for (const auto& waiting : batch) envelopes.push_back(waiting.envelope);
    desk::BatchResult result = desk.run(envelopes, now);
    assert(result.fault || result.answers.size() == batch.size());
    return result;
}

void Shift::Inner::runBatch(std::vector<Waiting> batch, Instant now) {
    desk::BatchResult result = askDesk(batch, now);

    std::vector<std::pair<Done, Outcome>> out;
    if (result.fault) {
        noteFailure(*result.fault, now);
        for (auto& waiting : batch) {
            if (!waiting.done) continue;
            Outcome outcome;
            outcome.kind = Outcome::Kind::Failed;
            outcome.faultText = result.fault->text;
            out.emplace_back(std::move(waiting.done), std::move(outcome));
        }
        giveUpWaiters(now, out);
    } else {
        for (std::size_t i = 0; i < batch.size(); ++i) answer(batch[i], result.answers[i], out);
        for (auto& finalised : result.finalised) {
            const auto waiters = awaiting.find(finalised.key);
            if (waiters == awaiting.end()) continue;
            for (Awaiting& waiter : waiters->second) {
                out.emplace_back(std::move(waiter.done),
                                 Outcome{Outcome::Kind::Done, finalised.reply, {}, {}});
            }
            awaiting.erase(waiters);
        }
        for (const std::string& alarm : result.alarms) log.line(Level::Alarm, "desk", alarm);
        afterCommit(result, batch.size());
    }
    for (auto& [done, outcome] : out) done(std::move(outcome));
}

/// Their orders are written; the timer that bounds their wait is not heard while the disk takes
/// nothing.
void Shift::Inner::giveUpWaiters(Instant now, std::vector<std::pair<Done, Outcome>>& out) {
    for (auto entry = awaiting.begin(); entry != awaiting.end();) {
        std::vector<Awaiting> stay;
        for (Awaiting& waiter : entry->second) {
            if (now < waiter.since + limits.replyLate) {
                stay.push_back(std::move(waiter));
            } else {
                out.emplace_back(std::move(waiter.done), Outcome{Outcome::Kind::Late, {}, {}, {}});
            }
        }
        entry->second = std::move(stay);
        entry = entry->second.empty() ? awaiting.erase(entry) : std::next(entry);
    }
}

void Shift::Inner::afterCommit(const desk::BatchResult& result, std::size_t commands) {
    // A timer armed by this batch may be earlier than what was known.
    if (result.timersChanged) nextTimer = Instant{0};
    Committed told;
    {
        const std::lock_guard lock(figuresMutex);
        figures.commands += commands;
        ++figures.batches;
        figures.diskFull = false;
        if (result.lastPosition > 0) figures.lastPosition = result.lastPosition;
        told.position = figures.lastPosition;
    }
    lagging = true;
    told.effectsChanged = result.effectsChanged;
    if (committed) committed(told);
}

void Shift::Inner::noteFailure(const Fault& fault, Instant now) {
    restUntil = now + restAfterFailure;
    // At once after the rest, also when the clock is set back meanwhile.
    nextTimer = Instant{};
    {
        const std::lock_guard lock(figuresMutex);
        ++figures.failedBatches;
        figures.diskFull = fault.code == FaultCode::DiskFull;
    }
    log.line(Level::Alarm, "shift", fault.text);
    if (!isOfTheDisk(fault) || std::exchange(isBroken, true)) return;
    if (broken) broken(fault.text);
}

void Shift::Inner::catchUp() {
    if (!lagging || rests(clock.now())) return;
    auto caughtUp = desk.catchUp(catchUpEvents);
    if (!caughtUp) {
        noteFailure(caughtUp.error(), clock.now());
        return;
    }
    lagging = !*caughtUp;
    if (lagging || std::exchange(arePeopleBack, true)) return;
    desk.peopleReturn(clock.now());
    nextTimer = Instant{};
}

void Shift::Inner::setAside(desk::Unreadable row) {
    const std::string name = desk::nameOf(row);
    // A row beside the log stays where it is, and is met whenever it is looked for.
    if (row.what == desk::Unreadable::What::Side && isKnown(name)) return;
    askOnce(name, desk::SetAside{std::move(row)});
}

bool Shift::Inner::isKnown(const std::string& name) const {
    const std::lock_guard lock(figuresMutex);
    return figures.quarantined.contains(name);
}

/// A stream whose state does not read stops what concerns it and nothing else: it is named, and a
/// timer of it does not fire again by itself. True when this was such a timer.
bool Shift::Inner::restUnreadable(const Waiting& waiting, const desk::Answer& decided) {
    const std::string why = decided.fault ? decided.fault->text : "its state does not read";
    if (decided.unreadable &&
        !quarantined.contains(desk::nameOf({.stream = *decided.unreadable}))) {
        setAside({.stream = *decided.unreadable, .why = why});
    }
    const auto* timer = std::get_if<desk::FireTimer>(&waiting.envelope.command);
    const bool cannotFire = decided.fault && (decided.fault->code == FaultCode::Unreadable ||
                                              decided.fault->code == FaultCode::Misfit);
    if (timer == nullptr || !cannotFire) return false;
    setAside({.what = desk::Unreadable::What::Timer,
              .stream = timer->timer.stream,
              .timer = timer->timer.kind,
              .why = why});
    return true;
}

/// Asked for again as long as it cannot be written: whoever meets the row next asks.
void Shift::Inner::askOnce(const std::string& name, desk::Command command) {
    const std::lock_guard lock(mutex);
    const Instant now = clock.now();
    if (stopping || !running || !queue.hasRoom(urgencyOf(command), now)) return;
    if (!settingAside.insert(name).second) return;
    queue.push({systemEnvelope(std::move(command)),
                [this, name](const Outcome& outcome) { isSetAside(name, outcome); }, now});
    wake.notify_one();
}

void Shift::Inner::isSetAside(const std::string& name, const Outcome& outcome) {
    const auto row = desk::unreadableNamed(name);
    const bool isDone = outcome.kind == Outcome::Kind::Done;
    // A timer that was armed anew need not rest.
    if (isDone && row) poison.erase({row->stream, row->timer});
    const std::lock_guard lock(mutex);
    settingAside.erase(name);
}

/// What an earlier run set aside may be mended by now.
void Shift::Inner::lookAgain() {
    for (const auto& [name, why] : quarantined) {
        if (desk::unreadableNamed(name)) askOnce(name, desk::TakeBack{name});
    }
}

void Shift::Inner::tellPages() {
    const desk::Quarantine& now = desk.quarantined();
    for (const auto& [name, why] : now) {
        if (!quarantined.contains(name)) log.line(Level::Alarm, "shift", name + ": " + why);
    }
    for (const auto& [name, why] : quarantined) {
        if (!now.contains(name)) log.line(Level::Notice, "shift", name + ": taken back");
    }
    quarantined = now;
    const std::lock_guard lock(figuresMutex);
    figures.quarantined = now;
    figures.pages = desk.cursors();
}

void Shift::Inner::refuseWaiters() {
    Outcome stoppingNow;
    stoppingNow.kind = Outcome::Kind::Stopping;
    for (auto& [key, waiters] : awaiting) {
        for (Awaiting& waiter : waiters) waiter.done(stoppingNow);
    }
    awaiting.clear();
}

}  // namespace delivery::shift
