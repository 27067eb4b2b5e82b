#pragma once
/// What is owed to the outside, as the worker sees it: rows that are due, and the way in which
/// results come back.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "desk/command.h"
#include "desk/ledger.h"
#include "saga/react.h"
#include "server/shift/shift.h"

namespace delivery::outside {

/// The keys of a card, still sealed.
struct SealedCard {
    std::string billingKey;
    std::string customerKey;
};

/// One effect that is due, with what its call needs.
struct Owed {
    std::string effectId;
    Instant due;
    int tries = 0;
    Instant since;
    saga::Call call;
    /// Of a charge, and of a question about one that may have to be repeated: the card it names,
    /// or the customer's first one; nothing when there is none.
    std::optional<SealedCard> card;
};

struct DueEffects {
    /// Earliest due first. A row that cannot be read is left out and set aside.
    std::vector<Owed> effects;
    /// So many were left out.
    std::size_t unreadable = 0;
    /// When the next one falls due, if that is within the minute.
    std::optional<Instant> next;
    /// There may be more: as many as were asked for came.
    bool more = false;
};

class Outbox {
  public:
    using Due = std::function<void(Expected<DueEffects>)>;
    using Answered = std::function<void(shift::Outcome)>;

    virtual ~Outbox() = default;
    /// Effects due up to then, at most limit. due is called later on the caller's thread.
    virtual void ask(Instant upTo, int limit, Due due) = 0;
    /// Submits a command of the system. answered is called later on the caller's thread.
    virtual void submit(desk::Command command, Answered answered) = 0;
};

}  // namespace delivery::outside
