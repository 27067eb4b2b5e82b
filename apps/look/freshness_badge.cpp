#include "apps/look/freshness_badge.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>

#include "apps/look/icons.h"

namespace delivery::look {

namespace {

Face faceOf(Line line) {
    switch (line) {
        case Line::Connecting:
            return {FreshnessBadge::tr("연결하는 중"), QStringLiteral("wifi"), Tone::Waiting};
        case Line::Live:
            return {FreshnessBadge::tr("실시간"), QStringLiteral("wifi"), Tone::Ready};
        case Line::Slower:
            return {FreshnessBadge::tr("5초마다 확인"), QStringLiteral("refresh"), Tone::Waiting};
        case Line::Offline:
            return {FreshnessBadge::tr("오프라인"), QStringLiteral("wifi_off"), Tone::Bad};
    }
    return {};
}

}  // namespace

FreshnessBadge::FreshnessBadge(QWidget* parent)
    : QWidget(parent), m_icon(new QLabel(this)), m_text(new QLabel(this)) {
    auto* across = new QHBoxLayout(this);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(space::hair + 2);
    across->addWidget(m_icon);
    across->addWidget(m_text);
    setType(m_text, Type::Caption);
    m_tick.setInterval(100);
    connect(&m_tick, &QTimer::timeout, this, &FreshnessBadge::show);
    showIcon();
    show();
}

void FreshnessBadge::setLine(Line line) {
    m_line = line;
    showIcon();
    show();
}

void FreshnessBadge::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) showIcon();
}

void FreshnessBadge::showIcon() {
    const Face face = faceOf(m_line);
    m_icon->setPixmap(iconPixmap(face.icon, 16, theme().tone(face.tone).ink, devicePixelRatioF()));
}

void FreshnessBadge::setAge(qint64 milliseconds) {
    if (milliseconds < 0) {
        m_since.invalidate();
        m_tick.stop();
    } else {
        m_ageThen = milliseconds;
        m_since.start();
        if (!m_tick.isActive()) m_tick.start();
    }
    show();
}

QString FreshnessBadge::text() const { return m_text->text(); }

void FreshnessBadge::show() {
    const Face face = faceOf(m_line);
    QString text = face.word;
    if (m_since.isValid()) {
        const qint64 milliseconds = m_ageThen + m_since.elapsed();
        // Tenths while they can be read; then once a second is enough.
        const bool fresh = milliseconds < 10'000;
        m_tick.setInterval(fresh ? 100 : 1000);
        // Rounded up: it must not look younger than it is.
        const QString age = fresh
                                ? QLocale().toString(double((milliseconds + 99) / 100) / 10, 'f', 1)
                                : QString::number((milliseconds + 999) / 1000);
        text = tr("%1 · 동기화 %2초 전").arg(face.word, age);
    }
    if (text != m_text->text()) {
        m_text->setText(text);
        setAccessibleName(text);
    }
}

}  // namespace delivery::look
