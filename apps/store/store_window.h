#pragma once
/// The store's window: the board, and what belongs to the shop behind it, on one workplace.

#include "apps/kit/workplace.h"
#include "apps/look/bell.h"
#include "apps/look/notifier.h"
#include "apps/look/preferences.h"
#include "apps/look/shell.h"
#include "apps/store/alarm.h"
#include "apps/store/board.h"
#include "apps/store/shop.h"
#include "apps/store/ticket_printer.h"

namespace delivery::look {
class PreferencesPage;
}

namespace delivery::store {

class BoardPage;
class MenuPage;
class ShopPage;
class TodayPage;

/// GUI thread. Workplace, preferences, bell and notifier must outlive it.
class StoreWindow : public look::Shell {
    Q_OBJECT

  public:
    StoreWindow(kit::Workplace& work, look::Preferences& preferences, look::Bell& bell,
                look::Notifier& notifier, QWidget* parent = nullptr);
    ~StoreWindow() override;

    [[nodiscard]] BoardPage* boardPage() const { return m_page; }
    [[nodiscard]] const Alarm& alarm() const { return m_alarm; }
    [[nodiscard]] Board& board() { return m_board; }
    [[nodiscard]] Shop& shop() { return m_shop; }
    [[nodiscard]] TicketPrinter& printer() { return m_printer; }

  private:
    void addSettings();
    void wireAlarm();
    void wireShop();
    void wirePages();
    void wirePrinter();
    void preview(const kit::Representation& ticket);
    void callForHands(qlonglong order, bool takenBack);
    void comeForward();

    kit::Workplace& m_work;
    look::Preferences& m_preferences;
    look::Bell& m_bell;
    look::Notifier& m_notifier;
    Board m_board;
    Alarm m_alarm;
    Shop m_shop;
    TicketPrinter m_printer;
    BoardPage* m_page;
    MenuPage* m_menu;
    ShopPage* m_shopPage;
    TodayPage* m_today;
    look::PreferencesPage* m_settings;
    int m_boardAt = 0;
    int m_todayAt = 0;
};

}  // namespace delivery::store
