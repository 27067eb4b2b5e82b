#pragma once
/// Rows as cards: a title, up to two lines, a badge, something at the right. One painter for every
/// list of the apps.

#include <QStringList>
#include <QStyledItemDelegate>
#include <functional>

#include "apps/look/order_face.h"

class QListView;

namespace delivery::look {

/// What one row shows. Empty parts take no room.
struct Card {
    QString icon;
    Tone iconTone = Tone::Plain;
    QString title;
    QStringList lines;
    Face badge;
    QString right;    ///< large, at the upper right: an amount, a time
    QString pending;  ///< beside the truth: "취소 · 보내는 중"
    bool dim = false;
    Tone edge = Tone::Plain;  ///< a strip at the left where it is not Plain
};

/// GUI thread. cardOf is asked for each row that is painted, and must be quick.
class CardDelegate : public QStyledItemDelegate {
    Q_OBJECT

  public:
    using CardOf = std::function<Card(const QModelIndex&)>;
    /// Every row is as high as a title and this many lines need.
    CardDelegate(CardOf cardOf, int lines, QObject* parent = nullptr);

    /// What the row says.
    [[nodiscard]] Card cardOf(const QModelIndex& index) const { return m_cardOf(index); }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

  private:
    CardOf m_cardOf;
    int m_lines;
};

/// Dresses a list view for cards: uniform rows, smooth scrolling, a name for the screen reader.
void dressCardList(QListView& list, const QString& accessibleName);

}  // namespace delivery::look
