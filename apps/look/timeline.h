#pragma once
/// What happened to an order and when, from top to bottom: what, when, who and why.

#include <QString>
#include <QVector>
#include <QWidget>

#include "apps/look/order_face.h"

class QVBoxLayout;

namespace delivery::look {

struct TimelineStep {
    Face face;
    QString when;
    QString who;
    QString why;
    bool operator==(const TimelineStep& other) const {
        return face.word == other.face.word && when == other.when && who == other.who &&
               why == other.why;
    }
};

/// GUI thread. Steps are labels, so that a screen reader reads them in order.
class Timeline : public QWidget {
    Q_OBJECT

  public:
    explicit Timeline(QWidget* parent = nullptr);

    /// Rebuilds only what differs from what is shown.
    void show(const QVector<TimelineStep>& steps);
    [[nodiscard]] int stepCount() const { return static_cast<int>(m_steps.size()); }

  private:
    [[nodiscard]] QWidget* makeRow(const TimelineStep& step, bool last);

    QVector<TimelineStep> m_steps;
    QVBoxLayout* m_rows;
};

}  // namespace delivery::look
