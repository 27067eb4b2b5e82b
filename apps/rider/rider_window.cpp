#include "apps/rider/rider_window.h"

#include <QStackedWidget>

#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/banner.h"
#include "apps/look/notice_list.h"
#include "apps/look/preferences_page.h"
#include "apps/rider/earnings_page.h"
#include "apps/rider/nearby.h"
#include "apps/rider/place_settings.h"
#include "apps/rider/ride_page.h"
#include "apps/rider/takeover.h"

namespace delivery::rider {

namespace {

const QString seenUntil = QStringLiteral("notices/seenUntil");

QString aboutOf(qlonglong order) { return QStringLiteral("order/%1").arg(order); }

}  // namespace

RiderWindow::RiderWindow(kit::Workplace& work, look::Preferences& preferences, look::Bell& bell,
                         look::Notifier& notifier, QWidget* parent)
    : Shell(tr("배달상점 라이더"), QStringLiteral("rider"), preferences, parent),
      m_work(work),
      m_preferences(preferences),
      m_bell(bell),
      m_notifier(notifier),
      m_duty(work),
      m_place(work, preferences),
      m_hands(work, preferences),
      m_ride(new RidePage(work, m_duty, m_place, m_hands)),
      m_earnings(new EarningsPage(work, m_duty)),
      m_notices(new look::NoticeList(&work.notices())),
      m_takeover(new Takeover(bell)),
      m_levels(new QStackedWidget) {
    setWho(work.account().user);
    addPages();
    wireWork();
    wireNotices();
    wireLosses();
    follow(work);
    m_duty.refresh();
}

void RiderWindow::addPages() {
    m_rideAt = addPage(QStringLiteral("scooter"), tr("배달"), m_ride);
    m_earningsAt = addPage(QStringLiteral("chart"), tr("내 배달"), m_earnings);
    m_noticesAt = addPage(QStringLiteral("bell"), tr("알림"), m_notices);
    auto* settings = new look::PreferencesPage(m_preferences, m_bell);
    new PlaceSettings(*settings, m_place, settings);
    auto* leave = new look::ActionButton(tr("로그아웃(&Q)"));
    connect(leave, &QPushButton::clicked, this, &Shell::signOutWanted);
    settings->addButton(leave);
    addPage(QStringLiteral("settings"), tr("설정"), settings);
    // What takes over lies above rail, pages and banner alike.
    m_levels->addWidget(takeCentralWidget());
    m_levels->addWidget(m_takeover);
    setCentralWidget(m_levels);
}

void RiderWindow::wireWork() {
    connect(m_ride, &RidePage::refused, this, &RiderWindow::refuse);
    connect(m_ride, &RidePage::told, this, &RiderWindow::tell);
    connect(m_ride, &RidePage::offered, this, &RiderWindow::tellOffer);
    connect(m_ride, &RidePage::offersChanged, this,
            [this] { setCount(m_rideAt, m_ride->offersShown()); });
    connect(m_earnings, &EarningsPage::failed, this, &RiderWindow::refuse);
    connect(this, &Shell::pageShown, this, [this](int page) {
        if (page == m_earningsAt) m_earnings->refresh();
    });
    connect(&m_hands, &Hands::changed, this, [this] {
        if (!m_hands.held()) return;
        banner()->clear();
        goTo(m_rideAt);
    });
}

void RiderWindow::wireLosses() {
    connect(&m_hands, &Hands::changed, this, &RiderWindow::showLosses);
    connect(&m_hands, &Hands::lost, this, [this](const Loss& loss) {
        look::DesktopNotice notice;
        notice.about = aboutOf(loss.order);
        notice.title = Takeover::titleOf(loss);
        notice.text = Takeover::sentenceOf(loss);
        notice.urgent = true;
        m_notifier.tell(notice);
    });
    connect(m_takeover, &Takeover::acknowledged, this, [this](qlonglong order) {
        m_notifier.withdraw(aboutOf(order));
        m_hands.acknowledge(order);
    });
    showLosses();
}

void RiderWindow::showLosses() {
    const bool any = !m_hands.losses().empty();
    if (any) {
        m_levels->setCurrentWidget(m_takeover);
        m_takeover->show(m_hands.losses().front());
        raise();
    } else if (isTakenOver()) {
        m_takeover->quieten();
        m_levels->setCurrentIndex(0);
    }
}

bool RiderWindow::isTakenOver() const { return m_levels->currentWidget() == m_takeover; }

void RiderWindow::wireNotices() {
    connect(m_notices, &look::NoticeList::orderWanted, this, [this](qlonglong order) {
        m_ride->choose(order);
        goTo(m_rideAt);
    });
    connect(m_notices, &look::NoticeList::seenAll, this, [this] {
        m_preferences.setOwn(seenUntil, QDateTime::currentDateTimeUtc());
        countNotices();
    });
    const auto& model = m_work.notices();
    connect(&model, &QAbstractItemModel::rowsInserted, this, &RiderWindow::countNotices);
    connect(&model, &kit::NoticeListModel::arrived, this,
            [this](const kit::Representation& notice) {
                tell(notice.text("message"));
                if (!isTakenOver()) m_bell.play(look::Sound::Changed);
            });
    connect(&m_notifier, &look::Notifier::activated, this, [this](const QString& about) {
        showNormal();
        raise();
        activateWindow();
        m_ride->choose(about.section(QLatin1Char('/'), 1).toLongLong());
        goTo(m_rideAt);
    });
    countNotices();
}

void RiderWindow::tellOffer(const kit::Representation& offer) {
    m_bell.play(look::Sound::NewOrder);
    look::DesktopNotice notice;
    notice.about = aboutOf(offer.number("id"));
    notice.title = tr("새 배달: %1").arg(offer.text("storeName"));
    notice.text =
        QStringList{waysText(offer, m_place.place()), feeText(offer)}.join(QStringLiteral(" · "));
    m_notifier.tell(notice);
}

void RiderWindow::countNotices() {
    m_notices->setSeenUntil(m_preferences.own(seenUntil).toDateTime());
    setCount(m_noticesAt, m_notices->unseenCount());
}

}  // namespace delivery::rider
