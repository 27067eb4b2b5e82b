#pragma once
/// One word of the terminal client: what it takes from the command line, and what it does.

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

namespace delivery::terminal {

class Counter;

/// What the shell is told.
enum class Exit : int { Done = 0, Refused = 1, Usage = 2, Unreachable = 3 };

using Act = std::function<Exit(Counter&)>;

struct Verb {
    std::string name;
    const char* korean;
    const char* english;
    /// Declares arguments on the verb's own part of the command line and returns what uses them.
    /// A verb that only groups others has none.
    std::function<Act(CLI::App&)> arrange;
    std::vector<Verb> children = {};
    /// False for what anybody may see.
    bool needsUser = true;
};

[[nodiscard]] std::vector<Verb> accountVerbs();
/// Why an order is as it is, and where an address lies.
[[nodiscard]] std::vector<Verb> whyVerbs();
[[nodiscard]] std::vector<Verb> customerVerbs();
/// Some of the customer's: those that change nothing.
[[nodiscard]] std::vector<Verb> lookingVerbs();
/// One of the customer's: everything about cards.
[[nodiscard]] Verb cardVerb();
[[nodiscard]] std::vector<Verb> storeVerbs();
/// One of the store's: everything about its menu.
[[nodiscard]] Verb foodVerb();
/// The shop itself, its hours and how it takes orders; and what it sold.
[[nodiscard]] Verb storeVerb();
[[nodiscard]] Verb todayVerb();
[[nodiscard]] std::vector<Verb> riderVerbs();
[[nodiscard]] std::vector<Verb> adminVerbs();

}  // namespace delivery::terminal
