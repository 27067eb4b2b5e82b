#include "apps/rider/ride_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "apps/kit/roles.h"
#include "apps/look/map_view.h"
#include "apps/look/theme.h"
#include "apps/rider/duty_bar.h"
#include "apps/rider/holding_view.h"
#include "apps/rider/offer_view.h"

namespace delivery::rider {

namespace {

/// What may be picked depends on where the rider stands: asked again after so far.
constexpr std::int64_t askAgainMeters = 200;
constexpr int wordsEveryMs = 15'000;

const QString meMarker = QStringLiteral("me");
const QString storeMarker = QStringLiteral("store");
const QString homeMarker = QStringLiteral("home");

}  // namespace

RidePage::RidePage(kit::Workplace& work, Duty& duty, OwnPlace& place, Hands& hands, QWidget* parent)
    : QWidget(parent),
      m_work(work),
      m_duty(duty),
      m_place(place),
      m_hands(hands),
      m_offers(work.book(), kit::offers(), kit::nearestFirst()),
      m_nearby(&m_offers),
      m_bar(new DutyBar(duty, place)),
      m_left(new QStackedWidget),
      m_list(new QListView),
      m_none(new QLabel),
      m_holding(new HoldingView(work, hands)),
      m_map(new look::MapView),
      m_offer(new OfferView(work)) {
    m_offers.showPending(work.pending());
    build();
    wire();
    showAll();
}

void RidePage::build() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(look::space::large, look::space::large, look::space::large,
                               look::space::large);
    column->setSpacing(look::space::medium);
    column->addWidget(m_bar);
    auto* across = new QHBoxLayout;
    across->setSpacing(look::space::medium);
    auto* waiting = new QWidget;
    auto* list = new QVBoxLayout(waiting);
    list->setContentsMargins(0, 0, 0, 0);
    m_list->setObjectName(QStringLiteral("nearby"));
    m_list->setModel(&m_nearby);
    m_list->setItemDelegate(new look::CardDelegate(
        [this](const QModelIndex& index) { return m_nearby.cardOf(index); }, 2, m_list));
    look::dressCardList(*m_list, tr("가까운 배달"));
    list->addWidget(m_list, 1);
    m_none->setAlignment(Qt::AlignCenter);
    m_none->setWordWrap(true);
    m_none->setTextFormat(Qt::PlainText);
    look::setType(m_none, look::Type::Heading);
    list->addWidget(m_none, 1);
    m_left->addWidget(waiting);
    m_left->addWidget(m_holding);
    across->addWidget(m_left, 2);
    auto* right = new QVBoxLayout;
    right->setSpacing(look::space::medium);
    m_map->setObjectName(QStringLiteral("map"));
    right->addWidget(m_map, 1);
    right->addWidget(m_offer);
    across->addLayout(right, 3);
    column->addLayout(across, 1);
}

void RidePage::wire() {
    connect(&m_duty, &Duty::changed, this, [this] {
        if (const auto last = m_duty.lastPlace()) m_place.suppose(*last);
        m_place.setTelling(m_duty.isOn() || m_hands.held());
        // Offers are state and not messages: whoever comes on duty sees what waits already.
        if (m_duty.isOn() && !m_wasOn) readNearby(Coming::WaitedAlready);
        m_wasOn = m_duty.isOn();
        showAll();
    });
    connect(&m_hands, &Hands::changed, this, [this] {
        const bool isFree = !m_hands.held();
        m_place.setTelling(m_duty.isOn() || !isFree);
        // While their hands were full nothing could be picked; what waits may be now.
        if (m_duty.isOn() && isFree && !m_wasFree) readNearby(Coming::WaitedAlready);
        m_wasFree = isFree;
        showAll();
    });
    connect(&m_place, &OwnPlace::changed, this, [this] {
        m_nearby.standAt(m_place.place());
        readNearbyIfMoved();
        showAll();
    });
    connect(&m_nearby, &QAbstractItemModel::rowsInserted, this, &RidePage::showAll);
    connect(&m_nearby, &QAbstractItemModel::rowsRemoved, this, &RidePage::showAll);
    connect(&m_nearby, &QAbstractItemModel::dataChanged, this, &RidePage::showAll);
    connect(&m_offers, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex&, int first, int last) {
                const bool free = m_duty.isOn() && !m_hands.held();
                if (!m_isSettled || !free || m_waitedAlready) return;
                for (int row = first; row <= last; ++row) emit offered(m_offers.at(row));
            });
    connect(&m_work.feed(), &kit::LiveFeed::caughtUp, this, [this] { m_isSettled = true; });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &RidePage::followChoice);
    connect(m_map, &look::MapView::markerChosen, this,
            [this](const QString& marker) { choose(marker.toLongLong()); });
    connect(m_map, &look::MapView::pinPlaced, this, [this](GeoPoint place) {
        m_map->setPin(std::nullopt);
        m_bar->stopPlacing();
        kit::PositionWish wish;
        wish.place = place;
        m_place.use(wish);
        emit told(tr("내 위치를 정했습니다"));
    });
    connect(m_bar, &DutyBar::placingChanged, m_map, &look::MapView::setPinMode);
    connect(&m_duty, &Duty::refused, this, &RidePage::refused);
    connect(m_offer, &OfferView::missed, this, &RidePage::refused);
    connect(m_holding, &HoldingView::refused, this, &RidePage::refused);
    connect(m_holding, &HoldingView::told, this, &RidePage::told);
    m_minute.setInterval(wordsEveryMs);
    connect(&m_minute, &QTimer::timeout, this, [this] {
        m_list->viewport()->update();
        followChoice();
    });
    m_minute.start();
}

int RidePage::offersShown() const {
    return m_duty.isOn() && !m_hands.held() ? m_nearby.rowCount() : 0;
}

void RidePage::readNearby(Coming coming) {
    m_askedAt = m_place.place();
    m_work.read(QStringLiteral("/deliveries?view=now&size=100"), kit::Reader::Pages::First, this,
                [this, coming](const kit::Representation& page) {
                    const QScopedValueRollback quietly(m_waitedAlready,
                                                       coming == Coming::WaitedAlready);
                    for (const auto& one : page.embedded()) {
                        m_work.book().apply(one, kit::Road::Changes);
                    }
                });
}

void RidePage::readNearbyIfMoved() {
    const auto here = m_place.place();
    if (!m_duty.isOn() || !here) return;
    if (m_askedAt && distanceMeters(*m_askedAt, *here) < askAgainMeters) return;
    readNearby(Coming::IntoReach);
}

void RidePage::showAll() {
    const auto held = m_hands.held();
    if (held) {
        showHeld(*held);
    } else {
        showOffers();
    }
    emit offersChanged();
}

void RidePage::showOffers() {
    m_holding->clear();
    m_left->setCurrentIndex(0);
    const bool any = offersShown() > 0;
    m_list->setVisible(any);
    m_none->setVisible(!any);
    m_none->setText(
        !m_duty.isKnown() ? tr("서버에서 읽는 중입니다.")
        : m_duty.isOn()
            ? tr("지금 기다리는 배달이 없습니다.\n새 배달이 나오면 소리로 알려 드립니다.")
            : tr("쉬는 중입니다.\n근무를 시작하면 기다리는 배달이 모두 보입니다."));
    if (any && !m_list->currentIndex().isValid()) {
        m_list->setCurrentIndex(m_nearby.index(0, 0));
    }
    followChoice();
}

void RidePage::showHeld(const kit::Representation& delivery) {
    m_offer->clear();
    m_holding->show(delivery, m_place.place());
    m_left->setCurrentIndex(1);
    const auto here = m_place.place();
    const auto store = placeIn(delivery, "storePlace");
    const auto home = placeIn(delivery, "dropOff");
    QVector<look::Marker> markers;
    if (here) {
        markers.append({meMarker, *here, QStringLiteral("scooter"), look::Tone::Active, tr("나")});
    }
    if (store) {
        markers.append({storeMarker, *store, QStringLiteral("store"), look::Tone::Ready,
                        delivery.text("storeName")});
    }
    if (home) {
        markers.append(
            {homeMarker, *home, QStringLiteral("home"), look::Tone::Waiting, tr("손님")});
    }
    QVector<GeoPoint> way;
    if (here) way << *here;
    if (store && !m_holding->isCollected()) way << *store;
    if (home) way << *home;
    m_map->setMarkers(markers);
    m_map->setWay(way);
    m_map->select(m_holding->isCollected() ? homeMarker : storeMarker);
    const qlonglong shown = delivery.number("id") * 2 + (m_holding->isCollected() ? 1 : 0);
    if (m_shownOnMap != shown) m_map->showAll();
    m_shownOnMap = shown;
}

void RidePage::showOffersOnMap() {
    QVector<look::Marker> markers;
    const auto here = m_place.place();
    if (here) {
        markers.append({meMarker, *here, QStringLiteral("scooter"), look::Tone::Active, tr("나")});
    }
    const int shown = offersShown();
    for (int row = 0; row < shown; ++row) {
        const kit::Representation offer = m_nearby.at(row);
        const auto store = placeIn(offer, "storePlace");
        if (!store) continue;
        markers.append({offer.text("id"), *store, QStringLiteral("store"), look::Tone::Ready,
                        offer.text("storeName")});
    }
    const kit::Representation chosen = m_nearby.at(m_list->currentIndex().row());
    if (const auto home = placeIn(chosen, "dropOff"); home && shown > 0) {
        markers.append(
            {homeMarker, *home, QStringLiteral("home"), look::Tone::Plain, chosen.text("area")});
    }
    const bool first = m_shownOnMap != 0;
    m_map->setMarkers(markers);
    if (first && !markers.isEmpty()) m_map->showAll();
    if (!markers.isEmpty()) m_shownOnMap = 0;
}

void RidePage::followChoice() {
    if (m_hands.held()) return;
    const QModelIndex current = m_list->currentIndex();
    if (offersShown() == 0 || !current.isValid()) {
        m_offer->clear();
        m_map->setWay({});
        m_map->select({});
        showOffersOnMap();
        return;
    }
    const kit::Representation offer = m_nearby.at(current.row());
    m_offer->show(offer, m_place.place());
    m_map->select(offer.text("id"));
    QVector<GeoPoint> way;
    if (const auto here = m_place.place()) way << *here;
    if (const auto store = placeIn(offer, "storePlace")) way << *store;
    if (const auto home = placeIn(offer, "dropOff")) way << *home;
    m_map->setWay(way);
    showOffersOnMap();
}

void RidePage::choose(qlonglong orderId) {
    const QModelIndex row = rowOf(orderId);
    if (!row.isValid()) return;
    m_list->setCurrentIndex(row);
    m_list->scrollTo(row);
}

QModelIndex RidePage::rowOf(qlonglong orderId) const {
    for (int row = 0; row < m_nearby.rowCount(); ++row) {
        if (m_nearby.at(row).number("id") == orderId) return m_nearby.index(row, 0);
    }
    return {};
}

}  // namespace delivery::rider
