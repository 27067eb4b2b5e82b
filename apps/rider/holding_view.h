#pragma once
/// The delivery in hand: where to go now, to whom, and the one step that comes next.

#include <QFrame>
#include <optional>

#include "apps/kit/workplace.h"
#include "apps/rider/hands.h"
#include "core/geo.h"

class QLabel;

namespace delivery::look {
class ActionButton;
}

namespace delivery::rider {

/// GUI thread. Workplace and hands must outlive it.
class HoldingView : public QFrame {
    Q_OBJECT

  public:
    HoldingView(kit::Workplace& work, Hands& hands, QWidget* parent = nullptr);

    void show(const kit::Representation& delivery, const std::optional<GeoPoint>& from);
    void clear();
    [[nodiscard]] qlonglong orderId() const { return m_delivery.number("id"); }
    /// The food is in the rider's box, as far as this program knows.
    [[nodiscard]] bool isCollected() const;

  signals:
    void refused(const QString& sentence);
    void told(const QString& sentence);

  private:
    void build();
    void showWords();
    void showSteps();
    void act(const QString& verb);
    void release();
    void copy(const QString& text, const QString& sentence);
    [[nodiscard]] QStringList waiting() const;

    kit::Workplace& m_work;
    Hands& m_hands;
    kit::Representation m_delivery;
    std::optional<GeoPoint> m_from;
    qlonglong m_releaseAsked = 0;
    QLabel* m_step;
    QLabel* m_where;
    QLabel* m_way;
    QLabel* m_who;
    QLabel* m_note;
    QLabel* m_dishes;
    QLabel* m_kept;
    look::ActionButton* m_call;
    look::ActionButton* m_copyPhone;
    look::ActionButton* m_copyAddress;
    look::ActionButton* m_release;
    look::ActionButton* m_next;
};

}  // namespace delivery::rider
