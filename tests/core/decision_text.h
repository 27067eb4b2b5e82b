#pragma once
/// Decisions as one line of text, so that a table's last column can be read.

#include <string>
#include <vector>

#include "core/cases.h"
#include "core/result.h"

namespace delivery {

[[nodiscard]] inline std::string text(const Refusal& refusal) {
    std::string line{name(refusal.code)};
    for (const auto& [fact, value] : refusal.facts) line += " " + fact + "=" + value;
    return line;
}

/// The events through print, separated by " + "; "nothing" where there are none.
template <class Event, class Print>
[[nodiscard]] std::string text(const Decided<std::vector<Event>>& decided, const Print& print) {
    if (!decided) return text(decided.error());
    std::string line;
    for (const Event& event : *decided) {
        if (!line.empty()) line += " + ";
        line += std::visit(print, event);
    }
    return line.empty() ? "nothing" : line;
}

/// Whether the rows reach every pair of the state's and the command's alternatives.
template <class State, class Command, class Rows>
[[nodiscard]] bool everyPairHasARow(const Rows& rows) {
    for (std::size_t s = 0; s < caseCount<State>; ++s) {
        for (std::size_t c = 0; c < caseCount<Command>; ++c) {
            bool found = false;
            for (const auto& row : rows) {
                found = found || (row.state.index() == s && row.command.index() == c);
            }
            if (!found) return false;
        }
    }
    return true;
}

}  // namespace delivery
