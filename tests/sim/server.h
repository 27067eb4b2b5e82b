#pragma once
/// One server over its lives: a real desk and a worker on a disk that outlives them, fed in batches
/// as the shift does it.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "desk/desk.h"
#include "tests/sim/dice.h"
#include "tests/sim/disk.h"
#include "tests/sim/provider.h"
#include "tests/sim/worker.h"
#include "tests/sim/world.h"

namespace delivery::sim {

class Server {
  public:
    /// Called when a reply leaves the server. Not called when a crash comes first.
    using Left = std::function<void(const desk::Answer&)>;

    Server(World& world, Disk& disk, Provider& provider, Dice dice);

    /// Opens the desk on whatever the disk holds.
    void start();
    /// Everything in memory is gone; the next life begins a little later.
    void crash();
    /// The provider says that something has happened to a payment; it may say so late, or not at
    /// all.
    void hint(const std::string& providerOrderId);
    [[nodiscard]] bool isUp() const { return m_desk != nullptr; }
    void arrive(desk::Envelope envelope, Left left);
    /// The machine's clock was set ahead, and the server sees it, as it compares it with the
    /// uptime.
    void noteJump(Span jump);

    /// Called after every batch that is on the disk, before any of its replies leaves.
    void onBatch(std::function<void()> listener) { m_onBatch = std::move(listener); }
    /// Called after a life has begun.
    void onStart(std::function<void()> listener) { m_onStart = std::move(listener); }
    /// Called when a jump of the clock has been taken out of the timers.
    void onRebased(std::function<void(Span)> listener) { m_onRebased = std::move(listener); }
    /// Called with the number of commands that wait.
    void onQueue(std::function<void(std::size_t)> listener) { m_onQueue = std::move(listener); }

  private:
    struct Waiting {
        desk::Envelope envelope;
        Left left;
    };
    [[nodiscard]] Instant now() const { return m_world.serverNow(); }
    /// How far the server's clock is ahead of the real one.
    [[nodiscard]] Span lead() const { return now() - m_world.agenda.now(); }
    [[nodiscard]] desk::Envelope systemEnvelope(desk::Command command);
    void wakeAt(Instant when);
    void tick();
    void addDueTimers(std::vector<Waiting>& batch);
    void run(std::vector<Waiting> batch);
    void answer(Waiting& waiting, const desk::Answer& decided);
    void leave(const Left& left, const desk::Answer& answer);
    void failed(const Fault& fault);
    void catchUp();
    void lookAhead();
    void lookAtOutbox();
    void plantLostCommits();

    World& m_world;
    Disk& m_disk;
    Provider& m_provider;
    Dice m_dice;
    std::unique_ptr<desk::CommandDesk> m_desk;
    std::unique_ptr<Worker> m_worker;
    std::deque<Waiting> m_queue;
    std::map<desk::ReplyKey, std::vector<Left>> m_awaiting;
    std::map<std::pair<desk::StreamKey, std::string>, Instant> m_poison;
    std::optional<Instant> m_wake;
    std::optional<Instant> m_nextEffect;
    bool m_effectsChanged = false;
    Instant m_restUntil;
    std::uint64_t m_life = 0;
    std::uint64_t m_envelopes = 0;
    bool m_lagging = false;
    bool m_arePeopleBack = false;
    std::optional<tests::LedgerRows> m_before;
    int m_batchesToLose = 0;
    std::function<void()> m_onBatch = [] {};
    std::function<void()> m_onStart = [] {};
    std::function<void(Span)> m_onRebased = [](Span) {};
    std::function<void(std::size_t)> m_onQueue = [](std::size_t) {};
    /// By how much the clock jumped that the desk has not taken out of the timers yet.
    Span m_jumped;
};

}  // namespace delivery::sim
