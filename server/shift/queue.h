#pragma once
/// The bounded queue before the desk: the most urgent first, in order within one urgency. Not
/// locked by itself.

#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <vector>

#include "server/shift/shift.h"

namespace delivery::shift {

struct Waiting {
    desk::Envelope envelope;
    Shift::Done done;
    Instant since;
};

class CommandQueue {
  public:
    explicit CommandQueue(Limits limits) : m_limits(limits) {}

    /// False when there is no room for a command of this urgency now. What settles money always
    /// finds some more room.
    [[nodiscard]] bool hasRoom(Urgency urgency, Instant now) const;
    void push(Waiting waiting);
    /// Takes at most batchMax, the most urgent first.
    [[nodiscard]] std::vector<Waiting> take();
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }

  private:
    static constexpr std::size_t urgencies = 5;
    Limits m_limits;
    std::array<std::deque<Waiting>, urgencies> m_lanes;
    std::size_t m_size = 0;
};

}  // namespace delivery::shift
