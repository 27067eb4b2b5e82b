#pragma once
/// What I did: today's figures, and the last hundred deliveries that I had in hand.

#include <QWidget>

#include "apps/kit/thing_list_model.h"
#include "apps/kit/workplace.h"
#include "apps/rider/duty.h"

class QComboBox;
class QLabel;
class QListView;

namespace delivery::rider {

/// GUI thread. Workplace and duty must outlive it.
class EarningsPage : public QWidget {
    Q_OBJECT

  public:
    EarningsPage(kit::Workplace& work, Duty& duty, QWidget* parent = nullptr);

    void refresh();

  signals:
    void failed(const QString& sentence);

  private:
    void showToday();
    void showPast(const kit::Representation& page);

    kit::Workplace& m_work;
    Duty& m_duty;
    kit::ThingListModel m_past;
    QLabel* m_deliveries;
    QLabel* m_earned;
    QLabel* m_taken;
    QComboBox* m_span;
    QListView* m_list;
    QLabel* m_none;
};

}  // namespace delivery::rider
