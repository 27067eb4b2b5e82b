#include "apps/customer/customer_window.h"

#include <QDesktopServices>
#include <QStackedWidget>
#include <QUrl>

#include "apps/customer/cart_page.h"
#include "apps/customer/me_page.h"
#include "apps/customer/menu_page.h"
#include "apps/customer/order_view.h"
#include "apps/customer/orders_page.h"
#include "apps/customer/shops_page.h"
#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/banner.h"
#include "apps/look/notice_list.h"
#include "apps/look/preferences_page.h"

namespace delivery::customer {

namespace {

const QString seenUntil = QStringLiteral("notices/seenUntil");

bool isWorthASound(const QString& state) {
    return state != QLatin1String("PaymentRequested") && state != QLatin1String("Confirmed");
}
bool isTakenBack(const QString& state) {
    return state == QLatin1String("Cancelled") || state == QLatin1String("Rejected") ||
           state == QLatin1String("Expired") || state == QLatin1String("PaymentDeclined");
}

}  // namespace

CustomerWindow::CustomerWindow(kit::Workplace& work, look::Preferences& preferences,
                               look::Bell& bell, look::Notifier& notifier, QWidget* parent)
    : Shell(tr("배달상점"), QStringLiteral("customer"), preferences, parent),
      m_work(work),
      m_preferences(preferences),
      m_bell(bell),
      m_notifier(notifier),
      m_cart(preferences, kit::accountFileName(work.account().server, work.account().user)),
      m_shopping(new QStackedWidget),
      m_shops(new ShopsPage(work)),
      m_menu(new MenuPage(work, m_cart)),
      m_cartPage(new CartPage(work, m_cart)),
      m_orders(new OrdersPage(work)),
      m_notices(new look::NoticeList(&work.notices())),
      m_me(new MePage(work)) {
    setWho(work.account().user);
    m_shopping->addWidget(m_shops);
    m_shopping->addWidget(m_menu);
    m_shopsAt = addPage(QStringLiteral("store"), tr("가게"), m_shopping);
    m_cartAt = addPage(QStringLiteral("cart"), tr("장바구니"), m_cartPage);
    m_ordersAt = addPage(QStringLiteral("bag"), tr("주문"), m_orders);
    m_noticesAt = addPage(QStringLiteral("bell"), tr("알림"), m_notices);
    m_meAt = addPage(QStringLiteral("user"), tr("내 정보"), m_me);
    addPage(QStringLiteral("settings"), tr("설정"), new look::PreferencesPage(preferences, bell));
    wireShops();
    wireCart();
    wireOrders();
    wireNotices();
    follow(work);
    m_shops->refresh();
    m_cartPage->refresh();
    m_me->refresh();
    setCount(m_cartAt, m_cart.count());
}

void CustomerWindow::wireShops() {
    connect(m_shops, &ShopsPage::shopChosen, this,
            [this](const kit::Representation& shop) { showShop(shop); });
    connect(m_shops, &ShopsPage::dishChosen, this, [this](qlonglong storeId, qlonglong foodId) {
        showShop(m_shops->shop(storeId), foodId);
    });
    connect(m_shops, &ShopsPage::failed, this, &CustomerWindow::refuse);
    connect(m_menu, &MenuPage::failed, this, &CustomerWindow::refuse);
    connect(m_menu, &MenuPage::backWanted, this, [this] { m_shopping->setCurrentWidget(m_shops); });
    connect(m_menu, &MenuPage::added, this,
            [this](const QString& dish) { tell(tr("%1 담았습니다").arg(dish)); });
    connect(m_menu, &MenuPage::notAdded, this, &CustomerWindow::refuse);
}

void CustomerWindow::wireCart() {
    connect(&m_cart, &Cart::changed, this, [this] { setCount(m_cartAt, m_cart.count()); });
    connect(m_cartPage, &CartPage::ordered, this, [this](qlonglong orderId) {
        banner()->clear();
        tell(tr("주문했습니다. 주문 번호는 %1입니다.").arg(orderId));
        showOrder(orderId);
    });
    connect(m_cartPage, &CartPage::refused, this, &CustomerWindow::refuse);
    connect(m_cartPage, &CartPage::told, this, &CustomerWindow::tell);
    connect(m_cartPage, &CartPage::profileWanted, this, [this] { goTo(m_meAt); });
    connect(this, &Shell::pageShown, this, [this](int page) {
        if (page == m_cartAt) m_cartPage->refresh();
        if (page == m_meAt) m_me->refresh();
    });
}

void CustomerWindow::wireOrders() {
    connect(m_orders, &OrdersPage::refused, this, &CustomerWindow::refuse);
    connect(m_orders, &OrdersPage::told, this, &CustomerWindow::tell);
    connect(m_orders, &OrdersPage::reorderWanted, this, &CustomerWindow::reorder);
    connect(m_me, &MePage::refused, this, &CustomerWindow::refuse);
    connect(m_me, &MePage::told, this, &CustomerWindow::tell);
    connect(m_me, &MePage::signOutWanted, this, &Shell::signOutWanted);
    connect(m_me, &MePage::cardPageWanted, this,
            [](const QString& address) { QDesktopServices::openUrl(QUrl(address)); });
}

void CustomerWindow::wireNotices() {
    connect(m_notices, &look::NoticeList::orderWanted, this, &CustomerWindow::showOrder);
    connect(m_notices, &look::NoticeList::seenAll, this, [this] {
        m_preferences.setOwn(seenUntil, QDateTime::currentDateTimeUtc());
        countNotices();
    });
    const auto& model = m_work.notices();
    connect(&model, &QAbstractItemModel::rowsInserted, this, &CustomerWindow::countNotices);
    connect(&model, &kit::NoticeListModel::arrived, this,
            [this](const kit::Representation& notice) {
                const QString state = notice.text("state");
                const QString text = notice.text("message");
                tell(text);
                if (isWorthASound(state)) {
                    m_bell.play(isTakenBack(state) ? look::Sound::Cancelled : look::Sound::Changed);
                }
                look::DesktopNotice told;
                told.about = QStringLiteral("order/") + notice.text("orderId");
                told.title = windowTitle();
                told.text = text;
                told.urgent = isTakenBack(state);
                m_notifier.tell(told);
            });
    connect(&m_notifier, &look::Notifier::activated, this,
            [this](const QString& about, const QString&) {
                showNormal();
                raise();
                activateWindow();
                const qlonglong order = about.section(QLatin1Char('/'), 1).toLongLong();
                if (order > 0) showOrder(order);
            });
    countNotices();
}

void CustomerWindow::showShop(const kit::Representation& shop, qlonglong dish) {
    if (!shop.has("id")) return;
    m_menu->show(shop, dish);
    m_shopping->setCurrentWidget(m_menu);
    goTo(m_shopsAt);
}

void CustomerWindow::showOrder(qlonglong orderId) {
    m_orders->choose(orderId);
    goTo(m_ordersAt);
}

void CustomerWindow::reorder(const kit::Representation& order) {
    const std::int64_t id = order.number("storeId");
    if (const auto shop = m_shops->shop(id); shop.has("id")) {
        fillCart(shop, order);
        return;
    }
    m_work.read(
        QStringLiteral("/stores/%1").arg(id), kit::Reader::Pages::First, this,
        [this, order](const kit::Representation& shop) { fillCart(shop, order); },
        [this](const QString& why) { refuse(why); });
}

void CustomerWindow::fillCart(const kit::Representation& shop, const kit::Representation& order) {
    QVector<CartLine> lines;
    for (const auto& line : order.list("lines")) {
        CartLine again{line.number("foodId"),
                       line.text("foodName"),
                       line.number("price"),
                       static_cast<int>(line.number("qty")),
                       {}};
        for (const auto& option : line.list("options")) {
            again.options.append(
                {option.text("name"), option.text("choice"), option.number("price")});
        }
        lines.append(again);
    }
    QStringList left;
    for (const CartLine& line : m_cart.takeInstead(shop, lines)) left << line.name;
    if (left.isEmpty()) {
        tell(tr("같은 음식을 담았습니다. 값은 주문할 때 다시 확인합니다."));
    } else {
        refuse(tr("장바구니에 담지 못했습니다: %1").arg(left.join(QStringLiteral(", "))));
    }
    goTo(m_cartAt);
}

void CustomerWindow::countNotices() {
    m_notices->setSeenUntil(m_preferences.own(seenUntil).toDateTime());
    setCount(m_noticesAt, m_notices->unseenCount());
}

}  // namespace delivery::customer
