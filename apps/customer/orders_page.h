#pragma once
/// My orders: those under way and those that are over, and one of them in full.

#include <QWidget>

#include "apps/kit/order_list_model.h"
#include "apps/kit/workplace.h"

class QListView;
class QLabel;

namespace delivery::customer {

class OrderView;

/// GUI thread. The workplace must outlive it.
class OrdersPage : public QWidget {
    Q_OBJECT

  public:
    explicit OrdersPage(kit::Workplace& work, QWidget* parent = nullptr);

    /// Shows this order as soon as it is known.
    void choose(qlonglong orderId);
    [[nodiscard]] OrderView* view() const { return m_view; }

  signals:
    void refused(const QString& sentence);
    void told(const QString& sentence);
    void reorderWanted(const delivery::kit::Representation& order);

  private:
    void showChosen();
    void chooseRow(qlonglong orderId);

    kit::Workplace& m_work;
    kit::OrderListModel m_orders;
    QListView* m_list;
    QLabel* m_none;
    OrderView* m_view;
    qlonglong m_wanted = 0;
};

}  // namespace delivery::customer
