#pragma once
/// The shops and the dishes that others like: where a customer begins.

#include <QTimer>
#include <QWidget>

#include "apps/kit/thing_list_model.h"
#include "apps/kit/workplace.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;

namespace delivery::customer {

class FoundShops;

/// GUI thread. The workplace must outlive it.
class ShopsPage : public QWidget {
    Q_OBJECT

  public:
    explicit ShopsPage(kit::Workplace& work, QWidget* parent = nullptr);

    void refresh();
    [[nodiscard]] const kit::ThingListModel& shops() const { return m_shops; }
    /// The shop with this number as it was last read; empty if it was not.
    [[nodiscard]] kit::Representation shop(std::int64_t id) const;

  signals:
    void shopChosen(const delivery::kit::Representation& shop);
    void dishChosen(qlonglong storeId, qlonglong foodId);
    void failed(const QString& sentence);

  protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void refreshTop();

    kit::Workplace& m_work;
    kit::ThingListModel m_shops;
    kit::ThingListModel m_top;
    FoundShops* m_found;
    QLineEdit* m_search;
    QListView* m_list;
    QListView* m_topList;
    QComboBox* m_topBy;
    QLabel* m_none;
    /// While it is looked at: shops are not told live, and a fee or a closed shop must not be old.
    QTimer m_again;
};

}  // namespace delivery::customer
