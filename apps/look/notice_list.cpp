#include "apps/look/notice_list.h"

#include <QAbstractItemModel>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QVBoxLayout>

#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/card_delegate.h"
#include "apps/look/order_face.h"
#include "apps/look/theme.h"
#include "apps/look/wording.h"

namespace delivery::look {

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
    m_list->setItemDelegate(new CardDelegate(
        [this](const QModelIndex& index) {
            const Face face = faceOfState(index.data(kit::StateRole).toString());
            const QDateTime at = index.data(kit::AtRole).toDateTime();
            Card card;
            card.icon = face.icon;
            card.iconTone = face.tone;
            card.title = index.data(kit::TitleRole).toString();
            card.lines = {agoText(at, QDateTime::currentDateTimeUtc())};
            card.edge = at > m_seenUntil ? Tone::Active : Tone::Plain;
            return card;
        },
        1, m_list));
    dressCardList(*m_list, tr("알림 목록"));
    connect(seen, &QPushButton::clicked, this, &NoticeList::seenAll);
    connect(m_list, &QListView::activated, this, [this](const QModelIndex& index) {
        const qlonglong order = index.data(kit::OrderIdRole).toLongLong();
        if (order > 0) emit orderWanted(order);
    });
    connect(notices, &QAbstractItemModel::rowsInserted, this, &NoticeList::showEmptiness);
    connect(notices, &QAbstractItemModel::rowsRemoved, this, &NoticeList::showEmptiness);
    connect(notices, &QAbstractItemModel::modelReset, this, &NoticeList::showEmptiness);
    showEmptiness();
}

void NoticeList::setSeenUntil(const QDateTime& until) {
    m_seenUntil = until;
    m_list->viewport()->update();
}

int NoticeList::unseenCount() const {
    int count = 0;
    for (int row = 0; row < m_notices->rowCount(); ++row) {
        if (m_notices->index(row, 0).data(kit::AtRole).toDateTime() > m_seenUntil) ++count;
    }
    return count;
}

void NoticeList::showEmptiness() {
    const bool none = m_notices->rowCount() == 0;
    m_none->setVisible(none);
    m_list->setVisible(!none);
}

}  // namespace delivery::look
