#include "apps/terminal/display_width.h"

#include <QChar>
#include <algorithm>
#include <array>

namespace delivery::terminal {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Letters that Unicode's East Asian Width (UAX #11, EastAsianWidth.txt) calls W or F.
constexpr std::array wide{
    Range{0x1100, 0x115F},   Range{0x231A, 0x231B},   Range{0x2329, 0x232A},
    Range{0x23E9, 0x23EC},   Range{0x23F0, 0x23F0},   Range{0x23F3, 0x23F3},
    Range{0x25FD, 0x25FE},   Range{0x2614, 0x2615},   Range{0x2648, 0x2653},
    Range{0x267F, 0x267F},   Range{0x2693, 0x2693},   Range{0x26A1, 0x26A1},
    Range{0x26AA, 0x26AB},   Range{0x26BD, 0x26BE},   Range{0x26C4, 0x26C5},
    Range{0x26CE, 0x26CE},   Range{0x26D4, 0x26D4},   Range{0x26EA, 0x26EA},
    Range{0x26F2, 0x26F3},   Range{0x26F5, 0x26F5},   Range{0x26FA, 0x26FA},
    Range{0x26FD, 0x26FD},   Range{0x2705, 0x2705},   Range{0x270A, 0x270B},
    Range{0x2728, 0x2728},   Range{0x274C, 0x274C},   Range{0x274E, 0x274E},
    Range{0x2753, 0x2755},   Range{0x2757, 0x2757},   Range{0x2795, 0x2797},
    Range{0x27B0, 0x27B0},   Range{0x27BF, 0x27BF},   Range{0x2B1B, 0x2B1C},
    Range{0x2B50, 0x2B50},   Range{0x2B55, 0x2B55},   Range{0x2E80, 0x2E99},
    Range{0x2E9B, 0x2EF3},   Range{0x2F00, 0x2FD5},   Range{0x2FF0, 0x2FFB},
    Range{0x3000, 0x303E},   Range{0x3041, 0x3096},   Range{0x3099, 0x30FF},
    Range{0x3105, 0x312F},   Range{0x3131, 0x318E},   Range{0x3190, 0x31E3},
    Range{0x31F0, 0x321E},   Range{0x3220, 0x3247},   Range{0x3250, 0x4DBF},
    Range{0x4E00, 0xA48C},   Range{0xA490, 0xA4C6},   Range{0xA960, 0xA97C},
    Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE10, 0xFE19},
    Range{0xFE30, 0xFE52},   Range{0xFE54, 0xFE66},   Range{0xFE68, 0xFE6B},
    Range{0xFF01, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x16FE0, 0x16FE4},
    Range{0x16FF0, 0x16FF1}, Range{0x17000, 0x187F7}, Range{0x18800, 0x18CD5},
    Range{0x18D00, 0x18D08}, Range{0x1AFF0, 0x1B2FB}, Range{0x1F004, 0x1F004},
    Range{0x1F0CF, 0x1F0CF}, Range{0x1F18E, 0x1F18E}, Range{0x1F191, 0x1F19A},
    Range{0x1F200, 0x1F202}, Range{0x1F210, 0x1F23B}, Range{0x1F240, 0x1F248},
    Range{0x1F250, 0x1F251}, Range{0x1F260, 0x1F265}, Range{0x1F300, 0x1F320},
    Range{0x1F32D, 0x1F335}, Range{0x1F337, 0x1F37C}, Range{0x1F37E, 0x1F393},
    Range{0x1F3A0, 0x1F3CA}, Range{0x1F3CF, 0x1F3D3}, Range{0x1F3E0, 0x1F3F0},
    Range{0x1F3F4, 0x1F3F4}, Range{0x1F3F8, 0x1F43E}, Range{0x1F440, 0x1F440},
    Range{0x1F442, 0x1F4FC}, Range{0x1F4FF, 0x1F53D}, Range{0x1F54B, 0x1F54E},
    Range{0x1F550, 0x1F567}, Range{0x1F57A, 0x1F57A}, Range{0x1F595, 0x1F596},
    Range{0x1F5A4, 0x1F5A4}, Range{0x1F5FB, 0x1F64F}, Range{0x1F680, 0x1F6C5},
    Range{0x1F6CC, 0x1F6CC}, Range{0x1F6D0, 0x1F6D2}, Range{0x1F6D5, 0x1F6D7},
    Range{0x1F6DD, 0x1F6DF}, Range{0x1F6EB, 0x1F6EC}, Range{0x1F6F4, 0x1F6FC},
    Range{0x1F7E0, 0x1F7EB}, Range{0x1F7F0, 0x1F7F0}, Range{0x1F90C, 0x1F93A},
    Range{0x1F93C, 0x1F945}, Range{0x1F947, 0x1F9FF}, Range{0x1FA70, 0x1FAFF},
    Range{0x20000, 0x2FFFD}, Range{0x30000, 0x3FFFD},
};

bool isWide(char32_t letter) {
    const auto* const after =
        std::upper_bound(wide.begin(), wide.end(), letter,
                         [](char32_t sought, const Range& range) { return sought < range.first; });
    return after != wide.begin() && letter <= (after - 1)->last;
}

/// Vowels and final consonants of old Hangul join the letter before them.
bool joinsTheOneBefore(char32_t letter) {
    return (letter >= 0x1160 && letter <= 0x11FF) || (letter >= 0xD7B0 && letter <= 0xD7FF);
}

}  // namespace

int displayWidth(char32_t letter) {
    switch (QChar::category(letter)) {
        case QChar::Mark_NonSpacing:
        case QChar::Mark_Enclosing:
        case QChar::Other_Format:
        case QChar::Other_Control:
            return 0;
        default:
            break;
    }
    if (joinsTheOneBefore(letter)) return 0;
    return isWide(letter) ? 2 : 1;
}

int displayWidth(const QString& text) {
    int columns = 0;
    for (const char32_t letter : text.toStdU32String()) columns += displayWidth(letter);
    return columns;
}

QString cutToWidth(const QString& text, int columns) {
    constexpr int dots = 2;
    if (displayWidth(text) <= columns) return text;
    QString kept;
    int used = 0;
    for (const char32_t letter : text.toStdU32String()) {
        used += displayWidth(letter);
        if (used > columns - dots) break;
        kept += QString::fromUcs4(&letter, 1);
    }
    return kept + QStringLiteral("..");
}

}  // namespace delivery::terminal
