#pragma once
/// One dish on its way into the cart: options, how many, what it comes to.

#include <QFrame>
#include <QVector>

#include "apps/customer/cart.h"

class QComboBox;
class QLabel;
class QSpinBox;
class QVBoxLayout;

namespace delivery::look {
class ActionButton;
}

namespace delivery::customer {

/// GUI thread.
class DishPanel : public QFrame {
    Q_OBJECT

  public:
    explicit DishPanel(QWidget* parent = nullptr);

    void show(const kit::Representation& dish, bool shopTakesOrders);
    void clear();

  signals:
    void wanted(const delivery::customer::CartLine& line);

  private:
    /// A line takes one choice at most of each group; one that is not required may stay without.
    struct Group {
        QString name;
        QComboBox* choices = nullptr;
    };
    void rebuild();
    void refresh();
    [[nodiscard]] CartLine chosen() const;

    kit::Representation m_dish;
    QVector<Group> m_groups;
    QLabel* m_name;
    QLabel* m_description;
    QLabel* m_facts;
    QWidget* m_options = nullptr;
    QVBoxLayout* m_column;
    QSpinBox* m_qty;
    look::ActionButton* m_add;
};

}  // namespace delivery::customer
