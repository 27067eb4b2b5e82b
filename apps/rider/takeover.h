#pragma once
/// A delivery was taken out of the rider's hands: nothing else is seen until they have seen that.

#include <QWidget>

#include "apps/look/bell.h"
#include "apps/rider/hands.h"

class QLabel;

namespace delivery::look {
class ActionButton;
}

namespace delivery::rider {

/// GUI thread. Rings while it is shown.
class Takeover : public QWidget {
    Q_OBJECT

  public:
    explicit Takeover(look::Bell& bell, QWidget* parent = nullptr);
    ~Takeover() override;

    void show(const Loss& loss);
    void quieten();

    /// In words: of the notice on the desktop too.
    [[nodiscard]] static QString titleOf(const Loss& loss);
    [[nodiscard]] static QString sentenceOf(const Loss& loss);

  signals:
    void acknowledged(qlonglong order);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void dress();

    look::Bell& m_bell;
    qlonglong m_order = 0;
    bool m_dressing = false;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_why;
    look::ActionButton* m_seen;
};

}  // namespace delivery::rider
