#include "apps/kit/retry.h"

#include <algorithm>

namespace delivery::kit {

using std::chrono::milliseconds;

bool isDecision(int status) {
    if (status >= 200 && status < 300) return true;
    if (status == 501 || status == 505) return true;
    return status >= 400 && status < 500 && status != 401 && status != 408 && status != 425 &&
           status != 429;
}

bool isWorthAskingAgain(const Outcome& outcome) {
    if (!outcome) return true;
    switch (outcome->status) {
        case 408:
        case 429:
        case 502:
        case 503:
        case 504:
            return true;
        default:
            return false;
    }
}

std::optional<milliseconds> waitBeforeNextTry(const RetryRule& rule, const Outcome& outcome,
                                              int triesDone, milliseconds sinceFirst,
                                              double jitter) {
    if (!isWorthAskingAgain(outcome) || triesDone >= rule.triesMax) return std::nullopt;
    const int doublings = std::min(triesDone - 1, 16);
    const milliseconds bound = std::min(rule.waitMax, rule.firstWait * (1 << doublings));
    // Full jitter: clients that failed together do not come back together.
    milliseconds wait{static_cast<milliseconds::rep>(static_cast<double>(bound.count()) * jitter)};
    if (outcome && outcome->retryAfterSeconds) {
        wait += std::chrono::seconds(*outcome->retryAfterSeconds);
    }
    if (sinceFirst + wait >= rule.spanMax) return std::nullopt;
    return wait;
}

}  // namespace delivery::kit
