#include "apps/look/notice_list.h"

#include <QAbstractItemModel>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

#include "apps/look/action_button.h"
#include "apps/look/icons.h"
#include "apps/look/order_face.h"
#include "apps/look/theme.h"
#include "apps/look/wording.h"

namespace delivery::look {

namespace {

QVariant of(const QModelIndex& index, NoticeRole role) { return index.data(int(role)); }

class NoticeDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override {
        const QFontMetrics body(look::font(Type::Body));
        const QFontMetrics caption(look::font(Type::Caption));
        const int width = qMax(120, option.rect.width() - 72);
        const QRect text = body.boundingRect(QRect(0, 0, width, 1000), Qt::TextWordWrap,
                                             of(index, NoticeRole::Text).toString());
        return {option.rect.width(), qMax(56, text.height() + caption.height() + 22)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const Theme& t = theme();
        const QRect card = option.rect.adjusted(2, 3, -2, -3);
        const bool chosen = (option.state & QStyle::State_Selected) != 0;
        painter->setPen(QPen(chosen ? t.accent : t.line, chosen ? 2 : 1));
        painter->setBrush(of(index, NoticeRole::Unseen).toBool() ? t.accentSoft : t.surface);
        painter->drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), cornerRadius,
                                 cornerRadius);
        const Face face = faceOfState(of(index, NoticeRole::State).toString());
        const TonePair& pair = t.tone(face.tone);
        const QRect dot(card.left() + 12, card.top() + (card.height() - 32) / 2, 32, 32);
        painter->setPen(Qt::NoPen);
        painter->setBrush(pair.plate);
        painter->drawEllipse(dot);
        painter->drawPixmap(
            dot.adjusted(6, 6, -6, -6),
            iconPixmap(face.icon, 20, pair.ink, painter->device()->devicePixelRatioF()));
        const QRect words = card.adjusted(56, 8, -12, -8);
        painter->setPen(t.ink);
        painter->setFont(look::font(Type::Body));
        QRect used;
        painter->drawText(words, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                          of(index, NoticeRole::Text).toString(), &used);
        painter->setPen(t.inkSoft);
        painter->setFont(look::font(Type::Caption));
        painter->drawText(
            words, Qt::AlignLeft | Qt::AlignBottom,
            agoText(of(index, NoticeRole::At).toDateTime(), QDateTime::currentDateTimeUtc()));
        painter->restore();
    }
};

}  // namespace

NoticeList::NoticeList(QAbstractItemModel* notices, QWidget* parent)
    : QWidget(parent), m_notices(notices), m_list(new QListView(this)), m_none(new QLabel(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::wide, space::wide, space::wide, space::large);
    auto* top = new QHBoxLayout;
    auto* title = new QLabel(tr("알림"), this);
    setType(title, Type::Title);
    auto* seen = new ActionButton(tr("모두 읽음(&R)"), ActionButton::Rank::Plain, this);
    top->addWidget(title, 1);
    top->addWidget(seen);
    column->addLayout(top);
    m_none->setText(tr("아직 알림이 없습니다. 주문의 상태가 바뀌면 여기에 모입니다."));
    m_none->setWordWrap(true);
    m_none->setAlignment(Qt::AlignCenter);
    column->addWidget(m_none, 1);
    column->addWidget(m_list, 1);
    m_list->setModel(notices);
    m_list->setItemDelegate(new NoticeDelegate(m_list));
    m_list->setAccessibleName(tr("알림 목록"));
    m_list->setResizeMode(QListView::Adjust);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(seen, &QPushButton::clicked, this, &NoticeList::seenAll);
    connect(m_list, &QListView::activated, this, [this](const QModelIndex& index) {
        const qlonglong order = of(index, NoticeRole::OrderId).toLongLong();
        if (order > 0) emit orderWanted(order);
    });
    connect(notices, &QAbstractItemModel::rowsInserted, this, &NoticeList::showEmptiness);
    connect(notices, &QAbstractItemModel::rowsRemoved, this, &NoticeList::showEmptiness);
    connect(notices, &QAbstractItemModel::modelReset, this, &NoticeList::showEmptiness);
    showEmptiness();
}

void NoticeList::showEmptiness() {
    const bool none = m_notices->rowCount() == 0;
    m_none->setVisible(none);
    m_list->setVisible(!none);
}

}  // namespace delivery::look
