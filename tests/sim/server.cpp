#include "tests/sim/server.h"

#include <algorithm>
#include <cassert>

namespace delivery::sim {

namespace {

constexpr std::size_t batchMax = 16;
constexpr int timersPerBatch = 128;
constexpr std::size_t queueMax = 512;
constexpr int catchUpEvents = 500;
constexpr Span restAfterFailure = milliseconds(200);
constexpr Span restForPoison = minutes(1);

}  // namespace

Server::Server(World& world, Disk& disk, Provider& provider, Dice dice)
    : m_world(world), m_disk(disk), m_provider(provider), m_dice(dice) {}

void Server::start() {
    if (isUp()) return;
    auto desk = std::make_unique<desk::CommandDesk>(m_disk, desk::Settings{});
    const auto opened = desk->open();
    assert(opened);
    m_desk = std::move(desk);
    m_worker = std::make_unique<Worker>(
        m_world, m_provider, m_dice.fork(), std::max(now(), m_desk->latest()),
        [this](desk::Command command, const std::function<void(bool)>& taken) {
            arrive(systemEnvelope(std::move(command)), [taken](const desk::Answer& answer) {
                taken(answer.kind != desk::Answer::Kind::Failed);
            });
        });
    m_lagging = true;
    m_onStart();
    wakeAt(m_world.agenda.now());
}

void Server::crash() {
    if (!isUp()) return;
    m_world.count("crashes");
    m_life += 1;
    m_worker.reset();
    m_desk.reset();
    m_queue.clear();
    m_awaiting.clear();
    m_poison.clear();
    m_wake.reset();
    m_restUntil = {};
    m_nextEffect.reset();
    m_arePeopleBack = false;
    m_jumped = {};
    m_disk.powerBack();
    m_world.agenda.in(m_dice.between(milliseconds(200), seconds(20)), [this] { start(); });
}

desk::Envelope Server::systemEnvelope(desk::Command command) {
    desk::Envelope envelope;
    envelope.id = CommandId{"system-" + std::to_string(++m_envelopes)};
    envelope.actor = systemActor();
    envelope.keepReply = false;
    for (std::uint64_t& word : envelope.random) word = m_dice.next();
    envelope.command = std::move(command);
    return envelope;
}

void Server::arrive(desk::Envelope envelope, Left left) {
    if (!isUp()) return;
    if (m_queue.size() >= queueMax && !m_world.has(Bug::NeverShed)) {
        m_world.strike("shed");
        if (left) leave(left, {desk::Answer::Kind::Failed, {}, Fault{FaultCode::Busy, "full"}});
        return;
    }
    m_queue.push_back({std::move(envelope), std::move(left)});
    m_onQueue(m_queue.size());
    wakeAt(m_world.agenda.now() + m_dice.between(milliseconds(0), milliseconds(4)));
}

void Server::noteJump(Span jump) {
    if (!isUp()) return;
    m_jumped = m_jumped + jump;
    wakeAt(m_world.agenda.now());
}

void Server::hint(const std::string& providerOrderId) {
    m_world.count("hints");
    arrive(systemEnvelope(desk::HeedHint{providerOrderId}), nullptr);
}

void Server::wakeAt(Instant when) {
    when = std::max(when, m_world.agenda.now());
    if (m_wake && *m_wake <= when) return;
    m_wake = when;
    m_world.agenda.at(when, [this, when, life = m_life] {
        if (life != m_life || !isUp() || m_wake != when) return;
        m_wake.reset();
        tick();
    });
}

void Server::addDueTimers(std::vector<Waiting>& batch) {
    // Not by clocks that are about to be set.
    if (now() < m_restUntil || !m_arePeopleBack || m_jumped > Span{}) return;
    const Span ahead = m_world.has(Bug::FireEarly) ? seconds(20) : Span{};
    auto reader = m_disk.reader();
    for (const desk::TimerClock& clock : m_desk->clocks(now())) {
        const bool goesOn = clock.stands && m_world.has(Bug::IgnorePause);
        if (clock.stands && !goesOn) continue;
        const Instant until = goesOn ? now() : clock.now + ahead;
        auto due = (*reader)->timersDue(clock.waitsFor, until, timersPerBatch);
        assert(due);
        for (const desk::TimerRow& timer : *due) {
            const auto rests = m_poison.find({timer.stream, timer.kind});
            if (rests != m_poison.end()) {
                if (rests->second > now()) continue;
                m_poison.erase(rests);
            }
            m_world.count("timers." + timer.kind);
            batch.push_back({systemEnvelope(desk::FireTimer{timer}), nullptr});
        }
    }
}

void Server::tick() {
    std::vector<Waiting> batch;
    if (m_jumped > Span{} && m_world.has(Bug::NeverRebase)) {
        m_onRebased(std::exchange(m_jumped, {}));
    }
    // Before anything is decided at the time that the clock jumped to.
    if (m_jumped > Span{}) batch.push_back({systemEnvelope(desk::RebaseTimers{m_jumped}), nullptr});
    while (!m_queue.empty() && batch.size() < batchMax) {
        batch.push_back(std::move(m_queue.front()));
        m_queue.pop_front();
    }
    addDueTimers(batch);
    const std::uint64_t life = m_life;
    if (!batch.empty()) run(std::move(batch));
    if (life != m_life) return;
    catchUp();
    if (life != m_life) return;
    lookAtOutbox();
    lookAhead();
}

void Server::run(std::vector<Waiting> batch) {
    plantLostCommits();
    const bool drops = m_world.has(Bug::ReplyBeforeCommit) && m_dice.permille(20);
    if (drops) m_disk.dropNextCommit();
    std::vector<desk::Envelope> envelopes;
    for (const Waiting& waiting : batch) envelopes.push_back(waiting.envelope);
    m_disk.setAtWork(true);
    const desk::BatchResult result = m_desk->run(envelopes, now());
    m_disk.setAtWork(false);
    m_world.count("batches");
    m_world.count("commands", static_cast<std::int64_t>(batch.size()));
    // The machine went down inside of this batch: nothing of it is heard of.
    if (m_disk.powerFailed()) return crash();
    if (result.fault) {
        failed(*result.fault);
        for (Waiting& waiting : batch) {
            if (waiting.left) leave(waiting.left, {desk::Answer::Kind::Failed, {}, result.fault});
        }
        return;
    }
    assert(result.answers.size() == batch.size());
    m_lagging = true;
    m_effectsChanged |= result.effectsChanged;
    const bool rebased = result.answers.front().kind == desk::Answer::Kind::Final;
    if (rebased && std::holds_alternative<desk::RebaseTimers>(batch.front().envelope.command)) {
        m_onRebased(std::exchange(m_jumped, {}));
    }
    m_onBatch();
    for (std::size_t i = 0; i < batch.size(); ++i) answer(batch[i], result.answers[i]);
    for (const desk::Finalised& finalised : result.finalised) {
        auto waiters = m_awaiting.extract(finalised.key);
        if (waiters.empty()) continue;
        for (const Left& left : waiters.mapped()) {
            leave(left, {desk::Answer::Kind::Final, finalised.reply, {}});
        }
    }
    if (drops) {
        m_world.agenda.in(milliseconds(5), [this, life = m_life] {
            if (life == m_life) crash();
        });
    }
}

void Server::answer(Waiting& waiting, const desk::Answer& decided) {
    switch (decided.kind) {
        case desk::Answer::Kind::Final:
            if (waiting.left) leave(waiting.left, decided);
            return;
        case desk::Answer::Kind::Provisional:
            m_world.count("replies.provisional");
            m_awaiting[{waiting.envelope.actor.user.text(), waiting.envelope.id}].push_back(
                std::move(waiting.left));
            return;
        case desk::Answer::Kind::Failed:
            if (const auto* timer = std::get_if<desk::FireTimer>(&waiting.envelope.command)) {
                m_poison[{timer->timer.stream, timer->timer.kind}] = now() + restForPoison;
            }
            if (waiting.left) leave(waiting.left, decided);
            return;
    }
}

void Server::leave(const Left& left, const desk::Answer& answer) {
    m_world.agenda.in(m_dice.between(milliseconds(0), milliseconds(3)),
                      [this, left, answer, life = m_life] {
                          if (life == m_life) left(answer);
                      });
}

void Server::failed(const Fault& fault) {
    m_world.count("batches.failed");
    assert(fault.code != FaultCode::DiskBroken);
    m_restUntil = now() + restAfterFailure;
}

void Server::catchUp() {
    while (m_lagging && now() >= m_restUntil) {
        m_disk.setAtWork(true);
        const auto caughtUp = m_desk->catchUp(catchUpEvents);
        m_disk.setAtWork(false);
        if (m_disk.powerFailed()) return crash();
        if (!caughtUp) return failed(caughtUp.error());
        m_lagging = !*caughtUp;
    }
    if (m_lagging || std::exchange(m_arePeopleBack, true)) return;
    m_desk->peopleReturn(now());
}

/// The next moment at which something is due by itself.
void Server::lookAhead() {
    const Instant at = m_world.agenda.now();
    const auto reader = m_disk.reader();
    if (!m_queue.empty()) wakeAt(at + milliseconds(1));
    if (m_lagging) wakeAt(m_restUntil - lead());
    const auto wakeWhen = [&](std::optional<Instant> due) {
        if (due) wakeAt(std::max(std::max(*due, m_restUntil) - lead(), at + milliseconds(50)));
    };
    wakeWhen(m_nextEffect);
    for (const desk::TimerClock& clock : m_desk->clocks(now())) {
        const std::optional<Instant> due = *(*reader)->nextTimerDue(clock.waitsFor);
        if (due && !clock.stands) wakeWhen(*due + (now() - clock.now));
    }
}

void Server::lookAtOutbox() {
    const bool due = m_nextEffect && *m_nextEffect <= now();
    if (!due && !m_effectsChanged && !m_worker->wantsLook()) return;
    m_effectsChanged = false;
    m_nextEffect = m_worker->look(**m_disk.reader(), now());
}

void Server::plantLostCommits() {
    if (!m_world.has(Bug::LoseCommit)) return;
    if (!m_before) {
        if (!m_dice.permille(10)) return;
        m_before = m_disk.rows().snapshot();
        m_batchesToLose = 4;
        return;
    }
    if (--m_batchesToLose > 0) return;
    m_world.agenda.in(milliseconds(5), [this, life = m_life] {
        if (life == m_life) {
            m_disk.rows().restore(std::move(*m_before));
            crash();
        }
        m_before.reset();
    });
}

}  // namespace delivery::sim
