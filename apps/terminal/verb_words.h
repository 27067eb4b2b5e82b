#pragma once
/// What verbs share: words as text, the usual way to show what came of a command, and the caller's
/// store.

#include <QString>
#include <string>
#include <vector>

#include "apps/terminal/counter.h"
#include "apps/terminal/verb.h"

namespace delivery::terminal {

/// One word of the command line, which is UTF-8.
[[nodiscard]] QString typedText(const std::string& word);
/// Words that were typed without quotes, as one sentence.
[[nodiscard]] QString typedText(const std::vector<std::string>& words);

/// The reply as JSON, or the sentence; nothing more after a failure.
[[nodiscard]] Exit answered(const Counter& counter, const Told& told, const QString& sentence);

/// The same for what became of an order: as the server shows it, or in a sentence where the caller
/// sees it no more.
[[nodiscard]] Exit orderShown(const Counter& counter, const Told& told);

/// The caller's own store, unless one was named.
[[nodiscard]] tl::expected<std::int64_t, Exit> ownStore(Counter& counter, std::int64_t named);

}  // namespace delivery::terminal
