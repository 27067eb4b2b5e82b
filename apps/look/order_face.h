#pragma once
/// What a status of an order looks like: a word, an icon and a tone, the same in every window.

#include <QString>

#include "apps/look/theme.h"

namespace delivery::look {

struct Face {
    QString word;  ///< as the customer reads it, in the language of the application
    QString icon;  ///< a name for icon()
    Tone tone = Tone::Plain;
};

/// By the state's name as the server writes it ("Cooking"). A name that this version does not know
/// is shown as it is.
[[nodiscard]] Face faceOfState(const QString& state);

/// Of a payment's refund: "none", "due" or "done"; none has an empty word.
[[nodiscard]] Face faceOfRefund(const QString& refund);

}  // namespace delivery::look
