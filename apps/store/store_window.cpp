#include "apps/store/store_window.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>

#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/preferences_page.h"
#include "apps/look/wording.h"
#include "apps/store/board_page.h"

namespace delivery::store {

namespace {

const QString raiseWish = QStringLiteral("board/raise");

/// A file of this account, beside its outbox.
QString accountFile(const kit::Workplace& work, const char* ending) {
    const auto& account = work.account();
    return QDir(account.folder)
        .filePath(kit::accountFileName(account.server, account.user) + QString::fromLatin1(ending));
}

QString aboutOrder(qlonglong order) { return QStringLiteral("order/%1").arg(order); }

}  // namespace

StoreWindow::StoreWindow(kit::Workplace& work, look::Preferences& preferences, look::Bell& bell,
                         look::Notifier& notifier, QWidget* parent)
    : Shell(tr("배달상점 사장님"), QStringLiteral("store"), preferences, parent),
      m_work(work),
      m_preferences(preferences),
      m_bell(bell),
      m_notifier(notifier),
      m_board(work),
      m_alarm(m_board.tickets(), bell, accountFile(work, ".alarms")),
      m_shop(work),
      m_page(new BoardPage(work, m_board)),
      m_settings(new look::PreferencesPage(preferences, bell)) {
    setWho(work.account().user);
    if (preferences.windowState(QStringLiteral("store")).isEmpty()) resize(1366, 820);
    m_boardAt = addPage(QStringLiteral("receipt"), tr("주문"), m_page);
    addPage(QStringLiteral("settings"), tr("설정"), m_settings);
    addSettings();
    wireAlarm();
    wireShop();
    follow(work);
    m_shop.start();
}

StoreWindow::~StoreWindow() = default;

void StoreWindow::addSettings() {
    auto* raise = new QCheckBox(tr("새 주문이 오면 창을 앞으로(&F)"));
    raise->setChecked(m_preferences.own(raiseWish, true).toBool());
    connect(raise, &QCheckBox::toggled, this,
            [this](bool wanted) { m_preferences.setOwn(raiseWish, wanted); });
    m_settings->addRow(QString(), raise);
    auto* out = new look::ActionButton(tr("로그아웃(&O)"));
    out->setObjectName(QStringLiteral("signOut"));
    connect(out, &QPushButton::clicked, this, &Shell::signOutWanted);
    m_settings->addButton(out);
}

void StoreWindow::wireAlarm() {
    const auto sayAboutSound = [this] { m_page->sayAboutSound(m_bell.whySilent()); };
    connect(&m_bell, &look::Bell::audibilityChanged, this, sayAboutSound);
    sayAboutSound();
    connect(&m_alarm, &Alarm::armed, this, &StoreWindow::callForHands);
    connect(&m_alarm, &Alarm::answered, this, [this](qlonglong order) {
        m_notifier.withdraw(aboutOrder(order));
        setCount(m_boardAt, static_cast<int>(m_alarm.waiting().size()));
    });
    setCount(m_boardAt, static_cast<int>(m_alarm.waiting().size()));
    connect(&m_notifier, &look::Notifier::activated, this,
            [this](const QString& about, const QString& action) {
                const qlonglong order = about.section(QLatin1Char('/'), 1).toLongLong();
                if (action == QLatin1String("accept")) {
                    m_board.take(order, action, acceptBody(m_board.proposedMinutes()));
                    return;
                }
                comeForward();
                goTo(m_boardAt);
                m_page->select(order);
            });
}

void StoreWindow::wireShop() {
    connect(&m_shop, &Shop::refused, this, &Shell::refuse);
    connect(&m_shop, &Shop::storeChanged, this,
            [this] { m_page->showShop(faceOfShop(m_shop.store())); });
    connect(&m_shop, &Shop::dishesChanged, this,
            [this] { m_board.setStations(m_shop.stationOfDish()); });
    connect(&m_shop, &Shop::salesChanged, this,
            [this] { m_board.setAverageSeconds(m_shop.sales().number("averageCookSeconds")); });
}

void StoreWindow::callForHands(qlonglong order, bool takenBack) {
    setCount(m_boardAt, static_cast<int>(m_alarm.waiting().size()));
    const auto row = m_board.tickets().rowOf(QString::number(order));
    if (!row) return;
    const kit::Representation& ticket = m_board.tickets().at(*row);
    look::DesktopNotice notice;
    notice.about = aboutOrder(order);
    notice.title = takenBack ? tr("취소된 주문 %1").arg(order) : tr("새 주문 %1").arg(order);
    notice.text = QStringLiteral("%1 · %2").arg(
        kit::dishesOf(ticket), look::wonText(ticket.at("payment").number("amount")));
    notice.urgent = true;
    if (!takenBack) {
        notice.actions.append(
            {QStringLiteral("accept"), tr("%1분 접수").arg(m_board.proposedMinutes())});
    }
    m_notifier.tell(notice);
    if (m_preferences.own(raiseWish, true).toBool()) {
        comeForward();
    } else {
        QApplication::alert(this);
    }
}

void StoreWindow::comeForward() {
    if (isMinimized()) showNormal();
    raise();
    activateWindow();
}

}  // namespace delivery::store
