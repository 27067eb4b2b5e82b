#include "apps/look/audit.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSet>
#include <QTextEdit>
#include <QWidget>

#include "apps/look/status_badge.h"
#include "apps/look/theme.h"

namespace delivery::look {

namespace {

constexpr double contrastMin = 4.5;  // WCAG 2.1, 1.4.3

/// As it is shown: the letter after an ampersand is underlined, the ampersand is not seen.
QString shownText(const QLabel* label) {
    QString text = label->text();
    static const QRegularExpression mnemonic(QStringLiteral("&(.)"));
    return label->buddy() != nullptr ? text.replace(mnemonic, QStringLiteral("\\1")) : text;
}

QString textOf(const QWidget* widget) {
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) return button->text();
    if (const auto* label = qobject_cast<const QLabel*>(widget)) return label->text();
    return {};
}

QString nameOf(const QWidget* widget) {
    return QStringLiteral("%1 '%2' \"%3\"")
        .arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
             textOf(widget).left(40));
}

bool isControl(const QWidget* widget) {
    return qobject_cast<const QAbstractButton*>(widget) != nullptr ||
           qobject_cast<const QLineEdit*>(widget) != nullptr ||
           qobject_cast<const QAbstractSpinBox*>(widget) != nullptr ||
           qobject_cast<const QComboBox*>(widget) != nullptr ||
           qobject_cast<const QAbstractItemView*>(widget) != nullptr ||
           qobject_cast<const QTextEdit*>(widget) != nullptr ||
           qobject_cast<const QPlainTextEdit*>(widget) != nullptr ||
           (qobject_cast<const QAbstractSlider*>(widget) != nullptr &&
            qobject_cast<const QScrollBar*>(widget) == nullptr);
}

/// The field inside a spin box, the list behind a combo box: parts of a control that speaks for
/// them.
bool isPart(const QWidget* widget) {
    for (const QWidget* up = widget->parentWidget(); up != nullptr; up = up->parentWidget()) {
        if (qobject_cast<const QAbstractSpinBox*>(up) != nullptr ||
            qobject_cast<const QComboBox*>(up) != nullptr ||
            qobject_cast<const QAbstractItemView*>(up) != nullptr ||
            qobject_cast<const QLineEdit*>(up) != nullptr) {
            return true;
        }
    }
    return false;
}

QSet<const QWidget*> reachedByTab(QWidget& window) {
    QSet<const QWidget*> reached;
    QWidget* at = &window;
    for (int steps = 0; steps < 5000; ++steps) {
        at = at->nextInFocusChain();
        if (at == nullptr || at == &window) break;
        if ((at->focusPolicy() & Qt::TabFocus) != 0) reached.insert(at);
        if (at->focusProxy() != nullptr) reached.insert(at->focusProxy());
    }
    return reached;
}

bool hasNameFromBuddy(const QWidget& window, const QWidget* control) {
    const auto labels = window.findChildren<QLabel*>();
    return std::any_of(labels.cbegin(), labels.cend(), [control](const QLabel* label) {
        return label->buddy() == control && !label->text().isEmpty();
    });
}

QString cutOff(const QWidget* widget) {
    if (const auto* label = qobject_cast<const QLabel*>(widget);
        label != nullptr && !label->text().isEmpty()) {
        const QFontMetrics metrics(label->font());
        const QRect room = label->contentsRect();
        const QRect needed = metrics.boundingRect(
            QRect(0, 0, label->wordWrap() ? room.width() : 100'000, 100'000),
            label->wordWrap() ? Qt::TextWordWrap : Qt::TextSingleLine, shownText(label));
        if (needed.width() > room.width() + 1 || needed.height() > room.height() + 2) {
            return QStringLiteral("needs %1 × %2, has %3 × %4")
                .arg(needed.width())
                .arg(needed.height())
                .arg(room.width())
                .arg(room.height());
        }
    }
    if (qobject_cast<const QAbstractButton*>(widget) != nullptr && !textOf(widget).isEmpty()) {
        const QSize needed = widget->minimumSizeHint();
        if (widget->width() < needed.width() || widget->height() < needed.height()) {
            return QStringLiteral("needs %1 × %2, has %3 × %4")
                .arg(needed.width())
                .arg(needed.height())
                .arg(widget->width())
                .arg(widget->height());
        }
    }
    return {};
}

/// What lies behind a text, from what was really painted: the most frequent colour of its
/// rectangle.
QColor groundOf(const QImage& picture, const QRect& where) {
    QHash<QRgb, int> seen;
    const QRect inside = where.intersected(picture.rect());
    for (int y = inside.top(); y <= inside.bottom(); y += 2) {
        for (int x = inside.left(); x <= inside.right(); x += 2) ++seen[picture.pixel(x, y)];
    }
    QRgb most = 0;
    int count = -1;
    for (auto it = seen.cbegin(); it != seen.cend(); ++it) {
        if (it.value() > count) {
            count = it.value();
            most = it.key();
        }
    }
    return QColor(most);
}

/// The colour that stands out most from the ground there: the text's own, between its soft edges.
double contrastIn(const QImage& picture, const QRect& where) {
    const QColor ground = groundOf(picture, where);
    const QRect inside = where.intersected(picture.rect());
    double best = 1.0;
    for (int y = inside.top(); y <= inside.bottom(); ++y) {
        for (int x = inside.left(); x <= inside.right(); ++x) {
            best = std::max(best, contrast(ground, QColor(picture.pixel(x, y))));
        }
    }
    return best;
}

}  // namespace

QStringList audit(QWidget& window) {
    QStringList complaints;
    const QSet<const QWidget*> reached = reachedByTab(window);
    const QImage picture = window.grab().toImage().convertToFormat(QImage::Format_RGB32);
    const double scale = picture.devicePixelRatio();
    const auto widgets = window.findChildren<QWidget*>();
    for (const QWidget* widget : widgets) {
        if (!widget->isVisibleTo(&window) || isPart(widget)) continue;
        if (isControl(widget)) {
            const bool named = !widget->accessibleName().isEmpty() || !textOf(widget).isEmpty() ||
                               hasNameFromBuddy(window, widget);
            if (!named) complaints << nameOf(widget) + QStringLiteral(": has no accessible name");
            if (widget->isEnabled() && !reached.contains(widget)) {
                complaints << nameOf(widget) + QStringLiteral(": cannot be reached by Tab");
            }
        }
        if (const QString cut = cutOff(widget); !cut.isEmpty()) {
            complaints << nameOf(widget) + QStringLiteral(": cut off, ") + cut;
        }
        const bool speaks =
            !textOf(widget).isEmpty() && widget->isEnabled() && !widget->visibleRegion().isEmpty();
        if (speaks) {
            const QRect shown = widget->visibleRegion().boundingRect();
            const QRect where(widget->mapTo(&window, shown.topLeft()) * scale,
                              shown.size() * scale);
            const double seen = contrastIn(picture, where);
            if (seen < contrastMin) {
                complaints << nameOf(widget) + QStringLiteral(": contrast %1").arg(seen, 0, 'f', 2);
            }
        }
    }
    return complaints;
}

}  // namespace delivery::look
