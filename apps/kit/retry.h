#pragma once
/// When a command is asked again, and after how long: pure rules of the road to the server.

#include <chrono>
#include <optional>

#include "apps/kit/gateway.h"

namespace delivery::kit {

struct RetryRule {
    int triesMax = 5;
    std::chrono::milliseconds spanMax{30'000};
    std::chrono::milliseconds firstWait{500};
    std::chrono::milliseconds waitMax{8'000};
};

/// True if the server has said what becomes of the command, so that asking again cannot change it.
/// 401 is not: the command was not looked at, and an earlier try of it may have been taken.
[[nodiscard]] bool isDecision(int status);

/// True for what may be different in a moment: a broken road, 408, 429, 502, 503, 504.
[[nodiscard]] bool isWorthAskingAgain(const Outcome& outcome);

/// How long to wait before the next try; nothing when it is time to give up.
/// triesDone counts from 1; sinceFirst is how long the command has been under way; jitter is from 0
/// up to 1.
[[nodiscard]] std::optional<std::chrono::milliseconds> waitBeforeNextTry(
    const RetryRule& rule, const Outcome& outcome, int triesDone,
    std::chrono::milliseconds sinceFirst, double jitter);

/// Keeps a client that meets only failures from multiplying them: a retry costs one, a decision
/// gives some back.
class RetryBudget {
  public:
    [[nodiscard]] bool spend() {
        if (m_tenths < 10) return false;
        m_tenths -= 10;
        return true;
    }
    void earn() { m_tenths = m_tenths + 5 > tenthsMax ? tenthsMax : m_tenths + 5; }

  private:
    static constexpr int tenthsMax = 200;
    int m_tenths = tenthsMax;
};

}  // namespace delivery::kit
