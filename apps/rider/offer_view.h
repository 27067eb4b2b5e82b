#pragma once
/// One offer before it is picked: how far, for how much, what to carry, and the one button.

#include <QFrame>
#include <optional>

#include "apps/kit/workplace.h"
#include "core/geo.h"

class QLabel;

namespace delivery::look {
class ActionButton;
}

namespace delivery::rider {

/// GUI thread. The workplace must outlive it.
class OfferView : public QFrame {
    Q_OBJECT

  public:
    explicit OfferView(kit::Workplace& work, QWidget* parent = nullptr);

    void show(const kit::Representation& offer, const std::optional<GeoPoint>& from);
    void clear();
    [[nodiscard]] qlonglong orderId() const { return m_offer.number("id"); }

  signals:
    /// Somebody else was faster, or it cannot be had: what happened and what to do now.
    void missed(const QString& sentence);

  private:
    void showButton();
    void pick();
    void hearRefusal(const kit::Problem& problem);

    kit::Workplace& m_work;
    kit::Representation m_offer;
    QLabel* m_title;
    QLabel* m_fee;
    QLabel* m_ways;
    QLabel* m_dishes;
    look::ActionButton* m_pick;
};

}  // namespace delivery::rider
