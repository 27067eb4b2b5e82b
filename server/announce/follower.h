#pragma once
/// Follows the log as it grows and hands out what is news, in order: one for each way out, at its
/// own pace.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "server/announce/news.h"
#include "server/shift/shift.h"

namespace delivery::announce {

/// Looks through the shift's readers, one stretch at a time. Stop the shift before it goes.
class Follower {
  public:
    /// Called on a reader's thread, never twice at once: may only post. False: not now; the same
    /// news come again at the next wake().
    using Hear = std::function<bool(const News&)>;

    Follower(shift::Shift& shift, shift::Log& log, Hear hear);
    ~Follower();
    Follower(const Follower&) = delete;
    Follower& operator=(const Follower&) = delete;

    /// After the shift's start. Begins behind this position; without one at the end of the log.
    void start(std::optional<std::int64_t> after);
    /// Any thread: after each commit with its position, and without one every second or so for what
    /// had to wait. Returns at once.
    void wake(std::int64_t committed = 0);

    /// Any thread. Nobody listens: nothing is read, and what is committed meanwhile is news to
    /// nobody.
    void rest();
    /// Any thread. Somebody listens again: everything that is committed after this call is news.
    void resume();

  private:
    struct Inner;
    std::shared_ptr<Inner> m_inner;
};

}  // namespace delivery::announce
