#pragma once
/// Opening hours as a shopkeeper types them: "월-금 11:00-15:00,17:00-21:00 일 휴무".

#include <QString>
#include <QStringList>
#include <array>
#include <map>
#include <optional>
#include <vector>

#include "apps/terminal/wording.h"

namespace delivery::terminal {

/// "11:00" to "15:00"; the server judges whether such times exist.
struct TypedHours {
    QString opens;
    QString closes;
    bool operator==(const TypedHours&) const = default;
};
/// 0 is Monday. A day that is there without hours is closed.
using TypedWeek = std::map<int, std::vector<TypedHours>>;

/// Days ("mon", "월", "월-금", "토,일", "평일", "주말", "매일" or the same in English), each
/// followed by hours or "휴무" (closed). Hours before any day are meant for every day. Nothing when
/// a word is neither.
[[nodiscard]] std::optional<TypedWeek> typedWeek(const QStringList& words);
/// Hours alone, or "휴무": none.
[[nodiscard]] std::optional<std::vector<TypedHours>> typedHours(const QStringList& words);

/// "mon", as the server names it.
[[nodiscard]] const char* weekdayCode(int weekday);
[[nodiscard]] std::optional<int> weekdayOfCode(const QString& code);
/// "월요일", "Monday".
[[nodiscard]] QString weekdayText(int weekday, Language language);

}  // namespace delivery::terminal
