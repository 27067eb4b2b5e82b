#pragma once
/// The shift: one thread at the desk, a bounded queue before it, and a pool of readers beside it.
/// No Qt.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "desk/desk.h"
#include "server/shift/log.h"

namespace delivery::shift {

/// The wall clock as a port: UTC.
class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
    /// The same moment by this clock and by one that nobody sets and that never jumps.
    struct Moment {
        Instant now;
        Instant uptime;
    };
    [[nodiscard]] virtual Moment moment() const = 0;
};

/// Who is served first when there is a queue.
enum class Urgency { Settle, DeliverAndCook, CancelAndAccept, NewOrder, Position };
[[nodiscard]] Urgency urgencyOf(const desk::Command& command);

struct Limits {
    std::size_t queueMax = 512;
    /// New orders and positions are refused while one that is served before them waits longer than
    /// this.
    Span waitMax = milliseconds(100);
    /// While the disk takes nothing, whoever waits for a reply that follows waits no longer.
    Span replyLate = seconds(4);
    std::size_t batchMax = 256;
    int readers = 2;
    std::size_t readsQueuedMax = 1024;
    /// At a stop the reads that wait get so long; what is left then is dropped.
    std::chrono::milliseconds readsAtStop{500};
};

/// What a submitted command comes to.
struct Outcome {
    enum class Kind {
        Done,      ///< reply holds it (a refusal too)
        Overload,  ///< not taken: try again after retryAfter
        Failed,    ///< the disk: nothing happened
        Stopping,  ///< the server is going down: repeat it later
        Late,      ///< written, and the disk takes no reply to it: a repeat gets its first answer
    };
    Kind kind = Kind::Done;
    std::optional<desk::Reply> reply;
    Span retryAfter = seconds(1);
    std::string faultText;
};

/// What every commit tells whoever listens: how far the log is, and what became due.
struct Committed {
    std::int64_t position = 0;
    bool effectsChanged = false;
};

struct Figures {
    std::uint64_t commands = 0;
    std::uint64_t batches = 0;
    std::uint64_t refusedForLoad = 0;
    std::uint64_t failedBatches = 0;
    std::size_t queued = 0;
    std::int64_t lastPosition = 0;
    bool diskFull = false;
    /// What stands still because it cannot be read or failed, with why.
    desk::Quarantine quarantined;
    /// How far each page has come.
    std::vector<desk::PageCursor> pages;
};

class Shift {
  public:
    /// Called on the shift's thread, or at once on the caller's when the command is not taken: may
    /// only post, never wait.
    using Done = std::function<void(Outcome)>;
    using ReadJob = std::function<void(desk::LedgerReader&)>;
    /// Called on the thread that stops the shift, instead of the job: may only post.
    using Dropped = std::function<void()>;

    Shift(desk::Ledger& ledger, desk::CommandDesk& desk, const Clock& clock, Log& log,
          Limits limits);
    ~Shift();
    Shift(const Shift&) = delete;
    Shift& operator=(const Shift&) = delete;

    /// Before start. Called on the shift's thread after each commit: may only post.
    void onCommitted(std::function<void(Committed)> listener);
    /// Before start. Called once when the disk is broken (an fsync failed): the process must stop.
    /// From then on nothing is read or written here, and every command fails.
    void onBroken(std::function<void(std::string)> listener);
    [[nodiscard]] Expected<void> start();
    /// Finishes what is queued, answers Stopping to what comes later, joins the threads.
    void stop();

    /// Any thread. done is called exactly once. A provisional reply is waited for; a repeat joins
    /// the wait.
    void submit(desk::Envelope envelope, Done done);
    /// Any thread. Runs the job on a reader thread; false when too many reads wait (503).
    [[nodiscard]] bool read(ReadJob job, Dropped dropped = {});
    [[nodiscard]] Figures figures() const;
    /// Any thread. By what the desk decides.
    [[nodiscard]] const desk::Settings& settings() const;
    /// Any thread. What cannot be read is set aside, so that it is not read again each time.
    void setAside(desk::Unreadable row);
    /// A clock that is moved by hand tells the shift so; a real one need not.
    void clockMoved();

  private:
    struct Inner;
    std::unique_ptr<Inner> m_inner;
};

/// A new envelope with random numbers of the kernel's and an id made from them: for timers,
/// adapters and logins.
[[nodiscard]] desk::Envelope systemEnvelope(desk::Command command);
/// Fills the envelope's random numbers from a good source.
void seed(desk::Envelope& envelope);

}  // namespace delivery::shift
