#include "apps/store/chart.h"

#include <QPainter>
#include <algorithm>

namespace delivery::store {

namespace {

constexpr int upHeight = 180;
constexpr int rowHeight = 30;
constexpr int barRadius = 3;
/// One busy hour alone is a bar, not a wall.
constexpr double laneMax = 84;
/// A bar of something is never so thin that it reads as nothing.
constexpr int barMin = 3;

}  // namespace

Chart::Chart(const QString& title, Direction direction, QWidget* parent)
    : QWidget(parent), m_direction(direction) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(title);
}

void Chart::show(const QVector<Bar>& bars) {
    m_bars = bars;
    QStringList words;
    for (const Bar& bar : bars) words << bar.name + QLatin1Char(' ') + bar.words;
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QSize Chart::sizeHint() const {
    if (m_direction == Direction::Up) return {480, upHeight};
    const int rows = std::max<int>(1, static_cast<int>(m_bars.size()));
    return {480, rows * rowHeight + look::space::small};
}

QSize Chart::minimumSizeHint() const { return {240, sizeHint().height()}; }

double Chart::highest() const {
    double most = 0;
    for (const Bar& bar : m_bars) most = std::max(most, bar.value);
    return most;
}

void Chart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(look::font(look::Type::Caption));
    if (m_bars.isEmpty()) {
        painter.setPen(look::theme().inkSoft);
        painter.drawText(rect(), Qt::AlignCenter, tr("아직 없습니다"));
        return;
    }
    if (m_direction == Direction::Up) {
        paintUp(painter, rect());
    } else {
        paintAcross(painter, rect());
    }
}

void Chart::paintUp(QPainter& painter, const QRect& where) const {
    const look::Theme& t = look::theme();
    const int text = painter.fontMetrics().height();
    const int ground = where.bottom() - text - look::space::hair;
    const int room = ground - where.top() - text - look::space::hair;
    const double width = std::min(laneMax, double(where.width()) / double(m_bars.size()));
    const double most = std::max(1e-9, highest());
    for (int i = 0; i < m_bars.size(); ++i) {
        const Bar& bar = m_bars[i];
        const QRectF lane(where.left() + i * width, where.top(), width, where.height());
        if (bar.value > 0) {
            const int height = std::max(barMin, int(room * bar.value / most));
            const QRectF body(lane.left() + width * 0.15, ground - height, width * 0.7, height);
            painter.setPen(Qt::NoPen);
            painter.setBrush(t.accent);
            painter.drawRoundedRect(body, barRadius, barRadius);
            painter.setPen(t.ink);
            painter.drawText(QRectF(lane.left(), body.top() - text - 2, width, text),
                             Qt::AlignCenter | Qt::TextDontClip, bar.words);
        }
        painter.setPen(t.inkSoft);
        painter.drawText(QRectF(lane.left(), ground + 2, width, text),
                         Qt::AlignCenter | Qt::TextDontClip, bar.name);
    }
    painter.setPen(QPen(t.line, 1));
    painter.drawLine(where.left(), ground, where.right(), ground);
}

void Chart::paintAcross(QPainter& painter, const QRect& where) const {
    const look::Theme& t = look::theme();
    const QFontMetrics metrics = painter.fontMetrics();
    const int names = where.width() / 3;
    int words = 0;
    for (const Bar& bar : m_bars) words = std::max(words, metrics.horizontalAdvance(bar.words));
    const int left = where.left() + names + look::space::small;
    const int room = where.right() - left - words - look::space::small;
    const double most = std::max(1e-9, highest());
    for (int i = 0; i < m_bars.size(); ++i) {
        const Bar& bar = m_bars[i];
        const int top = where.top() + i * rowHeight;
        painter.setPen(t.ink);
        painter.drawText(QRect(where.left(), top, names, rowHeight),
                         Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(bar.name, Qt::ElideRight, names));
        const int length = bar.value > 0 ? std::max(barMin, int(room * bar.value / most)) : 0;
        const QRectF body(left, top + 7, length, rowHeight - 14);
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.accent);
        if (length > 0) painter.drawRoundedRect(body, barRadius, barRadius);
        painter.setPen(t.ink);
        painter.drawText(QRectF(body.right() + look::space::small, top, words + 4, rowHeight),
                         Qt::AlignLeft | Qt::AlignVCenter, bar.words);
    }
}

}  // namespace delivery::store
