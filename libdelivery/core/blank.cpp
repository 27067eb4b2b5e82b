#include "core/blank.h"

#include <array>

namespace delivery {

namespace {

/// The white space of Unicode 15 that people's keyboards and pages bring along, what has no width,
/// and the fillers that stand where a letter of Hangul is left out.
constexpr std::array<std::string_view, 34> nothings{
    " ",      "\t",     "\n",     "\r",     "\v",     "\f",     "\u0085", "\u00a0", "\u115f",
    "\u1160", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
    "\u2007", "\u2008", "\u2009", "\u200a", "\u200b", "\u200c", "\u200d", "\u2028", "\u2029",
    "\u202f", "\u205f", "\u2060", "\u3000", "\u3164", "\ufeff", "\uffa0"};

}  // namespace

bool isBlank(std::string_view text) {
    while (!text.empty()) {
        std::size_t taken = 0;
        for (const std::string_view nothing : nothings) {
            if (text.starts_with(nothing)) taken = nothing.size();
        }
        if (taken == 0) return false;
        text.remove_prefix(taken);
    }
    return true;
}

}  // namespace delivery
