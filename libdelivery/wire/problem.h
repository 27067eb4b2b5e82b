#pragma once
/// Says "no" over HTTP: application/problem+json (RFC 9457) in the caller's language.

#include <map>
#include <string>
#include <string_view>

#include "core/refusal.h"
#include "wire/misread.h"

namespace delivery::wire {

/// A "no" that is not a refusal of the business: no token, no such path, too many requests.
struct Complaint {
    int status = 400;
    std::string name;  ///< "TooManyRequests"
    std::string korean;
    std::string english;
    std::map<std::string, std::string> facts = {};
};

/// type, title, status, detail, instance, code (the refusal's number), name, state, and the
/// refusal's facts.
[[nodiscard]] std::string printProblem(const Refusal& refusal, int status, Language language,
                                       std::string_view instance);
[[nodiscard]] std::string printProblem(const Misread& misread, Language language,
                                       std::string_view instance);
[[nodiscard]] std::string printProblem(const Complaint& complaint, Language language,
                                       std::string_view instance);

}  // namespace delivery::wire
