#pragma once
/// One shop's dishes, and the panel where one is chosen with its options.

#include <QWidget>
#include <cstdint>

#include "apps/customer/cart.h"
#include "apps/kit/thing_list_model.h"
#include "apps/kit/workplace.h"

class QLabel;
class QLineEdit;
class QListView;
class QSortFilterProxyModel;

namespace delivery::look {
class Banner;
}

namespace delivery::customer {

class DishPanel;

/// GUI thread. Workplace and cart must outlive it.
class MenuPage : public QWidget {
    Q_OBJECT

  public:
    MenuPage(kit::Workplace& work, Cart& cart, QWidget* parent = nullptr);

    void show(const kit::Representation& shop, std::int64_t dishToChoose = 0);

  signals:
    void backWanted();
    void added(const QString& dish);
    /// Another shop's dishes are in the cart, or it is full.
    void notAdded(const QString& sentence);
    void failed(const QString& sentence);

  private:
    void read(std::int64_t dishToChoose);
    void choose(const kit::Representation& dish);

    kit::Workplace& m_work;
    Cart& m_cart;
    kit::Representation m_shop;
    kit::ThingListModel m_dishes;
    QSortFilterProxyModel* m_found;
    QLabel* m_title;
    QLabel* m_facts;
    QLineEdit* m_search;
    QListView* m_list;
    DishPanel* m_panel;
};

}  // namespace delivery::customer
