#include "apps/look/banner.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include "apps/look/icons.h"

namespace delivery::look {

namespace {

QString iconFor(Tone tone) {
    switch (tone) {
        case Tone::Bad:
            return QStringLiteral("alert");
        case Tone::Waiting:
            return QStringLiteral("clock");
        case Tone::Ready:
            return QStringLiteral("check_circle");
        case Tone::Plain:
        case Tone::Active:
        case Tone::Done:
            break;
    }
    return QStringLiteral("info");
}

}  // namespace

Banner::Banner(QWidget* parent)
    : QFrame(parent),
      m_icon(new QLabel(this)),
      m_text(new QLabel(this)),
      m_action(new QPushButton(this)),
      m_dismiss(new QPushButton(this)) {
    auto* across = new QHBoxLayout(this);
    across->setContentsMargins(space::large, space::small, space::small, space::small);
    across->setSpacing(space::medium);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_dismiss->setFlat(true);
    m_dismiss->setIcon(icon(QStringLiteral("cross")));
    m_dismiss->setToolTip(tr("닫기"));
    m_dismiss->setAccessibleName(tr("알림 닫기"));
    across->addWidget(m_icon);
    across->addWidget(m_text, 1);
    across->addWidget(m_action);
    across->addWidget(m_dismiss);
    connect(m_action, &QPushButton::clicked, this, &Banner::actionTaken);
    connect(m_dismiss, &QPushButton::clicked, this, [this] {
        emit dismissed();
        clear();
    });
    setVisible(false);
}

void Banner::say(Tone tone, const QString& text, const QString& action) {
    m_tone = tone;
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    dress();
    setVisible(true);
    QAccessibleEvent alert(this, QAccessible::Alert);
    setAccessibleName(text);
    QAccessible::updateAccessibility(&alert);
}

void Banner::clear() {
    m_text->clear();
    setVisible(false);
}

QString Banner::text() const { return m_text->text(); }

void Banner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().tone(m_tone).plate);
    if (theme().highContrast) {
        painter.setPen(theme().line);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void Banner::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    // Later: the label below is dressed by the style after this, and would lose its colour again.
    const bool other =
        event->type() == QEvent::StyleChange || event->type() == QEvent::PaletteChange;
    if (other) QMetaObject::invokeMethod(this, &Banner::dress, Qt::QueuedConnection);
}

void Banner::dress() {
    const TonePair& pair = theme().tone(m_tone);
    QPalette inked = m_text->palette();
    inked.setColor(QPalette::WindowText, pair.ink);
    m_text->setPalette(inked);
    m_icon->setPixmap(iconPixmap(iconFor(m_tone), 22, pair.ink, devicePixelRatioF()));
}

}  // namespace delivery::look
