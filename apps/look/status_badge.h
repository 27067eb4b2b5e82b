#pragma once
/// A plate with an icon and a word: a status that can be told apart without its colour.

#include <QWidget>

#include "apps/look/order_face.h"

namespace delivery::look {

/// GUI thread.
class StatusBadge : public QWidget {
    Q_OBJECT

  public:
    explicit StatusBadge(QWidget* parent = nullptr);

    /// An empty word hides it.
    void show(const Face& face);
    [[nodiscard]] const Face& face() const { return m_face; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    Face m_face;
};

/// The same plate for delegates, left-aligned in the rectangle; returns what it covers.
QRect paintBadge(QPainter& painter, const QRect& where, const Face& face, const QFont& font);
[[nodiscard]] QSize badgeSize(const Face& face, const QFont& font);

}  // namespace delivery::look
