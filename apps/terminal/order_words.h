#pragma once
/// Reads what a person types to order: dishes with quantities, and choices for them.

#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

#include <tl/expected.hpp>

#include "apps/kit/body.h"

namespace delivery::terminal {

struct OrderWords {
    /// "짜장", "짜장x2", "1x3".
    QStringList foods;
    /// "짜장:맵기=매운맛": the dish as it was typed above, without its quantity.
    QStringList options;
    std::optional<std::int64_t> storeId;
    std::optional<std::int64_t> price;
    std::optional<std::int64_t> usePoints;
    QString address;
    QString mobile;
    QString note;
    QString cardId;
    bool pickup = false;
    /// Where the customer put the pin, in degrees; both or neither.
    std::optional<double> lat;
    std::optional<double> lng;
};

struct Misread {
    QString korean;
    QString english;
};

/// The body of POST /orders. The same words give the same bytes.
[[nodiscard]] tl::expected<kit::Body, Misread> orderBody(const OrderWords& words);

}  // namespace delivery::terminal
