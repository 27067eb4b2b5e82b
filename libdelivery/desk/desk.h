#pragma once
/// CommandDesk: the one place where commands are decided. Passive: run(batch, now) decides, commits
/// and returns.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "desk/clocks.h"
#include "desk/command.h"
#include "desk/ledger.h"
#include "desk/quarantine.h"
#include "desk/reply.h"
#include "order/limits.h"

namespace delivery::desk {

struct Settings {
    order::Times times;
    int deliveriesHeldMax = 1;
    Span repliesKept = days(7);
    /// What people get at least for an answer after the server was away.
    Span answerGrace = seconds(60);
    /// Changes make messages to people by KakaoTalk too.
    bool sendsMessages = false;
};

/// The answer to one command of a batch.
struct Answer {
    enum class Kind {
        Final,        ///< reply holds it
        Provisional,  ///< committed; the reply follows in a later batch's finalised list
        Failed,       ///< nothing of it is on the disk; fault says why; the client may repeat
    };
    Kind kind = Kind::Final;
    std::optional<Reply> reply;
    std::optional<Fault> fault;
    /// The stream that could not be read on the way, whatever became of the command.
    std::optional<StreamKey> unreadable = std::nullopt;
};

/// A reply that became final by this batch although its command came earlier (or in it).
struct Finalised {
    ReplyKey key;
    Reply reply;
};

struct BatchResult {
    std::vector<Answer> answers;  ///< one per envelope, in order
    std::vector<Finalised> finalised;
    std::int64_t lastPosition = 0;
    bool effectsChanged = false;
    bool timersChanged = false;
    /// What a person must be told of at once: one line each, without anything personal.
    std::vector<std::string> alarms = {};
    /// The batch failed whole: every answer is Failed.
    std::optional<Fault> fault;
};

/// One owner thread. Keeps a bounded cache of folded states; drops it after any failed batch.
class CommandDesk {
  public:
    CommandDesk(Ledger& ledger, Settings settings);
    ~CommandDesk();
    CommandDesk(const CommandDesk&) = delete;
    CommandDesk& operator=(const CommandDesk&) = delete;

    /// Reads counters, cursors and the install name. To be called once, before anything else.
    [[nodiscard]] Expected<void> open();

    /// As they were handed in; any thread.
    [[nodiscard]] const Settings& settings() const;
    /// The time of the latest event in the log: no time handed in counts as earlier.
    [[nodiscard]] Instant latest() const;

    /// The clocks by which timers count; what is due by its own clock is to be fired.
    [[nodiscard]] std::vector<TimerClock> clocks(Instant now) const;
    /// The server was away until now. Answers that fell due meanwhile, or do within a moment, get
    /// their grace from here.
    void peopleReturn(Instant now);
    /// Pages that stand still because they failed, and what was set aside, with why. Empty when all
    /// is well.
    [[nodiscard]] const Quarantine& quarantined() const;
    /// How far each page has come, as of the last commit.
    [[nodiscard]] std::vector<PageCursor> cursors() const;

    /// Decides the envelopes in order, in one transaction. A now that is before the last
    /// batch's counts as that one: time does not go back. Nothing leaves before the commit that
    /// holds it.
    [[nodiscard]] BatchResult run(std::span<const Envelope> batch, Instant now);

    /// Some views are being made anew for this version of the program and do not hold everything
    /// before catchUp() answers true: nobody should look at them until then.
    [[nodiscard]] bool viewsAreOld() const;
    /// Feeds pages that lag behind the log (a resumed context, a rebuild), at most eventsMax
    /// events; true when all unpaused pages are at the end.
    [[nodiscard]] Expected<bool> catchUp(int eventsMax);
    /// Forgets all pages and starts them again from the log's beginning.
    [[nodiscard]] Expected<void> clearPages();

  private:
    struct Inner;
    std::unique_ptr<Inner> m_inner;
};

}  // namespace delivery::desk
