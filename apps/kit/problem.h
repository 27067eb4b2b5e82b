#pragma once
/// Why the server said no, read from application/problem+json (RFC 9457).

#include <QString>

#include "apps/kit/gateway.h"

namespace delivery::kit {

struct Problem {
    int status = 0;
    QString title = {};
    QString detail = {};
    /// The refusal's fixed number, 0 where there is none.
    int code = 0;
    /// The order's state where it matters.
    QString state = {};
    /// The right price of one dish, 0 where it was not about a price.
    std::int64_t price = 0;
    /// The dish that it was about, 0 where it was about none.
    std::int64_t foodId = 0;

    /// The most that is said of it.
    [[nodiscard]] const QString& sentence() const { return detail.isEmpty() ? title : detail; }
};

/// Of an answer that is not a 2xx. One that explains nothing gets its status as its title.
[[nodiscard]] Problem problemOf(const Answer& answer);

}  // namespace delivery::kit
