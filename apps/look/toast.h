#pragma once
/// A short word at the lower edge of the window that goes by itself: "장바구니에 담았습니다".

#include <QTimer>
#include <QWidget>

#include "apps/look/theme.h"

class QLabel;

namespace delivery::look {

/// GUI thread. One at a time: the next replaces the one before. Takes no focus and no clicks. It
/// goes when the theme changes.
class Toast : public QWidget {
    Q_OBJECT

  public:
    /// Floats over this widget and follows its size.
    explicit Toast(QWidget* over);

    void say(Tone tone, const QString& text);
    [[nodiscard]] QString text() const;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void place();

    Tone m_tone = Tone::Plain;
    const Theme* m_worn = nullptr;
    QLabel* m_text;
    QTimer m_gone;
};

}  // namespace delivery::look
