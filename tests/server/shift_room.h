#pragma once
/// A shift over a small city on a ledger in memory, with a clock moved by hand and ears that wait
/// for what was said.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "server/shift/shift.h"
#include "tests/support/desk_city.h"

namespace delivery::tests {

/// How long a test waits for what must come; a loaded machine needs some of it.
constexpr std::chrono::seconds patience{30};

class HandClock : public shift::Clock {
  public:
    explicit HandClock(Instant now) : m_now(now.utcMilliseconds) {}
    [[nodiscard]] Instant now() const override { return {m_now.load()}; }
    [[nodiscard]] Moment moment() const override {
        const std::int64_t now = m_now.load();
        return {{now}, {now - m_jumped.load()}};
    }
    void set(Instant now) { m_now = now.utcMilliseconds; }
    /// Somebody sets it: the uptime goes on as if nothing was.
    void jump(Span span) {
        m_jumped += span.milliseconds;
        m_now += span.milliseconds;
    }

  private:
    std::atomic<std::int64_t> m_now;
    std::atomic<std::int64_t> m_jumped = 0;
};

class RecordingLog : public shift::Log {
  public:
    void line(shift::Level, std::string_view, std::string_view text, std::string_view,
              std::string_view) override {
        const std::lock_guard lock(m_mutex);
        m_lines.emplace_back(text);
    }
    [[nodiscard]] int count(std::string_view part) const {
        const std::lock_guard lock(m_mutex);
        int found = 0;
        for (const auto& line : m_lines) found += line.find(part) != std::string::npos ? 1 : 0;
        return found;
    }

  private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_lines;
};

/// Hears outcomes on any thread, under the names that they were asked for.
class Ears {
  public:
    shift::Shift::Done named(std::string name) {
        return [this, name = std::move(name)](shift::Outcome outcome) {
            const std::lock_guard lock(m_mutex);
            m_heard.emplace_back(name, std::move(outcome));
            m_wake.notify_all();
        };
    }
    /// True when this many outcomes came before patience ran out.
    [[nodiscard]] bool hears(std::size_t count) {
        std::unique_lock lock(m_mutex);
        return m_wake.wait_for(lock, patience, [&] { return m_heard.size() >= count; });
    }
    [[nodiscard]] std::size_t size() const {
        const std::lock_guard lock(m_mutex);
        return m_heard.size();
    }
    [[nodiscard]] std::vector<std::string> names() const {
        const std::lock_guard lock(m_mutex);
        std::vector<std::string> names;
        for (const auto& [name, outcome] : m_heard) names.push_back(name);
        return names;
    }
    [[nodiscard]] shift::Outcome outcome(const std::string& name) const {
        const std::lock_guard lock(m_mutex);
        for (const auto& [known, outcome] : m_heard) {
            if (known == name) return outcome;
        }
        qFatal("nobody answered %s", name.c_str());
    }

  private:
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<std::pair<std::string, shift::Outcome>> m_heard;
};

/// A gate in which a thread of the shift stands until it is let go.
class Hold {
  public:
    ~Hold() { release(); }
    /// What the thread is to run. Outlives this.
    [[nodiscard]] std::function<void()> gate() const {
        return [state = m_state] {
            std::unique_lock lock(state->mutex);
            state->isEntered = true;
            state->wake.notify_all();
            state->wake.wait(lock, [&] { return state->isReleased; });
        };
    }
    [[nodiscard]] bool entered() {
        std::unique_lock lock(m_state->mutex);
        return m_state->wake.wait_for(lock, patience, [&] { return m_state->isEntered; });
    }
    void release() {
        const std::lock_guard lock(m_state->mutex);
        m_state->isReleased = true;
        m_state->wake.notify_all();
    }

  private:
    struct State {
        std::mutex mutex;
        std::condition_variable wake;
        bool isEntered = false;
        bool isReleased = false;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

/// The city lends its desk and its ledger to the shift: after open() only the shift runs the desk.
class ShiftRoom {
  public:
    explicit ShiftRoom(shift::Limits limits = {})
        : clock(city.now), shift(city.ledger(), city.desk(), clock, log, limits) {}

    void open() {
        const auto started = shift.start();
        assert(started);
    }
    void submit(const std::string& name, const Actor& actor, desk::Command command,
                const std::string& id = {}, const std::string& fingerprint = "same") {
        shift.submit(city.envelope(actor, std::move(command), id, fingerprint), ears.named(name));
    }
    /// What is due and what waited before is done when this returns true. The first answer only
    /// says that its batch is being answered, most urgent first; the second comes behind that
    /// batch.
    [[nodiscard]] bool settle() {
        bool heard = true;
        for (int round = 0; heard && round < 2; ++round) {
            Ears own;
            shift.submit(city.envelope(systemActor(), nothing()), own.named("settled"));
            heard = own.hears(1);
        }
        return heard;
    }
    /// Moves the clock and lets the shift look at it.
    [[nodiscard]] bool pass(Span span) {
        moveClock(span);
        return settle();
    }
    void moveClock(Span span) {
        clock.set(clock.now() + span);
        shift.clockMoved();
    }
    /// A settling command that changes nothing.
    static desk::Command nothing() { return desk::PostponeEffect{"of nobody", Instant{0}}; }
    /// The desk's thread stands in hold until it is released.
    [[nodiscard]] bool stopDesk(Hold& hold) {
        shift.submit(city.envelope(systemActor(), nothing()),
                     [gate = hold.gate()](const shift::Outcome&) { gate(); });
        return hold.entered();
    }
    desk::RecordCharge approvalOf(OrderId id) {
        const auto attempt = std::get<order::payment::Requested>(city.order(id).payment).attempt;
        return {"charge/" + id.text() + "/1", id, attempt.number,
                order::RecordCharge::Approved{PaymentKey{"pay-" + id.text()}, attempt.amount,
                                              attempt.providerOrderId}};
    }
    /// Arms a timer behind the desk's back. Before open().
    void arm(const desk::TimerRow& timer) {
        auto transaction = city.ledger().begin();
        assert(transaction);
        desk::CommandWrites writes;
        writes.timers.push_back(timer);
        const auto kept = (*transaction)->append(std::move(writes));
        assert(kept);
        const auto committed = (*transaction)->commit();
        assert(committed);
    }

    DeskCity city;
    HandClock clock;
    RecordingLog log;
    Ears ears;
    shift::Shift shift;
};

inline std::string bytesOf(const shift::Outcome& outcome) {
    return outcome.reply ? record::encode(*outcome.reply) : std::string{};
}

}  // namespace delivery::tests
