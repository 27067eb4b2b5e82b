#pragma once
/// The notification centre: what was told, newest first, what was not yet seen marked.

#include <QStyledItemDelegate>
#include <QWidget>

class QAbstractItemModel;
class QLabel;
class QListView;

namespace delivery::look {

/// The roles that a model of notices answers to.
enum class NoticeRole {
    Text = Qt::UserRole + 1,  ///< the sentence
    State,                    ///< the order's state by name, for icon and tone
    At,                       ///< QDateTime
    OrderId,                  ///< 0: about no order
    Unseen,                   ///< bool
};

/// GUI thread. The model must outlive it.
class NoticeList : public QWidget {
    Q_OBJECT

  public:
    explicit NoticeList(QAbstractItemModel* notices, QWidget* parent = nullptr);

  signals:
    void orderWanted(qlonglong orderId);
    void seenAll();

  private:
    void showEmptiness();

    QAbstractItemModel* m_notices;
    QListView* m_list;
    QLabel* m_none;
};

}  // namespace delivery::look
