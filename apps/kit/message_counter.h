#pragma once
/// Tells by its number whether a message is the next one or whether one before it was lost.

#include <cstdint>
#include <map>
#include <string>

namespace delivery::kit {

/// Pure. What comes late or twice is harmless, for the order book goes by versions; what is missing
/// has to be asked for. Numbers go on over a new connection: what was lost between its beginning
/// and its first message is seen from that one's number, at the price of a question that was often
/// not needed.
class MessageCounter {
  public:
    enum class Verdict { Next, Repeated, Lost };

    [[nodiscard]] Verdict hear(const std::string& to, const std::string& epoch,
                               std::int64_t number) {
        const auto known = m_rows.find(to);
        if (known == m_rows.end()) {
            m_rows.insert({to, {epoch, number}});
            return Verdict::Next;
        }
        Row& row = known->second;
        if (row.epoch != epoch) {
            row = {epoch, number};
            // Whoever numbers began anew: what came last before that is not known.
            return Verdict::Lost;
        }
        if (number <= row.number) return Verdict::Repeated;
        const bool isNext = number == row.number + 1;
        row.number = number;
        return isNext ? Verdict::Next : Verdict::Lost;
    }

  private:
    struct Row {
        std::string epoch;
        std::int64_t number = 0;
    };
    std::map<std::string, Row> m_rows;
};

/// Asks once, however often it is wanted meanwhile: and once more if it was wanted after the
/// question had left.
class AskOnce {
  public:
    /// True: ask now.
    [[nodiscard]] bool want() {
        if (m_state != State::Idle) {
            m_state = State::AskingAndWanted;
            return false;
        }
        m_state = State::Asking;
        return true;
    }
    /// The answer is there. True: ask again now.
    [[nodiscard]] bool answered() {
        const bool again = m_state == State::AskingAndWanted;
        m_state = again ? State::Asking : State::Idle;
        return again;
    }
    [[nodiscard]] bool isAsking() const { return m_state != State::Idle; }

  private:
    enum class State { Idle, Asking, AskingAndWanted };
    State m_state = State::Idle;
};

}  // namespace delivery::kit
