#pragma once
/// The work itself: what waits near by as a list and on the map, or the delivery in hand and the
/// way there.

#include <QTimer>
#include <QWidget>

#include "apps/kit/order_list_model.h"
#include "apps/rider/duty.h"
#include "apps/rider/hands.h"
#include "apps/rider/nearby.h"
#include "apps/rider/own_place.h"

class QLabel;
class QListView;
class QStackedWidget;

namespace delivery::look {
class MapView;
}

namespace delivery::rider {

class DutyBar;
class HoldingView;
class OfferView;

/// GUI thread. Everything that it is given must outlive it.
class RidePage : public QWidget {
    Q_OBJECT

  public:
    RidePage(kit::Workplace& work, Duty& duty, OwnPlace& place, Hands& hands,
             QWidget* parent = nullptr);

    /// How many may be picked now: 0 off duty and while something is in hand.
    [[nodiscard]] int offersShown() const;
    void choose(qlonglong orderId);

  signals:
    void offersChanged();
    /// One that was not there before, while the rider could take it.
    void offered(const delivery::kit::Representation& offer);
    void refused(const QString& sentence);
    void told(const QString& sentence);

  private:
    void build();
    void wire();
    /// Why more is in sight than before: it waited already, or they rode up to it.
    enum class Coming { WaitedAlready, IntoReach };
    void readNearby(Coming coming);
    void readNearbyIfMoved();
    void showAll();
    void showOffers();
    void showHeld(const kit::Representation& delivery);
    void showOffersOnMap();
    void followChoice();
    [[nodiscard]] QModelIndex rowOf(qlonglong orderId) const;

    kit::Workplace& m_work;
    Duty& m_duty;
    OwnPlace& m_place;
    Hands& m_hands;
    kit::OrderListModel m_offers;
    Nearby m_nearby;
    DutyBar* m_bar;
    QStackedWidget* m_left;
    QListView* m_list;
    QLabel* m_none;
    HoldingView* m_holding;
    look::MapView* m_map;
    OfferView* m_offer;
    QTimer m_minute;
    std::optional<GeoPoint> m_askedAt;
    qlonglong m_shownOnMap = -1;
    bool m_wasOn = false;
    bool m_wasFree = true;
    bool m_waitedAlready = false;
    bool m_isSettled = false;
};

}  // namespace delivery::rider
