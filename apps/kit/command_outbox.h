#pragma once
/// Commands that are on their way: on disk before the first byte leaves, and there until the
/// server's answer has been taken.

#include <QString>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "apps/kit/gateway.h"
#include "core/instant.h"
#include "core/result.h"

namespace delivery::kit {

/// What asking for the same thing again means.
enum class Repeat {
    /// The same wish until it is answered: an order must not be placed twice.
    SameWish,
    /// Something that another command undoes (on and off duty, pause and resume): what the server
    /// said to an old one may no longer be so, and a new one does no harm.
    Undoable,
};

struct StoredCommand {
    std::int64_t seq = 0;
    /// The Idempotency-Key.
    QString id;
    Request request;
    Instant storedAt;
    Repeat repeat = Repeat::SameWish;
};

/// How long a command that was never answered is continued.
constexpr Span sameWishFor = days(7);
constexpr Span undoableFor = minutes(2);
[[nodiscard]] constexpr Span continuedFor(Repeat repeat) {
    return repeat == Repeat::SameWish ? sameWishFor : undoableFor;
}

/// One file for each server and user; several programs may use it at once. Each call waits for the
/// disk. A command is held by the outbox that took it until it lets go or dies: nobody continues it
/// meanwhile.
class CommandOutbox {
  public:
    [[nodiscard]] static Expected<std::unique_ptr<CommandOutbox>> open(const QString& file);
    ~CommandOutbox();
    CommandOutbox(const CommandOutbox&) = delete;
    CommandOutbox& operator=(const CommandOutbox&) = delete;

    struct Taken {
        StoredCommand command;
        /// True if it was stored by an earlier run and never answered.
        bool isContinued = false;
    };
    /// The oldest unanswered command with the same request that nobody holds, else a new one under
    /// newId. It is on disk when this returns.
    [[nodiscard]] Expected<Taken> take(const Request& request, Repeat repeat, Instant now,
                                       const QString& newId);
    /// That very command, held by this outbox from now on; nothing if another holds it or it is
    /// forgotten.
    [[nodiscard]] Expected<std::optional<StoredCommand>> takeUp(std::int64_t seq);
    /// The server has decided, and whoever asked has its answer.
    [[nodiscard]] Expected<void> forget(std::int64_t seq);
    /// Not answered, and not asked any more: whoever comes next may continue it.
    void letGo(std::int64_t seq);

    /// Those stored before that time, dropped.
    [[nodiscard]] Expected<std::vector<StoredCommand>> dropOlderThan(Instant bound);
    [[nodiscard]] Expected<std::vector<StoredCommand>> unanswered();

  private:
    struct Parts;
    explicit CommandOutbox(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

}  // namespace delivery::kit
