#pragma once
/// How fresh the window is and by which road it hears: "동기화 0.4초 전". Always visible.

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include "apps/look/order_face.h"

class QLabel;

namespace delivery::look {

enum class Line {
    Connecting,
    Live,     ///< every change arrives by itself
    Slower,   ///< changes are fetched every few seconds
    Offline,  ///< nothing arrives; commands are kept and sent later
};

/// GUI thread. Counts up by itself between two calls of setAge(), on the monotonic clock.
class FreshnessBadge : public QWidget {
    Q_OBJECT

  public:
    explicit FreshnessBadge(QWidget* parent = nullptr);

    void setLine(Line line);
    [[nodiscard]] Line line() const { return m_line; }
    /// What the window shows was surely so that long ago; negative: never yet.
    void setAge(qint64 milliseconds);
    [[nodiscard]] QString text() const;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void showIcon();
    void show();

    Line m_line = Line::Connecting;
    QElapsedTimer m_since;
    qint64 m_ageThen = 0;
    QTimer m_tick;
    QLabel* m_icon;
    QLabel* m_text;
};

}  // namespace delivery::look
