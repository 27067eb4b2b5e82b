#include "apps/look/theme.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QPalette>
#include <QPointer>
#include <QStyle>
#include <QStyleFactory>
#include <QWidget>
#include <algorithm>
#include <cmath>

namespace delivery::look {

namespace {

Theme makeLight() {
    Theme t;
    t.ground = QColor("#f3f5f7");
    t.surface = QColor("#ffffff");
    t.ink = QColor("#191e24");
    t.inkSoft = QColor("#535d68");
    t.line = QColor("#d3d9e0");
    t.accent = QColor("#0b6e69");
    t.onAccent = QColor("#ffffff");
    t.accentSoft = QColor("#d9efed");
    t.plain = {QColor("#eaedf1"), QColor("#2f3740")};
    t.waiting = {QColor("#fff0cc"), QColor("#664600")};
    t.active = {QColor("#dceaff"), QColor("#0b4a8f")};
    t.ready = {QColor("#d5f2ea"), QColor("#05594a")};
    t.done = {QColor("#e6e9ed"), QColor("#414a54")};
    t.bad = {QColor("#ffe3dc"), QColor("#93270a")};
    return t;
}

Theme makeDark() {
    Theme t;
    t.dark = true;
    t.ground = QColor("#14171b");
    t.surface = QColor("#1d2228");
    t.ink = QColor("#e9edf1");
    t.inkSoft = QColor("#a6b1bd");
    t.line = QColor("#38414b");
    t.accent = QColor("#55c7bc");
    t.onAccent = QColor("#06211f");
    t.accentSoft = QColor("#173b3a");
    t.plain = {QColor("#2a313a"), QColor("#d7dee6")};
    t.waiting = {QColor("#3f310b"), QColor("#ffd77a")};
    t.active = {QColor("#12304f"), QColor("#a3cdff")};
    t.ready = {QColor("#0f3b34"), QColor("#8fe6d2")};
    t.done = {QColor("#2a3037"), QColor("#bfc8d1")};
    t.bad = {QColor("#4b1f13"), QColor("#ffb7a2")};
    return t;
}

Theme makeHighContrast() {
    Theme t;
    t.dark = true;
    t.highContrast = true;
    t.ground = QColor("#000000");
    t.surface = QColor("#000000");
    t.ink = QColor("#ffffff");
    t.inkSoft = QColor("#ffffff");
    t.line = QColor("#ffffff");
    t.accent = QColor("#ffd500");
    t.onAccent = QColor("#000000");
    t.accentSoft = QColor("#3d3300");
    t.plain = {QColor("#000000"), QColor("#ffffff")};
    t.waiting = {QColor("#ffd500"), QColor("#000000")};
    t.active = {QColor("#8cc8ff"), QColor("#000000")};
    t.ready = {QColor("#5cf2cf"), QColor("#000000")};
    t.done = {QColor("#2b2b2b"), QColor("#ffffff")};
    t.bad = {QColor("#ffb199"), QColor("#000000")};
    return t;
}

/// Worn from the first call of wearTheme on; before it, light. The GUI thread alone reads and
/// writes it.
const Theme* worn = nullptr;

constexpr auto typeProperty = "delivery_type";

QColor mixed(const QColor& one, const QColor& other, double share) {
    const auto mix = [share](int a, int b) {
        return static_cast<int>(std::lround(a + (b - a) * share));
    };
    return {mix(one.red(), other.red()), mix(one.green(), other.green()),
            mix(one.blue(), other.blue())};
}

QPalette paletteOf(const Theme& t) {
    QPalette p;
    p.setColor(QPalette::Window, t.ground);
    p.setColor(QPalette::WindowText, t.ink);
    p.setColor(QPalette::Base, t.surface);
    p.setColor(QPalette::AlternateBase, mixed(t.surface, t.ground, 0.5));
    p.setColor(QPalette::Text, t.ink);
    p.setColor(QPalette::Button, t.surface);
    p.setColor(QPalette::ButtonText, t.ink);
    p.setColor(QPalette::BrightText, t.bad.ink);
    p.setColor(QPalette::Highlight, t.accent);
    p.setColor(QPalette::HighlightedText, t.onAccent);
    p.setColor(QPalette::ToolTipBase, t.plain.plate);
    p.setColor(QPalette::ToolTipText, t.plain.ink);
    p.setColor(QPalette::PlaceholderText, t.inkSoft);
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::Mid, t.line);
    p.setColor(QPalette::Midlight, t.accentSoft);
    const QColor faint = mixed(t.inkSoft, t.surface, t.highContrast ? 0.0 : 0.15);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        p.setColor(QPalette::Disabled, role, faint);
    }
    p.setColor(QPalette::Disabled, QPalette::Button, t.ground);
    return p;
}

/// Shapes only: every colour is one of the palette's roles, so that a change of palette changes
/// all.
QString styleSheetOf(const Theme& t) {
    const QString border = t.highContrast ? QStringLiteral("2px") : QStringLiteral("1px");
    return QStringLiteral(R"(
QToolTip { color: palette(tool-tip-text); background: palette(tool-tip-base); border: 1px solid palette(mid); padding: 4px; }
QPushButton, QToolButton#plain {
  min-height: 24px; padding: 7px 14px; border: %1 solid palette(mid); border-radius: 8px;
  background: palette(button); color: palette(button-text); }
QPushButton[big="true"] { min-height: 40px; }
QPushButton:hover, QToolButton#plain:hover { border-color: palette(highlight); }
QPushButton:pressed { background: palette(midlight); }
QPushButton:focus, QToolButton:focus { border: 2px solid palette(highlight); padding: 6px 13px; }
QPushButton:checked { background: palette(midlight); border-color: palette(highlight); }
QPushButton[leading="true"] { background: palette(highlight); color: palette(highlighted-text); border-color: palette(highlight); font-weight: 600; }
QPushButton[leading="true"]:focus { border: 2px solid palette(window-text); }
QPushButton:disabled { background: palette(window); color: palette(placeholder-text); border: %1 dashed palette(mid); }
QPushButton[flat="true"] { border-color: transparent; background: transparent; }
QPushButton[flat="true"]:focus { border: 2px solid palette(highlight); }
QLineEdit, QPlainTextEdit, QTextEdit {
  min-height: 24px; padding: 6px 10px; border: %1 solid palette(mid); border-radius: 8px;
  background: palette(base); color: palette(text); selection-background-color: palette(highlight);
  selection-color: palette(highlighted-text); }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border: 2px solid palette(highlight); padding: 5px 9px; }
QWidget#rail { border-right: 1px solid palette(mid); background: palette(base); }
QStatusBar { border-top: 1px solid palette(mid); }
QStatusBar::item { border: none; }
QListView, QTableView, QTreeView { border: none; background: transparent; outline: none; }
QListView:focus, QTableView:focus { border: none; }
QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QFrame[card="true"] { background: palette(base); border: %1 solid palette(mid); border-radius: 12px; }
QHeaderView::section { background: palette(window); color: palette(window-text); border: none;
  border-bottom: 1px solid palette(mid); padding: 6px 8px; font-weight: 600; }
QGroupBox { border: %1 solid palette(mid); border-radius: 12px; margin-top: 14px; padding: 14px 12px 10px 12px; }
QGroupBox::title { subcontrol-origin: margin; left: 12px; padding: 0 4px; font-weight: 600; }
QTabBar::tab { padding: 9px 16px; border: none; border-bottom: 3px solid transparent; color: palette(window-text); }
QTabBar::tab:selected { border-bottom-color: palette(highlight); font-weight: 600; }
QTabBar::tab:focus { background: palette(midlight); }
QTabWidget::pane { border: none; border-top: 1px solid palette(mid); }
QScrollBar:vertical { width: 12px; background: transparent; margin: 0; }
QScrollBar::handle:vertical { background: palette(mid); border-radius: 5px; min-height: 36px; margin: 1px; }
QScrollBar:horizontal { height: 12px; background: transparent; margin: 0; }
QScrollBar::handle:horizontal { background: palette(mid); border-radius: 5px; min-width: 36px; margin: 1px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { border: none; border-radius: 3px; background: palette(mid); max-height: 6px; text-align: center; }
QProgressBar::chunk { background: palette(highlight); border-radius: 3px; }
QMenu { background: palette(base); border: 1px solid palette(mid); padding: 4px; }
QMenu::item { padding: 8px 20px; border-radius: 6px; }
QMenu::item:selected { background: palette(highlight); color: palette(highlighted-text); }
)")
        .arg(border);
}

/// The desktop's preference as the platform's palette shows it: QStyleHints::colorScheme came with
/// Qt 6.5.
bool desktopIsDark() {
    const QPalette own = QApplication::style()->standardPalette();
    const QPalette platform = QGuiApplication::palette();
    const QPalette& asked = worn == nullptr ? platform : own;
    return asked.color(QPalette::Window).lightness() < 128;
}

double channel(double value) {
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}
double luminance(const QColor& colour) {
    return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) +
           0.0722 * channel(colour.blueF());
}

}  // namespace

const TonePair& Theme::tone(Tone tone) const {
    switch (tone) {
        case Tone::Plain:
            return plain;
        case Tone::Waiting:
            return waiting;
        case Tone::Active:
            return active;
        case Tone::Ready:
            return ready;
        case Tone::Done:
            return done;
        case Tone::Bad:
            return bad;
    }
    return plain;
}

const Theme& lightTheme() {
    static const Theme t = makeLight();
    return t;
}
const Theme& darkTheme() {
    static const Theme t = makeDark();
    return t;
}
const Theme& highContrastTheme() {
    static const Theme t = makeHighContrast();
    return t;
}

const Theme& theme() { return worn == nullptr ? lightTheme() : *worn; }

void wearTheme(QApplication& application, ThemeChoice choice, int textPercent) {
    static const bool platformIsDark = desktopIsDark();
    static const double platformPointSize = [] {
        const double size = QApplication::font().pointSizeF();
        return size > 0 ? std::max(size, 10.0) : 10.0;
    }();
    switch (choice) {
        case ThemeChoice::System:
            worn = platformIsDark ? &darkTheme() : &lightTheme();
            break;
        case ThemeChoice::Light:
            worn = &lightTheme();
            break;
        case ThemeChoice::Dark:
            worn = &darkTheme();
            break;
        case ThemeChoice::HighContrast:
            worn = &highContrastTheme();
            break;
    }
    if (application.style()->name().compare(QStringLiteral("fusion"), Qt::CaseInsensitive) != 0) {
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    }
    QFont base = QApplication::font();
    base.setPointSizeF(platformPointSize * std::clamp(textPercent, 100, 200) / 100.0);
    QApplication::setFont(base);
    QApplication::setPalette(paletteOf(*worn));
    application.setStyleSheet(styleSheetOf(*worn));
    // Fonts set on a widget do not follow the application's.
    const auto widgets = QApplication::allWidgets();
    for (QWidget* widget : widgets) {
        const QVariant type = widget->property(typeProperty);
        if (type.isValid()) widget->setFont(font(static_cast<Type>(type.toInt())));
    }
}

QFont font(Type type) {
    QFont f = QApplication::font();
    const double base = f.pointSizeF() > 0 ? f.pointSizeF() : 10.0;
    switch (type) {
        case Type::Caption:
            f.setPointSizeF(base * 0.9);
            break;
        case Type::Body:
            break;
        case Type::Strong:
            f.setWeight(QFont::DemiBold);
            break;
        case Type::Heading:
            f.setPointSizeF(base * 1.2);
            f.setWeight(QFont::DemiBold);
            break;
        case Type::Title:
            f.setPointSizeF(base * 1.55);
            f.setWeight(QFont::Bold);
            break;
        case Type::Display:
            f.setPointSizeF(base * 2.1);
            f.setWeight(QFont::Bold);
            break;
    }
    return f;
}

void setType(QWidget* widget, Type type) {
    widget->setProperty(typeProperty, static_cast<int>(type));
    widget->setFont(font(type));
}

double contrast(const QColor& one, const QColor& other) {
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

}  // namespace delivery::look
