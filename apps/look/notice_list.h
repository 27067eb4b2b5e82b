#pragma once
/// The notification centre: what was told, newest first, what was not yet seen marked.

#include <QDateTime>
#include <QWidget>

class QAbstractItemModel;
class QLabel;
class QListView;

namespace delivery::look {

/// GUI thread. The model, of kit's roles, must outlive it.
class NoticeList : public QWidget {
    Q_OBJECT

  public:
    explicit NoticeList(QAbstractItemModel* notices, QWidget* parent = nullptr);

    /// What is newer is marked.
    void setSeenUntil(const QDateTime& until);
    [[nodiscard]] int unseenCount() const;

  signals:
    void orderWanted(qlonglong orderId);
    void seenAll();

  private:
    void showEmptiness();

    QAbstractItemModel* m_notices;
    QDateTime m_seenUntil;
    QListView* m_list;
    QLabel* m_none;
};

}  // namespace delivery::look
