#pragma once
/// Why a body was not understood: the field, and one sentence in each language.

#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "core/refusal.h"

namespace delivery::wire {

struct Misread {
    std::string field;  ///< "lines[2].qty"; empty where no field is to blame
    std::string korean;
    std::string english;
    /// Where the business has a number for it (a quantity, the number of lines).
    std::optional<Refusal> refusal = std::nullopt;
};

template <class T>
using Read = tl::expected<T, Misread>;

}  // namespace delivery::wire
