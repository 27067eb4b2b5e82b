#pragma once
/// The customer's window: shops, cart, orders, notices, me, settings, on one workplace.

#include "apps/customer/cart.h"
#include "apps/kit/workplace.h"
#include "apps/look/bell.h"
#include "apps/look/notifier.h"
#include "apps/look/preferences.h"
#include "apps/look/shell.h"

class QStackedWidget;

namespace delivery::look {
class NoticeList;
}

namespace delivery::customer {

class CartPage;
class MenuPage;
class MePage;
class OrdersPage;
class ShopsPage;

/// GUI thread. Workplace, preferences, bell and notifier must outlive it.
class CustomerWindow : public look::Shell {
    Q_OBJECT

  public:
    CustomerWindow(kit::Workplace& work, look::Preferences& preferences, look::Bell& bell,
                   look::Notifier& notifier, QWidget* parent = nullptr);

    void showOrder(qlonglong orderId);

  private:
    void wireShops();
    void wireCart();
    void wireOrders();
    void wireNotices();
    void showShop(const kit::Representation& shop, qlonglong dish = 0);
    void reorder(const kit::Representation& order);
    void fillCart(const kit::Representation& shop, const kit::Representation& order);
    void countNotices();

    kit::Workplace& m_work;
    look::Preferences& m_preferences;
    look::Bell& m_bell;
    look::Notifier& m_notifier;
    Cart m_cart;
    QStackedWidget* m_shopping;
    ShopsPage* m_shops;
    MenuPage* m_menu;
    CartPage* m_cartPage;
    OrdersPage* m_orders;
    look::NoticeList* m_notices;
    MePage* m_me;
    int m_shopsAt = 0;
    int m_cartAt = 0;
    int m_ordersAt = 0;
    int m_noticesAt = 0;
    int m_meAt = 0;
};

}  // namespace delivery::customer
