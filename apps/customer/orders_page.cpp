#include "apps/customer/orders_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QVBoxLayout>

#include "apps/customer/order_view.h"
#include "apps/kit/roles.h"
#include "apps/look/card_delegate.h"
#include "apps/look/theme.h"
#include "apps/look/wording.h"

namespace delivery::customer {

namespace {

QString pendingText(const QStringList& verbs) {
    if (verbs.isEmpty()) return {};
    return OrdersPage::tr("보내는 중");
}

look::Card orderCard(const QModelIndex& index) {
    look::Card card;
    card.badge = look::faceOfState(index.data(kit::StateRole).toString());
    card.icon = card.badge.icon;
    card.iconTone = card.badge.tone;
    card.title = index.data(kit::StoreNameRole).toString();
    card.lines = {index.data(kit::TitleRole).toString(),
                  look::momentText(index.data(kit::PlacedAtRole).toDateTime(),
                                   QDateTime::currentDateTimeUtc()) +
                      QStringLiteral(" · ") +
                      look::wonText(index.data(kit::AmountRole).toLongLong())};
    card.dim = index.data(kit::IsOverRole).toBool();
    card.pending = pendingText(index.data(kit::PendingRole).toStringList());
    return card;
}

}  // namespace

OrdersPage::OrdersPage(kit::Workplace& work, QWidget* parent)
    : QWidget(parent),
      m_work(work),
      m_orders(work.book()),
      m_list(new QListView(this)),
      m_none(new QLabel(this)),
      m_view(new OrderView(work, this)) {
    m_orders.showPending(work.pending());
    auto* across = new QHBoxLayout(this);
    across->setContentsMargins(look::space::wide, look::space::wide, look::space::wide,
                               look::space::large);
    across->setSpacing(look::space::wide);
    auto* column = new QVBoxLayout;
    auto* title = new QLabel(tr("내 주문"), this);
    look::setType(title, look::Type::Title);
    column->addWidget(title);
    m_none->setText(tr("아직 주문이 없습니다."));
    m_none->setAlignment(Qt::AlignCenter);
    column->addWidget(m_none, 1);
    m_list->setObjectName(QStringLiteral("orders"));
    m_list->setModel(&m_orders);
    m_list->setItemDelegate(new look::CardDelegate(orderCard, 2, m_list));
    look::dressCardList(*m_list, tr("주문 목록"));
    column->addWidget(m_list, 1);
    across->addLayout(column, 2);
    across->addWidget(m_view, 3);

    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &OrdersPage::showChosen);
    connect(&m_orders, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_wanted != 0) chooseRow(m_wanted);
        showChosen();
    });
    connect(&m_orders, &QAbstractItemModel::rowsRemoved, this, &OrdersPage::showChosen);
    connect(&m_orders, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last) {
                const QModelIndex current = m_list->currentIndex();
                if (current.row() >= first.row() && current.row() <= last.row()) showChosen();
            });
    connect(m_view, &OrderView::refused, this, &OrdersPage::refused);
    connect(m_view, &OrderView::told, this, &OrdersPage::told);
    connect(m_view, &OrderView::reorderWanted, this, &OrdersPage::reorderWanted);
    showChosen();
}

void OrdersPage::choose(qlonglong orderId) {
    m_wanted = orderId;
    chooseRow(orderId);
}

void OrdersPage::chooseRow(qlonglong orderId) {
    const auto row = m_orders.rowOf(QString::number(orderId));
    if (!row) return;
    m_wanted = 0;
    m_list->setCurrentIndex(m_orders.index(*row));
    m_list->scrollTo(m_orders.index(*row));
}

void OrdersPage::showChosen() {
    const bool none = m_orders.rowCount() == 0;
    m_none->setVisible(none);
    m_list->setVisible(!none);
    const QModelIndex current = m_list->currentIndex();
    if (current.isValid()) {
        m_view->show(m_orders.at(current.row()));
    } else {
        m_view->clear();
    }
}

}  // namespace delivery::customer
