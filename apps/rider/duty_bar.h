#pragma once
/// On duty or off, where the rider is said to be, and what they earned today: always on top.

#include <QFrame>

#include "apps/rider/duty.h"
#include "apps/rider/own_place.h"

class QLabel;

namespace delivery::look {
class ActionButton;
class StatusBadge;
}  // namespace delivery::look

namespace delivery::rider {

/// GUI thread. Duty and place must outlive it.
class DutyBar : public QFrame {
    Q_OBJECT

  public:
    DutyBar(Duty& duty, OwnPlace& place, QWidget* parent = nullptr);

    /// The next click on the map says where the rider is.
    [[nodiscard]] bool isPlacing() const;
    void stopPlacing();

  signals:
    void placingChanged(bool on);

  private:
    void show();
    void showPlace();

    Duty& m_duty;
    OwnPlace& m_place;
    look::StatusBadge* m_state;
    QLabel* m_today;
    QLabel* m_where;
    look::ActionButton* m_placing;
    look::ActionButton* m_switch;
};

}  // namespace delivery::rider
