#pragma once
/// Mistakes that the simulator can make on purpose, outside of the code that it tests: each must be
/// caught.

#include <optional>
#include <string_view>
#include <vector>

namespace delivery::sim {

enum class Bug {
    DropRefund,          ///< a refund is recorded that the provider never heard of
    RefundTwice,         ///< a refund is sent again under a new key
    ChargeUnderNewKey,   ///< an unknown outcome is charged again under a new key
    ReplyBeforeCommit,   ///< a reply leaves, and the batch that holds it never reaches the disk
    LoseCommit,          ///< a crash takes batches with it that were acknowledged
    SkipRepeatCheck,     ///< a repeated command arrives as a new one
    AnswerAnew,          ///< a repeat is answered with what is true now, not with the stored reply
    FireEarly,           ///< timers fire before they are due
    FireTwice,           ///< a timer that fired stays armed
    DropEffect,          ///< a call that is owed does not reach the outbox
    StalePage,           ///< a page's rows are not written, and its cursor moves on
    SwallowPoints,       ///< spent points do not come back when the order ends
    IgnoreFence,         ///< a rider's command is taken without looking which holding it speaks of
    TurnClockBack,       ///< an event is dated before the one that it follows
    DeclineWithoutCard,  ///< a charge whose card is gone is declined, whatever was sent before
    BelieveOwnAmount,    ///< the provider's amount is not looked at
    RetryUnderOldKey,    ///< a refused refund is tried again under the key that was refused
    ForgetTheUnknown,    ///< a payment in doubt is shown to nobody once its order is over
    DropTimer,           ///< a timer that is owed is not armed
    KeepTimer,           ///< a timer that is disarmed stays armed
    KeepEffect,          ///< a call that is done stays owed
    ForgetTimers,        ///< a crash takes the armed timers with it
    ForgetOutbox,        ///< a crash takes the calls that are owed with it
    IgnorePause,         ///< the timers of a paused context go on
    NeverRebase,         ///< the clock is set ahead, and timers fire for it
    LeaveProvisional,    ///< a reply that was given is stored as one that may still change
    SwapReplies,         ///< a client gets another one's reply
    AlterEvent,          ///< an event is changed after it was chained
    LoseEvent,           ///< an event does not reach the disk
    LoseCause,           ///< an event is written without its cause
    EarnTooMuch,         ///< more points are earned than the order gives
    KeepStock,           ///< what an order took from the stock does not come back
    KeepHolding,         ///< a rider still holds what the order has taken from them
    PickWithoutHolding,  ///< an order is picked, and its rider's hands stay empty
    BelieveSilence,      ///< a charge without an answer passes for done
    DeclineSilence,      ///< a charge without an answer passes for declined
    ActAsAdmin,          ///< whoever asks is taken for an admin
    NeverShed,           ///< the queue takes everything
    TellStranger,        ///< a message goes to one whom it does not concern
    TellAddress,         ///< a rider who does not hold the delivery reads the address
    LoseNews,            ///< a message says nothing, and its number is used up
    StaleRead,           ///< what is read is older than what was read before
    Canary,              ///< nothing is wrong, and the auditor says so all the same
};

[[nodiscard]] const std::vector<Bug>& allBugs();
/// "drop-refund".
[[nodiscard]] std::string_view name(Bug bug);
[[nodiscard]] std::optional<Bug> bugNamed(std::string_view name);

}  // namespace delivery::sim
