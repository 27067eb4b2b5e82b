#pragma once
/// One order in full: where it is, what happened, what was paid, and what may be done now.

#include <QFrame>
#include <QTimer>

#include "apps/kit/workplace.h"
#include "apps/look/map_view.h"

class QLabel;
class QLineEdit;
class QSpinBox;

namespace delivery::look {
class ActionButton;
class StatusBadge;
class Timeline;
}  // namespace delivery::look

namespace delivery::customer {

/// GUI thread. The workplace must outlive it. Buttons follow the representation's links and nothing
/// else.
class OrderView : public QFrame {
    Q_OBJECT

  public:
    explicit OrderView(kit::Workplace& work, QWidget* parent = nullptr);

    void show(const kit::Representation& order);
    void clear();
    [[nodiscard]] qlonglong orderId() const { return m_order.number("id"); }

  protected:
    void hideEvent(QHideEvent* event) override;
    void showEvent(QShowEvent* event) override;

  signals:
    void refused(const QString& sentence);
    void told(const QString& sentence);
    void reorderWanted(const delivery::kit::Representation& order);

  private:
    void build();
    void showWords();
    void showMap();
    void showButtons();
    void showTimeline(const kit::Representation& page);
    void readTimeline();
    /// Where the shop, the rider and the goal are: the delivery knows them, the order does not.
    void readDelivery();
    void act(const QString& verb, const kit::Request& request);
    void cancel();
    void rate();
    void saveReceipt();

    kit::Workplace& m_work;
    kit::Representation m_order;
    kit::Representation m_delivery;
    /// While somebody rides: nobody is told of each of their moves.
    QTimer m_follow;
    qlonglong m_cancelAsked = 0;
    QLabel* m_title;
    look::StatusBadge* m_status;
    look::StatusBadge* m_refund;
    QLabel* m_promise;
    look::Timeline* m_timeline;
    look::MapView* m_map;
    QLabel* m_lines;
    look::ActionButton* m_cancel;
    look::ActionButton* m_pay;
    look::ActionButton* m_confirm;
    QWidget* m_rating;
    QSpinBox* m_stars;
    QLineEdit* m_words;
    look::ActionButton* m_rate;
    look::ActionButton* m_receipt;
    look::ActionButton* m_reorder;
};

}  // namespace delivery::customer
