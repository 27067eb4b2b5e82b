#include "tests/sim/bug.h"

#include <array>
#include <utility>

namespace delivery::sim {

namespace {

constexpr std::array<std::pair<Bug, std::string_view>, 43> names{{
    {Bug::DropRefund, "drop-refund"},
    {Bug::RefundTwice, "refund-twice"},
    {Bug::ChargeUnderNewKey, "charge-under-new-key"},
    {Bug::ReplyBeforeCommit, "reply-before-commit"},
    {Bug::LoseCommit, "lose-commit"},
    {Bug::SkipRepeatCheck, "skip-repeat-check"},
    {Bug::AnswerAnew, "answer-anew"},
    {Bug::FireEarly, "fire-early"},
    {Bug::FireTwice, "fire-twice"},
    {Bug::DropEffect, "drop-effect"},
    {Bug::StalePage, "stale-page"},
    {Bug::SwallowPoints, "swallow-points"},
    {Bug::IgnoreFence, "ignore-fence"},
    {Bug::TurnClockBack, "turn-clock-back"},
    {Bug::DeclineWithoutCard, "decline-without-card"},
    {Bug::BelieveOwnAmount, "believe-own-amount"},
    {Bug::RetryUnderOldKey, "retry-under-old-key"},
    {Bug::ForgetTheUnknown, "forget-the-unknown"},
    {Bug::DropTimer, "drop-timer"},
    {Bug::KeepTimer, "keep-timer"},
    {Bug::KeepEffect, "keep-effect"},
    {Bug::ForgetTimers, "forget-timers"},
    {Bug::ForgetOutbox, "forget-outbox"},
    {Bug::IgnorePause, "ignore-pause"},
    {Bug::NeverRebase, "never-rebase"},
    {Bug::LeaveProvisional, "leave-provisional"},
    {Bug::SwapReplies, "swap-replies"},
    {Bug::AlterEvent, "alter-event"},
    {Bug::LoseEvent, "lose-event"},
    {Bug::LoseCause, "lose-cause"},
    {Bug::EarnTooMuch, "earn-too-much"},
    {Bug::KeepStock, "keep-stock"},
    {Bug::KeepHolding, "keep-holding"},
    {Bug::PickWithoutHolding, "pick-without-holding"},
    {Bug::BelieveSilence, "believe-silence"},
    {Bug::DeclineSilence, "decline-silence"},
    {Bug::ActAsAdmin, "act-as-admin"},
    {Bug::NeverShed, "never-shed"},
    {Bug::TellStranger, "tell-stranger"},
    {Bug::TellAddress, "tell-address"},
    {Bug::LoseNews, "lose-news"},
    {Bug::StaleRead, "stale-read"},
    {Bug::Canary, "canary"},
}};

}  // namespace

const std::vector<Bug>& allBugs() {
    static const std::vector<Bug> all = [] {
        std::vector<Bug> bugs;
        for (const auto& [bug, text] : names) bugs.push_back(bug);
        return bugs;
    }();
    return all;
}

std::string_view name(Bug bug) {
    for (const auto& [known, text] : names) {
        if (known == bug) return text;
    }
    return "";
}

std::optional<Bug> bugNamed(std::string_view name) {
    for (const auto& [bug, text] : names) {
        if (text == name) return bug;
    }
    return std::nullopt;
}

}  // namespace delivery::sim
