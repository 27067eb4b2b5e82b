#pragma once
/// How the shop takes orders: pause, busy, automatic acceptance, hours and days off.

#include <QWidget>

#include "apps/kit/body.h"
#include "apps/store/shop.h"

class QCheckBox;
class QComboBox;
class QDateEdit;
class QLabel;
class QLineEdit;
class QSpinBox;
class QVBoxLayout;

namespace delivery::look {
class ActionButton;
class StatusBadge;
}  // namespace delivery::look

namespace delivery::store {

/// GUI thread. The shop must outlive it.
class ShopPage : public QWidget {
    Q_OBJECT

  public:
    explicit ShopPage(Shop& shop, QWidget* parent = nullptr);

  signals:
    void refused(const QString& sentence);

  private:
    [[nodiscard]] QWidget* buildPause();
    [[nodiscard]] QWidget* buildBusy();
    [[nodiscard]] QWidget* buildAutomatic();
    [[nodiscard]] QWidget* buildHours();
    [[nodiscard]] QWidget* buildSpecialDays();
    void show();
    void showHours();
    void showSpecialDays();
    void pause();
    void beBusy(int extraMinutes);
    void accept(int ordersMax);
    void saveHours();
    void saveSpecialDays(const QString& withoutDate, const std::vector<kit::Body>& more);
    void addSpecialDay();

    Shop& m_shop;
    QByteArray m_hoursShown;
    QByteArray m_daysShown;

    look::StatusBadge* m_state;
    QLabel* m_why;
    QComboBox* m_reason;
    QComboBox* m_pauseFor;
    look::ActionButton* m_pause;
    look::ActionButton* m_resume;
    QComboBox* m_extra;
    QComboBox* m_busyFor;
    look::ActionButton* m_busy;
    look::ActionButton* m_calm;
    QSpinBox* m_ordersMax;
    QComboBox* m_promise;
    look::ActionButton* m_automatic;
    look::ActionButton* m_byHand;
    QLabel* m_automaticNow;
    QCheckBox* m_always;
    QVector<QLineEdit*> m_week;
    look::ActionButton* m_saveHours;
    QVBoxLayout* m_days;
    QDateEdit* m_date;
    QLineEdit* m_dateHours;
    QLineEdit* m_dateNote;
};

}  // namespace delivery::store
