#pragma once
/// What can happen next: a person's command, a step of a call to the provider, a timer, a crash.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/command.h"
#include "tests/exhaustive/place.h"

namespace delivery::exhaustive {

enum class Does {
    Ask,             ///< a person's command reaches the desk
    Send,            ///< an owed charge or refund leaves for the provider
    SendInVain,      ///< the connection is refused
    Arrive,          ///< the provider performs it
    ArriveDeclined,  ///< the provider declines it
    Hear,            ///< the answer is back and is recorded
    GiveUp,          ///< nobody waits any longer; it may still arrive
    StrayArrives,    ///< a call that nobody waits for is performed
    StrayIsLost,
    Query,          ///< the provider is asked, and answers
    QueryWhenDead,  ///< the same after the life of every key
    Fire,           ///< a timer came due
    Crash,          ///< the server's memory is gone
};

struct Move {
    Does does = Does::Ask;
    /// Index of the person's wish, or the effect's id, or the timer's kind.
    std::size_t wish = 0;
    std::string subject = {};
};

/// It happens by itself once nothing goes wrong any more.
[[nodiscard]] bool heals(const Move& move);

/// Who may do what, six commands each; and from where it begins.
struct Wish {
    std::string who;
    std::string what;
    Actor actor;
    /// Nothing where the bounds of the search forbid it.
    std::optional<desk::Command> (*command)(const Place&, const Actor&);
};
enum class Scene {
    FromNothing,  ///< customer, store, rider
    Offered,      ///< store and two riders, over a delivery that is offered
};
[[nodiscard]] const std::vector<Wish>& wishes(Scene scene);

/// Everything that can happen next, in an order that depends on nothing else.
[[nodiscard]] std::vector<Move> movesFrom(const Place& place, Scene scene);
/// "rider1: picks the delivery".
[[nodiscard]] std::string describe(const Move& move, Scene scene);

}  // namespace delivery::exhaustive
