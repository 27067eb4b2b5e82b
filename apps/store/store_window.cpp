#include "apps/store/store_window.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>

#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/banner.h"
#include "apps/look/preferences_page.h"
#include "apps/look/wording.h"
#include "apps/store/board_page.h"
#include "apps/store/menu_page.h"
#include "apps/store/printer_settings.h"
#include "apps/store/shop_page.h"
#include "apps/store/ticket_preview.h"
#include "apps/store/today_page.h"

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
      m_printer(m_board.tickets(), accountFile(work, ".printed")),
      m_page(new BoardPage(work, m_board)),
      m_menu(new MenuPage(work, m_shop)),
      m_shopPage(new ShopPage(m_shop)),
      m_today(new TodayPage(work, m_shop)),
      m_settings(new look::PreferencesPage(preferences, bell)) {
    setWho(work.account().user);
    if (preferences.windowState(QStringLiteral("store")).isEmpty()) resize(1366, 820);
    m_boardAt = addPage(QStringLiteral("receipt"), tr("주문"), m_page);
    addPage(QStringLiteral("bowl"), tr("메뉴"), m_menu);
    addPage(QStringLiteral("store"), tr("가게"), m_shopPage);
    m_todayAt = addPage(QStringLiteral("chart"), tr("오늘"), m_today);
    addPage(QStringLiteral("settings"), tr("설정"), m_settings);
    addSettings();
    wireAlarm();
    wireShop();
    wirePages();
    wirePrinter();
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
    m_settings->addRow(tr("주문표 프린터"), new PrinterSettings(m_preferences, m_printer));
    m_settings->sayAlso([this] {
        const QString why = m_alarm.log().whyNotKept();
        return why.isEmpty() ? QString() : tr("알람의 기록을 쓸 수 없습니다: %1").arg(why);
    });
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
                    m_board.take(order, action, minutesBody(m_board.proposedMinutes()));
                    return;
                }
                comeForward();
                goTo(m_boardAt);
                m_page->select(order);
            });
}

void StoreWindow::wireShop() {
    connect(&m_shop, &Shop::refused, this, &Shell::refuse);
    connect(&m_shop, &Shop::storeChanged, this, [this] {
        m_page->showShop(faceOfShop(m_shop.store()));
        m_printer.setStoreName(m_shop.store().text("name"));
    });
    connect(&m_shop, &Shop::dishesChanged, this,
            [this] { m_board.setStations(m_shop.stationOfDish()); });
    connect(&m_shop, &Shop::salesChanged, this,
            [this] { m_board.setAverageSeconds(m_shop.sales().number("averageCookSeconds")); });
}

void StoreWindow::wirePages() {
    connect(m_menu, &MenuPage::refused, this, &Shell::refuse);
    connect(m_menu, &MenuPage::told, this, &Shell::tell);
    connect(m_shopPage, &ShopPage::refused, this, &Shell::refuse);
    connect(&m_shop, &Shop::changed, this, [this] {
        // What was refused before is settled.
        banner()->clear();
        tell(tr("저장했습니다"));
    });
    connect(this, &Shell::pageShown, this, [this](int page) {
        if (page == m_todayAt) m_today->refresh();
    });
}

void StoreWindow::wirePrinter() {
    connect(&m_printer, &TicketPrinter::said, m_page, &BoardPage::showPaper);
    connect(&m_printer, &TicketPrinter::printerSaid, m_page, &BoardPage::sayAboutPrinter);
    connect(m_page, &BoardPage::printWanted, this, [this](const kit::Representation& ticket) {
        // With a printer one press is enough; without one there is a PDF.
        if (m_printer.wish().place.isEmpty()) {
            preview(ticket);
        } else {
            m_printer.print(ticket);
        }
    });
    connect(m_today, &TodayPage::printWanted, this, &StoreWindow::preview);
    m_printer.setWish(printerWishOf(m_preferences));
}

void StoreWindow::preview(const kit::Representation& ticket) {
    auto* dialog = new TicketPreview(m_printer.sheetOf(ticket), ticket.number("id"), this);
    connect(dialog, &TicketPreview::printWanted, this, [this, ticket] { m_printer.print(ticket); });
    connect(dialog, &TicketPreview::told, this, &Shell::tell);
    connect(dialog, &TicketPreview::refused, this, &Shell::refuse);
    dialog->open();
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
