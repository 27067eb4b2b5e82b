#include "apps/look/toast.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace delivery::look {

namespace {
constexpr int shownMilliseconds = 4000;
}

Toast::Toast(QWidget* over) : QWidget(over), m_text(new QLabel(this)) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    auto* across = new QHBoxLayout(this);
    across->setContentsMargins(space::large, space::medium, space::large, space::medium);
    across->addWidget(m_text);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_gone.setSingleShot(true);
    m_gone.setInterval(shownMilliseconds);
    connect(&m_gone, &QTimer::timeout, this, &QWidget::hide);
    over->installEventFilter(this);
    hide();
}

void Toast::say(Tone tone, const QString& text) {
    m_tone = tone;
    m_worn = &theme();
    m_text->setText(text);
    QPalette inked = m_text->palette();
    inked.setColor(QPalette::WindowText, theme().tone(tone).ink);
    m_text->setPalette(inked);
    setAccessibleName(text);
    place();
    show();
    raise();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    m_gone.start();
}

QString Toast::text() const { return isVisible() ? m_text->text() : QString(); }

bool Toast::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parent() && event->type() == QEvent::Resize && isVisible()) place();
    return QWidget::eventFilter(watched, event);
}

/// Its words have the ink of the theme in which they were said.
void Toast::changeEvent(QEvent* event) {
    const bool isDressed =
        event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange;
    if (isDressed && isVisible() && m_worn != &theme()) hide();
    QWidget::changeEvent(event);
}

void Toast::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme().line, 1));
    painter.setBrush(theme().tone(m_tone).plate);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), cornerRadius,
                            cornerRadius);
}

void Toast::place() {
    const QWidget* over = parentWidget();
    const int widest = qMax(160, over->width() - 2 * space::wide);
    m_text->setMaximumWidth(widest - 2 * space::large);
    const QFontMetrics metrics(m_text->font());
    const int wished = metrics.horizontalAdvance(m_text->text()) + 2 * space::large + 4;
    const int width = qMin(widest, wished);
    const int height =
        wished <= widest ? metrics.height() + 2 * space::medium : heightForWidth(width);
    setGeometry((over->width() - width) / 2, over->height() - height - space::wide, width, height);
}

}  // namespace delivery::look
