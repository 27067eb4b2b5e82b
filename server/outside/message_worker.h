#pragma once
/// Sends the messages that are queued for people, each once as far as the provider allows, leaves
/// out what is old, and brings home what became of them.
///
/// Nothing waits for it. It has an outbox, a breaker and few connections of its own, and what it
/// brings home is written many at a time with the least urgency of all.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "effect/breaker.h"
#include "notice/notice.h"
#include "server/outside/effect_worker.h"
#include "server/outside/message_provider.h"
#include "server/shift/log.h"
#include "server/shift/shift.h"

#include <QObject>

namespace delivery::outside {

/// One message that is due, with what its call needs.
struct OwedMessage {
    std::string effectId;
    Instant due;
    int tries = 0;
    Instant since;
    notice::Message message;
    /// Digits; empty where the person has none, or is there no more.
    std::string phone;
    Language language = Language::Korean;
    std::string reason;
    /// What it tells has passed.
    bool moot = false;
};

struct DueMessages {
    /// Earliest due first. A row that cannot be read is left out and set aside.
    std::vector<OwedMessage> messages;
    /// When the next one falls due, if that is within the minute.
    std::optional<Instant> next;
};

class MessageOutbox {
  public:
    using Due = std::function<void(Expected<DueMessages>)>;
    using Answered = std::function<void(shift::Outcome)>;

    virtual ~MessageOutbox() = default;
    /// Messages due up to then, at most limit. due is called later on the caller's thread.
    virtual void askMessages(Instant upTo, int limit, Due due) = 0;
    /// Submits a command of the system. answered is called later on the caller's thread.
    virtual void submit(desk::Command command, Answered answered) = 0;
};

struct MessageSettings {
    /// Calls under way at once, for each of sending and asking.
    int atOnceMax = 4;
    /// Calls of each kind begun in one second: a rush of orders is not slowed by a rush of
    /// messages.
    int perSecondMax = 100;
    effect::BreakerPolicy send = effect::kakaoTalkBreaker();
    effect::BreakerPolicy look = effect::kakaoTalkBreaker();
    notice::Patience patience;
    /// Results that the desk could not take are handed in again after this, or later if it says so.
    Span submitAgain = milliseconds(250);
    /// For the breakers' and schedules' spread; tests hand in a constant. libsodium where empty.
    std::function<std::uint64_t()> random;
};

struct MessageFigures {
    OperationFigures send;
    OperationFigures look;
    /// Due at the last look and not begun yet.
    std::size_t waiting = 0;
    std::uint64_t accepted = 0;
    std::uint64_t delivered = 0;
    std::uint64_t failed = 0;
    std::uint64_t suppressed = 0;
    bool outboxFails = false;
    /// Why no message comes through until somebody mends it: a key, a template, the balance.
    std::string trouble;
};

/// Lives on the thread that constructs it. Everything handed in must outlive it.
class MessageWorker : public QObject {
    Q_OBJECT
  public:
    MessageWorker(MessageOutbox& outbox, MessageProvider& provider, const shift::Clock& clock,
                  shift::Log& log, MessageSettings settings, QObject* parent = nullptr);
    ~MessageWorker() override;

    void start();
    /// Something may have become due: looks at once, or right after the look that is under way.
    void wake();
    /// Begins nothing more and brings no result back; what is owed stays in the outbox.
    void stop();
    [[nodiscard]] MessageFigures figures() const;

  private:
    class Inside;
    std::unique_ptr<Inside> m_inside;
};

}  // namespace delivery::outside
