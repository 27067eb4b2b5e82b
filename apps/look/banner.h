#pragma once
/// One line over the page that says what is the matter and what can be done. Never blocks.

#include <QFrame>
#include <QString>

#include "apps/look/theme.h"

class QLabel;
class QPushButton;

namespace delivery::look {

/// GUI thread. Hidden while there is nothing to say.
class Banner : public QFrame {
    Q_OBJECT

  public:
    explicit Banner(QWidget* parent = nullptr);

    /// Replaces what it said. The action is a button; without its text there is none.
    void say(Tone tone, const QString& text, const QString& action = {});
    void clear();
    [[nodiscard]] QString text() const;

  signals:
    void actionTaken();
    /// The text is still there.
    void dismissed();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void dress();

    Tone m_tone = Tone::Plain;
    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_action;
    QPushButton* m_dismiss;
};

}  // namespace delivery::look
