#include "apps/look/timeline.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "apps/look/icons.h"

namespace delivery::look {

namespace {

/// The dot and the line that lead from one step to the next.
class Rail : public QWidget {
  public:
    Rail(Face face, bool last, QWidget* parent)
        : QWidget(parent), m_face(std::move(face)), m_last(last) {
        setFixedWidth(36);
        setMinimumHeight(44);
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const TonePair& pair = theme().tone(m_face.tone);
        const QRectF dot(3, 2, 30, 30);
        if (!m_last) {
            painter.setPen(QPen(theme().line, 2));
            painter.drawLine(QPointF(18, 32), QPointF(18, height()));
        }
        painter.setPen(m_last ? QPen(pair.ink, 2) : QPen(Qt::NoPen));
        painter.setBrush(pair.plate);
        painter.drawEllipse(dot);
        painter.drawPixmap(QRect(9, 8, 18, 18),
                           iconPixmap(m_face.icon, 18, pair.ink, devicePixelRatioF()));
    }

  private:
    Face m_face;
    bool m_last;
};

QLabel* lineOf(const QString& text, Type type, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    setType(label, type);
    return label;
}

}  // namespace

Timeline::Timeline(QWidget* parent) : QWidget(parent), m_rows(new QVBoxLayout(this)) {
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    setAccessibleName(tr("진행 상황"));
}

void Timeline::show(const QVector<TimelineStep>& steps) {
    if (steps == m_steps) return;
    // The row before the first difference is drawn again too: its line now leads on.
    qsizetype same = 0;
    while (same < steps.size() && same < m_steps.size() && steps[same] == m_steps[same]) ++same;
    same = qMax<qsizetype>(0, same - 1);
    while (m_rows->count() > same) {
        QLayoutItem* item = m_rows->takeAt(m_rows->count() - 1);
        delete item->widget();
        delete item;
    }
    for (qsizetype i = same; i < steps.size(); ++i) {
        m_rows->addWidget(makeRow(steps[i], i + 1 == steps.size()));
    }
    m_steps = steps;
}

QWidget* Timeline::makeRow(const TimelineStep& step, bool last) {
    auto* row = new QWidget(this);
    auto* across = new QHBoxLayout(row);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(space::small);
    across->addWidget(new Rail(step.face, last, row));
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->setContentsMargins(0, 6, 0, space::medium);
    auto* first = new QHBoxLayout;
    first->addWidget(lineOf(step.face.word, last ? Type::Strong : Type::Body, row), 1);
    auto* when = lineOf(step.when, Type::Caption, row);
    when->setWordWrap(false);
    first->addWidget(when);
    words->addLayout(first);
    if (!step.who.isEmpty()) words->addWidget(lineOf(step.who, Type::Caption, row));
    if (!step.why.isEmpty()) words->addWidget(lineOf(step.why, Type::Caption, row));
    across->addLayout(words, 1);
    row->setAccessibleName(QStringList{step.face.word, step.when, step.who, step.why}
                               .join(QLatin1Char(' '))
                               .simplified());
    return row;
}

}  // namespace delivery::look
