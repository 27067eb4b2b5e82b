#pragma once
/// From what was chosen to an order: quantities, where to, points, card, and the one button.

#include <QVector>
#include <QWidget>
#include <optional>

#include "apps/customer/cart.h"
#include "apps/kit/workplace.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QRadioButton;
class QSpinBox;
class QVBoxLayout;

namespace delivery::look {
class ActionButton;
}

namespace delivery::customer {

/// GUI thread. Workplace and cart must outlive it.
class CartPage : public QWidget {
    Q_OBJECT

  public:
    CartPage(kit::Workplace& work, Cart& cart, QWidget* parent = nullptr);

    /// Addresses, cards and points as they are now.
    void refresh();

  signals:
    void ordered(qlonglong orderId);
    void refused(const QString& sentence);
    void told(const QString& sentence);
    void profileWanted();

  private:
    [[nodiscard]] QWidget* makeLines();
    [[nodiscard]] QWidget* makeWish();
    void showLines();
    void showSums();
    void readShop();
    /// What the delivery adds; nothing while it depends on where it goes, or is not known yet.
    [[nodiscard]] std::optional<std::int64_t> deliveryFee() const;
    void place();
    void hearRefused(const kit::Problem& problem);

    kit::Workplace& m_work;
    Cart& m_cart;
    QString m_sent;
    /// The cart's shop as it was last read.
    kit::Representation m_shop;
    std::int64_t m_balance = 0;
    QLabel* m_store;
    QVBoxLayout* m_lines = nullptr;
    QVector<QSpinBox*> m_qtys;
    QLabel* m_none;
    QWidget* m_wishes = nullptr;
    QRadioButton* m_deliver = nullptr;
    QRadioButton* m_pickup = nullptr;
    QComboBox* m_address = nullptr;
    QLineEdit* m_note = nullptr;
    QSpinBox* m_points = nullptr;
    QLabel* m_balanceText = nullptr;
    QComboBox* m_card = nullptr;
    QLabel* m_sums = nullptr;
    look::ActionButton* m_order = nullptr;
};

}  // namespace delivery::customer
