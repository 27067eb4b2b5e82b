#include "apps/look/status_badge.h"

#include <QEvent>
#include <QFontMetrics>
#include <QPainter>

#include "apps/look/icons.h"

namespace delivery::look {

namespace {
constexpr int padding = 8;
}

StatusBadge::StatusBadge(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setType(this, Type::Strong);
}

void StatusBadge::show(const Face& face) {
    m_face = face;
    setAccessibleName(face.word);
    setVisible(!face.word.isEmpty());
    updateGeometry();
    update();
}

QSize StatusBadge::sizeHint() const { return badgeSize(m_face, font()); }

void StatusBadge::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintBadge(painter, rect(), m_face, font());
}

void StatusBadge::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange) updateGeometry();
    QWidget::changeEvent(event);
}

QSize badgeSize(const Face& face, const QFont& font) {
    const QFontMetrics metrics(font);
    const int icon = metrics.height();
    return {metrics.horizontalAdvance(face.word) + icon + 3 * padding, metrics.height() + padding};
}

QRect paintBadge(QPainter& painter, const QRect& where, const Face& face, const QFont& font) {
    const QSize size = badgeSize(face, font);
    const QRect plate(where.left(), where.top() + (where.height() - size.height()) / 2,
                      qMin(size.width(), where.width()), size.height());
    const TonePair& pair = theme().tone(face.tone);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme().highContrast ? QPen(theme().line, 1) : QPen(Qt::NoPen));
    painter.setBrush(pair.plate);
    const double radius = plate.height() / 2.0;
    painter.drawRoundedRect(QRectF(plate).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    const int icon = QFontMetrics(font).height();
    painter.drawPixmap(
        QRect(plate.left() + padding, plate.top() + (plate.height() - icon) / 2, icon, icon),
        iconPixmap(face.icon, icon, pair.ink, painter.device()->devicePixelRatioF()));
    painter.setPen(pair.ink);
    painter.setFont(font);
    painter.drawText(plate.adjusted(icon + 2 * padding - 2, 0, -padding + 2, 0),
                     Qt::AlignVCenter | Qt::AlignLeft, face.word);
    painter.restore();
    return plate;
}

}  // namespace delivery::look
