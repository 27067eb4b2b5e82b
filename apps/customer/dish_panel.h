#pragma once
/// One dish on its way into the cart: options, how many, what it comes to.

#include <QFrame>
#include <QVector>

#include "apps/customer/cart.h"

class QCheckBox;
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
    /// One choice is taken from a list, several are ticked; a group that is not required may stay
    /// without.
    struct Group {
        QString name;
        QComboBox* choices = nullptr;
        QVector<QCheckBox*> boxes;
        int most = 1;
        bool isRequired = false;
    };
    [[nodiscard]] QWidget* listOf(Group& group, const kit::Representation& said);
    [[nodiscard]] QWidget* boxesOf(Group& group, const kit::Representation& said);
    /// When as many as may be are ticked the others wait; of a required group one stays.
    void boundTicks();
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
