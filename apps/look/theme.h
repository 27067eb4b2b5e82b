#pragma once
/// How the three apps look: colours that can be read, one type scale, one set of distances.

#include <QColor>
#include <QFont>
#include <QString>

class QApplication;
class QWidget;

namespace delivery::look {

/// System follows the desktop's own choice of light or dark.
enum class ThemeChoice { System, Light, Dark, HighContrast };

/// What a colour says. Each tone has a word and an icon beside it wherever it is used: a colour
/// alone says nothing.
enum class Tone {
    Plain,    ///< nothing particular
    Waiting,  ///< somebody has to act, or something has to come
    Active,   ///< it is being worked on
    Ready,    ///< done by one, waiting for the next
    Done,     ///< over, as it should be
    Bad,      ///< over, as it should not be; or an error
};

/// A plate and what is written on it; at least 4.5 : 1 (WCAG 2.1, 1.4.3), 7 : 1 in the
/// high-contrast theme.
struct TonePair {
    QColor plate;
    QColor ink;
};

struct Theme {
    bool dark = false;
    bool highContrast = false;
    QColor ground;   ///< behind everything
    QColor surface;  ///< cards, fields, lists
    QColor ink;
    QColor inkSoft;  ///< second lines
    QColor line;     ///< borders and rules
    QColor accent;   ///< the one button that goes on, the selection, the focus
    QColor onAccent;
    QColor accentSoft;  ///< a selected row
    TonePair plain, waiting, active, ready, done, bad;

    [[nodiscard]] const TonePair& tone(Tone tone) const;
};

[[nodiscard]] const Theme& lightTheme();
[[nodiscard]] const Theme& darkTheme();
[[nodiscard]] const Theme& highContrastTheme();

/// The theme that the application wears now. GUI thread.
[[nodiscard]] const Theme& theme();

/// Dresses the whole application: style, palette, style sheet, fonts. textPercent scales all text,
/// 100 to 200.
void wearTheme(QApplication& application, ThemeChoice choice, int textPercent = 100);

/// Distances in device-independent pixels: 4, 8, 12, 16, 24, 32.
namespace space {
constexpr int hair = 4;
constexpr int small = 8;
constexpr int medium = 12;
constexpr int large = 16;
constexpr int wide = 24;
constexpr int page = 32;
}  // namespace space

/// A touch target is never lower than this.
constexpr int targetHeight = 40;
constexpr int bigTargetHeight = 56;
constexpr int cornerRadius = 8;

/// The type scale, relative to the application's font: what a text is, not how large.
enum class Type { Caption, Body, Strong, Heading, Title, Display };
[[nodiscard]] QFont font(Type type);
/// Gives a widget this font, now and when the text size is changed.
void setType(QWidget* widget, Type type);

/// How well two colours can be told apart, 1 to 21 (WCAG 2.1, relative luminance).
[[nodiscard]] double contrast(const QColor& one, const QColor& other);

}  // namespace delivery::look
