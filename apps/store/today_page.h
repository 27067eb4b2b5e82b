#pragma once
/// The day: sales, load by the hour, dishes, cooking times, what was not made and why, and what
/// customers said.

#include <QWidget>

#include "apps/kit/thing_list_model.h"
#include "apps/store/shop.h"

class QLabel;
class QLineEdit;
class QListView;
class QVBoxLayout;

namespace delivery::look {
class ActionButton;
}

namespace delivery::store {

class Chart;

/// GUI thread. Workplace and shop must outlive it.
class TodayPage : public QWidget {
    Q_OBJECT

  public:
    TodayPage(kit::Workplace& work, Shop& shop, QWidget* parent = nullptr);

    /// Reads the day anew.
    void refresh();

  signals:
    void printWanted(const delivery::kit::Representation& ticket);

  private:
    [[nodiscard]] QWidget* buildFigures();
    [[nodiscard]] QWidget* buildCharts();
    [[nodiscard]] QWidget* buildTickets();
    [[nodiscard]] QWidget* buildReviews();
    void showSales();
    void showReview();
    void answer();

    kit::Workplace& m_work;
    Shop& m_shop;
    kit::ThingListModel m_tickets;
    kit::ThingListModel m_reviews;
    QVector<QLabel*> m_figures;
    Chart* m_load;
    Chart* m_dishes;
    Chart* m_cooking;
    QListView* m_ticketList;
    look::ActionButton* m_reprint;
    QListView* m_reviewList;
    QLabel* m_review;
    QLineEdit* m_words;
    look::ActionButton* m_answer;
};

}  // namespace delivery::store
