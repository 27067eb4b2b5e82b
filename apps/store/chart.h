#pragma once
/// Bars, painted by us: how much of what, each with its number, readable without its colour.

#include <QString>
#include <QVector>
#include <QWidget>

#include "apps/look/theme.h"

namespace delivery::store {

struct Bar {
    QString name;
    double value = 0;
    QString words;  ///< "12건", beside or above the bar
};

/// GUI thread. A screen reader hears all of it as one sentence.
class Chart : public QWidget {
    Q_OBJECT

  public:
    enum class Direction {
        Up,      ///< side by side, for hours
        Across,  ///< below each other, for names
    };
    Chart(const QString& title, Direction direction, QWidget* parent = nullptr);

    void show(const QVector<Bar>& bars);
    [[nodiscard]] const QVector<Bar>& bars() const { return m_bars; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void paintUp(QPainter& painter, const QRect& where) const;
    void paintAcross(QPainter& painter, const QRect& where) const;
    [[nodiscard]] double highest() const;

    Direction m_direction;
    QVector<Bar> m_bars;
};

}  // namespace delivery::store
