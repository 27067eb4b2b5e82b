#pragma once
/// The receipt of one order, as a PDF page.

#include <QString>

#include "apps/kit/representation.h"

namespace delivery::customer {

/// Money was taken for it: paid, or paid and given back.
[[nodiscard]] bool hasReceipt(const kit::Representation& order);

/// False when the file cannot be written; nothing half-written stays then.
[[nodiscard]] bool writeReceipt(const kit::Representation& order, const QString& file);

}  // namespace delivery::customer
