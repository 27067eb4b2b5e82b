#pragma once
/// Tells the server's own answers from whatever else says "200": a proxy's page, another program.

#include <QString>
#include <optional>

#include "apps/kit/gateway.h"
#include "apps/kit/representation.h"

namespace delivery::terminal {

/// What a done answer to this request would have to say and does not; nothing if it says it. An
/// order's id must be the one that was asked about.
[[nodiscard]] std::optional<QString> missingIn(const kit::Request& asked, int status,
                                               const kit::Representation& said);

}  // namespace delivery::terminal
