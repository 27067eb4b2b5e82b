#pragma once
/// What somebody typed into the provider's card page, and whether a card like that is accepted.

#include <cstdint>
#include <string>

#include <tl/expected.hpp>

#include "server/door/http_server.h"

namespace delivery::sandbox {

struct TypedCard {
    std::string masked;      ///< "43301234****111*"
    std::string issuerCode;  ///< the card company's two characters
    bool declines = false;   ///< is accepted here and refused at every charge
};

/// Why not. A mistyped field can be mended on the page; the rest ends the registration.
struct CardFlaw {
    bool mistyped = false;
    std::string code;
    std::string message;
};

/// nowMs decides whether it has expired. The number itself is kept nowhere.
[[nodiscard]] tl::expected<TypedCard, CardFlaw> readCard(const door::HttpFields& form,
                                                         std::int64_t nowMs);

}  // namespace delivery::sandbox
