#pragma once
/// The simulated clock, and what happens when. Time passes only from one happening to the next.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "core/instant.h"

namespace delivery::sim {

class Agenda {
  public:
    using Happening = std::function<void()>;

    [[nodiscard]] Instant now() const { return m_now; }
    /// Happenings of the same moment come in the order in which they were put down.
    void at(Instant when, Happening happening) {
        m_ahead.emplace(std::pair{std::max(when, m_now), ++m_count}, std::move(happening));
    }
    void in(Span wait, Happening happening) { at(m_now + wait, std::move(happening)); }

    /// Moves to the next happening and lets it happen; false when nothing lies ahead.
    bool step() {
        if (m_ahead.empty()) return false;
        auto next = m_ahead.extract(m_ahead.begin());
        m_now = next.key().first;
        next.mapped()();
        return true;
    }

  private:
    Instant m_now{1'800'000'000'000};
    std::uint64_t m_count = 0;
    std::map<std::pair<Instant, std::uint64_t>, Happening> m_ahead;
};

}  // namespace delivery::sim
