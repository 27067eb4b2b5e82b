#include "apps/look/card_delegate.h"

#include <QListView>
#include <QPainter>

#include "apps/look/icons.h"
#include "apps/look/status_badge.h"
#include "apps/look/theme.h"

namespace delivery::look {

namespace {

constexpr int margin = 3;
constexpr int inner = 12;
constexpr int plate = 40;

/// Draws at the right edge and returns what is left of the row.
QRect paintRight(QPainter& painter, const QRect& row, const QString& text) {
    if (text.isEmpty()) return row;
    painter.setFont(look::font(Type::Heading));
    const int width = QFontMetrics(painter.font()).horizontalAdvance(text) + 2;
    painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, text);
    return row.adjusted(0, 0, -width - space::small, 0);
}

void paintIcon(QPainter& painter, const QRect& card, const Card& what) {
    const TonePair& pair = theme().tone(what.iconTone);
    const QRect dot(card.left() + inner, card.top() + (card.height() - plate) / 2, plate, plate);
    painter.setPen(Qt::NoPen);
    painter.setBrush(pair.plate);
    painter.drawRoundedRect(dot, 10, 10);
    painter.drawPixmap(
        dot.adjusted(8, 8, -8, -8),
        iconPixmap(what.icon, plate - 16, pair.ink, painter.device()->devicePixelRatioF()));
}

}  // namespace

CardDelegate::CardDelegate(CardOf cardOf, int lines, QObject* parent)
    : QStyledItemDelegate(parent), m_cardOf(std::move(cardOf)), m_lines(lines) {}

QSize CardDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    const int title = QFontMetrics(look::font(Type::Heading)).height();
    const int badge = QFontMetrics(look::font(Type::Caption)).height() + 8;
    const int line = QFontMetrics(look::font(Type::Body)).height() + 2;
    const int height = qMax(title, badge) + m_lines * line + 2 * (inner + margin);
    return {option.rect.width(), qMax(height, plate + 2 * (margin + space::small))};
}

void CardDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    const Card what = m_cardOf(index);
    const Theme& t = theme();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect card = option.rect.adjusted(2, margin, -2, -margin);
    const bool chosen = (option.state & QStyle::State_Selected) != 0;
    const bool focused = (option.state & QStyle::State_HasFocus) != 0;
    painter->setPen(QPen(chosen || focused ? t.accent : t.line, chosen || focused ? 2 : 1));
    painter->setBrush(chosen ? t.accentSoft : t.surface);
    painter->drawRoundedRect(QRectF(card).adjusted(1, 1, -1, -1), 12, 12);
    if (what.edge != Tone::Plain) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(t.tone(what.edge).ink);
        painter->drawRoundedRect(QRectF(card.left() + 1, card.top() + 8, 5, card.height() - 16), 2,
                                 2);
    }
    QRect words = card.adjusted(inner, inner - 2, -inner, -inner + 2);
    if (!what.icon.isEmpty()) {
        paintIcon(*painter, card, what);
        words.setLeft(words.left() + plate + space::medium);
    }
    const QFontMetrics heading(look::font(Type::Heading));
    const int badgeHeight = QFontMetrics(look::font(Type::Caption)).height() + 8;
    QRect first(words.left(), words.top(), words.width(), qMax(heading.height(), badgeHeight));
    painter->setPen(what.dim ? t.inkSoft : t.ink);
    first = paintRight(*painter, first, what.right);
    if (!what.badge.word.isEmpty()) {
        const QFont small = look::font(Type::Caption);
        const int width = badgeSize(what.badge, small).width();
        paintBadge(*painter, QRect(first.right() - width, first.top(), width, first.height()),
                   what.badge, small);
        first.setRight(first.right() - width - space::small);
    }
    painter->setPen(what.dim ? t.inkSoft : t.ink);
    painter->setFont(look::font(Type::Heading));
    painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
                      heading.elidedText(what.title, Qt::ElideRight, first.width()));
    const QFontMetrics body(look::font(Type::Body));
    painter->setFont(look::font(Type::Body));
    int y = first.bottom() + 3;
    for (qsizetype i = 0; i < qMin<qsizetype>(what.lines.size(), m_lines); ++i) {
        painter->setPen(i == 0 && !what.dim ? t.ink : t.inkSoft);
        painter->drawText(QRect(words.left(), y, words.width(), body.height()),
                          Qt::AlignLeft | Qt::AlignVCenter,
                          body.elidedText(what.lines[i], Qt::ElideRight, words.width()));
        y += body.height() + 2;
    }
    if (!what.pending.isEmpty()) {
        const Face mark{what.pending, QStringLiteral("clock"), Tone::Waiting};
        const QFont small = look::font(Type::Caption);
        const QSize size = badgeSize(mark, small);
        paintBadge(*painter,
                   QRect(words.right() - size.width(), words.bottom() - size.height() + 2,
                         size.width(), size.height()),
                   mark, small);
    }
    painter->restore();
}

void dressCardList(QListView& list, const QString& accessibleName) {
    list.setAccessibleName(accessibleName);
    list.setUniformItemSizes(true);
    list.setResizeMode(QListView::Adjust);
    list.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list.setMouseTracking(true);
    list.setEditTriggers(QAbstractItemView::NoEditTriggers);
}

}  // namespace delivery::look
